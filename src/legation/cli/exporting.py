"""The command that hands the record to other tools: `export`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import click

from legation.cli.given import a_day, check, how_sure
from legation.cli.group import main
from legation.cli.options import MIN_CONFIDENCE, PARTY, RECORD, SINCE, UNTIL
from legation.cli.saying import emit, unwritten
from legation.entries import STATUSES, TYPES
from legation.errors import LegationError
from legation.views.exports.registry import FORMATS

if TYPE_CHECKING:
    from legation.record.store import Store
    from legation.views.exports.exporting import Tally
    from legation.views.exports.notes import Note

ALL: Final = "all"


@main.command(no_args_is_help=True)
@RECORD
@click.option("--format", "form", type=click.Choice(tuple(FORMATS)), required=True, help="Whose format.")
@PARTY
@SINCE
@UNTIL
@click.option("--type", "kind", metavar="TYPE", default="", help="Only this type (CONSULT, SANCTION, ...).")
@click.option("--status", metavar="STATUS", default="", help="Only this status, or all; formats that know none hold what happened.")
@MIN_CONFIDENCE
@click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all (notes: to a new or empty folder).")
def export(
    record: str,
    form: str,
    parties: tuple[str, ...],
    since: str,
    until: str,
    kind: str,
    status: str,
    surest: str,
    output: str | None,
) -> None:
    """Write the events of the record in another tool's format."""
    from legation.record.search import Asked
    from legation.record.store import Store
    from legation.views.exports.exporting import Tally, export

    check(kind.upper(), TYPES, "--type")
    check(status, (*STATUSES, ALL), "--status")
    wanted = "" if status == ALL else status or FORMATS[form].status
    asked = Asked(parties, a_day(since, "--since"), a_day(until, "--until"), kind.upper(), wanted, least=how_sure(surest))
    tally = Tally()
    with Store(Path(record)) as store:
        parts = export(store, form, asked, tally)
        if FORMATS[form].folder:
            folder(output, cast("Iterator[Note]", parts), form)
        else:
            emit(output, cast("Iterator[str]", parts), None, record)
        say(tally, store)


def folder(output: str | None, notes: Iterable[Note], form: str) -> None:
    """Write notes into the folder asked for."""
    from legation.views.writing import write_folder

    if output in (None, "-"):
        raise LegationError(f"--format {form}: is a folder of files (name a new one with -o FOLDER)")
    try:
        write_folder(Path(str(output)), ((note.path, note.text) for note in notes))
    except FileExistsError as error:
        raise LegationError(f"{output}: {error.strerror or error} (name a new one)") from error
    except OSError as error:
        raise unwritten(str(output), error) from error


def say(tally: Tally, store: Store) -> None:
    """On standard error: what the format could not hold, or that nothing fits."""
    left_out = ", ".join(f"{count} {why}" for why, count in sorted(tally.left_out.items()))
    if left_out:
        click.echo(f"legation: left out, as the format can't hold them: {left_out}", err=True)
    elif not tally.written:
        counts = store.counts()
        click.echo(f"legation: nothing fits, of {counts['tellings']} tellings in {store.path}", err=True)
