"""Commands that need no record: `read`, `who`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from legation.cli.given import a_day, articles, how_sure, take_up
from legation.cli.group import main
from legation.cli.intake import Intake, intake_options
from legation.cli.options import FORMATS, KNOWLEDGE, LISTED, MIN_CONFIDENCE, OUTPUT, WORKERS
from legation.cli.saying import Complaints, emit, notes, progress
from legation.cli.trying import show_first
from legation.errors import LegationError, SourceError
from legation.views import streams

if TYPE_CHECKING:
    from legation.entries import Record
    from legation.knowledge.sureness import Least
    from legation.views.progress import Bar


@main.command(no_args_is_help=True)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@intake_options
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to show it.")
@MIN_CONFIDENCE
@OUTPUT
@WORKERS
@click.option("--quiet", is_flag=True, help="No progress bar and no notes.")
@KNOWLEDGE
def read(
    sources: tuple[str, ...], intake: Intake, form: str, surest: str, output: str | None, workers: int, quiet: bool, knowledge: str | None
) -> None:
    """Read each SOURCE into its record: a page, text, table, web archive, mail, folder or zip, or - for standard input."""
    from legation.together import read_all

    asked = how_sure(surest)
    own_table = take_up(knowledge)
    if intake.dry_run:
        sys.exit(show_first(articles(sources, intake, notes(None, quiet=quiet)), output, *sources))
    with ExitStack() as stack:
        bar = None if quiet else progress(stack, len(sources))
        tally = Tally(asked, Complaints(stack, bar))
        shown = output in (None, "-") and streams.is_terminal(sys.stdout)
        found = read_all(articles(sources, intake, notes(bar, quiet=quiet)), workers=workers, knowledge=own_table)
        parts = render(form, tally.records(found, bar), terminal=shown)
        emit(output, parts, bar, *sources, knowledge)
    sys.exit(tally.code())


class Tally:
    """What could be read and what could not."""

    def __init__(self, asked: Least, complaints: Complaints) -> None:
        self.read = self.failed = 0
        self.asked, self.complaints = asked, complaints

    def records(self, found: Iterable[Record | SourceError], bar: Bar | None) -> Iterator[Record]:
        """The record of each article that could be read; what failed is said on standard error, and counted."""
        from legation.knowledge.sureness import only_sure

        for item in found:
            if isinstance(item, SourceError):
                self.failed += 1
                self.complaints.tell(item)
            else:
                self.read += 1
                yield only_sure(item, self.asked)
            if bar:
                bar.advance()

    def code(self) -> int:
        """The exit code."""
        if not self.read:
            return 2
        return 1 if self.failed else 0


def render(form: str, records: Iterator[Record], *, terminal: bool) -> Iterator[str]:
    """The parts of the output in the format asked for."""
    from legation.views import markdown, objects, page, sheets, tables

    if form == "table":
        return tables.tables(records, width=tables.terminal_width(), colour=terminal and tables.colours_wanted())
    views: dict[str, Callable[[Iterable[Record]], Iterator[str]]] = {
        "json": objects.json_array,
        "jsonl": objects.json_lines,
        "csv": sheets.sheet,
        "markdown": markdown.markdown,
        "html": page.page,
    }
    return views[form](records)


@main.command(no_args_is_help=True)
@click.argument("name", nargs=-1, required=True)
@click.option("--on", "day", metavar="DATE", default="", help="As of this day (2015, 2015-03 or 2015-03-01), not of all times.")
@LISTED
@OUTPUT
@KNOWLEDGE
def who(name: tuple[str, ...], day: str, form: str, output: str | None, knowledge: str | None) -> None:
    """Tell what the tables know of NAME: a person, state, body, or an office ("the French president"), with sources."""
    from legation.knowledge.lookup import who as look_up
    from legation.views.facts import facts

    take_up(knowledge)
    said = " ".join(name)
    if not said.strip():
        raise LegationError('"": is no name (give one, such as "French president")')
    found = look_up(said, a_day(day))
    if not found:
        raise LegationError(f"{said}: the tables know nothing of it{' on ' + day if day else ''} (try a fuller name, or another date)")
    emit(output, facts(found, form), None, knowledge)
