"""POLECAT's weekly files: 40 columns, tab-separated, with a heading; a row for each event, several parties in one cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from legation.entries import Actor, Article, Event, Quote
from legation.knowledge.exchange import cow
from legation.record.finding import Whole
from legation.record.store import days
from legation.views.exports.coded import coded
from legation.views.exports.dated import day
from legation.views.exports.places import province, town
from legation.views.exports.rows import Value, row

PARTY: Final = ("{} Name", "{} Country", "{} COW", "Primary {} Sector", "{} Sectors", "{} Title", "{} Name Raw", "Wikipedia {} ID")
COLUMNS: Final = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(c.format("Actor") for c in PARTY), *(c.format("Recipient") for c in PARTY),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
NOTHING: Final = "None"  # what POLECAT writes where it knows nothing
QUADS: Final = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
VERSION: Final = "Legation"


def lacks(event: Event) -> str:
    """Why POLECAT can't hold an event; "" where it can."""
    return "only possible or not happened" if coded(event).auxiliary else ""


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The heading and the rows."""
    yield row(COLUMNS)
    for whole in events:
        event = whole.found.entry
        if isinstance(event, Event):
            yield row(_values(whole.found.article, event), missing=NOTHING)


def _values(article: Article, event: Event) -> list[Value]:
    it = coded(event)
    return [
        event.id, day(it.when), it.type, it.mode, it.score, QUADS[it.quad], "",
        *_party(article, it.doers), *_party(article, it.others), *_where(event),
        article.source, days(article.published)[0], "", "", "", article.language, VERSION,
    ]  # fmt: skip


def _party(article: Article, actors: tuple[Actor, ...]) -> tuple[Value, ...]:
    sectors = [a.sector for a in actors if a.sector]
    return (
        _each(actors, lambda a: a.name), _each(actors, lambda a: a.code), _each(actors, lambda a: cow(a.code)),
        sectors[0] if sectors else "", "; ".join(dict.fromkeys(sectors)), _each(actors, lambda a: a.holder.office if a.holder else ""),
        _each(actors, lambda a: _raw(article, a)), "",
    )  # fmt: skip


def _each(actors: Iterable[Actor], what: Callable[[Actor], str]) -> str:
    """One cell for several: "None" keeps the place of what is unknown of one of them."""
    said = [what(a) for a in actors]
    return "; ".join(one or NOTHING for one in said) if any(said) else ""


def _raw(article: Article, actor: Actor) -> str:
    """The words by which the article names an actor here."""
    return next((article.text[m.start : m.end] for m in actor.mentions), "")


def _where(event: Event) -> tuple[Value, ...]:
    place = event.where
    at = (place.name, town(place), "", province(place), place.code, place.latitude, place.longitude)
    return (*at, "", _words(place.words), "")


def _words(words: Quote | None) -> str:
    return words.text if words else ""
