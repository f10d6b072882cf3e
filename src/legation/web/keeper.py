"""Keeps what is derived up to date while the record is served: readers see the last state until the next is there."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Final

from legation.errors import BadRecord, LegationError
from legation.record import board
from legation.record.arrivals import contradicted
from legation.record.derive import SMALL, behind, fresh
from legation.record.store import Store
from legation.web.house import House

EVERY: Final = 2.0  # seconds between looks at the record
PATIENCE: Final = 60.0  # seconds after which a large record that is being written to all the time is derived all the same


class Keeper:
    """Looks at the record now and then; once nothing has changed between two looks, it has what is derived made again."""

    def __init__(self, house: House, *, every: float = EVERY, derive: Callable[[Path], None] | None = None) -> None:
        self._house, self._every = house, every
        self._derive = derive or apart
        self._woken, self._done = Event(), Event()
        self._thread = Thread(target=self._keep, name="keeper", daemon=True)
        self._seen, self._waited = "", 0.0

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._done.set()
        self._woken.set()
        self._thread.join(timeout=5)

    def wake(self) -> None:
        """Something was decided: look at once."""
        self._woken.set()

    def _keep(self) -> None:
        while not self._done.is_set():
            with suppress(BadRecord):  # locked or gone for a moment: the pages say so where it matters
                self._look(woken=self._woken.is_set())
            self._woken.clear()
            self._woken.wait(self._every)

    def _look(self, *, woken: bool) -> None:
        with self._house.open() as store:
            if fresh(store):
                self._seen, self._waited = "", 0.0
                self._warm(store)
                return
            changed, small = store.setting("changed"), store.counts()["tellings"] <= SMALL
        quiet = woken or changed == self._seen
        self._seen, self._waited = changed, self._waited + self._every
        if quiet or self._waited >= PATIENCE:
            self._waited = 0.0
            (here if small else self._derive)(self._house.record)

    def _warm(self, store: Store) -> None:
        """Load what pages are made from before one asks for it."""
        self._house.held.columns(store)
        self._house.held.sayings(store)
        self._house.held.get(store, "docket", board.rows)
        self._house.held.get(store, "contradicted", contradicted)


def here(record: Path) -> None:
    """Bring what is derived up to date."""
    behind(record)


def _quietly(record: Path) -> None:
    """The same, where a record that is gone or damaged is for the pages to tell of."""
    with suppress(LegationError):
        here(record)


def apart(record: Path) -> None:
    """The same in a process of its own, so that the pages go on."""
    process = get_context("spawn").Process(target=_quietly, args=(record,), daemon=True)
    process.start()
    process.join()
