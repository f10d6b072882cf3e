"""A record as the JSON object that `docs/record.md` defines, and as text that any JSON reader takes line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from math import isinf
from typing import Final

from legation.entries import Actor, Article, Aside, Event, Quantity, Quote, Record, Span, Statement

Json = dict[str, object]

# Characters that JSON allows bare but a terminal, a line reader or an encoder does not take. Inside JSON text they can
# only stand in strings, where the escape means the same.
_BARE: Final = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def to_object(record: Record) -> Json:
    """The record as `docs/record.md` has it, with the keys that the program adds."""
    return {
        **_article(record.article),
        "schema": record.schema,
        "model": record.model,
        "rules": record.rules,
        "statements": [_statement(statement) for statement in record.statements],
        "events": [_event(event) for event in record.events],
    }


def entry_object(entry: Event | Statement) -> Json:
    """One entry as `docs/record.md` has it."""
    return _event(entry) if isinstance(entry, Event) else _statement(entry)


def dumps(value: object, *, indent: int | None = None) -> str:
    """JSON text that keeps letters readable, and no control or bidi character bare."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return _BARE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def json_lines(records: Iterable[Record]) -> Iterator[str]:
    """An object a line."""
    for record in records:
        yield dumps(to_object(record)) + "\n"


def json_array(records: Iterable[Record]) -> Iterator[str]:
    """One array of objects, handed out as it grows; nothing at all where there is no record."""
    opening = "[\n"
    for record in records:
        yield opening + dumps(to_object(record), indent=1)
        opening = ",\n"
    if opening != "[\n":
        yield "\n]\n"


def _article(article: Article) -> Json:
    lines = [aside for aside in article.furniture if aside.span]
    return {
        "id": article.id,
        "version": article.version,
        "title": article.title,
        "published": article.published,
        "published_at": article.published_at,
        "published_why": article.published_why,
        "source": article.source,
        "url": article.url,
        "authors": list(article.authors),
        "language": article.language,
        "text": article.text,
        "furniture": [aside.text for aside in lines],
        "furniture_why": [_furniture(aside) for aside in lines],
        "dropped": [{"text": aside.text, "reason": aside.reason} for aside in article.dropped],
        "metadata": dict(article.metadata),
    }


def _furniture(aside: Aside) -> Json:
    return {"reason": aside.reason, "span": _span(aside.span)}


def _statement(statement: Statement) -> Json:
    speaker = statement.speaker.mentions[0] if statement.speaker.mentions else None
    return {
        "id": statement.id,
        "speaker": _actor(statement.speaker),
        "kind": statement.kind,
        "cue": _words(statement.cue),
        "content": statement.content.text,
        "said": statement.said,
        "confidence": _rounded(statement.confidence),
        "spans": _spans(content=statement.content.span, cue=statement.cue.span if statement.cue else None, speaker=speaker),
    }


def _event(event: Event) -> Json:
    when, where = event.when, event.where
    return {
        "id": event.id,
        "type": event.type,
        "mode": event.mode,
        "status": event.status,
        "trigger": event.trigger.text,
        "evidence": event.evidence.text,
        "actors": [_actor(actor) for actor in event.actors],
        "recipients": [_actor(actor) for actor in event.recipients],
        "by": [_actor(actor) for actor in event.by],
        "according_to": [_actor(actor) for actor in event.according_to],
        "when": when.edtf,
        "when_text": _words(when.words),
        "said": event.said,
        "where": where.name,
        "where_code": where.code,
        "plover": event.plover,
        "cameo": event.cameo,
        "quantities": [_quantity(quantity) for quantity in event.quantities],
        "confidence": _rounded(event.confidence),
        "spans": _spans(
            trigger=event.trigger.span,
            evidence=event.evidence.span,
            when_text=when.words.span if when.words else None,
            where=where.words.span if where.words else None,
        ),
    }


def _actor(actor: Actor) -> Json:
    holder = actor.holder
    return {
        "name": actor.name,
        "code": actor.code,
        "sector": actor.sector,
        "id": actor.id,
        "mentions": [_span(span) for span in actor.mentions],
        "holder": {"name": holder.name, "office": holder.office, "source": holder.source} if holder else None,
        "confidence": _rounded(actor.confidence),
    }


def _quantity(quantity: Quantity) -> Json:
    least, most = _number(quantity.least), _number(quantity.most)
    return {
        "what": quantity.what,
        "value": least if least == most else [least, most],
        "words": quantity.words.text,
        "span": _span(quantity.words.span),
    }


def _words(quote: Quote | None) -> str:
    return quote.text if quote else ""


def _span(span: Span | None) -> list[int]:
    return [span.start, span.end] if span else []


def _spans(**slots: Span | None) -> dict[str, list[int]]:
    return {slot: _span(span) for slot, span in slots.items() if span}


def _number(value: float) -> int | float | None:
    if isinf(value):
        return None  # "at least 17": JSON knows no infinity
    return int(value) if float(value).is_integer() else value


def _rounded(confidence: float) -> float:
    # Four places are more than the reader knows, and the same on every machine.
    return round(confidence, 4)
