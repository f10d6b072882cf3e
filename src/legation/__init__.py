"""Legation reads the news about states and their leaders and keeps the diplomatic record.

    import legation

    record = legation.read(text, published="2025-08-25")
    for event in record.events:
        print(event.when.edtf, event.type, event.status, event.trigger.text)

`docs/python.md` shows more; `docs/record.md` says what each entry means. Importing is cheap: the reader is loaded
by the first call of `read`.
"""

from __future__ import annotations

from legation.entries import (
    Actor,
    Article,
    Aside,
    Event,
    Fact,
    Holder,
    Place,
    Quantity,
    Quote,
    Record,
    Span,
    Statement,
    When,
)
from legation.errors import (
    BadDate,
    BadKnowledge,
    BadRecord,
    EmptySource,
    FetchError,
    LegationError,
    MissingPart,
    NotAnArticle,
    NotText,
    SourceError,
    TooLong,
    Unreadable,
    WrongLanguage,
)

__version__ = "0.1.0"

__all__ = [
    "Actor",
    "Article",
    "Aside",
    "BadDate",
    "BadKnowledge",
    "BadRecord",
    "EmptySource",
    "Event",
    "Fact",
    "FetchError",
    "Holder",
    "LegationError",
    "MissingPart",
    "NotAnArticle",
    "NotText",
    "Place",
    "Quantity",
    "Quote",
    "Record",
    "SourceError",
    "Span",
    "Statement",
    "TooLong",
    "Unreadable",
    "When",
    "WrongLanguage",
    "__version__",
    "read",
    "who",
]


def read(text: str, *, published: str = "", title: str = "") -> Record:
    """Read one article's text into its record.

    `published` is the day of publication (EDTF: `2025-08-25`, or an interval), against which "Monday" and "last month"
    are resolved; where it is empty it is inferred from the text, as far as that allows. Raises a `LegationError`, or a
    TypeError where what is given is not `str`.
    """
    _check_text(text=text, published=published, title=title)
    from legation import pipeline

    return pipeline.read(text, published=published, title=title)


def who(name: str, *, on: str = "") -> tuple[Fact, ...]:
    """What the tables know of a person, state, body or office ("the French president") on a day, with sources.

    `on` is a day, month or year (ISO); without it, of all times. Raises BadDate, or a TypeError where what is given is not `str`.
    """
    from legation.knowledge.lookup import who as look_up

    _check_text(name=name, on=on)
    return look_up(name, on)


def _check_text(**given: object) -> None:
    for name, value in given.items():
        if not isinstance(value, str):
            hint = " (decode it first)" if isinstance(value, bytes | bytearray) else ""
            raise TypeError(f"{name} must be str, not {type(value).__name__}{hint}")
