"""The models of benchmarks/run translation in PyTorch: networks, optimizers, a step, a translation.

Every class takes the options of the Java side's record; step(index, data, draw) makes one training
step, where data holds the training pictures as bytes and draw(n) gives the numbers of a batch.
"""

import random

import torch
from torch import nn, optim
from torch.nn import functional as F

from translation.networks import (
    DiscoGanDiscriminator, DiscoGanGenerator, StarGanDiscriminator, StarGanGenerator, discriminator, generator,
)


def pictures(data, name, chosen):
    return data[name][chosen].float() / 127.5 - 1


def adam(parameters, options):
    adam = options["adam"]
    return optim.Adam(
        parameters, lr=adam["learningRate"], betas=(adam["beta1"], adam["beta2"]), eps=adam["epsilon"],
        weight_decay=adam["weightDecay"],
    )


def decay(optimizers, options, index):
    """Sets the learning rate of a step: constant, then linear decay to 0, if there is such a schedule."""
    adam = options["adam"]
    schedule = adam["schedule"]
    if "decay" not in schedule:
        return
    factor = max(0, 1 - max(0, index - schedule["constant"]) / schedule["decay"])
    for optimizer in optimizers:
        for group in optimizer.param_groups:
            group["lr"] = adam["learningRate"] * factor


def learning(networks, on):
    for network in networks:
        network.requires_grad_(on)


class Pix2Pix:
    one_by_one = True  # batch norm tests with the picture's own statistics, as the reference does

    def __init__(self, options):
        self.l1 = options["lambdaL1"]
        self.networks = {"G": generator(options["generator"], 3, 3), "D": discriminator(options["discriminator"], 6)}
        self.g, self.d = adam(self.networks["G"].parameters(), options), adam(self.networks["D"].parameters(), options)

    def step(self, index, data, draw):
        net_g, net_d = self.networks["G"], self.networks["D"]
        chosen = draw("a")
        a, b = pictures(data, "a", chosen), pictures(data, "b", chosen)
        fake = net_g(a)
        net_d.requires_grad_(True)
        self.d.zero_grad()
        on_fake = net_d(torch.cat((a, fake), 1).detach())
        on_real = net_d(torch.cat((a, b), 1))
        bce = F.binary_cross_entropy_with_logits
        ((bce(on_fake, torch.zeros_like(on_fake)) + bce(on_real, torch.ones_like(on_real))) * 0.5).backward()
        self.d.step()
        net_d.requires_grad_(False)
        self.g.zero_grad()
        on_fake = net_d(torch.cat((a, fake), 1))
        (bce(on_fake, torch.ones_like(on_fake)) + self.l1 * F.l1_loss(fake, b)).backward()
        self.g.step()

    def translate(self, trial, given, wanted):
        return self.networks["G"](given)


class ImagePool:
    def __init__(self, size):
        self.size, self.images = size, []

    def query(self, images):
        if self.size == 0:
            return images
        shown = []
        for image in images.detach():
            image = image.unsqueeze(0)
            if len(self.images) < self.size:
                self.images.append(image)
                shown.append(image)
            elif random.uniform(0, 1) > 0.5:
                at = random.randint(0, self.size - 1)
                shown.append(self.images[at].clone())
                self.images[at] = image
            else:
                shown.append(image)
        return torch.cat(shown)


class CycleGan:
    one_by_one = False

    def __init__(self, options):
        g, d = options["generator"], options["discriminator"]
        self.networks = {"G_A": generator(g, 3, 3), "G_B": generator(g, 3, 3), "D_A": discriminator(d, 3), "D_B": discriminator(d, 3)}
        n = self.networks
        self.g = adam([*n["G_A"].parameters(), *n["G_B"].parameters()], options)
        self.d = adam([*n["D_A"].parameters(), *n["D_B"].parameters()], options)
        losses = options["losses"]
        self.lambda_a, self.lambda_b, self.identity = losses["lambdaA"], losses["lambdaB"], losses["lambdaIdentity"]
        self.pool_a, self.pool_b = ImagePool(options["poolSize"]), ImagePool(options["poolSize"])

    def step(self, index, data, draw):
        n = self.networks
        a, b = pictures(data, "a", draw("a")), pictures(data, "b", draw("b"))

        def judged(score, target):
            return F.mse_loss(score, torch.full_like(score, target))

        fake_b, fake_a = n["G_A"](a), n["G_B"](b)
        back_a, back_b = n["G_B"](fake_b), n["G_A"](fake_a)
        learning((n["D_A"], n["D_B"]), False)
        self.g.zero_grad()
        loss = judged(n["D_A"](fake_b), 1.0) + judged(n["D_B"](fake_a), 1.0)
        loss = loss + self.lambda_a * F.l1_loss(back_a, a) + self.lambda_b * F.l1_loss(back_b, b)
        if self.identity > 0:
            loss = loss + self.identity * self.lambda_b * F.l1_loss(n["G_A"](b), b)
            loss = loss + self.identity * self.lambda_a * F.l1_loss(n["G_B"](a), a)
        loss.backward()
        self.g.step()
        learning((n["D_A"], n["D_B"]), True)
        self.d.zero_grad()
        shown_b, shown_a = self.pool_b.query(fake_b), self.pool_a.query(fake_a)
        for net, real, fake in ((n["D_A"], b, shown_b), (n["D_B"], a, shown_a)):
            ((judged(net(real), 1.0) + judged(net(fake.detach()), 0.0)) * 0.5).backward()
        self.d.step()

    def translate(self, trial, given, wanted):
        return self.networks["G_A" if trial == "b" else "G_B"](given)


class DiscoGan:
    one_by_one = False
    evaluates = True

    def __init__(self, options):
        filters, bottleneck = options["filters"], options["bottleneck"]
        self.networks = {
            "generator_A": DiscoGanGenerator(filters, bottleneck), "generator_B": DiscoGanGenerator(filters, bottleneck),
            "discriminator_A": DiscoGanDiscriminator(filters), "discriminator_B": DiscoGanDiscriminator(filters),
        }
        n = self.networks
        self.g = adam([*n["generator_A"].parameters(), *n["generator_B"].parameters()], options)
        self.d = adam([*n["discriminator_A"].parameters(), *n["discriminator_B"].parameters()], options)
        self.rate, self.every = options["reconstructionRate"], options["updateInterval"]

    def step(self, index, data, draw):
        n = self.networks
        a, b = pictures(data, "a", draw("a")), pictures(data, "b", draw("b"))
        made_b, made_a = n["generator_B"](a), n["generator_A"](b)
        back_a, back_b = n["generator_A"](made_b), n["generator_B"](made_a)
        bce = F.binary_cross_entropy_with_logits
        real_a, fake_a = n["discriminator_A"](a), n["discriminator_A"](made_a)
        real_b, fake_b = n["discriminator_B"](b), n["discriminator_B"](made_b)
        for net in n.values():
            net.zero_grad()
        if index % self.every == 0:
            loss = 0
            for real, fake in ((real_a, fake_a), (real_b, fake_b)):
                loss = loss + 0.5 * (bce(real[0], torch.ones_like(real[0])) + bce(fake[0], torch.zeros_like(fake[0])))
            loss.backward()
            self.d.step()
            return
        share = self.rate["startingRate"] if index < self.rate["ganCurriculum"] else self.rate["defaultRate"]
        loss = 0
        for real, fake in ((real_a, fake_a), (real_b, fake_b)):
            features = sum(((r.mean(0) - f.mean(0)) ** 2).mean() for r, f in zip(real[1:], fake[1:]))
            loss = loss + (1 - share) * (0.1 * bce(fake[0], torch.ones_like(fake[0])) + 0.9 * features)
        # Squares of values in [0, 1].
        loss = loss + share * 0.25 * (F.mse_loss(back_a, a) + F.mse_loss(back_b, b))
        loss.backward()
        self.g.step()

    def translate(self, trial, given, wanted):
        return self.networks["generator_B" if trial == "b" else "generator_A"](given)


class StarGan:
    one_by_one = False

    def __init__(self, options):
        nets, picture = options["networks"], options["picture"]
        self.exclusive = options["labels"][0]["exclusive"]
        labels = len(options["labels"][0]["names"])
        self.networks = {
            "G": StarGanGenerator(nets["generatorFilters"], labels, nets["blocks"]),
            "D": StarGanDiscriminator(picture["height"], nets["discriminatorFilters"], labels, nets["discriminatorLayers"]),
        }
        self.g, self.d = adam(self.networks["G"].parameters(), options), adam(self.networks["D"].parameters(), options)
        losses = options["losses"]
        self.classes, self.reconstruction, self.gp = losses["lambdaCls"], losses["lambdaRec"], losses["lambdaGp"]
        self.critic_steps = options["nCritic"]

    def labels_loss(self, logits, target):
        if self.exclusive:
            return F.cross_entropy(logits, target.argmax(1))
        return F.binary_cross_entropy_with_logits(logits, target, reduction="sum") / logits.size(0)

    @staticmethod
    def gradient_penalty(y, x):
        slope = torch.autograd.grad(y, x, torch.ones_like(y), retain_graph=True, create_graph=True)[0]
        norm = torch.sqrt(torch.sum(slope.flatten(1) ** 2, dim=1))
        return torch.mean((norm - 1) ** 2)

    def step(self, index, data, draw):
        net_g, net_d = self.networks["G"], self.networks["D"]
        chosen = draw("a")
        real, original = pictures(data, "a", chosen), data["labels"][chosen].float()
        target = original[torch.randperm(original.size(0))]
        on_real, found = net_d(real)
        fake = net_g(real, target)
        on_fake, _ = net_d(fake.detach())
        alpha = torch.rand(real.size(0), 1, 1, 1)
        between = (alpha * real + (1 - alpha) * fake.detach()).requires_grad_(True)
        penalty = self.gradient_penalty(net_d(between)[0], between)
        loss = -on_real.mean() + on_fake.mean() + self.classes * self.labels_loss(found, original) + self.gp * penalty
        self.g.zero_grad()
        self.d.zero_grad()
        loss.backward()
        self.d.step()
        if (index + 1) % self.critic_steps == 0:
            fake = net_g(real, target)
            on_fake, found = net_d(fake)
            back = net_g(fake, original)
            loss = -on_fake.mean() + self.reconstruction * torch.mean(torch.abs(real - back))
            loss = loss + self.classes * self.labels_loss(found, target)
            self.g.zero_grad()
            self.d.zero_grad()
            loss.backward()
            self.g.step()

    def translate(self, trial, given, wanted):
        return self.networks["G"](given, wanted.float())


MODELS = {"pix2pix": Pix2Pix, "cyclegan": CycleGan, "discogan": DiscoGan, "stargan-styles": StarGan, "stargan-faces": StarGan}
