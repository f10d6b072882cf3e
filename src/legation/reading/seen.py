"""A text as an eye takes it: without what is not seen, with look-alikes as what they look like, and the way back to the text as it came.

What is kept is the text as it came; only the reader gets this one, so that a name with a zero-width space in it is read as the name.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, Final, TypeVar

from legation.entries import Aside, Quote, Span, quote
from legation.knowledge.deceiving import ANY, LOOKING, LOOKING_LATIN, MARKS, MIXED

T = TypeVar("T")

LATIN: Final = str.maketrans(LOOKING_LATIN)


@dataclass(frozen=True, slots=True)
class Seen:
    """The text as it is seen; its character `i` stands for the characters from `starts[i]` to `ends[i]` of the text as it came."""

    text: str
    came: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def back(self, span: Span) -> Span:
        """Where the words of a span stand in the text as it came."""
        return Span(self.starts[span.start], self.ends[span.end - 1])


def seen(text: str) -> Seen | None:
    """The text as it is seen; None where that is how it came, as nearly always."""
    if not ANY.search(text) and not (LOOKING.search(text) and MIXED.search(text)):
        return None
    unmasked = MIXED.sub(lambda word: word[0].translate(LATIN), text)  # as long as before
    parts, starts, ends = list[str](), list[int](), list[int]()
    for at, character in enumerate(unmasked):
        for letter in _shown(character):
            parts.append(letter)
            starts.append(at)
            ends.append(at + 1)
    return Seen("".join(parts), text, tuple(starts), tuple(ends))


def as_it_came(found: T, view: Seen) -> T:
    """What was found in a text as it is seen, with every span and every quoted word as the text came."""
    back: T = _back(found, view)
    return back


def _shown(character: str) -> str:
    """What is seen of a character: nothing of one that can't be."""
    if not ANY.match(character):
        return character
    if character in MARKS:
        return MARKS[character]
    form = unicodedata.normalize("NFKC", character)
    return form if form != character and form.isprintable() and not ANY.match(form) else ""


def _back(found: Any, view: Seen) -> Any:
    if isinstance(found, Span):
        return view.back(found)
    if isinstance(found, Quote):
        span = view.back(found.span)
        return quote(view.came, span.start, span.end)
    if isinstance(found, Aside) and found.span:
        span = view.back(found.span)
        return replace(found, text=view.came[span.start : span.end], span=span)
    if isinstance(found, tuple):
        return tuple(_back(one, view) for one in found)
    if is_dataclass(found) and not isinstance(found, type):
        return replace(found, **{field.name: _back(getattr(found, field.name), view) for field in fields(found)})
    return found
