"""Search over the words of events and statements; statements by who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Annotated, Final

import numpy as np
from fastapi import APIRouter, Query
from markupsafe import Markup

from legation.record.facets import party_keys
from legation.record.hits import Hit, hits
from legation.record.listed import Listed, Spoken, listed, spoken
from legation.record.store import Store
from legation.views import atom
from legation.views.highlight import with_marks
from legation.views.listed import STATEMENT_COLUMNS, event_item, event_object, event_row, statement_item, statement_object, statement_row
from legation.views.objects import Json
from legation.web.answering import Page, publish
from legation.web.asked import After, Limit, position
from legation.web.house import House
from legation.web.rendering import made

router = APIRouter()
Query_ = Annotated[str, Query(max_length=400, description="Words that all stand in it, in any form")]
Speaker = Annotated[str, Query(max_length=400, description="Who speaks: a state's code for all who speak for it, a name")]
COLUMNS: Final = ("kind", "id", "when", "who", "who_code", "words", "source", "title", "published", "url", "article")


@dataclass(frozen=True, slots=True)
class Result:
    """An entry that was found, and its words with those asked for marked."""

    event: Listed | None
    statement: Spoken | None
    words: Markup


@dataclass(frozen=True, slots=True)
class Search:
    """What the page shows; `total` is how many fit."""

    query: str
    total: int
    results: tuple[Result, ...]


def search(house: House, store: Store, q: Query_ = "", after: After = "", limit: Limit = 50) -> Page:
    """The events and statements in whose words all of these stand, in any form ("expel" finds "expelled")."""
    start = position(after)
    found = hits(store, q, start, limit)
    columns = house.held.columns(store)
    ids = {h.id: columns.ids[columns.row[h.id]] if h.id in columns.row else "" for h in found.hits}
    events = {e.id: e for e in listed(store, list(dict.fromkeys(filter(None, ids.values()))))}
    said = {s.id: s for s in spoken(store, [h.id for h in found.hits if h.kind == "statement"])}
    there = [h for h in found.hits if h.id in said or ids[h.id] in events]
    next = str(start + limit) if start + limit < found.total else ""

    def result(h: Hit) -> Result:
        words = made(with_marks(h.words, h.marks, "found"))
        return Result(events.get(ids[h.id]), said.get(h.id), words)

    def objects() -> Iterator[Json]:
        for h in there:
            if h.id in said:
                yield {"kind": "statement", **statement_object(said[h.id])}
            else:
                yield {"kind": "event", **event_object(events[ids[h.id]]), "telling": h.id, "words": h.words}

    def row(h: Hit) -> Json:
        if h.id in said:
            return {"kind": "statement", **statement_row(said[h.id]), "when": said[h.id].said}
        return {"kind": "event", **event_row(events[ids[h.id]]), "words": h.words}

    def feed(base: str) -> Iterator[atom.Item]:
        for h in there:
            yield statement_item(said[h.id], base) if h.id in said else event_item(events[ids[h.id]], base)

    return Page(
        "search.html", f"Search: {q}" if q else "Search", lambda: Search(q, found.total, tuple(map(result, there))),
        lambda: {"total": found.total, "next": next, "entries": list(objects())}, COLUMNS,
        lambda: list(map(row, there)), feed, next=next, here="search",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """What the page shows."""

    speaker: str
    total: int
    statements: tuple[Spoken, ...]


def statements(house: House, store: Store, speaker: Speaker = "", after: After = "", limit: Limit = 50) -> Page:
    """Who said what, the last first."""
    ids, next, total = of_speaker(house, store, speaker.strip(), after, limit)
    found = spoken(store, ids)
    return Page(
        "statements.html", "Statements", lambda: Said(speaker, total, found),
        lambda: {"total": total, "next": next, "statements": [statement_object(s) for s in found]}, STATEMENT_COLUMNS,
        lambda: [statement_row(s) for s in found], lambda base: (statement_item(s, base) for s in found), next=next, here="search",
    )  # fmt: skip


def of_speaker(house: House, store: Store, speaker: str, after: str, limit: int) -> tuple[tuple[str, ...], str, int]:
    """The ids of a page of what somebody said, the cursor of the next page, and how many there are in all."""
    said = house.held.sayings(store)
    rows = np.arange(len(said.ids))
    if speaker:
        keys = party_keys(house.held.columns(store), speaker)
        words = speaker.removeprefix("/").casefold()
        named = (k for k in said.speaker.names if words in k.casefold().replace("-", " ")) if not keys else ()
        rows = np.flatnonzero(said.speaker.having(chain(keys, named), len(said.ids)))
    start = position(after)
    ids = tuple(said.ids[r] for r in rows[start : start + limit])
    return ids, str(start + limit) if start + limit < len(rows) else "", len(rows)


publish(router, "/search", search, "atom")
publish(router, "/statements", statements, "atom")
