"""From an HTML page to its article, or to the entries of a live blog, or the one line that says what it is instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from legation.entries import Article, Aside
from legation.errors import NotAnArticle, SourceError
from legation.intake.article import Terms, finish, identifier
from legation.intake.canonical import canonical, is_page_of, plain
from legation.intake.pages import GivenUp, TooCostly, strip, worker
from legation.intake.parts import Entry, Parts
from legation.intake.stamps import stamp

FEWEST_WORDS: Final = 10  # less is a notice, not an article
COSTLY: Final = "the page costs too much to take apart: the words between its tags were taken"
FAILED: Final = "the page could not be taken apart: the words between its tags were taken"
GOES_ON: Final = "the article has another page"
PART_OF: Final = "part_of"


def from_page(page: bytes, where: str, terms: Terms, address: str = "") -> list[Article]:
    """The article of a page, or those of a live blog, one for each entry; `address` is where the page was found, "" for a file.

    Raises NotAnArticle, with what the page is instead, or another SourceError. A page that costs too much to take apart leaves
    the words between its tags, and a note in the article's `dropped`.
    """
    try:
        parts = worker().take_apart(page)
    except GivenUp as why:
        parts = Parts(text=strip(page), dropped=((COSTLY if isinstance(why, TooCostly) else FAILED, ""),))
    if parts.entries:
        return _entries(parts, where, terms, address)
    if parts.refused:
        raise NotAnArticle(where, parts.refused, parts.hint)
    return [_article(parts, where, terms, address)]


def _article(parts: Parts, where: str, terms: Terms, address: str) -> Article:
    text = without_title(parts.text, parts.title)
    if len(text.split(None, FEWEST_WORDS)) < FEWEST_WORDS:
        raise NotAnArticle(where, "a page without an article", "give the page of one article, or its text")
    url, others = _one_of_pages(parts, address)
    asides = [Aside(words, reason) for reason, words in parts.dropped]
    asides += [Aside(other, GOES_ON) for other in others]
    return finish(_dated(replace(_bare(parts, url), text=text, dropped=tuple(asides)), parts.date, parts.why), where, terms)


def _bare(parts: Parts, url: str) -> Article:
    return Article(id="", title=parts.title, text="", source=parts.source, url=url, authors=parts.authors)


def _dated(article: Article, date: str, why: str) -> Article:
    when = stamp(date)
    return replace(article, published=when.day, published_at=when.at, published_why=why if when.day else "")


def _one_of_pages(parts: Parts, address: str) -> tuple[str, list[str]]:
    """The article's address, and those of its other pages. A later page that claims the first one's address keeps its own."""
    url = canonical(parts.urls, address)
    others = list(dict.fromkeys(other for other in map(plain, parts.others) if is_page_of(other, url) or is_page_of(other, plain(address))))
    return (plain(address) if url in map(plain, parts.others) else url), others


def _entries(parts: Parts, where: str, terms: Terms, address: str) -> list[Article]:
    """Each entry as an article of its own, at its own time, that says of which page it is a part.

    One that can't be taken (it is in another language, say) costs only itself: the first of the others has it in `dropped`.
    """
    url = canonical(parts.urls, address)
    found, refused = dict[str, Article](), list[tuple[Aside, SourceError]]()
    for entry in parts.entries:
        article = _entry(parts, entry, url)
        if article.url in found:  # told at the same time as another
            article = replace(article, url=f"{article.url}-{identifier('', '', article.text)}")
        try:
            found[article.url or article.text] = finish(article, where, terms)
        except SourceError as error:
            refused.append((Aside(entry.text, error.what), error))
    if not found:
        raise refused[0][1]
    first, *others = found.values()
    return [replace(first, dropped=tuple(aside for aside, _ in refused)), *others]


def _entry(parts: Parts, entry: Entry, url: str) -> Article:
    own = canonical([entry.url], url) if entry.url and "#" not in entry.url else ""
    mark = entry.url.partition("#")[2] or entry.date
    key = own if own and own != url else f"{url}#{mark}" if url else ""
    article = replace(_bare(parts, key), text=entry.text, title=entry.title or parts.title)
    return _dated(replace(article, metadata=((PART_OF, url or parts.title),)), entry.date, entry.why)


def without_title(text: str, title: str) -> str:
    """The text without its first line where that is the title, which is metadata."""
    first, _, rest = text.partition("\n")
    return rest if title and first.strip() == title.strip() else text
