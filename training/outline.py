"""Remakes `src/legation/knowledge/outline.tsv`, the outlines of states on the map, from Natural Earth (public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz      (ISC; Natural Earth 4.1 as TopoJSON)
    python training/outline.py package --data DIR                    (else LEGATION_DATA; DIR holds data/knowledge/country-codes.csv)

Outlines are those of the small scale (1:110m); states that it leaves out come from 1:50m or 1:10m, where they are too small to draw by
their centre alone. Borders are shared arcs, simplified once, so that neighbours still meet. Positions are tenths of a degree.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

TABLE = Path(__file__).parent.parent / "src" / "legation" / "knowledge" / "outline.tsv"
HEADING = ("code", "name", "latitude", "longitude", "rings", "source")
WITHOUT_ISO = {"Kosovo": "KOS"}  # others without a code of their own are drawn, and never shaded
LEFT_OUT = "ATA"  # it fills a tenth of the page, and nobody governs it
TOLERANCE = {"110m": 0.08, "50m": 0.2, "10m": 0.2}  # degrees
SMALL = 1.6  # degrees: what is no larger is a dot on a world map

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Outline:
    """A state's rings, in degrees (east, north), and the middle of its largest one before it was simplified."""

    code: str
    name: str
    middle: Point
    rings: tuple[Ring, ...]
    source: str


def outlines(path: Path, scale: str, codes: dict[str, str]) -> Iterator[Outline]:
    """The states of one TopoJSON file."""
    atlas = json.loads(path.read_text(encoding="utf-8"))
    full = list(unpacked(atlas))
    arcs = [simplified(arc, TOLERANCE[scale]) for arc in full]
    for shape in atlas["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        code = codes.get(shape.get("id", "").lstrip("0"), "") or WITHOUT_ISO.get(name, "")
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        drawn, whole = ([piece for part in parts for ring in part for piece in cut(joined(ring, lines))] for lines in (arcs, full))
        middle = centre(max(whole, key=lambda ring: abs(area(ring))))
        yield Outline(code, name, middle, tuple(drawn), f"Natural Earth 4.1, 1:{scale}")


def unpacked(atlas: dict[str, Any]) -> Iterator[Ring]:
    """The arcs of a quantised topology, in degrees."""
    (by_x, by_y), (from_x, from_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    for arc in atlas["arcs"]:
        steps = accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
        yield [(x * by_x + from_x, y * by_y + from_y) for x, y in steps]


def joined(ring: Sequence[int], arcs: Sequence[Ring]) -> Ring:
    """The arcs of a ring one behind the other; a negative index is an arc run backward."""
    points: Ring = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def cut(ring: Ring) -> Iterator[Ring]:
    """The ring, or its pieces on both sides where it runs over the antimeridian."""
    turns = accumulate((round((before[0] - x) / 360) for before, (x, _) in pairwise(ring)), initial=0)
    whole = [(x + 360 * turn, y) for (x, y), turn in zip(ring, turns, strict=True)]
    pieces = (beyond(beyond([(x + shift, y) for x, y in whole], -180, 1), 180, -1) for shift in (-360, 0, 360))
    yield from filter(None, pieces)


def beyond(ring: Ring, edge: float, side: int) -> Ring:
    """What of a closed ring lies east (side 1) or west (-1) of a meridian."""
    kept: Ring = []
    for (x, y), (next_x, next_y) in pairwise(ring):
        inside, next_inside = (x - edge) * side >= 0, (next_x - edge) * side >= 0
        if inside:
            kept.append((x, y))
        if inside != next_inside:
            kept.append((edge, y + (edge - x) / (next_x - x) * (next_y - y)))
    return [*kept, kept[0]] if kept else kept


def simplified(arc: Ring, tolerance: float) -> Ring:
    """The arc without points that lie nearer to the line than the tolerance (Ramer, Douglas and Peucker)."""
    if len(arc) < 3:
        return arc
    far, at = max((distance(p, arc[0], arc[-1]), i) for i, p in enumerate(arc[1:-1], 1))
    if far <= tolerance:
        return [arc[0], arc[-1]]
    return simplified(arc[: at + 1], tolerance)[:-1] + simplified(arc[at:], tolerance)


def distance(p: Point, a: Point, b: Point) -> float:
    """How far a point lies from a stretch of line."""
    (dx, dy), length = (b[0] - a[0], b[1] - a[1]), (b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2
    along = max(0.0, min(1.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length)) if length else 0.0
    return float(((a[0] + along * dx - p[0]) ** 2 + (a[1] + along * dy - p[1]) ** 2) ** 0.5)


def area(ring: Ring) -> float:
    """Square degrees inside a ring, by its sign the way it runs."""
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in pairwise(ring)) / 2


def centre(ring: Ring) -> Point:
    """The centroid of a ring."""
    inside = area(ring)
    if abs(inside) < 1e-9:
        return (sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring))
    terms = [((x + nx) * (x * ny - nx * y), (y + ny) * (x * ny - nx * y)) for (x, y), (nx, ny) in pairwise(ring)]
    return (sum(t[0] for t in terms) / (6 * inside), sum(t[1] for t in terms) / (6 * inside))


def small(outline: Outline) -> bool:
    """Whether a state would be a dot."""
    points = [p for ring in outline.rings for p in ring]
    return all(max(p[axis] for p in points) - min(p[axis] for p in points) <= SMALL for axis in (0, 1))


def line(outline: Outline, *, dot: bool) -> list[str]:
    """A state's row: its middle, and its rings unless it is a dot."""
    east, north = outline.middle
    rings = "" if dot else ";".join(filter(None, (tenths(ring) for ring in outline.rings)))
    return [outline.code, outline.name, f"{north:.1f}", f"{east:.1f}", rings, outline.source]


def tenths(ring: Ring) -> str:
    """A ring as "east,north east,north …" in tenths of a degree; "" where nothing is left of it."""
    points = [(round(x * 10), round(y * 10)) for x, y in ring[:-1]]
    kept = [p for p, before in zip(points, [points[-1], *points], strict=False) if p != before]
    return " ".join(f"{x},{y}" for x, y in kept) if len(set(kept)) > 2 else ""


def numbers(data: Path) -> dict[str, str]:
    """Each state's code (alpha-3) by its number in ISO 3166-1."""
    with (data / "country-codes.csv").open(encoding="utf-8", newline="") as file:
        return {row["ISO3166-1-numeric"].lstrip("0"): row["ISO3166-1-Alpha-3"] for row in csv.DictReader(file)}


def rows(atlas: Path, codes: dict[str, str]) -> Iterator[list[str]]:
    """The table's rows: what the small scale draws, then what only a larger one knows."""
    known = {LEFT_OUT}
    for scale in TOLERANCE:
        found = [o for o in outlines(atlas / f"countries-{scale}.json", scale, codes) if o.code not in known]
        yield from (line(o, dot=scale != "110m" and small(o)) for o in found)
        known |= {"", *(o.code for o in found)}  # without a code: only at the small scale


def write(found: Iterable[list[str]]) -> None:
    """The table, by code and name."""
    lines = sorted(found, key=lambda row: (row[0], row[1]))
    TABLE.write_text("\n".join("\t".join(row) for row in (HEADING, *lines)) + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {len(lines)} rows, {TABLE.stat().st_size} bytes")


def main() -> None:
    """Read the atlas, write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("atlas", type=Path, help="the folder of the package world-atlas")
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("LEGATION_DATA", "data")))
    given = parser.parse_args()
    folder = given.data / "data" / "knowledge"
    write(rows(given.atlas, numbers(folder if folder.is_dir() else given.data / "knowledge")))


if __name__ == "__main__":
    main()
