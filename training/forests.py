"""Forests of decision trees: grown by LightGBM, kept as arrays that `legation.resolving.forest` reads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import lightgbm
import numpy as np

from legation.resolving.forest import Forest

SETTINGS = {
    "learning_rate": 0.05, "min_data_in_leaf": 30, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
    "lambda_l2": 5.0, "verbosity": -1, "num_threads": 2, "deterministic": True, "force_row_wise": True,
}  # fmt: skip


def grow(
    rows: np.ndarray, gold: np.ndarray, classes: int, rounds: int, names: tuple[str, ...], seed: int = 1, leaves: int = 15,
    speaks: Sequence[int] = (), threads: int = 2,
) -> Forest:  # fmt: skip
    """A forest for `classes` classes (two: one tree a round says yes or no) of the rows' right answers; `leaves` a tree at most.

    `speaks`: for each feature 1 where more of it may only speak for yes, -1 only against, 0 either way."""
    kind: dict = {"objective": "binary"} if classes == 2 else {"objective": "multiclass", "num_class": classes}
    kind |= {"num_threads": threads, **({"monotone_constraints": list(speaks)} if speaks else {})}
    return _grown(kind, lightgbm.Dataset(rows, gold), 1 if classes == 2 else classes, rounds, names, seed, leaves)


def rank(choices: Sequence[tuple[np.ndarray, np.ndarray]], rounds: int, names: tuple[str, ...], seed: int = 1, leaves: int = 15) -> Forest:
    """A forest that ranks what is right above the rest, in each choice: (rows, which of them are right); LambdaMART (Burges 2010)."""
    rows, right = (np.concatenate(parts) for parts in zip(*choices, strict=True))
    data = lightgbm.Dataset(rows, right.astype(int), group=[len(r) for _, r in choices])
    return _grown({"objective": "lambdarank"}, data, 1, rounds, names, seed, leaves)


def _grown(kind: dict, data: lightgbm.Dataset, voices: int, rounds: int, names: tuple[str, ...], seed: int, leaves: int) -> Forest:
    model = lightgbm.train({**SETTINGS, **kind, "seed": seed, "num_leaves": leaves}, data, num_boost_round=rounds)
    return _arrays(model.dump_model(), voices, names)


def _arrays(dump: dict, classes: int, names: tuple[str, ...]) -> Forest:
    trees = [t["tree_structure"] for t in dump["tree_info"]]
    most = max(t["num_leaves"] for t in dump["tree_info"])
    shape = (len(trees), most - 1)
    feature, below, above = (np.zeros(shape, np.int16) for _ in range(3))
    limit, value = np.zeros(shape, np.float32), np.zeros((len(trees), most), np.float32)

    def place(t: int, node: dict) -> int:
        if "leaf_value" in node:
            leaf = node.get("leaf_index", 0)
            value[t, leaf] = node["leaf_value"]
            return ~leaf
        i = node["split_index"]
        feature[t, i], limit[t, i] = node["split_feature"], node["threshold"]
        below[t, i], above[t, i] = place(t, node["left_child"]), place(t, node["right_child"])
        return i

    for t, root in enumerate(trees):
        if place(t, root) < 0:  # a tree that is one leaf
            below[t, 0] = above[t, 0] = ~0
    return Forest(feature, limit, below, above, value, classes, names)


def keep(forest: Forest, path: Path) -> None:
    """Write a forest where the package reads it."""
    path.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        path, feature=forest.feature, limit=forest.limit, below=forest.below, above=forest.above, value=forest.value,
        classes=forest.classes, names=np.array(forest.names),
    )  # fmt: skip
