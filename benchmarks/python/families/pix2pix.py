"""The training step of pix2pix (junyanz/pytorch-CycleGAN-and-pix2pix), on random pictures in memory."""

import torch
from torch.nn import functional as F

from families._translation import DEFAULT_VARIANTS, VARIANTS, Variant, count
from translation import networks

SIZES = (256,)
BATCH = 1
UNET = {"filters": 64, "depth": 8, "norm": "BATCH"}
PATCHES = {"filters": 64, "layers": 3, "norm": "BATCH"}


def build(size, variant):
    use = Variant(variant)
    net_g = use.of(networks.generator(UNET, 3, 3))
    # Where the reference has dropout: the layers of eight times the filters, the innermost left out.
    block = net_g.model.model[1]
    for level in range(1, UNET["depth"] - 1):
        if level > 3:
            block.model.append(torch.nn.Dropout(0.5))
        block = block.model[3]
    net_d = use.of(networks.discriminator(PATCHES, 6))
    adam_g, adam_d = use.adam(net_g.parameters()), use.adam(net_d.parameters())
    a, b = use.pictures(BATCH, 3, size, size), use.pictures(BATCH, 3, size, size)
    bce = F.binary_cross_entropy_with_logits

    def step():
        fake = use.run(net_g, a)
        net_d.requires_grad_(True)
        adam_d.zero_grad()
        on_fake = use.run(net_d, torch.cat((a, fake), 1).detach())
        on_real = use.run(net_d, torch.cat((a, b), 1))
        ((bce(on_fake, torch.zeros_like(on_fake)) + bce(on_real, torch.ones_like(on_real))) * 0.5).backward()
        adam_d.step()
        net_d.requires_grad_(False)
        adam_g.zero_grad()
        on_fake = use.run(net_d, torch.cat((a, fake), 1))
        loss = bce(on_fake, torch.ones_like(on_fake)) + 100 * F.l1_loss(fake, b)
        loss.backward()
        adam_g.step()
        return loss

    return step


def flops(size):
    return count(build(size, "eager"))
