"""benchmarks/run likelihood: a VAE and an IWAE trained here and in PyTorch, one evaluator for both.

For every seed the two sides train side by side, a thread each; what is there already is kept, so
an interrupted comparison goes on. Then one Java process measures the evidence of the test pictures
by all weights, and one set is measured in PyTorch as well.
"""

import argparse
import datetime
import json
import pathlib
import statistics
import subprocess
import sys

import torch

from likelihood.evaluate import evidence
from quality.files import EMBEDDED, read_idx

BENCHMARKS = pathlib.Path(__file__).resolve().parents[2]
SIDES = ("atelier", "pytorch")
MODELS = ("vae", "iwae")
LIMIT = 0.005
CROSS_CHECKED = 500


def java(options, program, *arguments):
    engine = f"-Dai.djl.pytorch.num_threads={options.threads}"
    command = [options.java, *options.java_options.split(), engine, "-cp", options.classpath]
    return command + ["org.atelier.benchmarks.experiments." + program, *map(str, arguments)]


def data(options):
    return ["--data", str(options.data.resolve())] if options.data else []


def recipe(options, model):
    steps = ["--steps", options.steps] if options.steps else []
    return ["--model", model, "--binarised", options.binarised, *steps]


def describe(options, model):
    """The recipe, from the Java side; one that has changed since is not mixed with the old."""
    folder = options.out / model
    file = folder / "recipe.json"
    old = file.read_text() if file.exists() else None
    subprocess.run(java(options, "TrainLikelihood", *recipe(options, model), "--describe", "--out", folder), check=True)
    if old not in (None, file.read_text()):
        file.write_text(old)
        sys.exit(f"{folder} holds results of another recipe; choose another --out")
    return folder


def train(options, model, folder, seed):
    running = []
    for side in options.sides:
        out = folder / f"{side}-{seed}"
        if (out / "weights.safetensors").exists():
            continue
        if side == "atelier":
            command = java(options, "TrainLikelihood", *recipe(options, model), "--seed", seed, *data(options), "--out", out)
        else:
            command = [sys.executable, "-W", "ignore", "-m", "likelihood.train", "--recipe", str(folder), "--seed", str(seed)]
            command += ["--threads", str(options.threads), *data(options), "--out", str(out)]
        running.append((side, subprocess.Popen(command, cwd=BENCHMARKS / "python")))
    failed = [side for side, process in running if process.wait() != 0]
    if failed:
        sys.exit(f"The training of {model}, seed {seed}, failed on the side of {', '.join(failed)}; see above")


def score(options, model, folders):
    command = java(options, "ScoreLikelihood", "--model", model, "--binarised", options.binarised, *data(options))
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
    command = java(options, "ScoreLikelihood", "--model", model, "--binarised", "cut", *data(options))
    subprocess.run([*command, "--draws", str(options.draws), "--pictures", str(count), str(there)], check=True)
    grey = read_idx(EMBEDDED / "t10k-images-idx3-ubyte.gz")[:count].flatten(1).float() / 255
    torch.manual_seed(0)
    torch.set_num_threads(options.threads)
    bound, nll = evidence(folder / "recipe.json", there / "weights.safetensors", (grey >= 0.5).float(), options.draws)
    ours = json.loads((there / "evidence.json").read_text())
    print(f"{model}, {count} pictures cut to black and white, by one set of weights: "
          f"ELBO {ours['elbo']:.3f} and {bound:.3f} (PyTorch), NLL {ours['nll']:.3f} and {nll:.3f}")
    return {"pictures": count, "elbo": [ours["elbo"], bound], "nll": [ours["nll"], nll]}


def rows(options, model, folder):
    for side in options.sides:
        for seed in range(options.seeds):
            run = folder / f"{side}-{seed}"
            yield {"model": model, "side": side, "seed": seed, **json.loads((run / "evidence.json").read_text()),
                   "seconds": json.loads((run / "record.json").read_text())["seconds"]}


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
        if {(model, side) for side in SIDES} <= means.keys():
            ours, theirs = (means[model, side]["elbo"] for side in SIDES)
            apart = abs(ours - theirs) / abs(theirs)
            verdicts[f"{model} elbo apart"] = apart
            print(f"{model}: the ELBOs are {100 * apart:.2f} % apart (at most {100 * LIMIT} %: {'yes' if apart <= LIMIT else 'NO'})")
    for side in SIDES:
        if {(model, side) for model in MODELS} <= means.keys():
            gain = means["vae", side]["nll"] - means["iwae", side]["nll"]
            verdicts[f"{side} gain of iwae"] = gain
            print(f"{side}: IWAE's NLL is {gain:.3f} nats below VAE's ({'yes' if gain > 0 else 'NO'})")
    return verdicts


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run likelihood")
    parser.add_argument("--models", default=",".join(MODELS), help="vae,iwae or one of them")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--data", type=pathlib.Path, help="folder of Fashion-MNIST's training files (embedded: the 10,000 test pictures)")
    parser.add_argument("--out", type=pathlib.Path, default=BENCHMARKS / "results/likelihood", help="folder for runs and scores")
    parser.add_argument("--sides", default=",".join(SIDES), help="atelier,pytorch, or one of them")
    parser.add_argument("--binarised", choices=("drawn", "cut"), default="drawn", help="black and white drawn anew each time, or cut in the middle")
    parser.add_argument("--steps", type=int, help="in place of the recipe's, for a quick look")
    parser.add_argument("--draws", type=int, default=200, help="of z for each test picture")
    parser.add_argument("--pictures", type=int, default=10_000, help="test pictures")
    parser.add_argument("--threads", type=int, default=1, help="of each side; both train at the same time")
    parser.add_argument("--java", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java-options", default="", help=argparse.SUPPRESS)
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.out = options.out.resolve()
    options.sides, options.models = options.sides.split(","), options.models.split(",")
    if not set(options.sides) <= set(SIDES):
        parser.error(f"--sides must be out of {', '.join(SIDES)}")
    if not set(options.models) <= set(MODELS):
        parser.error(f"--models must be out of {', '.join(MODELS)}")
    folders = {model: describe(options, model) for model in options.models}
    for seed in range(options.seeds):
        for model, folder in folders.items():
            train(options, model, folder, seed)
    found, checks = [], {}
    for model, folder in folders.items():
        score(options, model, [folder / f"{side}-{seed}" for side in options.sides for seed in range(options.seeds)])
        checks[model] = cross_check(options, model, folder)
        found += rows(options, model, folder)
    results = {"time": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
               "recipes": {model: json.loads((folder / "recipe.json").read_text()) for model, folder in folders.items()},
               "rows": found, "evaluators": checks, "verdicts": show(found)}
    file = options.out / "likelihood.json"
    file.write_text(json.dumps(results, indent=2) + "\n")
    print(f"\nWritten to {file}")


if __name__ == "__main__":
    main()
