"""How well it reads dates in words: `python benchmarks/times.py [--data DIR] [--wrong]`.

Takes the phrases of time/recognizers-english (microsoft/Recognizers-Text, MIT) that are dates, each with the day it is told on (also
for "the next day"), and asks for their value, told as past and as coming. A phrase is right when one of the two answers covers the
same days as one of the reference's values (no value where the calendar has no such day); months or years counted from a day come to
that month or year (docs/record.md), which must hold the reference's day; what depends on the moon may be a day off. Prints the share
right, of all phrases and without what only an assistant hears (bare figures, "my day", spellings of a chat, numbers as spoken, days
that do not exist), how many of each kind are wrong, and the same for ranges of dates, whose ends the two have by other conventions
("late last year", "next 3 days"). `--wrong` lists what is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from legation.resolving.times import Direction, bounds, resolve

Days = tuple[str, str]  # the first and last day (ISO), "" where open
READ_AS: tuple[Direction, ...] = ("past", "future")
COUNTED = re.compile(r"\b(?:months?|years?|decades?|century|centuries)\b")
NO_DAY = ("0001-01-01", "not resolved")
WEEKDAY = r"\b(?:mon|tue|wed|thu|fri|sat|sun)(?:day|s|sday|nesday|rs|rsday|urday)?\b"
MONTH = r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"

# What a kind of phrase looks like, the first that fits; an assistant hears the kinds marked so, and no newspaper prints them.
KINDS = {
    kind: re.compile(pattern, re.IGNORECASE)
    for kind, pattern in {
        "assistant: a bare day": r"(?:around |on |for )?(?:the )?"
        r"(?:\d{1,2}(?:st|nd|rd|th)?|[a-z]+(?:[- ][a-z]+)?(?:th|eth|rd|nd|st)|thirty)(?<!juneteenth)",
        "assistant: figures": r"[\d\s./,–-]+|(?:.* )?(?:this|next|\w+day) \(?(?:\d\d?[./]\d\d?|\d\d|\(?[a-z]{3}-\d\d)\)?|.*-[a-z]{3}-\d\d",
        "assistant: figures in no order": r"[a-z]+-\d{4}-\d\d|\d{4}/\d\d/[a-z]+|\d\d-\d{4}-[a-z]+|[a-z]+[.,]+ \d\w*|[a-z]+ first \d\d",
        "assistant: spelling": r".*(?:\btmr\b|\btmrw\b|today's date|\bwk\b|\bnxt\b|\botd\b|thanks giving|new year (?:day|eve)|int'l|~).*"
        r"|(?:mon|tue|wed|thu|fri|sat|sun)|saint patrick \d+|ram.*an|.*azha|yuandan",
        "assistant: a request": r".*(?:how about|maybe|preferably|days on) .*day|.* on friday|\w+day,? .*(?:from now|after .*)|two mon.*",
        "assistant: days at work": r".*\b(?:my|your|the|this|next|last|past|business|week|work) ?days?(?: of)?",
        "assistant: numbers as spoken": r".*\b(?:nineteen|eighteen|seventeen|thousand)\b.*|.*\bof \d\d"
        rf"|(?:.* )?{MONTH}\b (?!first|second|third|\w+th)(?:the )?[a-z]+(?:[ -][a-z]+)?(?:, \d+)?|[a-z]+(?: [a-z]+)? {MONTH}.*",
        "holiday": r".*(?:day of|\beve\b|easter|christmas|giving|ramadan|\beid|lent|hallow|new year|xmas|fools?|festival).*"
        r"|.*\b(?!mon|tues|wednes|thurs|fri|satur|sun|yester|to|same|next|last)[a-z'’]+ day\b.*",
        "weekday": rf".*{WEEKDAY}.*",
        "counted": r".*\b(?:ago|later|earlier|from now|from today|hence|within|back|(?:in|next|past|last) \w+ \w+s)\b.*",
        "month": rf".*{MONTH}\b.*",
        "other": r".*",
    }.items()
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words told on `today`, and the days that they may mean; none where the calendar has no such day."""

    words: str
    today: str
    means: frozenset[Days]
    ranged: bool


def phrases(folder: Path) -> list[Phrase]:
    """Each phrase of the folder's files that is a date or range of dates and has a value, once."""
    found: dict[tuple[str, str], Phrase] = {}
    for path in sorted(folder.glob("*.json")):
        for spec in json.loads(path.read_text(encoding="utf-8-sig")):
            for phrase in _phrases(spec):
                found.setdefault((phrase.words.lower(), phrase.today), phrase)
    return list(found.values())


def _phrases(spec: dict[str, Any]) -> Iterator[Phrase]:
    today = (spec.get("Context") or {}).get("ReferenceDateTime", "")[:10]
    for result in spec.get("Results", ()):
        kind = (result.get("Type") or result.get("TypeName") or "").removeprefix("datetimeV2.")
        values = list(_values(result))
        if kind in ("date", "daterange") and today and values:
            means = frozenset(v for v in values if v[0] not in NO_DAY)
            yield Phrase(_as_printed(spec["Input"], result["Text"]), today, means, kind == "daterange")


def _as_printed(sentence: str, words: str) -> str:
    """The words with the capitals that they have in their sentence."""
    at = sentence.lower().find(words.lower())
    return sentence[at : at + len(words)] if at >= 0 else words


def _values(result: dict[str, Any]) -> Iterator[Days]:
    value = result.get("Value") or result.get("Resolution") or {}
    for one in value.get("values") or [value.get("PastResolution") or {}, value.get("FutureResolution") or {}]:
        low, high = one.get("startDate") or one.get("start") or "", one.get("endDate") or one.get("end") or ""
        if day := one.get("date") or one.get("value"):
            yield day, day
        elif low or high:
            yield low, high
            yield low, _shifted(high, -1)  # most ends are the first day that no longer belongs


def _shifted(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except (ValueError, OverflowError):
        return day


def answers(phrase: Phrase) -> list[str]:
    """What the grammar makes of the phrase told as past and as coming (EDTF, "" for nothing)."""
    return [resolve(phrase.words, phrase.today, way, anchor=phrase.today) for way in READ_AS]


def right(phrase: Phrase) -> bool:
    """Whether one of the answers means the same days as the reference."""
    told = answers(phrase)
    return any(_same(answer, phrase) for answer in told) if phrase.means else not any(told)


def _same(answer: str, phrase: Phrase) -> bool:
    first, last = bounds(answer)
    days = (first.isoformat() if first else "", last.isoformat() if last else "")
    if days in phrase.means or ("~" in answer and {(_shifted(d, n), _shifted(d, n)) for d in days for n in (-1, 1)} & phrase.means):
        return True
    if not (first and last and COUNTED.search(phrase.words.lower())) or (last - first).days > 366:
        return False
    return any(low == high and days[0] <= low <= days[1] for low, high in phrase.means)


def kind_of(phrase: Phrase) -> str:
    """The first kind that fits."""
    if not phrase.means:
        return "assistant: no such day"
    return next(kind for kind, pattern in KINDS.items() if pattern.fullmatch(phrase.words))


def report(name: str, asked: list[Phrase]) -> list[Phrase]:
    """Prints the shares of some phrases, and gives those that are wrong."""
    failed = [p for p in asked if not right(p)]
    heard = [p for p in asked if kind_of(p).startswith("assistant")]
    shares = (
        (len(asked), len(failed), "all"),
        (len(asked) - len(heard), sum(p not in heard for p in failed), "without what only an assistant hears"),
    )
    print(f"{name}: " + ", ".join(f"{100 * (1 - wrong / of):.1f} % of {of} ({said})" for of, wrong, said in shares))
    total, wrong_of = Counter(map(kind_of, asked)), Counter(map(kind_of, failed))
    print("  wrong: " + "; ".join(f"{kind} {wrong_of[kind]} of {n}" for kind, n in total.most_common() if wrong_of[kind]))
    return failed


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--wrong", action="store_true")
    a = ap.parse_args()
    asked = phrases(a.data / "data/time/recognizers-english")
    for name, ranged in (("dates", False), ("ranges of dates", True)):
        for p in report(name, [p for p in asked if p.ranged == ranged]):
            if a.wrong:
                print(f"  {p.words!r} on {p.today}: {' or '.join(answers(p))}; the reference {sorted(p.means)} ({kind_of(p)})")


if __name__ == "__main__":
    main()
