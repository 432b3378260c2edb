"""Style transfer by patches, as one writes it in PyTorch: the same scales, patches, candidates, iterations
and colour mapping as org.atelier.translation.style.patches, without its search.

Distances are a product of matrices and two additions in blocks of queries, computed once for the minimum
of each candidate and once for each query's winner; patches are taken by unfold, laid back by fold.
A step is a whole transfer, the scaling of the pictures included.
"""

import math

import torch
from torch.nn import functional as F

SIZES = (256, 1024)
BATCH = 1
KEYS, DIRECTIONS, STRIDE, ITERATIONS, COMPLETENESS = 5000, 32, 2, 3, 0.0015
BLOCK = 1024
FIRST = ((96, 11, 2.4), (144, 9, 1.8), (192, 9, 1.2), (256, 7, 0.8))

VARIANTS = {"eager": ("PyTorch eager", "float32")}
DEFAULT_VARIANTS = ("eager",)


def scales(size):
    finer = round(math.log2(size / 256) * 2)
    return FIRST + tuple((round(256 * 2 ** (i / 2)), 7, 0.4) for i in range(1, finer + 1))


def resized(picture, side):
    return F.interpolate(picture, size=(side, side), mode="bicubic", antialias=True, align_corners=False).clamp(0, 1)


def moments(picture):
    flat = picture[0].reshape(3, -1).double()
    mean = flat.mean(1, keepdim=True)
    return mean, (flat - mean) @ (flat - mean).T / flat.shape[1]


def root(matrix, power, floor=0.0):
    values, vectors = torch.linalg.eigh(matrix)
    return (vectors * (values.clamp(min=0).sqrt() + floor) ** power) @ vectors.T


def transport(picture, target):
    mean, covariance = moments(picture)
    half, inverse = root(covariance, 1, 1e-3), root(covariance, -1, 1e-3)
    a = inverse @ root(half @ target[1] @ half, 1) @ inverse
    flat = picture[0].reshape(3, -1)
    return (a.float() @ flat + (target[0] - a @ mean).float()).reshape(picture.shape)


class Dictionary:
    def __init__(self, style, patch):
        both = torch.cat([style, style.flip(3)])
        patches = F.unfold(both, patch).permute(0, 2, 1).reshape(-1, 3 * patch * patch)
        self.keys = patches[torch.randperm(len(patches))[:KEYS]]
        self.mean = self.keys.mean(0)
        centred = (self.keys - self.mean).double()
        _, vectors = torch.linalg.eigh(centred.T @ centred)
        self.directions = vectors[:, -DIRECTIONS:].float()
        self.projected = (self.keys - self.mean) @ self.directions
        self.squares = (self.projected**2).sum(1)
        self.patch, self.alpha = patch, COMPLETENESS * patch * patch

    def distances(self, queries):
        squares = (queries**2).sum(1, keepdim=True)
        return torch.addmm(squares + self.squares, queries, self.projected.T, alpha=-2)

    def replaced(self, picture, offset):
        margin = self.patch // 2 + offset
        rest = (picture.shape[2] + self.patch // 2 + margin - self.patch) % STRIDE
        end = self.patch // 2 + (STRIDE - rest) % STRIDE
        padded = F.pad(picture, (margin, end, margin, end), mode="reflect")
        columns = F.unfold(padded, self.patch, stride=STRIDE)
        queries = (columns[0].T - self.mean) @ self.directions
        least = torch.full((len(self.keys),), math.inf)
        for block in queries.split(BLOCK):
            least = torch.minimum(least, self.distances(block).amin(0))
        share = 1 / (least.clamp(min=0) + self.alpha)
        winners = torch.cat([(self.distances(block) * share).argmin(1) for block in queries.split(BLOCK)])
        made = self.keys[winners].T[None]
        size = padded.shape[2:]
        sums = F.fold(made, size, self.patch, stride=STRIDE)
        counts = F.fold(torch.ones_like(made), size, self.patch, stride=STRIDE)
        inner = (sums / counts)[:, :, margin:, margin:]
        return inner[:, :, : picture.shape[2], : picture.shape[3]]


def restyled(content, style, size):
    x = None
    for side, patch, weight in scales(size):
        sized = resized(style, side)
        target = moments(sized)
        mapped = transport(resized(content, side), target)
        x = mapped if x is None else resized(x, side)
        dictionary = Dictionary(sized, patch)
        for i in range(ITERATIONS):
            last = i == ITERATIONS - 1
            offsets = range(STRIDE) if last and side == size else [int(torch.randint(STRIDE, ()))]
            x = sum(dictionary.replaced(x, offset) for offset in offsets) / len(offsets)
            if not last:
                w = weight * (1, 2 / 3)[i]
                x = transport((x + w * mapped) / (1 + w), target)
    return x


def build(size, variant):
    torch.manual_seed(1)
    content, style = (torch.rand(1, 3, size, size) for _ in range(2))

    def step():
        with torch.no_grad():
            return restyled(content, style, size).mean()

    return step


def flops(size):
    total = 0
    for side, patch, _ in scales(size):
        queries = (side / STRIDE) ** 2 * (ITERATIONS + (STRIDE - 1) * (side == size))
        total += 2 * queries * (2 * KEYS * (DIRECTIONS + 2) + DIRECTIONS * 3 * patch * patch)
    return total
