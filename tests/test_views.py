"""Every view shows what the record holds, and nothing that a page says becomes markup or moves a cursor."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from html.parser import HTMLParser

import pytest
import stub
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.cells import cell_len

from legation.entries import Article, Record, Span
from legation.views import markdown, objects, page, sheets, tables, writing
from legation.views.highlight import Mark, marked
from legation.views.plain import around, clip, one_line, visible

PAYLOADS = [
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "--><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><b onmouseover=alert(1)>',
    "' onfocus=alert(1) autofocus x='",
    "<a href=javascript:alert(1)>x</a>",
    "javascript:alert(1)",
    "[x](javascript:alert(1))",
    "![x](http://e.example/p.png)",
    "<http://e.example>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "`x` *y* __z__ ~~s~~ # h | cell | <br>",
    "| --- | --- |",
    "\\<b>x</b>",
    "\\\\| a",
    "[bold red]x[/bold red][link=http://e.example]y[/link]",
    "[/]",
    ":smile:",
    "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://e.example\x07x",
    "\x9b31mred\x90q\x9c",
    "\u202egnp.exe\u2066\u200f",
    "\x00<\x00script>",
    "+ADw-script+AD4-",
    '=HYPERLINK("http://e.example","x")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\udfff\ud800",
    "\U000e0041\ufeff",
    "<math><mtext></p><style><!--</style><img src onerror=alert(1)>",
    "<plaintext>",
    "<textarea><noscript><title>",
    "<base href=//e.example><meta http-equiv=refresh content=0>",
    "1. one",
    "- one",
    "=====",
    "x" * 5000,
]


class Elements(HTMLParser):
    """Collects tags with the names of their attributes, ids, links and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.paragraphs: list[str] = []
        self._inside = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag == "p":
            self._inside = True
            self.paragraphs.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.paragraphs[-1] += data


def shape(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return Elements(text).tags


# --- hostile pages


@pytest.mark.parametrize("payload", PAYLOADS)
def test_page_gains_no_element(payload: str) -> None:
    hostile, benign = ("".join(page.page([stub.record(name)])) for name in (payload, stub.BENIGN))
    assert shape(hostile) == shape(benign)
    assert all(link.startswith("#") for link in Elements(hostile).links)
    hostile.encode()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_gains_no_element(payload: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    hostile, benign = (reader.render("".join(markdown.markdown([stub.record(name)]))) for name in (payload, stub.BENIGN))
    assert shape(hostile) == shape(benign)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("colour", [False, True])
def test_table_sends_nothing_to_the_terminal(payload: str, colour: bool) -> None:
    shown = "".join(tables.tables([stub.record(payload)], width=120, colour=colour))
    if colour:
        shown = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_and_csv_hold_no_bare_control_and_no_formula(payload: str) -> None:
    record = stub.record(payload)
    line = "".join(objects.json_lines([record]))
    assert json.loads(line)["title"] == payload
    assert len(line.splitlines()) == 1
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", line)
    rows = list(csv.reader(io.StringIO("".join(sheets.sheet([record])), newline="")))
    assert {len(row) for row in rows} == {len(sheets.COLUMNS)}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_rich_markup_and_emoji_stay_words() -> None:
    shown = tables.table(stub.record("[bold]:smile:[/bold]"), width=200)
    assert "[bold]:smile:[/bold]" in shown


# --- objects


def test_object_has_the_keys_of_the_definition_and_exact_words() -> None:
    made = json.loads(objects.dumps(objects.to_object(stub.record())))
    text = made["text"]
    assert made["furniture"] == ["Share this Trump"]
    assert made["dropped"] == [{"text": "Trump", "reason": "Trump"}]
    assert made["schema"] == 1
    event, statement = made["events"][0], made["statements"][1]
    for entry, slots in ((event, ("trigger", "evidence", "when_text", "where")), (statement, ("content", "cue"))):
        for slot in slots:
            start, end = entry["spans"][slot]
            assert text[start:end] == entry[slot]
    assert event["when"] == "2025"
    assert event["actors"][0]["holder"] == {"name": "Trump", "office": "Trump", "source": "Trump"}
    assert event["actors"][0]["mentions"] == [[0, 5]]
    assert event["actors"][0]["confidence"] == 0.9877
    assert event["recipients"][0]["holder"] is None
    assert event["quantities"][0]["value"] == 3
    assert (event["plover"], event["cameo"]) == ("REQUEST", "022")
    assert made["events"][1]["when_text"] == ""
    assert made["statements"][0]["cue"] == ""


def test_json_is_one_array_and_nothing_without_records() -> None:
    made = json.loads("".join(objects.json_array([stub.record(), stub.record("Lee")])))
    assert [one["title"] for one in made] == ["Trump", "Lee"]
    for view in (objects.json_array, objects.json_lines, sheets.sheet, page.page, markdown.markdown, tables.tables):
        assert "".join(view([])) == ""


# --- tables


@pytest.mark.parametrize("width", [20, 40, 60, 83, 84, 100, 160, 240])
def test_table_fits_the_width(width: int) -> None:
    for name in ("Trump", "習近平" * 40, "x" * 300):
        assert max(map(cell_len, tables.table(stub.record(name), width=width).splitlines())) <= width


def test_table_says_who_did_what_to_whom_and_how_far() -> None:
    shown = " ".join(tables.table(stub.record(), width=240).split())
    for words in (
        "Trump (USA)",
        "CONSULT visit",
        "Kim Jong Un (PRK)",
        "proposed by Trump",
        "sit down",
        "We had a very good",
    ):
        assert words in shown
    assert "2 events, 2 statements, 1 line of furniture" in shown


def test_colour_only_where_asked() -> None:
    assert "\x1b" not in tables.table(stub.record(), colour=False)
    assert "\x1b[" in tables.table(stub.record(), colour=True)


def test_an_empty_record_can_be_shown() -> None:
    empty = Record(Article("x", "", "Nothing here."))
    for view in (objects.json_array, objects.json_lines, page.page, markdown.markdown, tables.tables, sheets.sheet):
        assert "".join(view([empty]))


# --- page and marks


def test_every_entry_leads_to_its_words_and_back() -> None:
    for records in ([stub.record()], [stub.record(), stub.record("Lee")]):
        found = Elements("".join(page.page(records)))
        assert len(found.ids) == len(set(found.ids)) == 9 * len(records)
        assert set(found.links) == {f"#{key}" for key in found.ids if len(records) > 1 or key != "top"}


def test_page_greys_furniture_and_keeps_the_text() -> None:
    made = "".join(page.page([stub.record()]))
    lines = [line for line in stub.record().article.text.split("\n") if line]
    assert Elements(made).paragraphs[1:] == lines
    assert '<p class="furniture" title="Trump">Share this Trump</p>' in made


def test_policy_allows_the_page_its_own_style_and_nothing_else() -> None:
    made = "".join(page.page([stub.record()]))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', made)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "<script" not in made
    assert " style=" not in made


@given(st.data())
def test_marks_cut_anyhow_leave_the_text_whole(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab<&>\"'\n é\u202e", min_size=1, max_size=40))
    edges = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(edges, edges).filter(lambda pair: pair[0] < pair[1]), max_size=8))
    marks = [Mark(Span(*pair), (f"e{at}",), f"e{at}", f"k{at}") for at, pair in enumerate(pairs)]
    lines = [Span(0, len(text))]
    made = "".join(marked(text, marks, lines))
    assert html.unescape(re.sub(r"<[^>]*>", "", made)) == visible(text)
    assert sorted(re.findall(r' id="(e\d+)"', made)) == sorted(mark.anchor for mark in marks)
    assert made.count("<a ") == made.count("</a>")


# --- plain text


@given(st.text())
def test_visible_is_stable_and_can_be_written(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    one_line(text).encode()


@given(st.text(alphabet="ab c", min_size=1, max_size=300), st.integers(1, 100))
def test_clip_keeps_its_measure(text: str, most: int) -> None:
    assert len(clip(text, most)) <= max(most, 2)


def test_around_keeps_the_words_in_the_middle() -> None:
    text = "word " * 50 + "sit down " + "word " * 50
    before, words, after = around(text, 250, 258, 60)
    assert words == "sit down"
    assert before.startswith("…")
    assert before.endswith(" ")
    assert after.endswith("…")
    assert len(before + words + after) <= 66


# --- files


def test_write_whole_or_not_at_all(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    target = folder / "out.json"
    assert writing.write_whole(target, [b"one", b"two"])
    assert target.read_bytes() == b"onetwo"

    def broken() -> object:
        yield b"half"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writing.write_whole(target, broken())  # type: ignore[arg-type]
    assert not writing.write_whole(target, [])
    assert target.read_bytes() == b"onetwo"
    assert [path.name for path in folder.iterdir()] == ["out.json"]
