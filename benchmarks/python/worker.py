"""One PyTorch contestant: the counterpart of org.atelier.benchmarks.Worker, with its protocol."""

import importlib
import math
import platform
import sys
import time

import torch


def main(family, size, variant, threads):
    torch.set_num_threads(int(threads))
    torch.manual_seed(0)
    step = importlib.import_module("families." + family).build(int(size), variant)
    print(f"ready Python {platform.python_version()}, torch {torch.__version__}", flush=True)
    for line in sys.stdin:
        start = time.perf_counter_ns()
        for _ in range(int(line.split()[1])):
            loss = step()
        value = loss.item()  # waits for the device, once
        nanos = time.perf_counter_ns() - start
        if not math.isfinite(value):
            sys.exit(f"The loss is {value}")
        print(nanos, flush=True)


main(*sys.argv[1:])
