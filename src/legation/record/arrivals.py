"""What came in, and what moved: the newest articles, the docket's newest moves, and where tellings contradict each other."""

from __future__ import annotations

from dataclasses import dataclass

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
    parties: str
    due: str
    event: str
    words: str


def arrivals(store: Store, before: str = "", size: int = 20) -> tuple[Arrival, ...]:
    """The articles that came in last; `before` is a cursor: the row behind which to go on."""
    # Rows are in the order in which they were written, so that no index on time is needed.
    sql = (
        "SELECT article_id, version, title, substr(text, 1, 400), source, published, url, added_at, "
        "(SELECT count(*) FROM tellings t WHERE t.article_id = a.article_id AND t.version = a.version), "
        "(SELECT count(*) FROM statements s WHERE s.article_id = a.article_id AND s.version = a.version), rowid "
        "FROM articles a WHERE ? = '' OR rowid < CAST(? AS INTEGER) ORDER BY rowid DESC LIMIT ?"
    )
    return tuple(Arrival(*row) for row in store.query(sql, (before, before, size)))


def moved(store: Store, day: str, size: int = 20) -> tuple[Moved, ...]:
    """The docket's moves that were told last by the end of a day, openings left out, the newest first."""
    sql = (
        "SELECT o.item_id, i.type, o.date, o.told, o.state, m.stands, m.lapses, m.parties, m.due, o.event_id, o.words FROM moves o "
        "JOIN items i USING (item_id) JOIN moves m ON m.item_id = i.item_id AND m.position = i.last "
        "WHERE o.position > 0 AND o.told <= ? ORDER BY o.told DESC, o.item_id, o.position DESC LIMIT ?"
    )
    return tuple(
        Moved(item, type, date, told, move, standing(stands, lapses, day), parties, due, event, words)
        for item, type, date, told, move, stands, lapses, parties, due, event, words in store.query(sql, (day, size))
    )


def contradicted(store: Store, size: int = 200) -> tuple[str, ...]:
    """The events told differently (denied as well as told, or at times that don't meet), the last told first."""
    sql = (
        "SELECT e.event_id FROM events e WHERE e.tellings > 1 AND e.corrected < 2 AND (e.disputed OR ("
        "SELECT max(t.happens_from) > min(t.happens_to) FROM members m JOIN tellings t USING (telling_id) "
        "WHERE m.event_id = e.event_id AND t.happens_from <> '')) ORDER BY e.last_told DESC, e.event_id LIMIT ?"
    )
    return tuple(row[0] for row in store.query(sql, (size,)))
