"""The conditional GAN's training step as PyTorch-GAN does it (cgan/cgan.py), on random data in memory.

Left out because they are no work of the step: the data loader, and printing, for which the
original reads two numbers back in every step.
"""

import contextlib

import torch
from torch import nn, optim

import perceptrons

SIZES = (32,)
BATCH = 64
LATENT, CHANNELS, CLASSES, DROPOUT = 100, 1, 10, 0.4
GENERATOR, DISCRIMINATOR = (128, 256, 512, 1024), (512, 512, 512)

VARIANTS = {
    "eager": ("PyTorch eager", "float32"),
    "best32": ("PyTorch best float32", "float32"),
    "best": ("PyTorch best", "bfloat16"),
}
DEFAULT_VARIANTS = ("eager", "best32", "best")


class Generator(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.shape = (CHANNELS, size, size)
        self.label_emb = nn.Embedding(CLASSES, CLASSES)
        self.model = perceptrons.generator(LATENT + CLASSES, GENERATOR, CHANNELS * size * size)

    def forward(self, noise, labels):
        img = self.model(torch.cat((self.label_emb(labels), noise), -1))
        return img.view(img.size(0), *self.shape)


class Discriminator(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.label_embedding = nn.Embedding(CLASSES, CLASSES)
        self.model = perceptrons.critic(CHANNELS * size * size + CLASSES, DISCRIMINATOR, DROPOUT)

    def forward(self, img, labels):
        return self.model(torch.cat((img.view(img.size(0), -1), self.label_embedding(labels)), -1))


def build(size, variant):
    best = variant == "best"
    generator, discriminator = Generator(size), Discriminator(size)
    real_imgs = torch.rand(BATCH, CHANNELS, size, size) * 2 - 1
    labels = torch.randint(0, CLASSES, (BATCH,))
    fused = {} if variant == "eager" else {"fused": True}
    optimizer_G = optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    optimizer_D = optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    autocast = torch.autocast("cpu", dtype=torch.bfloat16) if best else contextlib.nullcontext()
    adversarial_loss = nn.MSELoss()

    def forward(net, x, labels):
        with autocast:
            return net(x, labels)

    def judge(pictures, labels):
        return forward(discriminator, pictures, labels).float()

    def step():
        valid, fake = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)

        optimizer_G.zero_grad()
        z = torch.randn(BATCH, LATENT)
        gen_labels = torch.randint(0, CLASSES, (BATCH,))
        gen_imgs = forward(generator, z, gen_labels)
        g_loss = adversarial_loss(judge(gen_imgs, gen_labels), valid)
        g_loss.backward()
        optimizer_G.step()

        optimizer_D.zero_grad()
        d_real_loss = adversarial_loss(judge(real_imgs, labels), valid)
        d_fake_loss = adversarial_loss(judge(gen_imgs.detach(), gen_labels), fake)
        d_loss = (d_real_loss + d_fake_loss) / 2
        d_loss.backward()
        optimizer_D.step()
        return d_loss

    return step


def flops(size):
    """As in dcgan.py: G forward and backward, D for G's loss, D on real and on fakes."""
    pixels = CHANNELS * size * size
    g = perceptrons.layers(BATCH, (LATENT + CLASSES, *GENERATOR, pixels))
    d = perceptrons.layers(BATCH, (pixels + CLASSES, *DISCRIMINATOR, 1))
    return (3 * sum(g) - g[0]) + 2 * sum(d) + 2 * (3 * sum(d) - d[0])
