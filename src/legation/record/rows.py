"""Entries to rows of the record and back, and the seal that tells whether a row is still what it was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields, replace
from hashlib import sha256
from math import inf, isinf
from typing import Any, Final

from legation.entries import Actor, Article, Aside, Event, Holder, Place, Quantity, Quote, Span, Statement, When

Row = sqlite3.Row
Values = tuple[Any, ...]

UNREADABLE: Final = (ValueError, KeyError, TypeError, IndexError, AttributeError)  # what a row that was tampered with may raise
ROLES = ("actor", "recipient", "by", "according_to")


def seal(part: Article | Event | Statement) -> str:
    """A hash of everything that an article or entry says."""
    given = asdict(part)
    for quantity in given.get("quantities", ()):  # "none" may be 0 or 0.0: the database keeps the latter
        quantity |= {"least": float(quantity["least"]), "most": float(quantity["most"])}
    if not given.get("metadata"):
        given.pop("metadata", None)  # older records know of none
    said = json.dumps(given, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return sha256(said.encode()).hexdigest()


# --- articles


def article_row(article: Article) -> dict[str, Any]:
    """An article's columns, without what read it and when it was added."""
    parts = {
        "authors": list(article.authors),
        "furniture": [_aside(a) for a in article.furniture],
        "dropped": [_aside(a) for a in article.dropped],
        "metadata": [list(pair) for pair in article.metadata],
    }
    plain = {f.name: getattr(article, f.name) for f in fields(Article) if f.name not in (*parts, "id")}
    return {"article_id": article.id, **plain, "parts": json.dumps(parts, ensure_ascii=False)}


def article_of(row: Row) -> Article:
    """The article of a row."""
    parts = {"metadata": [], **json.loads(row["parts"])}
    given = {f.name: row[f.name] for f in fields(Article) if f.name not in (*parts, "id")}
    return Article(
        id=row["article_id"], **given, authors=tuple(parts["authors"]),
        furniture=tuple(map(_aside_of, parts["furniture"])), dropped=tuple(map(_aside_of, parts["dropped"])),
        metadata=tuple((name, value) for name, value in parts["metadata"]),
    )  # fmt: skip


def is_whole(row: Row) -> bool:
    """Whether an article's row says what it said when it was written."""
    try:
        return bool(seal(article_of(row)) == row["seal"])
    except UNREADABLE:
        return False


def is_of(row: Row, article: Article) -> bool:
    """Whether a damaged row was written for this article, as it came from its source; what reading told of it is taken from the row."""
    try:
        kept = article_of(row)
        told = replace(article, furniture=kept.furniture)
        if not article.published:  # it stood in the text
            told = replace(told, published=kept.published, published_at=kept.published_at, published_why=kept.published_why)
        return bool(seal(told) == row["seal"])
    except UNREADABLE:
        return False


def _aside(aside: Aside) -> list[Any]:
    return [aside.text, aside.reason, [aside.span.start, aside.span.end] if aside.span else None]


def _aside_of(cells: list[Any]) -> Aside:
    return Aside(cells[0], cells[1], Span(*cells[2]) if cells[2] else None)


# --- entries


def event_row(event: Event, article: Article, days: tuple[str, str]) -> dict[str, Any]:
    """An event's columns; `days` are the first and the last day that its time may mean."""
    return {
        "telling_id": event.id, "article_id": article.id, "version": article.version,
        "type": event.type, "mode": event.mode, "status": event.status,
        **_quote("trigger", event.trigger, words="trigger_words"), **_quote("evidence", event.evidence, words="evidence"),
        "happens": event.when.edtf, "happens_from": days[0], "happens_to": days[1],
        **_quote("when", event.when.words, words="when_words"), "said": event.said,
        "place": event.where.name, "place_code": event.where.code,
        "latitude": event.where.latitude, "longitude": event.where.longitude,
        **_quote("place", event.where.words, words="place_words"),
        "plover": event.plover, "cameo": event.cameo, "confidence": event.confidence, "seal": seal(event),
    }  # fmt: skip


def event_of(row: Row, parties: Iterable[Row], quantities: Iterable[Row]) -> Event:
    """The event of a row, with its parties and quantities."""
    by_role: dict[str, list[Actor]] = {role: [] for role in ROLES}
    for p in parties:
        by_role[p["role"]].append(actor_of(p))
    return Event(
        id=row["telling_id"], type=row["type"], mode=row["mode"], status=row["status"],
        trigger=_need(row, "trigger_words", "trigger"), evidence=_need(row, "evidence", "evidence"),
        actors=tuple(by_role["actor"]), recipients=tuple(by_role["recipient"]), by=tuple(by_role["by"]),
        according_to=tuple(by_role["according_to"]),
        when=When(row["happens"], _maybe(row, "when_words", "when")), said=row["said"],
        where=Place(row["place"], row["place_code"], row["latitude"], row["longitude"], _maybe(row, "place_words", "place")),
        plover=row["plover"], cameo=row["cameo"], quantities=tuple(map(_quantity_of, quantities)), confidence=row["confidence"],
    )  # fmt: skip


def statement_row(statement: Statement, article: Article) -> dict[str, Any]:
    """A statement's columns."""
    return {
        "statement_id": statement.id, "article_id": article.id, "version": article.version, "kind": statement.kind,
        **_quote("content", statement.content, words="content"), **_quote("cue", statement.cue, words="cue"),
        "said": statement.said, "confidence": statement.confidence, "seal": seal(statement),
    }  # fmt: skip


def statement_of(row: Row, parties: Sequence[Row]) -> Statement:
    """The statement of a row, with its speaker."""
    return Statement(
        id=row["statement_id"], speaker=actor_of(parties[0]), kind=row["kind"], content=_need(row, "content", "content"),
        cue=_maybe(row, "cue", "cue"), said=row["said"], confidence=row["confidence"],
    )  # fmt: skip


def party_rows(entry: Event | Statement) -> list[Values]:
    """The rows of an entry's parties."""
    if isinstance(entry, Statement):
        return [_party(entry.id, "speaker", 0, entry.speaker)]
    roles = zip(ROLES, (entry.actors, entry.recipients, entry.by, entry.according_to), strict=True)
    return [_party(entry.id, role, i, a) for role, actors in roles for i, a in enumerate(actors)]


def quantity_rows(event: Event) -> list[Values]:
    """The rows of an event's quantities."""
    return [
        (event.id, i, q.what, float(q.least), None if isinf(q.most) else float(q.most), q.words.text, q.words.span.start, q.words.span.end)
        for i, q in enumerate(event.quantities)
    ]


def _party(entry: str, role: str, position: int, actor: Actor) -> Values:
    holder = (actor.holder.name, actor.holder.office, actor.holder.source) if actor.holder else (None, None, None)
    mentions = json.dumps([[m.start, m.end] for m in actor.mentions])
    return (entry, role, position, actor.id, actor.name, actor.code, actor.sector, *holder, mentions, actor.confidence)


def actor_of(row: Row) -> Actor:
    """The actor of a party's row."""
    holder = Holder(row["holder_name"], row["holder_office"], row["holder_source"]) if row["holder_name"] else None
    mentions = tuple(Span(*m) for m in json.loads(row["mentions"]))
    return Actor(row["name"], row["code"], row["sector"], row["actor_id"], mentions, holder, row["confidence"])


def _quantity_of(row: Row) -> Quantity:
    most = inf if row["most"] is None else row["most"]
    return Quantity(row["what"], row["least"], most, Quote(row["words"], Span(row["words_start"], row["words_end"])))


def _quote(name: str, quote: Quote | None, *, words: str) -> dict[str, Any]:
    span = quote.span if quote else None
    start, end = (span.start, span.end) if span else (None, None)
    return {words: quote.text if quote else None, f"{name}_start": start, f"{name}_end": end}


def _need(row: Row, words: str, name: str) -> Quote:
    return Quote(row[words], Span(row[f"{name}_start"], row[f"{name}_end"]))


def _maybe(row: Row, words: str, name: str) -> Quote | None:
    return None if row[words] is None else _need(row, words, name)
