"""DCGAN's training step as pytorch/examples does it (dcgan/main.py), on random data in memory.

Left out because they are no work of the step: the data loader, and printing, for which the
original reads four numbers back in every step.
"""

import torch
from torch import nn, optim

SIZES = (32, 64)
BATCH = 64
LATENT, FILTERS, CHANNELS = 100, 64, 3

VARIANTS = {
    "eager": ("PyTorch eager", "float32"),
    "best32": ("PyTorch best float32", "float32"),
    "best": ("PyTorch best", "bfloat16"),
    "best-frozen": ("PyTorch best, frozen D", "bfloat16"),
}
DEFAULT_VARIANTS = ("eager", "best32", "best")


def weights_init(module):
    name = module.__class__.__name__
    if name.find("Conv") != -1:
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif name.find("BatchNorm") != -1:
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


def doublings(size):
    return size.bit_length() - 3  # from 4x4 pixels


def generator(size):
    filters = FILTERS << (doublings(size) - 1)
    layers = [nn.ConvTranspose2d(LATENT, filters, 4, 1, 0, bias=False), nn.BatchNorm2d(filters), nn.ReLU(True)]
    for _ in range(doublings(size) - 1):
        layers += [
            nn.ConvTranspose2d(filters, filters // 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(filters // 2),
            nn.ReLU(True),
        ]
        filters //= 2
    layers += [nn.ConvTranspose2d(filters, CHANNELS, 4, 2, 1, bias=False), nn.Tanh()]
    return nn.Sequential(*layers).apply(weights_init)


def discriminator(size):
    filters = FILTERS
    layers = [nn.Conv2d(CHANNELS, filters, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, inplace=True)]
    for _ in range(doublings(size) - 1):
        layers += [
            nn.Conv2d(filters, filters * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(filters * 2),
            nn.LeakyReLU(0.2, inplace=True),
        ]
        filters *= 2
    layers += [nn.Conv2d(filters, 1, 4, 1, 0, bias=False), nn.Sigmoid()]
    return nn.Sequential(*layers).apply(weights_init)


def build(size, variant):
    best, mixed = variant != "eager", variant in ("best", "best-frozen")
    frozen = variant == "best-frozen"
    netG, netD = generator(size), discriminator(size)
    real = torch.rand(BATCH, CHANNELS, size, size) * 2 - 1
    if best:
        netG = netG.to(memory_format=torch.channels_last)
        netD = netD.to(memory_format=torch.channels_last)
        real = real.to(memory_format=torch.channels_last)
    fused = {"fused": True} if best else {}
    optimizerD = optim.Adam(netD.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    optimizerG = optim.Adam(netG.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    criterion = nn.BCELoss()

    def forward(net, x):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=mixed):
            output = net(x)
        return output

    def judge(pictures):
        # float32 for the loss; in float32 already, float() gives the tensor itself.
        return forward(netD, pictures).float().view(-1, 1).squeeze(1)

    def step():
        # (1) Update D network: maximize log(D(x)) + log(1 - D(G(z)))
        netD.zero_grad()
        label = torch.full((BATCH,), 1.0)
        errD_real = criterion(judge(real), label)
        errD_real.backward()

        noise = torch.randn(BATCH, LATENT, 1, 1)
        fake = forward(netG, noise)
        label.fill_(0.0)
        errD_fake = criterion(judge(fake.detach()), label)
        errD_fake.backward()
        optimizerD.step()

        # (2) Update G network: maximize log(D(G(z)))
        netG.zero_grad()
        label.fill_(1.0)
        if frozen:
            netD.requires_grad_(False)
        errG = criterion(judge(fake), label)
        errG.backward()
        if frozen:
            netD.requires_grad_(True)
        optimizerG.step()
        return errG

    return step


def flops(size):
    """The operations that the step needs, whoever does more.

    A convolution's forward pass takes F = 2 * N * (pixels of its smaller side) * C_in * C_out * k^2
    operations (a multiplication and an addition each), its gradient by the weights F again, and
    its gradient by the input F again. The step takes
      D on real and on fakes: forward, weights, and inputs except the first layer's,   twice
      G: forward, weights, and inputs except the first layer's
      D for G's loss: forward and inputs, the weights' gradients not being needed.
    """

    def layer(pixels, c_in, c_out):
        return 2 * BATCH * pixels * pixels * c_in * c_out * 4 * 4

    n = doublings(size)
    d = [layer(size // 2, CHANNELS, FILTERS)]
    d += [layer(size >> (i + 1), FILTERS << (i - 1), FILTERS << i) for i in range(1, n)]
    d += [layer(1, FILTERS << (n - 1), 1)]
    g = [layer(1, LATENT, FILTERS << (n - 1))]
    g += [layer(size >> (i + 1), FILTERS << i, FILTERS << (i - 1)) for i in range(n - 1, 0, -1)]
    g += [layer(size // 2, FILTERS, CHANNELS)]
    return 2 * (3 * sum(d) - d[0]) + (3 * sum(g) - g[0]) + 2 * sum(d)
