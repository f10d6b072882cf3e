"""Words of English time expressions: numbers, months, weekdays, seasons, holidays.

Source: our own lists, from general knowledge of English and of the Gregorian calendar. Holidays are those whose day is
fixed or can be computed; a holiday that several states keep on different days ("Independence Day") is left out.
"""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH_NUMBERS: Final = {
    **{name: at for at, name in enumerate(MONTHS, 1)},
    **{name[:3]: at for at, name in enumerate(MONTHS, 1)},
    "sept": 9,
}

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_NUMBERS: Final = {name: at for at, name in enumerate(WEEKDAYS)}

ONES: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
NUMBERS: Final = {
    **{name: at for at, name in enumerate(ONES)},
    **TENS,
    **{f"{ten}-{ONES[one]}": tens + one for ten, tens in TENS.items() for one in range(1, 10)},
    "a": 1, "an": 1, "a single": 1, "a couple of": 2, "a dozen": 12, "a hundred": 100,
}  # fmt: skip

ORDINALS: Final = {
    name: at
    for at, name in enumerate(
        (
            "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
            "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
            "twentieth", "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth",
            "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth", "thirty-first",
        ),
        1,
    )
}  # fmt: skip

# First month of each northern season; a season has three months.
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

DECADES: Final = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip

# Holidays on the same day every year: (month, day).
FIXED_HOLIDAYS: Final = {
    "new year's day": (1, 1),
    "new year's": (1, 1),
    "epiphany": (1, 6),
    "valentine's day": (2, 14),
    "international women's day": (3, 8),
    "st. patrick's day": (3, 17),
    "saint patrick's day": (3, 17),
    "april fools' day": (4, 1),
    "earth day": (4, 22),
    "may day": (5, 1),
    "international workers' day": (5, 1),
    "victory day": (5, 9),
    "juneteenth": (6, 19),
    "fourth of july": (7, 4),
    "july fourth": (7, 4),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "armistice day": (11, 11),
    "veterans day": (11, 11),
    "human rights day": (12, 10),
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
}
# Holidays as days from Easter Sunday.
EASTER_HOLIDAYS: Final = {
    "ash wednesday": -46,
    "palm sunday": -7,
    "maundy thursday": -3,
    "good friday": -2,
    "holy saturday": -1,
    "easter sunday": 0,
    "easter monday": 1,
    "easter": 0,
    "ascension day": 39,
    "pentecost": 49,
}
# Holidays of the Islamic calendar: (month, day); its month of fasting is the ninth.
ISLAMIC_HOLIDAYS: Final = {
    "eid al-fitr": (10, 1),
    "eid ul-fitr": (10, 1),
    "eid-ul-fitr": (10, 1),
    "eid al-adha": (12, 10),
    "eid ul-adha": (12, 10),
    "eid al-azha": (12, 10),
    "islamic new year": (1, 1),
    "hijri new year": (1, 1),
    "ashura": (1, 10),
}
RAMADAN: Final = ("ramadan", "ramadhan")
# Holidays on the n-th such weekday of a month, from its end where n is negative: (month, weekday, n, days after).
WEEKDAY_HOLIDAYS: Final = {
    "martin luther king day": (1, 0, 3, 0),
    "martin luther king jr. day": (1, 0, 3, 0),
    "mlk day": (1, 0, 3, 0),
    "presidents' day": (2, 0, 3, 0),
    "mother's day": (5, 6, 2, 0),
    "memorial day": (5, 0, -1, 0),
    "father's day": (6, 6, 3, 0),
    "labor day": (9, 0, 1, 0),
    "columbus day": (10, 0, 2, 0),
    "election day": (11, 0, 1, 1),
    "thanksgiving day": (11, 3, 4, 0),
    "thanksgiving": (11, 3, 4, 0),
    "black friday": (11, 3, 4, 1),
    "cyber monday": (11, 3, 4, 4),
}
# A new president of the United States takes office on this day in the year after a leap year.
INAUGURATION: Final = ("inauguration day", (1, 20))

# Lengths of time, which are nobody: "four days of talks".
LENGTHS: Final = (
    "second", "minute", "hour", "day", "night", "week", "weekend", "fortnight", "month", "quarter", "year", "decade", "century",
    "morning", "afternoon", "evening",
)  # fmt: skip

# Nouns that are counted: "in March 20 soldiers …" and "2000 troops" are no dates.
COUNTED: Final = (
    "people", "persons", "men", "women", "children", "civilians", "soldiers", "troops", "fighters", "militants",
    "protesters", "policemen", "officers", "others", "more", "countries", "nations", "states", "members", "percent",
    "per cent", "million", "billion", "thousand", "hundred", "dollars", "euros", "tons", "tonnes", "kilometers",
    "kilometres", "km", "miles", "meters", "metres", "homes", "houses", "prisoners", "families", "refugees", "migrants",
    "workers", "journalists", "students", "votes", "cases", "deaths", "times", "Palestinians", "Israelis", "Americans",
    "rebels", "tanks", "missiles", "rockets", "vehicles", "aircraft", "jobs", "seats", "detainees", "marines", "nukes",
    "%", "°", "dead", "killed", "wounded", "hours", "days", "weeks", "months", "years", "minutes",
)  # fmt: skip

# Wars and times that stand for their years, by general knowledge.
PERIODS: Final = {
    "world war i": "1914/1918", "world war one": "1914/1918", "the first world war": "1914/1918", "first world war": "1914/1918",
    "world war ii": "1939/1945", "world war two": "1939/1945", "the second world war": "1939/1945", "second world war": "1939/1945",
    "the cold war": "1947/1991", "the korean war": "1950/1953", "the 1950-53 korean war": "1950/1953", "the vietnam war": "1955/1975",
    "the six-day war": "1967-06-05/1967-06-10", "the yom kippur war": "1973-10-06/1973-10-25", "the iran-iraq war": "1980/1988",
    "the falklands war": "1982-04/1982-06", "the gulf war": "1990-08/1991-02", "the arab spring": "2010-12/2012",
}  # fmt: skip
