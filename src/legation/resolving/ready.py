"""What resolving needs from the tables, made ready while the network is at work: it needs no Python then."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from legation.intake.furniture import table
from legation.knowledge import places, tables
from legation.resolving import forest, time_grammar


@contextmanager
def tables_beside(text: str) -> Iterator[None]:
    """Within it the tables are read beside what else is done; an error is raised when they are first asked."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_prepare, text)
        yield


def _prepare(text: str) -> None:
    table()
    tables.prepare()
    places.prepare()
    time_grammar.prepare(text)
    forest.prepare()
