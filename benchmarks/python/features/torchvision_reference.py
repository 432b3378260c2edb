"""Writes the resources of the features module's TorchvisionTest from torchvision's own constructors: every key and
shape (torchvision-keys.txt), and taps of a small picture with weights by a rule (torchvision-taps.txt; float64).

    python3 torchvision_reference.py SITE FOLDER

SITE is the folder that holds an unpacked torchvision (0.28 was taken). Its compiled operators are not loaded, so that
its version need not fit PyTorch's.
"""

import importlib
import os
import sys
import types
import zlib

import numpy as np
import torch

FILES = {
    "vgg16": "vgg",
    "vgg16_bn": "vgg",
    "vgg19": "vgg",
    "vgg19_bn": "vgg",
    "squeezenet1_1": "squeezenet",
    "alexnet": "alexnet",
    "inception_v3": "inception",
    "resnet50": "resnet",
    "mobilenet_v2": "mobilenetv2",
}

# Side of the picture; our name of each tap, and torchvision's module.
TAPS = {
    "vgg16_bn": (
        64,
        {"conv1_1": "features.0", "norm1_1": "features.1", "relu2_2": "features.12", "relu3_3": "features.22"},
    ),
    "vgg19": (
        64,
        {"relu1_1": "features.1", "conv3_4": "features.16", "relu4_1": "features.20", "relu5_4": "features.35"},
    ),
    "alexnet": (
        80,
        {
            "relu1": "features.1",
            "pool1": "features.2",
            "relu2": "features.4",
            "relu3": "features.7",
            "relu4": "features.9",
            "relu5": "features.11",
        },
    ),
    "squeezenet1_1": (64, {"relu1": "features.1", "relu4": "features.9", "relu7": "features.12", "logits": ""}),
    "resnet50": (
        64,
        {
            "relu1": "relu",
            "pool1": "maxpool",
            "layer1": "layer1",
            "layer3.5": "layer3.5",
            "layer3.0.conv2": "layer3.0.conv2",
            "conv5_x": "layer4",
            "logits": "",
        },
    ),
    "mobilenet_v2": (
        64,
        {
            "conv0": "features.0",
            "block1": "features.1",
            "block6.expand": "features.6.conv.0",
            "block6": "features.6",
            "block17": "features.17",
            "conv1": "features.18",
            "logits": "",
        },
    ),
    "inception_v3": (
        96,
        {
            "conv1a": "Conv2d_1a_3x3",
            "pool2": "maxpool2",
            "mixed5b": "Mixed_5b",
            "mixed5d": "Mixed_5d",
            "mixed6a": "Mixed_6a",
            "mixed6e": "Mixed_6e",
            "Mixed_7c": "Mixed_7c",
            "Mixed_6b.branch7x7_2": "Mixed_6b.branch7x7_2",
            "logits": "",
        },
    ),
}


def stand_in(name, path=None):
    module = types.ModuleType(name)
    module.__path__ = [path] if path else []
    sys.modules[name] = module
    return module


def prepare(site):
    root = os.path.join(site, "torchvision")
    stand_in("torchvision", root)
    stand_in("torchvision.utils")._log_api_usage_once = lambda *arguments: None
    sys.modules["torchvision.utils"]._make_ntuple = lambda value, count: (value,) * count
    stand_in("torchvision.transforms")
    presets = stand_in("torchvision.transforms._presets")
    presets.ImageClassification = object
    presets.InterpolationMode = types.SimpleNamespace(BILINEAR="bilinear", BICUBIC="bicubic")
    stand_in("torchvision.ops", os.path.join(root, "ops"))
    stand_in("torchvision.models", os.path.join(root, "models"))


def original(name):
    constructor = getattr(importlib.import_module("torchvision.models." + FILES[name]), name)
    quick = {"init_weights": False} if name.startswith(("vgg", "inception")) else {}
    return constructor(weights=None, **quick)


def rule(name, shape):
    """A hash of name and index, as RuleWeights of the test has it."""
    count = int(np.prod(shape))
    index = np.arange(count, dtype=np.uint64)
    h = ((index * 2654435761 + zlib.crc32(name.encode())) & 0xFFFFFFFF).astype(np.uint32)
    for _ in range(2):
        h ^= h >> np.uint32(16)
        h = (h.astype(np.uint64) * 0x45D9F3B & 0xFFFFFFFF).astype(np.uint32)
    h ^= h >> np.uint32(16)
    unit = h.astype(np.float64) / 2.0**32
    if len(shape) == 1:
        values = 0.5 + unit if name.endswith(("running_var", "weight")) else unit - 0.5
    else:
        values = (unit - 0.5) * np.sqrt(24.0 / (count // shape[0]))
    return torch.from_numpy(values.astype(np.float32).reshape(shape)).double()


def picture(side):
    i = np.arange(3 * side * (side + 6), dtype=np.float64)
    values = (np.sin(i * 0.013) * np.cos(i * 0.0007 + 1)).astype(np.float32)
    return torch.from_numpy(values.reshape(1, 3, side, side + 6)).double()


def keys():
    for name in FILES:
        yield "# " + name
        for key, value in original(name).state_dict().items():
            if not key.endswith("num_batches_tracked"):
                yield key + " " + "x".join(map(str, value.shape))


def taps():
    mean = torch.tensor([0.485, 0.456, 0.406]).view(1, 3, 1, 1).double()
    deviation = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1).double()
    for name, (side, paths) in TAPS.items():
        network = original(name).eval().double()
        state = network.state_dict()
        network.load_state_dict(
            {key: rule(key, tuple(v.shape)) if v.is_floating_point() else v for key, v in state.items()}
        )
        found = {}
        modules = dict(network.named_modules())
        for tap, path in paths.items():

            def keep(module, inputs, output, tap=tap):
                # Copied, since an activation in place may follow; a result would replace the output.
                found.setdefault(tap, output.detach().clone())

            modules[path].register_forward_hook(keep)
        x = picture(side)
        if name != "inception_v3":  # which takes [-1, 1]
            x = ((x + 1) / 2 - mean) / deviation
        with torch.no_grad():
            network(x)
        for tap in paths:
            flat = found[tap].flatten()
            places = [(len(flat) - 1) * i // 4 for i in range(5)]
            numbers = [flat.abs().max(), flat.mean()] + [flat[place] for place in places]
            shape = "x".join(map(str, found[tap].shape))
            yield f"{name} {tap} {shape} " + " ".join(f"{number.item():.7g}" for number in numbers)


if __name__ == "__main__":
    site, folder = sys.argv[1:]
    prepare(site)
    for file, lines in (("torchvision-keys.txt", keys()), ("torchvision-taps.txt", taps())):
        with open(os.path.join(folder, file), "w") as out:
            out.writelines(line + "\n" for line in lines)
