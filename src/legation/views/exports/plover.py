"""PLOVER's JSON records, one a line: compound actors as lists, codes, words and where they stand, with the status added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from legation.entries import Actor, Article, Event, Place, Quantity
from legation.record.finding import Whole
from legation.views.exports.coded import coded
from legation.views.exports.dated import edges, known
from legation.views.exports.rows import web
from legation.views.objects import Json, dumps

COUNTED: Final = {"dead": "killed", "injured": "wounded", "arrested": "arrested"}  # PLOVER's words for what Legation counts
RESOLUTION: Final = {True: 4, False: 1}  # PLOVER's: a city, a country


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The records."""
    for whole in events:
        event = whole.found.entry
        if isinstance(event, Event):
            yield dumps(_record(whole.found.article, event)) + "\n"


def _record(article: Article, event: Event) -> Json:
    it = coded(event)
    first, last = edges(it.when)
    given: Json = {
        "id": event.id, "date": known(it.when) or first, "enddate": last if last not in ("", first) else "",
        "actor": [_entity(article, a) for a in it.doers], "recipient": [_entity(article, a) for a in it.others],
        "event": [it.type], "mode": [m for m in (it.mode, it.auxiliary) if m], "quad_code": it.quad, "event_scale": it.score,
        "event_loc": _location(event.where), "event_text": event.trigger.text, "size": _size(event.quantities),
        "text": event.evidence.text, "text_info": {"start": event.evidence.span.start, "end": event.evidence.span.end},
        "link": web(article.url),
        "cite_info": {
            "title": article.title, "publication": article.source, "url": web(article.url), "language": article.language,
            "coder": "Legation",
        },
        "legation": {"type": event.type, "mode": event.mode, "status": event.status, "when": event.when.edtf, "said": event.said,
                     "article": article.id, "published": article.published, "confidence": round(event.confidence, 4)},
    }  # fmt: skip
    needed = ("id", "date", "actor", "event")
    return {key: value for key, value in given.items() if key in needed or value not in ("", [], {})}


def _entity(article: Article, actor: Actor) -> Json:
    words = next((article.text[m.start : m.end] for m in actor.mentions), "")
    given = {
        "code": actor.code, "sector": actor.sector, "entity_text": words or actor.name, "identifier_id": actor.id,
        "identifier_text": actor.name, "office": actor.holder.office if actor.holder else "",
    }  # fmt: skip
    return {key: value for key, value in given.items() if value}


def _location(place: Place) -> Json:
    if not (place.name or place.code):
        return {}
    given: Json = {"extracted_place": place.words.text if place.words else "", "resolved_place": place.name, "country_code": place.code}
    if place.latitude is not None:
        given |= {"lat": place.latitude, "lon": place.longitude, "city": place.name}
    if place.code:
        given["resolution"] = RESOLUTION[place.latitude is not None]
    return {key: value for key, value in given.items() if value != ""}


def _size(quantities: tuple[Quantity, ...]) -> Json:
    """The least number that each is told to have been."""
    least = {q.what: q.least for q in reversed(quantities)}
    return {name: int(least[what]) for name, what in COUNTED.items() if what in least}
