"""Commands that ask the record: `timeline`, `statements`, `show`, `docket`, `relations`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from legation.cli.given import a_day, check, how_sure
from legation.cli.group import main
from legation.cli.options import LIMIT, LISTED, MIN_CONFIDENCE, OUTPUT, PARTY, QUIET, RECORD, SINCE, TEXT, UNTIL
from legation.cli.saying import emit, told
from legation.entries import STATUSES, TYPES
from legation.errors import LegationError

NO_EVENT: Final = "no event fits, of {tellings} tellings in {path}"
NO_STATEMENT: Final = "no statement fits, of {statements} statements in {path}"
NOTHING_OPEN: Final = "nothing open on the docket fits, of {tellings} tellings in {path} (--all shows what is closed, too)"
NO_MATTER: Final = "nothing on the docket fits, of {tellings} tellings in {path}"
NOTHING_BETWEEN: Final = "nothing with a month of its own happened between the two, of {tellings} tellings in {path}"


@main.command()
@RECORD
@PARTY
@SINCE
@UNTIL
@click.option("--type", "kind", metavar="TYPE", default="", help="Only this type (CONSULT, SANCTION, ...).")
@click.option("--status", metavar="STATUS", default="", help="Only this status (happened, planned, ...).")
@TEXT
@MIN_CONFIDENCE
@LISTED
@LIMIT
@OUTPUT
@QUIET
def timeline(
    record: str,
    parties: tuple[str, ...],
    since: str,
    until: str,
    kind: str,
    status: str,
    text: str,
    surest: str,
    form: str,
    limit: int,
    output: str | None,
    quiet: bool,
) -> None:
    """Show the events of the record, in the order in which they happen."""
    from legation.record import search
    from legation.record.store import Store
    from legation.views.found import listing

    check(kind.upper(), TYPES, "--type")
    check(status, STATUSES, "--status")
    days = a_day(since, "--since"), a_day(until, "--until")
    asked = search.Asked(parties, *days, kind.upper(), status, text, limit, how_sure(surest))
    with Store(Path(record)) as store:
        emit(output, told(listing(search.timeline(store, asked), form), store, form, NO_EVENT, quiet=quiet), None, record)


@main.command()
@RECORD
@click.option("--speaker", "parties", metavar="NAME", multiple=True, help="Who speaks: a name, or a state for all who speak for it.")
@click.option("--about", "text", metavar="WORDS", default="", help="Words that stand in what was said.")
@SINCE
@UNTIL
@MIN_CONFIDENCE
@LISTED
@LIMIT
@OUTPUT
@QUIET
def statements(
    record: str,
    parties: tuple[str, ...],
    text: str,
    since: str,
    until: str,
    surest: str,
    form: str,
    limit: int,
    output: str | None,
    quiet: bool,
) -> None:
    """Show who said what, in the order in which it was said."""
    from legation.record import search
    from legation.record.store import Store
    from legation.views.found import listing

    days = a_day(since, "--since"), a_day(until, "--until")
    asked = search.Asked(parties, *days, text=text, limit=limit, least=how_sure(surest))
    with Store(Path(record)) as store:
        emit(output, told(listing(search.statements(store, asked), form), store, form, NO_STATEMENT, quiet=quiet), None, record)


@main.command(no_args_is_help=True)
@click.argument("entry")
@RECORD
@LISTED
@OUTPUT
def show(entry: str, record: str, form: str, output: str | None) -> None:
    """Show one ENTRY, by its id: every slot with its words, every telling of it, and what became of it."""
    from legation.record.finding import entry as find
    from legation.record.store import Store
    from legation.views.found import one_entry

    with Store(Path(record)) as store:
        whole = find(store, entry)
        if whole is None:
            raise LegationError(f"{entry}: no entry with this id in {record} (ids stand in brackets in a timeline)")
        emit(output, one_entry(whole, form), None, record)


@main.command()
@RECORD
@PARTY
@click.option("--open/--all", "only_open", default=True, help="Only what is open (the default), or all.")
@click.option("--as-of", "as_of", metavar="DATE", default="", help="As it stood at the end of this day, by what had been told by then.")
@MIN_CONFIDENCE
@LISTED
@OUTPUT
@QUIET
def docket(
    record: str, parties: tuple[str, ...], only_open: bool, as_of: str, surest: str, form: str, output: str | None, quiet: bool
) -> None:
    """Show what was proposed, planned or threatened, and what became of it."""
    from datetime import date

    from legation.record import asking
    from legation.record.derive import current
    from legation.record.store import Store, days
    from legation.views.docket import docket as view

    day, least = days(a_day(as_of, "--as-of"))[1] or date.today().isoformat(), how_sure(surest)
    with Store(Path(record)) as store:
        current(store)
        found = asking.docket(store, parties, day, only_open=only_open, told_by=day if as_of else "", least=least)
        emit(output, told(view(found, form), store, form, NOTHING_OPEN if only_open else NO_MATTER, quiet=quiet), None, record)


@main.command(no_args_is_help=True)
@click.argument("one")
@click.argument("other")
@RECORD
@SINCE
@UNTIL
@MIN_CONFIDENCE
@LISTED
@OUTPUT
@QUIET
def relations(one: str, other: str, record: str, since: str, until: str, surest: str, form: str, output: str | None, quiet: bool) -> None:
    """Show how ONE and OTHER stand to each other, by month: only what happened, each event once."""
    from legation.record.derive import current
    from legation.record.relations import relations as between
    from legation.record.store import Store
    from legation.views.relations import relations as view

    since, until, least = a_day(since, "--since"), a_day(until, "--until"), how_sure(surest)
    with Store(Path(record)) as store:
        current(store)
        found = between(store, one, other, since=since, until=until, least=least)
        emit(output, told(view(found, form), store, form, NOTHING_BETWEEN, quiet=quiet), None, record)
    if found.undated and not quiet:
        click.echo(f"legation: {found.undated} more without a month of their own are not counted", err=True)
