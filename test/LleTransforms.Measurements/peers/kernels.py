"""Gives OpenBLAS the kernels of its processor; to be imported before numpy.

OpenBLAS 0.3.21, which Debian 12 has, does not know the models after Ice Lake. There it falls back to kernels for SSE3, which take four to six
times as long, and the peer would look worse than it is.
"""
import os
from pathlib import Path

NEEDED = {"avx512f", "avx512bw", "avx512dq", "avx512vl", "avx512cd"}


def flags():
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    return next((set(line.split()) for line in lines if line.startswith("flags")), set())


if NEEDED <= flags():
    os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
