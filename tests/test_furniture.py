"""Page furniture told apart in plain text: each case is a page of our own writing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.entries import Span
from legation.intake.furniture import furniture, is_caption, table

PAGE = """The foreign minister of Ruritania flew to Geneva on Monday.
He said the border would stay open until a treaty was signed.
FILE - Foreign Minister Rudolf Hentzau leaves the palace in Strelsau, Ruritania.
Read more from The Courier:
Bakers’ strike enters third week
Old bridge to be ‘closed for good’ after flood
Talks on fishing are to begin in the spring.
Anna Mir contributed to this report.
Leave a Comment"""

FURNITURE = [
    ("FILE - A guard stands before the ministry.", "photo caption (file picture)"),
    ("File – The harbour at dawn.", "photo caption (file picture)"),
    ("Marchers wave flags outside the parliament in Strelsau, Ruritania, March 3, 2019.", "photo caption"),
    ("President Anna Mir, left, greets Queen Flavia in Geneva on Sept. 9, 2021.", "photo caption"),
    ("This photo provided by the ministry shows a damaged bridge.", "photo caption"),
    ("Queen Flavia is seen in an undated picture released by the court.", "photo caption"),
    ("From left, Anna Mir, Rudolf Hentzau and Queen Flavia in Geneva.", "photo caption"),
    ("The harbour at dawn. Image: J. Doe.", "photo caption with its credit"),
    ("Photo: J. Doe", "photo caption or credit"),
    ("Strelsau, Ruritania, map shows the bridge and the palace", "map with its caption"),
    ("Anna Mir and Jan Doe contributed to this report.", "contributor credit"),
    ("Jan Doe reported from Geneva.", "contributor credit"),
    ("Some information for this report came from a news agency.", "contributor credit"),
    ("Reporting by Jan Doe; editing by Anna Mir", "contributor credit"),
    ("Leave a Comment", "comment line"),
    ("12 Comments", "comment line"),
    ("Share this page", "share line"),
    ("Facebook | Twitter | Email", "share line"),
    ("Follow us on Twitter", "share line"),
    ("ADVERTISEMENT", "advertisement"),
    ("Story continues below", "advertisement"),
    ("Sign up for our daily newsletter", "newsletter or subscription prompt"),
    ("Subscribe now for the whole story", "newsletter or subscription prompt"),
    ("Skip to content", "page control"),
    ("Also read: Bakers’ strike enters third week", "link to another story"),
    ("Related stories", "prompt to other stories"),
    ("In Photos: A day at the harbour", "prompt to a gallery"),
    ("██ Party of the Crown - 12 seats", "legend of a map or chart"),
    ("© 2021 The Courier", "copyright line"),
]

ARTICLE = [
    "Marchers waved flags outside the parliament on Sunday, police said.",
    "The treaty was signed in Geneva, Switzerland, on March 3, 2019.",
    "The minister said he would share the report with the committee.",
    "“I hold the door open,” she said on Sept. 9, 2021.",
    "Monday, March 4, 2019",
    "By Anna Mir",
    "STRELSAU — The queen will visit Geneva next week.",
    "The two sides are to meet in Geneva.",
    "The newspaper published a photograph of the queen last week.",
    "Left parties hold a majority in the parliament.",
    "The minister resigned (Reuters).",
]


@pytest.mark.parametrize(("line", "reason"), FURNITURE)
def test_furniture_is_told_with_its_reason(line: str, reason: str) -> None:
    before, after = "The queen flew home on Monday.\n", "\nThe talks go on."
    (aside,) = furniture(before + line + after)
    assert (aside.text, aside.reason) == (line, reason)


@pytest.mark.parametrize("line", ARTICLE)
def test_sentences_bylines_and_datelines_stay(line: str) -> None:
    assert furniture(line) == ()


def test_a_whole_page() -> None:
    told = {aside.text: aside.reason for aside in furniture(PAGE)}
    assert list(told) == [*PAGE.split("\n")[2:6], *PAGE.split("\n")[7:]]
    assert told["Bakers’ strike enters third week"] == "headline of another story"


def test_a_prompt_takes_no_sentence_with_it() -> None:
    assert [a.text for a in furniture("Most read\nThe queen flew home on Monday.\nNo stop here")] == ["Most read"]


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("(J. Doe/VOA)-The queen flew home.", "(J. Doe/VOA)-"),
        ("The queen waves. (Jan Doe via AP) She flew home.", "(Jan Doe via AP)"),
    ],
)
def test_a_credit_inside_a_line(text: str, credit: str) -> None:
    assert [a.text for a in furniture(text)] == [credit]


def test_a_caption_behind_a_sentence() -> None:
    text = "The queen flew home. FILE - The palace in Strelsau."
    assert [a.text for a in furniture(text)] == ["FILE - The palace in Strelsau."]


@pytest.mark.parametrize(("likely", "told"), [(0.0, False), (0.49, False), (0.5, True), (0.9, True)])
def test_the_reader_is_heard(likely: float, told: bool) -> None:
    text = "The harbour in the old days.\nThe queen flew home."
    found = furniture(text, [(Span(0, 28), likely), (Span(29, 49), 0.0)])
    assert [(a.text, a.reason) for a in found] == [(text[:28], "read as page furniture")] * told


def test_a_rule_gives_the_reason_where_the_reader_agrees() -> None:
    (aside,) = furniture("Leave a Comment", [(Span(0, 15), 0.99)])
    assert aside.reason == "comment line"


def test_a_caption_shows_and_does_not_tell() -> None:
    assert is_caption("Soldiers guard the bridge in Zenda, Ruritania, May 1, 2020.")
    assert not is_caption("Soldiers guard the bridge in Zenda, Ruritania, the minister said May 1, 2020.")


def test_every_row_of_the_table_is_whole() -> None:
    assert all(rules for rules in table().rules.values())
    assert {"PLACED", "TAIL", "POSED", "SHOWN", "TOLD", "SAID"} <= set(table().named)


@given(st.text(alphabet="aA .\n-—(/)FILE“”:|0123456789,é", max_size=300))
def test_asides_are_the_texts_own_words_and_apart(text: str) -> None:
    end = 0
    for aside in furniture(text):
        assert aside.span is not None
        assert aside.span.start >= end
        assert text[aside.span.start : aside.span.end] == aside.text
        end = aside.span.end


@pytest.mark.parametrize("piece", ["(", "Video size", "Photo: ", "a, left, ", "FILE - ", "In Photos:-", "Is seen in "])
def test_no_pattern_runs_away(piece: str) -> None:
    furniture(piece * (200_000 // len(piece)))
    furniture("\n".join([piece * (590 // len(piece))] * 50))
