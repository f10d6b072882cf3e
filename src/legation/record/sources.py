"""The articles that tell an event, as a footnote names them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from legation.record.store import Store

OPENING: Final = 400  # characters of a text that may stand for its title


@dataclass(frozen=True, slots=True)
class Source:
    """An article: `opening` is how its text begins, `copy_of` the article of which it is a copy ("" for none)."""

    article: str
    version: int
    outlet: str
    title: str
    opening: str
    published: str
    url: str
    copy_of: str
    model: str
    rules: int


def sources_of(store: Store, events: Iterable[str]) -> dict[str, tuple[Source, ...]]:
    """The articles that tell each event, the first published first; no copy where there is what it copies."""
    sql = (
        f"SELECT DISTINCT m.event_id, {_columns()} FROM members m JOIN tellings t USING (telling_id) "
        "JOIN articles a USING (article_id, version) LEFT JOIN copies c ON c.article_id = a.article_id "
        "WHERE m.event_id IN (SELECT value FROM json_each(?)) ORDER BY m.event_id, a.published = '', a.published, a.article_id"
    )
    found: dict[str, list[Source]] = defaultdict(list)
    for event, *said in store.query(sql, (json.dumps(list(events)),)):
        found[event].append(Source(*said))
    return {event: tuple(_originals(its)) for event, its in found.items()}


def articles(store: Store, ids: Iterable[str]) -> tuple[Source, ...]:
    """The newest version of each article, in the order asked for."""
    wanted = list(ids)
    sql = (
        f"SELECT {_columns()} FROM articles a LEFT JOIN copies c ON c.article_id = a.article_id WHERE a.article_id IN "
        "(SELECT value FROM json_each(?)) ORDER BY a.version"
    )
    found = {row[0]: Source(*row) for row in store.query(sql, (json.dumps(wanted),))}
    return tuple(found[id] for id in wanted if id in found)


def how_many(store: Store, events: Iterable[str]) -> tuple[int, int]:
    """How many articles tell any of the events, and from how many outlets they come."""
    sql = (
        "SELECT count(DISTINCT a.article_id), count(DISTINCT nullif(a.source, '')) FROM members m JOIN tellings t USING (telling_id) "
        "JOIN articles a USING (article_id, version) WHERE m.event_id IN (SELECT value FROM json_each(?))"
    )
    (row,) = store.query(sql, (json.dumps(list(events)),))
    return int(row[0]), int(row[1])


def _columns() -> str:
    columns = f"a.article_id, a.version, a.source, a.title, substr(a.text, 1, {OPENING}), a.published, a.url"
    return f"{columns}, ifnull(c.copy_of, ''), a.model, a.rules"


def _originals(its: list[Source]) -> list[Source]:
    there = {source.article for source in its}
    return [source for source in its if source.copy_of not in there]
