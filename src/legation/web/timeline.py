"""The timeline: every event by time, with filters and facets in the address; by month; and the map of places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from legation.record.facets import Facet, Filters, by_month, facets, fitting, page, places
from legation.record.listed import Listed, listed
from legation.record.located import Located
from legation.record.store import Store
from legation.views import charts, figures, mapped
from legation.views.bars import Bar
from legation.views.listed import EVENT_COLUMNS, event_item, event_object, event_row
from legation.views.objects import Json
from legation.views.spans import Track, tracks
from legation.web import addresses
from legation.web.answering import Page, plot, publish
from legation.web.asked import After, Limit, filters
from legation.web.house import House
from legation.web.rendering import made

router = APIRouter()
Asked = Annotated[Filters, Depends(filters)]
Order = Annotated[Literal["newest", "oldest"], Query(description="Which comes first; the undated come last")]


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet with the address to which choosing it, or letting it go, leads."""

    name: str
    events: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """An event of the page and its time as a stroke on the page's scale."""

    event: Listed
    track: Track | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the page shows."""

    filters: Filters
    order: str
    total: int
    lines: tuple[Line, ...]
    facets: tuple[tuple[str, tuple[Choice, ...]], ...]
    dropped: tuple[tuple[str, str], ...]  # each filter that is set, and the address without it
    turned: str
    months: str
    map: str


def timeline(house: House, store: Store, asked: Asked, order: Order = "newest", after: After = "", limit: Limit = 50) -> Page:
    """The events of the record that fit, in order of time."""
    found = fitting(store, house.held.columns(store), asked)
    part = page(found, after, limit, oldest=order == "oldest")
    events = listed(store, part.ids)
    counted = facets(found)

    def it() -> Timeline:
        drawn = tracks([(e.first, e.last) for e in events])
        turned = addresses.timeline(asked, order="oldest" if order == "newest" else "")
        return Timeline(
            asked, order, part.total, tuple(map(Line, events, drawn)), tuple(_choices(f, asked, order) for f in counted),
            tuple(_dropped(asked)), turned, addresses.timeline(asked, "/months"), addresses.timeline(asked, "/map"),
        )  # fmt: skip

    return Page(
        "timeline.html", "Timeline", it, lambda: _data(part.total, part.next, events, counted), EVENT_COLUMNS,
        lambda: [event_row(e) for e in events], lambda base: (event_item(e, base) for e in events), next=part.next, here="timeline",
    )  # fmt: skip


def _data(total: int, next: str, events: tuple[Listed, ...], counted: tuple[Facet, ...]) -> Json:
    values = {f.key: [{"value": v.key, "name": v.name, "events": v.events} for v in f.values] for f in counted}
    return {"total": total, "next": next, "events": [event_object(e) for e in events], "facets": values}


def _choices(facet: Facet, asked: Filters, order: str) -> tuple[str, tuple[Choice, ...]]:
    more = {"order": "oldest" if order == "oldest" else ""}
    return facet.key, tuple(
        Choice(v.name, v.events, v.chosen, addresses.timeline((_without if v.chosen else _with)(asked, facet.key, v.key), **more))
        for v in facet.values
    )


def _with(asked: Filters, key: str, value: str) -> Filters:
    return _set(asked, key, (*asked.parties, value) if key == "party" else value)


def _without(asked: Filters, key: str, value: str) -> Filters:
    return _set(asked, key, tuple(p for p in asked.parties if p != value) if key == "party" else "")


def _set(asked: Filters, key: str, value: str | tuple[str, ...]) -> Filters:
    """The filters with one changed, by the name that it has in an address."""
    changed: dict[str, Any] = {{"party": "parties", "confidence": "least", "words": "text"}.get(key, key): value}
    return replace(asked, **changed)


def _dropped(asked: Filters) -> Iterator[tuple[str, str]]:
    """Each filter that is set, in words, and the address without it."""
    for key, given in addresses.values(asked).items():
        for value in given if isinstance(given, tuple) else (given,):
            if value:
                yield f"{key}: {value}", addresses.timeline(_without(asked, key, str(value)))


# --- by month


@dataclass(frozen=True, slots=True)
class Months:
    """A chart that the page shows, and the timeline it counts."""

    chart: Markup
    plot_at: str
    total: int
    timeline: str


def months(house: House, store: Store, asked: Asked) -> Page:
    """How many events each month has, by how far they have come."""
    found = fitting(store, house.held.columns(store), asked)
    counted = by_month(found)
    rows: list[Json] = [{"month": m.month, "happened": m.happened, "held_out": m.held_out, "in_doubt": m.in_doubt} for m in counted.months]

    def it() -> Months:
        drawn = made(figures.figure(charts.activity(counted), partial(_bar, asked), data=addresses.timeline(asked, "/months.csv")))
        return Months(drawn, addresses.timeline(asked, "/plot/months"), int(found.mask().sum()), addresses.timeline(asked))

    data: Json = {"undated": counted.undated, "months": rows}
    return Page("months.html", "By month", it, lambda: data, ("month", "happened", "held_out", "in_doubt"), lambda: rows, here="timeline")


def _bar(asked: Filters, bar: Bar) -> str:
    return addresses.timeline(replace(asked, date=bar.label))


def plot_months(request: Request, asked: Asked) -> Response:
    """The same chart for Plotly."""
    house: House = request.app.state.house
    with house.open() as store:
        chart = charts.activity(by_month(fitting(store, house.held.columns(store), asked)))
    return plot(chart, partial(_bar, asked))


# --- the map


@dataclass(frozen=True, slots=True)
class Mapped:
    """The map that the page shows."""

    map: Markup
    total: int
    filters: Filters
    timeline: str


def place_map(house: House, store: Store, asked: Asked) -> Page:
    """Where the events are: states as areas, towns as circles."""
    found = fitting(store, house.held.columns(store), asked)
    where = places(found)
    rows: list[Json] = [
        {"place": p.name, "code": p.code, "latitude": p.latitude, "longitude": p.longitude, "events": len(p.entries)} for p in where.places
    ]

    def it() -> Mapped:
        drawn = made(mapped.figure(where, lambda p: _place_link(asked, p)))
        return Mapped(drawn, int(found.mask().sum()), asked, addresses.timeline(asked))

    data: Json = {"unplaced": where.unplaced, "places": rows}
    return Page("map.html", "Map", it, lambda: data, ("place", "code", "latitude", "longitude", "events"), lambda: rows, here="map")


def _place_link(asked: Filters, place: Located) -> str:
    return addresses.timeline(replace(asked, place=place.name if place.latitude is not None or not place.code else place.code))


publish(router, "/timeline", timeline, "atom")
publish(router, "/months", months)
router.add_api_route("/plot/months", plot_months, include_in_schema=False, response_class=Response)
publish(router, "/map", place_map)
