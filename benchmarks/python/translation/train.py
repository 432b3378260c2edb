"""Trains a model in PyTorch, eager, by the recipe that the Java side wrote, and translates.

Before it trains, it loads the weights that the Java side drew for a check, and compares what both
compute from them: the same parameters, names, shapes and functions, or no comparison.
"""

import argparse
import json
import pathlib
import random
import sys
import time

import torch

from quality.files import read_idx, read_safetensors, write_idx
from translation.models import MODELS, decay

AT_ONCE = 32
TOLERANCE = 1e-3


def check(model, tensors):
    for name, network in model.networks.items():
        own = {key: value for key, value in network.state_dict().items() if not key.endswith("num_batches_tracked")}
        prefix = name + "."
        theirs = {key.removeprefix(prefix): value for key, value in tensors.items() if key.startswith(prefix)}
        if {key: value.shape for key, value in own.items()} != {key: value.shape for key, value in theirs.items()}:
            sys.exit(f"{name} differs: {sorted(own)} here, {sorted(theirs)} there")
        network.load_state_dict(theirs, strict=False)
        inputs = [tensors[f"check.{name}.input{i}"] for i in range(9) if f"check.{name}.input{i}" in tensors]
        with torch.no_grad():
            outputs = network.train()(*inputs)
        outputs = outputs if isinstance(outputs, tuple) else (outputs,)
        for i, ours in enumerate(outputs):
            expected = tensors[f"check.{name}.output{i}"]
            difference = ((ours - expected).abs() / (1 + expected.abs())).max().item()
            if not difference < TOLERANCE:
                sys.exit(f"Output {i} of {name} differs by {difference} from the same weights")


def drawer(data, batch):
    """Epoch after epoch in a new order, full batches only, for each set by itself."""

    def shuffled(count):
        while True:
            order = torch.randperm(count)
            for start in range(0, count - batch + 1, batch):
                yield order[start : start + batch]

    orders = {name: shuffled(len(values)) for name, values in data.items()}
    return lambda name: next(orders[name])


def translate(model, trial, given, wanted):
    parts = []
    at_once = 1 if model.one_by_one else AT_ONCE
    for network in model.networks.values():
        network.train(not getattr(model, "evaluates", False))
    with torch.no_grad():
        for start in range(0, len(given), at_once):
            x = given[start : start + at_once].float() / 127.5 - 1
            told = None if wanted is None else wanted[start : start + at_once]
            parts.append(model.translate(trial, x, told))
    return ((torch.cat(parts) + 1) * 127.5).round().clamp(0, 255).to(torch.uint8)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--recipe", type=pathlib.Path, required=True, help="folder of recipe, pictures and check")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    recipe = json.loads((options.recipe / "recipe.json").read_text())
    build = MODELS[recipe["model"]]
    check(build(recipe["options"]), read_safetensors(options.recipe / "check.safetensors"))

    torch.manual_seed(options.seed)
    random.seed(options.seed)
    model = build(recipe["options"])
    folder = options.recipe / "data"
    data = {name: read_idx(folder / f"{name}.idx") for name in ("a", "b", "labels") if (folder / f"{name}.idx").exists()}
    draw = drawer({name: values for name, values in data.items() if name != "labels"}, recipe["batch"])
    start, processor = time.perf_counter(), time.process_time()
    for index in range(recipe["steps"]):
        decay((model.g, model.d), recipe["options"], index)
        model.step(index, data, draw)
    seconds, processor = time.perf_counter() - start, time.process_time() - processor
    options.out.mkdir(parents=True, exist_ok=True)
    for trial in recipe["trials"]:
        wanted = folder / f"{trial}-wanted.idx"
        told = read_idx(wanted) if wanted.exists() else None
        write_idx(options.out / f"{trial}.idx", translate(model, trial, read_idx(folder / f"{trial}-given.idx"), told))
    record = {"seconds": round(seconds, 1), "processor": round(processor, 1), "torch": torch.__version__}
    (options.out / "record.json").write_text(json.dumps(record, indent=2) + "\n")
    (options.out / "done").write_text("")


if __name__ == "__main__":
    main()
