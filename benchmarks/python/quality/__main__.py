"""benchmarks/run quality: the same recipe here and in PyTorch, one evaluator for both.

For every seed the two sides train side by side, a thread each; what is there already is kept, so
an interrupted comparison goes on. Then one Java process scores all samples.
"""

import argparse
import datetime
import json
import math
import pathlib
import statistics
import subprocess
import sys

from quality.models import MODELS

BENCHMARKS = pathlib.Path(__file__).resolve().parents[2]
SIDES = ("atelier", "pytorch")
LIMIT = 1.05
DISTANCE = ("MobileNetV2", "feature distance")
COLUMNS = (
    ("distance", *DISTANCE),
    ("kernel", "MobileNetV2", "kernel distance"),
    ("precision", "MobileNetV2", "precision"),
    ("recall", "MobileNetV2", "recall"),
    ("by classifier", "classifier", "feature distance"),
)


def java(options, program, *arguments):
    engine = f"-Dai.djl.pytorch.num_threads={options.threads}"
    command = [options.java, *options.java_options.split(), engine, "-cp", options.classpath]
    return command + ["org.atelier.benchmarks.experiments." + program, *map(str, arguments)]


def data(options):
    return ["--data", str(options.data.resolve())] if options.data else []


def describe(options, model):
    """The recipe, from the Java side; one that has changed since is not mixed with the old."""
    folder = options.out / model
    steps = ["--steps", options.steps] if options.steps else []
    old = (folder / "recipe.json").read_text() if (folder / "recipe.json").exists() else None
    command = java(options, "Train", "--model", model, "--samples", options.samples, *steps, "--describe", "--out", folder)
    subprocess.run(command, check=True)
    if old not in (None, (folder / "recipe.json").read_text()):
        sys.exit(f"{folder} holds results of another recipe; choose another --out")
    return folder


def train(options, model, folder, seed):
    steps = ["--steps", options.steps] if options.steps else []
    running = []
    for side in options.sides:
        out = folder / f"{side}-{seed}"
        if (out / "samples-images-idx3-ubyte").exists():
            continue
        if side == "atelier":
            command = java(options, "Train", "--model", model, "--seed", seed, "--samples", options.samples)
            command += [*map(str, steps), *data(options), "--out", str(out)]
        else:
            command = [sys.executable, "-W", "ignore", "-m", "quality.train", "--recipe", str(folder), "--seed", str(seed)]
            command += ["--threads", str(options.threads), *data(options), "--out", str(out)]
        running.append((side, subprocess.Popen(command, cwd=BENCHMARKS / "python")))
    failed = [side for side, process in running if process.wait() != 0]
    if failed:
        sys.exit(f"The training of {model}, seed {seed}, failed on the side of {', '.join(failed)}; see above")


def rows(options, model, folder):
    for side in options.sides:
        for seed in range(options.seeds):
            run = folder / f"{side}-{seed}"
            scores = json.loads((run / "scores.json").read_text())
            yield {"model": model, "side": side, "seed": seed, **scores,
                   "seconds": json.loads((run / "record.json").read_text())["seconds"]}


def mean(values):
    return statistics.fmean(values) if values else math.nan


def show(model, found):
    conditional = "agreement" in found[0]
    titles = [title for title, *_ in COLUMNS] + (["agreement"] if conditional else []) + ["seconds"]
    print(f"\n{model:20}" + "".join(f"{title:>15}" for title in titles))

    def line(title, group):
        values = [mean([row[network][metric] for row in group]) for _, network, metric in COLUMNS]
        values += [mean([row["agreement"] for row in group])] if conditional else []
        print(f"{title:20}" + "".join(f"{value:15.4f}" for value in values) + f"{mean([r['seconds'] for r in group]):15.1f}")

    means = {}
    for side in dict.fromkeys(row["side"] for row in found):
        group = [row for row in found if row["side"] == side]
        for row in group:
            line(f"{side}, seed {row['seed']}", [row])
        line(f"{side}, mean", group)
        means[side] = mean([row[DISTANCE[0]][DISTANCE[1]] for row in group])
    if len(means) == 2:
        ratio = means["atelier"] / means["pytorch"]
        print(f"ratio of the mean distances, Atelier / PyTorch: {ratio:.3f} (at most {LIMIT}: {'yes' if ratio <= LIMIT else 'NO'})")
        return ratio
    return None


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run quality")
    parser.add_argument("models", nargs="+", help=f"both sides know {', '.join(MODELS)}; the Java side knows more")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--data", type=pathlib.Path, help="folder of Fashion-MNIST's training files (embedded: the 10,000 test pictures)")
    parser.add_argument("--out", type=pathlib.Path, default=BENCHMARKS / "results/quality", help="folder for runs and scores")
    parser.add_argument("--sides", default=",".join(SIDES), help="atelier,pytorch, or one of them")
    parser.add_argument("--steps", type=int, help="in place of the recipe's, for a quick look")
    parser.add_argument("--samples", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=1, help="of each side; both train at the same time")
    parser.add_argument("--java", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java-options", default="", help=argparse.SUPPRESS)
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.out = options.out.resolve()
    options.sides = options.sides.split(",")
    if not set(options.sides) <= set(SIDES):
        parser.error(f"--sides must be out of {', '.join(SIDES)}")
    if "pytorch" in options.sides and not set(options.models) <= set(MODELS):
        parser.error(f"PyTorch's side knows {', '.join(MODELS)}; use --sides atelier for the others")
    folders = {model: describe(options, model) for model in options.models}
    for model, folder in folders.items():
        for seed in range(options.seeds):
            train(options, model, folder, seed)
    sets = [folder / f"{side}-{seed}" for folder in folders.values() for side in options.sides for seed in range(options.seeds)]
    score = java(options, "Score", *data(options), "--judge", options.out / "judge", "--floor", options.out / "floor.json", *sets)
    subprocess.run(score, check=True)
    floor = json.loads((options.out / "floor.json").read_text())
    print("training pictures against the test pictures: distance", round(floor[DISTANCE[0]][DISTANCE[1]], 4),
          "by classifier", round(floor["classifier"]["feature distance"], 4))
    results = {"time": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "floor": floor, "models": {}}
    for model, folder in folders.items():
        found = list(rows(options, model, folder))
        results["models"][model] = {"recipe": json.loads((folder / "recipe.json").read_text()), "rows": found, "ratio": show(model, found)}
    file = options.out / f"quality-{'-'.join(folders)}.json"
    file.write_text(json.dumps(results, indent=2) + "\n")
    print(f"\nWritten to {file}")


if __name__ == "__main__":
    main()
