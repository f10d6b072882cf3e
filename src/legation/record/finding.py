"""Entries of the record with what is known of them: the article, the tellings, the corrections, what became of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from legation.entries import Actor, Article, Event, Statement, When
from legation.errors import BadRecord
from legation.record.asking import Standing, items_of
from legation.record.corrections import Correction, sides_of
from legation.record.derive import current
from legation.record.docket import Move, state_on
from legation.record.store import Store
from legation.resolving.codes import cameo_code, modes, plover_code
from legation.resolving.places import resolve_place


@dataclass(frozen=True, slots=True)
class Told:
    """How often and when an event was told; `sources` counts copies of an article once."""

    tellings: int
    articles: int
    sources: int
    first: str
    last: str
    disputed: bool
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with the article in whose words it stands; of an event, also how it was told."""

    article: Article
    entry: Event | Statement
    told: Told | None = None


@dataclass(frozen=True, slots=True)
class TellingFound:
    """One telling of an event: why it is taken for one, and the article of which its own is a copy ("" for none)."""

    article: Article
    entry: Event
    reason: str
    copy_of: str


@dataclass(frozen=True, slots=True)
class Whole:
    """An entry with all its tellings and the docket items that it opened or moved."""

    found: Found
    tellings: tuple[TellingFound, ...] = ()
    items: tuple[Standing, ...] = ()


def event(store: Store, row: sqlite3.Row) -> Found:
    """The event of a row of `events`, in the words of the telling that says most of it, as people corrected it."""
    telling = store.query("SELECT * FROM tellings WHERE telling_id = ?", (row["told_by"],))[0]
    its = corrections_of(store, row["event_id"]) if row["corrected"] or store.looking else ()
    shown = replace(corrected(store.event(telling), its), id=row["event_id"])
    told = Told(row["tellings"], row["articles"], row["sources"], row["first_told"], row["last_told"], bool(row["disputed"]), its)
    return Found(store.article(telling["article_id"], telling["version"]), shown, told)


def type_of(store: Store, event_id: str) -> str:
    """The type of an event as it stands now."""
    return str(store.query("SELECT type FROM events WHERE event_id = ?", (event_id,))[0][0])


def corrections_of(store: Store, event_id: str) -> tuple[Correction, ...]:
    """What people corrected of an event, the oldest first."""
    sql = (
        "SELECT correction_id, telling_id, field, value, note, who, made_at FROM corrections "
        "WHERE telling_id = ?1 OR telling_id IN (SELECT id FROM aliases WHERE event_id = ?1) ORDER BY correction_id"
    )
    return tuple(Correction(*row) for row in store.query(sql, (event_id,)))


def corrected(said: Event, corrections: Sequence[Correction]) -> Event:
    """The event as people corrected it, the last word counting."""
    changes: dict[str, Any] = {}
    for c in corrections:
        if c.field in ("status", "type", "mode"):
            changes[c.field] = c.value
        elif c.field == "when":
            changes["when"] = When(c.value)
        elif c.field == "where":
            changes["where"] = resolve_place(c.value, ())
        elif c.field in ("actors", "recipients"):
            changes[c.field] = tuple(Actor(s.name, s.code, s.sector, s.id) for s in sides_of(c.value))
    if not changes:
        return said
    if changes.get("status", said.status) == "happened":
        changes["by"] = ()
    new = replace(said, **changes)
    if new.mode not in modes(new.type):  # a mode of the type that it no longer is
        new = replace(new, mode="")
    own = bool({a.id for a in new.by} & {a.id for a in new.actors})
    codes = (new.type, new.mode, new.status, own)
    return replace(new, plover=plover_code(*codes), cameo=cameo_code(*codes))


# --- by id


def entry(store: Store, given: str) -> Whole | None:
    """A statement or event by its id, by the id of any telling of it, past or present, or by the beginning of one that no other has."""
    _check(given)
    current(store)
    edges = (given, given + "~")
    statements = store.query("SELECT * FROM statements WHERE statement_id >= ? AND statement_id < ? LIMIT 2", edges)
    events = store.query("SELECT DISTINCT event_id FROM aliases WHERE id >= ? AND id < ? LIMIT 2", edges)
    if len(statements) + len(events) > 1:
        raise BadRecord(f"{given}: several entries of {store.path} have an id that begins so: give more of it")
    if statements:
        row = statements[0]
        return Whole(Found(store.article(row["article_id"], row["version"]), store.statement(row)))
    if events:
        row = store.query("SELECT * FROM events WHERE event_id = ?", (events[0][0],))[0]
        return Whole(event(store, row), tellings(store, row["event_id"]), tuple(_standing(store, row["event_id"])))
    return None


def _check(given: str) -> None:
    """Every id begins as an empty one does."""
    if not given.strip():
        raise BadRecord('"": an empty id (ids stand in brackets in a timeline)')


def event_by_id(store: Store, event_id: str) -> Found:
    """A living event by its whole id."""
    return event(store, store.query("SELECT * FROM events WHERE event_id = ?", (event_id,))[0])


def article(store: Store, given: str) -> Article | None:
    """The newest version of an article by its id, or by the beginning of one that no other has."""
    _check(given)
    edges = (given, given, given + "\U0010ffff")
    sql = (
        "SELECT article_id, max(version) AS version FROM articles WHERE article_id = ?1 OR (article_id >= ?2 AND article_id < ?3) "
        "GROUP BY article_id ORDER BY article_id <> ?1 LIMIT 2"
    )
    found = store.query(sql, edges)
    if not found:
        return None
    if len(found) > 1 and found[0]["article_id"] != given:
        raise BadRecord(f"{given}: several articles of {store.path} have an id that begins so: give more of it")
    return store.article(found[0]["article_id"], found[0]["version"])


def entries_between(store: Store, article: Article, start: int, end: int) -> list[str]:
    """The ids of the events and statements whose words begin there in an article, in its order."""
    sql = (
        "SELECT event_id AS id, trigger_start AS at FROM tellings JOIN members USING (telling_id) WHERE article_id = ?1 AND version = ?2 "
        "UNION SELECT statement_id, content_start FROM statements WHERE article_id = ?1 AND version = ?2"
    )
    values = (article.id, article.version, start, end)
    return [row[0] for row in store.query(f"SELECT id FROM ({sql}) WHERE at >= ?3 AND at < ?4 ORDER BY at, id", values)]


def told_in(store: Store, move: Move) -> Article:
    """The article that told of a move of the docket."""
    sql = "SELECT t.article_id, t.version FROM members m JOIN tellings t USING (telling_id) WHERE m.event_id = ? ORDER BY t.evidence <> ?"
    return store.article(*store.query(f"{sql}, t.telling_id LIMIT 1", (move.event, move.words))[0])


def words_of(whole: Whole, given: str) -> Found:
    """Where an entry asked for by this id has its words: of an event's telling, in the article that tells it so."""
    told = [t for t in whole.tellings if t.entry.id.startswith(given)]
    if whole.found.entry.id.startswith(given) or len(told) != 1:
        return whole.found
    return Found(told[0].article, told[0].entry)


def _standing(store: Store, event_id: str) -> Iterator[Standing]:
    today = date.today().isoformat()
    return (Standing(item, state_on(item.last, today)) for item in items_of(store, event_id))


def tellings(store: Store, event_id: str) -> tuple[TellingFound, ...]:
    """The tellings of an event, the first told first."""
    sql = (
        "SELECT t.*, m.reason, ifnull(c.copy_of, '') AS copy_of FROM members m JOIN tellings t USING (telling_id) "
        "JOIN articles a USING (article_id, version) LEFT JOIN copies c ON c.article_id = t.article_id "
        "WHERE m.event_id = ? ORDER BY t.telling_id <> m.event_id, a.published = '', a.published, t.article_id, t.trigger_start"
    )
    return tuple(
        TellingFound(store.article(row["article_id"], row["version"]), store.event(row), row["reason"], row["copy_of"])
        for row in store.query(sql, (event_id,))
    )


def telling_of(store: Store, given: str) -> tuple[str, str]:
    """The telling and the event that an id, or its beginning, leads to. Raises BadRecord where it leads to none or to several."""
    _check(given)
    current(store)
    found = store.query("SELECT id, event_id FROM aliases WHERE id >= ? AND id < ? LIMIT 2", (given, given + "~"))
    if not found:
        raise BadRecord(f"{given}: no event with this id in {store.path} (ids stand in brackets in a timeline)")
    if len(found) > 1:
        raise BadRecord(f"{given}: several entries of {store.path} have an id that begins so: give more of it")
    return str(found[0]["id"]), str(found[0]["event_id"])
