"""FAISS's exact search, or hnswlib's approximate one: answers every line "run" with a line of JSON. Building the index lies inside the clock.

Usage: neighbors.py faiss|hnswlib ROWS_FILE ROWS COLUMNS NEIGHBORS OUTPUT
"""
import importlib.metadata
import json
import os
import resource
import sys
import time

import numpy as np

WARM_UP_ROWS = 2000
WARM_UP_SECONDS = 3

# hnswlib's usual degree, and breadths that find 97% of the neighbours of 50,000 GloVe words.
DEGREE, BREADTH_OF_BUILDING, BREADTH_OF_SEARCH = 16, 100, 60

library, path, rows, columns, neighbors, output = sys.argv[1:7]
rows, columns, neighbors = int(rows), int(columns), int(neighbors)
threads = os.cpu_count()


def exact(x):
    index = faiss.IndexFlatL2(columns)
    index.add(x)
    return index.search(x, neighbors + 1)[1]


def approximate(x):
    index = hnswlib.Index(space="l2", dim=columns)
    index.init_index(max_elements=len(x), M=DEGREE, ef_construction=BREADTH_OF_BUILDING, random_seed=0)
    index.set_num_threads(threads)
    index.add_items(x)
    index.set_ef(BREADTH_OF_SEARCH)
    return index.knn_query(x, k=neighbors + 1)[0]


def others(found):
    """Drops a row from its own list, or the last where it was not found."""
    found = found.astype(np.int64)
    own = found == np.arange(len(found))[:, None]
    own[~own.any(axis=1), -1] = True
    return found[~own].reshape(len(found), neighbors)


def reply(**figures):
    figures["peak_bytes"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(figures), flush=True)


x = np.fromfile(path, dtype="<f4", count=rows * columns).reshape(rows, columns)
try:
    if library == "faiss":
        import faiss

        faiss.omp_set_num_threads(threads)
        search, about = exact, f"FAISS {faiss.__version__}, IndexFlatL2, {threads} threads"
    else:
        import hnswlib

        search = approximate
        about = f"hnswlib {importlib.metadata.version('hnswlib')}, M {DEGREE}, ef {BREADTH_OF_BUILDING} and {BREADTH_OF_SEARCH}, {threads} threads"
    started = time.perf_counter()
    while time.perf_counter() - started < WARM_UP_SECONDS:
        search(x[:WARM_UP_ROWS])
    reply(about=about)
except Exception as error:
    reply(error=f"{type(error).__name__}: {error}")
    sys.exit(1)

for line in sys.stdin:
    if line.strip() != "run":
        break
    try:
        started = time.perf_counter()
        found = search(x)
        seconds = time.perf_counter() - started
        others(found).astype(np.float64).tofile(output)
        reply(seconds=seconds)
    except Exception as error:
        reply(error=f"{type(error).__name__}: {error}")
