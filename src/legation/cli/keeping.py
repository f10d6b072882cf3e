"""Commands that fill and keep the record: `add`, `rebuild`, `verify`, `forget`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from legation.cli.given import articles, take_up
from legation.cli.group import main
from legation.cli.intake import Intake, intake_options
from legation.cli.options import KNOWLEDGE, QUIET, RECORD, WORKERS
from legation.cli.saying import Complaints, notes, progress
from legation.cli.trying import show_first
from legation.errors import LegationError, SourceError

if TYPE_CHECKING:
    from legation.entries import Article
    from legation.intake.webpage import InHand
    from legation.record.store import Kept, Store
    from legation.views.progress import Bar

MEND: Final = "`legation rebuild` mends entries, to add an article again mends its text; else restore a backup"


@main.command(no_args_is_help=True)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@RECORD
@intake_options
@WORKERS
@click.option("--quiet", is_flag=True, help="No progress bar, no notes and no summary.")
@KNOWLEDGE
def add(sources: tuple[str, ...], record: str, intake: Intake, workers: int, quiet: bool, knowledge: str | None) -> None:
    """Read each SOURCE and keep it in the record; what is there already stays as it is."""
    from legation.intake.webpage import InHand
    from legation.record.derive import current_if_small
    from legation.record.store import Store

    if intake.dry_run:
        sys.exit(show_first(articles(sources, intake, notes(None, quiet=quiet)), None))
    with ExitStack() as stack:
        store = stack.enter_context(Store.filled(Path(record)))
        bar = None if quiet else progress(stack, len(sources))
        fetched = InHand()
        found = articles(readable(sources, store), intake, notes(bar, quiet=quiet), fetched)
        done = keep_all(store, found, workers, knowledge, bar, fetched=fetched)
        current_if_small(store)
    if not quiet:
        click.echo(", ".join(f"{n} {what}" for what, n in sorted(done.items())), err=True)
    failed = done["failed"]
    sys.exit(0 if not failed else 1 if failed < done.total() else 2)


def readable(sources: Iterable[str], store: Store) -> Iterator[str | SourceError]:
    """Each source, or in its place what is wrong with it: the record itself is no source."""
    for source in sources:
        if is_record("/dev/stdin" if source == "-" else source, store):
            yield SourceError(source, "is the record itself, which is not read", "name what is to be added to it")
        else:
            yield source


def is_record(path: str, store: Store) -> bool:
    """Whether a path leads to the open record or to a file that the database keeps beside it."""
    # Closing any of them, even after only looking into it, would let go of the locks that this process holds on the record.
    from legation.views.writing import same_file

    return any(same_file(path, f"{store.path}{beside}") for beside in ("", "-wal", "-shm", "-journal"))


def keep_all(
    store: Store,
    found: Iterable[Article | SourceError],
    workers: int,
    knowledge: str | None,
    bar: Bar | None,
    *,
    fetched: InHand | None = None,
) -> Counter[str]:
    """Keep each article, with the page it was read in where that was fetched; how many were added, unchanged and so on."""
    from legation.pipeline import RULES
    from legation.reading.reader import model
    from legation.record.adding import add as take_in

    if knowledge and is_record(knowledge, store):
        raise LegationError(f"--knowledge {knowledge}: is the record itself (name a table of your own rows)")
    own_table = take_up(knowledge)
    return tallied(take_in(store, found, model().name, RULES, workers=workers, knowledge=own_table, fetched=fetched), bar)


def tallied(outcomes: Iterable[Kept | SourceError], bar: Bar | None) -> Counter[str]:
    """How many were added, unchanged and so on; what could not be read is said."""
    done: Counter[str] = Counter()
    with ExitStack() as stack:
        complaints = Complaints(stack, bar)
        for outcome in outcomes:
            if isinstance(outcome, SourceError):
                complaints.tell(outcome)
            done["failed" if isinstance(outcome, SourceError) else outcome] += 1
            if bar:
                bar.advance()
    return done


@main.command()
@RECORD
@WORKERS
@click.option("--pages", is_flag=True, help="Take the pages that were fetched apart again, too; other text becomes a new version.")
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
@KNOWLEDGE
def rebuild(record: str, workers: int, pages: bool, quiet: bool, knowledge: str | None) -> None:
    """Read again what other weights or rules have read, and make all that is derived again; corrections stay."""
    from itertools import chain

    from legation.intake.webpage import InHand
    from legation.record.apart import apart_again
    from legation.record.derive import again
    from legation.record.store import Store
    from legation.record.verify import to_read

    with ExitStack() as stack:
        store = stack.enter_context(Store(Path(record)))
        bar = None if quiet else progress(stack, store.counts()["articles"])
        fetched = InHand()
        found = chain(apart_again(store, fetched) if pages else (), to_read(store))
        done = keep_all(store, found, workers, knowledge, bar, fetched=fetched)
        again(store)
    if not quiet:
        click.echo(", ".join(f"{n} {what}" for what, n in sorted(done.items())) or f"no article is in {record}", err=True)
    sys.exit(1 if done["failed"] else 0)


@main.command()
@RECORD
def verify(record: str) -> None:
    """Prove that every article, entry and quotation of the record is what was kept, and every merge what it was."""
    from legation.record.derive import current
    from legation.record.store import Store
    from legation.record.verify import verify as prove
    from legation.views.plain import one_line

    with Store(Path(record)) as store:
        wrong = 0
        for line in prove(store):
            wrong += 1
            click.echo(one_line(line))
        if not wrong:
            current(store)
        counts = store.counts()
    if wrong:
        raise LegationError(f"{record}: {wrong} {'thing is' if wrong == 1 else 'things are'} not as kept ({MEND})")
    click.echo(f"{counts['articles']} articles, {counts['tellings']} tellings and {counts['statements']} statements are as they were kept")


@main.command(no_args_is_help=True)
@click.argument("article")
@RECORD
@QUIET
def forget(article: str, record: str, quiet: bool) -> None:
    """Remove an ARTICLE, by its id, with all that it told; it will not be taken up again."""
    from legation.record.store import Store

    if not article.strip():
        raise LegationError('"": an empty id (ids stand in brackets behind a source)')
    with Store(Path(record)) as store:
        if not store.forget(article):
            raise LegationError(f"{article}: no such article in {record} (ids stand in brackets behind a source)")
    notes(None, quiet=quiet)(f"{article}: is removed, with all that it told, and will not be taken up again under this id")
