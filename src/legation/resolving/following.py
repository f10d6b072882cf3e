"""When a deed was that another one is told to follow or to come before: "resigns a day after thousands protested"."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Final

from legation.entries import Frame, When, quote
from legation.resolving.dating import ABOVE, Calendar, is_day
from legation.resolving.time_grammar import spelled_out
from legation.resolving.time_relative import counted_from

COUNT: Final = r"(?P<about><about> )?(?:(?P<n><number>) (?P<u>day|week|month|year)s?|the (?P<one>day)) (?P<way>after|before)(?=\s{1,4}\w)"
NO_DAY: Final = frozenset(("up", "within", "than", "least", "most"))  # "up to 30 days after", "less than a day after"
NEAR: Final = 2  # words before the count among which they stand
# Right before it: "for two weeks after", "sentenced to an additional 11 years after".
HOW_LONG: Final = frozenset(("for", "in", "over", "during", "lasting", "to", "additional", "another", "further"))
PRESENT: Final = ("VBZ", "VBP")  # the news tells of its own day in it: "comes a day after"
AUXILIARY: Final = 6  # words before a verb among which its auxiliaries stand
TAKEN: Final = ("obj", "nsubj:pass", "xcomp", "compound")  # "conducted a test": the test is what was conducted


@cache
def _count() -> re.Pattern[str]:
    return re.compile(spelled_out(COUNT), re.IGNORECASE)


def following(calendar: Calendar, frame: Frame, known: Callable[[int], str | None]) -> When | None:
    """The time of a deed from which another clause of its sentence is counted; None where none is.

    `known` tells the time (EDTF) of the deed that a word tells of, None where it tells of none."""
    cast = calendar.cast
    sentence = cast.reading.sentences[cast.sentence_of[frame.first]].span
    start = cast.tokens[frame.first].span.start
    for m in _count().finditer(cast.reading.text, sentence.start, start):
        link = cast.token_at(m.start("way"))
        if _is_counted_from(calendar, frame, link) and not _vague(calendar, m):
            words = quote(cast.reading.text, m.start(), m.end())
            count = _count().match(f"one day {m['way']} it") if m["one"] else m  # "the day after" counts as one
            base = _base(calendar, m.start(), _main(calendar, frame, link), known)
            if not count or not base:
                return None
            base = base.removesuffix("~") + "~" if m["about"] else base
            when = counted_from(count, base, -1 if m["way"].lower() == "after" else 1)
            return When(when, words) if when else None
    return None


def _is_counted_from(calendar: Calendar, frame: Frame, link: int) -> bool:
    """Whether the deed is what "after" or "before" governs, what is done in it, or is told in one breath with it."""
    tokens = calendar.cast.tokens
    governed = tokens[link].head
    words = range(frame.first, frame.last)
    if governed in words:
        return True
    rels = ("conj",) if governed in calendar.triggers else ("conj", *TAKEN)
    return any(tokens[t].head == governed and tokens[t].rel in rels for t in words)


def _vague(calendar: Calendar, m: re.Match[str]) -> bool:
    at = calendar.cast.token_at(m.start())
    before = [t.text.lower() for t in calendar.cast.tokens[max(0, at - NEAR) : at]]
    return not NO_DAY.isdisjoint(before) or not HOW_LONG.isdisjoint(before[-1:])


def _main(calendar: Calendar, frame: Frame, link: int) -> int:
    """The word on which the clause of "after" or "before" hangs, outside of the deed."""
    tokens = calendar.cast.tokens
    at = tokens[tokens[link].head].head
    for _ in range(ABOVE):
        if not frame.first <= at < frame.last:
            break
        at = tokens[at].head
    return at


def _base(calendar: Calendar, before: int, main: int, known: Callable[[int], str | None]) -> str:
    """The time of the clause that is counted: what the sentence last names before a code point, when its deed was, or now; else ""."""
    number = calendar.cast.sentence_of[main]
    if told := [t.edtf for t in calendar.in_sentence(number, "past") if t.edtf and t.quote.span.end <= before]:
        return told[-1]
    tokens, published = calendar.cast.tokens, calendar.article.published
    if any(tokens[t].head == main and tokens[t].text.lower() == "had" for t in range(max(0, main - AUXILIARY), main)):
        return ""  # "had opened the case": nobody says when
    if (when := known(main)) is not None:
        return when
    return published if tokens[main].xpos in PRESENT and is_day(published) else ""
