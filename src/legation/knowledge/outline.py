"""The outlines of states for a map of the world, from Natural Earth (public domain), 1:110m.

Natural Earth draws borders de facto: who controls the ground, not who claims it. `training/outline.py` remakes the table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from legation.knowledge.tables import lines

SOURCE: Final = "Natural Earth (public domain)"
POINT_OF_VIEW: Final = "borders as they are held on the ground (de facto), not as anybody claims them"

Degrees = tuple[float, float]  # east, north


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """A state or territory: degrees north and east of its middle, and its rings; none where it is too small to draw.

    `code` is "" for what holds itself apart without a code of its own (Northern Cyprus, Somaliland).
    """

    code: str
    name: str
    latitude: float
    longitude: float
    rings: tuple[tuple[Degrees, ...], ...]
    source: str


@cache
def outlines() -> tuple[OutlineRow, ...]:
    """Every outline, by code."""
    return tuple(
        OutlineRow(code, name, float(north), float(east), tuple(_rings(rings)), source)
        for code, name, north, east, rings, source in lines("outline.tsv")
    )


def _rings(field: str) -> Iterator[tuple[Degrees, ...]]:
    for ring in filter(None, field.split(";")):
        yield tuple((int(east) / 10, int(north) / 10) for east, north in (point.split(",") for point in ring.split()))
