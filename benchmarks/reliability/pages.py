"""Pages that nobody meant well with, each trick of tests/hostile_pages.py in full size, through the intake.

    python benchmarks/reliability/pages.py [--only WORDS]

Each may cost at most 10 s and 512 MB, the worker and the program together, and the next page is read after it. On a machine that does
other work too, what counts is the worker's limit and the processor seconds that the program uses besides. `--only`: the tricks in whose
names these words stand. Pages that are spoiled at random are tried by fuzz.py.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import threading
from functools import partial
from pathlib import Path

from _checks import Checks, memory, timed

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

import hostile_pages
import page_making

from legation.errors import SourceError
from legation.intake.article import Terms
from legation.intake.dates import Published
from legation.intake.page import from_page
from legation.intake.pages import MOST_TAGS, worker

SECONDS, MEMORY = 10.0, 512  # of one page, and megabytes
TERMS = Terms(Published())


def hostile(check: Checks, only: str) -> None:
    """What each trick costs, and whether the next page is read."""
    from_page(page_making.page(), "first", TERMS)
    for name, html in hostile_pages.hostile().items():
        if only not in name:
            continue
        most = Watch(worker().process.pid if worker().process else 0)
        told, took = timed(partial(tried, name, html))
        megabytes = most.stop()
        alive = hostile_pages.WHOLE in from_page(page_making.page(), "next", TERMS)[0].text
        waited = 0 if html.count(b"<") > MOST_TAGS else worker().seconds
        ok = took.at_most(waited) <= SECONDS and megabytes <= MEMORY and alive
        check(name, ok, f"{took}, {megabytes} MB, {told}")
    whole = round(memory())
    check("the program itself", whole <= MEMORY, f"{whole} MB at most")


def tried(name: str, html: bytes) -> str:
    """What came of it."""
    try:
        return f"an article of {len(from_page(html, name, TERMS)[0].text.split()):,} words"
    except SourceError as refused:
        return refused.what


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


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--only", default="")
    check = Checks()
    hostile(check, ap.parse_args().only)
    check.end()


if __name__ == "__main__":
    main()
