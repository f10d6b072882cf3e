"""What the full-text index finds, with the places of the words found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from legation.entries import Span
from legation.record.search import quoted
from legation.record.store import Store

BY_FIT: Final = 2000  # of more hits the newest come first: to weigh them all takes long
OPEN, SHUT = "\ue000", "\ue001"  # private signs that no page's words hold but by accident: it costs a mark, no more


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry found: a telling's or statement's id, "event" or "statement", its words and which of them fit."""

    id: str
    kind: str
    words: str
    marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Hits:
    """A page of hits, and how many there are in all."""

    hits: tuple[Hit, ...]
    total: int


def hits(store: Store, text: str, start: int, size: int) -> Hits:
    """The entries in whose words all of `text` stands: the best first, or the newest where there are very many."""
    asked = quoted(text)
    if not asked:
        return Hits((), 0)
    total = store.query("SELECT count(*) FROM words WHERE words MATCH ?", (asked,))[0][0]
    order = "rank" if total <= BY_FIT else "rowid DESC"
    sql = f"SELECT entry_id, kind, said, highlight(words, 2, ?, ?) FROM words WHERE words MATCH ? ORDER BY {order} LIMIT ? OFFSET ?"
    found = store.query(sql, (OPEN, SHUT, asked, size, start))
    return Hits(tuple(Hit(id, kind, said, _marks(said, marked)) for id, kind, said, marked in found), total)


def _marks(said: str, marked: str) -> tuple[Span, ...]:
    """Where the marks stand in the words as they were."""
    if OPEN in said or SHUT in said:
        return ()
    spans, at, start = [], 0, 0
    for sign in marked:
        if sign == OPEN:
            start = at
        elif sign == SHUT:
            spans += [Span(start, at)] if at > start else []
        else:
            at += 1
    return tuple(spans)
