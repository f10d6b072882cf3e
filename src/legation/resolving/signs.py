"""Signs that are one of several kinds, as a forest takes them: a column for each kind, 1 in that of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def columns(features: Sequence[str], sign: str, kinds: Iterable[str]) -> dict[str, int]:
    """The column of each kind of a sign, by the names of the features ("type AID" is that of "AID")."""
    return {kind: features.index(f"{sign} {kind}") for kind in kinds}


def mark(rows: NDArray[np.float32], of: Mapping[str, int], kinds: Sequence[str]) -> None:
    """Write 1 for the kind of each row, where it has a column."""
    for row, kind in zip(rows, kinds, strict=True):
        if (column := of.get(kind)) is not None:
            row[column] = 1.0
