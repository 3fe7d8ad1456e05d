"""scikit-learn's side of one work: answers every line "run" with a line of JSON. Only the fit, the search or the transform lies inside the clock.

Usage: side_by_side.py KIND ROWS_FILE ROWS COLUMNS NEIGHBORS COMPONENTS METHOD OUTPUT [UNSEEN_FILE UNSEEN_ROWS]
"""
import json
import resource
import sys
import time
import warnings

import numpy as np
import scipy
import sklearn
from sklearn.manifold import LocallyLinearEmbedding
from sklearn.neighbors import NearestNeighbors

warnings.filterwarnings("ignore")
WARM_UP_ROWS = 2000
WARM_UP_SECONDS = 3

kind, path, rows, columns, neighbors, components, method, output = sys.argv[1:9]
rows, columns, neighbors, components = int(rows), int(columns), int(neighbors), int(components)


def read(path, count):
    return np.fromfile(path, dtype="<f4", count=count * columns).reshape(count, columns)


def model(eigen_solver="arpack"):
    return LocallyLinearEmbedding(
        n_neighbors=neighbors, n_components=components, method=method, eigen_solver=eigen_solver, random_state=0, n_jobs=-1)


def search(x):
    return NearestNeighbors(n_neighbors=neighbors, algorithm="brute", n_jobs=-1).fit(x).kneighbors(return_distance=False)


def timed(work):
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def about():
    text = f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}, SciPy {scipy.__version__}"
    try:
        from threadpoolctl import threadpool_info

        libraries = [f"{i.get('internal_api')} {i.get('version') or ''} {i.get('architecture') or ''} {i['num_threads']} threads" for i in threadpool_info()]
        return text + "; " + (", ".join(" ".join(line.split()) for line in libraries))
    except ImportError:
        return text


def reply(**figures):
    figures["peak_bytes"] = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(figures), flush=True)


def warm_up(work):
    started = time.perf_counter()
    while time.perf_counter() - started < WARM_UP_SECONDS:
        work()


single = read(path, rows)
x = single if kind == "Neighbors" or kind == "FitAgainstNeighbors" else single.astype(np.float64)
unseen = read(sys.argv[9], int(sys.argv[10])).astype(np.float64) if len(sys.argv) > 9 else None
try:
    if kind == "Converged":
        np.ascontiguousarray(model("dense").fit(x).embedding_).tofile(output)
        sys.exit(0)
    if kind in ("Neighbors", "FitAgainstNeighbors"):
        warm_up(lambda: search(x[:WARM_UP_ROWS]))
    else:
        warm_up(lambda: model().fit(x[:WARM_UP_ROWS]))
    fitted = model().fit(x) if unseen is not None else None
    if unseen is not None:
        warm_up(lambda: fitted.transform(unseen[:WARM_UP_ROWS]))
    reply(about=about())
except Exception as error:
    reply(error=f"{type(error).__name__}: {error}")
    sys.exit(1)

for line in sys.stdin:
    if line.strip() != "run":
        break
    try:
        if kind == "Fit":
            seconds, result = timed(lambda: model().fit(x))
            result = result.embedding_
        elif kind == "Transform":
            seconds, result = timed(lambda: fitted.transform(unseen))
        elif kind == "SingleRow":
            each = [timed(lambda: fitted.transform(unseen[i : i + 1])) for i in range(len(unseen))]
            seconds, result = float(np.median([s for s, _ in each])), np.concatenate([row for _, row in each])
        else:
            seconds, result = timed(lambda: search(x))
        np.ascontiguousarray(result, dtype=np.float64).tofile(output)
        reply(seconds=seconds)
    except Exception as error:
        reply(error=f"{type(error).__name__}: {error}")
