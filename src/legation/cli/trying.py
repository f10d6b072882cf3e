"""`--dry-run`: what would be taken in, without reading it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from legation.cli.saying import complain, emit
from legation.errors import SourceError

if TYPE_CHECKING:
    from legation.entries import Article

FIRST: Final = 3  # articles
ENOUGH: Final = 20  # complaints before there is one


def show_first(found: Iterable[Article | SourceError], output: str | None, *inputs: str | None) -> int:
    """Show the first articles as they are understood; the exit code."""
    from legation.views.understood import understood

    articles: list[Article] = []
    failed = 0
    for item in found:
        if isinstance(item, SourceError):
            failed += 1
            complain(item)
        else:
            articles.append(item)
        if len(articles) == FIRST or failed == ENOUGH:
            break
    emit(output, understood(articles), None, *inputs)
    return 2 if not articles else 1 if failed else 0
