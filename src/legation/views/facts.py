"""What the tables know of a name, for a person or a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import Final

from legation.entries import Fact
from legation.views.grids import grid
from legation.views.plain import one_line

WIDEST: Final = 44


def facts(found: Sequence[Fact], form: str) -> Iterator[str]:
    """The facts as text for eyes (table), json, jsonl, csv or markdown."""
    if form == "table":
        yield from _lines(found)
    else:
        yield from grid([asdict(f) for f in found], form, [field.name for field in fields(Fact)])


def _lines(found: Sequence[Fact]) -> Iterator[str]:
    rows = [(f.name, " ".join(filter(None, (f.code, f.sector))), _what(f), _time(f), f.source) for f in found]
    shown = [[one_line(cell) for cell in row] for row in rows]
    widths = [min(WIDEST, max(len(row[i]) for row in shown)) for i in range(4)]
    for row in shown:
        cells = [cell.ljust(width) for cell, width in zip(row[:4], widths, strict=True)]
        yield "  ".join((*cells, row[4])).rstrip() + "\n"


def _what(f: Fact) -> str:
    return f"member of {f.what}" if f.kind == "member" else f.what or f.kind


def _time(f: Fact) -> str:
    if not f.since and not f.until:
        return ""
    return f"{f.since or '?'} to {f.until or 'now'}"
