"""FAISS's exact search, or hnswlib's approximate one: answers every line "run" with a line of JSON. Building the index lies inside the clock.

Usage: neighbors.py faiss|hnswlib ROWS_FILE ROWS COLUMNS NEIGHBORS OUTPUT
"""
import importlib.metadata
import os
import sys

import numpy as np

import worker

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


def begin():
    global faiss, hnswlib, search
    if library == "faiss":
        import faiss

        faiss.omp_set_num_threads(threads)
        search, about = exact, f"FAISS {faiss.__version__}, IndexFlatL2, {threads} threads"
    else:
        import hnswlib

        search = approximate
        about = f"hnswlib {importlib.metadata.version('hnswlib')}, M {DEGREE}, ef {BREADTH_OF_BUILDING} and {BREADTH_OF_SEARCH}, {threads} threads"
    worker.warm_up(lambda: search(x[:worker.WARM_UP_ROWS]))
    return about


def run():
    seconds, found = worker.timed(lambda: search(x))
    worker.write(others(found), output)
    return seconds


x = worker.read(path, rows, columns)
worker.serve(begin, run)
