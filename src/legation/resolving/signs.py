"""Signs that are one of several kinds, as a forest takes them: a column for each kind, 1 in that of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


def columns(features: Sequence[str], sign: str, kinds: Iterable[str]) -> dict[str, int]:
    """The column of each kind of a sign, by the names of the features ("type AID" is that of "AID")."""
    return {kind: features.index(f"{sign} {kind}") for kind in kinds}


@lru_cache(maxsize=1024)
def one_of(kinds: Sequence[str], kind: str) -> tuple[bool, ...]:
    """Whether it is the first of the kinds, the second, and so on."""
    return tuple(kind == k for k in kinds)


def mark(rows: NDArray[np.float32], of: Mapping[str, int], kinds: Sequence[str]) -> None:
    """Write 1 for the kind of each row, where it has a column."""
    told = [(row, column) for row, kind in enumerate(kinds) if (column := of.get(kind)) is not None]
    if told:
        rows[tuple(zip(*told, strict=True))] = 1.0
