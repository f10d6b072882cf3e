"""Commands by which people decide what the record says: `correct`, `corrections`, `split`."""

from __future__ import annotations

from pathlib import Path

import click

from legation.cli.given import login
from legation.cli.group import main
from legation.cli.options import LISTED, MOST, OUTPUT, QUIET, RECORD, WHO
from legation.cli.saying import emit, notes, told
from legation.errors import LegationError


@main.command(no_args_is_help=True)
@click.argument("entry")
@RECORD
@click.option("--status", default="", help="How far it has come.")
@click.option("--type", "kind", default="", help="What it is.")
@click.option("--mode", default="", help="Its mode.")
@click.option("--when", metavar="EDTF", default="", help="When it happens (2015, 2015-03-01, 2015-03-01/2015-03-04).")
@click.option("--where", metavar="PLACE", default="", help="Where it happens.")
@click.option("--actor", "actors", metavar="NAME", multiple=True, help='Who does it: a state, or "Kim Jong Un (PRK)"; again for more.')
@click.option("--recipient", "recipients", metavar="NAME", multiple=True, help="To whom; again for more.")
@click.option("--note", default="", help="Why.")
@WHO
def correct(
    entry: str,
    record: str,
    status: str,
    kind: str,
    mode: str,
    when: str,
    where: str,
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
    note: str,
    who: str,
) -> None:
    """Correct an event, ENTRY by its id; the correction stays, whatever is read or made again."""
    from legation.record import corrections as kept
    from legation.record.finding import telling_of, type_of
    from legation.record.store import Store

    given = {"status": status, "type": kind.upper(), "mode": mode, "when": when, "where": where}
    given |= {"actors": "; ".join(actors), "recipients": "; ".join(recipients)}
    for name in (*actors, *recipients):
        if ";" in name:
            raise LegationError(f"{name}: several names (give each with an option of its own)")
    changes = [(field, value) for field, value in given.items() if value] or ([("note", "")] if note else [])
    if not changes:
        raise LegationError("nothing to correct (give --status, --type, --mode, --when, --where, --actor, --recipient or --note)")
    for field, value in changes:
        kept.check(field, value)
    with Store(Path(record)) as store:
        event = telling_of(store, entry)[1]
        kept.check_mode(changes, type_of(store, event))
        number = kept.correct(store, event, changes, note, who or login())
    note_of = notes(None, quiet=False)
    for name in kept.unknown(changes):
        note_of(f'{name}: is no state, and stands without one (of a state: "{name} (GBR)")')
    note_of(f"{event}: is corrected (`legation corrections --withdraw {number}` takes it back)")


@main.command()
@RECORD
@click.option("--withdraw", metavar="NUMBER", type=click.IntRange(1, MOST), help="Take this correction back.")
@LISTED
@OUTPUT
@QUIET
def corrections(record: str, withdraw: int | None, form: str, output: str | None, quiet: bool) -> None:
    """List what people corrected: who, when and why."""
    from legation.record import corrections as kept
    from legation.record.store import Store
    from legation.views.corrections import corrections as view

    with Store(Path(record)) as store:
        if withdraw is not None and not kept.withdraw(store, withdraw):
            raise LegationError(f"--withdraw {withdraw}: no such correction in {record}")
        emit(output, told(view(kept.corrections(store), form), store, form, "nothing is corrected in {path}", quiet=quiet), None, record)


@main.command(no_args_is_help=True)
@click.argument("entry")
@RECORD
@click.option("--undo", is_flag=True, help="Take back what was split: it may be merged again.")
@WHO
def split(entry: str, record: str, undo: bool, who: str) -> None:
    """Undo a merge: a telling, by its id, leaves its event; by the event's id, each telling becomes an event. It stays so."""
    from legation.record.splitting import rejoin, take_apart
    from legation.record.store import Store

    with Store(Path(record)) as store:
        if undo:
            rejoin(store, entry)
        else:
            take_apart(store, entry, who or login())
    notes(None, quiet=False)(f"{entry}: {'may be merged again' if undo else 'is taken apart (`--undo` takes it back)'}")
