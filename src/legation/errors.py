"""What can go wrong, and what to do about it.

LegationError                 anything of ours
├── SourceError               one source can't be read: the others still can
│   ├── EmptySource           there is nothing in it
│   ├── NotText               a picture, an archive, bytes that are no text
│   ├── NotAnArticle          a page without an article, JSON that is none
│   ├── NotAFeed              an address at which no feed is, or one that is not to be read
│   ├── TooLong               longer than the limit
│   ├── WrongLanguage         not in English
│   ├── FetchError            an address that can't be fetched, or must not be
│   └── Unreadable            a text that the reader can't take
├── BadDate                   a date that is none
├── BadKnowledge              a user's own table that can't be taken up
├── BadRecord                 a record file that is none, or can't be used
└── MissingPart               an extra, or a file of the program itself, is not installed
"""

from __future__ import annotations

from typing import Any


class LegationError(Exception):
    """Anything that Legation refuses: `str()` is one line that says what, where, and what to do."""


class SourceError(LegationError):
    """One source can't be read; the others still can."""

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        self.where, self.what, self.hint = where, what, hint
        whole = f"{where}: {what}" + (f" ({hint})" if hint else "")
        super().__init__(" ".join(whole.splitlines()))  # what a source calls its columns may hold breaks

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.where, self.what, self.hint), self.__dict__  # it may come from another process


class EmptySource(SourceError):
    """There is nothing in it."""


class NotText(SourceError):
    """A picture, an archive, or bytes that are no text."""


class NotAnArticle(SourceError):
    """A page without an article, or JSON that is none."""


class NotAFeed(SourceError):
    """An address at which no feed is, or one that is not to be read."""


class TooLong(SourceError):
    """Longer than the limit."""


class WrongLanguage(SourceError):
    """Not in English."""


class FetchError(SourceError):
    """An address that can't be fetched, or must not be.

    `status` is the answer's where there was one, else 0; `wait`, in seconds, is how long the site asks to be left alone.
    """

    def __init__(self, where: str, what: str, hint: str = "", *, status: int = 0, wait: float = 0.0) -> None:
        super().__init__(where, what, hint)
        self.status, self.wait = status, wait


class Unreadable(SourceError):
    """A text that the reader can't take: our fault, not the text's."""


class BadDate(LegationError):
    """A date that is none."""


class BadKnowledge(LegationError):
    """A user's own table that can't be taken up."""


class BadRecord(LegationError):
    """A record file that is none, or can't be used."""


class MissingPart(LegationError):
    """An extra, or a file of the program itself, is not installed."""
