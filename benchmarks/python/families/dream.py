"""One octave of the classic dream: ten steps of gradient ascent on a channel of the bundled MobileNetV2.

As org.atelier.translation.dream.ClassicDream has it by default: the picture rolled, the gradient split into four
bands, each over its mean absolute value, ReLU6 with a slope of 0.1 where it is constant. The weights are the
bundled ones, on both sides. A step of the table is the whole octave.
"""

import pathlib

import torch

from dream.compare import BANDS, CHANNEL, JITTER, SLOPE, STEP_SIZE, STEPS, Eye, normalised
from families._style import PROBE
from families._translation import DEFAULT_VARIANTS, VARIANTS, Variant

SIZES = (512,)
BATCH = 1
ROOT = pathlib.Path(__file__).resolve().parents[3]
WEIGHTS = ROOT / "features/src/main/resources/org/atelier/features/ssd_mobilenet_v2_oid.safetensors"


class Leaking(torch.autograd.Function):
    """ReLU6, whose derivative is not 0 where it is constant."""

    @staticmethod
    def forward(context, x):
        y = x.clamp(0, 6)
        context.save_for_backward(x)
        return y

    @staticmethod
    def backward(context, g):
        (x,) = context.saved_tensors
        return torch.where((x > 0) & (x < 6), g, SLOPE * g)


class Network(Eye):
    def __init__(self, use):
        super().__init__(WEIGHTS)
        self.flops = 0
        for name, w in self.w.items():
            self.w[name] = use.of(w) if w.dim() == 4 else w

    def active(self, x):
        return Leaking.apply(x)

    def conv(self, x, name, stride=1, groups=1, active=True):
        y = super().conv(x, name, stride, groups, active)
        self.flops += 2 * y.numel() * self.w[name + ".weight"][0].numel()
        return y


def build(size, variant):
    use = Variant(variant)
    network = Network(use)
    picture = use.pictures(BATCH, 3, size, size)

    def step():
        x = picture
        for _ in range(STEPS):
            shift = torch.randint(-JITTER, JITTER + 1, (2,)).tolist()
            rolled = torch.roll(x, shift, (2, 3)).requires_grad_()
            value = use.run(network.features, rolled)[:, CHANNEL].mean()
            (g,) = torch.autograd.grad(value, rolled)
            x = (x + STEP_SIZE * torch.roll(normalised(g, BANDS), [-s for s in shift], (2, 3))).clamp(-1, 1)
        return value.detach()

    return step


def flops(size):
    use = Variant("eager")
    network = Network(use)
    with torch.no_grad():
        network.features(use.pictures(BATCH, 3, PROBE, PROBE))
    # The derivative by the picture needs as many as the pass; none are for weights.
    return STEPS * 2 * network.flops * size * size / PROBE**2
