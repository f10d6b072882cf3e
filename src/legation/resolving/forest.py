"""Forests of decision trees, read from a file of arrays: what weighs many small signs against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from io import BytesIO
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from legation.errors import MissingPart

NAMES: Final = ("parties", "stances", "sources", "taking", "worth", "right", "moments", "places")
ASKED: Final = 7  # questions of a block
WAYS: Final = 2**ASKED  # in which they can be answered


@dataclass(frozen=True, slots=True)
class _Blocks:
    """All trees, cut into B blocks of up to ASKED questions that a row is asked at once: the answers together say how it goes on.

    `feature`, `limit` [Q]: the questions of all trees ("is it above the limit?"), each once; `asked` [ASKED, B]: those of each block;
    `told` [B × WAYS]: the value of the leaf to which the answers lead, the first question's being the lowest bit, not a number where
    they lead to another block; `leads` [B × WAYS]: that block. The blocks of the roots come first, in the order of the trees: `roots`
    [trees, 1] says where each begins, `deep` whether any leads on."""

    feature: NDArray[np.int64]
    limit: NDArray[np.float32]
    asked: NDArray[np.int64]
    leads: NDArray[np.int32]
    told: NDArray[np.float32]
    roots: NDArray[np.int64]
    deep: bool


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

    def cut_up(self) -> None:
        """Make it ready to be asked."""
        _ = self._blocks

    def _totals(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        blocks, trees, many = self._blocks, len(self.feature), len(rows)
        yes = (rows.T.take(blocks.feature, 0) > blocks.limit[:, None]).view(np.uint8)
        answers = yes.take(blocks.asked[-1], 0)  # [B, rows]
        for question in blocks.asked[-2::-1]:
            answers += answers  # a bit up: quicker than a shift
            answers += yes.take(question, 0)
        way = answers[:trees] + blocks.roots
        told = blocks.told.take(way).ravel()  # [trees × rows]
        if blocks.deep:
            on, said = np.flatnonzero(np.isnan(told)), answers.ravel()
            block = blocks.leads.take(way.ravel().take(on)).astype(np.int64)
            while on.size:
                step = block * WAYS + said.take(block * many + on % many)
                told[on] = of_step = blocks.told.take(step)
                more = np.flatnonzero(np.isnan(of_step))
                on, block = on.take(more), blocks.leads.take(step.take(more)).astype(np.int64)
        total: NDArray[np.float64] = told.reshape(trees // self.classes, self.classes, many).sum(0, np.float64).T
        return total

    @cached_property
    def _blocks(self) -> _Blocks:
        trees, inner = self.feature.shape
        first = np.arange(trees, dtype=np.int64)[:, None]
        # [nodes, 2]: where a row goes from each node, by number over all trees: to another, or (~n) to a leaf.
        to = np.stack([np.where(way < 0, ~(first * (inner + 1) + ~way), first * inner + way) for way in (self.below, self.above)], -1)
        blocks = _cut(to.reshape(-1, 2), first[:, 0] * inner)
        leads = _leads(to.reshape(-1, 2), blocks)
        nodes = np.where(blocks < 0, blocks[:, :1], blocks).T  # too short a block asks its first question again, to no avail
        feature, limit = self.feature.ravel()[nodes].ravel().astype(np.int64), self.limit.ravel()[nodes].ravel()
        _, once, asked = np.unique(feature << 32 | limit.view(np.uint32), return_index=True, return_inverse=True)
        told = np.where(leads < 0, self.value.ravel().take(np.where(leads < 0, ~leads, 0)), np.float32(np.nan)).ravel()
        roots = np.arange(0, trees * WAYS, WAYS)[:, None]
        deep = bool(np.isnan(told[: trees * WAYS]).any())
        return _Blocks(feature[once], limit[once], asked.reshape(nodes.shape), np.maximum(leads, 0).ravel(), told, roots, deep)


def _cut(to: NDArray[np.int64], tops: NDArray[np.int64]) -> NDArray[np.int64]:
    """[B, ASKED]: the nodes of each block, from its top down, -1 where it has fewer: first the blocks of these tops, then those below."""
    found = []
    while tops.size:
        nodes = np.full((len(tops), ASKED), -1)
        nodes[:, 0], count = tops, np.ones(len(tops), np.int64)
        for i in range(ASKED):
            for side in (0, 1):
                below = np.where(nodes[:, i] < 0, -1, to[nodes[:, i], side])
                more = np.flatnonzero((below >= 0) & (count < ASKED))
                nodes[more, count[more]] = below[more]
                count[more] += 1
        found.append(nodes)
        below = to[nodes[nodes >= 0]].ravel()
        tops = np.setdiff1d(below[below >= 0], nodes)
    return np.concatenate(found)


def _leads(to: NDArray[np.int64], blocks: NDArray[np.int64]) -> NDArray[np.int32]:
    """[B, WAYS]: where the answers lead from each block, worked out from its last node up."""
    number, place = np.zeros((2, len(to)), np.int64)
    here, filled = np.arange(len(blocks)), blocks >= 0
    for i in range(ASKED):
        number[blocks[filled[:, i], i]], place[blocks[filled[:, i], i]] = here[filled[:, i]], i
    leads = np.zeros((ASKED, len(blocks), WAYS), np.int32)
    for i in reversed(range(ASKED)):
        answered = leads.reshape(ASKED, len(blocks), -1, 2, 2**i)  # the last but one: the answer to question i
        for side in (0, 1):
            node = to[blocks[:, i], side]
            known = np.maximum(node, 0)
            inside = np.flatnonzero((node >= 0) & (number[known] == here))
            answered[i, :, :, side] = np.where(node < 0, node, number[known])[:, None, None]
            answered[i, inside, :, side] = answered[place[known[inside]], inside, :, side]
    to_next: NDArray[np.int32] = leads[0]
    return to_next


def prepare() -> None:
    """Read the package's forests and cut them up, as their first use would."""
    for name in NAMES:
        load(name).cut_up()


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
