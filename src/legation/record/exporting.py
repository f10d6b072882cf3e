"""All that fits, one entry at a time: what is handed to other tools. Of a record of any size only one entry is held."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace

from legation.entries import Event, Record
from legation.knowledge.sureness import Least
from legation.record import search
from legation.record.derive import current
from legation.record.finding import Whole, corrected, corrections_of, tellings
from legation.record.search import Asked
from legation.record.store import Store

ALL = -1  # as a limit


def events(store: Store, asked: Asked, *, told: bool = False) -> Iterator[Whole]:
    """Every event that fits, by time and then by id, the undated last; `told`: each with all its tellings."""
    for found in search.timeline(store, replace(asked, limit=ALL)):
        yield Whole(found, tellings(store, found.entry.id) if told else ())


def articles(store: Store, asked: Asked) -> Iterator[Record]:
    """Every article that tells of an event that fits: all its entries, as people corrected them, in the order of the text.

    Entries less sure than asked are left out. By day of publication and then by id. Where nothing in particular is asked for,
    also the articles that tell of no event.
    """
    current(store)
    wanted = None if asked == Asked() else _telling_of(store, asked)
    sql = "SELECT article_id, max(version) AS version, model, rules FROM articles GROUP BY article_id ORDER BY published, article_id"
    for row in store.each(sql):
        if wanted is None or row["article_id"] in wanted:
            yield _record(store, row, asked.least)


def _telling_of(store: Store, asked: Asked) -> set[str]:
    """The ids of the articles that tell of an event that fits."""
    sql = "SELECT article_id FROM members JOIN tellings USING (telling_id) WHERE event_id = ?"
    return {row[0] for whole in events(store, asked) for row in store.query(sql, (whole.found.entry.id,))}


def _record(store: Store, row: sqlite3.Row, least: Least) -> Record:
    key = (row["article_id"], row["version"])
    sql = "SELECT * FROM statements WHERE article_id = ? AND version = ? AND confidence >= ? ORDER BY content_start, statement_id"
    statements = tuple(map(store.statement, store.query(sql, (*key, least.statement))))
    return Record(store.article(*key), statements, tuple(_events(store, key, least)), row["model"], row["rules"])


def _events(store: Store, key: tuple[str, int], least: Least) -> Iterator[Event]:
    sql = (
        "SELECT t.*, e.event_id, e.corrected FROM tellings t LEFT JOIN members m USING (telling_id) LEFT JOIN events e USING (event_id) "
        "WHERE t.article_id = ? AND t.version = ? AND (e.corrected OR t.confidence >= ?) ORDER BY t.trigger_start, t.telling_id"
    )
    for row in store.query(sql, (*key, least.event)):
        yield corrected(store.event(row), corrections_of(store, row["event_id"]) if row["corrected"] else ())
