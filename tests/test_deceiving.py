"""Text that deceives: the reader sees what a person sees, what is kept is what came, and no control sequence reaches a terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from pathlib import Path

import pytest
import stub
import telling
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from page_making import PARAGRAPHS, meta, page

import legation
from legation import cli
from legation.entries import Aside, Quote, Record, Span, quote
from legation.intake.extraction import take_apart
from legation.reading.seen import as_it_came, seen
from legation.views import markdown, objects, sheets, tables
from legation.views import page as html
from legation.views.progress import Bar

TEXT = "President Carter met President Sadat in Cairo on Monday. “We agreed to sign the treaty,” Carter said."

# --- what is seen


@pytest.mark.parametrize(
    ("came", "shown"),
    [
        ("Pu\u200btin", "Putin"),
        ("Pu\u00adtin \u2060and\ufeff Xi", "Putin and Xi"),
        ("\u202ePutin\u202c", "Putin"),
        ("Pu\x00t\x1bin\x07", "Putin"),
        ("P\U000e0041utin", "Putin"),
        ("Рutin and Хi", "Putin and Xi"),  # the first letters are Cyrillic
        ("Ｐｕｔｉｎ", "Putin"),
        ("𝐏𝐮𝐭𝐢𝐧", "Putin"),
        ("oﬃce", "office"),
        ("„No“, ❝yes❞", "“No“, “yes”"),
        ("＂No＂", '"No"'),
    ],
)
def test_a_person_sees(came: str, shown: str) -> None:
    view = seen(came)
    assert view is not None
    assert view.text == shown
    assert view.came == came


@pytest.mark.parametrize("text", [TEXT, "", "café – naïve\n\tÉlysée", "km² ½ № …", "Путин и Си", "南京", "“No,” he said.\r\n", "10′ 5″"])
def test_nearly_every_text_is_seen_as_it_came(text: str) -> None:
    assert seen(text) is None


@given(st.text(alphabet="aP .\u200b\u00ad\u202eﬃ“„\x00ｐ\n", max_size=60), st.data())
def test_every_span_leads_back(came: str, data: st.DataObject) -> None:
    view = seen(came)
    if view is None or not view.text:
        return
    start = data.draw(st.integers(0, len(view.text) - 1))
    end = data.draw(st.integers(start + 1, len(view.text)))
    span = view.back(Span(start, end))
    assert 0 <= span.start < span.end <= len(came)
    again = seen(came[span.start : span.end])
    # Between two letters of one ligature there is no place to cut: then the whole of it is taken.
    assert view.text[start:end] in (again.text if again else came[span.start : span.end])


def test_what_was_found_is_told_as_it_came() -> None:
    came = "Pu\u200btin met Xi."
    view = seen(came)
    assert view is not None
    found = as_it_came((quote(view.text, 0, 5), Span(6, 9), Aside("Putin", "x", Span(0, 5)), "Putin", None), view)
    assert found == (Quote("Pu\u200btin", Span(0, 6)), Span(7, 10), Aside("Pu\u200btin", "x", Span(0, 6)), "Putin", None)


DISGUISES = [
    ("Carter", "Car\u200bter"),
    ("President", "Pres\u00adident"),
    ("Sadat", "S\u0430dat"),
    ("met", "\u202emet\u202c"),
    ("“", "\u201e"),
    ("treaty", "t\u2060reaty"),
]


def quotes(found: object) -> Iterator[Quote]:
    """Every quote in what was found, wherever it stands."""
    if isinstance(found, Quote):
        yield found
    elif isinstance(found, tuple):
        for one in found:
            yield from quotes(one)
    elif hasattr(type(found), "__dataclass_fields__"):
        for name in type(found).__dataclass_fields__:
            yield from quotes(getattr(found, name))


def told(record: Record) -> list[tuple[object, ...]]:
    """What a record tells, without where its words stand."""
    events = [(e.type, e.mode, e.status, [a.id for a in e.actors], [a.id for a in e.recipients], e.when.edtf) for e in record.events]
    return [*events, *((s.speaker.id, s.kind, s.said) for s in record.statements)]


def test_disguised_words_are_read_and_the_offsets_are_those_of_the_text_as_it_came() -> None:
    came = TEXT
    for word, disguised in DISGUISES:
        came = came.replace(word, disguised)
    plain, record = legation.read(TEXT, published="1978-09-05"), legation.read(came, published="1978-09-05")
    assert record.article.text == came
    assert told(record) == told(plain)
    assert told(record)
    found = list(quotes((record.events, record.statements)))
    assert all(came[q.span.start : q.span.end] == q.text for q in found)
    assert any("\u200b" in q.text for q in found)


def test_a_text_of_nothing_that_is_seen_is_read_all_the_same() -> None:
    assert legation.read("\u200b\u200b \u200b.").events == ()


# --- what a page may hold


@pytest.mark.parametrize("odd", ["\x00", "\x1b]0;owned\x07", "\u202e", "\u200b", "\udfff", "\x9b2J", "&#27;[2J", "&#x202e;", "&#0;"])
def test_a_page_with_odd_characters_gives_its_article(odd: str) -> None:
    given = page(PARAGRAPHS[0] + "ODD", *PARAGRAPHS[1:], title="Leaders ODD meet", head=meta("og:site_name", "The ODD Courier"))
    found = take_apart(given.replace(b"ODD", odd.encode("utf-8", "surrogatepass")))
    assert PARAGRAPHS[2] in found.text
    assert not re.search("[\x00\ud800-\udfff]", found.text + found.title + found.source)


# --- what reaches a terminal

NASTY = "A\x1b]0;owned\x07\x1b[2J\x9b31m\u202eB\u2066\u200f\U000e0041\u2028C"
DOCKET = ["docket", "--as-of", "2025-08-26"]
UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\U000e0000-\U000e007f]")
LISTINGS = [
    ["timeline"], ["timeline", "--party", NASTY], ["statements"], DOCKET, ["corrections"], ["verify"], ["relations", "USA", "PRK"],
    ["show", "e-1"], ["show", NASTY], ["forget", NASTY], ["split", NASTY], ["correct", NASTY], ["relations", NASTY, "USA"],
    ["timeline", "--since", NASTY], ["read", NASTY], ["add", NASTY], ["who", NASTY], ["who", "Carter", "--on", NASTY],
    ["timeline", "--search", NASTY], ["docket", "--as-of", NASTY],
]  # fmt: skip
FORMATS = ("table", "json", "jsonl", "csv", "markdown")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record in which every word that a page may bring is nasty."""
    path = tmp_path_factory.mktemp("record") / "nasty.db"
    words = f"{NASTY} wants to meet Kim in {NASTY}."
    deed = telling.Deed(words, "meet", "CONSULT", "proposed", f"USA {NASTY}", "PRK Kim Jong Un", "2025-09")
    with telling.keep(path, stub.record(NASTY), telling.record(f"n-{NASTY}", "2025-08-25", deed)):
        pass
    return path


def run(*arguments: str) -> str:
    """All that a command says, on both streams."""
    done = CliRunner().invoke(cli.main, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.stdout + done.stderr


@pytest.mark.parametrize("arguments", LISTINGS, ids=lambda given: " ".join(given).replace(NASTY, "NASTY"))
def test_no_command_hands_a_control_sequence_to_a_terminal(kept: Path, arguments: list[str]) -> None:
    own = [] if arguments[0] in ("read", "who") else ["--record", str(kept)]
    said = run(*arguments, *own)
    assert said
    assert not UNSAFE.search(said)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", [["timeline"], ["statements"], DOCKET, ["show", "e-1"]], ids=lambda given: given[0])
def test_no_listing_does_in_any_format(kept: Path, command: list[str], form: str) -> None:
    said = run(*command, "--record", str(kept), "--format", form)
    assert "owned" in said
    assert not UNSAFE.search(said)


@pytest.mark.parametrize("view", ["table", "json", "jsonl", "csv", "markdown", "html"])
def test_no_view_of_an_article_does(view: str) -> None:
    record = stub.record(NASTY)
    shown = {
        "table": lambda: tables.table(record, width=100),
        "json": lambda: objects.dumps(objects.to_object(record), indent=1),
        "jsonl": lambda: objects.dumps(objects.to_object(record)),
        "csv": lambda: "".join(sheets.sheet([record])),
        "markdown": lambda: "".join(markdown.markdown([record])),
        "html": lambda: "".join(html.page([record])),
    }[view]()
    assert "owned" in shown
    assert not UNSAFE.search(shown)


def test_the_progress_bar_shows_no_word_of_a_page() -> None:
    screen = io.StringIO()
    with redirect_stderr(screen), Bar(3) as bar:
        for _ in range(3):
            bar.advance()
    assert "owned" not in screen.getvalue()
