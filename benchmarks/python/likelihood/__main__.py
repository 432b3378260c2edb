"""benchmarks/run likelihood: a VAE and an IWAE trained here and in PyTorch, one evaluator for both.

One Java process measures the evidence of the test pictures by all weights, and one set is measured
in PyTorch as well.
"""

import statistics
import subprocess

import torch

import sides
from likelihood.evaluate import evidence
from quality.files import EMBEDDED, read_idx

MODELS = ("vae", "iwae")
LIMIT = 0.005
CROSS_CHECKED = 500


def recipe(options, model):
    binarised = ["--binarised", options.binarised]
    return sides.java(options, "TrainLikelihood", "--model", model, *binarised, *sides.steps(options))


def train(options, model, folder, seed):
    commands = {
        "atelier": [*recipe(options, model), *sides.data(options)],
        "pytorch": sides.python(options, "likelihood.train", "--recipe", folder, *sides.data(options)),
    }
    sides.train(options, folder, seed, "weights.safetensors", commands)


def score(options, model, folders):
    command = sides.java(options, "ScoreLikelihood", "--model", model, "--binarised", options.binarised, *sides.data(options))
    subprocess.run([*command, "--draws", str(options.draws), "--pictures", str(options.pictures), *map(str, folders)], check=True)


def cross_check(options, model, folder):
    """The evaluator against PyTorch's, on the same weights and pictures.

    On pictures cut to black and white, since those are the same for both without a file.
    """
    run = folder / f"{options.sides[0]}-0"
    count = min(CROSS_CHECKED, options.pictures)
    there = folder / "cross-check"
    there.mkdir(exist_ok=True)
    (there / "weights.safetensors").write_bytes((run / "weights.safetensors").read_bytes())
    command = sides.java(options, "ScoreLikelihood", "--model", model, "--binarised", "cut", *sides.data(options))
    subprocess.run([*command, "--draws", str(options.draws), "--pictures", str(count), str(there)], check=True)
    grey = read_idx(EMBEDDED / "t10k-images-idx3-ubyte.gz")[:count].flatten(1).float() / 255
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    bound, nll = evidence(folder / "recipe.json", there / "weights.safetensors", (grey >= 0.5).float(), options.draws)
    ours = sides.read(there / "evidence.json")
    print(f"{model}, {count} pictures cut to black and white, by one set of weights: "
          f"ELBO {ours['elbo']:.3f} and {bound:.3f} (PyTorch), NLL {ours['nll']:.3f} and {nll:.3f}")
    return {"pictures": count, "elbo": [ours["elbo"], bound], "nll": [ours["nll"], nll]}


def rows(options, model, folder):
    for side, seed, run in sides.runs(options, folder):
        seconds = sides.read(run / "record.json")["seconds"]
        yield {"model": model, "side": side, "seed": seed, **sides.read(run / "evidence.json"), "seconds": seconds}


def show(found):
    columns = ("elbo", "nll", "reconstruction", "kl", "seconds")
    print(f"\n{'nats for each picture':24}" + "".join(f"{column:>16}" for column in columns))
    means = {}
    for model, side in dict.fromkeys((row["model"], row["side"]) for row in found):
        group = [row for row in found if (row["model"], row["side"]) == (model, side)]
        for row in group:
            print(f"{model}, {side}, seed {row['seed']}".ljust(24) + "".join(f"{row[column]:16.3f}" for column in columns))
        mean = {column: statistics.fmean(row[column] for row in group) for column in columns}
        spread = {column: statistics.stdev(row[column] for row in group) if len(group) > 1 else 0 for column in columns}
        print(f"{model}, {side}, mean".ljust(24) + "".join(f"{mean[c]:9.3f} ±{spread[c]:5.2f}" for c in columns))
        means[model, side] = mean
    verdicts = {}
    for model in dict.fromkeys(row["model"] for row in found):
        if {(model, side) for side in sides.SIDES} <= means.keys():
            ours, theirs = (means[model, side]["elbo"] for side in sides.SIDES)
            apart = abs(ours - theirs) / abs(theirs)
            verdicts[f"{model} elbo apart"] = apart
            print(f"{model}: the ELBOs are {100 * apart:.2f} % apart (at most {100 * LIMIT} %: {'yes' if apart <= LIMIT else 'NO'})")
    for side in sides.SIDES:
        if {(model, side) for model in MODELS} <= means.keys():
            gain = means["vae", side]["nll"] - means["iwae", side]["nll"]
            verdicts[f"{side} gain of iwae"] = gain
            print(f"{side}: IWAE's NLL is {gain:.3f} nats below VAE's ({'yes' if gain > 0 else 'NO'})")
    return verdicts


def main():
    parser = sides.parser("likelihood", seeds=3, with_data=True)
    parser.add_argument("--models", default=",".join(MODELS), help="vae,iwae or one of them")
    parser.add_argument("--binarised", choices=("drawn", "cut"), default="drawn", help="black and white drawn anew each time, or cut in the middle")
    parser.add_argument("--draws", type=int, default=200, help="of z for each test picture")
    parser.add_argument("--pictures", type=int, default=10_000, help="test pictures")
    options = sides.parsed(parser)
    options.models = options.models.split(",")
    if not set(options.models) <= set(MODELS):
        parser.error(f"--models must be out of {', '.join(MODELS)}")
    folders = {model: sides.describe(options.out / model, recipe(options, model)) for model in options.models}
    for seed in range(options.seeds):
        for model, folder in folders.items():
            train(options, model, folder, seed)
    found, checks = [], {}
    for model, folder in folders.items():
        score(options, model, [run for _, _, run in sides.runs(options, folder)])
        checks[model] = cross_check(options, model, folder)
        found += rows(options, model, folder)
    recipes = {model: sides.read(folder / "recipe.json") for model, folder in folders.items()}
    results = {"recipes": recipes, "rows": found, "evaluators": checks, "verdicts": show(found)}
    sides.write(options.out / "likelihood.json", results)


if __name__ == "__main__":
    main()
