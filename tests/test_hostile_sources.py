"""Sources that are bad, odd or hostile: nothing beside them is lost, and what is no article is refused by its name."""

from __future__ import annotations

import io
import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from legation.entries import Article
from legation.errors import NotAnArticle, NotText, SourceError, TooLong
from legation.intake import sources
from legation.intake.extraction import take_apart
from legation.intake.headline import headline
from legation.intake.kinds import other
from legation.intake.sources import load

TEXT = "Jimmy Carter met Anwar Sadat and Menachem Begin at Camp David in 1978."
GOOD = json.dumps({"id": "1", "text": TEXT})


def write(folder: Path, called: str, content: str | bytes) -> str:
    path = folder / called
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


# --- JSON lines


@pytest.mark.parametrize("key", ["id", "title", "published", "published_at", "source", "url", "text"])
@pytest.mark.parametrize("half", ["\\ud800", "x \\udfff y", "\\u0000"])
def test_half_a_character_costs_only_its_line(tmp_path: Path, key: str, half: str) -> None:
    bad = json.dumps({"id": "2", "text": TEXT, key: "HALF"}).replace("HALF", half)
    found = list(load(write(tmp_path, "a.jsonl", "\n".join((GOOD, bad, GOOD)))))
    assert [type(one) for one in found] in ([Article, NotText, Article], [Article, NotAnArticle, Article])
    str(found[1]).encode()


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (["", GOOD, GOOD], [Article, Article]),
        ([" ", "", GOOD], [Article]),
        (["nonsense", GOOD, GOOD], [NotAnArticle, Article, Article]),
        (["nonsense", GOOD], [NotAnArticle, Article]),
        (['{"id": "2", "text": ', GOOD], [NotAnArticle, Article]),
        (["{}", GOOD], [NotAnArticle, Article]),
        (['{"id": "2"}', "nonsense", GOOD], [NotAnArticle, NotAnArticle, Article]),
        (["\ufeff" + GOOD, "5", GOOD], [Article, NotAnArticle, Article]),
        ([GOOD, "", ""], [Article]),
    ],
)
def test_lines_from_standard_input_whatever_the_first_one_is(monkeypatch: pytest.MonkeyPatch, lines: list[str], kinds: list[type]) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
    assert [type(one) for one in load("-")] == kinds


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({"id": "1", "text": TEXT}, indent=1),
        '{"text": "' + TEXT + '",\n"title": "Camp David"}',
        "[\n" + GOOD + "\n]",
        "[" + GOOD + ",\n" + GOOD + "]",
        "\n\n" + GOOD,
    ],
)
def test_a_document_over_several_lines_is_no_json_lines(tmp_path: Path, content: str) -> None:
    assert all(isinstance(one, Article) for one in load(write(tmp_path, "a", content)))


@settings(deadline=None)
@given(st.lists(st.sampled_from([GOOD, "", "{", "}", '{"', "[", "]", "5", "null", "\\ud800", '"x"', "\x00", "�"]), max_size=6))
def test_any_lines_are_read_or_refused(lines: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
        for one in load("-"):
            assert isinstance(one, Article | SourceError)


def test_a_line_across_the_end_of_what_is_looked_at_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MOST_BYTES", 250)
    lines = [GOOD] * 7 + [json.dumps({"text": "x" * 1000})] + [GOOD] * 3
    found = list(load(write(tmp_path, "a", "\n".join(lines))))
    assert [type(one) for one in found] == [Article] * 7 + [TooLong] + [Article] * 3


# --- pipes


@pytest.mark.parametrize("content", [TEXT, GOOD, GOOD + "\n" + GOOD])
def test_a_pipe_is_read_like_a_file(tmp_path: Path, content: str) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(content,))
    writer.start()
    found = list(load(str(pipe)))
    writer.join()
    assert [one.text for one in found if isinstance(one, Article)] == [TEXT] * (content.count("\n") + 1)


def test_standard_input_that_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    (found,) = load("-")
    assert str(found) == "standard input: it is closed (give a file, or text on standard input)"


# --- kinds

OTHERS = [
    (r"{\rtf1\ansi Carter met Sadat.}", "an RTF document"),
    ("%!PS-Adobe-3.0\n(Carter met Sadat) show", "a PostScript file"),
    ('<svg xmlns="http://www.w3.org/2000/svg"><text>Carter met Sadat.</text></svg>', "an SVG picture"),
    ('<?xml version="1.0"?>\n<!-- <p> -->\n<!DOCTYPE svg [<!ENTITY a "b">]>\n<svg><text>x</text></svg>', "an SVG picture"),
    ("\ufeff<?xml version='1.0'?><rss version='2.0'><channel><description>&lt;p&gt;x</description></channel></rss>", "a feed (RSS)"),
    ("<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>", "a feed (Atom)"),
    ("<rdf:RDF xmlns:rdf='x'><channel/></rdf:RDF>", "a feed (RDF)"),
    ("<urlset><url><loc>https://example.org/</loc></url></urlset>", "a site map"),
]


@pytest.mark.parametrize(("content", "name"), OTHERS)
@pytest.mark.parametrize("called", ["a.txt", "a.html", "a"])
def test_other_kinds_are_refused_by_their_name(tmp_path: Path, content: str, name: str, called: str) -> None:
    (found,) = load(write(tmp_path, called, content))
    assert isinstance(found, NotText)
    assert found.what.startswith(f"{name}, ")
    assert found.hint


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        "WASHINGTON: Carter met Sadat.\nJERUSALEM: Begin flew home.\nCAIRO: Crowds cheered.",
        "Subject: Camp David\nDate: 17 September 1978\nFrom: our correspondent\n\n" + TEXT,
        "<!doctype html><html><body><p>x</p></body></html>",
        "<!-- a --><!-- b --><p>x</p>",
        "<",
        "<!--",
        "<!x[",
        "",
    ],
)
def test_texts_and_pages_are_no_other_kind(content: str) -> None:
    assert other(content.encode()) is None


@pytest.mark.parametrize("piece", [b"<!---->", b"<!-- x", b"<?x?>", b"<!x[", b" ", b"a: b\n", b" x\n"])
def test_kinds_are_told_in_linear_time(piece: bytes) -> None:
    assert other(piece * (65_536 // len(piece))) is None


# --- pages

PAGE = (
    "<!doctype html><html><head><title>Carter{0} meets Sadat</title></head><body><article><h1>Carter{0} meets Sadat</h1>"
    "<p>Jimmy Carter met{0} Anwar Sadat and Menachem Begin at Camp David in 1978, and talked with them for twelve days.</p>"
    "<p>The accords were signed at the White House in September, and led to a treaty in the following year.</p></article></body></html>"
)


@pytest.mark.parametrize("odd", ["&#11;", "&#x1b;", "&#x1B", "&#0;", "&#xD800;", "&#55296;", "&#xFFFE;", "\x1b", "\x0b"])
def test_a_character_that_no_page_may_hold_costs_no_page(odd: str) -> None:
    found = take_apart(PAGE.format(odd).encode())
    assert " ".join(found.text.split()).startswith("Carter meets Sadat Jimmy Carter met Anwar Sadat")
    assert found.title == "Carter meets Sadat"


def test_other_numbers_stay() -> None:
    assert "met – é € Anwar" in take_apart(PAGE.format(" &#8211; &#xe9; &#8364;").encode()).text


# --- limits


@pytest.mark.parametrize("piece", ["a.", "a-", "(", "7,", "don't/"])
def test_a_text_without_spaces_is_no_way_around_the_limit(tmp_path: Path, piece: str) -> None:
    (found,) = load(write(tmp_path, "a.txt", piece * 200_001))
    assert isinstance(found, TooLong)
    assert "the limit is 100,000 words" in found.what


# --- headlines of plain texts

BODY = "Jimmy Carter met Anwar Sadat and Menachem Begin at Camp David on Tuesday.\nThe talks went on for twelve days."
WRAPPED = "Jimmy Carter met Anwar Sadat and Menachem\nBegin at Camp David on Tuesday, where the\ntalks went on for twelve days."
HEADLINES = [
    (f"Leaders meet at Camp David\n\n{BODY}", "Leaders meet at Camp David"),
    (f"\n  Leaders meet at Camp David \r\n{BODY}", "Leaders meet at Camp David"),
    (f"Will Sadat and Begin agree?\n{BODY}", "Will Sadat and Begin agree?"),
    (f"Leaders meet at Camp David\n\n{WRAPPED}", "Leaders meet at Camp David"),
    (f"Leaders meet at Camp David\n{WRAPPED}", "Leaders meet at Camp David"),
    (BODY, ""),
    (WRAPPED, ""),
    ("Leaders meet at Camp David", ""),
    ("Leaders meet at Camp David\n \n", ""),
    (f"They met on Tuesday.\n{BODY}", ""),
    (f"“They met on Tuesday.”\n{BODY}", ""),
    (f"17 September 1978\n{BODY}", ""),
    (f"By our own correspondent\n{BODY}", ""),
    (f"CAMP DAVID, Maryland, Sept. 17 — Leaders meet\n{BODY}", ""),
    (f"Camp David\n{BODY}", ""),
    (f"{'Leaders meet ' * 20}\n{BODY}", ""),
]


@pytest.mark.parametrize(("text", "title"), HEADLINES)
def test_the_first_line_of_a_text_is_its_title_where_it_is_one(text: str, title: str) -> None:
    assert headline(text, ()) == title


def test_furniture_is_no_title_and_the_text_stays(tmp_path: Path) -> None:
    for first, title in (("Leave a Comment", ""), ("Leaders meet at Camp David", "Leaders meet at Camp David")):
        text = f"{first}\n{BODY}"
        (found,) = load(write(tmp_path, "a.txt", text))
        assert isinstance(found, Article)
        assert (found.title, found.text) == (title, text)
