"""ICEWS events: 20 columns, tab-separated, with a heading; a row for each pair of parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from legation.entries import Actor, Article, Event
from legation.knowledge.exchange import act, sector
from legation.knowledge.tables import state_name, states
from legation.record.finding import Whole
from legation.record.relations import goldstein
from legation.views.exports.coded import coded, dyads, number, uncoded
from legation.views.exports.dated import day
from legation.views.exports.gdelt import event_number
from legation.views.exports.places import province, town
from legation.views.exports.rows import Value, row

COLUMNS: Final = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip

lacks = uncoded


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The heading and the rows."""
    yield row(COLUMNS)
    for whole in events:
        event = whole.found.entry
        if isinstance(event, Event):
            yield from map(row, _rows(whole.found.article, event))


def _rows(article: Article, event: Event) -> Iterator[list[Value]]:
    it, place = coded(event), event.where
    what = (act(it.cameo).name, it.cameo, goldstein().get(it.cameo))
    where = (town(place), "", province(place), _country(place.code), place.latitude, place.longitude)
    for one, other in dyads(it):
        yield [
            event_number(event, (one, other)), day(it.when), *_party(one), *what, *_party(other),
            number(article.id), "", article.source, *where,
        ]  # fmt: skip


def _party(actor: Actor | None) -> tuple[Value, ...]:
    return (actor.name, sector(actor.sector).icews, _country(actor.code)) if actor else ("", "", "")


def _country(code: str) -> str:
    return state_name(code) if code in states() else ""
