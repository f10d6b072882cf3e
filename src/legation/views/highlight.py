"""Text of a page as HTML, with marks in it. This is the only place where a page's text is put into markup."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from legation.entries import Span
from legation.views.plain import visible


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text to mark: CSS classes, the id at which it begins and the id its words lead to ("" for none).

    Classes and ids are the program's own, never words of a page.
    """

    span: Span
    classes: tuple[str, ...] = ()
    anchor: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch over which the same marks hold."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def escape(text: str) -> str:
    """Text as HTML that shows exactly this text, in an element or between quotation marks."""
    return html.escape(visible(text), quote=True)


def marked(text: str, marks: Iterable[Mark], lines: Iterable[Span]) -> Iterator[str]:
    """The HTML of each line (in order, none overlapping): marks that overlap or cross lines are cut where they meet."""
    lines = list(lines)
    pieces = iter(_pieces(marks, lines))
    piece = next(pieces, None)
    for line in lines:
        parts = []
        while piece and piece.end <= line.end:
            if piece.start >= line.start:
                parts.append(_html(text, piece))
            piece = next(pieces, None)
        yield "".join(parts)


def _pieces(marks: Iterable[Mark], lines: Iterable[Span]) -> Iterator[Piece]:
    waiting = sorted(marks, key=lambda mark: (mark.span.start, -mark.span.end), reverse=True)
    edges = {edge for mark in waiting for edge in (mark.span.start, mark.span.end)}
    edges |= {edge for line in lines for edge in (line.start, line.end)}
    active: list[Mark] = []
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        active = [mark for mark in active if mark.span.end > start]
        while waiting and waiting[-1].span.start <= start:
            active.append(waiting.pop())
        yield Piece(start, end, tuple(active))


def _html(text: str, piece: Piece) -> str:
    shown = escape(text[piece.start : piece.end])
    if not piece.marks:
        return shown
    anchors = "".join(
        f'<span class="at" id="{mark.anchor}"></span>' for mark in piece.marks if mark.anchor and mark.span.start == piece.start
    )
    classes = " ".join(dict.fromkeys(name for mark in piece.marks for name in mark.classes))
    links = [mark for mark in piece.marks if mark.link]
    if not links:
        return f'{anchors}<span class="{classes}">{shown}</span>'
    nearest = min(links, key=lambda mark: mark.span.end - mark.span.start)
    return f'{anchors}<a class="{classes}" href="#{nearest.link}">{shown}</a>'
