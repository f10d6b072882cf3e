"""The docket: each item with what became of it, move by move."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from legation.record.asking import Standing
from legation.record.docket import Item
from legation.views.grids import grid
from legation.views.markdown import escape
from legation.views.objects import Json, dumps
from legation.views.plain import clip, one_line

WORDS = 160
COLUMNS = ("id", "type", "state", "parties", "by", "due", "where", "since", "words")


def docket(found: Iterable[Standing], form: str) -> Iterator[str]:
    """The items as text for eyes (table), json, jsonl, csv or markdown."""
    standing = list(found)
    if form == "table":
        yield from ("\n".join(lines(s.item, s.state)) + "\n" for s in standing)
    elif form == "markdown":
        yield from _markdown(standing)
    elif form == "json":
        yield dumps([item_object(s.item, s.state) for s in standing], indent=1) + "\n"
    else:
        yield from grid([item_object(s.item, s.state) for s in standing], form, COLUMNS)


def item_object(item: Item, state: str) -> Json:
    """One item with its moves."""
    last = item.last
    moves = [{"date": m.date, "state": m.state, "entry": m.event, "words": m.words} for m in item.moves]
    return {
        "id": item.id, "type": item.type, "state": state, "parties": list(last.parties), "by": list(item.by), "due": last.due,
        "where": last.place, "since": item.since, "words": item.words, "moves": moves,
    }  # fmt: skip


def lines(item: Item, state: str) -> Iterator[str]:
    """One item for the eye."""
    last = item.last
    due = f", due {one_line(last.due)}" if last.due else ""
    where = f", in {one_line(last.place)}" if last.place else ""
    who, by = (", ".join(map(one_line, names)) for names in (last.parties, item.by))
    yield f"{state.replace('_', ' ')}  {item.type}  {who}{due}{where}  since {one_line(item.since)} by {by}  [{item.id}]"
    for m in item.moves:
        words = clip(one_line(m.words), WORDS)
        yield f"    {m.date or 'undated'}  {m.state.replace('_', ' ')}: {words}  [{m.event}]"


def _markdown(standing: Iterable[Standing]) -> Iterator[str]:
    for s in standing:
        item, last = s.item, s.item.last
        due = f", due {escape(last.due)}" if last.due else ""
        where = f", in {escape(last.place)}" if last.place else ""
        yield f"* **{escape(s.state.replace('_', ' '))}** {item.type}: {escape(', '.join(last.parties))}{due}{where}\n"
        for m in item.moves:
            yield f"  * {escape(m.date)} {escape(m.state.replace('_', ' '))}: {escape(m.words)}\n"
