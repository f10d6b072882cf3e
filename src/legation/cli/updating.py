"""The command `update`: asks the feeds that are due, and reads what is new."""

from __future__ import annotations

import re
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

import click

from legation.cli.given import take_up
from legation.cli.group import main
from legation.cli.keeping import tallied
from legation.cli.options import ALLOW_LONG, ANY_LANGUAGE, KNOWLEDGE, QUIET, RECORD, WORKERS
from legation.cli.saying import complain, notes, progress
from legation.cli.watching import MAKER, now, pages
from legation.cli.web import web_options
from legation.errors import LegationError, SourceError
from legation.intake.fetched import Manners

if TYPE_CHECKING:
    from legation.intake.article import Terms
    from legation.intake.webpage import Web
    from legation.record.store import Store

SECONDS: Final = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
LENGTH: Final = re.compile(r"(\d{1,6})([smhd])", re.ASCII)
SHORTEST: Final = 60  # seconds between two rounds
STOPS: Final = (signal.SIGINT, signal.SIGTERM)
A_FEED: Final = 100  # pages of one feed in one round, lest one keeps the others waiting


class Stopped(BaseException):
    """The user, or the system, asks to end."""


@dataclass(frozen=True, slots=True)
class Round:
    """How each round is made."""

    record: Path
    web: Web
    terms: Terms
    workers: int
    own_table: Path | None
    everything: bool
    limit: int
    quiet: bool


@main.command()
@RECORD
@click.option("--every", metavar="TIME", default="", help="Stay, and look again so often for what is due: 15m, 2h, 1d.")
@click.option("--all", "everything", is_flag=True, help="Poll every feed, whether it is due or not.")
@click.option("--limit", type=click.IntRange(0), default=1000, show_default=True, help="Read at most so many new pages at one time.")
@web_options
@WORKERS
@ALLOW_LONG
@ANY_LANGUAGE
@QUIET
@KNOWLEDGE
def update(
    record: str,
    every: str,
    everything: bool,
    limit: int,
    manners: Manners,
    workers: int,
    allow_long: bool,
    any_language: bool,
    quiet: bool,
    knowledge: str | None,
) -> None:
    """Poll the feeds that are due, fetch the pages that are new in them, read these and keep them."""
    from legation.intake.article import Terms
    from legation.intake.dates import Published
    from legation.intake.webpage import InHand, Web

    pause = seconds(every)
    if manners.offline:
        raise LegationError("--offline: feeds can't be asked without fetching (leave it out, or add saved pages with `legation add`)")
    web = Web(manners, in_hand=InHand())
    terms = Terms(Published(), allow_long, any_language)
    how = Round(Path(record), web, terms, workers, take_up(knowledge), everything, limit, quiet)
    if not pause:
        sys.exit(one_round(how))
    with stopped_cleanly(quiet=quiet):
        stay(how, pause)


def seconds(given: str) -> int:
    """A length of time in seconds; 0 for none."""
    if not given:
        return 0
    found = LENGTH.fullmatch(given.strip().lower())
    length = int(found[1]) * SECONDS[found[2]] if found else 0
    if length < SHORTEST:
        raise LegationError(f"--every {given}: is no length of time of a minute or more (write 15m, 2h or 1d)")
    return length


def stay(how: Round, pause: int) -> None:
    """One round after the other, until it is stopped."""
    one_round(how)  # what is wrong with the record, or with the use of it, ends the first round and with it the run
    while True:
        time.sleep(pause)
        try:
            one_round(how)
        except LegationError as error:
            complain(error)


@contextmanager
def stopped_cleanly(*, quiet: bool) -> Iterator[None]:
    """To be stopped is how this ends, and no failure. What was being written is written as a whole or not at all."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    before = {number: signal.signal(number, stop) for number in STOPS}
    try:
        yield
    except Stopped:
        notes(None, quiet=quiet)("stopped")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def one_round(how: Round) -> int:
    """Ask the feeds that are due, and read what is new; the exit code."""
    from legation.record.derive import current_if_small
    from legation.record.store import Store
    from legation.record.watching import feeds, next_due, put_off, unread

    say = notes(None, quiet=how.quiet)
    with Store(how.record, maker=MAKER) as store:
        if not feeds(store):
            raise LegationError(f"no feed is watched in {how.record} (`legation watch add` says which is)")
        asked, failing = ask(store, how)
        done = read(store, how)
        current_if_small(store)
        left, later, after = unread(store), put_off(store), next_due(store)
    say(summary(asked, failing, done, left, later, after))
    failed, well = failing + done["failed"], asked - failing + done.total() - done["failed"]
    return 0 if not failed else 1 if well else 2


def ask(store: Store, how: Round) -> tuple[int, int]:
    """Poll what is due; how many feeds that were, and how many of them fail."""
    from legation.record.polling import poll
    from legation.record.watching import due, feeds

    asked, failing, say = 0, 0, notes(None, quiet=how.quiet)
    for feed in feeds(store) if how.everything else due(store, now()):
        found = poll(store, feed, how.web.fetcher, now)
        asked += 1
        if found.feed.address != feed.address:
            say(f"{feed.address}: has moved for good, and is watched at {found.feed.address}")
        if found.error:
            failing += 1
            what = f"{found.error.what}, since {minute(found.feed.error_since)}"
            complain(SourceError(found.feed.address, what, found.error.hint))
    return asked, failing


def read(store: Store, how: Round) -> Counter[str]:
    """Read the pages that are new; what became of them."""
    from legation.pipeline import RULES
    from legation.record.updating import read_new
    from legation.record.watching import waiting

    items = waiting(store, now(), A_FEED)[: how.limit]
    if not items:
        return Counter()
    from legation.reading.reader import model

    with ExitStack() as stack:
        bar = None if how.quiet else progress(stack, len(items))
        outcomes = read_new(store, items, how.web, how.terms, model().name, RULES, now, workers=how.workers, knowledge=how.own_table)
        return tallied(outcomes, bar)


def summary(asked: int, failing: int, done: Counter[str], left: int, later: int, after: str) -> str:
    """What a round came to."""
    feeds = f"{asked} feed{'' if asked == 1 else 's'} polled{f', {failing} of them failing' if failing else ''}"
    read_ = ", ".join(f"{n} {what}" for what, n in sorted(done.items())) or "nothing new"
    more = f"; {pages(left)} more wait{'s' if left == 1 else ''}" if left else ""
    again = f"; {pages(later)} that could not be had wait{'s' if later == 1 else ''} to be tried again" if later else ""
    return f"{feeds}; {read_}{more}{again}; next due {minute(after)}"


def minute(at: str) -> str:
    """A time of the record, as it is said."""
    return f"{at[:16].replace('T', ' ')} UTC" if at else "now"
