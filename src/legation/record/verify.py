"""Proof that the record is what it was when it was written: every article, every entry, every quotation."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

from legation.entries import Article, Event, Quote, Statement
from legation.record import rows
from legation.record.store import Store

CHUNK: Final = 500  # articles proved at a time


def verify(store: Store) -> Iterator[str]:
    """What is wrong, a line each, with where; nothing where all is as it was."""
    for row in store.query("PRAGMA integrity_check"):
        if row[0] != "ok":
            yield f"the file: {row[0]}"
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


def _article(store: Store, row: sqlite3.Row) -> Iterator[str]:
    where = f"article {row['article_id']} version {row['version']}"
    try:
        article = rows.article_of(row)
    except (ValueError, KeyError, TypeError) as error:
        yield f"{where}: can't be read back: {error}"
        return
    if rows.seal(article) != row["seal"]:
        yield f"{where}: is not what was kept"
    key = (row["article_id"], row["version"])
    for table, name in (("events", "event_id"), ("statements", "statement_id")):
        for entry in store.query(f"SELECT * FROM {table} WHERE article_id = ? AND version = ?", key):
            yield from _entry(store, article, entry, table, name)


def _entry(store: Store, article: Article, row: sqlite3.Row, table: str, name: str) -> Iterator[str]:
    where = f"{table[:-1]} {row[name]} of article {article.id}"
    try:
        entry = store.event(row) if table == "events" else store.statement(row)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        yield f"{where}: can't be read back: {error}"
        return
    if rows.seal(entry) != row["seal"]:
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
            f"SELECT DISTINCT entry_id FROM {table} WHERE entry_id NOT IN (SELECT event_id FROM events) "
            "AND entry_id NOT IN (SELECT statement_id FROM statements)"
        )
        for row in store.query(sql):
            yield f"{table}: a row of entry {row[0]}, which is not there"
