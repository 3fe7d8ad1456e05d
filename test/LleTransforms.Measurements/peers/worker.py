"""What the workers among the peers share: they warm up, say what they are, and answer every line "run" with a line of JSON."""
import json
import resource
import sys
import time

import kernels  # before numpy
import numpy as np

WARM_UP_ROWS = 2000
WARM_UP_SECONDS = 3


def read(path, rows, columns):
    return np.fromfile(path, dtype="<f4", count=rows * columns).reshape(rows, columns)


def write(result, path):
    np.ascontiguousarray(result, dtype=np.float64).tofile(path)


def timed(work):
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def warm_up(work):
    started = time.perf_counter()
    while time.perf_counter() - started < WARM_UP_SECONDS:
        work()


def serve(begin, run):
    """Begins, which returns what the worker is, and then runs for every line; a run returns the seconds of what counts."""
    try:
        reply(about=begin())
    except Exception as error:
        reply_fault(error)
        sys.exit(1)
    for line in sys.stdin:
        if line.strip() != "run":
            break
        try:
            reply(seconds=run())
        except Exception as error:
            reply_fault(error)


def reply(**figures):
    figures["peak_bytes"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(figures), flush=True)


def reply_fault(error):
    reply(error=f"{type(error).__name__}: {error}")
