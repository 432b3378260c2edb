"""What the families of style and dreams share: VGG-19, and a count of operations."""

from torch import nn
from torch.nn import functional as F

PROBE = 128  # pixels; a multiple of all strides


class Vgg19(nn.Module):
    """The layers up to the last of some taps, frozen; gives the taps in order of depth."""

    CONVOLUTIONS = (2, 2, 4, 4, 4)
    WIDTHS = (64, 128, 256, 512, 512)

    def __init__(self, taps, first=None, padding_mode="zeros"):
        super().__init__()
        self.taps, self.layers, channels = set(taps), nn.ModuleDict(), 3
        if first:
            self.layers["first"] = first
        for stage, (count, width) in enumerate(zip(self.CONVOLUTIONS, self.WIDTHS), 1):
            for i in range(1, count + 1):
                # The options of optimised style continue the picture by its border pixels.
                mode = "replicate" if padding_mode == "zeros" and channels == 3 else padding_mode
                self.layers[f"conv{stage}_{i}"] = nn.Conv2d(channels, width, 3, padding=1, padding_mode=mode)
                self.layers[f"relu{stage}_{i}"] = nn.ReLU(inplace=True)
                channels = width
            self.layers[f"pool{stage}"] = nn.MaxPool2d(2, ceil_mode=padding_mode != "zeros")
        while list(self.layers)[-1] not in self.taps:
            self.layers.pop(list(self.layers)[-1])
        for name, parameter in self.named_parameters():
            parameter.requires_grad_(False)
            # Random, of values that stay of one size from layer to layer.
            nn.init.kaiming_normal_(parameter) if name.endswith("weight") else nn.init.zeros_(parameter)

    def forward(self, x):
        found = []
        for name, layer in self.layers.items():
            x = layer(x)
            if name in self.taps:
                found.append(x)
        return tuple(found)


def forward_flops(network, inputs, height, width):
    """Floating-point operations of the convolutions of one pass for a picture of this size.

    Counted at PROBE pixels, for inputs(PROBE), and scaled: they are proportional to the area.
    """
    total = 0

    def add(layer, _, output):
        nonlocal total
        total += 2 * output.numel() * layer.weight[0].numel()

    hooks = [layer.register_forward_hook(add) for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    network(inputs(PROBE))
    for hook in hooks:
        hook.remove()
    return total * height * width / PROBE**2


class Up(nn.Module):
    """Twice as large by repeated pixels."""

    def forward(self, x):
        return F.interpolate(x, scale_factor=2, mode="nearest")
