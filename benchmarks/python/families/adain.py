"""One picture through AdaIN (naoto0804/pytorch-AdaIN): encoder to relu4_1, moments, decoder; no gradients.

The moments of the style are computed once, before the steps. Weights are random.
"""

import torch
from torch import nn

from families._style import Up, Vgg19, forward_flops
from families._translation import DEFAULT_VARIANTS, VARIANTS, Variant

SIZES = (512,)
BATCH = 1
LEVELS = ((512, 1), (256, 4), (128, 2), (64, 2))


def encoder():
    """The normalised VGG: reflected borders, and a convolution of colours first."""
    return Vgg19(["relu4_1"], nn.Conv2d(3, 3, 1), "reflect")


def decoder():
    layers = []
    for level, (width, count) in enumerate(LEVELS):
        layers += [Up()] if level else []
        for i in range(count):
            last = i == count - 1
            narrower = LEVELS[level + 1][0] if level < len(LEVELS) - 1 else 3
            layers += [nn.ReflectionPad2d(1), nn.Conv2d(width, narrower if last else width, 3), nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def moments(f):
    return f.mean((2, 3), keepdim=True), (f.var((2, 3), keepdim=True) + 1e-5).sqrt()


class AdaIn(nn.Module):
    def __init__(self, use):
        super().__init__()
        self.use, self.encoder, self.decoder, self.style = use, use.of(encoder()), use.of(decoder()), None

    def features(self, x):
        return self.use.run(self.encoder, (x + 1) / 2)[0]

    def forward(self, x):
        f = self.features(x)
        mean, deviation = moments(f)
        wanted, spread = self.style
        return self.use.run(self.decoder, (f - mean) / deviation * spread + wanted) * 2 - 1


@torch.no_grad()
def model(size, use):
    network = AdaIn(use).eval()
    network.style = moments(network.features(use.pictures(BATCH, 3, size, size)))
    return network


def build(size, variant):
    use = Variant(variant)
    network = model(size, use)
    x = use.pictures(BATCH, 3, size, size)

    def step():
        with torch.no_grad():
            return network(x).mean()

    return step


def flops(size):
    with torch.no_grad():
        use = Variant("eager")
        return forward_flops(model(128, use), lambda side: use.pictures(BATCH, 3, side, side), size, size)
