"""The grammar of single English time expressions: each rule is a pattern and what it comes to on a given day.

`times.py` joins what is found here into ranges ("from March to June") and open intervals ("since Monday").
Every repetition in a pattern is bounded, so that matching takes linear time whatever the text.

Conventions, which follow RECORD.md and the annotated articles:
* weeks run from Monday to Sunday; "this week" of what has happened ends on the day of publication;
* "early", "mid" and "late" leave a month, season or year as it is ("late 2012" is 2012): the words name no months;
* "the end of" a year is its last month, "by the end of" its last day;
* days and weeks ago are a day, months ago a month, years ago a year; "about" makes it approximate (`2019~`);
* dates in figures are month first ("3/7/2017" is 7 March) unless only day first is possible.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final, TypeVar

from legation.knowledge import time_words as words
from legation.resolving.edtf import month_of
from legation.resolving.letters import ascii_letters

Resolve = Callable[["re.Match[str]", "Context"], str]


@dataclass(frozen=True, slots=True)
class Context:
    """What a time is told against: the day of publication, the way the tense points, and the time last spoken of."""

    today: date | None
    direction: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of words, the kind of time it names, and its value as EDTF ("" where it has none)."""

    words: str
    kind: str
    cues: frozenset[str]
    value: Resolve

    @property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when it is first needed: most articles need a part of the rules."""
        return _compiled(self.words)


@cache
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """Words that a rule fits, at code points `start` to `end` of the text."""

    start: int
    end: int
    rule: Rule
    match: re.Match[str]

    def value(self, context: Context) -> str:
        """The EDTF value in this context; "" where the calendar has no such day."""
        try:
            return self.rule.value(self.match, context)
        except (ValueError, OverflowError):
            return ""


# --- names and numbers in words

Value = TypeVar("Value")


def plain(text: str) -> str:
    """A name as the tables are asked for it: small letters, one blank for any blanks and hyphens."""
    return " ".join(re.split(r"[\s-]+", text.lower().replace("’", "'").strip()))


def by_plain(table: Mapping[str, Value]) -> dict[str, Value]:
    """A table by its names in that form: `any_of` finds its names with any blanks and hyphens."""
    return {plain(name): value for name, value in table.items()}


_NUMBERS: Final = by_plain(words.NUMBERS)
_ORDINALS: Final = by_plain(words.ORDINALS)


def number(text: str) -> int | None:
    """A number in figures or words; None for "few", "several" and the like."""
    return int(text) if text.isdecimal() else _NUMBERS.get(plain(text))


def ordinal(text: str) -> int:
    """The number of "third" or "3rd"."""
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else _ORDINALS[plain(text)]


def month_number(text: str) -> int:
    return words.MONTH_NUMBERS[text.lower().rstrip(".")]


# --- recurring days, nearest in the direction of the tense


def nearest(context: Context, make: Callable[[int], date], *, reach: int = 1) -> str:
    """The day that `make` gives for a year near publication: last, next, or nearest where the tense does not say."""
    today = context.today
    if today is None:
        return ""
    days = []
    for year in range(today.year - reach, today.year + reach + 1):
        try:
            days.append(make(year))
        except ValueError:
            continue
    if context.direction == "past":
        days = [day for day in days if day <= today]
    elif context.direction == "future":
        days = [day for day in days if day >= today]
    return min(days, key=lambda day: abs((day - today).days)).isoformat() if days else ""


def near_day(month: int, day: int, context: Context) -> str:
    """A day of the month without a year."""
    return nearest(context, lambda year: date(year, month, day), reach=8 if (month, day) == (2, 29) else 1)


def near_month(month: int, context: Context) -> str:
    """A bare month: the last one (this month counts) unless the tense points ahead."""
    if context.today is None:
        return ""
    year, this = context.today.year, context.today.month
    if context.direction == "future":
        return month_of(year + (month < this), month)
    return month_of(year - (month > this), month)


def near_weekday(weekday: int, context: Context) -> date | None:
    """A bare weekday: the last one up to publication, or the next from it where the tense points ahead."""
    if context.today is None:
        return None
    if context.direction == "future":
        return context.today + timedelta((weekday - context.today.weekday()) % 7)
    return context.today - timedelta((context.today.weekday() - weekday) % 7)


# --- the patterns

_GAP: Final = r"[\s-]{1,3}"


def any_of(names: Iterable[str]) -> str:
    """One of these names, the longest first; the blanks and hyphens in them may be one another.

    First words that go on alike share what follows ("twenty-one", "thirty-one"): a short pattern is compiled sooner."""
    follows: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=len, reverse=True):
        first, *rest = re.split(r"[ -]", name, maxsplit=1)
        follows[first] += rest or [""]
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for first, rest in follows.items():
        alike[tuple(rest)].append(first)
    return "|".join(_either(firsts) + _then(rest) for rest, firsts in alike.items())


def _then(rests: Sequence[str]) -> str:
    """What may or must come behind a first word."""
    longer = [rest for rest in rests if rest]
    return rf"(?:{_GAP}{_either(longer)}){'?' if '' in rests else ''}" if longer else ""


def _either(names: Sequence[str]) -> str:
    escaped = (re.sub(r"\\[ -]", lambda _: _GAP, re.escape(name)).replace("'", "['’]") for name in names)
    return f"(?:{'|'.join(escaped)})"


_CLEAR: Final = tuple(name for name in words.MONTHS if name not in ("march", "may", "august"))
_SHORT: Final = (*(name[:3].title() for name in words.MONTHS if name != "may"), "Sept")
_COUNTS: Final = tuple(name for name in words.NUMBERS if name not in ("a", "an"))
_TWO_DIGITS: Final = tuple(name for name in _COUNTS if 10 <= words.NUMBERS[name] < 100 and " " not in name)
_PARTS: Final = {
    "s": r"(?:\s{1,4})",
    "month": rf"(?:(?:{any_of(_CLEAR)})|(?-i:March|May|August|MARCH|MAY|AUGUST)|(?:{any_of(_SHORT)})(?![a-z])\.?)",
    "clear": rf"(?:{any_of(_CLEAR)})",
    "weekday": rf"(?:{any_of(words.WEEKDAYS)})",
    "wd": rf"(?:{any_of(words.WEEKDAYS)}|(?-i:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\b\.?)",
    "day": r"(?:3[01]|[12]\d|0?[1-9])",
    "nd": r"(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)",
    "ordinal": rf"(?:{any_of(words.ORDINALS)}|[1-3]?\d(?:st|nd|rd|th))",
    "year": r"(?:1[0-9]\d\d|20\d\d|21\d\d)(?![\w%]|[.,:]\d)",
    "nocount": rf"(?!\s{{1,3}}(?:{any_of(words.COUNTED)})(?!\w))",
    "number": rf"(?:\d{{1,3}}|{any_of(_COUNTS)}|an?)",
    "few": r"(?:few|several|some|many|number of)",
    "unit": r"(?:minute|hour|day|night|week|fortnight|month|year|decade|century|centurie)s?",
    "season": r"(?:spring|summer|autumn|fall|winter)",
    "part": r"(?:early|mid|late|the[\s ]beginning[\s ]of|the[\s ]start[\s ]of|the[\s ]middle[\s ]of)",
    "about": r"(?:about|around|nearly|almost|approximately|roughly|some|more than|less than|over|at least"
        r"|exactly|just)",
    "daypart": r"(?:morning|afternoon|evening|night|midnight|noon|midday)",
    "wordyear": rf"(?:(?:nineteen|twenty)[\s-]{{1,2}}(?:{any_of(_TWO_DIGITS)})|two[\s-]thousand"
        rf"(?:[\s-]and)?[\s-](?:{any_of(_COUNTS)})|two[\s-]thousand)",
    "next": r"(?:next|coming|upcoming|following)",
    "last": r"(?:last|past|previous)",
}  # fmt: skip

RULES: list[Rule] = []


def rule(kind: str, cue: str, pattern: str) -> Callable[[Resolve], Resolve]:
    """Adds a rule, tried only on text that has its sort of cue (of several all); in the pattern, `<name>` stands for a part, a blank for
    white space."""

    def add(value: Resolve) -> Resolve:
        RULES.append(Rule(spelled_out(pattern), kind, frozenset(cue.split()), value))
        return value

    return add


def spelled_out(pattern: str) -> str:
    """A pattern as `re` takes it, each `<name>` for a part put in its place, of whole words."""
    whole = re.sub(r"(?<!P)<(\w+)>", lambda part: _PARTS[part[1]], pattern.replace(" ", "<s>"))
    whole = whole.replace(r"\d", "[0-9]")  # EDTF knows no other figures
    return rf"(?<![\w$€£#.])(?:{whole})(?!\w)"


# How the words begin without which the rules of a cue cannot fit: most sentences need few rules.
_STEMS: Final = {
    "month": "january february april june july september october november december",
    "weekday": "monday tuesday wednesday thursday friday saturday sunday",
    "unit": "minute hour day night week fortnight month quarter year decade centur morning evening noon mid",
    "season": "spring summer autumn fall winter",
    "quarter": "quarter half q1 q2 q3 q4 h1 h2 h3 h4",
    "quarters": "quarter half",
    "decade": "twent thirt fort fift sixt sevent eight ninet",
    "holiday": "christ easter thanks hall epiph pente monday wednes thurs friday satur sunday new eid ramad islam hijr ashu june",
    "islamic": "eid ramad islam hijr ashu",
    "period": "war cold spring",
    "weekend": "weekend",
    "weeks": "week",
    "months": "month",
    "edge": "earl late mid begin start end rest",
    "near": "this current last past previous recent next coming upcoming following",
    "other": "that same following next previous",
    "step": "next following previous prior before after earlier later",
    "within": "within",
    "whole": "all whole full entire half another couple",
    "each": "every each",
    "often": "weekly monthly yearly once",
    "ago": "ago",
    "hence": "now today hence",
    "beside": "yesterday today tomorrow tmrw",
    "later": "later earlier before after prior previous",
    "century": "centur",
    "today": "yesterday today tonight tomorrow tmrw last",
    "this": "this",
    "now": "now currently moment present",
    "overnight": "overnight",
    "recent": "recent lately few several many",
    "then": "time since",
    "daily": "daily annual every biweekly quarterly",
    "ordinal": " ".join(name for name in words.ORDINALS if "-" not in name),
}
# Words that are cues only where no letter follows: a market is no March.
_WORDS: Final = {
    "month": "jan feb mar march apr may jun jul aug august sep sept oct nov dec",
    "march": "march may august",
    "weekday": "mon tue tues wed thu thur thurs fri sat sun",
    "holiday": "day eve",
}
_CUES: Final = {  # the longest stem is found: it stands for the shorter ones that it begins with
    stem: frozenset(cue for cue, stems in _STEMS.items() if any(stem.startswith(other) for other in stems.split()))
    | frozenset(cue for cue, whole in _WORDS.items() if stem in whole.split())
    for stem in " ".join((*_STEMS.values(), *_WORDS.values())).split()
}
_WHOLE: Final = frozenset(" ".join(_WORDS.values()).split()) - frozenset(" ".join(_STEMS.values()).split())
_ANY: Final = "|".join(stem + "(?![a-z])" * (stem in _WHOLE) for stem in sorted(_CUES, key=len, reverse=True))
_STEM: Final = re.compile(_ANY)
# What a cue may be in, in small letters: a word, or figures with what says of which sort they are.
_CARRIER: Final = re.compile(r"(?<![a-z])(?:[qh][1-4]|[a-z]+)|[0-9]+(?:(?:st|nd|rd|th)(?![a-z])|['’]?s|[-./](?=[0-9]))?")


def _cues(text: str) -> set[str]:
    """The sorts of cues that a text has."""
    return set[str]().union(*map(_sorts, set(_CARRIER.findall(text.lower()))))


@lru_cache(maxsize=10_000)
def _sorts(carrier: str) -> frozenset[str]:
    """The sorts of cues that a word begins with, or that figures are: "1990s" may tell a year or a decade, "9" neither."""
    if stem := _STEM.match(carrier):
        return _CUES[stem[0]]
    figures = carrier.rstrip("stndrh'’-./")
    if not figures.isdecimal():
        return frozenset()
    behind = carrier[len(figures) :]
    told = {"figures": True, "decade": behind.endswith("s"), "joined": behind in ("-", ".", "/"), "year": len(figures) >= len("1990")}
    told["ordinal"] = behind in ("st", "nd", "rd", "th")
    return frozenset(sort for sort, its in told.items() if its)


def prepare(text: str) -> None:
    """Compile the rules that a text with such cues needs."""
    cues = _cues(text)
    for one in RULES:
        if one.cues <= cues:
            _compiled(one.words)


@lru_cache(maxsize=512)  # a sentence is asked for as past and as coming
def find(text: str, start: int, end: int) -> tuple[Found, ...]:
    """What the rules find in text[start:end], in order; where several overlap the longest wins."""
    text = ascii_letters(text)
    cues = _cues(text[start:end])
    rules = [rule for rule in RULES if rule.cues <= cues]
    found = [Found(m.start(), m.end(), rule, m) for rule in rules for m in _matches(rule.pattern, text, start, end)]
    found.sort(key=lambda one: (one.start - one.end, one.start))
    taken = bytearray(end - start)
    kept = []
    for one in found:
        if not any(taken[one.start - start : one.end - start]):
            taken[one.start - start : one.end - start] = b"\1" * (one.end - one.start)
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def _matches(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    return (match for match in pattern.finditer(text, start, end) if match.end() > match.start())
