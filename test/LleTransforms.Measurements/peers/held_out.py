"""Fits scikit-learn's four methods on train.csv, transforms test.csv, and prints each method's Procrustes disparity against truth.csv.

Usage: held_out.py FOLDER NEIGHBORS COMPONENTS
"""
import sys
import warnings
from pathlib import Path

import numpy as np
from scipy.spatial import procrustes
from sklearn.manifold import LocallyLinearEmbedding

warnings.filterwarnings("ignore")
folder, neighbors, components = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
train, test, truth = (np.loadtxt(folder / f"{name}.csv", delimiter=",") for name in ("train", "test", "truth"))
for method in ("standard", "modified", "hessian", "ltsa"):
    model = LocallyLinearEmbedding(n_neighbors=neighbors, n_components=components, method=method, random_state=0).fit(train)
    print(method, procrustes(truth, model.transform(test))[2])
