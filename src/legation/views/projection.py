"""Degrees to points of a map (Equal Earth: Šavrič, Patterson and Jenny 2018, which keeps areas true), and what part of it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

WIDTH: Final = 2500  # points of the whole world, so that whole numbers are fine enough
NORTH, SOUTH = 84.0, -57.0  # degrees: nobody's news comes from beyond
FACTORS: Final = (1.340264, -0.081106, 0.000893, 0.003796)
NEAREST: Final = 0.22  # of the world's width is shown at the least: nearer, the small scale's outlines are no more than corners
WHOLE: Final = 0.65  # what would be more than this is shown as the whole world
AROUND: Final = 1.4  # so much more is shown than there are marks

Point = tuple[float, float]


def project(east: float, north: float) -> Point:
    """Degrees to points, from the map's upper left corner."""
    x, y = _equal_earth(east, min(max(north, SOUTH), NORTH))
    unit = WIDTH / (2 * _equal_earth(180, 0)[0])
    return WIDTH / 2 + x * unit, (_equal_earth(0, NORTH)[1] - y) * unit


def _equal_earth(east: float, north: float) -> Point:
    a1, a2, a3, a4 = FACTORS
    t = asin(sqrt(3) / 2 * sin(radians(north)))
    slope = a1 + 3 * a2 * t**2 + t**6 * (7 * a3 + 9 * a4 * t**2)
    return 2 * sqrt(3) * radians(east) * cos(t) / (3 * slope), t * (a1 + a2 * t**2 + t**6 * (a3 + a4 * t**2))


HEIGHT: Final = round(project(0, SOUTH)[1])


@dataclass(frozen=True, slots=True)
class View:
    """The part of the map that is shown: its upper left corner, and its share of the whole map's width."""

    left: float
    top: float
    share: float

    @property
    def width(self) -> float:
        """Points across."""
        return WIDTH * self.share

    @property
    def height(self) -> float:
        """Points down."""
        return HEIGHT * self.share


WORLD: Final = View(0, 0, 1)


def view(points: Iterable[Point]) -> View:
    """The part that shows these points with some room around them; the whole world where they are far apart."""
    found = list(points)
    if not found:
        return WORLD
    (west, east), (top, bottom) = ((min(p[axis] for p in found), max(p[axis] for p in found)) for axis in (0, 1))
    share = max(AROUND * (east - west) / WIDTH, AROUND * (bottom - top) / HEIGHT, NEAREST)
    if share > WHOLE:
        return WORLD
    left, upper = (west + east - WIDTH * share) / 2, (top + bottom - HEIGHT * share) / 2
    return View(min(max(left, 0), WIDTH * (1 - share)), min(max(upper, 0), HEIGHT * (1 - share)), share)
