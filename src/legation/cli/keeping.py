"""Commands that fill and keep the record: `add`, `rebuild`, `verify`, `forget`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from legation.cli.given import articles, take_up
from legation.cli.group import main
from legation.cli.options import ALLOW_LONG, ANY_LANGUAGE, KNOWLEDGE, PUBLISHED, RECORD, WORKERS
from legation.cli.saying import away, complain, progress
from legation.errors import LegationError, SourceError

if TYPE_CHECKING:
    from legation.entries import Article
    from legation.record.store import Store
    from legation.views.progress import Bar


@main.command(no_args_is_help=True)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@RECORD
@PUBLISHED
@WORKERS
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
@KNOWLEDGE
@ALLOW_LONG
@ANY_LANGUAGE
def add(
    sources: tuple[str, ...],
    record: str,
    published: str,
    workers: int,
    quiet: bool,
    knowledge: str | None,
    allow_long: bool,
    any_language: bool,
) -> None:
    """Read each SOURCE and keep it in the record; what is there already stays as it is."""
    from legation.record.derive import current_if_small
    from legation.record.store import Store

    options = {"published": published, "allow_long": allow_long, "allow_language": any_language}
    with ExitStack() as stack:
        store = stack.enter_context(Store(Path(record), create=True))
        bar = None if quiet else progress(stack, len(sources))
        done = keep_all(store, articles(sources, options), workers, knowledge, bar)
        current_if_small(store)
    if not quiet:
        click.echo(", ".join(f"{n} {what}" for what, n in sorted(done.items())), err=True)
    failed = done["failed"]
    sys.exit(0 if not failed else 1 if failed < done.total() else 2)


def keep_all(store: Store, found: Iterable[Article | SourceError], workers: int, knowledge: str | None, bar: Bar | None) -> Counter[str]:
    """Keep each article; how many were added, unchanged and so on."""
    from legation.pipeline import RULES
    from legation.reading.reader import model
    from legation.record.adding import add as take_in

    own_table = take_up(knowledge)
    done: Counter[str] = Counter()
    for outcome in take_in(store, found, model().name, RULES, workers=workers, knowledge=own_table):
        if isinstance(outcome, SourceError):
            with away(bar):
                complain(outcome)
        done["failed" if isinstance(outcome, SourceError) else outcome] += 1
        if bar:
            bar.advance()
    return done


@main.command()
@RECORD
@WORKERS
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
@KNOWLEDGE
def rebuild(record: str, workers: int, quiet: bool, knowledge: str | None) -> None:
    """Read again what other weights or rules have read, and make all that is derived again; corrections stay."""
    from legation.record.derive import again
    from legation.record.store import Store

    with ExitStack() as stack:
        store = stack.enter_context(Store(Path(record)))
        bar = None if quiet else progress(stack, store.counts()["articles"])
        done = keep_all(store, store.kept(), workers, knowledge, bar)
        again(store)
    if not quiet:
        click.echo(", ".join(f"{n} {what}" for what, n in sorted(done.items())), err=True)
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
        raise LegationError(
            f"{record}: {wrong} {'thing is' if wrong == 1 else 'things are'} not as kept (restore a backup, or add the articles again)"
        )
    click.echo(f"{counts['articles']} articles, {counts['tellings']} tellings and {counts['statements']} statements are as they were kept")


@main.command(no_args_is_help=True)
@click.argument("article")
@RECORD
def forget(article: str, record: str) -> None:
    """Remove an ARTICLE, by its id, with all that it told; it will not be taken up again."""
    from legation.record.store import Store

    with Store(Path(record)) as store:
        if not store.forget(article):
            raise LegationError(f"{article}: no such article in {record} (ids stand in brackets behind a source)")
