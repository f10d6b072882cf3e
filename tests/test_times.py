"""Time expressions: what phrases come to on a given day, and what a page without a date allows."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.resolving.edtf import easter
from legation.resolving.times import Direction, bounds, find_times, infer_published, resolve

WEDNESDAY = "2025-08-27"

PHRASES: list[tuple[str, Direction, str]] = [
    # written dates
    ("on 2013-09-27", "", "2013-09-27"),
    ("September 27, 2013", "", "2013-09-27"),
    ("Friday, September 27th, 2013", "", "2013-09-27"),
    ("27 September 2013", "", "2013-09-27"),
    ("the 27th of September", "past", "2024-09-27"),
    ("27 September", "future", "2025-09-27"),
    ("June 12", "past", "2025-06-12"),
    ("June 12", "future", "2026-06-12"),
    ("June 12", "", "2025-06-12"),
    ("Sept. 11", "past", "2024-09-11"),
    ("the 9/11 attacks", "", "2001-09-11"),
    ("the New Year's attack", "past", "2025-01-01"),
    ("during World War II", "", "1939/1945"),
    ("the Korean War", "", "1950/1953"),
    ("3/17/2017", "", "2017-03-17"),
    ("17/3/2017", "", "2017-03-17"),
    ("on February 29", "past", "2024-02-29"),
    ("June 31, 2019", "", ""),
    # months
    ("in June 2019", "", "2019-06"),
    ("in June", "past", "2025-06"),
    ("in August", "past", "2025-08"),
    ("in October", "", "2024-10"),
    ("in October", "future", "2025-10"),
    ("in March this year", "past", "2025-03"),
    ("last March", "past", "2025-03"),
    ("last October", "past", "2024-10"),
    ("next May", "future", "2026-05"),
    ("mid-June", "past", "2025-06"),
    ("in May", "past", "2025-05"),
    ("the first week of March", "past", "2025-03-01/2025-03-07"),
    ("the second Monday of June", "past", "2025-06-09"),
    # years, decades, seasons, quarters
    ("in 2012", "", "2012"),
    ("late 2012", "", "2012"),
    ("the 1994 agreement", "", "1994"),
    ("in 1815", "", "1815"),
    ("the 1990s", "", "1990/1999"),
    ("the early 1950s", "", "1950/1959"),
    ("the '80s", "", "1980/1989"),
    ("the 19th century", "", "1800/1899"),
    ("summer of 2016", "", "2016-06/2016-08"),
    ("winter 2016", "", "2016-12/2017-02"),
    ("last spring", "past", "2025-03/2025-05"),
    ("this summer", "past", "2025-06/2025-08"),
    ("next winter", "future", "2025-12/2026-02"),
    ("the third quarter of 2020", "", "2020-07/2020-09"),
    ("Q1 2021", "", "2021-01/2021-03"),
    ("the second half of 2022", "", "2022-07/2022-12"),
    # days near publication
    ("today", "", "2025-08-27"),
    ("yesterday morning", "past", "2025-08-26"),
    ("tomorrow", "future", "2025-08-28"),
    ("tonight", "", "2025-08-27"),
    ("last night", "past", "2025-08-26"),
    ("overnight", "past", "2025-08-26/2025-08-27"),
    ("the day before yesterday", "past", "2025-08-25"),
    ("on Monday", "past", "2025-08-25"),
    ("on Monday", "", "2025-08-25"),
    ("on Monday", "future", "2025-09-01"),
    ("Wednesday", "past", "2025-08-27"),
    ("late Friday night", "past", "2025-08-22"),
    ("last Wednesday", "past", "2025-08-20"),
    ("this Friday", "future", "2025-08-29"),
    ("next Friday", "future", "2025-09-05"),
    ("Tuesday next week", "future", "2025-09-02"),
    ("over the weekend", "past", "2025-08-23/2025-08-24"),
    ("this weekend", "future", "2025-08-30/2025-08-31"),
    ("the week of July 9", "past", "2025-07-07/2025-07-13"),
    # weeks, months and years near publication
    ("last week", "past", "2025-08-18/2025-08-24"),
    ("this week", "past", "2025-08-25/2025-08-27"),
    ("this week", "future", "2025-08-25/2025-08-31"),
    ("next week", "future", "2025-09-01/2025-09-07"),
    ("last month", "past", "2025-07"),
    ("earlier this month", "past", "2025-08"),
    ("last year", "past", "2024"),
    ("this year", "", "2025"),
    ("early next year", "future", "2026"),
    ("the end of this year", "future", "2025-12"),
    ("by the end of the year", "future", "../2025-12-31"),
    ("the rest of the year", "future", "2025-08-27/2025-12-31"),
    ("this decade", "", "2020/2029"),
    # counted
    ("six years ago", "past", "2019"),
    ("about six years ago", "past", "2019~"),
    ("three months ago", "past", "2025-05"),
    ("two weeks ago", "past", "2025-08-13"),
    ("ten days ago", "past", "2025-08-17"),
    ("twenty-five years ago", "past", "2000"),
    ("in three months", "future", "2025-11"),
    ("in two weeks' time", "future", "2025-09-10"),
    ("two days from tomorrow", "future", "2025-08-30"),
    ("in the past 24 hours", "past", "2025-08-26/2025-08-27"),
    ("over the past three days", "past", "2025-08-24/2025-08-27"),
    ("over the past decade", "past", "2015/2025"),
    ("in the last six months", "past", "2025-02/2025-08"),
    ("within two weeks", "future", "2025-08-27/2025-09-10"),
    ("in recent weeks", "past", "2025-07/2025-08"),
    ("in the coming days", "future", "2025-08/2025-09"),
    ("in recent years", "past", ""),
    # ranges and open intervals
    ("since 2014", "past", "2014/.."),
    ("since Monday", "past", "2025-08-25/2025-08-27"),
    ("since the army seized power in 2021", "past", "2021/.."),
    ("until 2020", "past", "../2020"),
    ("until April 30", "past", "2025-08-27/2026-04-30"),
    ("by October 31", "future", "../2025-10-31"),
    ("between 2018 and 2019", "past", "2018/2019"),
    ("between May and September", "past", "2025-05/2025-09"),
    ("between June 2014 and April 2016", "past", "2014-06/2016-04"),
    ("from March to June 2019", "past", "2019-03/2019-06"),
    ("from 3 to 5 May", "past", "2025-05-03/2025-05-05"),
    ("from July 18 to 21", "past", "2025-07-18/2025-07-21"),
    ("27-28 February 2019", "", "2019-02-27/2019-02-28"),
    ("May 2 and 3 this year", "past", "2025-05-02/2025-05-03"),
    ("Monday and Tuesday", "past", "2025-08-25/2025-08-26"),
    ("July and August", "past", "2025-07/2025-08"),
    ("2014 and 2015", "past", "2014/2015"),
    ("last November and December", "past", "2024-11/2024-12"),
    ("from 2022 onwards", "future", "2022/.."),
    ("starting September 9", "future", "2025-09-09/.."),
    # holidays
    ("on Christmas Eve", "past", "2024-12-24"),
    ("at Easter", "past", "2025-04-20"),
    ("Good Friday", "past", "2025-04-18"),
    ("New Year's Day", "future", "2026-01-01"),
    ("May Day", "past", "2025-05-01"),
    ("Thanksgiving", "past", "2024-11-28"),
    ("the eve of Christmas", "past", "2024-12-24"),
    ("Inauguration Day", "past", "2025-01-20"),
    ("Election Day", "past", "2024-11-05"),
    ("Eid al-Fitr", "past", "2025-03-30~"),
    ("Eid al-Adha 2022", "", "2022-07-09~"),
    ("during Ramadan", "past", "2025-02-28~/2025-03-29~"),
    ("Juneteenth", "past", "2025-06-19"),
    # counted from another time
    ("three days after Christmas", "past", "2024-12-28"),
    ("two weeks before January 20", "past", "2025-01-06"),
    ("a month after 3 March 2022", "past", "2022-04"),
    ("ten years after 2011", "past", "2021"),
    ("three days after May 2025", "past", "2025-05"),
    ("two weeks prior to Election Day 2020", "past", "2020-10-20"),
    ("a fortnight ago", "past", "2025-08-13"),
    ("in a fortnight", "future", "2025-09-10"),
    # stamps of pages
    ("27-Aug-2025", "", "2025-08-27"),
    ("27/Aug/2025", "", "2025-08-27"),
    ("Aug-27-2025", "", "2025-08-27"),
    ("20250827", "", "2025-08-27"),
    ("Thursday the twenty-first", "past", "2025-08-21"),
    ("Sat 13th", "future", "2025-09-13"),
    ("last week, on Thursday", "past", "2025-08-21"),
    ("the 23rd day of September", "past", "2024-09-23"),
    # "by" whom, and by when
    ("hurt by the January 8, 2020 attack", "past", "2020-01-08"),
    ("blocked by the October 2017 protests", "past", "2017-10"),
    ("bound to leave by the March 29, 2019 deadline", "past", "../2019-03-29"),
    ("leaves by the October 2025 summit", "future", "../2025-10"),
    ("paid by the end of 2019", "past", "../2019-12-31"),
    # no value
    ("for three hours", "past", ""),
    ("every Monday", "past", ""),
    ("at the time", "past", ""),
    ("two days later", "past", ""),
]


@pytest.mark.parametrize(("phrase", "direction", "edtf"), PHRASES)
def test_phrases(phrase: str, direction: Direction, edtf: str) -> None:
    assert resolve(phrase, WEDNESDAY, direction) == edtf


@pytest.mark.parametrize(
    "text",
    [
        "They may march again, the second envoy said.",
        "He may 5 times have asked.",
        "Theresa May met the envoy, who will spring no surprise.",
        "The column began to march and will fall back.",
        "Some 2000 troops crossed, and $1995 was paid for 2024.5 tons.",
        "A 22-year-old man was held.",
        "An august body, she said.",
        "The talks failed by 24/7 noise.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert [one.quote.text for one in find_times(text, 0, len(text), WEDNESDAY) if one.edtf] == []


def test_kinds() -> None:
    text = "For three hours on Monday, as every day since 2014, and two days later in recent weeks, they spoke."
    kinds = {one.quote.text: one.kind for one in find_times(text, 0, len(text), WEDNESDAY, "past")}
    assert kinds == {
        "For three hours": "duration",
        "Monday": "date",
        "every day": "set",
        "since 2014": "interval",
        "two days later": "relative",
        "in recent weeks": "vague",
    }


def test_a_time_is_told_against_the_one_before() -> None:
    text = "They met on 3 June 2019. The next day they parted; two weeks later the first letter came."
    values = [one.edtf for one in find_times(text, 0, len(text), WEDNESDAY, "past")]
    assert values == ["2019-06-03", "2019-06-04", "2019-06-18"]
    assert resolve("the same day", WEDNESDAY, "past", anchor="2019-06-03") == "2019-06-03"
    assert resolve("two days later", WEDNESDAY, "past", anchor="2019") == ""


def test_direction_by_position() -> None:
    text = "She came on Monday and will leave on Friday."
    found = find_times(text, 0, len(text), WEDNESDAY, lambda at: "past" if at < 20 else "future")
    assert [one.edtf for one in found] == ["2025-08-25", "2025-08-29"]


@pytest.mark.parametrize(
    ("phrase", "published", "edtf"),
    [
        ("this year", "2025-07-01/2025-12-31", "2025"),
        ("in June", "2025-07-01/2025-12-31", "2025-06"),
        ("six years ago", "2025-07-01/2025-12-31", "2019"),
        ("on Monday", "2025-07-01/2025-12-31", "2025-06-30/2025-12-29"),
        ("today", "2025-08", "2025-08-01/2025-08-31"),
        ("last year", "2024-11-01/2025-02-28", "2023/2024"),
        ("in June", "2024-07-01/2026-12-31", "2024-06/2026-06"),
        ("in 2019", "", "2019"),
        ("yesterday", "", ""),
        ("yesterday", "2025-07-01/..", ""),
    ],
)
def test_publication_that_is_only_inferred(phrase: str, published: str, edtf: str) -> None:
    assert resolve(phrase, published, "past") == edtf


def test_bounds() -> None:
    assert bounds("2019-02") == (date(2019, 2, 1), date(2019, 2, 28))
    assert bounds("2018/2019~") == (date(2018, 1, 1), date(2019, 12, 31))
    assert bounds("../2020-05-03") == (None, date(2020, 5, 3))
    assert bounds("") == (None, None)


def test_easter() -> None:
    assert [easter(year).isoformat() for year in (1999, 2016, 2024, 2025)] == [
        "1999-04-04", "2016-03-27", "2024-03-31", "2025-04-20",
    ]  # fmt: skip


PAGE = """The president of Arvania wants to visit Norland again.
"I'd go there this year," President Holt said on Tuesday.
In May 2015, President Holt crossed the Norland river by boat.
Ten years ago the crossing of the Norland river by President Holt was a sensation.
Norland said in February this year that it wanted no guests.
Her office told reporters in April that letters had come."""


def test_a_page_without_a_date() -> None:
    published, reasons = infer_published(PAGE)
    assert published == "2025-05-01/2025-12-31"
    assert "“Ten years ago” of what “May 2015” dates" in reasons
    assert all("“" in reason for reason in reasons)
    assert resolve("this year", published) == "2025"
    assert resolve("in April", published, "past") == "2025-04"


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Nothing is known of it.", ""),
        ("They met on Monday.", ""),
        ("They signed it on 3 March 2019.", "2019-03-03/.."),
        ("They will sign it by 3 March 2031.", ""),
        ("Envoys met.\nLast updated: 25 August 2025", "2025-08-25"),
    ],
)
def test_what_a_page_allows(text: str, published: str) -> None:
    assert infer_published(text)[0] == published


WORDS = st.sampled_from(
    [
        *("in", "on", "since", "until", "by", "from", "to", "between", "and", "the", "3", "27", "31st", "2019", "'90s"),
        *("May", "march", "June", "Sept.", "Monday", "last", "next", "this", "week", "year", "ago", "later", "weeks"),
        *("two", "six", "about", "end", "of", "early", "mid-", "-", "–", "/", ",", ".", "every", "half", "quarter"),
        *("Q3", "Easter", "day", "before", "after", "spring", "first", "rest", "9999", "0"),
    ]
)
TEXTS = st.one_of(st.text(max_size=2000), st.lists(WORDS, max_size=120).map(" ".join), st.lists(WORDS).map("".join))


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.sampled_from(["", "2025-08-27", "0001-01-01", "9999-12-31", "2025-07-01/2025-12-31", "no date"]))
def test_any_text(text: str, published: str) -> None:
    end = 0
    for one in find_times(text, 0, len(text), published, "past"):
        assert text[one.quote.span.start : one.quote.span.end] == one.quote.text
        assert one.quote.span.start >= end
        end = one.quote.span.end
        assert one.edtf == "" or bounds(one.edtf) != (None, None)
    infer_published(text)


@pytest.mark.parametrize("piece", ["in ", "1", "the end of ", "May 3 to ", "2019-", "\n", "a b ", "last "])
def test_long_texts_take_linear_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    before = time.process_time()
    find_times(text, 0, len(text), WEDNESDAY)
    assert time.process_time() - before < 5


DATE_LINES = [
    ("Leaders meet\nAugust 16, 2025\nThey met on Friday.", "2025-08-16"),
    ("Grain deal signed\nSaturday 23 July 2022 18:40\nIt was signed in Istanbul.", "2022-07-23"),
    ("BEIRUT, Nov. 27, 2024 (AP) — A cease-fire took effect on Wednesday.", "2024-11-27"),
    ("On August 16, 2025 they met in Anchorage.", "2025-08-16/.."),
]


@pytest.mark.parametrize(("text", "published"), DATE_LINES)
def test_the_date_that_a_page_begins_with(text: str, published: str) -> None:
    assert infer_published(text)[0] == published


STRANGERS = [
    ("in Aprİl 2019", "2019-04"),  # İ, ſ and the Kelvin sign match i, s and k where case is passed over
    ("on FRİDAY", "2025-08-22"),
    ("on 3 Auguſt 2019", "2019-08-03"),
    ("the ſixth of May 2019", "2019-05-06"),
    ("ſix years ago", "2019"),
    ("laſt wee\N{KELVIN SIGN}", "2025-08-18/2025-08-24"),
    ("two wee\N{KELVIN SIGN}s ago", "2025-08-13"),
    ("the ſummer of 2016", "2016-06/2016-08"),
    ("the nınetıeſ", "1990/1999"),
    ("on Chriſtmas 2016", "2016-12-25"),
    ("world war İİ", "1939/1945"),
    ("the twenty - first of May 2019", "2019-05-21"),
    ("twenty\u00a0- first of May, 2019", "2019-05-21"),
    ("twenty - one days ago", "2025-08-06"),
    ("the six day war", "1967-06-05/1967-06-10"),
    ("the Six - Day War", "1967-06-05/1967-06-10"),
    ("on New-Year's - Eve 2016", "2016-12-31"),
    ("in ١٩٩٤", ""),  # figures of another script are no EDTF
    ("on ٢٠١٩-٠٥-٠٣", ""),
]


@pytest.mark.parametrize(("words", "expected"), STRANGERS)
def test_letters_and_hyphens_that_match_without_being_the_same(words: str, expected: str) -> None:
    assert resolve(words, WEDNESDAY, "past") == expected


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_phrases_in_odd_letters(data: st.DataObject) -> None:
    phrase, _, _ = data.draw(st.sampled_from(PHRASES))
    odd = {"i": "iİı", "s": "sſ", "k": "kK\N{KELVIN SIGN}", "-": "- ", " ": " -\u00a0"}
    text = "".join(data.draw(st.sampled_from(odd.get(c.lower(), c + c.upper()))) for c in phrase)
    for one in find_times(text, 0, len(text), WEDNESDAY):
        assert text[one.quote.span.start : one.quote.span.end] == one.quote.text


EDGES = [
    "the week of Monday", "the week beginning Friday", "next year", "next month", "tomorrow", "in ten days", "last year", "last week",
    "yesterday", "since Monday", "by the end of next year", "until next week", "from 3 to 5 May", "between May and June", "ten years ago",
    "the next 100 years", "two centuries ago", "this decade", "next century", "this weekend", "in recent weeks", "over the coming months",
    "two weeks later", "the following day", "the first Monday of next month", "on the 31st", "Easter", "December 31", "from now on",
    "on Tuesday the 3rd", "the last week of December", "the rest of the week",
]  # fmt: skip


@pytest.mark.parametrize("words", EDGES)
@pytest.mark.parametrize("published", ["9999-12-31", "0001-01-01", "0001-01-01/9999-12-31", "9999", "9999-12~"])
@pytest.mark.parametrize("direction", ["past", "future", ""])
def test_the_ends_of_the_calendar(words: str, published: str, direction: Direction) -> None:
    for anchor in ("", "9999-12-31", "0001-01-01"):
        value = resolve(words, published, direction, anchor=anchor)
        assert value == "" or bounds(value) != (None, None)


@pytest.mark.parametrize("year", ["9999-12-31", "0001-01-01"])
def test_a_page_that_dates_itself_to_the_end_of_the_calendar(year: str) -> None:
    text = (
        f"President Holt crossed the Norland river by boat on {year}.\n"
        "Ten years ago the crossing of the Norland river by President Holt was a sensation.\n"
        "0 years ago the crossing of the Norland river by President Holt was told in December and in January."
    )
    infer_published(text)


def test_reasons_for_a_date_are_few_and_each_is_told_once() -> None:
    published, reasons = infer_published(PAGE + PAGE.replace("Ten years", "ten years") * 3000)
    assert published
    assert len(reasons) == len(set(reasons)) <= 6
