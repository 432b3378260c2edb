"""The dreams of DreamTrace once more in PyTorch: the same pictures, steps and random numbers.

    java -cp ... org.atelier.benchmarks.experiments.dream.DreamTrace FOLDER 192 PHOTO ...
    python3 compare.py FOLDER WEIGHTS.safetensors

Prints the objective at the last step of both, and the largest relative difference of all steps.
"""

import csv
import json
import math
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

TAP, CHANNEL, SEED, SLOPE, LEAK_STEPS = 9, 41, 7, 0.1, 16
OCTAVES, RATIO, STEPS, STEP_SIZE, JITTER, BANDS = 4, 1.4, 10, 0.01, 12, 4
FOURIER_STEPS, LEARNING_RATE = 32, 0.05
BLOCKS = [16, 24, 24, 32, 32, 32, 64, 64, 64, 64]
STRIDES = [1, 2, 1, 2, 1, 1, 2, 1, 1, 1]
MASK = (1 << 64) - 1


def mix(z):
    z &= MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


class CounterRandom:
    """org.atelier.random.CounterRandom with the bounded numbers of java.util.random.RandomGenerator."""

    GAMMA = 0x9E3779B97F4A7C15

    def __init__(self, seed, *purpose):
        self.key = mix(seed + self.GAMMA)
        for part in purpose:
            self.key = mix(self.key ^ mix(part * self.GAMMA + 1))
        self.counter = 0

    def long(self):
        self.counter += 1
        return mix(self.key + self.GAMMA * self.counter)

    def int32(self):
        r = self.long() >> 32
        return r - (1 << 32) if r >= 1 << 31 else r

    def below(self, bound):
        r, m = self.int32(), bound - 1
        if bound & m == 0:
            return r & m
        u = (r & 0xFFFFFFFF) >> 1
        while u + m - u % bound >= 1 << 31:
            u = (self.int32() & 0xFFFFFFFF) >> 1
        return u % bound

    def share(self):
        return (self.long() >> 11) * 2.0**-53


def safetensors(path):
    data = pathlib.Path(path).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    types = {"F16": np.float16, "F32": np.float32}
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            values = np.frombuffer(data[8 + length + start : 8 + length + end], types[entry["dtype"]])
            tensors[name] = torch.from_numpy(values.astype(np.float32).reshape(entry["shape"]))
    return tensors


class Eye:
    def __init__(self, weights):
        self.w = safetensors(weights)
        self.slope = 0.0

    def active(self, x):
        y = F.hardtanh(x, 0, 6)
        if self.slope == 0:
            return y
        t = self.slope * (x - y)
        return y + (t - t.detach())

    def conv(self, x, name, stride=1, groups=1, active=True):
        w, b = self.w[name + ".weight"], self.w[name + ".bias"]
        pad = []
        for size in (x.shape[3], x.shape[2]):
            total = max(0, (-(-size // stride) - 1) * stride + w.shape[2] - size)
            pad += [total // 2, total - total // 2]
        y = F.conv2d(F.pad(x, pad), w, b, stride, groups=groups)
        return self.active(y) if active else y

    def features(self, x):
        x = self.conv(x, "conv0", 2)
        for i, (channels, stride) in enumerate(zip(BLOCKS, STRIDES)):
            block = f"block{i:02d}."
            wide = self.conv(x, block + "expand") if i else x
            if i == TAP:
                return wide
            y = self.conv(wide, block + "depthwise", stride, wide.shape[1])
            y = self.conv(y, block + "project", active=False)
            x = x + y if i and stride == 1 and x.shape[1] == channels else y
        raise AssertionError


def objective(f, way):
    return f.square().mean() if way == "plain" else f[:, CHANNEL].mean()


def normalised(g, bands):
    def up(x, like):
        odd = [1 - like.shape[2] % 2, 1 - like.shape[3] % 2]
        return F.conv_transpose2d(x, 4 * kernel, None, 2, 2, odd, 3)

    row = torch.tensor([1.0, 4, 6, 4, 1])
    kernel = (torch.outer(row, row) / 256).expand(3, 1, 5, 5)
    low, levels = g, []
    for _ in range(bands - 1):
        small = F.conv2d(F.pad(low, [2] * 4, mode="replicate"), kernel, None, 2, groups=3)
        levels.append(low - up(small, low))
        low = small
    out = low / low.abs().mean()
    for band in reversed(levels):
        out = up(out, band) + band / band.abs().mean()
    return out / out.abs().mean()


def classic(eye, photo, way):
    height, width = photo.shape[2:]
    sizes = [
        (math.floor(height * RATIO**-i + 0.5), math.floor(width * RATIO**-i + 0.5)) for i in range(OCTAVES - 1, 0, -1)
    ]
    sizes = [size for size in sizes if min(size) >= 32] + [(height, width)]
    values, detail = [], None
    for size in sizes:
        base = photo
        if size != (height, width):
            base = F.interpolate(photo, size, mode="bicubic", antialias=True).clamp(-1, 1)
        x = base
        if detail is not None:
            x = base + F.interpolate(detail, size, mode="bilinear", antialias=True)
        for step in range(STEPS):
            random = CounterRandom(SEED, len(values))
            shift = [random.below(2 * JITTER + 1) - JITTER for _ in range(2)]
            rolled = torch.roll(x, shift, (2, 3)).requires_grad_()
            eye.slope = SLOPE if step < LEAK_STEPS else 0
            value = objective(eye.features(rolled), way)
            (g,) = torch.autograd.grad(value, rolled)
            g = normalised(g, 1 if way == "plain" else BANDS)
            x = (x + STEP_SIZE * torch.roll(g, [-s for s in shift], (2, 3))).clamp(-1, 1)
            values.append(value.item())
        detail = x - base
    return values


def view(x, random):
    first = [random.below(9) - 4.0 for _ in range(2)]
    scale = 1 + 0.1 * (2 * random.share() - 1)
    angle = math.radians(10 * (2 * random.share() - 1))
    last = [random.below(5) - 2.0 for _ in range(2)]
    more = 24 - 8 - 4
    height, width = x.shape[2:]
    cos, sin = math.cos(angle) / scale, math.sin(angle) / scale
    dx = cos * last[0] - sin * last[1] + first[0]
    dy = sin * last[0] + cos * last[1] + first[1]
    theta = torch.tensor(
        [
            [cos * (width + more) / width, -sin * (height + more) / width, 2 * dx / width],
            [sin * (width + more) / height, cos * (height + more) / height, 2 * dy / height],
        ]
    )
    grid = F.affine_grid(theta[None], [1, 3, height + more, width + more], align_corners=False)
    return F.grid_sample(x, grid, "bilinear", "reflection", False)


def fourier(eye, photo, way):
    height, width = photo.shape[2:]
    fy = torch.fft.fftfreq(height)[:, None]
    fx = torch.fft.rfftfreq(width)[None]
    scale = 1 / (fx**2 + fy**2).sqrt().clamp(min=1 / max(height, width))
    colours = torch.tensor([[0.26, 0.09, 0.02], [0.27, 0, -0.05], [0.27, -0.09, 0.03]])
    colours = colours / colours.norm(dim=0).max()
    limit = 1 - 1 / 255
    p = photo.clamp(-limit, limit)
    u = torch.einsum("ij,njhw->nihw", torch.linalg.inv(colours), torch.log((1 + p) / (1 - p)))
    z = torch.view_as_real(torch.fft.rfft2(u, norm="ortho")) / scale[..., None]
    z = z.contiguous().requires_grad_()
    adam = torch.optim.Adam([z], LEARNING_RATE)
    values = []
    for step in range(FOURIER_STEPS):
        planes = torch.fft.irfft2(torch.view_as_complex(z * scale[..., None]), (height, width), norm="ortho")
        x = torch.tanh(0.5 * torch.einsum("ij,njhw->nihw", colours, planes))
        eye.slope = SLOPE if step < LEAK_STEPS else 0
        value = objective(eye.features(view(x, CounterRandom(SEED, step, 0))), way)
        adam.zero_grad()
        (-value).backward()
        adam.step()
        values.append(value.item())
    return values


def main():
    torch.set_num_threads(1)
    folder = pathlib.Path(sys.argv[1])
    eye = Eye(sys.argv[2])
    for start in sorted(folder.glob("*.f32")):
        height, width = map(int, start.with_suffix(".size").read_text().split())
        photo = torch.from_numpy(np.fromfile(start, "<f4").reshape(1, 3, height, width))
        for way in ("plain", "bands", "fourier"):
            with open(folder / f"{start.stem}-{way}.csv") as file:
                ours = [float(row["objective"]) for row in csv.DictReader(file)]
            theirs = fourier(eye, photo, way) if way == "fourier" else classic(eye, photo, way)
            assert len(ours) == len(theirs)
            worst = max(abs(a - b) / max(abs(b), 1e-3) for a, b in zip(ours, theirs))
            print(
                f"{start.stem} {way}: {ours[0]:.5f} to {ours[-1]:.5f}, PyTorch {theirs[-1]:.5f},"
                f" ratio {ours[-1] / theirs[-1]:.4f}; largest difference of a step {100 * worst:.2f} %",
                flush=True,
            )


if __name__ == "__main__":
    main()
