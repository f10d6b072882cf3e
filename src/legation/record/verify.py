"""Proof that the record is what it was when it was written: every article, every entry, every quotation."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from legation.entries import Article, Event, Quote, Statement
from legation.errors import SourceError
from legation.record import pages, rows
from legation.record.derive import fresh
from legation.record.store import DECIDED, DERIVED, ENTRIES, Store, days

MERGES: Final = (
    ("member of an event, but no telling", "SELECT telling_id FROM members WHERE telling_id NOT IN (SELECT telling_id FROM tellings)"),
    ("member of an event that is not there", "SELECT telling_id FROM members WHERE event_id NOT IN (SELECT event_id FROM events)"),
    (
        "event without the members that it counts",
        "SELECT event_id FROM events e WHERE tellings <> (SELECT count(*) FROM members m WHERE m.event_id = e.event_id)",
    ),
    (
        "event that is not in its first telling's name, or shown by none of its own",
        "SELECT event_id FROM events e WHERE 2 > (SELECT count(*) FROM members m WHERE m.event_id = e.event_id "
        "AND m.telling_id IN (e.event_id, e.told_by)) + (e.event_id = e.told_by)",
    ),
    (
        "telling of an article's newest version that belongs to no event",
        "SELECT telling_id FROM tellings t WHERE telling_id NOT IN (SELECT telling_id FROM members) "
        "AND version = (SELECT max(version) FROM articles a WHERE a.article_id = t.article_id)",
    ),
    ("move on the docket by an event that is not there", "SELECT event_id FROM moves WHERE event_id NOT IN (SELECT event_id FROM events)"),
)
DAMAGED: Final = "is not what was kept, and was not read again"
CHUNK: Final = 500  # articles proved at a time


def verify(store: Store) -> Iterator[str]:
    """What is wrong, a line each, with where; nothing where all is as it was."""
    if any(row[0] != "ok" for row in store.query("PRAGMA integrity_check(1)")):
        yield "the file: pages of it, or indexes, are damaged"
    for row in store.query("PRAGMA foreign_key_check"):
        yield f"{row[0]}: a row without its {row[2]}"
    at = ("", 0)
    while True:
        articles = store.query(
            "SELECT * FROM articles WHERE (article_id, version) > (?, ?) ORDER BY article_id, version LIMIT ?", (*at, CHUNK)
        )
        if not articles:
            break
        for row in articles:
            yield from _article(store, row)
        at = (articles[-1]["article_id"], articles[-1]["version"])
    yield from _strays(store)
    yield from pages.verify(store)
    yield from _decisions(store)
    if fresh(store):  # else it is made again when it is next asked for
        yield from _derived(store)


def _decisions(store: Store) -> Iterator[str]:
    sealed = store.setting("decisions")
    if (sealed or any(store.query(f"SELECT 1 FROM {t} LIMIT 1") for t in DECIDED)) and sealed != store.digest(DECIDED):
        yield "corrections and splits: are not what was kept"


def _derived(store: Store) -> Iterator[str]:
    """Whether every merge has its members, the docket its events, and all of it is what was made."""
    for what, sql in MERGES:
        for row in store.query(sql):
            yield f"{what}: {row[0]}"
    if store.digest(DERIVED) != store.setting("derived_seal"):
        yield "events, docket and copies: are not what was made of the tellings (make them again with `legation rebuild`)"


def _article(store: Store, row: sqlite3.Row) -> Iterator[str]:
    where = f"article {row['article_id']} version {row['version']}"
    try:
        article = rows.article_of(row)
    except rows.UNREADABLE as error:
        yield f"{where}: can't be read back: {error}"
        return
    if rows.seal(article) != row["seal"]:
        yield f"{where}: is not what was kept"
    yield from _entries(store, article)


def to_read(store: Store) -> Iterator[Article | SourceError]:
    """Every article in every version, in the order in which they were added; one whose entries are not as kept is to be read again.

    One that is itself not as it was kept is an error: read again, it would seem whole. Rows of entries that are not there go first.
    """
    store.sweep()
    for row in store.query("SELECT article_id, version FROM articles ORDER BY added_at, article_id, version"):
        found = store.query("SELECT * FROM articles WHERE article_id = ? AND version = ?", tuple(row))
        if not found:
            continue  # another run has forgotten it meanwhile
        (kept,) = found
        if not rows.is_whole(kept):
            yield SourceError(f"article {row['article_id']} version {row['version']}", DAMAGED, "add it again, or restore a backup")
            continue
        article = rows.article_of(kept)
        if any(True for _ in _entries(store, article)):
            store.doubt(article)
        yield article


def _entries(store: Store, article: Article) -> Iterator[str]:
    for table, name in ENTRIES:
        for entry in store.query(f"SELECT * FROM {table} WHERE article_id = ? AND version = ?", (article.id, article.version)):
            yield from _entry(store, article, entry, table, name)


def _entry(store: Store, article: Article, row: sqlite3.Row, table: str, name: str) -> Iterator[str]:
    where = f"{table[:-1]} {row[name]} of article {article.id}"
    try:
        entry = store.event(row) if table == "tellings" else store.statement(row)
    except rows.UNREADABLE as error:
        yield f"{where}: can't be read back: {error}"
        return
    moved = isinstance(entry, Event) and days(entry.when.edtf) != (row["happens_from"], row["happens_to"])
    if moved or rows.seal(entry) != row["seal"]:
        yield f"{where}: is not what was kept"
    for quote in _quotes(entry):
        if article.text[quote.span.start : quote.span.end] != quote.text:
            yield f"{where}: its words {quote.text[:40]!r} do not stand at [{quote.span.start}, {quote.span.end})"


def _quotes(entry: Event | Statement) -> Iterator[Quote]:
    if isinstance(entry, Statement):
        found = [entry.content, entry.cue]
    else:
        found = [entry.trigger, entry.evidence, entry.when.words, entry.where.words, *(q.words for q in entry.quantities)]
    yield from (q for q in found if q)


def _strays(store: Store) -> Iterator[str]:
    for table in ("parties", "words"):
        sql = (
            f"SELECT DISTINCT entry_id FROM {table} WHERE entry_id NOT IN (SELECT telling_id FROM tellings) "
            "AND entry_id NOT IN (SELECT statement_id FROM statements)"
        )
        for row in store.query(sql):
            yield f"{table}: a row of entry {row[0]}, which is not there"
