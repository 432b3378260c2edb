"""The multilayer-perceptron GAN's training step as PyTorch-GAN does it (gan/gan.py), on random data in memory.

Left out because they are no work of the step: the data loader, and printing, for which the
original reads two numbers back in every step.
"""

import contextlib

import torch
from torch import nn, optim

import perceptrons

SIZES = (28,)
BATCH = 64
LATENT, CHANNELS = 100, 1
GENERATOR, DISCRIMINATOR = (128, 256, 512, 1024), (512, 256)

VARIANTS = {
    "eager": ("PyTorch eager", "float32"),
    "best32": ("PyTorch best float32", "float32"),
    "best": ("PyTorch best", "bfloat16"),
}
DEFAULT_VARIANTS = ("eager", "best32", "best")


def build(size, variant):
    best = variant == "best"
    pixels = CHANNELS * size * size
    generator = perceptrons.generator(LATENT, GENERATOR, pixels)
    discriminator = nn.Sequential(perceptrons.critic(pixels, DISCRIMINATOR), nn.Sigmoid())
    real_imgs = torch.rand(BATCH, CHANNELS, size, size) * 2 - 1
    fused = {} if variant == "eager" else {"fused": True}
    optimizer_G = optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    optimizer_D = optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    autocast = torch.autocast("cpu", dtype=torch.bfloat16) if best else contextlib.nullcontext()
    adversarial_loss = nn.BCELoss()

    def make(z):
        with autocast:
            return generator(z).view(BATCH, CHANNELS, size, size)

    def judge(pictures):
        # float32 for the loss; in float32 already, float() gives the tensor itself.
        with autocast:
            validity = discriminator(pictures.view(BATCH, -1))
        return validity.float()

    def step():
        valid, fake = torch.ones(BATCH, 1), torch.zeros(BATCH, 1)

        optimizer_G.zero_grad()
        z = torch.randn(BATCH, LATENT)
        gen_imgs = make(z)
        g_loss = adversarial_loss(judge(gen_imgs), valid)
        g_loss.backward()
        optimizer_G.step()

        optimizer_D.zero_grad()
        real_loss = adversarial_loss(judge(real_imgs), valid)
        fake_loss = adversarial_loss(judge(gen_imgs.detach()), fake)
        d_loss = (real_loss + fake_loss) / 2
        d_loss.backward()
        optimizer_D.step()
        return d_loss

    return step


def flops(size):
    """As in dcgan.py: G forward and backward, D for G's loss, D on real and on fakes."""
    pixels = CHANNELS * size * size
    g = perceptrons.layers(BATCH, (LATENT, *GENERATOR, pixels))
    d = perceptrons.layers(BATCH, (pixels, *DISCRIMINATOR, 1))
    return (3 * sum(g) - g[0]) + 2 * sum(d) + 2 * (3 * sum(d) - d[0])
