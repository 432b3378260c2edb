"""What the families of translation share: variants, layouts, and a count of operations."""

import pathlib
import sys

import torch
from torch import optim

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

VARIANTS = {
    "eager": ("PyTorch eager", "float32"),
    "best32": ("PyTorch best float32", "float32"),
    "best": ("PyTorch best", "bfloat16"),
}
DEFAULT_VARIANTS = ("eager", "best32", "best")


class Variant:
    def __init__(self, name):
        self.best, self.mixed = name != "eager", name == "best"

    def of(self, network):
        return network.to(memory_format=torch.channels_last) if self.best else network

    def pictures(self, *shape):
        x = torch.rand(*shape) * 2 - 1
        return x.to(memory_format=torch.channels_last) if self.best else x

    def adam(self, parameters, rate=2e-4):
        return optim.Adam(parameters, lr=rate, betas=(0.5, 0.999), **({"fused": True} if self.best else {}))

    def run(self, network, *inputs):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=self.mixed):
            outputs = network(*inputs)
        return tuple(y.float() for y in outputs) if isinstance(outputs, tuple) else outputs.float()


class NoModules:
    """In place of the counter's tracker of modules, whose hooks refuse a derivative inside a step."""

    parents = {"Global"}

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass


def count(step):
    """Floating-point operations of one step: its convolutions and their derivatives."""
    # Not in PyTorch 1, with which the families that count otherwise run as well.
    from torch.utils.flop_counter import FlopCounterMode

    counter = FlopCounterMode(display=False)
    counter.mod_tracker = NoModules()
    with counter:
        step()
    return counter.get_total_flops()
