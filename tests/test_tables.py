"""Tables of texts: how their columns are understood, which row a complaint is about, and that hostile ones cost only their rows."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from legation import cli
from legation.entries import Article
from legation.errors import BadDate, EmptySource, NotAnArticle, NotText, SourceError
from legation.intake import tables
from legation.intake.columns import Columns, Layout, understand
from legation.intake.dates import Published
from legation.intake.sources import load
from legation.intake.written import written

TEXT = "The queen of Ruritania met the president of Graustark in Geneva on Monday."
ROWS: list[dict[str, Any]] = [
    {
        "id": f"r{n}",
        "headline": f"Meeting number {n}, “again”",
        "pub_date": f"2021-{n % 12 + 1:02}-{n % 28 + 1:02}",
        "url": f"https://courier.example/{n}",
        "outlet": "The Courier; Strelsau",
        "body": f'It was their meeting number {n}.\n{TEXT}\n\n"No," she said; "not again".',
        "topic": "peace, war" if n % 2 else "",
        "likes": n,
    }
    for n in range(300)
]


def write(folder: Path, name: str, content: str | bytes) -> str:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(folder / name)


def as_csv(rows: Sequence[dict[str, Any]], separator: str = ",") -> str:
    out = io.StringIO()
    sheet = csv.DictWriter(out, list(rows[0]), delimiter=separator)
    sheet.writeheader()
    sheet.writerows(rows)
    return out.getvalue()


def as_parquet(path: Path, rows: Sequence[dict[str, Any]]) -> str:
    with duckdb.connect(config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}) as db:
        db.execute(f"CREATE TABLE t ({', '.join(f'{name} VARCHAR' for name in rows[0])})")
        db.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(rows[0]))})", [[str(v) for v in row.values()] for row in rows])
        db.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return str(path)


def texts(source: str, **named: str) -> list[str]:
    return [one.text if isinstance(one, Article) else str(one) for one in load(source, columns=Columns(**named))]


# --- the same in every form


def test_three_hundred_rows_are_the_same_articles_in_every_form(tmp_path: Path) -> None:
    lines = list(load(write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, ROWS)))))
    assert all(isinstance(one, Article) for one in lines)
    assert len(lines) == 300
    some = ROWS[:20]
    forms = {
        "b.csv": as_csv(some, ";"), "a.tsv": as_csv(some, "\t"), "c.csv": "\ufeff" + as_csv(some, "|"),
        "no-ending": as_csv(some), "d.csv": "sep=;\r\n" + as_csv(some, ";"),
    }  # fmt: skip
    assert list(load(write(tmp_path, "a.csv", as_csv(ROWS)))) == lines
    assert list(load(as_parquet(tmp_path / "a[1]*?.parquet", ROWS))) == lines
    for name, content in forms.items():
        assert list(load(write(tmp_path, name, content))) == lines[:20], name


def test_the_record_is_the_same_in_every_form(tmp_path: Path) -> None:
    some = ROWS[:3]
    sources = [
        write(tmp_path, "a.jsonl", "\n".join(map(json.dumps, some))),
        write(tmp_path, "a.csv", as_csv(some)),
        as_parquet(tmp_path / "a.parquet", some),
    ]
    found = [CliRunner().invoke(cli.main, ["read", "--format", "json", source]) for source in sources]
    assert [one.exit_code for one in found] == [0, 0, 0]
    assert len({one.stdout for one in found}) == 1
    assert [one["metadata"] for one in json.loads(found[0].stdout)][:2] == [{"likes": "0"}, {"topic": "peace, war", "likes": "1"}]


def test_parquet_keeps_dates_numbers_and_lists(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as db:
        select = (
            f"SELECT 7 AS id, '{TEXT}' AS text, TIMESTAMPTZ '2021-05-03 08:00:00+00' AS date, ['a', 'b'] AS tags, 1.5 AS score, NULL AS x"
        )
        db.execute("SET TimeZone = 'UTC'")
        db.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    (one,) = load(str(path))
    assert isinstance(one, Article)
    assert (one.id, one.published) == ("7", "2021-05-03")
    assert one.metadata == (("tags", '["a", "b"]'), ("score", "1.5"))


# --- which column is what


@pytest.mark.parametrize(
    ("names", "layout"),
    [
        ("id,title,published,source,text", Layout("text", "published", "", "id", "title", "", "source")),
        ("Body,Pub Date,Headline", Layout("Body", "Pub Date", "", "", "Headline")),
        ("content,publishedAt,url,author", Layout("content", "", "publishedAt", "", "", "url", "", "author")),
        ("maintext,date_publish,filename,domain", Layout("maintext", "date_publish", source="domain", rest=("filename",))),
        ("text,content,date", Layout("text", "date", rest=("content",))),
        ("text,Unnamed: 0,,__index_level_0__", Layout("text")),
        ("words,when", Layout(rest=("words", "when"))),
        ("schema,text,events,statements,furniture,model,language", Layout("text")),
        ("text,model,language", Layout("text", rest=("model", "language"))),
    ],
)  # fmt: skip
def test_columns_are_known_by_their_names(names: str, layout: Layout) -> None:
    assert understand(names.split(","), Columns()) == layout


def test_what_the_user_names_comes_first(tmp_path: Path) -> None:
    table = write(tmp_path, "a.csv", f"text,summary,date,made,link,n\nx,{TEXT},2020-01-01,2021-05-03,https://courier.example/1,4\n")
    notes: list[str] = []
    (one,) = load(table, columns=Columns(text="summary", date="made", id="link"), say=notes.append)
    assert isinstance(one, Article)
    assert (one.text, one.published, one.id, one.url) == (TEXT, "2021-05-03", "https://courier.example/1", "https://courier.example/1")
    assert one.published_why == 'given with the article as "made"'
    assert one.metadata == (("text", "x"), ("date", "2020-01-01"), ("n", "4"))
    said = 'text from "summary", date from "made", id from "link", url from "link", kept as metadata: "text", "date", "n"'
    assert notes == [f"{table}: {said}"]


NEWS_PLEASE = {
    "authors": ["Ann Scott", "Bo Diaz"], "date_download": "2021-05-04 01:02:03",
    "date_modify": None, "date_publish": "2021-05-03 08:00:00",
    "description": "A meeting.", "filename": "x.json", "image_url": None, "language": "en", "localpath": None,
    "title": "Queen meets president",
    "title_page": None, "title_rss": None, "source_domain": "courier.example", "maintext": TEXT, "url": "https://courier.example/1",
}  # fmt: skip


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a"])
def test_the_json_of_news_please_is_understood(tmp_path: Path, name: str) -> None:
    (one,) = load(write(tmp_path, name, json.dumps(NEWS_PLEASE)))
    assert isinstance(one, Article)
    assert (one.title, one.text, one.published, one.source) == ("Queen meets president", TEXT, "2021-05-03", "courier.example")
    assert (one.url, one.authors) == ("https://courier.example/1", ("Ann Scott", "Bo Diaz"))
    assert dict(one.metadata)["date_download"] == "2021-05-04 01:02:03"


def test_json_lines_with_other_names(tmp_path: Path) -> None:
    lines = write(tmp_path, "a.jsonl", "\n".join(json.dumps({"words": TEXT, "n": n}) for n in range(2)))
    found = [one for one in load(lines, columns=Columns(text="words", id="n")) if isinstance(one, Article)]
    assert [(one.id, one.text) for one in found] == [("0", TEXT), ("1", TEXT)]
    assert texts(lines) == [
        f'{lines}: no key is known to hold the text: they are "words", "n" (--text-column NAME says which key holds the text)'
    ]


def test_our_own_output_goes_in_again(tmp_path: Path) -> None:
    table = write(tmp_path, "a.csv", as_csv(ROWS[:2]))
    run = CliRunner().invoke
    first = run(cli.main, ["read", "--format", "jsonl", table]).stdout
    second = run(cli.main, ["read", "--format", "jsonl", write(tmp_path, "b.jsonl", first)])
    assert second.stderr == ""
    for one, other in zip(first.splitlines(), second.stdout.splitlines(), strict=True):
        assert json.loads(one) | {"published_why": ""} == json.loads(other) | {"published_why": ""}


# --- dates


@pytest.mark.parametrize(
    ("words", "day", "at"),
    [
        ("2021-05-03", "2021-05-03", ""),
        ("2021-05-03 08:00:00", "2021-05-03", ""),
        ("2021-05-03T08:00:00Z", "2021-05-03", "2021-05-03T08:00:00+00:00"),
        ("20210503", "2021-05-03", ""),
        ("20210503T080000Z", "2021-05-03", ""),
        ("2021/05/03", "2021-05-03", ""),
        ("May 3, 2021", "2021-05-03", ""),
        ("3 May 2021", "2021-05-03", ""),
        ("Mon, 03 May 2021 08:00:00 +0200", "2021-05-03", "2021-05-03T08:00:00+02:00"),
        ("Monday, May 3, 2021", "2021-05-03", ""),
        ("23/05/2021", "2021-05-23", ""),
        ("05/23/2021 14:00", "2021-05-23", ""),
        ("05/05/2021", "2021-05-05", ""),
    ],
)
def test_dates_as_tables_write_them(words: str, day: str, at: str) -> None:
    assert written(words) == Published(day, at)


@pytest.mark.parametrize(
    "words",
    ["04/05/2021", "31/31/2021", "soon", "1620028800", "٣ May 2021", "20211332", "May 2021 or so", "Mon, 01 Jan 0001 00:00:00 +1400"],
)
def test_dates_that_nobody_can_be_sure_of(words: str) -> None:
    with pytest.raises(BadDate):
        written(words)


@settings(deadline=None)
@given(st.text(alphabet="0123456789/-. :,MayondT+ZGT", max_size=30))
def test_any_words_are_a_date_or_refused(words: str) -> None:
    try:
        assert isinstance(written(words), Published)
    except BadDate:
        return


# --- what is wrong, and where


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        ("", EmptySource, "it is empty"),
        ("\r\n \n", EmptySource, "it is empty"),
        ("id,text\n", EmptySource, "there is no article in it"),
        ("name,words\nx,y\n", NotAnArticle, 'line 1: no column is known to hold the text: they are "name", "words"'),
        ("id,text\n1,\n", EmptySource, "line 2: there is no text in it"),
        (f"id,text\n\n\n1,{TEXT},x,y\n", NotAnArticle, "line 4: 4 cells in a table of 2 columns"),
        (f"id,text,date\n1,{TEXT},04/05/2021\n", NotAnArticle, 'line 2: published "04/05/2021": day and month can\'t be told apart'),
        (b"id,text\n1,The queen \xe9 flew home.\n", NotText, "line 2: not UTF-8: a byte is 0xe9"),
        (b"id,text\n1,The queen\0 flew home.\n", NotText, 'line 2: a NUL or half a character stands in its "text"'),
        (f'id,text\n1,"{TEXT}\n', NotAnArticle, "line 2: a quotation mark is opened and never closed"),
        (",".join("x" * 10_001) + "\n", NotAnArticle, "10,001 columns"),
    ],
)
def test_a_complaint_names_the_line(tmp_path: Path, content: str | bytes, error: type[SourceError], words: str) -> None:
    (one,) = load(write(tmp_path, "a.csv", content))
    assert isinstance(one, error)
    assert words in str(one)
    assert "\n" not in str(one)


def test_a_column_that_is_not_there(tmp_path: Path) -> None:
    table, bulk = write(tmp_path, "a.csv", as_csv(ROWS[:1])), as_parquet(tmp_path / "a.parquet", ROWS[:1])
    for source in (table, bulk):
        assert 'there is no column "words"' in texts(source, text="words")[0]
        assert 'there is no column "day"' in texts(source, date="day")[0]
        assert "--date-column" in texts(source, date="day")[0]


FORMS = {  # the same rows, of which none has a "nope"
    "a.csv": f"story,day,n\n{TEXT},2021,1\n{TEXT},2021,2\n",
    "a.jsonl": "\n".join(json.dumps({"story": TEXT, "day": "2021", "n": n}) for n in (1, 2)),
    "a.json": json.dumps([{"story": TEXT, "day": "2021", "n": n} for n in (1, 2)]),
}


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("part", ["date", "title", "id", "url", "source"])
@pytest.mark.parametrize("quiet", [(), ("--quiet",)])
def test_a_misspelled_column_is_one_line_and_nothing_is_kept(tmp_path: Path, name: str, part: str, quiet: tuple[str, ...]) -> None:
    source, record = write(tmp_path, name, FORMS[name]), tmp_path / "r.db"
    args = ["add", "--record", str(record), "--text-column", "story", f"--{part}-column", "nope", *quiet, source]
    result = CliRunner().invoke(cli.main, args)
    where, kind = (f"{source}, line 1", "column") if name == "a.csv" else (source, "key")
    said = f'legation: {where}: there is no {kind} "nope": they are "story", "day", "n" (--{part}-column names one of them)\n'
    assert (result.exit_code, result.stderr) == (2, said + ("" if quiet else "1 failed\n"))
    assert not record.exists()


def test_a_key_that_single_objects_lack(tmp_path: Path) -> None:
    rows = [{"n": 1}, {"story": TEXT, "n": 2}, {"story": f"{TEXT} Again.", "day": "2021-05-03", "n": 3}]
    notes: list[str] = []
    columns = Columns(text="story", date="day")
    for name, content in (("a.jsonl", "no JSON\n" + "\n".join(map(json.dumps, rows))), ("a.json", json.dumps(rows))):
        *_, bad, first, second = load(write(tmp_path, name, content), columns=columns, say=notes.append)
        assert 'it has no "story" (' in str(bad)
        assert isinstance(first, Article)
        assert isinstance(second, Article)
        assert (first.published, second.published) == ("", "2021-05-03")
    (alone,) = load(write(tmp_path, "b.json", json.dumps(rows[1])), columns=columns, say=notes.append)
    assert isinstance(alone, Article)
    assert [note.partition(": ")[2] for note in notes if "there is no" in note] == ['there is no "day" in it']


def test_five_hundred_lines_without_a_text_are_one_complaint(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"n": n, "words": TEXT}) for n in range(500))
    (one,) = texts(write(tmp_path, "a.jsonl", lines))
    assert 'a.jsonl: no key is known to hold the text: they are "n", "words" (--text-column NAME says' in one
    (other,) = texts(write(tmp_path, "a.jsonl", lines), text="word")
    assert 'a.jsonl: there is no key "word": they are "n", "words" (--text-column names one of them)' in other


def test_lines_are_counted_over_breaks_within_quotes(tmp_path: Path) -> None:
    table = write(tmp_path, "a.csv", f'text,date\r\n"{TEXT}\r\nThey\r\nwill meet.",2021\r\n{TEXT},soon\r\n"a ""b"" c {TEXT}",2022\r\n')
    found = list(load(table))
    assert [type(one) for one in found] == [Article, NotAnArticle, Article]
    assert f"{table}, line 5: " in str(found[1])
    assert found[2].text == f'a "b" c {TEXT}'  # type: ignore[union-attr]


def test_a_bad_row_costs_only_itself(tmp_path: Path) -> None:
    rows = [f"1,{TEXT}", f"2,{TEXT},x", "3,", f'4,"{TEXT}', f"5,{TEXT}", f"6,{TEXT}"]
    found = list(load(write(tmp_path, "a.csv", "id,text\n" + "\n".join(rows))))
    assert [one.id if isinstance(one, Article) else str(one).split(": ")[0][-6:] for one in found] == [
        "1",
        "line 3",
        "line 4",
        "line 5",
        "5",
        "6",
    ]


def test_quotation_marks_that_are_never_closed_end_a_table_at_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 100)
    monkeypatch.setattr(tables, "UNCLOSED", 3)
    found = list(load(write(tmp_path, "a.csv", "id,text\n" + f'1,"{TEXT}\n\n{TEXT}""\n' * 50)))
    assert "too many quotation marks are never closed" in str(found[-1])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(['"', '""', ",", ";", "\n", "\r\n", "\r", "\0", "text", "id", "x" * 50, "\udcff", "=1+1", "'", "\ufeff"]),
        max_size=30,
    )
)
def test_any_table_is_read_or_refused(parts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        data = ("id,text\n" + "".join(parts)).encode("utf-8", "surrogateescape")
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        for one in load("-", columns=Columns(text="text")):
            assert isinstance(one, Article | SourceError)
            str(one).encode()


def test_broken_parquet_is_refused(tmp_path: Path) -> None:
    whole = Path(as_parquet(tmp_path / "a.parquet", ROWS)).read_bytes()
    for bad in (whole[:-9], whole[: len(whole) // 2], b"PAR1" + bytes(50), b"PAR1"):
        (one,) = load(write(tmp_path, "b.parquet", bad))
        assert isinstance(one, NotAnArticle)
        assert "a Parquet file that can't be read" in str(one)


# --- the dry run


@pytest.mark.parametrize("command", ["read", "add"])
def test_a_dry_run_shows_three_articles_and_reads_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.csv", as_csv(ROWS))
    found = CliRunner().invoke(cli.main, [command, "--dry-run", "a.csv"])
    assert found.exit_code == 0
    first, second, third = found.stdout.split("\n\n")
    assert second.splitlines() == [
        "title:    Meeting number 1, “again”",
        'date:     2021-02-02 (given with the article as "pub_date")',
        "source:   The Courier; Strelsau",
        "id:       r1",
        "url:      https://courier.example/1",
        f'text:     It was their meeting number 1. {TEXT} "No," she said; "not again". (24 words)',
        "metadata: topic = peace, war",
        "metadata: likes = 1",
    ]
    assert ("number 0" in first, "number 2" in third) == (True, True)
    assert found.stderr.startswith('legation: a.csv: text from "body", date from "pub_date"')
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_dry_run_tells_a_date_that_is_inferred_and_shows_no_control_characters(tmp_path: Path) -> None:
    table = write(tmp_path, "a.csv", f'title,text,x\n\x1b[2Jx,"GENEVA, May 3, 2021 — {TEXT}",\x1b]0;y\n')
    found = CliRunner().invoke(cli.main, ["read", "--dry-run", table])
    assert "date:     2021-05-03 (" in found.stdout
    assert "\x1b" not in found.output
    assert CliRunner().invoke(cli.main, ["read", "--dry-run", str(tmp_path / "none.csv")]).exit_code == 2


def test_quiet_says_nothing_of_columns(tmp_path: Path) -> None:
    table = write(tmp_path, "a.csv", as_csv(ROWS[:1]))
    assert CliRunner().invoke(cli.main, ["read", "--dry-run", "--quiet", table]).stderr == ""
