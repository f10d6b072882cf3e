"""Rules for dates that are written out: days, months, years, decades, seasons, quarters, holidays."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from legation.knowledge import time_words as words
from legation.resolving.edtf import (
    add_months,
    bounds,
    days_from,
    easter,
    interval,
    islamic_in,
    month_of,
    month_with,
    months_from,
    nth_weekday,
    year_of,
)
from legation.resolving.time_grammar import (
    Context,
    any_of,
    by_plain,
    month_number,
    near_day,
    near_month,
    nearest,
    number,
    ordinal,
    plain,
    rule,
)

# --- written dates


@rule("date", "year joined", r"(?P<y>\d{4})(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})")
def _iso(m: re.Match[str], context: Context) -> str:
    return date(int(m["y"]), int(m["m"]), int(m["d"])).isoformat()


@rule("date", "year joined", r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])(?!-)")
def _iso_month(m: re.Match[str], context: Context) -> str:
    return month_of(int(m["y"]), int(m["m"]))


@rule("date", "joined", r"(?P<a>\d{1,2})(?P<sep>[-/.])(?P<b>\d{1,2})(?:(?P=sep)|,)(?P<y>\d{4}|\d\d)")
def _figures(m: re.Match[str], context: Context) -> str:
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    year += 0 if year > 99 else 2000 if year < 40 else 1900
    return date(year, a, b).isoformat() if a <= 12 else date(year, b, a).isoformat()


@rule("date", "year", r"(?P<m>1[0-2]|0?[1-9]) ?/ ?(?P<y>19\d\d|20\d\d)")
@rule("date", "year", r"(?P<y>19\d\d|20\d\d)/(?P<m>1[0-2]|0?[1-9])(?![/.-])")
def _figures_month(m: re.Match[str], context: Context) -> str:
    return month_of(int(m["y"]), int(m["m"]))


@rule("date", "joined", r"(?P<a>0?[1-9]|1[0-2])/(?P<b>1[3-9]|2\d|3[01])(?![/%])")
@rule("date", "joined", r"(?P<b>1[3-9]|2\d|3[01])/(?P<a>0?[1-9]|1[0-2])(?![/%])(?<!24/7)")
@rule("date", "joined", r"(?<=\bon\s)(?P<a>0?[1-9]|1[0-2])[-.](?P<b>1[3-9]|2\d|3[01])(?![-.%]|\s{0,3}percent)")
def _figures_day(m: re.Match[str], context: Context) -> str:
    """Day and month in figures, where it is clear which is which."""
    return near_day(int(m["a"]), int(m["b"]), context)


@rule("date", "year month", r"(?P<y>\d{4})(?P<sep>[-/])(?P<m><month>)(?P=sep)(?P<d>\d{1,2})")
def _iso_named(m: re.Match[str], context: Context) -> str:
    return date(int(m["y"]), month_number(m["m"]), int(m["d"])).isoformat()


@rule("date", "year", r"(?P<y>19\d\d|20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])")
def _stamp(m: re.Match[str], context: Context) -> str:
    """ "20250827", as file names and addresses have it."""
    return date(int(m["y"]), int(m["m"]), int(m["d"])).isoformat()


@rule("date", "month year", r"(?P<d><day>)(?P<sep>[-/]|\. ?)(?P<m><month>)(?:(?P=sep)|[ .])(?P<y>\d{4})")
@rule("date", "month year", r"(?P<m><month>)(?P<sep>[-/])(?P<d><day>)(?P=sep)(?P<y>\d{4})")
def _named_figures(m: re.Match[str], context: Context) -> str:
    return date(int(m["y"]), month_number(m["m"]), int(m["d"])).isoformat()


@rule("date", "joined", r"9/11(?: attacks)?")
def _eleventh(m: re.Match[str], context: Context) -> str:
    return "2001-09-11"


_MONTHS_ON: Final = 12  # a weekday falls on a given day of the month again within so many months, as a rule
_YEAR_AFTER: Final = r"(?:(?: ?,)?(?:<s>of|<s>in)? (?P<y><year>)|(?: ?,)? (?P<yw><wordyear>)|,? (?P<rel>this|last|next) year)?"


def _year_said(m: re.Match[str], context: Context) -> int | None:
    """The year that goes with a day or month: in figures, in words, or as "this year"."""
    said = m.groupdict()
    if said.get("y"):
        return int(said["y"])
    if said.get("yw"):
        return _year_in_words(said["yw"])
    if said.get("rel"):
        if context.today is None:
            raise ValueError("no day to count from")
        return context.today.year + {"this": 0, "last": -1, "next": 1}[said["rel"].lower()]
    return None


def _year_in_words(text: str) -> int:
    said = plain(text)
    for opening, base in (("two thousand", 2000), ("nineteen", 1900), ("twenty", 2000)):
        if said.startswith(opening):
            rest = said.removeprefix(opening).strip().removeprefix("and ")
            return base + (number(rest) or 0)
    raise ValueError("no year")


@rule(
    "date",
    "month figures",
    r"(?:<wd>,? (?:the )?)?(?P<m><month>)(?: (?:the )?|[-/.])?(?P<d><day>)<nd><nocount>"
    r"(?: ?(?:to|and|or|through|until|till|-|–|—) ?(?P<e><day>)<nd>(?! ?<month>\b))?" + _YEAR_AFTER,
)
@rule(
    "date",
    "month figures",
    r"(?:<wd>,? )?(?:the )?(?P<d><day>)<nd>(?: ?(?:to|and|or|through|until|till|-|–|—) ?(?:the )?(?P<e><day>)<nd>)?"
    r"(?:<s>of | |-)(?P<m><month>)" + _YEAR_AFTER,
)
@rule("date", "month ordinal", r"(?:<wd>,? )?(?:the )?(?P<o><ordinal>)(?: day)? of (?P<m><month>)" + _YEAR_AFTER)
@rule("date", "month ordinal", r"(?:<wd>,? )?(?P<m><month>) (?:the )?(?P<o><ordinal>)" + _YEAR_AFTER)
def _day_month(m: re.Match[str], context: Context) -> str:
    said = m.groupdict()
    month = month_number(m["m"])
    first = int(said["d"]) if said.get("d") else ordinal(said["o"])
    year = _year_said(m, context)
    low = date(year, month, first).isoformat() if year else near_day(month, first, context)
    if not said.get("e") or not low:
        return low
    return interval(low, date(int(low[:4]), month, int(said["e"])).isoformat())


@rule(
    "date",
    "month",
    r"(?:(?:<part>|the end of|end of)[\s-])?(?P<m><month>)(?: ?,|<s>of)? (?:(?P<y><year>)|(?P<yw><wordyear>)|"
    r"(?P<rel>this|last|next) year)",
)
@rule("date", "month year", r"(?P<y><year>) (?P<m><month>)")
def _month_year(m: re.Match[str], context: Context) -> str:
    year = _year_said(m, context)
    return month_of(year, month_number(m["m"])) if year else ""


@rule("date", "month", r"(?:(?:<part>|the end of)[\s-])?(?P<m><clear>)")
@rule("date", "march", r"(?:<part>|the end of)[\s-](?P<m>(?-i:March|May|August))")
@rule(
    "date",
    "march",
    r"(?:(?<=\bin\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bby\s)|(?<=\bduring\s)|(?<=\bthroughout\s)|(?<=\bIn\s)|"
    r"(?<=\bSince\s))"
    r"(?P<m>(?-i:March|August))",
)
@rule(
    "date",
    "march",
    r"(?:(?<=\bin\s)|(?<=\bsince\s)|(?<=\buntil\s)|(?<=\bthroughout\s)|(?<=\bIn\s)|(?<=\bSince\s))(?P<m>(?-i:May))",
)
@rule("date", "march", r"(?P<m>(?-i:August|March|May))(?= (?:and|to|or|through) <month>\b)")
@rule("date", "march", r"(?<=\band\s)(?P<m>(?-i:August))")
@rule(
    "date",
    "march",
    r"(?:(?<=uary\sand\s)|(?<=uary\sto\s)|(?<=March\sand\s)|(?<=March\sto\s)|(?<=April\sand\s)|(?<=April\sto\s)|"
    r"(?<=April\sor\s))"
    r"(?P<m>(?-i:May|March))",
)
def _bare_month(m: re.Match[str], context: Context) -> str:
    return near_month(month_number(m["m"]), context)


@rule("date", "month", r"(?P<w>last|past|this|next|coming) (?P<m><month>)")
def _that_month(m: re.Match[str], context: Context) -> str:
    if context.today is None:
        return ""
    month, year, this = month_number(m["m"]), context.today.year, context.today.month
    which = m["w"].lower()
    if which == "this":
        return month_of(year, month)
    if which in ("last", "past"):
        return month_of(year - (month >= this), month)
    return month_of(year + (month <= this), month)


@rule(
    "date",
    "weekday",
    r"(?:the )?(?P<o><ordinal>|last) (?P<w><weekday>) (?:of|in) (?:(?P<m><month>)"
    + _YEAR_AFTER
    + r"|(?P<t>this|next|last|previous) month)",
)
def _nth_weekday(m: re.Match[str], context: Context) -> str:
    weekday = words.WEEKDAY_NUMBERS[m["w"].lower()]
    nth = -1 if m["o"].lower() == "last" else ordinal(m["o"])
    if m["t"]:
        if context.today is None:
            return ""
        that = add_months(context.today.replace(day=1), {"this": 0, "next": 1}.get(m["t"].lower(), -1))
        return nth_weekday(that.year, that.month, weekday, nth).isoformat()
    month, year = month_number(m["m"]), _year_said(m, context)
    if year:
        return nth_weekday(year, month, weekday, nth).isoformat()
    return nearest(context, lambda at: nth_weekday(at, month, weekday, nth))


@rule("date", "months", r"(?:<wd>,? )?(?:the )?(?P<d><ordinal>|<day>) (?:of|in) (?P<t>this|next|last|previous) month")
def _day_of_month(m: re.Match[str], context: Context) -> str:
    if context.today is None:
        return ""
    that = add_months(context.today.replace(day=1), {"this": 0, "next": 1}.get(m["t"].lower(), -1))
    return that.replace(day=ordinal(m["d"])).isoformat()


@rule(
    "interval",
    "months",
    r"(?:(?:from|between) )?(?P<d><day>) ?(?:to|and|until|till|through|-|–) ?(?P<e><day>)(?: (?:of|in))? "
    r"(?P<t>this|next|last) month",
)
def _days_of_month(m: re.Match[str], context: Context) -> str:
    if context.today is None:
        return ""
    that = add_months(context.today.replace(day=1), {"this": 0, "next": 1}.get(m["t"].lower(), -1))
    return days_from(that.replace(day=int(m["d"])), that.replace(day=int(m["e"])))


@rule(
    "date",
    "ordinal figures",
    r"(?<=\b(?:on|or)\s)the (?P<d>[1-3]?\d(?:st|nd|rd|th))(?=[.,;!?]|$)|(?<=\bfor\s)the (?P<d2>[1-3]?\d(?:st|nd"
    r"|rd|th))(?=[.,;!?]|$)",
)
def _the_day(m: re.Match[str], context: Context) -> str:
    """ "on the 27th": of this month, or of the last or next one where the tense says so."""
    if context.today is None:
        return ""
    day = context.today.replace(day=ordinal(m["d"] or m["d2"]))
    step = -1 if context.direction == "past" and day > context.today else 0
    step = 1 if context.direction == "future" and day < context.today else step
    return add_months(day, step).isoformat()


@rule(
    "interval",
    "weeks",
    r"(?:the )?(?P<o>first|second|third|fourth|last) (?P<u>week|weekend) (?:of|in) (?:(?P<m><month>)"
    + _YEAR_AFTER
    + r"|(?P<t>this|next|last) month)",
)
def _week_of_month(m: re.Match[str], context: Context) -> str:
    """The first week of a month is its first seven days, the last its last seven."""
    if m["t"] and context.today is None:
        return ""
    if m["t"] and context.today:
        month = month_with(add_months(context.today, {"this": 0, "next": 1}.get(m["t"].lower(), -1)))
    else:
        year = _year_said(m, context)
        number_of = month_number(m["m"])
        month = month_of(year, number_of) if year else near_month(number_of, context)
    first, last = bounds(month)
    if first is None or last is None or m["u"].lower() == "weekend":
        return month
    if m["o"].lower() == "last":
        return days_from(last - timedelta(6), last)
    begin = first + timedelta(7 * (ordinal(m["o"]) - 1))
    return days_from(begin, begin + timedelta(6))


@rule("date", "weekday ordinal figures", r"(?P<w><wd>),? (?:the )?(?P<d>[1-3]?\d(?:st|nd|rd|th))\b(?! \w)")
@rule("date", "weekday ordinal", r"(?P<w><wd>),? the (?P<d><ordinal>)\b(?! \w)")
def _weekday_the(m: re.Match[str], context: Context) -> str:
    """The nearest month in which that day of the month falls on that weekday ("Tuesday, the first meeting" is another thing)."""
    if context.today is None:
        return ""
    day = ordinal(m["d"])
    weekday = [name[:3] for name in words.WEEKDAYS].index(m["w"].lower()[:3])
    ahead = -1 if context.direction == "past" else 1
    for step in (0, ahead, -ahead, *(ahead * n for n in range(2, _MONTHS_ON))):
        month = add_months(context.today.replace(day=1), step)
        if day <= monthrange(month.year, month.month)[1] and month.replace(day=day).weekday() == weekday:
            return month.replace(day=day).isoformat()
    return ""


# --- years, decades, centuries, seasons, quarters


@rule("date", "year", r"(?:<part>[\s-])?(?:the year )?(?P<y>19\d\d|20\d\d)(?![\w%]|[.,:]\d|[-/]\d)(?:-era)?<nocount>")
@rule(
    "date",
    "year",
    r"(?:(?<=\bin\s)|(?<=\bIn\s)|(?<=\bsince\s)|(?<=\bSince\s)|(?<=\buntil\s)|(?<=\bby\s)|(?<=\bof\s)|"
    r"(?<=\byear\s)|(?<=\bfrom\s))"
    r"(?P<y>1[0-8]\d\d)(?![\w%]|[.,:]\d)<nocount>",
)
def _year(m: re.Match[str], context: Context) -> str:
    return m["y"]


@rule("interval", "year", r"(?P<y>19\d\d|20\d\d) ?[-–/] ?(?P<z>19\d\d|20\d\d|\d\d)")
def _years(m: re.Match[str], context: Context) -> str:
    last = m["z"] if len(m["z"]) == 4 else m["y"][:2] + m["z"]
    if last <= m["y"]:
        raise ValueError("years run forward")
    return f"{m['y']}/{last}"


@rule("interval", "year decade", r"(?:the )?(?:(?:early|mid|late)[\s-])?(?P<y>1[0-9]|20)(?P<t>\d)0['’]?s")
def _decade(m: re.Match[str], context: Context) -> str:
    return f"{m['y']}{m['t']}0/{m['y']}{m['t']}9"


@rule(
    "interval",
    "decade",
    r"(?:the )?(?:(?:early|mid|late)[\s-])?['’]?(?:(?P<c>nineteen|eighteen)[\s-])?(?:(?P<n>twenties|thirties"
    r"|forties|fifties|sixties|seventies|eighties|nineties)|(?P<t>\d)0['’]?s)",
)
def _short_decade(m: re.Match[str], context: Context) -> str:
    """ "the '90s", "the nineties": of the last century, but not "in his nineties" or a temperature "in the 80s"."""
    if not m["c"] and not m[0].lower().startswith(("the ", "'", "’")):
        return ""
    tens = words.DECADES[m["n"].lower()] if m["n"] else int(m["t"]) * 10
    base = 1800 if (m["c"] or "").lower() == "eighteen" else 1900
    return f"{base + tens}/{base + tens + 9}"


@rule("interval", "century", r"(?:the )?(?:(?:early|mid|late)[\s-])?(?P<o><ordinal>)[\s-]{1,3}century")
def _century(m: re.Match[str], context: Context) -> str:
    first = (ordinal(m["o"]) - 1) * 100
    return interval(year_of(first or 1), year_of(first + 99))


@rule(
    "interval",
    "season",
    r"(?:the )?(?:(?:early|mid|late)[\s-])?(?P<s><season>)(?:<s>of|,)? (?:(?P<y><year>)|(?P<rel>this|last"
    r"|next) year)",
)
def _season_year(m: re.Match[str], context: Context) -> str:
    year = _year_said(m, context)
    return months_from(year, words.SEASONS[m["s"].lower()], 3) if year else ""


@rule(
    "interval",
    "season",
    r"(?:(?:early|mid|late|earlier|later)[\s-])?(?P<w>last|this|this past|this coming|next) (?P<s><season>)",
)
@rule("interval", "season", r"(?<=\bin\s)the (?P<s><season>)(?! of\b)")
@rule(
    "interval",
    "season",
    r"(?:in|by|since|until) (?:the )?(?:(?:early|mid|late)[\s-])(?P<s>summer|autumn|winter|spring)",
)
def _season(m: re.Match[str], context: Context) -> str:
    if context.today is None:
        return ""
    which = (m.groupdict().get("w") or "").lower()
    month = words.SEASONS[m["s"].lower()]
    year, this = context.today.year, context.today.month
    if which == "this":
        return months_from(year - (month == 12 and this < 3), month, 3)
    if which in ("next", "this coming") or (not which and context.direction == "future"):
        return months_from(year + (month <= this), month, 3)
    ended = context.today >= add_months(date(year, month, 1), 3 if which == "last" else 0)
    return months_from(year - (not ended), month, 3)


_NUMBERED: Final = {"quarter": 3, "half": 6, "q": 3, "h": 6}


@rule(
    "interval",
    "quarters",
    r"(?:the )?(?P<o>first|second|third|fourth|last|1st|2nd|3rd|4th) (?P<u>quarter|half) of (?:the year )?(?:"
    r"(?P<y><year>)|(?P<rel>this|last|next) year|the year)",
)
@rule(
    "interval",
    "quarters",
    r"(?:the )?(?P<o>first|second|third|fourth|1st|2nd|3rd|4th) (?P<u>quarter)(?:,? (?:(?P<y><year>)|"
    r"(?P<rel>this|last|next) year))?",
)
@rule("interval", "quarter", r"(?P<u>[QH])(?P<o>[1-4])(?:,?(?: of)? (?:(?P<y><year>)|(?P<rel>this|last|next) year))?")
@rule("interval", "quarter year", r"(?P<y><year>) (?P<u>[QH])(?P<o>[1-4])")
def _quarter(m: re.Match[str], context: Context) -> str:
    months = _NUMBERED[m["u"].lower()]
    nth = 12 // months if m["o"].lower() == "last" else int(m["o"]) if m["o"].isdigit() else ordinal(m["o"])
    if nth * months > 12:
        return ""
    first = (nth - 1) * months + 1
    year = _year_said(m, context)
    if year is None:
        if context.today is None:
            return ""
        year = context.today.year
        if not m[0].lower().endswith("the year"):
            year = int(near_month(first, context)[:4])
    return months_from(year, first, months)


# --- holidays

_FIXED: Final = by_plain(words.FIXED_HOLIDAYS)
_FROM_EASTER: Final = by_plain(words.EASTER_HOLIDAYS)
_ON_WEEKDAYS: Final = by_plain(words.WEEKDAY_HOLIDAYS)


@rule(
    "date",
    "holiday",
    rf"(?P<eve>(?:the )?eve of (?:the )?)?(?:(?P<f>{any_of(words.FIXED_HOLIDAYS)}"
    rf"|{any_of([words.INAUGURATION[0]])})|(?P<e>{any_of(words.EASTER_HOLIDAYS)})|"
    rf"(?P<w>{any_of(words.WEEKDAY_HOLIDAYS)}))" + _YEAR_AFTER,
)
def _holiday(m: re.Match[str], context: Context) -> str:
    name = plain(m[next(key for key in "few" if m[key])])
    if name == words.INAUGURATION[0]:
        inaugural = words.INAUGURATION[1]
        return _on_holiday(m, context, lambda year: date(year if year % 4 == 1 else -1, *inaugural), reach=4)
    if m["f"]:
        return _on_holiday(m, context, lambda year: date(year, *_FIXED[name]))
    if m["e"]:
        return _on_holiday(m, context, lambda year: easter(year) + timedelta(_FROM_EASTER[name]))
    month, weekday, nth, after = _ON_WEEKDAYS[name]
    if name == "election day":
        return _on_holiday(
            m,
            context,
            lambda year: nth_weekday(year if year % 2 == 0 else -1, month, weekday, nth) + timedelta(after),
            reach=2,
        )
    return _on_holiday(m, context, lambda year: nth_weekday(year, month, weekday, nth) + timedelta(after))


def _on_holiday(m: re.Match[str], context: Context, make: Callable[[int], date], *, reach: int = 1) -> str:
    year = _year_said(m, context)
    day = make(year).isoformat() if year else nearest(context, make, reach=reach)
    return (date.fromisoformat(day) - timedelta(1)).isoformat() if m["eve"] and day else day


@rule("date", "islamic", rf"(?P<i>{any_of(words.ISLAMIC_HOLIDAYS)})" + _YEAR_AFTER)
def _islamic_holiday(m: re.Match[str], context: Context) -> str:
    """Within a day, for the moon decides: `2025-03-30~`."""
    name = " ".join(m["i"].lower().replace("-", " ").split())
    month, day = next(when for known, when in words.ISLAMIC_HOLIDAYS.items() if known.replace("-", " ") == name)
    year = _year_said(m, context)
    found = islamic_in(year, month, day).isoformat() if year else nearest(context, lambda at: islamic_in(at, month, day))
    return f"{found}~" if found else ""


@rule("interval", "islamic", rf"(?:the (?:holy )?(?:fasting )?month of )?(?:{any_of(words.RAMADAN)})" + _YEAR_AFTER)
def _ramadan(m: re.Match[str], context: Context) -> str:
    year = _year_said(m, context)
    found = islamic_in(year, 9, 1).isoformat() if year else nearest(context, lambda at: islamic_in(at, 9, 1))
    return f"{found}~/{date.fromisoformat(found) + timedelta(29)}~" if found else ""


# --- wars and times with a name

_PERIODS: Final = by_plain(words.PERIODS)


@rule("interval", "period", rf"(?P<p>{any_of(words.PERIODS)})")
def _period(m: re.Match[str], _context: Context) -> str:
    return _PERIODS[plain(m["p"])]
