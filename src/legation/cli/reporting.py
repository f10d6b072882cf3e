"""The command that writes a report to send on: `report`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from legation.cli.given import a_day, how_sure
from legation.cli.group import main
from legation.cli.options import MIN_CONFIDENCE, MOST, OUTPUT, RECORD, SINCE, UNTIL
from legation.cli.saying import emit
from legation.errors import LegationError

if TYPE_CHECKING:
    from legation.record.dossier import Dossier
    from legation.views.report_words import Frame

FORMS: Final = {".html": "html", ".htm": "html", ".md": "markdown", ".markdown": "markdown"}


@main.command(no_args_is_help=True)
@click.option("--party", "parties", metavar="NAME", multiple=True, required=True, help="Of whom: a state, a code, a name; again for more.")
@SINCE
@UNTIL
@click.option("--title", default="", help="What to call it.")
@click.option("--entries", type=click.IntRange(1, MOST), default=400, show_default=True, help="Events shown, at most.")
@click.option("--matters", type=click.IntRange(0, MOST), default=200, show_default=True, help="Matters of the docket shown, at most.")
@click.option("--statements", type=click.IntRange(0, MOST), default=100, show_default=True, help="Statements shown, at most.")
@MIN_CONFIDENCE
@click.option("--format", "form", type=click.Choice(("html", "markdown")), help="A page or Markdown; else by the ending of -o, else html.")
@RECORD
@OUTPUT
def report(
    parties: tuple[str, ...],
    since: str,
    until: str,
    title: str,
    entries: int,
    matters: int,
    statements: int,
    surest: str,
    form: str | None,
    record: str,
    output: str | None,
) -> None:
    """Write a report to send on: what one party did, or what several had to do with each other, with sources."""
    from legation.record.dossier import Wanted
    from legation.record.gathering import gather
    from legation.record.store import Store
    from legation.views import report_words
    from legation.views.report_words import Frame

    if not all(name.strip() for name in parties):
        raise LegationError("--party '': names nobody (give a state, a code or a name)")
    today = date.today().isoformat()
    wanted = Wanted(parties, a_day(since, "--since"), a_day(until, "--until"), entries, matters, statements, how_sure(surest), today)
    with Store(Path(record)) as store:
        dossier = gather(store, wanted)
        if not (dossier.events or dossier.docket or dossier.said):
            raise LegationError(f"{report_words.parties(dossier)}: nothing of it in {record} (try `legation timeline`, or another time)")
        frame = Frame(title or report_words.title(dossier), Path(record).name, today)
        emit(output, _view(form or _by_ending(output))(dossier, frame), None, record)


def _by_ending(output: str | None) -> str:
    return FORMS.get(Path(output or "").suffix.lower(), "html")


def _view(form: str) -> Callable[[Dossier, Frame], Iterator[str]]:
    from legation.views import report, report_markdown

    return report_markdown.report if form == "markdown" else report.report
