"""GeoJSON (RFC 7946): a feature for each event with a place. A town is a point; a country or region, being an area, has none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from legation.entries import Event, Place
from legation.record.finding import Whole
from legation.views.exports.flat import COLUMNS, values
from legation.views.objects import Json, dumps
from legation.views.plain import visible

PLACES: Final = 6  # decimals of a degree: a step


def lacks(event: Event) -> str:
    """Why an event has no place on a map; "" where it has one."""
    return "" if event.where.name or event.where.code else "without a place"


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The one collection, feature by feature."""
    between = '{"type": "FeatureCollection", "features": ['
    for whole in events:
        event = whole.found.entry
        if isinstance(event, Event):
            told = {name: _said(value) for name, value in zip(COLUMNS, values(whole.found), strict=True)}
            yield between + "\n" + dumps({"type": "Feature", "id": event.id, "geometry": _point(event.where), "properties": told})
            between = ","
    yield (between if between != "," else "") + "\n]}\n"


def _point(place: Place) -> Json | None:
    if place.latitude is None or place.longitude is None:
        return None
    return {"type": "Point", "coordinates": [round(place.longitude, PLACES), round(place.latitude, PLACES)]}


def _said(value: object) -> object:
    return visible(value) if isinstance(value, str) else value
