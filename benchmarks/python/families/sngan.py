"""SNGAN's training step (Miyato et al., arXiv:1802.05957, table 4), on random pictures in memory.

The residual networks with 64 feature maps in place of 256 and 128, which two cores can do. The
generator learns in every fifth step, so what is timed are cycles of five. Its pictures for the
critic are made without a record, and the critic judges real and generated ones one after another,
each with a power iteration of every norm, as Miyato's own code does.
"""

import torch
import torch.nn.functional as F
from torch import nn, optim
from torch.nn.utils import spectral_norm

SIZES = (32,)
BATCH = 64
CYCLE = 5
LATENT, FILTERS, CHANNELS = 128, 64, 3

VARIANTS = {
    "eager": ("PyTorch eager", "float32"),
    "best32": ("PyTorch best float32", "float32"),
    "best": ("PyTorch best", "bfloat16"),
    "parametrized": ("PyTorch eager, parametrized norm", "float32"),
}
DEFAULT_VARIANTS = ("eager", "best32", "best")


class Up(nn.Module):
    def __init__(self, filters):
        super().__init__()
        self.norm1, self.norm2 = nn.BatchNorm2d(filters), nn.BatchNorm2d(filters)
        self.conv1 = nn.Conv2d(filters, filters, 3, padding=1)
        self.conv2 = nn.Conv2d(filters, filters, 3, padding=1)
        self.skip = nn.Conv2d(filters, filters, 1)

    def forward(self, x):
        h = F.interpolate(F.relu(self.norm1(x), inplace=True), scale_factor=2)
        h = self.conv2(F.relu(self.norm2(self.conv1(h)), inplace=True))
        return self.skip(F.interpolate(x, scale_factor=2)) + h


class Generator(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.seed = nn.Linear(LATENT, FILTERS * 4 * 4)
        self.up = nn.Sequential(*(Up(FILTERS) for _ in range(doublings(size))))
        self.norm = nn.BatchNorm2d(FILTERS)
        self.picture = nn.Conv2d(FILTERS, CHANNELS, 3, padding=1)

    def forward(self, z):
        x = self.up(self.seed(z).view(-1, FILTERS, 4, 4))
        return torch.tanh(self.picture(F.relu(self.norm(x), inplace=True)))


class First(nn.Module):
    def __init__(self, norm):
        super().__init__()
        self.conv1 = norm(nn.Conv2d(CHANNELS, FILTERS, 3, padding=1))
        self.conv2 = norm(nn.Conv2d(FILTERS, FILTERS, 3, padding=1))
        self.skip = norm(nn.Conv2d(CHANNELS, FILTERS, 1))

    def forward(self, x):
        h = F.avg_pool2d(self.conv2(F.relu(self.conv1(x), inplace=True)), 2)
        return self.skip(F.avg_pool2d(x, 2)) + h


class Block(nn.Module):
    def __init__(self, norm, down):
        super().__init__()
        self.conv1 = norm(nn.Conv2d(FILTERS, FILTERS, 3, padding=1))
        self.conv2 = norm(nn.Conv2d(FILTERS, FILTERS, 3, padding=1))
        self.skip = norm(nn.Conv2d(FILTERS, FILTERS, 1)) if down else None

    def forward(self, x):
        h = self.conv2(F.relu(self.conv1(F.relu(x)), inplace=True))
        return x + h if self.skip is None else F.avg_pool2d(self.skip(x), 2) + F.avg_pool2d(h, 2)


class Discriminator(nn.Module):
    def __init__(self, size, norm):
        super().__init__()
        down = [Block(norm, True) for _ in range(doublings(size) - 2)]
        self.blocks = nn.Sequential(First(norm), *down, Block(norm, False), Block(norm, False))
        self.score = norm(nn.Linear(FILTERS, 1))

    def forward(self, x):
        return self.score(F.relu(self.blocks(x), inplace=True).sum((2, 3)))


def doublings(size):
    return size.bit_length() - 3  # from 4x4 pixels


def build(size, variant):
    best, mixed = variant.startswith("best"), variant == "best"
    norm = nn.utils.parametrizations.spectral_norm if variant == "parametrized" else spectral_norm
    netG, netD = Generator(size), Discriminator(size, norm)
    real = torch.rand(BATCH, CHANNELS, size, size) * 2 - 1
    if best:
        netG = netG.to(memory_format=torch.channels_last)
        netD = netD.to(memory_format=torch.channels_last)
        real = real.to(memory_format=torch.channels_last)
    fused = {"fused": True} if best else {}
    optimizerD = optim.Adam(netD.parameters(), lr=2e-4, betas=(0.0, 0.9), **fused)
    optimizerG = optim.Adam(netG.parameters(), lr=2e-4, betas=(0.0, 0.9), **fused)
    index = 0

    def forward(net, x):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=mixed):
            return net(x)

    def judge(pictures):
        return forward(netD, pictures).float()

    def step():
        nonlocal index
        noise = torch.randn(BATCH, LATENT)
        with torch.no_grad():
            fake = forward(netG, noise)
        netD.zero_grad()
        loss = F.relu(1 - judge(real)).mean() + F.relu(1 + judge(fake)).mean()
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
    """As in dcgan.py, a step being the mean of a cycle: G forward, D on real and on fakes; in one
    step of a cycle also G forward and backward, and D for G's loss."""

    def layer(pixels, c_in, c_out, kernel):
        return 2 * BATCH * pixels * pixels * c_in * c_out * kernel * kernel

    n = doublings(size)
    f = FILTERS
    g_first = 2 * BATCH * LATENT * f * 4 * 4
    g = g_first + layer(size, f, CHANNELS, 3)
    g += sum(2 * layer(8 << i, f, f, 3) + layer(8 << i, f, f, 1) for i in range(n))
    d_first = layer(size, CHANNELS, f, 3) + layer(size // 2, CHANNELS, f, 1)
    d = d_first + layer(size, f, f, 3)
    d += sum(2 * layer(size >> i, f, f, 3) + layer(size >> i, f, f, 1) for i in range(1, n - 1))
    d += 2 * 2 * layer(8, f, f, 3) + 2 * BATCH * f
    critic = g + 2 * (3 * d - d_first)
    return critic + ((3 * g - g_first) + 2 * d) / CYCLE
