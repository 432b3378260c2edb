"""The training step of StarGAN (yunjey/stargan), on random pictures in memory.

The generator learns in every fifth step, so what is timed are cycles of five. The penalty is
float32 in every variant.
"""

import torch
from torch.nn import functional as F

from families._translation import DEFAULT_VARIANTS, VARIANTS, Variant, count
from translation.models import StarGan
from translation.networks import StarGanDiscriminator, StarGanGenerator

SIZES = (64,)
BATCH = 16
CYCLE = 5
LABELS = 5


def build(size, variant):
    use = Variant(variant)
    net_g = use.of(StarGanGenerator(64, LABELS, 6))
    net_d = use.of(StarGanDiscriminator(size, 64, LABELS, size.bit_length() - 2))
    adam_g, adam_d = use.adam(net_g.parameters(), 1e-4), use.adam(net_d.parameters(), 1e-4)
    real = use.pictures(BATCH, 3, size, size)
    original = torch.randint(0, 2, (BATCH, LABELS)).float()
    index = 0

    def labels_loss(logits, target):
        return F.binary_cross_entropy_with_logits(logits, target, reduction="sum") / BATCH

    def step():
        nonlocal index
        target = original[torch.randperm(BATCH)]
        on_real, found = use.run(net_d, real)
        fake = use.run(net_g, real, target)
        on_fake, _ = use.run(net_d, fake.detach())
        alpha = torch.rand(BATCH, 1, 1, 1)
        between = (alpha * real + (1 - alpha) * fake.detach()).requires_grad_(True)
        loss = -on_real.mean() + on_fake.mean() + labels_loss(found, original)
        loss = loss + 10 * StarGan.gradient_penalty(net_d(between)[0], between)
        adam_g.zero_grad()
        adam_d.zero_grad()
        loss.backward()
        adam_d.step()
        index += 1
        if index % CYCLE == 0:
            fake = use.run(net_g, real, target)
            on_fake, found = use.run(net_d, fake)
            back = use.run(net_g, fake, original)
            loss_g = -on_fake.mean() + 10 * torch.mean(torch.abs(real - back)) + labels_loss(found, target)
            adam_g.zero_grad()
            adam_d.zero_grad()
            loss_g.backward()
            adam_g.step()
        return loss

    return step


def flops(size):
    """The mean of a cycle's steps."""
    step = build(size, "eager")
    return sum(count(step) for _ in range(CYCLE)) / CYCLE
