"""The training step of CycleGAN (junyanz/pytorch-CycleGAN-and-pix2pix), on random pictures in memory."""

import torch
from torch.nn import functional as F

from families._translation import DEFAULT_VARIANTS, VARIANTS, Variant, count
from translation import networks
from translation.models import ImagePool

SIZES = (128,)
BATCH = 1
RESNET = {"filters": 64, "blocks": 6, "norm": "INSTANCE"}
PATCHES = {"filters": 64, "layers": 3, "norm": "INSTANCE"}
CYCLE_WEIGHT, IDENTITY_WEIGHT, POOL = 10, 0.5, 50


def build(size, variant):
    use = Variant(variant)
    to_b, to_a = (use.of(networks.generator(RESNET, 3, 3)) for _ in range(2))
    judge_b, judge_a = (use.of(networks.discriminator(PATCHES, 3)) for _ in range(2))
    adam_g = use.adam([*to_b.parameters(), *to_a.parameters()])
    adam_d = use.adam([*judge_b.parameters(), *judge_a.parameters()])
    pool_b, pool_a = ImagePool(POOL), ImagePool(POOL)
    a, b = use.pictures(BATCH, 3, size, size), use.pictures(BATCH, 3, size, size)

    def judged(score, target):
        return F.mse_loss(score, torch.full_like(score, target))

    def step():
        fake_b, fake_a = use.run(to_b, a), use.run(to_a, b)
        back_a, back_b = use.run(to_a, fake_b), use.run(to_b, fake_a)
        for net in (judge_a, judge_b):
            net.requires_grad_(False)
        adam_g.zero_grad()
        loss = judged(use.run(judge_b, fake_b), 1.0) + judged(use.run(judge_a, fake_a), 1.0)
        loss = loss + CYCLE_WEIGHT * (F.l1_loss(back_a, a) + F.l1_loss(back_b, b))
        same = F.l1_loss(use.run(to_b, b), b) + F.l1_loss(use.run(to_a, a), a)
        (loss + CYCLE_WEIGHT * IDENTITY_WEIGHT * same).backward()
        adam_g.step()
        for net in (judge_a, judge_b):
            net.requires_grad_(True)
        adam_d.zero_grad()
        for net, real, fake in ((judge_b, b, pool_b.query(fake_b)), (judge_a, a, pool_a.query(fake_a))):
            loss_d = (judged(use.run(net, real), 1.0) + judged(use.run(net, fake.detach()), 0.0)) * 0.5
            loss_d.backward()
        adam_d.step()
        return loss_d

    return step


def flops(size):
    return count(build(size, "eager"))
