"""benchmarks/run quality: the same recipe here and in PyTorch, then one Java process scores all
samples."""

import subprocess

import sides
from quality.models import MODELS

LIMIT = 1.05
DISTANCE = ("MobileNetV2", "feature distance")
COLUMNS = (
    ("distance", *DISTANCE),
    ("kernel", "MobileNetV2", "kernel distance"),
    ("precision", "MobileNetV2", "precision"),
    ("recall", "MobileNetV2", "recall"),
    ("by classifier", "classifier", "feature distance"),
)


def recipe(options, model):
    return sides.java(options, "Train", "--model", model, "--samples", options.samples, *sides.steps(options))


def train(options, model, folder, seed):
    commands = {
        "atelier": [*recipe(options, model), *sides.data(options)],
        "pytorch": sides.python(options, "quality.train", "--recipe", folder, *sides.data(options)),
    }
    sides.train(options, folder, seed, "samples-images-idx3-ubyte", commands)


def rows(options, model, folder):
    for side, seed, run in sides.runs(options, folder):
        seconds = sides.read(run / "record.json")["seconds"]
        yield {"model": model, "side": side, "seed": seed, **sides.read(run / "scores.json"), "seconds": seconds}


def show(model, found):
    conditional = "agreement" in found[0]
    titles = [title for title, *_ in COLUMNS] + (["agreement"] if conditional else []) + ["seconds"]
    print(f"\n{model:20}" + "".join(f"{title:>15}" for title in titles))

    def line(title, group):
        values = [sides.mean(row[network][metric] for row in group) for _, network, metric in COLUMNS]
        values += [sides.mean(row["agreement"] for row in group)] if conditional else []
        print(f"{title:20}" + "".join(f"{value:15.4f}" for value in values) + f"{sides.mean(r['seconds'] for r in group):15.1f}")

    means = {}
    for side in dict.fromkeys(row["side"] for row in found):
        group = [row for row in found if row["side"] == side]
        for row in group:
            line(f"{side}, seed {row['seed']}", [row])
        line(f"{side}, mean", group)
        means[side] = sides.mean(row[DISTANCE[0]][DISTANCE[1]] for row in group)
    if len(means) == 2:
        ratio = means["atelier"] / means["pytorch"]
        print(f"ratio of the mean distances, Atelier / PyTorch: {ratio:.3f} (at most {LIMIT}: {'yes' if ratio <= LIMIT else 'NO'})")
        return ratio
    return None


def main():
    parser = sides.parser("quality", seeds=3, with_data=True)
    parser.add_argument("models", nargs="+", help=f"both sides know {', '.join(MODELS)}; the Java side knows more")
    parser.add_argument("--samples", type=int, default=10_000)
    options = sides.parsed(parser)
    if "pytorch" in options.sides and not set(options.models) <= set(MODELS):
        parser.error(f"PyTorch's side knows {', '.join(MODELS)}; use --sides atelier for the others")
    folders = {model: sides.describe(options.out / model, recipe(options, model)) for model in options.models}
    for model, folder in folders.items():
        for seed in range(options.seeds):
            train(options, model, folder, seed)
    sets = [run for folder in folders.values() for _, _, run in sides.runs(options, folder)]
    judge = ["--judge", options.out / "judge", "--floor", options.out / "floor.json"]
    subprocess.run(sides.java(options, "Score", *sides.data(options), *judge, *sets), check=True)
    floor = sides.read(options.out / "floor.json")
    print("training pictures against the test pictures: distance", round(floor[DISTANCE[0]][DISTANCE[1]], 4),
          "by classifier", round(floor["classifier"]["feature distance"], 4))
    results = {}
    for model, folder in folders.items():
        found = list(rows(options, model, folder))
        results[model] = {"recipe": sides.read(folder / "recipe.json"), "rows": found, "ratio": show(model, found)}
    sides.write(options.out / f"quality-{'-'.join(folders)}.json", {"floor": floor, "models": results})


if __name__ == "__main__":
    main()
