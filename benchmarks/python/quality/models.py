"""The models of benchmarks/run quality in PyTorch, as their references write them.

Every class takes the options of the Java side's record, and names its layers as its reference
does; so the Java side's weights can be loaded, and train.py checks that both compute the same.
"""

import torch
from torch import nn, optim
from torch.nn import functional as F


TOLD = 10  # numbers that a class becomes in ConditionalDcgan's networks


def weights_init(module):
    """Of pytorch/examples and of PyTorch-GAN."""
    name = module.__class__.__name__
    if name.find("Conv") != -1:
        nn.init.normal_(module.weight, 0.0, 0.02)
    elif name.find("BatchNorm") != -1:
        nn.init.normal_(module.weight, 1.0, 0.02)
        nn.init.zeros_(module.bias)


def to_one(logits):
    return F.binary_cross_entropy_with_logits(logits, torch.ones_like(logits))


def to_zero(logits):
    return F.binary_cross_entropy_with_logits(logits, torch.zeros_like(logits))


def r1_penalty(discriminator, real):
    """arXiv:1801.04406: how steep the discriminator is at real pictures."""
    real = real.detach().requires_grad_(True)
    (slope,) = torch.autograd.grad(discriminator(real).sum(), real, create_graph=True)
    return slope.flatten(1).square().sum(1).mean()


class Model:
    """Two networks, their optimizers, and a step.

    step(index, real, labels) returns False if the generator did not learn in it.
    """

    classes = 0
    judges_labels = False

    def latents(self, count):
        return torch.randn(count, self.latent_size)

    def add_r1(self, index, judge, real):
        """Adds the gradients of R1, where the options have it in this step."""
        if self.r1["weight"] > 0 and index % self.r1["interval"] == 0:
            (self.r1["weight"] * self.r1["interval"] * r1_penalty(judge, real)).backward()


class DcganGenerator(nn.Module):
    def __init__(self, latent, filters):
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(latent, filters * 2, 7, 1, 0, bias=False),
            nn.BatchNorm2d(filters * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(filters * 2, filters, 4, 2, 1, bias=False),
            nn.BatchNorm2d(filters),
            nn.ReLU(True),
            nn.ConvTranspose2d(filters, 1, 4, 2, 1, bias=False),
            nn.Tanh(),
        )
        self.apply(weights_init)

    def forward(self, z):
        return self.main(z.view(z.size(0), -1, 1, 1))


class DcganDiscriminator(nn.Module):
    def __init__(self, filters, norm=True):
        super().__init__()
        layers = [
            nn.Conv2d(1, filters, 4, 2, 1, bias=not norm),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(filters, filters * 2, 4, 2, 1, bias=not norm),
            *([nn.BatchNorm2d(filters * 2)] if norm else []),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(filters * 2, 1, 7, 1, 0, bias=not norm),
        ]
        self.main = nn.Sequential(*layers)
        self.apply(weights_init)

    def forward(self, pictures):
        return self.main(pictures).view(-1, 1)


class Dcgan(Model):
    """pytorch/examples, dcgan/main.py, for 28 pixels (7 doubled twice), by logits."""

    def __init__(self, options):
        self.latent_size = options["latentSize"]
        self.generator = DcganGenerator(self.latent_size, options["generatorFilters"])
        self.discriminator = DcganDiscriminator(options["discriminatorFilters"])
        adam = {"lr": options["learningRate"], "betas": (options["beta1"], 0.999)}
        self.optimizer_g = optim.Adam(self.generator.parameters(), **adam)
        self.optimizer_d = optim.Adam(self.discriminator.parameters(), **adam)

    def step(self, index, real, labels):
        self.discriminator.zero_grad()
        to_one(self.discriminator(real)).backward()
        fake = self.generator(self.latents(len(real)))
        to_zero(self.discriminator(fake.detach())).backward()
        self.optimizer_d.step()

        self.generator.zero_grad()
        to_one(self.discriminator(fake)).backward()
        self.optimizer_g.step()


class WganGp(Model):
    """PyTorch-GAN, implementations/wgan_gp/wgan_gp.py, with DCGAN's layers, the critic's without
    batch norm, and the fakes of a step's critic made without a gradient."""

    def __init__(self, options):
        self.latent_size = options["latentSize"]
        filters = options["architecture"]
        self.generator = DcganGenerator(self.latent_size, filters["generatorFilters"])
        self.discriminator = DcganDiscriminator(filters["criticFilters"], norm=False)
        self.weight, self.critic_steps = options["penalty"]["weight"], options["criticSteps"]
        adam = {"lr": options["learningRate"], "betas": (options["beta1"], 0.999)}
        self.optimizer_g = optim.Adam(self.generator.parameters(), **adam)
        self.optimizer_d = optim.Adam(self.discriminator.parameters(), **adam)

    def penalty(self, real, fake):
        alpha = torch.rand(len(real), 1, 1, 1)
        between = (alpha * real + (1 - alpha) * fake).requires_grad_(True)
        scores = self.discriminator(between)
        (slope,) = torch.autograd.grad(scores, between, torch.ones_like(scores), create_graph=True)
        return ((slope.flatten(1).norm(2, dim=1) - 1) ** 2).mean()

    def step(self, index, real, labels):
        self.optimizer_d.zero_grad()
        z = self.latents(len(real))
        with torch.no_grad():
            fake = self.generator(z)
        loss = self.discriminator(fake).mean() - self.discriminator(real).mean()
        (loss + self.weight * self.penalty(real, fake)).backward()
        self.optimizer_d.step()
        if index % self.critic_steps != 0:
            return False
        self.optimizer_g.zero_grad()
        (-self.discriminator(self.generator(z)).mean()).backward()
        self.optimizer_g.step()
        return True


class AcganGenerator(nn.Module):
    def __init__(self, latent, classes, filters):
        super().__init__()
        self.told = nn.Module()
        self.told.label_emb = nn.Embedding(classes, latent)
        self.main = DcganGenerator(latent, filters).main

    def forward(self, z, labels):
        return self.main((self.told.label_emb(labels) * z).view(z.size(0), -1, 1, 1))


class AcganDiscriminator(nn.Module):
    def __init__(self, classes, filters):
        super().__init__()
        self.main = DcganDiscriminator(filters).main[:-1]
        self.adv_layer = nn.Sequential(nn.Linear(filters * 2 * 7 * 7, 1))
        self.aux_layer = nn.Sequential(nn.Linear(filters * 2 * 7 * 7, classes))
        for head in self.adv_layer[0], self.aux_layer[0]:
            nn.init.normal_(head.weight, 0.0, 0.02)

    def forward(self, pictures):
        out = self.main(pictures)
        out = out.view(out.shape[0], -1)
        return self.adv_layer(out), self.aux_layer(out)


class Acgan(Model):
    """PyTorch-GAN's training, implementations/acgan/acgan.py, without its second softmax and by
    logits, of DCGAN's networks, as the paper has them. R1 and a classifier that learns from real
    pictures alone keep the samples of a class apart."""

    def __init__(self, options):
        self.latent_size, self.classes = options["latentSize"], options["classes"]
        self.fake_class_weight, self.r1 = options["fakeClassWeight"], options["stabilisation"]["r1"]
        filters = options["networks"]
        self.generator = AcganGenerator(self.latent_size, self.classes, filters["generatorFilters"])
        self.discriminator = AcganDiscriminator(self.classes, filters["discriminatorFilters"])
        adam = {"lr": options["learningRate"], "betas": (0.5, 0.999)}
        self.optimizer_g = optim.Adam(self.generator.parameters(), **adam)
        self.optimizer_d = optim.Adam(self.discriminator.parameters(), **adam)

    def step(self, index, real, labels):
        self.optimizer_g.zero_grad()
        wanted = torch.randint(0, self.classes, (len(real),))
        fake = self.generator(self.latents(len(real)), wanted)
        validity, classes = self.discriminator(fake)
        (0.5 * (to_one(validity) + F.cross_entropy(classes, wanted))).backward()
        self.optimizer_g.step()

        self.optimizer_d.zero_grad()
        validity, classes = self.discriminator(real)
        d_real = (to_one(validity) + F.cross_entropy(classes, labels)) / 2
        validity, classes = self.discriminator(fake.detach())
        d_fake = (to_zero(validity) + self.fake_class_weight * F.cross_entropy(classes, wanted)) / 2
        ((d_real + d_fake) / 2).backward()
        self.add_r1(index, lambda x: self.discriminator(x)[0], real)
        self.optimizer_d.step()


class CganGenerator(nn.Module):
    def __init__(self, latent, classes, widths):
        super().__init__()
        self.label_emb = nn.Embedding(classes, classes)
        layers, inputs = [], latent + classes
        for index, width in enumerate(widths):
            layers += [nn.Linear(inputs, width)] + ([nn.BatchNorm1d(width, 0.8)] if index else [])
            layers += [nn.LeakyReLU(0.2, inplace=True)]
            inputs = width
        self.model = nn.Sequential(*layers, nn.Linear(inputs, 28 * 28), nn.Tanh())

    def forward(self, z, labels):
        return self.model(torch.cat((self.label_emb(labels), z), -1)).view(-1, 1, 28, 28)


class CganDiscriminator(nn.Module):
    def __init__(self, classes, widths, dropout):
        super().__init__()
        self.label_embedding = nn.Embedding(classes, classes)
        layers, inputs = [], classes + 28 * 28
        for index, width in enumerate(widths):
            layers += [nn.Linear(inputs, width)] + ([nn.Dropout(dropout)] if index else [])
            layers += [nn.LeakyReLU(0.2, inplace=True)]
            inputs = width
        self.model = nn.Sequential(*layers, nn.Linear(inputs, 1))

    def forward(self, pictures, labels):
        return self.model(torch.cat((pictures.view(pictures.size(0), -1), self.label_embedding(labels)), -1))


class Cgan(Model):
    """PyTorch-GAN, implementations/cgan/cgan.py."""

    judges_labels = True

    def __init__(self, options):
        self.latent_size, self.classes = options["latentSize"], options["classes"]
        widths = options["widths"]
        self.generator = CganGenerator(self.latent_size, self.classes, widths["generator"])
        self.discriminator = CganDiscriminator(self.classes, widths["discriminator"], options["dropout"])
        adam = {"lr": options["learningRate"], "betas": (options["beta1"], 0.999)}
        self.optimizer_g = optim.Adam(self.generator.parameters(), **adam)
        self.optimizer_d = optim.Adam(self.discriminator.parameters(), **adam)

    def step(self, index, real, labels):
        valid, fake = torch.ones(len(real), 1), torch.zeros(len(real), 1)
        self.optimizer_g.zero_grad()
        wanted = torch.randint(0, self.classes, (len(real),))
        pictures = self.generator(self.latents(len(real)), wanted)
        F.mse_loss(self.discriminator(pictures, wanted), valid).backward()
        self.optimizer_g.step()

        self.optimizer_d.zero_grad()
        d_real = F.mse_loss(self.discriminator(real, labels), valid)
        d_fake = F.mse_loss(self.discriminator(pictures.detach(), wanted), fake)
        ((d_real + d_fake) / 2).backward()
        self.optimizer_d.step()


class Joined(nn.Module):
    def __init__(self, block):
        super().__init__()
        self.block = block

    def forward(self, x, told):
        return torch.cat((x, self.block(told)), 1)


class Told(nn.Module):
    """Layers in sequence, of which the first is told the labels."""

    def __init__(self, *layers):
        super().__init__()
        self.main = nn.Sequential(*layers)
        self.main[1:].apply(weights_init)

    def forward(self, x, labels):
        return self.main[1:](self.main[0](x, labels))


def cdcgan_generator(latent, classes, filters):
    linear = nn.Linear(latent + TOLD, filters * 2 * 7 * 7, bias=False)
    nn.init.normal_(linear.weight, 0.0, 0.02)
    return Told(
        Joined(nn.Embedding(classes, TOLD)),
        linear,
        nn.Unflatten(1, (filters * 2, 7, 7)),
        nn.BatchNorm2d(filters * 2),
        nn.ReLU(True),
        nn.ConvTranspose2d(filters * 2, filters, 4, 2, 1, bias=False),
        nn.BatchNorm2d(filters),
        nn.ReLU(True),
        nn.ConvTranspose2d(filters, 1, 4, 2, 1, bias=False),
        nn.Tanh(),
    )


def cdcgan_discriminator(classes, filters):
    last = nn.Linear(filters * 2 * 7 * 7, 1, bias=False)
    nn.init.normal_(last.weight, 0.0, 0.02)
    planes = nn.Sequential(nn.Embedding(classes, TOLD), nn.Linear(TOLD, 28 * 28), nn.Unflatten(1, (1, 28, 28)))
    return Told(
        Joined(planes),
        nn.Conv2d(2, filters, 4, 2, 1, bias=False),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Conv2d(filters, filters * 2, 4, 2, 1, bias=False),
        nn.BatchNorm2d(filters * 2),
        nn.LeakyReLU(0.2, inplace=True),
        nn.Flatten(),
        last,
    )


class ConditionalDcgan(Model):
    """DCGAN whose networks are told the class (arXiv:1411.1784), and whose discriminator also sees
    real pictures with another's class (arXiv:1605.05396)."""

    judges_labels = True

    def __init__(self, options):
        self.latent_size, self.classes = options["latentSize"], options["classes"]
        self.generator = cdcgan_generator(self.latent_size, self.classes, options["generatorFilters"])
        self.discriminator = cdcgan_discriminator(self.classes, options["discriminatorFilters"])
        self.mismatched, self.r1 = options["mismatched"], options["stabilisation"]["r1"]
        adam = {"lr": options["learningRate"], "betas": (0.5, 0.999)}
        self.optimizer_g = optim.Adam(self.generator.parameters(), **adam)
        self.optimizer_d = optim.Adam(self.discriminator.parameters(), **adam)

    def step(self, index, real, labels):
        self.discriminator.zero_grad()
        to_one(self.discriminator(real, labels)).backward()
        fake = self.generator(self.latents(len(real)), labels)
        ((1 - self.mismatched) * to_zero(self.discriminator(fake.detach(), labels))).backward()
        if self.mismatched > 0:
            wrong = self.discriminator(real, labels.roll(1, 0))
            (self.mismatched * to_zero(wrong)).backward()
        self.add_r1(index, lambda x: self.discriminator(x, labels), real)
        self.optimizer_d.step()

        self.generator.zero_grad()
        to_one(self.discriminator(fake, labels)).backward()
        self.optimizer_g.step()


MODELS = {"dcgan": Dcgan, "wgan-gp": WganGp, "acgan": Acgan, "cgan": Cgan, "cdcgan": ConditionalDcgan}
