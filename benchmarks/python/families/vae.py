"""A VAE's training step as pytorch/examples does it (vae/main.py), on random data in memory.

The loss is taken by logits and as the mean over the batch, as on the Java side; the original's
sigmoid and sum are no less work. Left out because they are no work of the step: the data loader,
and printing, for which the original reads a number back in every step.
"""

import contextlib

import torch
from torch import nn, optim
from torch.nn import functional as F

import perceptrons

SIZES = (28,)
BATCH = 128
LATENT, HIDDEN = 20, 400

VARIANTS = {
    "eager": ("PyTorch eager", "float32"),
    "best32": ("PyTorch best float32", "float32"),
    "best": ("PyTorch best", "bfloat16"),
}
DEFAULT_VARIANTS = ("eager", "best32", "best")


class VAE(nn.Module):
    def __init__(self, pixels):
        super().__init__()
        self.fc1 = nn.Linear(pixels, HIDDEN)
        self.fc21 = nn.Linear(HIDDEN, LATENT)
        self.fc22 = nn.Linear(HIDDEN, LATENT)
        self.fc3 = nn.Linear(LATENT, HIDDEN)
        self.fc4 = nn.Linear(HIDDEN, pixels)

    def encode(self, x):
        h1 = F.relu(self.fc1(x))
        return self.fc21(h1), self.fc22(h1)

    def decode(self, z):
        return self.fc4(F.relu(self.fc3(z)))


def training_step(model, pictures, optimizer, autocast):
    """One step of any VAE: encode(x) to mean and log-variance, decode(z) to logits."""

    def step():
        optimizer.zero_grad()
        x = (pictures + 1) / 2
        # float32 for the loss; in float32 already, float() gives the tensor itself.
        with autocast:
            mu, logvar = model.encode(x)
        mu, logvar = mu.float(), logvar.float()
        std = torch.exp(0.5 * logvar)
        z = mu + torch.randn_like(std) * std
        with autocast:
            logits = model.decode(z)
        bce = F.binary_cross_entropy_with_logits(logits.float(), x, reduction="sum")
        kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
        loss = (bce + kld) / len(x)
        loss.backward()
        optimizer.step()
        return loss

    return step


def build(size, variant):
    model = VAE(size * size)
    pictures = (torch.rand(BATCH, 1, size, size) * 2 - 1).flatten(1)
    fused = {} if variant == "eager" else {"fused": True}
    optimizer = optim.Adam(model.parameters(), lr=1e-3, **fused)
    autocast = torch.autocast("cpu", dtype=torch.bfloat16) if variant == "best" else contextlib.nullcontext()
    return training_step(model, pictures, optimizer, autocast)


def flops(size):
    """Forward, weights' gradients, and inputs' except the picture's."""
    encoder = perceptrons.layers(BATCH, (size * size, HIDDEN, 2 * LATENT))
    decoder = perceptrons.layers(BATCH, (LATENT, HIDDEN, size * size))
    return 3 * (sum(encoder) + sum(decoder)) - encoder[0]
