"""Rules for times told against another: "yesterday", "last week", "six years ago"; durations and sets."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from legation.knowledge import time_words as words
from legation.resolving.edtf import add_months, bounds, days_from, interval, month_of, month_with, year_of
from legation.resolving.time_grammar import Context, near_weekday, number, rule

_SHIFTS: Final = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "last night": -1}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _one(unit: str) -> str:
    """The unit in the singular, "night" as a day and "centuries" as a century."""
    plain = unit.lower()
    plain = "century" if plain.startswith("centur") else plain.removesuffix("s")
    return "day" if plain == "night" else plain


_IN_DAYS: Final = {"day": 1, "week": 7, "fortnight": 14}


# --- days


# "A day after the vote" counts from what follows, which no date stands for: only "the day after." counts from what was told.
_ENDS: Final = r"(?=\s*(?:[.,;:)]|$))"


@rule(
    "date",
    "today",
    r"(?:(?:earlier|later|late|early) )?(?P<w>yesterday|today|tonight|tomorrow|tmrw|last night)(?:['’]s)?"
    r"(?: <daypart>)?",
)
def _day(m: re.Match[str], context: Context) -> str:
    return _iso(context.today and context.today + timedelta(_SHIFTS[" ".join(m["w"].lower().split())]))


@rule("date", "unit beside", r"(?:the )?day (?P<w>before yesterday|after (?:tomorrow|tmrw))")
def _day_but_one(m: re.Match[str], context: Context) -> str:
    return _iso(context.today and context.today + timedelta(-2 if m["w"].lower().startswith("before") else 2))


@rule("date", "this", r"(?:(?:earlier|later|late|early) )?this (?:morning|afternoon|evening)")
@rule("date", "now", r"now|currently|at the moment|at present|nowadays")
def _now(m: re.Match[str], context: Context) -> str:
    return _iso(context.today)


@rule("relative", "unit later", r"(?:earlier|later)(?: on)? in the day|earlier in the day|later that (?:day|night)")
def _that_day_or_today(m: re.Match[str], context: Context) -> str:
    return _anchor_day(context) or _iso(context.today)


@rule("interval", "overnight", r"overnight")
def _overnight(m: re.Match[str], context: Context) -> str:
    return days_from(context.today - timedelta(1), context.today) if context.today else ""


@rule("date", "weekday", r"(?:(?:earlier|later|late|early)[\s-](?:on )?)?(?P<w><weekday>)(?:['’]s)?(?:,? <daypart>)?")
@rule("date", "weekday", r"(?P<w>(?-i:Mon|Tues?|Wed|Thurs?|Thu|Fri|Sat|Sun)\.)")
def _weekday(m: re.Match[str], context: Context) -> str:
    return _iso(near_weekday(_weekday_number(m["w"]), context))


def _weekday_number(text: str) -> int:
    return [name[:3] for name in words.WEEKDAYS].index(text.lower()[:3])


@rule(
    "date",
    "weekday",
    r"(?:(?:late|early) )?(?P<n><last>|this|this past|this coming|next|coming|upcoming|(?<=\bthe\s)following) (?P<w><weekday>)"
    r"(?: <daypart>)?",
)
@rule("date", "weekday weeks", r"(?:(?:late|early) )?(?P<w><weekday>)(?: <daypart>)?,? (?:of )?(?P<v>last|this|next) week")
@rule("date", "weekday weeks", r"(?P<v>last|this|next|previous) week(?:,| -)? (?:on )?(?P<w><wd>)")
def _that_weekday(m: re.Match[str], context: Context) -> str:
    """ "Next Friday" is that of the next week, "last Friday" the one before publication."""
    if context.today is None:
        return ""
    said, monday = m.groupdict(), context.today - timedelta(context.today.weekday())
    weekday = _weekday_number(m["w"])
    if said.get("v"):
        return _iso(monday + timedelta(weekday + {"this": 0, "next": 7}.get(m["v"].lower(), -7)))
    which = m["n"].lower()
    if which.startswith("this") and "past" not in which and "coming" not in which:
        return _iso(monday + timedelta(weekday))
    if which == "next":
        return _iso(monday + timedelta(weekday + 7))
    if which in ("last", "past", "previous") or "past" in which:
        return _iso(context.today - timedelta((context.today.weekday() - weekday - 1) % 7 + 1))
    return _iso(context.today + timedelta((weekday - context.today.weekday() - 1) % 7 + 1))


# --- this, last and next week, month, year


@rule("interval", "weekend", r"(?P<w>(?:over |during )?the|this|this past|this coming|last|past|next|coming) weekend")
def _weekend(m: re.Match[str], context: Context) -> str:
    if context.today is None:
        return ""
    which = m["w"].lower().split()[-1]
    saturday = context.today + timedelta(5 - context.today.weekday())
    begun = context.today >= saturday
    if (
        which in ("last", "past")
        or (not begun and which in ("the", "this") and context.direction == "past")
        or (which == "the" and not begun and not context.direction)
    ):
        saturday -= timedelta(7)
    elif which == "next" or (which == "coming" and begun):
        saturday += timedelta(7)
    return days_from(saturday, saturday + timedelta(1))


_EDGE: Final = (
    r"(?:(?P<edge>earlier|later|early|late|mid|the beginning of|the start of|the end of|end of|the rest of|so far"
    r"|the middle of)[\s-](?:on )?(?:in )?)?"
)


@rule(
    "interval",
    "unit near",
    _EDGE + r"(?P<w>this|this past|this coming|current|the current|last|past|previous|next|coming|upcoming) (?P<u>week"
    r"|month|year|decade|century|quarter)(?:['’]s)?(?![\s-]old)",
)
@rule(
    "interval",
    "unit edge",
    r"(?P<edge>earlier|later|early|late|mid|the beginning of|the start of|the end of|end of|the rest of)[\s-]"
    r"(?:on )?(?:in )?(?P<w>the|of) (?P<u>week|month|year|decade)",
)
@rule("interval", "unit edge", r"(?P<edge>the beginning|the start|the end) of (?P<w>the) (?P<u>week|month|year|decade)")
@rule("interval", "year edge", r"(?P<edge>the end|the beginning|the start|end|beginning|start) of (?P<y>19\d\d|20\d\d)")
def _period(m: re.Match[str], context: Context) -> str:
    said = m.groupdict()
    edge = (said["edge"] or "").lower()
    if said.get("y"):
        return month_of(int(m["y"]), 12 if "end" in edge else 1)
    if context.today is None:
        return ""
    if "rest" in edge:
        return _rest(_period_at(m["u"].lower(), 0, "later", context), context.today)
    which = m["w"].lower().split()[-1]
    if which == "past" and not edge:
        return _window_from(context.today, _one(m["u"]), -1)
    step = -1 if which in ("last", "past", "previous") and m["w"].lower() != "this past" else 0
    step = 1 if which in ("next", "coming", "upcoming") and m["w"].lower() != "this coming" else step
    return _period_at(m["u"].lower(), step, edge, context)


def _rest(period: str, today: date) -> str:
    last = bounds(period)[1]
    return days_from(today, last) if last and last >= today else period


def _period_at(unit: str, step: int, edge: str, context: Context) -> str:
    """The period `step` units from today's; "this week" of the past ends today."""
    today = context.today
    if today is None:
        return ""
    if unit == "week":
        monday = today - timedelta(today.weekday() - 7 * step)
        told = step == 0 and context.direction != "future" and "end" not in edge and "later" not in edge
        return days_from(monday, today if told and today > monday else monday + timedelta(6))
    if unit == "month":
        return month_with(add_months(today, step))
    if unit == "quarter":
        first = (today.month - 1) // 3 * 3 + 1 + 3 * step
        return interval(month_of(today.year, first), month_of(today.year, first + 2))
    if unit == "year":
        year = today.year + step
        if "end of" in edge or edge == "the end":
            return month_of(year, 12)
        return month_of(year, 1) if "beginning" in edge or "start" in edge else year_of(year)
    size = 10 if unit == "decade" else 100
    first = (today.year // size + step) * size
    return interval(year_of(first), year_of(first + size - 1))


# --- so many units from publication, or from the time last spoken of

_APPROXIMATE: Final = re.compile(r"(?:about|around|nearly|almost|approximately|roughly|some|more than|over)\s", re.I)


@rule("date", "unit ago", r"(?:<about> )?(?P<n><number>) (?P<u><unit>)(?P<more>(?:,? (?:and )?\d{1,3} <unit>){0,2}) ago")
@rule("date", "unit ago", r"(?:<about> )?(?P<n><number>)[\s-]and[\s-]a[\s-]half (?P<u>years|months|weeks) ago")
def _ago(m: re.Match[str], context: Context) -> str:
    return _counted(m, context.today, -1, approximate=_APPROXIMATE.match(m[0]) is not None)


@rule(
    "date",
    "unit hence",
    r"(?:<about> )?(?P<n><number>) (?P<u>day|week|month|year)s? (?:from (?:now|today)|hence|after today)",
)
@rule("date", "unit", r"in (?:<about> )?(?P<n><number>) (?P<u>day|week|fortnight|month|year)s?(?:['’] time|['’]s time)?")
def _hence(m: re.Match[str], context: Context) -> str:
    if context.direction == "past" and m[0].lower().startswith("in"):
        return ""  # "in two weeks, they shelled …" is how long it took
    return _counted(m, context.today, 1, approximate=" time" not in m[0] and "about" in m[0])


@rule(
    "date",
    "unit beside",
    r"(?:<about> )?(?P<n><number>) (?P<u>day|week|month|year)s? (?P<w>from|after|before) (?P<b>yesterday"
    r"|tomorrow|today)",
)
def _from_day(m: re.Match[str], context: Context) -> str:
    if context.today is None:
        return ""
    base = context.today + timedelta(_SHIFTS[m["b"].lower()])
    return _counted(m, base, -1 if m["w"].lower() == "before" else 1, approximate=False)


@rule(
    "relative",
    "unit later",
    r"(?:<about> )?(?P<n><number>|<few>) (?P<u><unit>)(?P<more>(?:,? (?:and )?\d{1,3} <unit>){0,2}) (?P<w>later"
    rf"|earlier|(?:before|after){_ENDS}|prior(?! to\b)|afterwards?|previously)",
)
def _from_anchor(m: re.Match[str], context: Context) -> str:
    sign = -1 if m["w"].lower() in ("earlier", "before", "prior", "previously") else 1
    base = bounds(context.anchor)[1 if sign > 0 else 0]
    if base is None or number(m["n"]) is None:
        return ""
    if len(context.anchor) < 10 and _one(m["u"]) in _IN_DAYS:
        return ""  # days cannot be counted from a month or a year
    return _counted(m, base, sign, approximate=_APPROXIMATE.match(m[0]) is not None)


def _counted(m: re.Match[str], base: date | None, sign: int, *, approximate: bool) -> str:
    """So many units from a day: days and weeks come to a day, months to a month, years to a year."""
    count = number(m["n"])
    if base is None or count is None:
        return ""
    unit, count = _one(m["u"]), count * sign
    if more := re.findall(r"(\d+)\s+([a-z]+)", m.groupdict().get("more") or "", re.IGNORECASE):
        that = _shifted(base, unit, count)
        for also, its in more:
            that = _shifted(that, _one(its), int(also) * sign)
        return that.isoformat()
    if unit in ("minute", "hour"):
        base += timedelta(hours=0) if abs(count) < 24 else timedelta(count // 24)
        return base.isoformat()
    that = _shifted(base, unit, count)
    if unit in _IN_DAYS:
        value = that.isoformat()
    else:
        value = month_with(that) if unit == "month" else year_of(that.year)
    return value + ("~" if approximate else "")


def counted_from(m: re.Match[str], base: str, sign: int) -> str:
    """So many units from a time that is told beside them: "three days after Christmas"; "" where that is too vague to count from."""
    unit = _one(m["u"])
    needed = 10 if unit in _IN_DAYS else 7 if unit == "month" else 4
    day = bounds(base)[1 if sign > 0 else 0]
    plain = base.removesuffix("~")
    return _counted(m, day, sign, approximate=plain != base) if day and "/" not in base and len(plain) >= needed else ""


def _shifted(base: date, unit: str, count: int) -> date:
    if unit in ("minute", "hour"):
        return base
    if unit in _IN_DAYS:
        return base + timedelta(count * _IN_DAYS[unit])
    if unit == "month":
        return add_months(base, count)
    return add_months(base, count * {"quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit])


# --- windows up to or from publication

_WINDOW: Final = r"(?:(?:in|over|during|for|within|throughout|of) )?(?:the )?"


@rule("interval", "unit near", _WINDOW + r"(?P<w><last>|<next>) (?P<n>(?!an? )<number>) (?P<u><unit>)")
@rule("interval", "unit within", r"(?P<w>within) (?:the <next> )?(?P<n><number>) (?P<u><unit>)")
@rule(
    "interval",
    "unit near",
    r"(?:over|in|during) (?:the )?(?P<w>past|last|coming|next) (?P<u>day|week|month|year"
    r"|decade)",
)
def _window(m: re.Match[str], context: Context) -> str:
    count = number(m.groupdict().get("n") or "one")
    if context.today is None or count is None:
        return ""
    which, unit = m["w"].lower(), _one(m["u"])
    if unit == "minute" or (unit == "hour" and count < 24):
        return _iso(context.today)
    if unit == "hour":
        unit, count = "day", count // 24
    sign = -1 if which in ("last", "past", "previous") or (which == "within" and context.direction == "past") else 1
    return _window_from(context.today, unit, sign * count)


def _window_from(today: date, unit: str, count: int) -> str:
    """From publication so far back or ahead: to the day, but in months for months back and in years for years."""
    first, last = sorted((_shifted(today, unit, count), today))
    if unit in _IN_DAYS or (unit == "month" and count > 0):
        return days_from(first, last)
    if unit == "month":
        return interval(month_with(first), month_with(last))
    return interval(year_of(first.year), year_of(last.year))


_REACH: Final = {"day": 7, "week": 28, "month": 90}


@rule(
    "vague",
    "unit near",
    r"(?:(?:in|over|during|for|within) )?(?:the )?(?P<w>recent|past few|last few|past several|last several|past"
    r"|last|coming|next few|upcoming|next several) (?P<u>hours|days|weeks|months|years|decades)",
)
def _vague_window(m: re.Match[str], context: Context) -> str:
    """ "In recent weeks", "in the coming days": the months (or years) that they can reach; nothing for years."""
    unit = _one(m["u"])
    if context.today is None or unit in ("year", "decade"):
        return ""
    if unit == "hour":
        return _iso(context.today)
    ahead = m["w"].lower().startswith(("coming", "next", "upcoming"))
    there = context.today + timedelta(_REACH[unit] if ahead else -_REACH[unit])
    first, last = sorted((there, context.today))
    if unit == "month":
        return interval(year_of(first.year), year_of(last.year))
    return interval(month_with(first), month_with(last))


@rule(
    "vague",
    "recent",
    r"recently|lately|(?:most )?recent|(?:a )?few (?P<u>years|months|weeks|days) ago|(?:several|many) "
    r"(?P<u2>years|months|weeks|days) ago",
)
def _recent(m: re.Match[str], context: Context) -> str:
    unit = (m["u"] or m["u2"] or "").lower()
    if context.today is None or unit in ("years", "months"):
        return ""
    if m[0].lower().endswith("ly"):
        return ""
    return f"{context.today.year}" if not unit else month_with(context.today)


# --- the time last spoken of


@rule(
    "relative",
    "unit other",
    r"(?:on )?(?:the|that) (?:very )?same day|that (?:very )?(?:day|night|morning|evening|afternoon)",
)
def _same_day(m: re.Match[str], context: Context) -> str:
    return _anchor_day(context)


@rule(
    "relative",
    "unit step",
    r"(?:the )?(?P<w>next|following|previous|prior) (?:day|morning|night)|(?:the|a|one) day (?P<v>(?:before|after)"
    rf"{_ENDS}|earlier|later)",
)
def _next_day(m: re.Match[str], context: Context) -> str:
    which = (m["w"] or m["v"]).lower()
    base = bounds(_anchor_day(context))[0]
    if base is None:
        return ""
    return _iso(base + timedelta(-1 if which in ("previous", "prior", "before", "earlier") else 1))


@rule(
    "relative",
    "unit other",
    r"(?:later |earlier )?(?P<w>that|the same|the following|the next|the previous) (?P<u>week|month|year)",
)
def _same_period(m: re.Match[str], context: Context) -> str:
    base, unit = bounds(context.anchor)[0], m["u"].lower()
    if base is None or (unit != "year" and len(context.anchor) < 7) or (unit == "week" and len(context.anchor) < 10):
        return ""
    which = m["w"].lower().split()[-1]
    step = {"following": 1, "next": 1, "previous": -1}.get(which, 0)
    return _period_at(unit, step, "", Context(base, "future"))


@rule("relative", "then", r"at the time|at that time|since then")
def _no_time(m: re.Match[str], context: Context) -> str:
    return ""


def _anchor_day(context: Context) -> str:
    return context.anchor if len(context.anchor) == 10 and "/" not in context.anchor else ""


# --- how long and how often: no date


@rule(
    "duration",
    "unit",
    r"(?:for |lasting )?(?:<about> )?(?:the )?(?P<n><number>|<few>)(?: more)?[\s-](?:consecutive |straight )?"
    r"(?P<u><unit>)"
    r"(?:[\s-]long)?(?![\s-]olds?\b)",
)
@rule("duration", "unit", r"for (?:hours|days|weeks|months|years|decades|centuries)")
@rule(
    "duration",
    "unit whole",
    r"(?:all|the whole|the full|the entire|half an?|a full|another|(?:a )?couple of) "
    r"(?:<unit>)",
)
@rule(
    "set",
    "unit each",
    r"(?:every|each)(?: other| few| <number>)? (?:days?|weeks?|months?|years?|morning|afternoon|evening|night"
    r"|hours?)",
)
@rule("set", "unit often", r"(?:weekly|monthly|yearly|once a (?:day|week|month|year))")
@rule("set", "weekday", r"(?:every|each)(?: other)? <weekday>|(?:<weekday>)s")
@rule("set", "daily", r"daily|annually|every ?day|biweekly|quarterly")
def _undated(m: re.Match[str], context: Context) -> str:
    return ""
