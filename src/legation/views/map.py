"""The places of the record on a map: a state is an area, shaded by its entries, a town a circle; an area is never a pin."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import sqrt
from typing import Final

from legation.knowledge.outline import POINT_OF_VIEW, SOURCE, OutlineRow, outlines
from legation.knowledge.tables import states
from legation.record.located import Located
from legation.views.highlight import escape
from legation.views.plain import clip, one_line
from legation.views.projection import WORLD, Point, View, project, view

SHADES: Final = 5
DOT: Final = 13.0  # radius of a state too small to draw
PINS: Final = (7.0, 28.0)  # radius of a town of one entry, of the one of most
NAME: Final = 80  # characters of a name that are shown
LISTED: Final = 12  # places that a note names

Link = Callable[[Located], str]


def nowhere(_place: Located) -> str:
    """A mark that leads nowhere."""
    return ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What goes on the map: states as areas and towns as circles, and what can't go there."""

    areas: tuple[Located, ...]
    towns: tuple[Located, ...]
    elsewhere: tuple[Located, ...]


def marks(places: Iterable[Located]) -> Marks:
    """The places, those of one state that are no towns put together."""
    drawn = {outline.code for outline in outlines()} - {""}
    areas: dict[str, list[str]] = {}
    towns, elsewhere = [], []
    for place in places:
        if place.latitude is not None and place.longitude is not None:
            towns.append(place)
        elif place.code in drawn:
            areas.setdefault(place.code, []).extend(place.entries)
        else:
            elsewhere.append(place)
    found = (Located(state_name(code), code, None, None, tuple(ids)) for code, ids in areas.items())
    return Marks(tuple(sorted(found, key=_most)), tuple(sorted(towns, key=_most)), tuple(elsewhere))


def state_name(code: str) -> str:
    """A state by its name; any other party or code as it is."""
    return states()[code].name if code in states() else one_line(code)


def _most(place: Located) -> tuple[int, str]:
    return -len(place.entries), place.name


# --- the drawing


def svg(found: Marks, link: Link = nowhere, *, close: bool = False) -> str:
    """The map as one SVG element; `link` gives the address to which a mark leads ("" for none), `close`: only the part with marks."""
    seen = view(_points(found)) if close else WORLD
    leads = any(link(place) for place in (*found.areas, *found.towns))
    areas = {area.code: area for area in found.areas}
    bounds = shades(max((len(a.entries) for a in found.areas), default=0))
    box = f"{seen.left:.0f} {seen.top:.0f} {seen.width:.0f} {seen.height:.0f}"
    return "\n".join(
        (
            f'<svg class="worldmap" viewBox="{box}" role="{"group" if leads else "img"}" aria-label="Map of places">',
            f'<rect class="sea" x="{seen.left:.0f}" y="{seen.top:.0f}" width="{seen.width:.0f}" height="{seen.height:.0f}"/>',
            *(_land(outline, areas.get(outline.code), bounds, link, seen) for outline in _dots_last()),
            *_pins(found.towns, link, seen),
            _credit(seen),
            "</svg>",
        )
    )


def _points(found: Marks) -> Iterator[Point]:
    """Where marks are: towns, and the edges of areas."""
    yield from (project(town.longitude or 0, town.latitude or 0) for town in found.towns)
    codes = {area.code for area in found.areas}
    for outline in outlines():
        if outline.code in codes:
            yield project(outline.longitude, outline.latitude)
            yield from (project(*point) for ring in outline.rings for point in ring)


def _credit(seen: View) -> str:
    at = f"translate({seen.left + 16 * seen.share:.1f} {seen.top + seen.height - 20 * seen.share:.1f}) scale({seen.share:.3f})"
    return f'<text transform="{at}">{escape(credit())}</text>'


@cache
def _dots_last() -> tuple[OutlineRow, ...]:
    """The outlines, those too small to draw upon the others."""
    return tuple(sorted(outlines(), key=lambda outline: not outline.rings))


def credit() -> str:
    """Where the outline comes from, and whose view of borders it takes."""
    return f"Map: {SOURCE}; {POINT_OF_VIEW}."


def _land(outline: OutlineRow, area: Located | None, bounds: tuple[tuple[int, int], ...], link: Link, seen: View) -> str:
    shade = f" area-{_shade(len(area.entries), bounds)}" if area else ""
    says = _says(area) if area else ""
    title = f"<title>{says}</title>" if says else ""
    if outline.rings:
        drawn = f'<path class="land{shade}" d="{_path(outline)}">{title}</path>' if title else f'<path class="land" d="{_path(outline)}"/>'
    else:
        x, y = project(outline.longitude, outline.latitude)
        drawn = f'<circle class="land dot{shade}" cx="{x:.0f}" cy="{y:.0f}" r="{DOT * seen.share:.1f}">{title}</circle>' if area else ""
    return _linked(drawn, link(area), says) if area else drawn


def _pins(towns: tuple[Located, ...], link: Link, seen: View) -> Iterator[str]:
    """The towns, the larger below the smaller."""
    least, most = PINS
    top = max((len(t.entries) for t in towns), default=1)
    for town in towns:
        x, y = project(town.longitude or 0, town.latitude or 0)
        radius = most * sqrt(len(town.entries) / top) if top > 1 else least
        size = max(radius, least) * seen.share
        pin = f'<circle class="pin" cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}"><title>{_says(town)}</title></circle>'
        yield _linked(pin, link(town), _says(town))


def _linked(drawn: str, address: str, says: str) -> str:
    return f'<a href="{escape(address)}" aria-label="{says}">{drawn}</a>' if address else drawn


def _says(place: Located) -> str:
    return escape(f"{called(place)}: {entries(place)}")


def called(place: Located) -> str:
    """A place by its name, with its state where the name does not say it."""
    name = clip(one_line(place.name), NAME) or state_name(place.code)
    return f"{name} ({one_line(place.code)})" if place.code and place.code != name and place.latitude is not None else name


def entries(place: Located) -> str:
    """How many entries it has, in words."""
    return f"{len(place.entries)} {'entry' if len(place.entries) == 1 else 'entries'}"


# --- shades


@cache
def shades(most: int) -> tuple[tuple[int, int], ...]:
    """From how many to how many entries each shade stands for, the lightest first: by even steps of proportion."""
    edges = sorted({round(most ** (step / SHADES)) for step in range(1, SHADES + 1)} - {0})
    return tuple((before + 1, edge) for before, edge in pairwise((0, *edges)))


def _shade(count: int, bounds: tuple[tuple[int, int], ...]) -> int:
    """The number of a shade, so that the most entries have the darkest."""
    at = next(i for i, (_, high) in enumerate(bounds) if count <= high)
    return SHADES - len(bounds) + at + 1


def shade_classes(most: int) -> Iterator[tuple[str, str]]:
    """The CSS class of each shade and what it stands for: "3 to 8"."""
    bounds = shades(most)
    for low, high in bounds:
        yield f"area-{_shade(low, bounds)}", str(low) if low == high else f"{low} to {high}"


# --- outlines


@cache
def _path(outline: OutlineRow) -> str:
    """The rings in whole steps from point to point."""
    return "".join(_ring(ring) for ring in outline.rings)


def _ring(ring: tuple[tuple[float, float], ...]) -> str:
    points = [(round(x), round(y)) for x, y in (project(*point) for point in ring)]
    steps = [(x - from_x, y - from_y) for (x, y), (from_x, from_y) in zip(points[1:], points, strict=False)]
    moved = " ".join(f"{x} {y}" for x, y in steps if x or y)
    return f"M{points[0][0]} {points[0][1]}l{moved}z" if moved else ""
