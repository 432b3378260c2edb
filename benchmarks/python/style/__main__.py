"""Compares WCT and style swap here with Atelier's values of the same pictures.

Atelier's are written by org.atelier.benchmarks.experiments.style.Levels, of the class path that
benchmarks/build.sh names, with --values FILE. Then, in this folder's parent:

    python3 -m style --weights FOLDER --values FILE --method wct --strength 0.6
"""

import argparse
import json
import struct
import time
from pathlib import Path

import numpy as np
import torch

from . import levels as of


def read(path: Path) -> dict[str, torch.Tensor]:
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + size + offset for offset in entry["data_offsets"])
        values = np.frombuffer(data[start:end], "<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())
    return tensors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--values", type=Path, required=True)
    parser.add_argument("--method", choices=["wct", "optimal_transport", "adain", "swap"], default="wct")
    parser.add_argument("--strength", type=float, default=0.6)
    parser.add_argument("--deepest", type=int)
    parser.add_argument("--patch", type=int, default=3)
    parser.add_argument("--stride", type=int, default=1)
    parser.add_argument("--raw", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)

    values = read(arguments.values)
    pictures = {name: (values[name].unsqueeze(0) + 1) / 2 for name in ("content", "style")}
    sides = pictures["content"].shape[2:]
    padded = [-(-side // 16) * 16 for side in sides]
    content = torch.nn.functional.pad(
        pictures["content"], (0, padded[1] - sides[1], 0, padded[0] - sides[0]), mode="reflect")
    style = pictures["style"]
    deepest = arguments.deepest or (4 if arguments.method == "swap" else 5)
    start = time.time()
    with torch.no_grad():
        x = content
        for number in range(deepest, 0, -1):
            level = of.Level(arguments.weights, number)
            stride = 2 ** (number - 1)
            high, wide = (-style.shape[axis] % stride for axis in (2, 3))
            painting = torch.nn.functional.pad(style, (0, wide, 0, high), mode="reflect")
            features, wanted = level.encode(x), level.encode(painting)
            if arguments.method == "swap" and number == deepest:
                changed = of.swapped(features, wanted, arguments.patch, arguments.stride, arguments.raw)
                changed = arguments.strength * changed + (1 - arguments.strength) * features
            else:
                kind = "optimal_transport" if arguments.method == "swap" else arguments.method
                changed = of.transformed(kind, features, wanted, arguments.strength)
            x = level.decode(changed)
    seconds = time.time() - start
    result = x[0, :, : sides[0], : sides[1]]
    difference = (result - (values["result"] + 1) / 2).abs()
    print(f"PyTorch {torch.__version__}, {seconds:.2f} s; of values in [0, 1] the largest difference is "
          f"{difference.max():.2e}, the mean {difference.mean():.2e}")
    if arguments.out:
        from PIL import Image
        Image.fromarray((result.permute(1, 2, 0).numpy() * 255 + 0.5).astype("uint8")).save(arguments.out)


if __name__ == "__main__":
    main()
