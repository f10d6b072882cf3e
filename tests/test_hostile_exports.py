"""Nothing that a page says becomes a formula, a control character, markup, another row or another file in any export."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import duckdb
import geojson
import networkx
import pandas
import pytest
import stub
from markdown_it import MarkdownIt
from test_views import PAYLOADS

from legation.entries import Event, Record
from legation.record.finding import Found, TellingFound, Told, Whole
from legation.views.exports import parquet
from legation.views.exports.flat import COLUMNS
from legation.views.exports.notes import Note
from legation.views.exports.registry import FORMATS, lacks, writer
from legation.views.writing import write_folder

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
ROWS = {"gdelt": 61, "gdelt-mentions": 16, "polecat": 40, "icews": 20, "petrarch": 11}


def hostile(payload: str, *, web: bool = False) -> Record:
    """The stub with a payload wherever a page's words can stand, also in what names events and parties."""
    record = stub.record(payload)
    url = f"https://e.example/{payload}" if web else record.article.url
    events = tuple(replace(e, id=f"{e.id}{payload}", where=replace(e.where, latitude=1.5, longitude=103.5)) for e in record.events)
    return replace(record, article=replace(record.article, url=url), events=events)


def found(record: Record) -> Iterator[Whole]:
    """The events as the record hands them out, each with one telling."""
    told = Told(1, 1, 1, "2025-08-25", "2025-08-25", disputed=False)
    for event in record.events:
        yield Whole(Found(record.article, event, told), (TellingFound(record.article, event, record.article.title, ""),))


@cache
def written(form: str, payload: str, *, web: bool = False) -> str:
    """What the format makes of it."""
    format, record = FORMATS[form], hostile(payload, web=web)
    if format.of == "articles":
        return "".join(map(str, writer(format)([record])))
    why_not = lacks(format)
    events = [w for w in found(record) if isinstance(w.found.entry, Event) and not why_not(w.found.entry)]
    return "".join(map(str, writer(format)(events)))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_rows_stay_rows_of_text(payload: str) -> None:
    for form, columns in ROWS.items():
        text = written(form, payload, web=True)
        plain = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
        assert {len(row) for row in plain} == {columns}
        assert len(plain) == len(written(form, "Trump").splitlines())
        assert pandas.read_csv(io.StringIO(text), sep="\t", header=None, dtype=str).shape == (len(plain), columns)
        assert not CONTROL.search(text)
        assert [c for row in plain for c in row if c.startswith(FORMULA) and not NUMBER.fullmatch(c)] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_csv_and_parquet_hold_no_formula(payload: str, tmp_path: Path) -> None:
    plain = list(csv.reader(io.StringIO(written("csv", payload, web=True), newline="")))
    assert {len(row) for row in plain} == {len(COLUMNS)}
    assert len(plain) == 3
    file = tmp_path / "x.parquet"
    file.write_bytes(b"".join(parquet.write(found(hostile(payload, web=True)))))
    with duckdb.connect(":memory:") as db:
        rows = db.execute(f"SELECT COLUMNS(*)::VARCHAR FROM '{file}'").fetchall()
    assert len(rows) == 2
    cells = [c for row in [*plain, *rows] for c in row if c]
    assert [c for c in cells if CONTROL.search(c) or (c.startswith(FORMULA) and not NUMBER.fullmatch(c))] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_json_holds_no_bare_control_and_maps_and_graphs_stay_what_they_are(payload: str) -> None:
    for form in ("plover", "timelinejs", "geojson", "followthemoney", "annotations", "articles"):
        text = written(form, payload, web=True)
        assert not CONTROL.search(text.replace("\n", ""))
        assert len(text.split("\n")) == len(written(form, "Trump").split("\n"))
        for line in text.splitlines() if form in ("plover", "followthemoney", "articles") else [text]:
            assert json.loads(line)
    assert geojson.loads(written("geojson", payload)).is_valid
    xml = written("graphml", payload, web=True)
    assert not CONTROL.search(xml)
    shape = re.compile(r"<(/?\w+)")
    assert shape.findall(xml) == shape.findall(written("graphml", "Trump", web=True))
    assert networkx.read_graphml(io.BytesIO(xml.encode())).number_of_edges() > 0


class Tags(HTMLParser):
    """Tags with the names of their attributes, and where links lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.links: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("web", [False, True])
def test_a_slide_gains_no_element(payload: str, web: bool) -> None:
    slides, benign = (json.loads(written("timelinejs", name, web=web))["events"] for name in (payload, stub.BENIGN))
    for slide, other in zip(slides, benign, strict=True):
        for part in ("headline", "text"):
            assert Tags(slide["text"][part]).tags == Tags(other["text"][part]).tags
        assert not Tags(slide["display_date"]).tags
        assert all(link.startswith("https://e.example/") for link in Tags(slide["text"]["text"]).links)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_note_gains_no_element_and_leaves_no_folder(payload: str, tmp_path: Path) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    made, benign = (list(writer(FORMATS["notes"])(found(hostile(name, web=True)))) for name in (payload, stub.BENIGN))
    for note, other in zip(made, benign, strict=True):
        assert isinstance(note, Note)
        assert isinstance(other, Note)
        _, front, body = note.text.split("---\n", 2)
        assert not CONTROL.search(note.text.replace("\n", ""))
        assert all(json.loads(line.split(": ", 1)[1]) is not None for line in front.splitlines())
        assert Tags(reader.render(body)).tags == Tags(reader.render(other.text.split("---\n", 2)[2])).tags
        path = PurePosixPath(note.path)
        assert not path.is_absolute()
        assert ".." not in path.parts
        assert len(path.parts) == len(PurePosixPath(other.path).parts)
    write_folder(tmp_path / "notes", ((n.path, n.text) for n in made if isinstance(n, Note)))
    assert len([*(tmp_path / "notes").rglob("*.md")]) == len(made)


def test_a_run_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def breaking() -> Iterator[tuple[str, str]]:
        yield "events/one.md", "one"
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        write_folder(tmp_path / "notes", breaking())
    assert [*tmp_path.iterdir()] == []
