"""When: English time expressions of an article as EDTF, and what its words allow for its own date.

    find_times("They met on Monday and left in May.", 0, 36, "2025-08-27", "past")

finds "Monday" (2025-08-25) and "May" (2025-05). The rules for single expressions stand in `time_dates.py` and
`time_relative.py`; here they are joined into ranges and open intervals, and resolved against the day of publication,
or against an interval where that day is only inferred.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from legation.entries import Quote, quote
from legation.knowledge.time_words import ONES
from legation.resolving import time_dates as dates
from legation.resolving import time_relative as relative
from legation.resolving.edtf import add_months, bounds, interval
from legation.resolving.time_grammar import Context, Found, Resolve, find, month_number, number

__all__ = ["Direction", "TimeExpression", "bounds", "find_times", "infer_published", "resolve"]

Direction = Literal["past", "future", ""]


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that name a time, its EDTF value ("" where it has none), and its kind.

    Kinds: `date`, `interval`, `relative` (told against another time of the text), `vague` ("in recent weeks"),
    `duration` and `set` (how long, how often: no value).
    """

    quote: Quote
    edtf: str
    kind: str


def find_times(
    text: str,
    start: int,
    end: int,
    published: str,
    direction: Direction | Callable[[int], Direction] = "",
    *,
    anchor: str = "",
) -> tuple[TimeExpression, ...]:
    """The time expressions of text[start:end] (at best one sentence), in order.

    `direction` is the way the tense points, for all of it or by code point; `anchor` the EDTF time last spoken of
    before, for "the next day" and "two weeks later".
    """
    found = []
    for piece in _joined(text, start, end):
        way = direction if isinstance(direction, str) else direction(piece.start)
        value = _against(piece, published, way, anchor)
        found.append(TimeExpression(quote(text, piece.start, piece.end), value, piece.kind))
        if value and "/" not in value and piece.kind in ("date", "relative"):
            anchor = value
    return tuple(found)


_OPENS: Final = re.compile(r"\s*(?:ever\s+)?since\b", re.IGNORECASE)


def resolve(words: str, published: str, direction: Direction = "", *, anchor: str = "") -> str:
    """The EDTF value of a phrase such as "last Monday" or "since the war began in 2014"; "" where it has none."""
    times = find_times(words, 0, len(words), published, direction, anchor=anchor)
    value = next((time.edtf for time in times if time.edtf), "")
    if value and "/" not in value and _OPENS.match(words):
        return f"{value}/.."
    return value


# --- joining


@dataclass(frozen=True, slots=True)
class _Piece:
    """One expression or several that belong together, and how its value is made in a context."""

    start: int
    end: int
    kind: str
    make: Callable[[Context], str]

    def value(self, context: Context) -> str:
        """The EDTF value in this context; "" where the calendar ends before it."""
        try:
            return self.make(context)
        except (ValueError, OverflowError):
            return ""


# A time of the first sort may be followed by one of the second: "last November and December".
_FOLLOWED: Final[dict[Resolve, tuple[Resolve, ...]]] = {
    dates._that_month: (dates._bare_month,),
    relative._that_weekday: (relative._weekday,),
}
_DATED: Final = frozenset(("date", "interval", "relative"))
_THROUGH: Final = re.compile(r"\s{0,3}(?:to|until|till?|through|thru|–|—|-)\s{0,3}", re.IGNORECASE)
_AND: Final = re.compile(r",?\s{1,3}(?:and|or|&)\s{1,3}(?:on\s{1,3}|in\s{1,3}|again\s{1,3})?", re.IGNORECASE)
_BETWEEN: Final = re.compile(r"\b(between)\s{1,3}(?:the\s)?$", re.IGNORECASE)
_FROM: Final = re.compile(r"\b(from)\s{1,3}(?:the\s)?$", re.IGNORECASE)
_BARE_DAY: Final = re.compile(
    r"\b(?:(from|between)\s{1,3})?(?:the\s{1,3})?(\d{1,2})(?:st|nd|rd|th)?\s{0,3}(?:to|and|until|till?|through|–"
    r"|—|-)\s{0,3}$",
    re.I,
)
_BEFORE: Final = re.compile(
    r"\b((?:ever\s)?since|until|till|up\sto|through|by|before|not\slater\sthan|no\slater\sthan|from|starting"
    r"|beginning|effective|as\sof|after)"
    r"(\s{1,3}(?:at\s(?:least|the\s(?:latest|earliest))|about|around|on|in|the\send\sof))?\s{1,3}(?:the\s)?$",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(r"\s{1,3}(after|following|from|before|prior\sto|ahead\sof)\s{1,3}(?:the\s)?", re.IGNORECASE)
_WEEK_OF: Final = re.compile(r"\bweek\s(?:of|starting|beginning|commencing)\s(?:on\s)?(?:the\s)?$", re.IGNORECASE)
_DOER: Final = re.compile(
    r"\s(?!(?:deadline|date|target|cut-?off|limit|at|in|on|or|and|to|for|if|when|unless|as|with)\b)[a-z]{3}", re.IGNORECASE
)
_OF_THE: Final = re.compile(r"\bby\sthe\b", re.IGNORECASE)
_ONWARDS: Final = re.compile(r"\s{1,3}(?:onwards?|forward|on)\b(?!\s\w)", re.IGNORECASE)
_LOOK_BACK: Final = 40


def _joined(text: str, start: int, end: int) -> list[_Piece]:
    """Single expressions, joined into ranges where the words between them say so."""
    found = find(text, start, end)
    pieces: list[_Piece] = []
    at = 0
    while at < len(found):
        one = found[at]
        previous = pieces[-1].end if pieces else start
        back = text[max(previous, one.start - _LOOK_BACK) : one.start]
        other = found[at + 1] if at + 1 < len(found) else None
        if other is not None and (joined := _range(text, back, one, other) or _counted_from(text, one, other)):
            pieces.append(joined)
            at += 2
            continue
        pieces.append(_opened(text, back, one, end))
        at += 1
    return pieces


def _range(text: str, back: str, one: Found, other: Found) -> _Piece | None:
    """ "from X to Y", "between X and Y", "X and Y" (two days, months or years side by side)."""
    if one.rule.kind not in _DATED or other.rule.kind not in _DATED or other.start - one.end > 12:
        return None
    gap = text[one.end : other.start]
    between = _BETWEEN.search(back)
    if not _THROUGH.fullmatch(gap) and not _AND.fullmatch(gap):
        return None
    listed = not between and _AND.fullmatch(gap) is not None
    if listed and not _alike(one, other):
        return None
    opening = between or (_FROM.search(back) if not listed else None)
    first = one.start - len(back) + opening.start(1) if opening else one.start

    def value(context: Context) -> str:
        low, high = _ends(one, other, context)
        if not low or not high:
            return low or high
        return interval(low, high) if _in_order(low, high) else low

    return _Piece(first, other.end, "interval", value)


def _counted_from(text: str, one: Found, other: Found) -> _Piece | None:
    """ "Three days after Christmas", "two weeks before 15 January": a count of units and the time it is counted from."""
    said = one.match.groupdict()
    way = _COUNTED.fullmatch(text[one.end : other.start])
    if one.rule.kind != "duration" or other.rule.kind not in _DATED or way is None or not (said.get("n") and said.get("u")):
        return None
    if one.match[0].lower().startswith(("for ", "lasting ")):  # "for three days from Monday" begins on Monday
        return None
    sign = -1 if way[1].lower() in ("before", "prior to", "ahead of") else 1

    def value(context: Context) -> str:
        base = other.value(context)
        return relative.counted_from(one.match, base, sign) or base

    return _Piece(one.start, other.end, "date", value)


def _ends(one: Found, other: Found, context: Context) -> tuple[str, str]:
    """Both ends of a range: an end without a year takes it from the other."""
    high = other.value(Context(None))
    if high and not one.value(Context(None)):
        return one.value(Context(bounds(high)[1], "past", context.anchor)), high
    low = one.value(context)
    if high or not low:
        return low, high
    after = bounds(low)[0] if _alike(one, other) else None
    return low, other.value(Context(after, "future", context.anchor) if after else context)


def _alike(one: Found, other: Found) -> bool:
    """Whether both name the same sort of time: two days, two months, two years."""
    return one.rule.value is other.rule.value or other.rule.value in _FOLLOWED.get(one.rule.value, ())


def _in_order(low: str, high: str) -> bool:
    first, last = bounds(low)[0], bounds(high)[1]
    return first is not None and last is not None and first <= last


def _opened(text: str, back: str, one: Found, end: int) -> _Piece:
    """An expression with the word before it that opens or closes an interval: "since", "until", "by", "from"."""
    offset = one.start - len(back)
    if one.rule.kind not in _DATED:
        return _Piece(one.start, one.end, one.rule.kind, one.value)
    if day := _BARE_DAY.search(back):
        return _Piece(offset + day.start(), one.end, "interval", lambda context: _from_bare_day(int(day[2]), one, context))
    if week := _WEEK_OF.search(back):
        return _Piece(offset + week.start(), one.end, "interval", lambda context: _week_of(one.value(context)))
    said = _BEFORE.search(back)
    onwards = _ONWARDS.match(text, one.end, end)
    if said is None:
        if onwards:
            return _Piece(one.start, onwards.end(), "interval", lambda context: _open_end(one.value(context)))
        return _Piece(one.start, one.end, one.rule.kind, one.value)
    word = " ".join(said[1].lower().split())
    to_end = "end" in (said[2] or "").lower() or one.match[0].lower().startswith(("the end", "end of"))
    stop = onwards.end() if onwards else one.end
    if word == "by" and not to_end and _OF_THE.search(text, offset + said.start(), one.end) and _DOER.match(text, one.end, end):
        return _Piece(one.start, stop, one.rule.kind, lambda context: _by_doer(one, context))
    return _Piece(offset + said.start(), stop, "interval", lambda context: _bounded(word, one, context, to_end=to_end))


def _by_doer(one: Found, context: Context) -> str:
    """ "Hurt by the 8 January attack": whose day it is, but where the words are about what is to come."""
    return _bounded("by", one, context, to_end=False) if context.direction == "future" else one.value(context)


def _from_bare_day(day: int, one: Found, context: Context) -> str:
    """ "from 3 to 5 May": the first day takes month and year from the second."""
    value = one.value(context)
    try:
        first = date.fromisoformat(value[:10]).replace(day=day).isoformat()
    except ValueError:
        return value
    return f"{first}/{value[:10]}" if first < value[:10] else value


def _week_of(value: str) -> str:
    first, last = bounds(value)
    if first is None or first != last:
        return value
    monday = first - timedelta(first.weekday())
    return f"{monday}/{monday + timedelta(6)}"


def _open_end(value: str) -> str:
    return f"{value.split('/')[0]}/.." if value else ""


def _bounded(word: str, one: Found, context: Context, *, to_end: bool) -> str:
    """The open or closed interval that "since", "until" and the like make of a time."""
    if word in ("until", "till", "up to"):  # "was extended until April 30": ahead, whatever the tense
        value = one.value(Context(context.today, "future", context.anchor))
    else:
        value = one.value(context)
    if not value or (word == "from" and "/" in value):
        return value
    today = context.today.isoformat() if context.today else ""
    if word.endswith("since"):
        return _since(value, today)
    if word in ("after", "as of") and context.direction != "future":
        return value
    if word in ("from", "starting", "beginning", "effective", "as of", "after"):
        return _open_end(value)
    high = _last_day(value) if to_end else value.split("/")[-1]
    if word in ("until", "till", "up to", "through"):
        last = bounds(value)[1]
        ahead = context.today is not None and last is not None and last > context.today
        return f"{today}/{high}" if ahead and context.direction == "past" else f"../{high}"
    return f"../{high}"


def _since(value: str, today: str) -> str:
    """From a day of this week or month up to publication, from a month or a year with an open end."""
    first = value.split("/")[0]
    return f"{first}/{today}" if len(first) == 10 and first < today else f"{first}/.."


def _last_day(value: str) -> str:
    last = bounds(value)[1]
    return last.isoformat() if last else value


# --- against a day, or an interval of days, of publication


def _against(piece: _Piece, published: str, direction: Direction, anchor: str) -> str:
    """The value on the day of publication; where that is an interval, what holds on its first and its last day alike,
    else the interval in which it must lie, unless that says nothing."""
    first, last = bounds(published)
    if first is None or last is None:
        return piece.value(Context(None, direction, anchor))
    low = piece.value(Context(first, direction, anchor))
    if first == last:
        return low
    high = piece.value(Context(last, direction, anchor))
    if low == high or not low or not high:
        return low if low == high else ""
    begin, stop, begins = bounds(low)[0], bounds(low)[1], bounds(high)[0]
    if begin is None or stop is None or begins is None:
        return ""
    if begins - begin > last - first + (stop - begin):  # one of two Junes, not a time between them
        return ""
    return interval(low, high)


# --- a page without a date

_SENTENCE: Final = re.compile(r"[^\n.!?…]{1,2000}[.!?…]{0,3}")
_AHEAD: Final = re.compile(
    r"\b(?:will|would|shall|(?-i:may)|might|could|plans?|planned|planning|until|till|scheduled|next|upcoming|due|expected"
    r"|expects?|targets?|deadline|expires?|if|proposed|hopes?|aims?|to be|before|later|going to|intends?|ahead|not"
    r"|(?:by|through)\s(?:the\s)?(?:end|next|\d|(?-i:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\b))\b",
    re.IGNORECASE,
)
_STAMP: Final = re.compile(r"\b(?:published|posted|(?:last )?updated|date)\b[\s:]{1,4}(?:on |at )?(?:[\d:]{4,5},? )?", re.IGNORECASE)
DATE_LINES: Final = 6  # lines at the beginning of a page in which its date stands alone
DATELINE: Final = 80  # characters of a line in which a dateline ends
_AROUND_DATE: Final = re.compile(
    r"(?:(?:on|at|\||·|-|–|,)?\s*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?)?\s*(?:\d{1,2}[:.]\d\d)?\s*(?:[ap]\.?m\.?)?\s*(?:UTC|GMT|[A-Z]{2,4})?)",
    re.IGNORECASE,
)
_AFTER_DATELINE: Final = re.compile(r"(?:\([A-Za-z ]{2,30}\)\s*)?[-–—:]")
_YEARS_AGO: Final = re.compile(r"(?<![\w.])(\d{1,2}|" + "|".join(ONES[1:]) + r") years ago\b", re.IGNORECASE)
_TELLING: Final = re.compile(r"[A-Z][a-z]{2,}|[a-z]{5,}")
_TOLD: Final = re.compile(r"^\s{0,3}[,.]|\b(?:\w{2,20}ed|said|told|met|held|went|came|began|took)\b")
# A bare month told as past is told within so many months of its end: older ones get a year or "last".
_BARE_MONTHS: Final = 9
MOST_TOLD: Final = 100  # sentences that date something and sentences that count back from it, each with each
MOST_REASONS: Final = 6


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence and what can be used of it: its telling words, years and times."""

    start: int
    end: int
    stems: frozenset[str]
    ahead: bool
    times: tuple[Found, ...]


def infer_published(text: str) -> tuple[str, tuple[str, ...]]:
    """What the words of a page without a date allow for its day of publication: EDTF (an interval, open where nothing
    bounds it, "" where nothing is known) and the reasons, each with the words it leans on.

    It leans on: a stamp ("Updated: 25 August 2025"); full dates, months and years told as past; "six years ago" beside
    the sentence that tells most alike and gives the year; "in March this year"; bare months told as past. A weekday
    narrows nothing over months, so it is only told among the reasons.
    """
    published, reasons = _inferred(text)
    return published, tuple(dict.fromkeys(reasons))[:MOST_REASONS]


def _inferred(text: str) -> tuple[str, tuple[str, ...]]:
    sentences = _sentences(text)
    if stamped := _stamp(text) or _date_line(text):
        return stamped
    earliest, reasons = _told_before(text, sentences)
    years, why = _counted_back(text, sentences)
    if years is None:
        return (f"{earliest.isoformat()}/..", tuple(reasons)) if earliest else ("", ())
    low, high = date(years[0], 1, 1), date(years[1], 12, 31)
    if earliest and earliest > low:
        low = earliest
    if low > high:
        return f"{earliest}/..", tuple(reasons)
    low, high, more = _by_months(text, sentences, low, high)
    weekday = _weekday_told(text, sentences)
    return f"{low}/{high}", (*reasons, *why, *more, *weekday)


def _sentences(text: str) -> list[_Said]:
    return [
        _Said(
            m.start(),
            m.end(),
            frozenset(word.lower()[:5] for word in _TELLING.findall(m[0])),
            _AHEAD.search(m[0]) is not None,
            tuple(find(text, m.start(), m.end())),
        )
        for m in _SENTENCE.finditer(text)
        if m[0].strip()
    ]


def _stamp(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The day beside "published" or "updated"."""
    for mark in _STAMP.finditer(text):
        for found in find(text, mark.start(), min(len(text), mark.end() + _LOOK_BACK)):
            value = found.value(Context(None)) if found.rule.kind == "date" else ""
            if len(value) == 10 and found.start == mark.end():
                return value, (f"the page says “{text[mark.start() : found.end]}”",)
    return None


def _date_line(text: str) -> tuple[str, tuple[str, ...]] | None:
    """The day of a line that says nothing else ("Saturday 23 July 2022 18:40"), or of a dateline ("BEIRUT, Nov. 27, 2024 —")."""
    at = 0
    for line in text.split("\n")[:DATE_LINES]:
        for found in find(text, at, at + min(len(line), DATELINE)):
            value = found.value(Context(None)) if found.rule.kind == "date" else ""
            before, after = line[: found.start - at].strip(" ,"), line[found.end - at :].strip()
            alone = _AROUND_DATE.fullmatch(before) and _AROUND_DATE.fullmatch(after)
            dateline = before.isupper() and len(before) > 2 and _AFTER_DATELINE.match(after)
            if len(value) == 10 and (alone or dateline):
                return value, (f"the page begins with “{text[found.start : found.end]}”",)
        at += len(line) + 1
    return None


def _told_before(text: str, sentences: list[_Said]) -> tuple[date | None, list[str]]:
    """The latest day, month or year that is told as past: publication comes after its beginning."""
    latest: date | None = None
    words = ""
    for said in sentences:
        if said.ahead:
            continue
        for found in said.times:
            value = found.value(Context(None)) if found.rule.kind == "date" else ""
            day = bounds(value)[0] if value else None
            if day and (latest is None or day > latest):
                latest, words = day, text[found.start : found.end]
    return latest, [f"“{words}” is told as past"] if latest else []


def _counted_back(text: str, sentences: list[_Said]) -> tuple[tuple[int, int] | None, list[str]]:
    """The year from "six years ago", counted from the year in the sentence that tells most alike."""
    dated = [(said, value, words) for said in sentences for value, words in _years_told(text, said)][:MOST_TOLD]
    best, years, reasons = 1, set[int](), list[str]()
    for said, count, ago in _years_back(text, sentences)[:MOST_TOLD]:
        for other, year, words in dated:
            alike = len(said.stems & other.stems) if other is not said else 0
            if alike > best:
                best, years, reasons = alike, set(), []
            if alike == best > 1 and 1 < year + count < date.max.year:
                years.add(year + count)
                reasons.append(f"“{ago}” of what “{words}” dates")
    return ((min(years), max(years)), reasons) if years else (None, [])


def _years_back(text: str, sentences: list[_Said]) -> list[tuple[_Said, int, str]]:
    """The sentences that count years back, how many, and in which words."""
    found = [(said, ago) for said in sentences if (ago := _YEARS_AGO.search(text, said.start, said.end))]
    return [(said, count, ago[0]) for said, ago in found if (count := number(ago[1])) is not None]


def _years_told(text: str, said: _Said) -> list[tuple[int, str]]:
    """The year of the one past time of a sentence; nothing where it tells of several."""
    times = [(found, found.value(Context(None))) for found in said.times if found.rule.kind == "date"]
    years = {value[:4]: text[found.start : found.end] for found, value in times if value}
    return [(int(year), words) for year, words in years.items()] if len(years) == 1 and not said.ahead else []


def _by_months(text: str, sentences: list[_Said], low: date, high: date) -> tuple[date, date, list[str]]:
    """Narrows the interval by "in March this year", then by bare months told as past."""
    reasons: list[str] = []
    named = [(m, f, t) for said in sentences if not said.ahead for m, f, t in _months_told(text, said)]
    for month, words, this_year in sorted(named, key=lambda one: not one[2]):
        for year in (low.year, low.year - 1):
            after = add_months(date(year, month, 1), 1)
            until = date(year, 12, 31) if this_year else add_months(after, _BARE_MONTHS) - timedelta(1)
            first, last = max(low, after), min(high, until)
            if first <= last and (this_year or not (year == low.year and _fits_before(low, month))):
                reason = f"“{words}” is told as past"
                if (first, last) != (low, high) or not reasons:
                    low, high = first, last
                    reasons.append(reason)
                break
    return low, high, reasons


def _fits_before(low: date, month: int) -> bool:
    """Whether the month may as well be that of the year before, so that it narrows nothing."""
    return low <= add_months(date(low.year - 1, month, 1), _BARE_MONTHS + 1) - timedelta(1)


def _months_told(text: str, said: _Said) -> list[tuple[int, str, bool]]:
    """Months without a year in a sentence: number, words, and whether "this year" is said of them."""
    months = []
    for found in said.times:
        this_year = (found.match.groupdict().get("rel") or "").lower() == "this"
        if this_year or found.rule.value is dates._bare_month:
            name = found.match.groupdict().get("m")
            if name and not found.value(Context(None)):
                months.append((month_number(name), text[found.start : found.end], this_year))
    return months


def _weekday_told(text: str, sentences: list[_Said]) -> list[str]:
    """The first bare weekday told as past: publication comes within the week that it begins."""
    for said in sentences:
        for found in said.times:
            if found.rule.value is relative._weekday and _TOLD.search(text, found.end, found.end + _LOOK_BACK):
                return [f"“{text[found.start : found.end]}” is at most a week before publication"]
    return []
