"""One picture through CycleGAN's generator of 9 blocks (junyanz/pytorch-CycleGAN-and-pix2pix), no gradients."""

import torch

from families._translation import DEFAULT_VARIANTS, VARIANTS, Variant, count
from translation import networks

SIZES = (256, 1024)
BATCH = 1
RESNET = {"filters": 64, "blocks": 9, "norm": "INSTANCE"}


def build(size, variant):
    use = Variant(variant)
    network = use.of(networks.generator(RESNET, 3, 3)).eval()
    picture = use.pictures(BATCH, 3, size, size)

    def step():
        with torch.no_grad():
            return use.run(network, picture).mean()

    return step


def flops(size):
    return count(build(size, "eager"))
