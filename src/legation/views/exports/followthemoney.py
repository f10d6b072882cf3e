"""FollowTheMoney entities, one a line: an Event for each event, and whoever takes part, for Aleph and OpenAleph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final

from legation.entries import Actor, Event
from legation.knowledge.exchange import alpha2
from legation.knowledge.tables import people_named
from legation.record.finding import Found, Whole
from legation.views.exports.dated import edges
from legation.views.exports.rows import web
from legation.views.lines import line
from legation.views.objects import Json, dumps
from legation.views.plain import one_line

COMPANY: Final = ("BUS", "MNC")
DIGITS: Final = 40  # of an id


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The entities; a party stands before the first event that it takes part in."""
    known: set[str] = set()
    for whole in events:
        event = whole.found.entry
        if not isinstance(event, Event):
            continue
        for actor in (*event.actors, *event.recipients, *event.by):
            if _key(actor) not in known:
                known.add(_key(actor))
                yield _line(_party(actor))
        yield _line(_event(whole.found, event))


def _line(entity: Json) -> str:
    return dumps(entity) + "\n"


def _entity(id: str, schema: str, properties: dict[str, Iterable[str]]) -> Json:
    said = {name: [v for v in dict.fromkeys(map(one_line, values)) if v] for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in said.items() if values}}


def _party(actor: Actor) -> Json:
    properties: dict[str, Iterable[str]] = {"name": [actor.name or actor.id], "country": [alpha2(actor.code).lower()]}
    if actor.sector:
        properties["keywords"] = [actor.sector]
    return _entity(_key(actor), _schema(actor), properties)


def _schema(actor: Actor) -> str:
    """What kind of entity it is, as far as it is known: a state, a person of the tables, an organisation, else somebody who acts."""
    if actor.code and actor.id == actor.code:
        return "PublicBody"
    if people_named(actor.name):
        return "Person"
    if actor.code == "IGO":
        return "Organization"
    return "Company" if actor.sector in COMPANY else "LegalEntity"


def _event(found: Found, event: Event) -> Json:
    first, last = edges(event.when.edtf)
    shown = line(event)
    name = " ".join(filter(None, (shown.who, shown.what, f"to {shown.whom}" if shown.whom else "", f"({shown.status})")))
    dates = {"date": [first]} if first == last else {"startDate": [first], "endDate": [last]}
    return _entity(f"legation-{event.id}", "Event", {
        "name": [name], "summary": [event.evidence.text], **dates, "location": [event.where.name],
        "country": [alpha2(event.where.code).lower()],
        "organizer": map(_key, event.by), "involved": map(_key, (*event.actors, *event.recipients)),
        "keywords": [event.type, event.mode, event.status], "recordId": [event.id],
        "sourceUrl": [web(found.article.url)], "publisher": [found.article.source],
    })  # fmt: skip


def _key(actor: Actor) -> str:
    """An entity's id: letters and digits, whatever the page calls the actor."""
    return "legation-" + sha256((actor.id or actor.name).encode(errors="surrogatepass")).hexdigest()[:DIGITS]
