"""Trains a model in PyTorch, eager, by the recipe that the Java side wrote, and writes samples.

Before it trains, it loads the weights that the Java side drew for a check, and compares what both
compute from them: the same parameters, names, shapes and functions, or no comparison.
"""

import argparse
import copy
import json
import pathlib
import sys
import time

import torch

from quality.files import read_safetensors, training_data, write_idx
from quality.models import MODELS

SAMPLES_AT_ONCE = 64
TOLERANCE = 1e-4


def load(network, tensors, prefix):
    theirs = {name.removeprefix(prefix): value for name, value in tensors.items() if name.startswith(prefix)}
    own = {name: value for name, value in network.state_dict().items() if not name.endswith("num_batches_tracked")}
    if {name: value.shape for name, value in own.items()} != {name: value.shape for name, value in theirs.items()}:
        sys.exit(f"The {prefix[:-1]}s differ: {sorted(own)} here, {sorted(theirs)} there")
    network.load_state_dict(theirs, strict=False)


def check(model, tensors):
    """Both sides give the same pictures and scores from the same weights, in evaluation mode."""
    load(model.generator, tensors, "generator.")
    load(model.discriminator, tensors, "discriminator.")
    labels = [tensors["check.labels"]] if "check.labels" in tensors else []
    with torch.no_grad():
        pictures = model.generator.eval()(tensors["check.latents"], *labels)
        discriminator = model.discriminator.eval()
        scores = discriminator(pictures, *labels) if model.judges_labels else discriminator(pictures)
    scores = scores[0] if isinstance(scores, tuple) else scores
    for name, ours in ("pictures", pictures), ("scores", scores):
        theirs = tensors["check." + name]
        difference = ((ours - theirs).abs() / (1 + theirs.abs())).max().item()
        if not difference < TOLERANCE:
            sys.exit(f"The {name} of the same weights differ by {difference}")


def shuffled(count, batch):
    """Epoch after epoch in a new order, full batches only."""
    while True:
        order = torch.randperm(count)
        for start in range(0, count - batch + 1, batch):
            yield order[start : start + batch]


def train(model, recipe, pictures, labels):
    average = copy.deepcopy(model.generator)
    decay = recipe["decay"]
    batches = shuffled(len(pictures), recipe["batch"])
    for index in range(recipe["steps"]):
        chosen = next(batches)
        real = pictures[chosen].float() / 127.5 - 1
        if model.step(index, real, labels[chosen]) is not False:
            with torch.no_grad():
                for a, p in zip(average.parameters(), model.generator.parameters()):
                    a.lerp_(p, 1 - decay)
    # The averages of what learns; batch norm's statistics are the last network's.
    for a, b in zip(average.buffers(), model.generator.buffers()):
        a.copy_(b)
    return average.eval()


def sample(model, generator, count):
    """8-bit pictures (N, 28, 28), and the classes, in turn, if there are any."""
    labels = torch.arange(count) % model.classes if model.classes else None
    parts = []
    with torch.no_grad():
        for start in range(0, count, SAMPLES_AT_ONCE):
            told = [] if labels is None else [labels[start : start + SAMPLES_AT_ONCE]]
            z = model.latents(min(SAMPLES_AT_ONCE, count - start))
            parts.append(generator(z, *told))
    values = torch.cat(parts).squeeze(1)
    return ((values + 1) * 127.5).round().clamp(0, 255).to(torch.uint8), labels


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
    model_options = {**recipe["options"], "classes": recipe["classes"]}
    build = MODELS[recipe["model"]]
    check(build(model_options), read_safetensors(options.recipe / "check.safetensors"))

    torch.manual_seed(options.seed)
    model = build(model_options)
    pictures, labels = training_data(options.data)
    start = time.perf_counter()
    average = train(model, recipe, pictures, labels)
    seconds = time.perf_counter() - start
    samples, asked = sample(model, average, recipe["samples"])
    options.out.mkdir(parents=True, exist_ok=True)
    record = {"seconds": round(seconds, 1), "torch": torch.__version__}
    (options.out / "record.json").write_text(json.dumps(record, indent=2) + "\n")
    if asked is not None:
        write_idx(options.out / "samples-labels-idx1-ubyte", asked.to(torch.uint8))
    write_idx(options.out / "samples-images-idx3-ubyte", samples)


if __name__ == "__main__":
    main()
