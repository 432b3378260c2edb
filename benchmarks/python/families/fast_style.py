"""One picture through the TransformerNet of pytorch/examples fast_neural_style, 32 filters, no gradients.

The whole picture at once. Weights are random.
"""

import torch
from torch import nn

from families._style import Up, forward_flops
from families._translation import DEFAULT_VARIANTS, VARIANTS, Variant

SIZES = (512, 1080)
BATCH = 1
WIDTHS = {512: 512, 1080: 1920}
FILTERS, BLOCKS = 32, 5


def picture(size):
    """Height and width in pixels."""
    return size, WIDTHS[size]


def convolution(channels, filters, kernel, stride=1):
    return [nn.ReflectionPad2d(kernel // 2), nn.Conv2d(channels, filters, kernel, stride)]


def normed(channels, filters, kernel, stride=1):
    return [*convolution(channels, filters, kernel, stride), nn.InstanceNorm2d(filters, affine=True), nn.ReLU()]


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        layers = [*normed(width, width, 3), *convolution(width, width, 3), nn.InstanceNorm2d(width, affine=True)]
        self.layers = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.layers(x)


def transformer():
    f = FILTERS
    return nn.Sequential(
        *normed(3, f, 9),
        *normed(f, 2 * f, 3, 2),
        *normed(2 * f, 4 * f, 3, 2),
        *(Block(4 * f) for _ in range(BLOCKS)),
        Up(),
        *normed(4 * f, 2 * f, 3),
        Up(),
        *normed(2 * f, f, 3),
        *convolution(f, 3, 9),
    )


def build(size, variant):
    use = Variant(variant)
    network = use.of(transformer()).eval()
    x = use.pictures(BATCH, 3, *picture(size))

    def step():
        with torch.no_grad():
            # Inside, pictures are in [0, 255].
            return (use.run(network, (x + 1) * 127.5) / 127.5 - 1).mean()

    return step


def flops(size):
    with torch.no_grad():
        return forward_flops(transformer(), lambda side: torch.rand(1, 3, side, side), *picture(size))
