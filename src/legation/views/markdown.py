"""A record as Markdown, for notes and issues. Nothing in a page's text can become markup, a link or a mention."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from legation.entries import Record
from legation.views.lines import dateline, headline, line, manner, party
from legation.views.plain import one_line

# Not only what is markup: readers make links of bare addresses too, and of dots between letters ("example.org").
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]#|~@$]|^[-+=]|:(?=//)|(?<=[Ww]{3})\.|(?<=\w)\.(?=[^\W\d_]{2})|^\d+(?=[.)])")
_JOINER: Final = "\u2060"  # seen by nobody; some readers look for addresses and mentions once the backslashes are gone


def escape(text: str) -> str:
    """Text as Markdown that shows exactly this text, on one line, whatever dialect reads it."""
    # Entities for what could open a tag, backslashes for what could open anything else.
    plain = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SPECIAL.sub(_escaped, plain)


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    if found.isdigit():  # "1." at the start of a line would open a list
        return f"&#{ord(found[0])};{found[1:]}"
    if found == "@":
        return f"\\@{_JOINER}"
    return "\\" + found


def markdown(records: Iterable[Record]) -> Iterator[str]:
    """Each record as a section with a table of its events and a list of its statements."""
    for record in records:
        yield "\n".join(_section(record)) + "\n\n"


def _section(record: Record) -> Iterator[str]:
    yield f"## {escape(headline(record.article))}"
    yield ""
    yield escape(dateline(record.article))
    if record.events:
        yield from _events(record)
    if record.statements:
        yield from _statements(record)


def _events(record: Record) -> Iterator[str]:
    yield from ("", "| When | Who | Did what | To whom | How far | Words |", "|---|---|---|---|---|---|")
    for event in record.events:
        shown = line(event)
        how_far = f"{shown.status} {shown.stance}".strip()
        cells = (shown.when, shown.who, shown.what, shown.whom, how_far, event.evidence.text)
        yield "| " + " | ".join(escape(cell) for cell in cells) + " |"


def _statements(record: Record) -> Iterator[str]:
    yield ""
    for statement in record.statements:
        said = f", {statement.said}" if statement.said else ""
        words = escape(statement.content.text)
        shown = f"“{words}”" if statement.kind == "direct" else words
        yield f"* **{escape(party([statement.speaker]))}** ({escape(manner(statement))}{escape(said)}): {shown}"
