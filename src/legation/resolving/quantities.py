"""How many were killed, arrested or sent, how much was paid: the numbers of an event, with their words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from legation.entries import Frame, Quantity, quote
from legation.knowledge.quantity_words import (
    AT_LEAST,
    AT_MOST,
    BELONGS,
    COUNTED,
    CURRENCY_WORDS,
    DONE,
    INF,
    PEOPLE,
    ROUND,
    TIMES,
)
from legation.knowledge.time_words import MONTH_NUMBERS, NUMBERS
from legation.resolving.actors import Cast
from legation.resolving.letters import ascii_letters

REACH: Final = 7  # words between a number and the word for what was done
NOUN: Final = 4  # words after a number in which what is counted stands

UNITS: Final = frozenset("years year days day hours months month weeks week minutes percent per kilometers miles".split())
COUNTING: Final = frozenset[str]().union(*BELONGS.values())  # the types that may have numbers
GOES_ON: Final = frozenset([",", ".", "and", "were", "was", "in", "others", "more", "dead", "wounded", "injured"])  # "killed 12 and …"

_WORD: Final = "|".join(sorted((re.escape(w) for w in NUMBERS if w not in ("a", "an", "one")), key=len, reverse=True))
_ROUND: Final = "|".join(sorted(map(re.escape, ROUND), key=len, reverse=True))
_BOUND: Final = "|".join(map(re.escape, (*AT_LEAST, *AT_MOST, "about", "around", "some", "roughly", "approximately", "an estimated")))
_NUMBER: Final = rf"(?:\d[\d,]*(?:\.\d+)?|{_WORD}|one)"
_TIMES: Final = r"(?:\s+(?:hundred|thousand|million|billion|trillion))*"
AMOUNT: Final = re.compile(
    rf"(?i)(?<![\w.,-])(?:(?P<bound>{_BOUND})\s+)?(?P<currency>US\$|[$€£¥₹])?\s?"
    rf"(?:(?P<round>{_ROUND})|(?:between\s+(?P<low>{_NUMBER})(?P<low_times>{_TIMES})\s+and\s+)?(?P<number>{_NUMBER})(?P<times>{_TIMES}))"
    r"(?![\w%]|[.,]\d)"
)


def find_quantities(cast: Cast, frame: Frame, frames: Sequence[Frame]) -> tuple[Quantity, ...]:
    """The numbers of the sentence that belong to an event: those of its kind that stand nearer to it than to others of `frames`."""
    if frame.type not in COUNTING:
        return ()
    number = cast.sentence_of[frame.first]
    sentence = cast.reading.sentences[number]
    rivals = [f for f in frames if cast.sentence_of[f.first] == number]
    found: list[Quantity] = []
    for match in amounts(cast.reading.text, sentence.span.start, sentence.span.end):
        first = cast.token_at(match.start())
        last = cast.token_at(match.end() - 1) + 1
        what = _what(cast, match, first, last, (sentence.first, sentence.last)) or _marchers(cast, frame, last, sentence.last)
        if what and frame.type in BELONGS[what] and frame.first == _nearest(rivals, what, first).first:
            found.append(_quantity(cast, match, what, last))
    return tuple(found)


@lru_cache(maxsize=64)  # a sentence is asked for by each of its events
def amounts(text: str, start: int, end: int) -> tuple[re.Match[str], ...]:
    """The numbers of a stretch of text; a range that runs backward ("between 5 and 2") is none."""
    return tuple(match for match in AMOUNT.finditer(ascii_letters(text), start, end) if _forward(range_of(match)))


def _forward(ends: tuple[float, float]) -> bool:
    return ends[0] <= ends[1]


def _nearest(frames: list[Frame], what: str, at: int) -> Frame:
    fitting = [f for f in frames if f.type in BELONGS[what]]
    return min(fitting, key=lambda f: min(abs(f.first - at), abs(f.last - at)))


def _quantity(cast: Cast, match: re.Match[str], what: str, last: int) -> Quantity:
    least, most = range_of(match)
    noun = next((t for t in range(last, min(last + NOUN, len(cast.tokens))) if _counts(cast.tokens[t].text)), last - 1)
    end = max(match.end(), cast.tokens[noun].span.end if noun >= last else match.end())
    blank = len(match[0]) - len(match[0].lstrip())
    return Quantity(what, least, most, quote(cast.reading.text, match.start() + blank, end))


def _counts(word: str) -> bool:
    lower = word.lower()
    return lower in PEOPLE or lower in CURRENCY_WORDS or any(lower in words for words in COUNTED.values())


def _what(cast: Cast, match: re.Match[str], first: int, last: int, sentence: tuple[int, int]) -> str:
    """What a number counts, "" where it is none of ours (a year, an age, a share)."""
    after = [cast.tokens[t].text.lower() for t in range(last, min(last + NOUN, sentence[1]))]
    if match["currency"] or any(word in CURRENCY_WORDS for word in after[:2]):
        return "money"
    month = first > sentence[0] and cast.tokens[first - 1].text.lower().strip(".")[:3] in MONTH_NUMBERS
    if _is_date(match, after) or (month and cast.tokens[first - 1].text[0].isupper()):
        return ""
    nouns = [word for word in after if _counts(word)]
    if nouns and nouns[0] in COUNTED["diplomats"]:
        return "diplomats"
    done = _done(cast, first, last, sentence)
    if done and (nouns or not after or after[0] in GOES_ON):
        return done
    return next((kind for kind, words in COUNTED.items() for noun in nouns[:1] if noun in words), "")


def _marchers(cast: Cast, frame: Frame, last: int, end: int) -> str:
    """Those who are counted where a protest is told: "thousands of people marched"."""
    after = [cast.tokens[t].text.lower() for t in range(last, min(last + NOUN, end))]
    return "protesters" if frame.type == "PROTEST" and any(word in PEOPLE for word in after) else ""


def _is_date(match: re.Match[str], after: list[str]) -> bool:
    number = match["number"] or ""
    year = len(number) == 4 and number.isdigit() and 1900 <= int(number) <= 2100 and not match["times"]
    return year or any(word in UNITS for word in after[:1])


def _done(cast: Cast, first: int, last: int, sentence: tuple[int, int]) -> str:
    """What was done to those counted, by the nearest word for it; one that governs the number from before goes first."""
    found: list[tuple[int, str]] = []
    for t in range(max(sentence[0], first - REACH), min(sentence[1], last + REACH)):
        kind = next((k for k, words in DONE.items() if cast.tokens[t].text.lower() in words), "")
        if kind:
            distance = first - t if t < first else t - last + 2
            found.append((distance, kind))
    return min(found, default=(0, ""))[1]


def range_of(match: re.Match[str]) -> tuple[float, float]:
    """The least and the most that the words leave."""
    least, most = ROUND[match["round"].lower()] if match["round"] else _numbers(match)
    bound = (match["bound"] or "").lower()
    if bound in AT_LEAST:
        return least, INF
    return (0, most) if bound in AT_MOST else (least, most)


def _numbers(match: re.Match[str]) -> tuple[float, float]:
    """ "Between two and three million" is millions twice, "between 900 and 2 thousand" once."""
    most = _value(match["number"], match["times"])
    if not match["low"]:
        return most, most
    least = _value(match["low"], match["low_times"] or match["times"])
    return (least if least <= most else _value(match["low"], match["low_times"])), most


def _value(number: str, times: str | None) -> float:
    plain = number.lower().replace(",", "")
    value = float(plain) if plain[0].isdigit() else float(NUMBERS.get(plain, 1))
    for word in (times or "").lower().split():
        value *= TIMES[word]
    return value
