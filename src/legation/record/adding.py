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
from legation.record.store import LET_BE, Kept, Store
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
    page = _page(store, article.id, pages)
    if kept in LET_BE:
        return kept
    try:
        return _taken(store, article, pipeline.read_article(article), page)
    except SourceError as error:
        return error


def _taken(store: Store, article: Article, record: Record, page: Fetched | None) -> Kept:
    """What became of an article that was read; it is read again where another run has taken its version meanwhile."""
    while (kept := store.take(article, record, page)) is None:
        article, _ = store.placed(article, record.model, record.rules)
        record = pipeline.read_article(article)
    return kept


def _page(store: Store, article_id: str, pages: InHand) -> Fetched | None:
    """The page that an article was read in, unless it also holds one that was forgotten: no word of that comes back."""
    page, ids = pages.pages.pop(article_id, None), pages.beside.pop(article_id, ())
    return None if any(map(store.is_forgotten, ids)) else page


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
            page = _page(store, item.id, pages)
            # An article's version hangs on what is kept under its id: the one before it must be kept first.
            while any(isinstance(h, _BeingRead) and h.article.id == item.id for h in queue):
                yield _finish(store, queue.popleft())
            article, kept = store.placed(item, model, rules)
            being_read = None if kept in LET_BE else pool.submit(pipeline.read_article, article)
            queue.append(_BeingRead(article, kept, being_read, page))
        while len(queue) > most:
            yield _finish(store, queue.popleft())
    while queue:
        yield _finish(store, queue.popleft())


def _finish(store: Store, item: _BeingRead | SourceError) -> Kept | SourceError:
    if isinstance(item, SourceError):
        return item
    if item.record is None:
        return item.kept
    try:
        return _taken(store, item.article, item.record.result(), item.page)
    except SourceError as error:
        return error
