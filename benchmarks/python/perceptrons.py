"""PyTorch-GAN's multilayer perceptrons, which several families share."""

from torch import nn

SLOPE = 0.2


def generator(features, widths, pixels):
    layers = []
    for i, width in enumerate(widths):
        layers.append(nn.Linear(features, width))
        if i > 0:
            layers.append(nn.BatchNorm1d(width, 0.8))
        layers.append(nn.LeakyReLU(SLOPE, inplace=True))
        features = width
    return nn.Sequential(*layers, nn.Linear(features, pixels), nn.Tanh())


def critic(features, widths, dropout=None):
    """Scores without a sigmoid; with dropout from the second layer on, where asked for."""
    layers = []
    for i, width in enumerate(widths):
        layers.append(nn.Linear(features, width))
        if dropout is not None and i > 0:
            layers.append(nn.Dropout(dropout))
        layers.append(nn.LeakyReLU(SLOPE, inplace=True))
        features = width
    return nn.Sequential(*layers, nn.Linear(features, 1))


def layers(batch, widths):
    """The operations of each layer's forward pass, a multiplication and an addition each."""
    return [2 * batch * inputs * outputs for inputs, outputs in zip(widths, widths[1:])]
