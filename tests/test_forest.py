"""A forest is what walking its trees one by one gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from legation.errors import MissingPart
from legation.resolving.forest import Forest, load

# Two trees: "at most 0.5?" then, above it, "at most 2?"; and one that is a single leaf.
STUMPS = Forest(
    feature=np.array([[0, 1], [0, 0]], np.int16),
    limit=np.array([[0.5, 2.0], [0.0, 0.0]], np.float32),
    below=np.array([[~0, ~1], [~0, 0]], np.int16),
    above=np.array([[1, ~2], [~0, 0]], np.int16),
    value=np.array([[-1.0, 0.0, 1.0], [0.25, 0.0, 0.0]], np.float32),
    classes=1,
    names=("one", "other"),
)


def walked(forest: Forest, row: np.ndarray, tree: int) -> float:
    node = 0
    while node >= 0:
        below = row[forest.feature[tree, node]] <= forest.limit[tree, node]
        node = int(forest.below[tree, node] if below else forest.above[tree, node])
    return float(forest.value[tree, ~node])


@given(arrays(np.float32, (7, 2), elements=st.floats(-4, 4, width=32)))
def test_chances_are_those_of_the_trees(rows: np.ndarray) -> None:
    total = np.array([walked(STUMPS, row, 0) + walked(STUMPS, row, 1) for row in rows])
    assert STUMPS.chances(rows)[:, 1] == pytest.approx(1 / (1 + np.exp(-total)))


def test_the_highest_of_each_choice_where_nothing_ranks_lower() -> None:
    none, low, high = np.float32([9, 9]), np.float32([0, 0]), np.float32([8, 8])
    assert STUMPS.likeliest([np.stack([none, low]), np.stack([low, high, low]), np.stack([none, high])], 0.0) == [0, 1, 0]
    assert STUMPS.likeliest([np.stack([none, low]), np.stack([none, high])], 0.1) == [0, 1]
    assert STUMPS.likeliest([], 0.5) == []


@pytest.mark.parametrize(("row", "leaf"), [((0.5, 9), -1.0), ((0.6, 2.0), 0.0), ((0.6, 2.1), 1.0)])
def test_a_row_goes_below_where_it_is_at_most_the_limit(row: tuple[float, float], leaf: float) -> None:
    assert walked(STUMPS, np.array(row, np.float32), 0) == leaf


@pytest.mark.parametrize("name", ["parties", "stances", "sources", "worth", "right"])
def test_shipped_forests_give_chances(name: str) -> None:
    forest = load(name)
    chances = forest.chances(np.zeros((3, len(forest.names)), np.float32))
    assert chances.shape == (3, max(2, forest.classes))
    assert chances.sum(1) == pytest.approx(1)
    assert forest.feature.max() < len(forest.names)


def test_a_forest_that_is_not_there_is_told_of() -> None:
    with pytest.raises(MissingPart, match="install the package again"):
        load("elms")
