"""A progress bar on standard error that gets out of the way of what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Bar:
    """Counts articles; shown from the second one on, since a single article needs no bar."""

    def __init__(self, sources: int) -> None:
        self._sources, self._done, self._running = sources, 0, False
        self._progress = Progress(
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task = self._progress.add_task("", total=sources if sources > 1 else None)

    def __enter__(self) -> Bar:
        if self._sources > 1:
            self._start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def advance(self) -> None:
        """One article more. A source may hold many: the total then grows with what has come."""
        self._done += 1
        total = max(self._sources, self._done) if self._sources > 1 else None
        self._progress.update(self._task, completed=self._done, total=total)
        if not self._running:
            self._start()

    @contextmanager
    def away(self) -> Iterator[None]:
        """The bar is off the screen inside."""
        was = self._running
        self._stop()
        try:
            yield
        finally:
            if was:
                self._start()

    def _start(self) -> None:
        self._progress.start()
        self._running = True

    def _stop(self) -> None:
        if self._running:
            self._progress.stop()
            self._running = False
