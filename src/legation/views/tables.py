"""A record on a terminal: what happened first, then who said what."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from legation.entries import Event, Record, Statement
from legation.views.lines import dateline, headline, line, manner, names, party, unsure
from legation.views.plain import around, clip, one_line

# Below this many columns a table is a heap of broken words: entries are then listed one below the other.
NARROW: Final = 92
NARROWEST_DATE, WIDEST_DATE = 10, 21  # a day; an interval of two
NARROWEST_WORDS: Final = 18  # columns that are left for the words of the article
SHARES: Final = 25
_SAID_MOST: Final = 220
_UNSURE: Final = ", unsure"

_COLOURS: Final = {
    "happened": "green",
    "planned": "cyan",
    "proposed": "blue",
    "threatened": "red",
    "refused": "magenta",
    "alleged": "yellow",
    "possible": "bright_black",
    "not_happened": "bright_black",
}


def terminal_width() -> int:
    """The columns that `COLUMNS` or the terminal gives, else 100."""
    return shutil.get_terminal_size((100, 24)).columns


def colours_wanted() -> bool:
    """Whether a terminal may be sent colours (https://no-color.org)."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def tables(records: Iterable[Record], *, width: int = 100, colour: bool = False) -> Iterator[str]:
    """Each record as text at most `width` columns wide, with ANSI colours only where asked."""
    for record in records:
        yield table(record, width=width, colour=colour)


def table(record: Record, *, width: int = 100, colour: bool = False) -> str:
    """One record as text. Nothing from the page is taken for markup or for a control character."""
    page = io.StringIO()
    console = Console(
        file=page,
        width=max(width, 20),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    _show(record, console)
    return page.getvalue()


def _show(record: Record, console: Console) -> None:
    console.print(Text(headline(record.article), style="bold"))
    console.print(Text(dateline(record.article), style="dim"))
    if record.events:
        console.print(_events(record, console.width) if console.width >= NARROW else _event_list(record))
    if record.statements:
        console.print(_statements(record, console.width) if console.width >= NARROW else _statement_list(record))
    console.print(Text(_count(record), style="dim"))
    console.print()


def _events(record: Record, width: int) -> Table:
    rows = [_row(event, width) for event in record.events]
    table = _table(width, "When", "Words", (("Who", 4), ("Did what", 3), ("To whom", 4), ("How far", 4)), rows)
    for row in rows:
        table.add_row(*row)
    return table


def _row(event: Event, width: int) -> tuple[Text, ...]:
    shown = line(event)
    return (Text(shown.when), Text(shown.who), Text(shown.what), Text(shown.whom), _how_far(event), _evidence(event, width))


def _table(width: int, first: str, last: str, between: Sequence[tuple[str, int]], rows: Sequence[Sequence[Text]]) -> Table:
    """A table as wide as asked: each column by its share, but no narrower than its longest word where there is room for that."""
    date = min(max([NARROWEST_DATE, *(row[0].cell_len for row in rows)]), WIDEST_DATE)
    room = width - date - len(between) - 2  # the columns stand one apart
    most = (room - NARROWEST_WORDS) // len(between)
    table = Table(box=SIMPLE_HEAD, width=width, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column(first, width=date, overflow="fold")
    for at, (heading, share) in enumerate(between, start=1):
        longest = max((cell_len(word) for row in rows for word in row[at].plain.split()), default=1)
        table.add_column(heading, width=max(min(longest, most), room * share // SHARES), overflow="fold")
    table.add_column(last, ratio=1, overflow="fold")
    return table


def _event_list(record: Record) -> Padding:
    text = Text()
    for event in record.events:
        shown = line(event)
        text.append(f"\n{shown.when or 'undated'}  ", style="dim")
        text.append(shown.who or "—", style="bold")
        text.append(f"  {shown.what}")
        if shown.whom:
            text.append("  to " + shown.whom)
        text.append("  ")
        text.append_text(_how_far(event))
        text.append("\n  ")
        text.append_text(_evidence(event, NARROW))
    return Padding(text, (0, 0, 1, 0))


def _statements(record: Record, width: int) -> Table:
    rows = [(Text(one_line(s.said)), Text(party([s.speaker])), _how(s), _said(s)) for s in record.statements]
    table = _table(width, "Said", "What was said", (("Who", 4), ("How", 2)), rows)
    for row in rows:
        table.add_row(*row)
    return table


def _statement_list(record: Record) -> Padding:
    text = Text()
    for statement in record.statements:
        text.append(f"\n{one_line(statement.said) or 'undated'}  ", style="dim")
        text.append(names([statement.speaker]), style="bold")
        text.append("  ")
        text.append_text(_how(statement))
        text.append("  ")
        text.append_text(_said(statement))
    return Padding(text, (0, 0, 1, 0))


def _how_far(event: Event) -> Text:
    shown = line(event)
    text = Text(shown.status, style=_COLOURS[event.status])
    if shown.stance:
        text.append(" " + shown.stance, style="dim")
    if unsure(event):
        text.append(_UNSURE, style="dim")
    return text


def _how(statement: Statement) -> Text:
    return Text(manner(statement) + (_UNSURE if unsure(statement) else ""), style="dim")


def _evidence(event: Event, width: int) -> Text:
    offset = event.evidence.span.start
    start, end = event.trigger.span.start - offset, event.trigger.span.end - offset
    before, words, after = around(event.evidence.text, start, end, max(width, 60))
    return Text.assemble(before, (words, "bold"), after)


def _said(statement: Statement) -> Text:
    words = clip(one_line(statement.content.text), _SAID_MOST)
    return Text(f"“{words}”" if statement.kind == "direct" else words)


def _count(record: Record) -> str:
    counts = [(len(record.events), "event"), (len(record.statements), "statement")]
    parts = [f"{count} {what}{'' if count == 1 else 's'}" for count, what in counts]
    furniture = len(record.article.furniture)
    if furniture:
        parts.append(f"{furniture} line{'' if furniture == 1 else 's'} of furniture set aside")
    return ", ".join(parts)
