"""What the tables know of a name, for a person or a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from legation.entries import Fact
from legation.views.objects import dumps
from legation.views.plain import one_line

WIDEST: Final = 44


def facts(found: Sequence[Fact], form: str) -> Iterator[str]:
    """The facts as lines of text (table), one array (json) or an object a line (jsonl)."""
    if form == "json":
        yield dumps([asdict(f) for f in found], indent=1) + "\n"
    elif form == "jsonl":
        yield from (dumps(asdict(f)) + "\n" for f in found)
    else:
        yield from _lines(found)


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
