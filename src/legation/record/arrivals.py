"""What came in, and what moved: the newest articles, the docket's newest moves, and where tellings contradict each other."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from legation.record.asking import LAST_BY
from legation.record.docket import standing
from legation.record.store import Store


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article with the day on which it came in and what it tells."""

    id: str
    version: int
    title: str
    opening: str
    source: str
    published: str
    url: str
    added_at: str
    events: int
    statements: int
    row: int


@dataclass(frozen=True, slots=True)
class Moved:
    """A move of a docket item: what it was, and where the item stands on the day asked for."""

    item: str
    type: str
    date: str
    told: str
    move: str
    state: str
    parties: tuple[str, ...]
    due: str
    event: str
    words: str


def arrivals(store: Store, before: str = "", size: int = 20, by: str = "") -> tuple[Arrival, ...]:
    """The articles that came in last, `by` the end of a day; `before` is a cursor: the row behind which to go on."""
    # Rows are in the order in which they were written, so that no index on time is needed.
    behind = before or (str(_behind(store, by)) if by else "")
    return _articles(store, "?1 = '' OR rowid < CAST(?1 AS INTEGER) ORDER BY rowid DESC", behind, size)


def published(store: Store, by: str, size: int = 20) -> tuple[Arrival, ...]:
    """The articles that were published last by the end of a day."""
    return _articles(store, "published BETWEEN '0' AND ?1 ORDER BY published DESC, rowid DESC", by, size)


def _articles(store: Store, which: str, value: str, size: int) -> tuple[Arrival, ...]:
    sql = (
        "SELECT article_id, version, title, substr(text, 1, 400), source, published, url, added_at, "
        "(SELECT count(*) FROM tellings t WHERE t.article_id = a.article_id AND t.version = a.version), "
        "(SELECT count(*) FROM statements s WHERE s.article_id = a.article_id AND s.version = a.version), rowid "
        f"FROM articles a WHERE {which} LIMIT ?2"
    )
    return tuple(Arrival(*row) for row in store.query(sql, (value, size)))


def _behind(store: Store, day: str) -> int:
    """The first row that was written after a day."""

    def came(row: int) -> str:
        found = store.query("SELECT substr(added_at, 1, 10) FROM articles WHERE rowid <= ? ORDER BY rowid DESC LIMIT 1", (row,))
        return str(found[0][0]) if found else ""

    rows = range(store.query("SELECT coalesce(max(rowid), 0) + 1 FROM articles")[0][0])
    return bisect_right(rows, day, key=came)


def moved(store: Store, day: str, size: int = 20) -> tuple[Moved, ...]:
    """The docket's moves that were told last by the end of a day, openings left out, the newest first."""
    sql = (
        "SELECT o.item_id, i.type, o.date, o.told, o.state, m.stands, m.lapses, m.parties, m.due, o.event_id, o.words FROM moves o "
        f"JOIN items i USING (item_id) JOIN moves m ON m.item_id = i.item_id AND m.position = {LAST_BY} "
        "WHERE o.position > 0 AND o.told BETWEEN '0' AND ?1 ORDER BY o.told DESC, o.item_id, o.position DESC LIMIT ?2"
    )
    return tuple(
        Moved(item, type, date, told, move, standing(stands, lapses, day), tuple(json.loads(parties)), due, event, words)
        for item, type, date, told, move, stands, lapses, parties, due, event, words in store.query(sql, (day, size))
    )


def contradicted(store: Store) -> tuple[str, ...]:
    """The events told differently (denied as well as told, or at times that don't meet), the last told first."""
    sql = (
        "SELECT e.event_id FROM events e WHERE e.tellings > 1 AND e.corrected < 2 AND (e.disputed OR ("
        "SELECT max(t.happens_from) > min(t.happens_to) FROM members m JOIN tellings t USING (telling_id) "
        "WHERE m.event_id = e.event_id AND t.happens_from <> '')) ORDER BY e.last_told DESC, e.event_id"
    )
    return tuple(row[0] for row in store.query(sql))


def contradicted_by(store: Store, day: str, among: Sequence[str]) -> tuple[str, ...]:
    """Those of these events that had been told differently by the end of a day."""
    sql = (
        "SELECT e.event_id FROM json_each(?1) j CROSS JOIN events e ON e.event_id = j.value CROSS JOIN members m USING (event_id) "
        "JOIN tellings t USING (telling_id) JOIN articles a USING (article_id, version) WHERE a.published BETWEEN '0' AND ?2 "
        "GROUP BY e.event_id HAVING (e.disputed AND count(DISTINCT t.status = 'not_happened') = 2) "
        "OR max(nullif(t.happens_from, '')) > min(nullif(t.happens_to, '')) ORDER BY max(a.published) DESC, e.event_id"
    )
    return tuple(row[0] for row in store.query(sql, (json.dumps(among), day)))
