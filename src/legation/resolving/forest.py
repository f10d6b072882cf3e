"""Forests of decision trees, read from a file of arrays: what weighs many small signs against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from legation.errors import MissingPart


@dataclass(frozen=True, slots=True)
class _Nodes:
    """All nodes of T trees behind one another, as rows walk through them; a leaf leads to itself, whichever way.

    `trees` [T]: the trees, the deepest first; `roots` [T]: theirs in that order; `feature`, `limit`, `value` [nodes]; `next` [2 × nodes]:
    where a row goes from node n that is not above (2n), or is above (2n + 1), the limit; `deeper`: for each step, how many trees go on."""

    trees: NDArray[np.int64]
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    limit: NDArray[np.float32]
    next: NDArray[np.int32]
    value: NDArray[np.float64]
    deeper: tuple[int, ...]


@dataclass(frozen=True)
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
        """[rows, features] → [rows, classes], each row adding up to 1; of two classes a single tree speaks, for or against."""
        total = self._totals(rows)
        if self.classes == 1:
            yes = 1 / (1 + np.exp(-total[:, 0]))
            return np.stack([1 - yes, yes], 1)
        odds = np.exp(total - total.max(1, keepdims=True))
        shares: NDArray[np.float64] = odds / odds.sum(1, keepdims=True)
        return shares

    def likeliest(self, offered: Sequence[NDArray[np.float32]], silent: float) -> list[int]:
        """Of each choice [things, features] the number of what ranks highest; the first, which is nothing, ranks by `silent` lower."""
        if not offered:
            return []
        rank = self._totals(np.concatenate(offered))[:, 0]
        ends = np.cumsum([len(some) for some in offered])
        rank[ends - [len(some) for some in offered]] -= silent
        return [int(its.argmax()) for its in np.split(rank, ends[:-1])]

    def _totals(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        nodes = self._nodes
        flat, first = rows.ravel(), np.arange(len(rows), dtype=np.int32) * rows.shape[1]
        at = np.repeat(nodes.roots[:, None], len(rows), 1)
        for trees in nodes.deeper:
            here = at[:trees]
            above = flat.take(first + nodes.feature.take(here)) > nodes.limit.take(here)
            at[:trees] = nodes.next.take(2 * here + above)
        said = np.empty(at.shape)
        said[nodes.trees] = nodes.value.take(at)
        total: NDArray[np.float64] = said.reshape(len(at) // self.classes, self.classes, len(rows)).sum(0).T
        return total

    @cached_property
    def _nodes(self) -> _Nodes:
        trees, inner = self.feature.shape
        size = 2 * inner + 1  # of each tree: its inner nodes, then its leaves
        roots = np.arange(trees, dtype=np.int32) * size
        feature, limit, value = np.zeros((trees, size), np.int32), np.zeros((trees, size), np.float32), np.zeros((trees, size))
        feature[:, :inner], limit[:, :inner], value[:, inner:] = self.feature, self.limit, self.value
        next_ = np.repeat(np.arange(trees * size, dtype=np.int32).reshape(trees, size, 1), 2, 2)
        for side, to in enumerate((self.below, self.above)):
            next_[:, :inner, side] = np.where(to < 0, inner + ~to, to) + roots[:, None]
        next_ = next_.reshape(-1, 2)
        depth, at = np.zeros(trees, np.int64), roots
        while (at := at[at % size < inner]).size:
            depth[np.unique(at // size)] += 1
            at = np.unique(next_[at])
        order = np.argsort(-depth, kind="stable")
        deeper = tuple(int((depth > step).sum()) for step in range(depth.max(initial=0)))
        return _Nodes(order, roots[order], feature.ravel(), limit.ravel(), next_.ravel(), value.ravel(), deeper)


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
