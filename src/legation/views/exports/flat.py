"""An event as one flat row with everything that fits into one: what CSV and Parquet hold, and what a map's features say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from legation.entries import Actor, Event
from legation.record.finding import Found
from legation.record.relations import goldstein
from legation.record.store import days
from legation.views.exports.coded import coded, quad_class
from legation.views.exports.rows import Value, web

# Each column with its type in SQL.
SCHEMA: Final = {
    "id": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR", "status": "VARCHAR",
    "when": "VARCHAR", "first_day": "VARCHAR", "last_day": "VARCHAR", "said": "VARCHAR",
    "who": "VARCHAR", "who_code": "VARCHAR", "who_sector": "VARCHAR", "who_id": "VARCHAR",
    "whom": "VARCHAR", "whom_code": "VARCHAR", "whom_sector": "VARCHAR", "whom_id": "VARCHAR",
    "by": "VARCHAR", "according_to": "VARCHAR",
    "where": "VARCHAR", "where_code": "VARCHAR", "latitude": "DOUBLE", "longitude": "DOUBLE",
    "plover": "VARCHAR", "plover_quad": "INTEGER", "plover_score": "DOUBLE",
    "cameo": "VARCHAR", "cameo_quad": "INTEGER", "goldstein": "DOUBLE",
    "quantities": "VARCHAR", "words": "VARCHAR", "trigger": "VARCHAR", "confidence": "DOUBLE",
    "tellings": "INTEGER", "articles": "INTEGER", "sources": "INTEGER", "first_told": "VARCHAR", "last_told": "VARCHAR",
    "disputed": "BOOLEAN", "corrected": "BOOLEAN",
    "article": "VARCHAR", "published": "VARCHAR", "source": "VARCHAR", "title": "VARCHAR", "url": "VARCHAR",
    "start": "INTEGER", "end": "INTEGER",
}  # fmt: skip
COLUMNS: Final = tuple(SCHEMA)
BETWEEN: Final = "; "


def values(found: Found) -> list[Value]:
    """The row of an event, column by column; what holds for several parties stands in their order."""
    event, told, article = found.entry, found.told, found.article
    if not isinstance(event, Event) or told is None:
        raise TypeError("only events have rows")
    first, last = days(event.when.edtf)
    return [
        event.id, event.type, event.mode, event.status, event.when.edtf, _real(first), _real(last), event.said,
        *_parties(event.actors), *_parties(event.recipients), _names(event.by), _names(event.according_to),
        event.where.name, event.where.code, event.where.latitude, event.where.longitude, *_codes(event), _quantities(event),
        event.evidence.text, event.trigger.text, round(event.confidence, 4),
        told.tellings, told.articles, told.sources, told.first, told.last, told.disputed, bool(told.corrections),
        article.id, article.published, article.source, article.title, web(article.url),
        event.evidence.span.start, event.evidence.span.end,
    ]  # fmt: skip


def _real(day: str) -> str:
    return "" if day.startswith(("0000", "9999")) else day  # an open end


def _parties(actors: tuple[Actor, ...]) -> tuple[str, ...]:
    return _names(actors), _several(a.code for a in actors), _several(a.sector for a in actors), _several(a.id for a in actors)


def _names(actors: Iterable[Actor]) -> str:
    return _several(a.name for a in actors)


def _several(said: Iterable[str]) -> str:
    each = list(said)
    return BETWEEN.join(each) if any(each) else ""


def _codes(event: Event) -> tuple[Value, ...]:
    it = coded(event)
    plover = "/".join(filter(None, (it.type, it.mode))) + (f" ({it.auxiliary})" if it.auxiliary else "")
    cameo = (it.cameo, quad_class(it.cameo), goldstein().get(it.cameo)) if it.cameo else ("", None, None)
    return plover, it.quad, it.score, *cameo


def _quantities(event: Event) -> str:
    return BETWEEN.join(f"{q.what}: {q.words.text}" for q in event.quantities)
