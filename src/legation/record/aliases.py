"""Ids that are no more, and the tellings in their place: after reading again, and after an article's correction."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from legation.record.store import Store
from legation.record.tellings import Telling, stems


def living(store: Store, tellings: Sequence[Telling]) -> dict[str, str]:
    """From each id that is no longer told to the telling now in its place, where there is one."""
    by_article: dict[str, list[Telling]] = defaultdict(list)
    for t in tellings:
        by_article[t.article].append(t)
    alive = {t.id for t in tellings}
    found = {}
    for row in store.query("SELECT * FROM tellings ORDER BY telling_id"):
        if row["telling_id"] not in alive:
            found[row["telling_id"]] = _alike(row, by_article[row["article_id"]])
    # Ids of a version that has been read again lead to what stands at the same words of that version, and so on.
    for row in store.query("SELECT * FROM former ORDER BY telling_id"):
        there = _overlapping(store, row)
        found[row["telling_id"]] = there if there in alive else found.get(there, "")
    return {gone: now for gone, now in found.items() if now}


def _overlapping(store: Store, row: sqlite3.Row) -> str:
    sql = (
        "SELECT telling_id, min(trigger_end, ?) - max(trigger_start, ?) AS common FROM tellings "
        "WHERE article_id = ? AND version = ? AND common > 0 ORDER BY common DESC, telling_id LIMIT 1"
    )
    where = (row["trigger_end"], row["trigger_start"], row["article_id"], row["version"])
    return next((str(r[0]) for r in store.query(sql, where)), "")


def _alike(row: sqlite3.Row, others: Iterable[Telling]) -> str:
    """The telling of the newest version that says the same thing in nearly the same words."""
    words = {*stems(row["evidence"])}
    same = [t for t in others if t.type == row["type"] and {*stems(t.trigger)} & {*stems(row["trigger_words"])}]
    ranked = sorted(same, key=lambda t: (-len(words & {*stems(t.evidence)}), t.order))
    return ranked[0].id if ranked else ""
