"""What experiments beside PyTorch share: two sides that train by one recipe, and are judged as one.

For every seed the sides train at the same time; what is there already is kept, so an interrupted
experiment goes on.
"""

import argparse
import datetime
import json
import math
import pathlib
import statistics
import subprocess
import sys

BENCHMARKS = pathlib.Path(__file__).resolve().parents[1]
SIDES = ("atelier", "pytorch")
EXPERIMENTS = "org.atelier.benchmarks.experiments."


def parser(name, seeds, with_data):
    """The options that every such experiment has."""
    parser = argparse.ArgumentParser(prog=f"benchmarks/run {name}")
    parser.add_argument("--seeds", type=int, default=seeds, help="of each side")
    if with_data:
        parser.add_argument("--data", type=pathlib.Path, help="folder of Fashion-MNIST's training files (embedded: the 10,000 test pictures)")
    parser.add_argument("--out", type=pathlib.Path, default=BENCHMARKS / "results" / name, help="folder for runs and scores")
    parser.add_argument("--sides", default=",".join(SIDES), help="atelier,pytorch, or one of them")
    parser.add_argument("--steps", type=int, help="in place of the recipe's, for a quick look")
    parser.add_argument("--threads", type=int, default=1, help="of each side; both train at the same time")
    parser.add_argument("--java", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java-options", default="", help=argparse.SUPPRESS)
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    return parser


def parsed(parser):
    options = parser.parse_args()
    options.out = options.out.resolve()
    options.sides = options.sides.split(",")
    if not set(options.sides) <= set(SIDES):
        parser.error(f"--sides must be out of {', '.join(SIDES)}")
    return options


def java(options, program, *arguments):
    """The command of a Java program among the experiments."""
    engine = f"-Dai.djl.pytorch.num_threads={options.threads}"
    command = [options.java, *options.java_options.split(), engine, "-cp", options.classpath]
    return command + [EXPERIMENTS + program, *map(str, arguments)]


def python(options, module, *arguments):
    """The command of a Python program beside this file."""
    return [sys.executable, "-W", "ignore", "-m", module, "--threads", str(options.threads), *map(str, arguments)]


def data(options):
    return ["--data", str(options.data.resolve())] if options.data else []


def steps(options):
    return ["--steps", str(options.steps)] if options.steps else []


def describe(folder, command):
    """The recipe, from the Java side; one that has changed since is not mixed with the old."""
    recipe = folder / "recipe.json"
    old = recipe.read_text() if recipe.exists() else None
    subprocess.run([*command, "--describe", "--out", str(folder)], check=True)
    if old not in (None, recipe.read_text()):
        recipe.write_text(old)
        sys.exit(f"{folder} holds results of another recipe; choose another --out")
    return folder


def train(options, folder, seed, last, commands):
    """One training of each side whose file called last is not there yet.

    commands holds the command of each side but for its seed and its folder.
    """
    running = []
    for side in options.sides:
        out = folder / f"{side}-{seed}"
        if not (out / last).exists():
            command = [*commands[side], "--seed", str(seed), "--out", str(out)]
            running.append((side, subprocess.Popen(command, cwd=BENCHMARKS / "python")))
    failed = [side for side, process in running if process.wait() != 0]
    if failed:
        sys.exit(f"The training of {folder.name}, seed {seed}, failed on the side of {', '.join(failed)}; see above")


def runs(options, folder):
    """Side, seed and folder of every training."""
    return [(side, seed, folder / f"{side}-{seed}") for side in options.sides for seed in range(options.seeds)]


def read(file):
    return json.loads(file.read_text())


def mean(values):
    values = list(values)
    return statistics.fmean(values) if values else math.nan


def write(file, results):
    time = datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds")
    file.write_text(json.dumps({"time": time, **results}, indent=2) + "\n")
    print(f"\nWritten to {file}")
