"""Commands that need no record: `read`, `who`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from legation.cli.given import a_day, articles, how_sure, take_up
from legation.cli.group import main
from legation.cli.options import ALLOW_LONG, ANY_LANGUAGE, FORMATS, KNOWLEDGE, LISTED, MIN_CONFIDENCE, OUTPUT, PUBLISHED, WORKERS
from legation.cli.saying import away, complain, emit, progress
from legation.errors import LegationError, SourceError
from legation.views import streams

if TYPE_CHECKING:
    from legation.entries import Record
    from legation.knowledge.sureness import Least
    from legation.views.progress import Bar


@main.command(no_args_is_help=True)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@PUBLISHED
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to show it.")
@MIN_CONFIDENCE
@OUTPUT
@WORKERS
@click.option("--quiet", is_flag=True, help="No progress bar.")
@KNOWLEDGE
@ALLOW_LONG
@ANY_LANGUAGE
def read(
    sources: tuple[str, ...],
    published: str,
    form: str,
    surest: str,
    output: str | None,
    workers: int,
    quiet: bool,
    knowledge: str | None,
    allow_long: bool,
    any_language: bool,
) -> None:
    """Read each SOURCE into its record: a file (HTML, plain text, JSON, JSON lines), or - for standard input."""
    from legation.together import read_all

    asked = how_sure(surest)
    own_table = take_up(knowledge)
    tally = Tally(asked)
    options = {"published": published, "allow_long": allow_long, "allow_language": any_language}
    with ExitStack() as stack:
        bar = None if quiet else progress(stack, len(sources))
        shown = output in (None, "-") and streams.is_terminal(sys.stdout)
        found = read_all(articles(sources, options), workers=workers, knowledge=own_table)
        parts = render(form, tally.records(found, bar), terminal=shown)
        emit(output, parts, bar, *sources, knowledge)
    sys.exit(tally.code())


class Tally:
    """What could be read and what could not."""

    def __init__(self, asked: Least) -> None:
        self.read = self.failed = 0
        self.asked = asked

    def records(self, found: Iterable[Record | SourceError], bar: Bar | None) -> Iterator[Record]:
        """The record of each article that could be read; what failed is said on standard error, and counted."""
        from legation.knowledge.sureness import only_sure

        for item in found:
            if isinstance(item, SourceError):
                self.failed += 1
                with away(bar):
                    complain(item)
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
    found = look_up(said, a_day(day))
    if not found:
        raise LegationError(f"{said}: the tables know nothing of it{' on ' + day if day else ''} (try a fuller name, or another date)")
    emit(output, facts(found, form), None, knowledge)
