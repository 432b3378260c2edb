"""benchmarks/run translation: the same recipe here and in PyTorch, then one Java process scores all
translations against their true counterparts."""

import subprocess

import sides
from translation.models import MODELS

LIMIT = 1.05
SCORES = ("L1", "PSNR", "SSIM", "feature distance", "requested found", "others unchanged")


def recipe(options, model):
    return sides.java(options, "translation.Train", "--model", model, *sides.steps(options))


def train(options, model, folder, seed):
    commands = {
        "atelier": recipe(options, model),
        "pytorch": sides.python(options, "translation.train", "--recipe", folder),
    }
    sides.train(options, folder, seed, "done", commands)


def rows(options, model, folder):
    for side, seed, run in sides.runs(options, folder):
        seconds = sides.read(run / "record.json")["seconds"]
        for trial, scores in sides.read(run / "scores.json").items():
            yield {"model": model, "trial": trial, "side": side, "seed": seed, **scores, "seconds": seconds}


def show(model, found, given):
    """A table for each trial; the ratio of the mean L1 of both sides."""
    ratios = {}
    for trial in dict.fromkeys(row["trial"] for row in found):
        own = [row for row in found if row["trial"] == trial]
        titles = [title for title in SCORES if title in own[0]] + ["seconds"]
        print(f"\n{model + ' ' + trial:26}" + "".join(f"{title:>18}" for title in titles))

        def line(title, group):
            values = [sides.mean(row[key] for row in group if key in row) for key in titles]
            print(f"{title:26}" + "".join(f"{value:18.4f}" for value in values))

        line("untranslated", [{**given[trial]}])
        means = {}
        for side in dict.fromkeys(row["side"] for row in own):
            group = [row for row in own if row["side"] == side]
            for row in group:
                line(f"{side}, seed {row['seed']}", [row])
            line(f"{side}, mean", group)
            means[side] = sides.mean(row["L1"] for row in group)
        if len(means) == 2:
            ratios[trial] = means["atelier"] / means["pytorch"]
            print(f"ratio of the mean L1, Atelier / PyTorch: {ratios[trial]:.3f} (at most {LIMIT}: {'yes' if ratios[trial] <= LIMIT else 'NO'})")
    return ratios


def main():
    parser = sides.parser("translation", seeds=1, with_data=False)
    parser.add_argument("models", nargs="+", help=", ".join(MODELS))
    options = sides.parsed(parser)
    if not set(options.models) <= set(MODELS):
        parser.error(f"models are {', '.join(MODELS)}")
    results = {}
    for model in options.models:
        folder = sides.describe(options.out / model, recipe(options, model))
        for seed in range(options.seeds):
            train(options, model, folder, seed)
        untranslated = folder / "untranslated.json"
        judge = ["--judge", options.out / "face-judge", "--untranslated", untranslated]
        sets = [run for _, _, run in sides.runs(options, folder)]
        subprocess.run(sides.java(options, "translation.Score", "--model", model, *judge, *sets), check=True)
        found, given = list(rows(options, model, folder)), sides.read(untranslated)
        results[model] = {"recipe": sides.read(folder / "recipe.json"), "untranslated": given, "rows": found, "ratios": show(model, found, given)}
    sides.write(options.out / f"translation-{'-'.join(options.models)}.json", {"models": results})


if __name__ == "__main__":
    main()
