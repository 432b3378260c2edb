"""A convolutional VAE's training step (Burgess et al., arXiv:1804.03599), on random data in memory.

Convolutions of 4x4 halve pictures of 64 pixels to 4x4, a hidden layer of 256 follows; the decoder is
the other way round. The step is that of vae.py.
"""

import contextlib

import torch
from torch import nn, optim
from torch.nn import functional as F

import perceptrons
from families.vae import training_step

SIZES = (64,)
BATCH = 64
LATENT, HIDDEN, FILTERS, CHANNELS = 20, 256, 32, 3

VARIANTS = {
    "eager": ("PyTorch eager", "float32"),
    "best32": ("PyTorch best float32", "float32"),
    "best": ("PyTorch best", "bfloat16"),
}
DEFAULT_VARIANTS = ("eager", "best32", "best")


def halvings(size):
    count = 0
    while size >= 8 and size % 2 == 0:
        size, count = size // 2, count + 1
    return count


def width(halved):
    """Feature maps after so many halvings."""
    return CHANNELS if halved == 0 else FILTERS << max(0, min(3, halved - 1))


class VAE(nn.Module):
    def __init__(self, size):
        super().__init__()
        n, side = halvings(size), size >> halvings(size)
        last = width(n)
        down = []
        for i in range(1, n + 1):
            down += [nn.Conv2d(width(i - 1), width(i), 4, 2, 1), nn.ReLU(True)]
        self.down = nn.Sequential(*down)
        self.hidden = nn.Linear(last * side * side, HIDDEN)
        self.fc21, self.fc22 = nn.Linear(HIDDEN, LATENT), nn.Linear(HIDDEN, LATENT)
        up = []
        for i in range(n, 0, -1):
            up += [nn.ReLU(True), nn.ConvTranspose2d(width(i), width(i - 1), 4, 2, 1)]
        self.seed = nn.Sequential(nn.Linear(LATENT, HIDDEN), nn.ReLU(True), nn.Linear(HIDDEN, last * side * side))
        self.up, self.map = nn.Sequential(*up), (last, side, side)

    def encode(self, x):
        # The Java side's convolutions see pictures in [-1, 1].
        h = F.relu(self.hidden(self.down(2 * x - 1).flatten(1)))
        return self.fc21(h), self.fc22(h)

    def decode(self, z):
        return self.up(self.seed(z).view(-1, *self.map))


def build(size, variant):
    best = variant != "eager"
    model = VAE(size)
    pictures = torch.rand(BATCH, CHANNELS, size, size) * 2 - 1
    if best:
        model = model.to(memory_format=torch.channels_last)
        pictures = pictures.to(memory_format=torch.channels_last)
    optimizer = optim.Adam(model.parameters(), lr=1e-3, **({"fused": True} if best else {}))
    autocast = torch.autocast("cpu", dtype=torch.bfloat16) if variant == "best" else contextlib.nullcontext()
    return training_step(model, pictures, optimizer, autocast)


def flops(size):
    """Forward, weights' gradients, and inputs' except the picture's; a convolution's operations are
    2 * N * (pixels of its smaller side) * C_in * C_out * 4 * 4."""
    n, side = halvings(size), size >> halvings(size)
    features = width(n) * side * side
    down = [2 * BATCH * (size >> i) ** 2 * width(i - 1) * width(i) * 16 for i in range(1, n + 1)]
    dense = perceptrons.layers(BATCH, (features, HIDDEN, 2 * LATENT)) + perceptrons.layers(BATCH, (LATENT, HIDDEN, features))
    return 3 * (2 * sum(down) + sum(dense)) - down[0]
