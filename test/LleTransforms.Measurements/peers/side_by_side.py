"""scikit-learn's side of one work: answers every line "run" with a line of JSON. Only the fit, the search or the transform lies inside the clock.

Usage: side_by_side.py KIND ROWS_FILE ROWS COLUMNS NEIGHBORS COMPONENTS METHOD OUTPUT [UNSEEN_FILE UNSEEN_ROWS]
"""
import sys
import warnings

import worker  # before numpy, whose kernels it chooses
import numpy as np
import scipy
import sklearn
from sklearn.manifold import LocallyLinearEmbedding
from sklearn.neighbors import NearestNeighbors

warnings.filterwarnings("ignore")

kind, path, rows, columns, neighbors, components, method, output = sys.argv[1:9]
rows, columns, neighbors, components = int(rows), int(columns), int(neighbors), int(components)


def model(eigen_solver="arpack"):
    return LocallyLinearEmbedding(
        n_neighbors=neighbors, n_components=components, method=method, eigen_solver=eigen_solver, random_state=0, n_jobs=-1)


def search(x):
    return NearestNeighbors(n_neighbors=neighbors, algorithm="brute", n_jobs=-1).fit(x).kneighbors(return_distance=False)


def about():
    text = f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}, SciPy {scipy.__version__}"
    try:
        from threadpoolctl import threadpool_info

        libraries = [f"{i.get('internal_api')} {i.get('version') or ''} {i.get('architecture') or ''} {i['num_threads']} threads" for i in threadpool_info()]
        return text + "; " + (", ".join(" ".join(line.split()) for line in libraries))
    except ImportError:
        return text


def begin():
    global fitted
    if kind in ("Neighbors", "FitAgainstNeighbors"):
        worker.warm_up(lambda: search(x[:worker.WARM_UP_ROWS]))
    else:
        worker.warm_up(lambda: model().fit(x[:worker.WARM_UP_ROWS]))
    if unseen is not None:
        fitted = model().fit(x)
        worker.warm_up(lambda: fitted.transform(unseen[:worker.WARM_UP_ROWS]))
    return about()


def run():
    if kind == "Fit":
        seconds, result = worker.timed(lambda: model().fit(x))
        result = result.embedding_
    elif kind == "Transform":
        seconds, result = worker.timed(lambda: fitted.transform(unseen))
    elif kind == "SingleRow":
        each = [worker.timed(lambda: fitted.transform(unseen[i : i + 1])) for i in range(len(unseen))]
        seconds, result = float(np.median([s for s, _ in each])), np.concatenate([row for _, row in each])
    else:
        seconds, result = worker.timed(lambda: search(x))
    worker.write(result, output)
    return seconds


single = worker.read(path, rows, columns)
x = single if kind == "Neighbors" or kind == "FitAgainstNeighbors" else single.astype(np.float64)
unseen = worker.read(sys.argv[9], int(sys.argv[10]), columns).astype(np.float64) if len(sys.argv) > 9 else None
if kind == "Converged":
    worker.write(model("dense").fit(x).embedding_, output)
else:
    worker.serve(begin, run)
