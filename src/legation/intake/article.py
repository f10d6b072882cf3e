"""From a text to an `Article`, or the one line that says why there is none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import Final

from legation.entries import Article
from legation.errors import EmptySource, NotText, TooLong, WrongLanguage
from legation.intake.addresses import without_logins
from legation.intake.dates import Published
from legation.intake.furniture import furniture
from legation.intake.headline import headline
from legation.intake.language import language
from legation.intake.language import name as language_name

MOST_WORDS: Final = 100_000
MOST_CHARACTERS: Final = 2_000_000
MOST_PIECES: Final = 2 * MOST_WORDS  # words and marks: prose has 1.2 for each word, what has no spaces may have any number
WORD: Final = re.compile(r"\S+")
PIECE: Final = re.compile(r"[^\W_]+|[^\w\s]")
HOSTED: Final = re.compile(r"https?://[^/?#\\:\s]", re.IGNORECASE)
UNREADABLE: Final = re.compile("[\0\ud800-\udfff]")


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
    limit, what = f"the limit is {MOST_WORDS:,} words", ""
    if len(text.split(None, MOST_WORDS)) > MOST_WORDS:  # no list of all of them: they may be millions
        what = f"{sum(1 for _ in WORD.finditer(text)):,} words"
    elif len(text) > MOST_CHARACTERS:
        what = f"{len(text):,} characters"
    elif sum(1 for _ in islice(PIECE.finditer(text), MOST_PIECES + 1)) > MOST_PIECES:
        what = f"more than {MOST_PIECES:,} words and marks without spaces"
    if what:
        raise TooLong(where, f"{what}, {limit}", "cut it, or --allow-long reads it all the same")


def web(url: str) -> str:
    """Only a web address is an address: what else a page calls one may run when clicked. A login in it is nobody's business."""
    address = without_logins(url)
    return address if HOSTED.match(address) else ""
