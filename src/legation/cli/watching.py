"""Commands that say which feeds are watched: `watch add`, `watch list`, `watch remove`, `watch export`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from legation.cli.group import main
from legation.cli.keeping import is_record
from legation.cli.options import LISTED, OUTPUT, QUIET, RECORD
from legation.cli.saying import complain, emit, notes
from legation.cli.web import web_options
from legation.errors import LegationError, SourceError, TooLong
from legation.intake.fetched import Manners

if TYPE_CHECKING:
    from legation.intake.webpage import Web
    from legation.record.store import Store
    from legation.record.subscribing import Subscribed

MAKER: Final = "legation watch add"
MOST_BYTES: Final = 10_000_000  # of a list of feeds


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@main.group()
def watch() -> None:
    """Say which feeds and sites are watched; `legation update` reads what they list."""


@watch.command(no_args_is_help=True)
@click.argument("sources", metavar="URL|FILE.opml...", nargs=-1, required=True)
@RECORD
@web_options
@QUIET
def add(sources: tuple[str, ...], record: str, manners: Manners, quiet: bool) -> None:
    """Watch the feed at URL, or the feeds of the site there, or those of a list (OPML; - is standard input)."""
    from legation.intake.webpage import Web
    from legation.record.store import Store

    say, web = notes(None, quiet=quiet), Web(manners)
    watched = failed = 0
    with Store.filled(Path(record)) as store:
        for source in sources:
            for one in subscribed(store, source, web):
                if isinstance(one, SourceError):
                    failed += 1
                    complain(one)
                else:
                    watched += 1
                    say(line(one))
    sys.exit(0 if not failed else 1 if watched else 2)


def subscribed(store: Store, source: str, web: Web) -> Iterable[Subscribed | SourceError]:
    """The feeds of a source, watched from now on, or what is wrong."""
    from legation.intake.addresses import without_login
    from legation.intake.sources import ADDRESS, SCHEME
    from legation.intake.streams import called, opened
    from legation.record.subscribing import from_list, from_site

    try:
        if ADDRESS.match(source):
            yield from from_site(store, source, web.fetcher, now)
            return
        if is_record(source, store):
            raise SourceError(source, "is the record itself, which lists no feeds", "give a list of feeds (OPML)")
        if SCHEME.match(source):
            shown = called(without_login(source))
            raise SourceError(shown, "only http and https are asked", "give an address of http or https, or the path of a list")
        with opened(source, MOST_BYTES) as stream:
            data, where = stream.start, called(source)
        if len(data) > MOST_BYTES:
            raise TooLong(where, f"more than {MOST_BYTES // 1_000_000} MB", "cut the list into several")
        yield from from_list(store, data, where, now)
    except SourceError as error:
        yield error


def line(one: Subscribed) -> str:
    """What is said of a feed that is watched."""
    feed = one.feed
    name = f"{feed.address}{f' ({feed.title})' if feed.title else ''}"
    if not one.fresh:
        return f"{name}: is watched already"
    return f"{name}: is watched{f', {pages(one.new)} to be read' if feed.polled_at else ''}"


def pages(number: int) -> str:
    """So many pages, in words."""
    return f"{number} page{'' if number == 1 else 's'}"


@watch.command("list")
@RECORD
@LISTED
@OUTPUT
@QUIET
def list_(record: str, form: str, output: str | None, quiet: bool) -> None:
    """List the feeds that are watched: when each was polled, what came of it, and what is wrong since when."""
    from legation.record.store import Store
    from legation.record.watching import counted
    from legation.views.feeds import feeds

    with Store(Path(record), maker=MAKER) as store:
        found = counted(store)
        emit(output, feeds(found, form), None, record)
    if not found:
        notes(None, quiet=quiet)(f"no feed is watched in {record} (`legation watch add` says which is)")


@watch.command(no_args_is_help=True)
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
@RECORD
@QUIET
def remove(addresses: tuple[str, ...], record: str, quiet: bool) -> None:
    """Watch the feed at ADDRESS no more; the articles that came of it stay."""
    from legation.intake.addresses import without_login
    from legation.record.store import Store
    from legation.record.watching import unwatch

    with Store(Path(record), maker=MAKER) as store, store.whole():
        if unknown := [address for address in addresses if not unwatch(store, address)]:
            shown = without_login(unknown[0])
            raise LegationError(f"{shown}: is not watched in {record} (`legation watch list` shows what is); nothing was removed")
    for address in addresses:
        notes(None, quiet=quiet)(f"{without_login(address)}: is watched no more; the articles that came of it stay")


@watch.command()
@RECORD
@OUTPUT
def export(record: str, output: str | None) -> None:
    """Write the feeds that are watched as a list for other readers (OPML)."""
    from legation.record.store import Store
    from legation.record.watching import feeds
    from legation.views.feeds import opml

    with Store(Path(record), maker=MAKER) as store:
        watched = feeds(store)
        if not watched:
            raise LegationError(f"no feed is watched in {record}, and so there is none to export (`legation watch add` says which is)")
        emit(output, opml(watched), None, record)
