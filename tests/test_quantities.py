"""Numbers in words and figures: what range they leave, whatever letters they are written in."""

from __future__ import annotations

import pytest

from legation.knowledge.quantity_words import INF
from legation.resolving.quantities import amounts, range_of

AMOUNTS = [
    ("12 people", [(12, 12)]),
    ("two thousand people", [(2000, 2000)]),
    ("at least a dozen people", [(12, INF)]),
    ("between 2 and 5 people", [(2, 5)]),
    ("between two and three million people", [(2_000_000, 3_000_000)]),
    ("between 900 and 2 thousand people", [(900, 2000)]),
    ("between 2 thousand and 3 thousand people", [(2000, 3000)]),
    ("between 5 and 2 people", []),
    ("between 3 million and 2 thousand people", []),
    ("2 thouſand people", [(2000, 2000)]),
    ("two mİllion people", [(2_000_000, 2_000_000)]),
    ("a mİllion people", [(1_000_000, 1_000_000)]),
    ("ſeveral people", [(3, 9)]),
    ("ſıx people", [(6, 6)]),
]


@pytest.mark.parametrize(("words", "expected"), AMOUNTS)
def test_the_range_that_words_leave(words: str, expected: list[tuple[float, float]]) -> None:
    found = list(amounts(words, 0, len(words)))
    assert [range_of(match) for match in found] == expected
    assert all(match.end() <= len(words) for match in found)
