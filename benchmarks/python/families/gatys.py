"""One step of optimised style (Gatys et al.) on pixels, with the weights of crowsonkb/style-transfer-pytorch.

As org.atelier.translation.style.gatys has it for VGG-19, but with Gram matrices of relu1_1 to relu5_1: with
random weights the matrix roots of Wasserstein-2 took some ten times as long as for matrices of dense noise (seen
at 64 pixels, on both sides; why was not examined). Content at relu4_2, total variation over nine points; Adam, pixels kept in [-1, 1], the
average of the iterates. Targets are computed once, before the steps. Weights are random.
"""

import torch
from torch.nn import functional as F

from families._style import Vgg19, forward_flops
from families._translation import DEFAULT_VARIANTS, VARIANTS, Variant

SIZES = (512,)
BATCH = 1
STYLE = {"relu1_1": 256, "relu2_1": 64, "relu3_1": 16, "relu4_1": 4, "relu5_1": 1}
CONTENT, CONTENT_WEIGHT, SMOOTH = "relu4_2", 0.015, 0.5
TAPS = ("relu1_1", "relu2_1", "relu3_1", "relu4_1", "relu4_2", "relu5_1")
RATE, DECAY = 0.04, 0.99


def gram(f):
    flat = f.flatten(2)
    return flat @ flat.transpose(1, 2) / (f.shape[1] * flat.shape[2])


def smoothness(x):
    p = F.pad(x, (1, 1, 1, 1), mode="replicate")
    rows, columns = F.pad(x, (0, 1, 0, 0), mode="replicate"), F.pad(x, (0, 0, 0, 1), mode="replicate")
    direct = rows.diff(dim=3).square().mean() + columns.diff(dim=2).square().mean()
    one, other = p[..., 1:, 1:] - p[..., :-1, :-1], p[..., 1:, :-1] - p[..., :-1, 1:]
    return 2 * (direct / 3 + (one.square().mean() + other.square().mean()) / 12)


def normalised(x):
    """From [-1, 1] to ImageNet's mean and deviation."""
    mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    return (x - (2 * mean - 1)[:, None, None]) / (2 * deviation)[:, None, None]


def build(size, variant):
    use = Variant(variant)
    network = use.of(Vgg19(TAPS)).eval()

    def features(x):
        return dict(zip(TAPS, use.run(network, normalised(x))))

    content, style = use.pictures(1, 3, size, size), use.pictures(1, 3, size, size)
    with torch.no_grad():
        targets = {tap: gram(f) for tap, f in features(style).items() if tap in STYLE}
        wanted = features(content)[CONTENT]
    x = content.clone().requires_grad_()
    average = torch.zeros_like(x)
    adam = torch.optim.Adam([x], lr=RATE, betas=(0.9, 0.99))
    weights = {tap: weight / sum(STYLE.values()) for tap, weight in STYLE.items()}

    def step():
        adam.zero_grad(set_to_none=True)
        found = features(x)
        away = found[CONTENT] - wanted
        loss = sum(weight * F.mse_loss(gram(found[tap]), targets[tap]) for tap, weight in weights.items())
        loss = loss + CONTENT_WEIGHT * away.square().sum() / (away.abs().sum() + 1e-8) + SMOOTH * smoothness(x)
        loss.backward()
        adam.step()
        with torch.no_grad():
            x.clamp_(-1, 1)
            average.lerp_(x, 1 - DECAY)
        return loss.detach()

    return step


def flops(size):
    # The derivative by the picture needs as many as the pass; none are for weights.
    return 2 * forward_flops(Vgg19(TAPS), lambda side: torch.rand(1, 3, side, side), size, size)
