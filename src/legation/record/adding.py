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
from legation.intake.fetched import Fetched
from legation.intake.webpage import InHand
from legation.record.pages import keep as keep_page
from legation.record.store import Kept, Store
from legation.together import AHEAD, processes


@dataclass(frozen=True, slots=True)
class _BeingRead:
    """An article that is being read, or need not be."""

    article: Article
    kept: Kept
    record: Future[Record] | None
    page: Fetched | None


def add(
    store: Store,
    articles: Iterable[Article | SourceError],
    model: str,
    rules: int,
    *,
    workers: int = 1,
    knowledge: Path | None = None,
    fetched: InHand | None = None,
) -> Iterator[Kept | SourceError]:
    """Keep each article that is new here or was read by other weights or rules; what became of each, in order.

    `fetched` has the pages that some of the articles were read in: they are kept with them.
    """
    pages = fetched or InHand()
    if workers <= 1:
        yield from (_one(store, item, model, rules, pages) for item in articles)
        return
    with processes(workers, knowledge) as pool:
        yield from _many(store, articles, model, rules, pool, AHEAD * workers, pages)


def _one(store: Store, item: Article | SourceError, model: str, rules: int, pages: InHand) -> Kept | SourceError:
    if isinstance(item, SourceError):
        return _failed(store, item, pages)
    article, kept = store.placed(item, model, rules)
    page = pages.pages.pop(article.id, None)
    if kept not in ("unchanged", "forgotten"):
        try:
            store.keep(pipeline.read_article(article), page)
        except SourceError as error:
            return error
    return kept


def _failed(store: Store, error: SourceError, pages: InHand) -> SourceError:
    """The error, once the page that gave it is kept, where one did."""
    while pages.bare:
        with store.whole():
            keep_page(store, pages.bare.pop(), None)
    return error


def _many(
    store: Store, articles: Iterable[Article | SourceError], model: str, rules: int, pool: Executor, most: int, pages: InHand
) -> Iterator[Kept | SourceError]:
    queue: deque[_BeingRead | SourceError] = deque()
    for item in articles:
        if isinstance(item, SourceError):
            queue.append(_failed(store, item, pages))
        else:
            page = pages.pages.pop(item.id, None)
            # An article's version hangs on what is kept under its id: the one before it must be kept first.
            while any(isinstance(h, _BeingRead) and h.article.id == item.id for h in queue):
                yield _finish(store, queue.popleft())
            article, kept = store.placed(item, model, rules)
            read = kept not in ("unchanged", "forgotten")
            queue.append(_BeingRead(article, kept, pool.submit(pipeline.read_article, article) if read else None, page))
        while len(queue) > most:
            yield _finish(store, queue.popleft())
    while queue:
        yield _finish(store, queue.popleft())


def _finish(store: Store, item: _BeingRead | SourceError) -> Kept | SourceError:
    if isinstance(item, SourceError):
        return item
    if item.record:
        try:
            store.keep(item.record.result(), item.page)
        except SourceError as error:
            return error
    return item.kept
