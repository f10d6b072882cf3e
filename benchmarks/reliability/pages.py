"""Pages, dates and JSON lines that nobody meant well with: none may end the program, and none may take it long.

    python benchmarks/reliability/pages.py [--only hostile|page|date|lines] [--inputs 1000000] [--seed 0]

`hostile`: each trick of tests/hostile_pages.py in full size through the intake: at most 10 s and 512 MB each, and the next page is read.
On a machine that does other work too, what counts is the worker's limit and the processor seconds that the program uses besides.
`page`, `date`, `lines`: as many random ones, made of pieces by a seed: no uncaught error, none over 10 s. Pages are taken apart in this
process, so that an error shows; in the program they are taken apart in one that may die. Ends with 1 where anything failed.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import resource
import signal
import sys
import threading
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2] / "tests"
sys.path.insert(0, str(TESTS))

import hostile_pages  # noqa: E402
import page_making  # noqa: E402

import legation  # noqa: E402
from legation.errors import BadDate, SourceError  # noqa: E402
from legation.intake.article import Terms  # noqa: E402
from legation.intake.dates import Published, published  # noqa: E402
from legation.intake.extraction import take_apart  # noqa: E402
from legation.intake.page import from_page  # noqa: E402
from legation.intake.pages import worker  # noqa: E402
from legation.intake.sources import load  # noqa: E402
from legation.intake.stamps import stamp  # noqa: E402
from legation.resolving.times import find_times, infer_published  # noqa: E402

OURS = Path(legation.__file__).parent
SECONDS, MEMORY = 10.0, 512  # of one page, and megabytes
TERMS = Terms(Published())
LINES = 1_000  # in one file
Try = Callable[[random.Random], str]


class Slow(BaseException):
    """One input took more than `SECONDS`."""


def hostile() -> int:
    """How many tricks cost more than they may, or leave the next page unread."""
    failed = 0
    from_page(page_making.page(), "first", TERMS)
    for name, html in hostile_pages.hostile().items():
        began, used, most = time.perf_counter(), time.process_time(), Watch(worker().process.pid if worker().process else 0)
        try:
            told = f"an article of {len(from_page(html, name, TERMS)[0].text.split()):,} words"
        except SourceError as refused:
            told = refused.what
        seconds, own, megabytes = time.perf_counter() - began, time.process_time() - used, most.stop()
        alive = hostile_pages.WHOLE in from_page(page_making.page(), "next", TERMS)[0].text
        ok = min(seconds, worker().seconds + own) <= SECONDS and megabytes <= MEMORY and alive
        failed += not ok
        cost = f"{seconds:.1f} s ({own:.1f} s of the program's own), {megabytes} MB"
        print(f"  {'ok   ' if ok else 'FAILS'} {name}: {cost}, {told}", flush=True)
    whole = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  the program itself: {whole} MB at most")
    return failed + (whole > MEMORY)


class Watch:
    """The most memory that a process and this one have had together since it began, in megabytes."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most, self._end = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        self._end.set()
        self._thread.join()
        return self._most // 2**20

    def _look(self) -> None:
        while not self._end.wait(0.02):
            self._most = max(self._most, _resident(self._pid) + _resident(os.getpid()))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except (OSError, IndexError, ValueError):
        return 0


def a_page(chance: random.Random) -> str:
    """Takes one random page apart; what it is. Where a library fails on it, the worker gives it up: told, and no fault."""
    html = hostile_pages.any_page(chance)
    try:
        parts = take_apart(html)
    except Exception as error:
        if Path(traceback.extract_tb(error.__traceback__)[-1].filename).is_relative_to(OURS):
            raise
        return f"given up: {type(error).__name__} in a library"
    return "live blog" if parts.entries else parts.refused or ("article" if parts.text else "nothing")


def a_date(chance: random.Random) -> str:
    """Reads one random date in each of the ways in which dates are read."""
    words = hostile_pages.any_date(chance)
    found = stamp(words)
    find_times(words, 0, len(words), "1978-09-05", "past")
    infer_published(f"{words}\n{page_making.PARAGRAPHS[0]} {words}.")
    try:
        return "date" if published(words).day or found.day else "none"
    except BadDate:
        return "stamp" if found.day else "refused"


def lines(inputs: int, chance: random.Random) -> Counter[str]:
    """Reads so many random JSON lines, a thousand a file."""
    told: Counter[str] = Counter()
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"lines-{os.getpid()}.jsonl"
    try:
        for first in range(0, inputs, LINES):
            path.write_bytes(b"\n".join(hostile_pages.any_line(chance) for _ in range(min(LINES, inputs - first))))
            told.update(type(one).__name__ for one in load(str(path)))
    finally:
        path.unlink(missing_ok=True)
    return told


def fuzz(what: str, one: Try, inputs: int, seed: int) -> int:
    """How many of the inputs ended with an error or took too long; the first ones are told with their seeds."""
    told, failed, slowest = Counter[str](), 0, 0.0
    signal.signal(signal.SIGALRM, _too_slow)
    for number in range(inputs):
        began = time.perf_counter()
        signal.setitimer(signal.ITIMER_REAL, SECONDS)
        try:
            told[one(random.Random(f"{seed} {number}"))] += 1
        except (Exception, Slow) as error:
            failed += 1
            if failed <= 20:
                print(f"  FAILS {what} {seed} {number}: {type(error).__name__}: {error}", flush=True)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        slowest = max(slowest, time.perf_counter() - began)
    told_by_count = dict(told.most_common(12))
    print(f"  {'FAILS' if failed else 'ok   '} {what}: {inputs:,} inputs, {failed} failed, slowest {slowest:.2f} s; {told_by_count}")
    return failed


def _too_slow(_signal: int, _frame: object) -> None:
    raise Slow


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--only", choices=("hostile", "page", "date", "lines"))
    ap.add_argument("--inputs", type=int, default=1_000_000)
    ap.add_argument("--seed", type=int, default=0)
    a = ap.parse_args()
    logging.disable(logging.CRITICAL)  # what the libraries say of pages that are none
    warnings.simplefilter("ignore")
    take_apart(page_making.page())  # loads the libraries
    failed = hostile() if a.only in (None, "hostile") else 0
    if a.only in (None, "page"):
        failed += fuzz("page", a_page, a.inputs, a.seed)
    if a.only in (None, "date"):
        failed += fuzz("date", a_date, a.inputs, a.seed)
    if a.only in (None, "lines"):
        print(f"  ok    lines: {a.inputs:,} inputs; {dict(lines(a.inputs, random.Random(a.seed)))}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
