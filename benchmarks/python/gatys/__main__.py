"""Compares Atelier's optimised style transfer with the same in PyTorch.

    java … org.atelier.benchmarks.experiments.gatys.Optimised --weights 5SE.pth --content photo.jpg --style painting.jpg --values gatys.safetensors
    python3 -m gatys --weights 5SE.pth --values gatys.safetensors

Content, style and the start are those of the file. Both results are judged by this program's objective.
With --search, also how many passes torch's L-BFGS takes to the same value.
"""

import argparse
import json
import statistics
import struct
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

CONVOLUTIONS = (2, 2, 4, 4, 1)
STYLE_WEIGHT, SMOOTH = 1000.0, 0.1


def read(path: Path) -> dict[str, torch.Tensor]:
    data = path.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        start, end = (8 + size + offset for offset in entry["data_offsets"])
        values = np.frombuffer(data[start:end], "<f4").reshape(entry["shape"])
        tensors[name] = torch.from_numpy(values.copy())[None]
    return tensors


def features(state: dict, x: torch.Tensor) -> dict[str, torch.Tensor]:
    """Taps relu1_1 to relu5_1 of pictures in [-1, 1]."""
    taps = {}
    x = F.conv2d((x + 1) / 2, state["conv0.weight"], state["conv0.bias"])
    for stage, count in enumerate(CONVOLUTIONS, 1):
        for i in range(1, count + 1):
            key = f"conv{stage}{i}"
            x = F.pad(x, (1, 1, 1, 1), mode="reflect")
            x = F.relu_(F.conv2d(x, state[key + ".weight"], state[key + ".bias"]))
            if i == 1:
                taps[f"relu{stage}_1"] = x
        if stage < 5:
            x = F.max_pool2d(x, 2)
    return taps


def gram(f: torch.Tensor) -> torch.Tensor:
    flat = f.flatten(2)
    return flat @ flat.transpose(1, 2) / (f.shape[1] * flat.shape[2])


def smoothness(x: torch.Tensor) -> torch.Tensor:
    p = F.pad(x, (1, 1, 1, 1), mode="replicate")
    across = (p[..., 1:-1, 2:] - x).pow(2).mean() + (p[..., 2:, 1:-1] - x).pow(2).mean()
    along = (p[..., 1:, 1:] - p[..., :-1, :-1]).pow(2).mean() + (p[..., 1:, :-1] - p[..., :-1, 1:]).pow(2).mean()
    return 2 * (across / 3 + along / 12)


class Objective:
    def __init__(self, state: dict, content: torch.Tensor, style: torch.Tensor):
        self.state = state
        with torch.no_grad():
            self.grams = {tap: gram(f) for tap, f in features(state, style).items()}
            self.content = features(state, content)["relu4_1"]
            self.variance = self.content.var(unbiased=False)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        taps = features(self.state, x)
        style = sum(F.mse_loss(gram(taps[tap]), wanted) for tap, wanted in self.grams.items()) / len(self.grams)
        content = F.mse_loss(taps["relu4_1"], self.content) / self.variance
        return STYLE_WEIGHT * style + content + SMOOTH * smoothness(x)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--values", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--rate", type=float, default=0.04)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--search", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    state = torch.load(arguments.weights, map_location="cpu")["model"]
    values = read(arguments.values)
    objective = Objective(state, values["content"], values["style"])

    x = values["content"].clone().requires_grad_()
    optimizer = torch.optim.Adam([x], lr=arguments.rate, betas=(0.9, 0.999))
    times = []
    for _ in range(arguments.steps):
        start = time.perf_counter()
        optimizer.zero_grad()
        objective(x).backward()
        optimizer.step()
        with torch.no_grad():
            x.clamp_(-1, 1)
        times.append((time.perf_counter() - start) * 1000)
    with torch.no_grad():
        own, other = objective(x).item(), objective(values["result"]).item()
        first = objective(values["content"]).item()
    print(f"PyTorch {torch.__version__}: objective {first:.6g} at the start, {own:.6g} after {arguments.steps} steps; "
          f"Atelier's result {other:.6g}, ratio {other / own:.5f}; "
          f"milliseconds a step {[round(q, 1) for q in statistics.quantiles(times[min(2, len(times) - 2):], n=4)]}")
    if arguments.search:
        y = values["content"].clone().requires_grad_()
        search = torch.optim.LBFGS([y], max_iter=arguments.steps, history_size=20, line_search_fn="strong_wolfe")
        passes = 0
        reached = None

        def closure():
            nonlocal passes, reached
            passes += 1
            search.zero_grad()
            loss = objective(y)
            loss.backward()
            if reached is None and loss.item() <= own:
                reached = passes
            return loss

        search.step(closure)
        print(f"L-BFGS: Adam's value after {reached} passes")


if __name__ == "__main__":
    main()
