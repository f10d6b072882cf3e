"""Articles read by several processes at once, and handed on in their order."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread, current_thread, main_thread
from types import FrameType
from typing import Final

from legation.entries import Article, Record
from legation.errors import LegationError, SourceError
from legation.knowledge import own

AHEAD: Final = 4  # articles in hand for each process


def read_all(
    articles: Iterable[Article | SourceError], *, workers: int = 1, knowledge: Path | None = None
) -> Iterator[Record | SourceError]:
    """The record of each article, or in its place what is wrong with it, in order; `knowledge` is the user's own table."""
    if workers <= 1:
        yield from (item if isinstance(item, SourceError) else _one(item) for item in articles)
        return
    with processes(workers, knowledge) as pool:
        queue: deque[Future[Record | SourceError] | SourceError] = deque()
        for item in articles:
            queue.append(item if isinstance(item, SourceError) else pool.submit(_one, item))
            while len(queue) > AHEAD * workers:
                yield _done(queue.popleft())
        while queue:
            yield _done(queue.popleft())


@contextmanager
def processes(workers: int, knowledge: Path | None) -> Iterator[Executor]:
    """Processes that read: each knows what this one knows, and ends with it. Raises LegationError where one is ended from outside."""
    with _stopped_cleanly(), ProcessPoolExecutor(workers, get_context("spawn"), _start, (knowledge,)) as pool:
        try:
            yield pool
        except BrokenProcessPool as error:
            raise LegationError("a process that reads was ended from outside (run it again: what is kept stays kept)") from error
        finally:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _stopped_cleanly() -> Iterator[None]:
    """SIGTERM ends the run as an error does, so that what the processes share goes with them; who has other plans for it is let be."""
    if current_thread() is not main_thread() or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _stop(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _one(article: Article) -> Record | SourceError:
    from legation import pipeline  # where nothing is read, the reader is not loaded

    try:
        return pipeline.read_article(article)
    except SourceError as error:
        return error


def _done(item: Future[Record | SourceError] | SourceError) -> Record | SourceError:
    return item if isinstance(item, SourceError) else item.result()


def _start(knowledge: Path | None) -> None:
    if knowledge:
        own.load(knowledge)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)
