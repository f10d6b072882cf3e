"""Reading what feeds have listed: each page as any other web address is read, and what became of it noted."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from legation.entries import Article
from legation.errors import BadDate, FetchError, SourceError
from legation.intake.article import Terms
from legation.intake.dates import published as read_date
from legation.intake.webpage import Web
from legation.record.adding import add
from legation.record.store import Kept, Store
from legation.record.watching import Item, failed, tried

FEED: Final = "feed"  # the name under which an article's metadata has the feed that listed it
LASTING: Final = frozenset(range(400, 500)) - {408, 425, 429}  # statuses with which a page will answer tomorrow, too


def read_new(
    store: Store,
    items: Iterable[Item],
    web: Web,
    terms: Terms,
    model: str,
    rules: int,
    clock: Callable[[], datetime],
    *,
    workers: int = 1,
    knowledge: Path | None = None,
) -> Iterator[Kept | SourceError]:
    """Fetch each page, read it and keep it; what became of each, in order."""
    in_hand: deque[Item] = deque()

    def articles() -> Iterator[Article | SourceError]:
        for item in items:
            for one in _articles(item, web, terms):
                in_hand.append(item)
                yield one

    for outcome in add(store, articles(), model, rules, workers=workers, knowledge=knowledge, fetched=web.in_hand):
        item = in_hand.popleft()
        with store.whole():
            _note(store, item, outcome, clock())
        yield outcome


def _articles(item: Item, web: Web, terms: Terms) -> Sequence[Article | SourceError]:
    """What the page alone tells: of what the feed says of it only the date is taken, where the page tells none."""
    try:
        found = web.articles(item.link, terms)
    except SourceError as error:
        return [error]
    return [_listed(article, item) for article in found]


def _listed(article: Article, item: Item) -> Article:
    article = replace(article, metadata=(*article.metadata, (FEED, item.feed)))
    return article if article.published else _dated(article, item.published)


def _dated(article: Article, words: str) -> Article:
    try:
        said = read_date(words)
    except BadDate:
        return article
    return replace(article, published=said.day, published_at=said.at, published_why="given by the feed" if said.day else "")


def _note(store: Store, item: Item, outcome: Kept | SourceError, now: datetime) -> None:
    if isinstance(outcome, FetchError) and outcome.status not in LASTING:
        asked = bool(outcome.status) or not outcome.wait
        failed(store, item, outcome.what, now, outcome.wait, asked=asked)
    else:
        tried(store, item, outcome.what if isinstance(outcome, SourceError) else outcome, now)
