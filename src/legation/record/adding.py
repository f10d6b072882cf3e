"""Taking articles into the record, one after the other, or read by several processes at once: the record is the same."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path

from legation import pipeline
from legation.entries import Article, Record
from legation.errors import SourceError
from legation.record.store import Kept, Store
from legation.together import AHEAD, processes


@dataclass(frozen=True, slots=True)
class _InHand:
    """An article that is being read, or need not be."""

    article: Article
    kept: Kept
    record: Future[Record] | None


def add(
    store: Store, articles: Iterable[Article | SourceError], model: str, rules: int, *, workers: int = 1, knowledge: Path | None = None
) -> Iterator[Kept | SourceError]:
    """Keep each article that is new here or was read by other weights or rules; what became of each, in order."""
    if workers <= 1:
        yield from (_one(store, item, model, rules) for item in articles)
        return
    with processes(workers, knowledge) as pool:
        yield from _many(store, articles, model, rules, pool, AHEAD * workers)


def _one(store: Store, item: Article | SourceError, model: str, rules: int) -> Kept | SourceError:
    if isinstance(item, SourceError):
        return item
    article, kept = store.placed(item, model, rules)
    if kept not in ("unchanged", "forgotten"):
        try:
            store.keep(pipeline.read_article(article))
        except SourceError as error:
            return error
    return kept


def _many(
    store: Store, articles: Iterable[Article | SourceError], model: str, rules: int, pool: Executor, most: int
) -> Iterator[Kept | SourceError]:
    queue: deque[_InHand | SourceError] = deque()
    for item in articles:
        if isinstance(item, SourceError):
            queue.append(item)
        else:
            # An article's version hangs on what is kept under its id: the one before it must be kept first.
            while any(isinstance(h, _InHand) and h.article.id == item.id for h in queue):
                yield _finish(store, queue.popleft())
            article, kept = store.placed(item, model, rules)
            read = kept not in ("unchanged", "forgotten")
            queue.append(_InHand(article, kept, pool.submit(pipeline.read_article, article) if read else None))
        while len(queue) > most:
            yield _finish(store, queue.popleft())
    while queue:
        yield _finish(store, queue.popleft())


def _finish(store: Store, item: _InHand | SourceError) -> Kept | SourceError:
    if isinstance(item, SourceError):
        return item
    if item.record:
        try:
            store.keep(item.record.result())
        except SourceError as error:
            return error
    return item.kept
