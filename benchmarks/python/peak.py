"""Prints what this machine's matrix product reaches, in GFLOP/s by precision, as JSON."""

import json
import sys
import time

import torch

SIDE = 2048


def gflops(dtype, seconds=2.0):
    a, b = torch.randn(SIDE, SIDE).to(dtype), torch.randn(SIDE, SIDE).to(dtype)
    out = torch.empty(SIDE, SIDE, dtype=dtype)
    torch.mm(a, b, out=out)
    fastest, end = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < end:
        start = time.perf_counter()
        torch.mm(a, b, out=out)
        fastest = min(fastest, time.perf_counter() - start)
    return 2 * SIDE**3 / fastest / 1e9


torch.set_num_threads(int(sys.argv[1]))
print(json.dumps({name: gflops(getattr(torch, name)) for name in sys.argv[2:]}))
