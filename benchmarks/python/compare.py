"""Compares a family's training step here and in PyTorch, taking turns.

Every contestant is a process that lives as long as the comparison. They run a few steps each,
round after round, so that whatever else the machine does hits all alike; what is compared is
the ratio within a round.
"""

import argparse
import datetime
import importlib
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
RESULTS = HERE.parent / "results"
WARM_UP_STEPS, WARM_UP_SECONDS = 3, 6
FLAGS = ("avx2", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "bf16")
BFLOAT16_FLAGS = {"avx512_bf16", "amx_bf16", "bf16"}


class Contestant:
    def __init__(self, label, precision, command, environment):
        self.label, self.precision, self.nanos = label, precision, []
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=HERE
        )
        self.versions = self.answer().removeprefix("ready ")

    def answer(self):
        line = self.process.stdout.readline().strip()
        if not line:
            sys.exit(f"{self.label} ended before its time; what it said is above")
        return line

    def run(self, steps):
        """Milliseconds a step."""
        self.process.stdin.write(f"run {steps}\n")
        self.process.stdin.flush()
        return int(self.answer()) / steps / 1e6

    def peak_memory(self):
        """MiB that were resident at most, where the system tells."""
        try:
            status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
            return int(status.split("VmHWM:")[1].split()[0]) // 1024
        except OSError:
            return None

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def machine(threads):
    def cpuinfo(key):
        try:
            lines = pathlib.Path("/proc/cpuinfo").read_text().splitlines()
        except OSError:
            return ""
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(key)), "")

    flags = (cpuinfo("flags") or cpuinfo("Features")).split()
    return {
        "cpu": cpuinfo("model name") or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "threads": threads,
        "flags": [flag for flag in FLAGS if flag in flags],
        "system": platform.system(),
    }


def contestants(family, name, size, options):
    environment = dict(os.environ, OMP_NUM_THREADS=str(options.threads))

    def python(variant):
        label, precision = family.VARIANTS[variant]
        command = [sys.executable, "worker.py", name, str(size), variant, str(options.threads)]
        return Contestant(label, precision, command, environment)

    def java(label, precision, ours):
        command = [options.java, *options.java_options.split(), f"-Dai.djl.pytorch.num_threads={options.threads}"]
        command += ["-cp", options.classpath, "org.atelier.benchmarks.Worker"]
        command += [name, str(size), str(family.BATCH), ours]
        # As ./atelier starts it, and benchmarks/run has the rest of its options.
        launched = {"MALLOC_ARENA_MAX": "1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
        return Contestant(label, precision, command, {**launched, **environment})

    variants = list(options.variants.split(",")) if options.variants else list(family.DEFAULT_VARIANTS)
    if not options.bfloat16:
        variants = [variant for variant in variants if family.VARIANTS[variant][1] != "bfloat16"]
    field = [python(variants[0]), java("Atelier FLOAT32", "float32", "float32")]
    if options.bfloat16:
        field.append(java("Atelier MIXED", "bfloat16", "mixed"))
    return field + [python(variant) for variant in variants[1:]]


def compare(family, name, size, options, peak):
    field = contestants(family, name, size, options)
    # Where a network learns in every n-th step only, n steps are the least that can be compared.
    cycle = getattr(family, "CYCLE", 1)
    for contestant in field:
        # A JVM compiles what it runs often, at first beside the steps that are timed.
        start = time.monotonic()
        contestant.run(max(WARM_UP_STEPS, cycle))
        while time.monotonic() - start < WARM_UP_SECONDS:
            contestant.run(cycle)
    # About a second for a turn, and the same number of steps for everybody.
    slowest = max(contestant.run(cycle) for contestant in field)
    steps = cycle * max(1, round(options.turn * 1000 / slowest / cycle))
    for turn in range(options.rounds):
        order = field[turn % len(field) :] + field[: turn % len(field)]
        for contestant in order:
            contestant.run(1)  # not counted: the one before left its data in the caches
            contestant.nanos.append(contestant.run(steps))
    yardstick = field[0]
    needed = family.flops(size)
    rows = []
    for contestant in field:
        ratios = sorted(base / own for base, own in zip(yardstick.nanos, contestant.nanos))
        median = statistics.median(contestant.nanos)
        rows.append(
            {
                "contestant": contestant.label,
                "precision": contestant.precision,
                "ms_per_step": round(median, 2),
                "ms_per_step_all": [round(ms, 2) for ms in contestant.nanos],
                "times_as_fast": round(statistics.median(ratios), 3),
                "spread": [round(quantile(ratios, q), 3) for q in (0.25, 0.75)],
                "peak_memory_mib": contestant.peak_memory(),
                "gflops": round(needed / median / 1e6, 1),
                "share_of_peak": round(needed / median / 1e6 / peak[contestant.precision], 3),
                "versions": contestant.versions,
            }
        )
        contestant.close()
    height, width = getattr(family, "picture", lambda side: (side, side))(size)
    return {"size": size, "picture": f"{width}x{height}", "batch": family.BATCH, "rounds": options.rounds,
            "steps_a_round": steps, "gflop_per_step": round(needed / 1e9, 2), "rows": rows}


def quantile(ordered, q):
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


def measure_peak(threads, precisions):
    command = [sys.executable, "peak.py", str(threads), *precisions]
    out = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True)
    return json.loads(out.stdout)


def show(name, case):
    print(f"\n{name}, {case['picture']} pixels, batch {case['batch']}: medians of {case['rounds']} rounds "
          f"of {case['steps_a_round']} steps; the layers need {case['gflop_per_step']} GFLOP a step")
    print(f"{'':24}{'ms/step':>9}{'ratio':>8}{'quartiles':>14}{'peak memory':>13}{'GFLOP/s':>9}{'of GEMM peak':>14}")
    for row in case["rows"]:
        low, high = row["spread"]
        memory = f"{row['peak_memory_mib']} MiB" if row["peak_memory_mib"] else "-"
        print(f"{row['contestant']:24}{row['ms_per_step']:9.1f}{row['times_as_fast']:7.2f}x{f'{low:.2f}-{high:.2f}':>14}"
              f"{memory:>13}{row['gflops']:9.1f}{row['share_of_peak']:13.0%} ")
    for versions in dict.fromkeys(row["versions"] for row in case["rows"]):
        print(f"  {versions}")


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/run FAMILY")
    parser.add_argument("family")
    parser.add_argument("--size", default="both", help="pixels: one of the family's sizes, or both")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--turn", type=float, default=1.0, help="seconds a contestant runs at a time")
    parser.add_argument("--variants", help="PyTorch programs by name, the first being the yardstick")
    parser.add_argument("--bfloat16", action="store_true", help="also where the processor has no units for it")
    parser.add_argument("--java", required=True, help=argparse.SUPPRESS)
    parser.add_argument("--java-options", default="", help=argparse.SUPPRESS)
    parser.add_argument("--classpath", required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    family = importlib.import_module("families." + options.family)
    sizes = family.SIZES if options.size == "both" else (int(options.size),)
    unknown = set(sizes) - set(family.SIZES)
    if unknown:
        parser.error(f"--size must be one of {', '.join(map(str, family.SIZES))}, or both")
    if options.rounds < 1 or options.threads < 1:
        parser.error("--rounds and --threads must be at least 1")

    about = machine(options.threads)
    units = bool(BFLOAT16_FLAGS.intersection(about["flags"]))
    if not (units or options.bfloat16):
        print("This processor has no bfloat16 units: MIXED and its like are left out (--bfloat16 asks for them)")
    options.bfloat16 |= units
    precisions = ["float32", "bfloat16"] if options.bfloat16 else ["float32"]
    peak = measure_peak(options.threads, precisions)
    print(f"{about['cpu']}, {about['cores']} cores, {options.threads} threads, {' '.join(about['flags'])}")
    cases = []
    for size in sizes:
        cases.append(compare(family, options.family, size, options, peak))
        # The best of several looks: another process may have had the cores during one of them.
        peak = {key: max(value, peak[key]) for key, value in measure_peak(options.threads, precisions).items()}
        for row in cases[-1]["rows"]:
            row["share_of_peak"] = row["gflops"] / peak[row["precision"]]
        show(options.family, cases[-1])
    reached = ", ".join(f"{value:.0f} in {key}" for key, value in peak.items())
    print(f"\nGEMM peak (torch.mm, 2048x2048), GFLOP/s: {reached}")
    RESULTS.mkdir(exist_ok=True)
    day = datetime.datetime.now(datetime.timezone.utc)
    file = RESULTS / f"{options.family}-{day:%Y%m%d-%H%M%S}.json"
    result = {"family": options.family, "time": day.isoformat(timespec="seconds"), "machine": about,
              "gemm_gflops": {key: round(value, 1) for key, value in peak.items()}, "cases": cases}
    file.write_text(json.dumps(result, indent=2) + "\n")
    print(f"Written to benchmarks/results/{file.name}")


if __name__ == "__main__":
    main()
