"""The generators and discriminators of the reference projects, with their names.

junyanz/pytorch-CycleGAN-and-pix2pix (models/networks.py), yunjey/stargan (model.py) and
SKTBrain/DiscoGAN (model.py).
"""

import functools

import torch
from torch import nn


def init_weights(net):
    """networks.init_weights of pytorch-CycleGAN-and-pix2pix: normal, 0.02."""

    def init(module):
        name = module.__class__.__name__
        if hasattr(module, "weight") and name.find("Conv") != -1:
            nn.init.normal_(module.weight, 0.0, 0.02)
            if module.bias is not None:
                nn.init.constant_(module.bias, 0.0)
        elif name.find("BatchNorm2d") != -1:
            nn.init.normal_(module.weight, 1.0, 0.02)
            nn.init.constant_(module.bias, 0.0)

    return net.apply(init)


def norm_layer(name):
    # BATCH_INSTANCE_STATISTICS is batch norm in training; train.py makes evaluation use the picture's own statistics.
    return nn.InstanceNorm2d if name == "INSTANCE" else nn.BatchNorm2d


class UnetBlock(nn.Module):
    def __init__(self, outer, inner, submodule=None, channels=None, outermost=False, innermost=False, norm=None):
        super().__init__()
        self.outermost = outermost
        bias = norm == nn.InstanceNorm2d
        downconv = nn.Conv2d(outer if channels is None else channels, inner, 4, 2, 1, bias=bias)
        downrelu, uprelu = nn.LeakyReLU(0.2, True), nn.ReLU(True)
        if outermost:
            up = [uprelu, nn.ConvTranspose2d(inner * 2, outer, 4, 2, 1), nn.Tanh()]
            model = [downconv, submodule, *up]
        elif innermost:
            up = [uprelu, nn.ConvTranspose2d(inner, outer, 4, 2, 1, bias=bias), norm(outer)]
            model = [downrelu, downconv, *up]
        else:
            up = [uprelu, nn.ConvTranspose2d(inner * 2, outer, 4, 2, 1, bias=bias), norm(outer)]
            model = [downrelu, downconv, norm(inner), submodule, *up]
        self.model = nn.Sequential(*model)

    def forward(self, x):
        return self.model(x) if self.outermost else torch.cat([x, self.model(x)], 1)


class UnetGenerator(nn.Module):
    def __init__(self, inputs, outputs, depth, filters, norm):
        super().__init__()
        widths = [filters * min(8, 1 << level) for level in range(depth)]
        block = UnetBlock(widths[-2], widths[-1], innermost=True, norm=norm)
        for level in range(depth - 2, 0, -1):
            block = UnetBlock(widths[level - 1], widths[level], block, norm=norm)
        self.model = UnetBlock(outputs, filters, block, channels=inputs, outermost=True, norm=norm)

    def forward(self, x):
        return self.model(x)


class ResnetBlock(nn.Module):
    def __init__(self, width, norm, bias):
        super().__init__()
        self.conv_block = nn.Sequential(
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3, bias=bias), norm(width), nn.ReLU(True),
            nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3, bias=bias), norm(width),
        )

    def forward(self, x):
        return x + self.conv_block(x)


class ResnetGenerator(nn.Module):
    def __init__(self, inputs, outputs, filters, blocks, norm):
        super().__init__()
        bias = norm == nn.InstanceNorm2d
        model = [nn.ReflectionPad2d(3), nn.Conv2d(inputs, filters, 7, bias=bias), norm(filters), nn.ReLU(True)]
        for width in (filters, 2 * filters):
            model += [nn.Conv2d(width, 2 * width, 3, 2, 1, bias=bias), norm(2 * width), nn.ReLU(True)]
        model += [ResnetBlock(4 * filters, norm, bias) for _ in range(blocks)]
        for width in (4 * filters, 2 * filters):
            model += [nn.ConvTranspose2d(width, width // 2, 3, 2, 1, 1, bias=bias), norm(width // 2), nn.ReLU(True)]
        model += [nn.ReflectionPad2d(3), nn.Conv2d(filters, outputs, 7), nn.Tanh()]
        self.model = nn.Sequential(*model)

    def forward(self, x):
        return self.model(x)


class PatchDiscriminator(nn.Module):
    def __init__(self, inputs, filters, layers, norm):
        super().__init__()
        bias = norm == nn.InstanceNorm2d
        model = [nn.Conv2d(inputs, filters, 4, 2, 1), nn.LeakyReLU(0.2, True)]
        width = filters
        for i in range(1, layers + 1):
            wider = filters * min(8, 1 << i)
            model += [nn.Conv2d(width, wider, 4, 2 if i < layers else 1, 1, bias=bias), norm(wider), nn.LeakyReLU(0.2, True)]
            width = wider
        self.model = nn.Sequential(*model, nn.Conv2d(width, 1, 4, 1, 1))

    def forward(self, x):
        return self.model(x)


def generator(options, inputs, outputs):
    norm = norm_layer(options["norm"])
    if "depth" in options:
        return init_weights(UnetGenerator(inputs, outputs, options["depth"], options["filters"], norm))
    return init_weights(ResnetGenerator(inputs, outputs, options["filters"], options["blocks"], norm))


def discriminator(options, inputs):
    norm = norm_layer(options["norm"])
    return init_weights(PatchDiscriminator(inputs, options["filters"], options["layers"], norm))


class StarGanBlock(nn.Module):
    def __init__(self, width):
        super().__init__()
        norm = functools.partial(nn.InstanceNorm2d, affine=True, track_running_stats=True)
        self.main = nn.Sequential(
            nn.Conv2d(width, width, 3, 1, 1, bias=False), norm(width), nn.ReLU(inplace=True),
            nn.Conv2d(width, width, 3, 1, 1, bias=False), norm(width),
        )

    def forward(self, x):
        return x + self.main(x)


class StarGanGenerator(nn.Module):
    def __init__(self, filters, labels, blocks):
        super().__init__()
        norm = functools.partial(nn.InstanceNorm2d, affine=True, track_running_stats=True)
        layers = [nn.Conv2d(3 + labels, filters, 7, 1, 3, bias=False), norm(filters), nn.ReLU(inplace=True)]
        width = filters
        for _ in range(2):
            layers += [nn.Conv2d(width, width * 2, 4, 2, 1, bias=False), norm(width * 2), nn.ReLU(inplace=True)]
            width *= 2
        layers += [StarGanBlock(width) for _ in range(blocks)]
        for _ in range(2):
            layers += [nn.ConvTranspose2d(width, width // 2, 4, 2, 1, bias=False), norm(width // 2), nn.ReLU(inplace=True)]
            width //= 2
        self.main = nn.Sequential(*layers, nn.Conv2d(width, 3, 7, 1, 3, bias=False), nn.Tanh())

    def forward(self, x, c):
        planes = c.view(c.size(0), c.size(1), 1, 1).repeat(1, 1, x.size(2), x.size(3))
        return self.main(torch.cat([x, planes], dim=1))


class StarGanDiscriminator(nn.Module):
    def __init__(self, size, filters, labels, layers):
        super().__init__()
        main = [nn.Conv2d(3, filters, 4, 2, 1), nn.LeakyReLU(0.01)]
        width = filters
        for _ in range(1, layers):
            main += [nn.Conv2d(width, width * 2, 4, 2, 1), nn.LeakyReLU(0.01)]
            width *= 2
        self.main = nn.Sequential(*main)
        self.conv1 = nn.Conv2d(width, 1, 3, 1, 1, bias=False)
        self.conv2 = nn.Conv2d(width, labels, size >> layers, bias=False)

    def forward(self, x):
        h = self.main(x)
        found = self.conv2(h)
        return self.conv1(h), found.flatten(1)


class DiscoGanGenerator(nn.Module):
    """Computes in [0, 1], as the reference; its pictures are given and made in [-1, 1]."""

    def __init__(self, filters, bottleneck):
        super().__init__()
        layers, width = [], 3
        for i, wider in enumerate((filters, 2 * filters, 4 * filters, 8 * filters)):
            layers += [nn.Conv2d(width, wider, 4, 2, 1, bias=False)]
            layers += [nn.BatchNorm2d(wider)] if i else []
            layers += [nn.LeakyReLU(0.2, inplace=True)]
            width = wider
        if bottleneck:
            layers += [nn.Conv2d(width, bottleneck, 4, 1, 0, bias=False), nn.BatchNorm2d(bottleneck), nn.LeakyReLU(0.2, inplace=True)]
            layers += [nn.ConvTranspose2d(bottleneck, width, 4, 1, 0, bias=False), nn.BatchNorm2d(width), nn.ReLU(True)]
        for narrower in (4 * filters, 2 * filters, filters):
            layers += [nn.ConvTranspose2d(width, narrower, 4, 2, 1, bias=False), nn.BatchNorm2d(narrower), nn.ReLU(True)]
            width = narrower
        self.main = nn.Sequential(*layers, nn.ConvTranspose2d(width, 3, 4, 2, 1, bias=False), nn.Sigmoid())

    def forward(self, x):
        return self.main(x * 0.5 + 0.5) * 2 - 1


class DiscoGanDiscriminator(nn.Module):
    def __init__(self, filters):
        super().__init__()
        width = 3
        for i in range(1, 5):
            setattr(self, f"conv{i}", nn.Conv2d(width, filters << (i - 1), 4, 2, 1, bias=False))
            if i > 1:
                setattr(self, f"bn{i}", nn.BatchNorm2d(filters << (i - 1)))
            setattr(self, f"relu{i}", nn.LeakyReLU(0.2, inplace=True))
            width = filters << (i - 1)
        self.conv5 = nn.Conv2d(width, 1, 4, 1, 0, bias=False)

    def forward(self, x):
        """The logit, then the features of three layers."""
        h = self.relu1(self.conv1(x * 0.5 + 0.5))
        features = []
        for i in range(2, 5):
            h = getattr(self, f"relu{i}")(getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(h)))
            features.append(h)
        return (self.conv5(h), *features)
