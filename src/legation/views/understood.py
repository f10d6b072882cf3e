"""An article as it was taken in, before anything is read: what `--dry-run` shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from legation.entries import Article
from legation.resolving.times import infer_published
from legation.views.plain import clip, one_line

FIRST_WORDS: Final = 300  # characters of a text
LONGEST: Final = 120  # characters of anything else
MOST: Final = 30  # lines of metadata


def understood(articles: Iterable[Article]) -> Iterator[str]:
    """A block of lines for each article: title, date and where it came from, source, id, address, first words, metadata."""
    for number, article in enumerate(articles):
        yield ("\n" if number else "") + "".join(f"{name + ':':<10}{words}\n" for name, words in _lines(article))


def _lines(article: Article) -> Iterator[tuple[str, str]]:
    yield "title", _shown(article.title) or "(none)"
    yield "date", _date(article)
    for name, value in (("source", article.source), ("id", article.id), ("url", article.url), ("authors", "; ".join(article.authors))):
        if value:
            yield name, _shown(value)
    yield "text", f"{_shown(article.text, FIRST_WORDS)} ({len(article.text.split()):,} words)"
    for name, value in article.metadata[:MOST]:
        yield "metadata", f"{_shown(name)} = {_shown(value)}"
    if len(article.metadata) > MOST:
        yield "metadata", f"and {len(article.metadata) - MOST} more"


def _date(article: Article) -> str:
    when, why = article.published_at or article.published, article.published_why
    if not when:
        when, reasons = infer_published(article.text)
        why = "; ".join(reasons)
    return f"{when} ({_shown(why)})" if when else "(none)"


def _shown(words: str, most: int = LONGEST) -> str:
    return clip(one_line(words[: most * 4]), most)
