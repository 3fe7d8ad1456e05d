"""FAISS's exact search, or hnswlib's approximate one: answers every line "run" with a line of JSON. Building the index lies inside the clock.

Usage: neighbors.py faiss|hnswlib ROWS_FILE ROWS COLUMNS NEIGHBORS OUTPUT
"""
import importlib.metadata
import os
import sys

import worker  # before numpy, whose kernels it chooses
import numpy as np

# hnswlib's degree, and its breadths of building and of search. The first, with the usual degree, find 97% of the neighbours of 50,000 GloVe
# words. Of all words they find 73%. The second find 95% there, in the least time of degrees 16 and 24 with breadths up to 200 and 800.
OF_FEW_ROWS, OF_MANY_ROWS, MANY_ROWS = (16, 100, 60), (24, 200, 300), 100_000

library, path, rows, columns, neighbors, output = sys.argv[1:7]
rows, columns, neighbors = int(rows), int(columns), int(neighbors)
threads = os.cpu_count()
degree, breadth_of_building, breadth_of_search = OF_MANY_ROWS if rows >= MANY_ROWS else OF_FEW_ROWS


def exact(x):
    index = faiss.IndexFlatL2(columns)
    index.add(x)
    return index.search(x, neighbors + 1)[1]


def approximate(x):
    index = hnswlib.Index(space="l2", dim=columns)
    index.init_index(max_elements=len(x), M=degree, ef_construction=breadth_of_building, random_seed=0)
    index.set_num_threads(threads)
    index.add_items(x)
    index.set_ef(breadth_of_search)
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
        about = f"hnswlib {importlib.metadata.version('hnswlib')}, M {degree}, ef {breadth_of_building} and {breadth_of_search}, {threads} threads"
    worker.warm_up(lambda: search(x[:worker.WARM_UP_ROWS]))
    return about


def run():
    seconds, found = worker.timed(lambda: search(x))
    worker.write(others(found), output)
    return seconds


x = worker.read(path, rows, columns)
worker.serve(begin, run)
