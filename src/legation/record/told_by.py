"""What one article tells: its entries with the events that they are part of, and the article as people corrected it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from legation.entries import Article, Event, Record, Statement
from legation.record.corrections import verdict
from legation.record.finding import corrected, corrections_of
from legation.record.store import Store


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as the article tells it, and the id of the event that it is part of."""

    entry: Event
    event: str


@dataclass(frozen=True, slots=True)
class ToldBy:
    """An article with its entries in the order of its text."""

    article: Article
    tellings: tuple[Telling, ...]
    statements: tuple[Statement, ...]
    model: str
    rules: int
    added_at: str
    seal: str


def told_by(store: Store, article: Article) -> ToldBy:
    """What a version of an article tells."""
    key = (article.id, article.version)
    told = store.query(
        "SELECT t.*, ifnull(m.event_id, t.telling_id) AS event_id FROM tellings t LEFT JOIN members m USING (telling_id) "
        "WHERE article_id = ? AND version = ? ORDER BY trigger_start, telling_id", key,
    )  # fmt: skip
    said = store.query("SELECT * FROM statements WHERE article_id = ? AND version = ? ORDER BY content_start, statement_id", key)
    kept = store.query("SELECT model, rules, added_at, seal FROM articles WHERE article_id = ? AND version = ?", key)[0]
    return ToldBy(article, tuple(Telling(store.event(r), r["event_id"]) for r in told), tuple(map(store.statement, said)), *kept)


def annotated(store: Store) -> Iterator[Record]:
    """Every article of whose events a person looked at one, as people left it: corrected, and without what they rejected."""
    sql = (
        "SELECT DISTINCT t.article_id, t.version FROM corrections c JOIN aliases a ON a.id = c.telling_id "
        "JOIN members m ON m.event_id = a.event_id JOIN tellings t ON t.telling_id = m.telling_id ORDER BY t.article_id, t.version"
    )
    for key in store.query(sql):
        told = told_by(store, store.article(*key))
        events = tuple(_decided(store, told.tellings))
        yield Record(told.article, told.statements, events, told.model, told.rules)


def _decided(store: Store, tellings: tuple[Telling, ...]) -> Iterator[Event]:
    for telling in tellings:
        its = corrections_of(store, telling.event)
        if verdict(its) != "rejected":
            yield replace(corrected(telling.entry, its), id=telling.entry.id)
