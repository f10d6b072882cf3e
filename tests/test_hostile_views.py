"""What other programs make of the views: no links where a page only names an address, no formulas, no broken names."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import stub
from markdown_it import MarkdownIt

from legation.entries import Actor, Record
from legation.views import markdown, sheets, tables
from legation.views.lines import UNSURE, UNSURE_SAID

ADDRESSES = [
    "a.b@example.org",
    "mailto:a@example.org",
    "xmpp:a@example.org/x",
    "www.example.org",
    "WWW.example.org",
    "https://example.org/x?y=z",
    "http://example.org",
    "ftp://example.org",
    "example.org",
    "@mentioned",
    "a+b_c@d-e.example.org.",
]
# What GitHub makes links of: the first three in Markdown as it is written, mail and mentions in the text that is shown.
WRITTEN = re.compile(r"(?:https?|ftp)://\w|(?<![\w\\])www\.\w", re.IGNORECASE)
SHOWN = re.compile(r"[\w.+-]+@[a-zA-Z0-9][\w-]*\.[\w.-]*[a-zA-Z0-9]|(?<!\w)@\w")


class Texts(HTMLParser):
    """The texts between the tags."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@pytest.mark.parametrize("address", ADDRESSES)
def test_markdown_makes_no_link_of_an_address(address: str) -> None:
    written = "".join(markdown.markdown([stub.record(f"Write to {address} or call")]))
    assert not WRITTEN.search(written)
    shown = Texts(MarkdownIt("commonmark").enable("table").render(written)).texts
    assert not any(SHOWN.search(text) for text in shown)
    assert any(f"Write to {address} or call" in text.replace("\u2060", "") for text in shown)


@pytest.mark.parametrize("words", ["U.S.-led talks", "some 3.5 million", "No. 10", "Mr. Carter", "He left.", "e.g. x"])
def test_other_dots_stay_as_they_are(words: str) -> None:
    assert markdown.escape(words) == words


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹢", "﹣", "﹦", "﹫"])
def test_no_cell_begins_like_a_formula(sign: str) -> None:
    rows = list(csv.reader(io.StringIO("".join(sheets.sheet([stub.record(f"{sign}SUM(A1)")])), newline="")))
    cells = [cell for row in rows for cell in row if "SUM" in cell]
    assert cells
    assert not [cell for cell in cells if cell.startswith(sign)]
    assert f"'{sign}SUM(A1)" in cells


NAMES = ("Benjamin Netanyahu", "Musaad bin Mohammed al-Aiban", "Organization for Security and Co-operation in Europe")


def named(name: str) -> Record:
    record = stub.record()
    actors = (Actor(name, "ISR", "GOV"),)
    events = tuple(replace(event, actors=actors, recipients=actors, by=()) for event in record.events)
    return replace(record, events=events, statements=tuple(replace(s, speaker=actors[0]) for s in record.statements))


@pytest.mark.parametrize("width", [92, 100, 120, 160])
@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_broken_within_a_word(name: str, width: int) -> None:
    shown = tables.table(named(name), width=width).split()
    for word in name.split():
        assert shown.count(word) >= 2 * 2 + 2


def test_a_word_too_long_for_its_column_is_broken_and_the_others_stay() -> None:
    shown = tables.table(named("Donaudampfschifffahrtsgesellschaft " * 2), width=100)
    assert "happened" in shown.split()
    assert "CONSULT" in shown.split()


@pytest.mark.parametrize("width", [60, 100])
def test_what_the_reader_is_little_sure_of_is_marked(width: int) -> None:
    record = stub.record()
    events = tuple(replace(e, confidence=c) for e, c in zip(record.events, (UNSURE - 0.01, UNSURE), strict=True))
    statements = tuple(replace(s, confidence=c) for s, c in zip(record.statements, (UNSURE_SAID - 0.01, 1.0), strict=True))
    assert "unsure" not in tables.table(replace(record, events=events[1:], statements=statements[1:]), width=width)
    assert tables.table(replace(record, events=events, statements=()), width=width).count("unsure") == 1
    assert tables.table(replace(record, events=(), statements=statements), width=width).count("unsure") == 1
