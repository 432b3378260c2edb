"""Encoders and decoders of the compressed VGG-19, and the three affine transforms of features, as the papers have them."""

from pathlib import Path

import torch
from torch import nn
import torch.nn.functional as F

WIDTHS = (16, 32, 64, 128, 128)
CONVOLUTIONS = (2, 2, 4, 4, 1)


def _convolution(state: dict, key: str, x: torch.Tensor) -> torch.Tensor:
    padded = F.pad(x, (1, 1, 1, 1), mode="reflect")
    return F.relu(F.conv2d(padded, state[key + ".weight"], state[key + ".bias"]))


class Level:
    """One encoder and its decoder."""

    def __init__(self, folder: Path, number: int):
        self.number = number
        self.encoder = torch.load(folder / f"{number}SE.pth", map_location="cpu")["model"]
        self.decoder = torch.load(folder / f"{number}SD.pth", map_location="cpu")["model"]

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        """Pictures in [0, 1] to relu{number}_1."""
        x = F.conv2d(x, self.encoder["conv0.weight"], self.encoder["conv0.bias"])
        for stage in range(1, self.number + 1):
            count = 1 if stage == self.number else CONVOLUTIONS[stage - 1]
            for i in range(1, count + 1):
                x = _convolution(self.encoder, f"conv{stage}{i}", x)
            if stage < self.number:
                x = F.max_pool2d(x, 2)
        return x

    def decode(self, x: torch.Tensor) -> torch.Tensor:
        """Features to pictures in [0, 1]."""
        for stage in range(self.number, 0, -1):
            count = 1 if stage == self.number else CONVOLUTIONS[stage - 1]
            for i in range(count, 0, -1):
                x = _convolution(self.decoder, f"conv{stage}{i}", x)
            if stage > 1:
                x = F.interpolate(x, scale_factor=2, mode="nearest")
        return x.clamp(0, 1)


def moments(features: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    f = features.squeeze(0).flatten(1).double()
    mean = f.mean(1, keepdim=True)
    return mean, (f - mean) @ (f - mean).T / (f.shape[1] - 1)


def _powers(covariance: torch.Tensor, power: float, least: float = 1e-5) -> torch.Tensor:
    values, vectors = torch.linalg.eigh(covariance)
    kept = values > least * values.max()
    return (vectors[:, kept] * values[kept] ** power) @ vectors[:, kept].T


def matrix(kind: str, content: torch.Tensor, style: torch.Tensor) -> torch.Tensor:
    """A of f -> A (f - mean of the content) + mean of the style."""
    if kind == "wct":
        return _powers(style, 0.5) @ _powers(content, -0.5)
    if kind == "optimal_transport":
        root, inverse = _powers(content, 0.5), _powers(content, -0.5)
        values, vectors = torch.linalg.eigh(root @ style @ root)
        return inverse @ (vectors * values.clamp(min=0).sqrt()) @ vectors.T @ inverse
    assert kind == "adain", kind
    return torch.diag(((style.diagonal() + 1e-5) / (content.diagonal() + 1e-5)).sqrt())


def transformed(kind: str, content: torch.Tensor, style: torch.Tensor, strength: float) -> torch.Tensor:
    mean, covariance = moments(content)
    target, wanted = moments(style)
    f = content.squeeze(0).flatten(1).double()
    changed = matrix(kind, covariance, wanted) @ (f - mean) + target
    return (strength * changed + (1 - strength) * f).float().reshape(content.shape)


def whitened(features: torch.Tensor) -> torch.Tensor:
    mean, covariance = moments(features)
    f = features.squeeze(0).flatten(1).double()
    return (_powers(covariance, -0.5) @ (f - mean)).float().reshape(features.shape)


def swapped(content: torch.Tensor, style: torch.Tensor, patch: int, stride: int, raw: bool) -> torch.Tensor:
    """As rtqichen/style-swap: one convolution by normalised patches, one transposed by the patches."""
    keys, of = (content, style) if raw else (whitened(content), whitened(style))
    def patches(x):
        return F.unfold(x, patch)[0].T.reshape(-1, x.shape[1], patch, patch)
    kernels = patches(of)
    norms = kernels.flatten(1).norm(dim=1).clamp(min=1e-12).reshape(-1, 1, 1, 1)
    best = F.conv2d(keys, kernels / norms, stride=stride).argmax(1)
    hot = F.one_hot(best, len(kernels)).permute(0, 3, 1, 2).float()
    total = F.conv_transpose2d(hot, patches(style), stride=stride)
    one = F.conv_transpose2d(torch.ones_like(hot[:, :1]), torch.ones(1, 1, patch, patch), stride=stride)
    assert total.shape == content.shape, "sides that the stride does not divide are Atelier's alone"
    return total / one
