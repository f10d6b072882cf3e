"""From a text or a JSON object to an `Article`, or the one line that says why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from legation.entries import Article
from legation.errors import BadDate, EmptySource, NotAnArticle, NotText, TooLong, WrongLanguage
from legation.intake.dates import Published
from legation.intake.dates import published as read_date
from legation.intake.furniture import furniture
from legation.intake.headline import headline
from legation.intake.language import language
from legation.intake.language import name as language_name

MOST_WORDS: Final = 100_000
MOST_CHARACTERS: Final = 2_000_000
MOST_PIECES: Final = 2 * MOST_WORDS  # words and marks: prose has 1.2 for each word, what has no spaces may have any number
PIECE: Final = re.compile(r"[^\W_]+|[^\w\s]")
UNREADABLE: Final = re.compile("[\0\ud800-\udfff]")
KEYS: Final = ("id", "title", "published", "published_at", "source", "url", "text")
FIELDS: Final = 'an article is an object with "id", "title", "published", "source" and "text"'


@dataclass(frozen=True, slots=True)
class Terms:
    """What the user said about the sources: their date, and which limits not to hold."""

    published: Published
    allow_long: bool = False
    allow_language: bool = False


def from_text(text: str, where: str, terms: Terms) -> Article:
    """A plain text, kept exactly as it is; its first line is its title too, where that is a headline."""
    article = finish(Article(id="", title="", text=text), where, terms)
    return replace(article, title=headline(text, article.furniture))


def from_object(given: object, where: str, terms: Terms) -> Article:
    """A JSON object with `docs/record.md`'s input fields: id and text stay as given, other keys are passed over."""
    if not isinstance(given, Mapping):
        raise NotAnArticle(where, "JSON that is not an article", FIELDS)
    if "text" not in given:
        raise NotAnArticle(where, 'JSON that is not an article: it has no "text"', FIELDS)
    words = {key: _words(given, key, where) for key in KEYS}
    day, at = _dates(words["published"], words["published_at"], where)
    article = Article(
        id=words["id"], title=words["title"], text=words["text"], published=day, published_at=at,
        published_why="given with the article" if day else "", source=words["source"], url=web(words["url"]),
    )  # fmt: skip
    return finish(article, where, terms)


def identifier(given: str, url: str, text: str) -> str:
    """The id it was given, else a short hash of its key: its canonical address, else its text."""
    return given or sha256((url or text).encode()).hexdigest()[:12]


def finish(article: Article, where: str, terms: Terms) -> Article:
    """The article checked, with its id, its language, its furniture and the date that the user gave."""
    _readable(article, where)
    if not terms.allow_long:
        _short_enough(article.text, where)
    spoken = language(article.text)
    if spoken not in ("", "en") and not terms.allow_language:
        hint = "Legation reads English; --allow-language reads it all the same"
        raise WrongLanguage(where, f"the text is in {language_name(spoken)}", hint)
    own = identifier(article.id, article.url, article.text)
    done = replace(article, id=own, language=spoken or "en", furniture=furniture(article.text))
    given = terms.published
    if not given.day:
        return done
    return replace(done, published=given.day, published_at=given.at, published_why="given by the user")


def _readable(article: Article, where: str) -> None:
    if not article.text.strip():
        raise EmptySource(where, "there is no text in it", "give the text of an article")
    if UNREADABLE.search(article.text):
        raise NotText(where, "a NUL or half a character stands in the text", "save it again as UTF-8")


def _short_enough(text: str, where: str) -> None:
    words, limit = len(text.split()), f"the limit is {MOST_WORDS:,} words"
    what = ""
    if words > MOST_WORDS:
        what = f"{words:,} words"
    elif len(text) > MOST_CHARACTERS:
        what = f"{len(text):,} characters"
    elif sum(1 for _ in islice(PIECE.finditer(text), MOST_PIECES + 1)) > MOST_PIECES:
        what = f"more than {MOST_PIECES:,} words and marks without spaces"
    if what:
        raise TooLong(where, f"{what}, {limit}", "cut it, or --allow-long reads it all the same")


def _words(given: Mapping[str, Any], key: str, where: str) -> str:
    value = given.get(key)
    if value is None:
        return ""
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise NotAnArticle(where, f'its "{key}" is not text', FIELDS)
    if UNREADABLE.search(value):
        raise NotText(where, f'a NUL or half a character stands in its "{key}"', "save it again as UTF-8")
    return value


def _dates(day: str, at: str, where: str) -> tuple[str, str]:
    try:
        found, clock = read_date(day), read_date(at)
    except BadDate as bad:
        what, _, hint = str(bad).rpartition(" (")
        raise NotAnArticle(where, what, hint.removesuffix(")")) from None
    return found.day or clock.day, clock.at or found.at


def web(url: str) -> str:
    """Only a web address is an address: what else a page calls one may run when clicked."""
    return url if url.lower().startswith(("https://", "http://")) else ""
