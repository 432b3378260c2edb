"""Trains a VAE or an IWAE in PyTorch, eager, by the recipe that the Java side wrote.

Before it trains, it loads the weights that the Java side drew for a check, does the step that the
Java side did from them, and compares the loss and all weights afterwards.
"""

import argparse
import json
import math
import pathlib
import sys
import time

import torch
from torch import nn, optim
from torch.nn import functional as F

from quality.files import read_safetensors, training_data, write_safetensors

TOLERANCE = 1e-4
HIDDEN, PIXELS = 400, 28 * 28


class Vae(nn.Module):
    """pytorch/examples, vae/main.py, by logits and for any number of draws (Burda et al.)."""

    def __init__(self, recipe):
        super().__init__()
        latent = recipe["latentSize"]
        self.draws = recipe["draws"]
        self.fc1 = nn.Linear(PIXELS, HIDDEN)
        self.fc21 = nn.Linear(HIDDEN, latent)
        self.fc22 = nn.Linear(HIDDEN, latent)
        self.fc3 = nn.Linear(latent, HIDDEN)
        self.fc4 = nn.Linear(HIDDEN, PIXELS)
        self.latent = latent

    def encode(self, x):
        h = F.relu(self.fc1(x))
        return self.fc21(h), self.fc22(h)

    def decode(self, z):
        return self.fc4(F.relu(self.fc3(z)))

    def noise(self, count):
        return torch.randn(count, self.latent) if self.draws == 1 else torch.randn(self.draws, count, self.latent)

    def loss(self, x, noise):
        """In nats for each picture; x (N, pixels) in {0, 1}."""
        mu, logvar = self.encode(x)
        z = mu + torch.exp(0.5 * logvar) * noise
        logits = self.decode(z)
        bce = F.binary_cross_entropy_with_logits(logits, x.expand_as(logits), reduction="none").sum(-1)
        if self.draws == 1:
            kl = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), -1)
            return (bce + kl).mean()
        log_prior = -0.5 * (z.pow(2) + math.log(2 * math.pi)).sum(-1)
        log_posterior = -0.5 * (noise.pow(2) + logvar + math.log(2 * math.pi)).sum(-1)
        log_weights = log_prior - bce - log_posterior
        return -(torch.logsumexp(log_weights, 0) - math.log(self.draws)).mean()


def java_name(name):
    """The Java side has two networks."""
    return ("decoder." if name.startswith(("fc3", "fc4")) else "encoder.") + name


def weights(model, prefix=""):
    return {prefix + java_name(name): value.detach().clone() for name, value in model.state_dict().items()}


def optimizer(model, recipe):
    return optim.Adam(model.parameters(), lr=recipe["learningRate"])


def step(model, adam, x, noise):
    adam.zero_grad()
    loss = model.loss(x, noise)
    loss.backward()
    adam.step()
    return loss


def check(recipe, tensors):
    """Both sides make the same step from the same weights, pictures and noise."""
    model = Vae(recipe)
    theirs = {name.removeprefix("before."): value for name, value in tensors.items() if name.startswith("before.")}
    own = {name: value.shape for name, value in weights(model).items()}
    if own != {name: value.shape for name, value in theirs.items()}:
        sys.exit(f"The networks differ: {own} here, {sorted(theirs)} there")
    model.load_state_dict({name: theirs[java_name(name)] for name in model.state_dict()})
    x = (tensors["check.pictures"].flatten(1) + 1) / 2
    loss = step(model, optimizer(model, recipe), x, tensors["check.noise"]).item()
    expected = tensors["check.loss"].item()
    if not abs(loss - expected) < TOLERANCE * abs(expected):
        sys.exit(f"The losses of the same step differ: {loss} here, {expected} there")
    for name, value in weights(model, "after.").items():
        difference = (value - tensors[name]).abs()
        # Adam's first step moves a weight by the learning rate, whichever way its gradient points;
        # where the gradient is all but 0, rounding decides which.
        if (difference > 0.01 * recipe["learningRate"]).float().mean() > 1e-3:
            sys.exit(f"{name} differs after the same step, by up to {difference.max().item()}")


def shuffled(count, batch):
    """Epoch after epoch in a new order, full batches only."""
    while True:
        order = torch.randperm(count)
        for start in range(0, count - batch + 1, batch):
            yield order[start : start + batch]


def train(model, recipe, pictures):
    adam = optimizer(model, recipe)
    batches = shuffled(len(pictures), recipe["batch"])
    for _ in range(recipe["steps"]):
        grey = pictures[next(batches)].flatten(1).float() / 255
        x = (torch.rand_like(grey) < grey).float() if recipe["binarised"] == "drawn" else (grey >= 0.5).float()
        step(model, adam, x, model.noise(len(x)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipe", type=pathlib.Path, required=True, help="folder of recipe and check")
    parser.add_argument("--data")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    recipe = json.loads((options.recipe / "recipe.json").read_text())
    check(recipe, read_safetensors(options.recipe / "check.safetensors"))

    torch.manual_seed(options.seed)
    model = Vae(recipe)
    pictures, _ = training_data(options.data)
    start = time.perf_counter()
    train(model, recipe, pictures)
    seconds = time.perf_counter() - start
    options.out.mkdir(parents=True, exist_ok=True)
    record = {"seconds": round(seconds, 1), "torch": torch.__version__}
    (options.out / "record.json").write_text(json.dumps(record, indent=2) + "\n")
    # Last: a run whose weights are there is done.
    write_safetensors(options.out / "weights.safetensors", weights(model))


if __name__ == "__main__":
    main()
