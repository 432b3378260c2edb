"""The training step of WGAN-GP (Gulrajani et al., arXiv:1704.00028), on random pictures in memory.

DCGAN's networks (pytorch/examples), the critic without batch norm and so with biases. The generator learns in every
fifth step, so what is timed are cycles of five. Its pictures for the critic are made without a
record. The penalty's second derivative is float32 in every variant: autocast is off around it.
"""

import torch
from torch import nn, optim

from families import dcgan

SIZES = (32, 64)
BATCH = 64
CYCLE = 5
LATENT, FILTERS, CHANNELS = dcgan.LATENT, dcgan.FILTERS, dcgan.CHANNELS
WEIGHT = 10

VARIANTS = {
    "eager": ("PyTorch eager", "float32"),
    "best32": ("PyTorch best float32", "float32"),
    "best": ("PyTorch best", "bfloat16"),
}
DEFAULT_VARIANTS = ("eager", "best32", "best")


def critic(size):
    filters = FILTERS
    layers = [nn.Conv2d(CHANNELS, filters, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True)]
    for _ in range(dcgan.doublings(size) - 1):
        layers += [nn.Conv2d(filters, filters * 2, 4, 2, 1), nn.LeakyReLU(0.2, inplace=True)]
        filters *= 2
    return nn.Sequential(*layers, nn.Conv2d(filters, 1, 4, 1, 0)).apply(dcgan.weights_init)


def build(size, variant):
    best, mixed = variant != "eager", variant == "best"
    netG, netD = dcgan.generator(size), critic(size)
    real = torch.rand(BATCH, CHANNELS, size, size) * 2 - 1
    if best:
        netG = netG.to(memory_format=torch.channels_last)
        netD = netD.to(memory_format=torch.channels_last)
        real = real.to(memory_format=torch.channels_last)
    fused = {"fused": True} if best else {}
    optimizerD = optim.Adam(netD.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    optimizerG = optim.Adam(netG.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    index = 0

    def forward(net, x):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=mixed):
            return net(x)

    def judge(pictures):
        return forward(netD, pictures).float().view(-1)

    def penalty(fake):
        alpha = torch.rand(BATCH, 1, 1, 1)
        between = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
        scores = netD(between)
        slope = torch.autograd.grad(scores, between, torch.ones_like(scores), create_graph=True)[0]
        return ((slope.reshape(BATCH, -1).norm(2, dim=1) - 1) ** 2).mean()

    def step():
        nonlocal index
        noise = torch.randn(BATCH, LATENT, 1, 1)
        with torch.no_grad():
            fake = forward(netG, noise).float()
        netD.zero_grad()
        loss = judge(fake).mean() - judge(real).mean() + WEIGHT * penalty(fake)
        loss.backward()
        optimizerD.step()

        if index % CYCLE == 0:
            netG.zero_grad()
            loss = -judge(forward(netG, noise)).mean()
            loss.backward()
            optimizerG.step()
        index += 1
        return loss

    return step


def flops(size):
    """As in dcgan.py, a step being the mean of a cycle: G forward, D on real and on fakes, and the
    penalty; in one step of a cycle also G forward and backward, and D for G's loss.

    The penalty takes D forward and its gradient by the input, and the derivative of both by the
    weights: of the gradient's layers forward once and twice backward, and, but for what linear
    scores make 0, none of the forward pass's: leaky ReLU has no second derivative.
    """

    def layer(pixels, c_in, c_out):
        return 2 * BATCH * pixels * pixels * c_in * c_out * 4 * 4

    n = dcgan.doublings(size)
    d = [layer(size // 2, CHANNELS, FILTERS)]
    d += [layer(size >> (i + 1), FILTERS << (i - 1), FILTERS << i) for i in range(1, n)]
    d += [layer(1, FILTERS << (n - 1), 1)]
    g = [layer(1, LATENT, FILTERS << (n - 1))]
    g += [layer(size >> (i + 1), FILTERS << i, FILTERS << (i - 1)) for i in range(n - 1, 0, -1)]
    g += [layer(size // 2, FILTERS, CHANNELS)]
    penalty = 2 * sum(d) + 2 * sum(d)
    critic = sum(g) + 2 * (3 * sum(d) - d[0]) + penalty
    return critic + ((3 * sum(g) - g[0]) + 2 * sum(d)) / CYCLE
