"""benchmarks/run translation: the same recipe here and in PyTorch, one evaluator for both.

For every seed the two sides train side by side, a thread each; what is there already is kept, and
the Java side goes on from its last checkpoint, so an interrupted experiment goes on. Then one Java
process scores all translations against their true counterparts.
"""

import argparse
import datetime
import json
import math
import pathlib
import statistics
import subprocess
import sys

from translation.models import MODELS

BENCHMARKS = pathlib.Path(__file__).resolve().parents[2]
SIDES = ("atelier", "pytorch")
LIMIT = 1.05
SCORES = ("L1", "PSNR", "SSIM", "feature distance", "requested found", "others unchanged")


def java(options, program, *arguments):
    engine = f"-Dai.djl.pytorch.num_threads={options.threads}"
    command = [options.java, *options.java_options.split(), engine, "-cp", options.classpath]
    return command + ["org.atelier.benchmarks.experiments.translation." + program, *map(str, arguments)]


def describe(options, model):
    """The recipe, from the Java side; one that has changed since is not mixed with the old."""
    folder = options.out / model
    recipe = folder / "recipe.json"
    old = recipe.read_text() if recipe.exists() else None
    steps = ["--steps", options.steps] if options.steps else []
    subprocess.run(java(options, "Train", "--model", model, *steps, "--describe", "--out", folder), check=True)
    if old not in (None, recipe.read_text()):
        recipe.write_text(old)
        sys.exit(f"{folder} holds results of another recipe; choose another --out")
    return folder


def train(options, model, folder, seed):
    steps = ["--steps", options.steps] if options.steps else []
    running = []
    for side in options.sides:
        out = folder / f"{side}-{seed}"
        if (out / "done").exists():
            continue
        if side == "atelier":
            command = java(options, "Train", "--model", model, "--seed", seed, *steps, "--out", out)
        else:
            command = [sys.executable, "-W", "ignore", "-m", "translation.train", "--recipe", str(folder), "--seed", str(seed)]
            command += ["--threads", str(options.threads), "--out", str(out)]
        running.append((side, subprocess.Popen(command, cwd=BENCHMARKS / "python")))
    failed = [side for side, process in running if process.wait() != 0]
    if failed:
        sys.exit(f"The training of {model}, seed {seed}, failed on the side of {', '.join(failed)}; see above")


def rows(options, model, folder):
    for side in options.sides:
        for seed in range(options.seeds):
            run = folder / f"{side}-{seed}"
            record = json.loads((run / "record.json").read_text())
            for trial, scores in json.loads((run / "scores.json").read_text()).items():
                yield {"model": model, "trial": trial, "side": side, "seed": seed, **scores, "seconds": record["seconds"]}


def mean(values):
    return statistics.fmean(values) if values else math.nan


def show(model, found, given):
    """A table for each trial; the ratio of the mean L1 of both sides."""
    ratios = {}
    for trial in dict.fromkeys(row["trial"] for row in found):
        own = [row for row in found if row["trial"] == trial]
        titles = [title for title in SCORES if title in own[0]] + ["seconds"]
        print(f"\n{model + ' ' + trial:26}" + "".join(f"{title:>18}" for title in titles))

        def line(title, group):
            values = [mean([row[key] for row in group if key in row]) for key in titles]
            print(f"{title:26}" + "".join(f"{value:18.4f}" for value in values))

        line("untranslated", [{**given[trial]}])
        means = {}
        for side in dict.fromkeys(row["side"] for row in own):
            group = [row for row in own if row["side"] == side]
            for row in group:
                line(f"{side}, seed {row['seed']}", [row])
            line(f"{side}, mean", group)
            means[side] = mean([row["L1"] for row in group])
        if len(means) == 2:
            ratios[trial] = means["atelier"] / means["pytorch"]
            print(f"ratio of the mean L1, Atelier / PyTorch: {ratios[trial]:.3f} (at most {LIMIT}: {'yes' if ratios[trial] <= LIMIT else 'NO'})")
    return ratios


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run translation")
    parser.add_argument("models", nargs="+", help=", ".join(MODELS))
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--out", type=pathlib.Path, default=BENCHMARKS / "results/translation", help="folder for runs and scores")
    parser.add_argument("--sides", default=",".join(SIDES), help="atelier,pytorch, or one of them")
    parser.add_argument("--steps", type=int, help="in place of the recipe's, for a quick look")
    parser.add_argument("--threads", type=int, default=1, help="of each side; both train at the same time")
    parser.add_argument("--java", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java-options", default="", help=argparse.SUPPRESS)
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.out = options.out.resolve()
    options.sides = options.sides.split(",")
    if not set(options.sides) <= set(SIDES):
        parser.error(f"--sides must be out of {', '.join(SIDES)}")
    if not set(options.models) <= set(MODELS):
        parser.error(f"models are {', '.join(MODELS)}")
    results = {"time": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "models": {}}
    for model in options.models:
        folder = describe(options, model)
        for seed in range(options.seeds):
            train(options, model, folder, seed)
        sets = [folder / f"{side}-{seed}" for side in options.sides for seed in range(options.seeds)]
        untranslated = folder / "untranslated.json"
        judge = ["--judge", options.out / "face-judge", "--untranslated", untranslated]
        subprocess.run(java(options, "Score", "--model", model, *judge, *sets), check=True)
        found = list(rows(options, model, folder))
        given = json.loads(untranslated.read_text())
        ratios = show(model, found, given)
        recipe = json.loads((folder / "recipe.json").read_text())
        results["models"][model] = {"recipe": recipe, "untranslated": given, "rows": found, "ratios": ratios}
    file = options.out / f"translation-{'-'.join(options.models)}.json"
    file.write_text(json.dumps(results, indent=2) + "\n")
    print(f"\nWritten to {file}")


if __name__ == "__main__":
    main()
