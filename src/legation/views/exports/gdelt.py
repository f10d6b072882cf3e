"""GDELT 2.0 events: 61 columns, tab-separated, no heading; a row for each pair of parties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final

from legation.entries import Article, Event, Place
from legation.knowledge.exchange import act
from legation.record.finding import Found, Whole
from legation.views.exports.actor_codes import Parts, parts
from legation.views.exports.coded import Coded, Dyad, coded, dyads, number, quad_class, uncoded
from legation.views.exports.dated import known
from legation.views.exports.places import COUNTRY, spot
from legation.views.exports.rows import Value, row, web

ACTOR: Final = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
GEO: Final = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *(f"Actor1{c}" for c in ACTOR), *(f"Actor2{c}" for c in ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles",
    "AvgTone", *(f"{who}Geo_{c}" for who in ("Actor1", "Actor2", "Action") for c in GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
TYPES: Final = 3
MONTH, YEAR = 30, 365  # days, as GDELT counts them

lacks = uncoded


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The rows."""
    for whole in events:
        yield from (row(values) for values in _rows(whole.found))


def event_number(event: Event, dyad: Dyad) -> int:
    """The GLOBALEVENTID of an event between two parties."""
    return number(event.id, *(a.id or a.name if a else "" for a in dyad))


def _rows(found: Found) -> Iterator[list[Value]]:
    event, told = found.entry, found.told
    if not isinstance(event, Event) or told is None:
        return
    it = coded(event)
    for dyad in dyads(it):
        one, other = (_actor(parts(a)) for a in dyad)
        yield [
            event_number(event, dyad), *_date(it), *one, *other, int(_leads(found.article, event)), *_act(it),
            told.tellings, told.sources, told.articles, None, *_nowhere(), *_nowhere(), *_where(event.where),
            added(told.first), web(found.article.url),
        ]  # fmt: skip


def _date(it: Coded) -> tuple[Value, ...]:
    iso = known(it.when)
    year, month, day = (iso[:4], iso[5:7], iso[8:10])
    fraction = f"{year}.{round(((int(month) - 1) * MONTH + int(day)) / YEAR * 10_000):04d}" if day else ""
    return year + month + day if day else "", year + month if month else "", year, fraction


def _actor(it: Parts) -> tuple[Value, ...]:
    kinds = (*it.kinds, *[""] * TYPES)[:TYPES]
    return it.code, it.name, it.state, it.group, "", "", "", *kinds


def _leads(article: Article, event: Event) -> bool:
    """Whether it is told in the first paragraph."""
    return "\n" not in article.text[: event.evidence.span.start].strip()


def _act(it: Coded) -> tuple[Value, ...]:
    return it.cameo, it.cameo[:3], it.cameo[:2], quad_class(it.cameo), act(it.cameo).goldstein


def _nowhere() -> tuple[Value, ...]:
    return ("",) * len(GEO)


def _where(place: Place) -> tuple[Value, ...]:
    at = spot(place)
    if at.kind is None:
        return _nowhere()
    whole = at.country if at.kind == COUNTRY else ""  # for a country as such GDELT repeats its code
    return at.kind, at.name, at.country, whole, "", at.latitude, at.longitude, whole


def added(day: str) -> str:
    """The moment at which a day begins, as GDELT writes it; "" for no day."""
    return day.replace("-", "") + "000000" if day and not day.startswith("0000") else ""


def moment(article: Article, day: str) -> str:
    """When an article was published, in UTC, as GDELT writes it: its day's beginning where only that is known."""
    try:
        at = datetime.fromisoformat(article.published_at)
        return at.astimezone(UTC).strftime("%Y%m%d%H%M%S") if at.tzinfo else added(day)
    except (ValueError, OverflowError):  # no time, or one at the edge of the calendar
        return added(day)
