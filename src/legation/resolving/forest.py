"""Forests of decision trees, read from a file of arrays: what weighs many small signs against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.errors import MissingPart


@dataclass(frozen=True, slots=True)
class Forest:
    """T trees of at most N inner nodes and N + 1 leaves for C classes; tree t speaks for class t mod C.

    `feature`, `limit`, `below`, `above` [T, N]: a row goes `below` where its feature is at most the limit; a negative number n is the
    leaf ~n. `value` [T, N + 1]. `names`: the features in their order."""

    feature: NDArray[np.int16]
    limit: NDArray[np.float32]
    below: NDArray[np.int16]
    above: NDArray[np.int16]
    value: NDArray[np.float32]
    classes: int
    names: tuple[str, ...]

    def chances(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """[rows, features] → [rows, classes], each row adding up to 1; two classes are one tree's yes or no."""
        total = self._totals(rows)
        if self.classes == 1:
            yes = 1 / (1 + np.exp(-total[:, 0]))
            return np.stack([1 - yes, yes], 1)
        odds = np.exp(total - total.max(1, keepdims=True))
        shares: NDArray[np.float64] = odds / odds.sum(1, keepdims=True)
        return shares

    def likeliest(self, offered: Sequence[NDArray[np.float32]], silent: float) -> list[int]:
        """Of each choice [things, features] the number of the likeliest to be right; the first, which is nothing, counts `silent` times."""
        if not offered:
            return []
        chance = self.chances(np.concatenate(offered))[:, 1]
        ends = np.cumsum([len(some) for some in offered])
        chance[ends - [len(some) for some in offered]] *= silent
        return [int(its.argmax()) for its in np.split(chance, ends[:-1])]

    def _totals(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        start = np.arange(len(self.feature), dtype=np.int32)[None, :] * self.feature.shape[1]
        feature, limit, below, above = (a.ravel() for a in (self.feature, self.limit, self.below, self.above))
        flat, first = rows.ravel(), np.arange(len(rows), dtype=np.int32)[:, None] * rows.shape[1]
        at = np.zeros((len(rows), len(self.feature)), np.int16)
        while (at >= 0).any():
            node = start + np.maximum(at, 0)
            goes = flat.take(first + feature.take(node)) <= limit.take(node)
            at = np.where(at < 0, at, np.where(goes, below.take(node), above.take(node)))
        trees = np.arange(len(self.feature))[None, :]
        leaves = self.value[trees, ~at].astype(np.float64)
        total: NDArray[np.float64] = leaves.reshape(len(rows), len(trees[0]) // self.classes, self.classes).sum(1)
        return total


@cache
def load(name: str) -> Forest:
    """A forest of the package by its name, loaded once. Raises MissingPart where it is not installed."""
    try:
        data = (resources.files("legation.resolving") / "model" / f"{name}.npz").read_bytes()
    except FileNotFoundError as missing:
        raise MissingPart(f"the weights of {name!r} are not installed: install the package again") from missing
    kept: Any = np.load(BytesIO(data), allow_pickle=False)
    return Forest(
        kept["feature"], kept["limit"], kept["below"], kept["above"], kept["value"], int(kept["classes"]), tuple(map(str, kept["names"]))
    )
