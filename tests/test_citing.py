"""Citations: what is written is read back by tools that take it in, whatever the page holds."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import rispy
import stub
from bibtexparser import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from click.testing import CliRunner, Result
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from telling import Deed, keep, record

from legation import cli
from legation.entries import Article
from legation.views import bibtex
from legation.views.citing import STYLES, cite, spoken

SUMMIT = Article(
    "summit", "Trump and Kim sign joint statement", "Trump and Kim meet in Singapore.", "2018-06-12",
    source="Legation examples", url="https://example.org/2018/summit?page=1", authors=("Jane Doe", "The Example Agency, Seoul"),
)  # fmt: skip
WORDS = (  # what could end a field, begin another, or run
    "Ends}, note = {owned", "{unbalanced", "100 % of R&D_costs #1 $5 ^ ~ \\input{x}", "\\immediate\\write18{id}", "@string{a = 1}",
    "TY  - JOUR", "a\r\nER  - \r\nTY  - BOOK", "x\u2028ER  - ", "a\x85b", "<i>italics</i> & <script>alert(1)</script>",
    '"quoted" “so”', "Müller, Ærø and Çelik", "a, and b",
)  # fmt: skip

LATEX = get_default_latex_context_db()
LATEX.add_context_category(  # of LaTeX's own, and unknown to the decoder
    "kernel",
    macros=[
        MacroTextSpec(name, sign)
        for name, sign in zip(
            ("textbraceleft", "textbraceright", "textless", "textgreater", "textbar", "textasciicircum"), "{}<>|^", strict=True
        )
    ],
    prepend=True,
)
DECODER = LatexNodes2Text(latex_context=LATEX, keep_braced_groups=False, strict_latex_spaces=True)


def plain(text: str) -> str:
    return " ".join(text.split())


def hostile(words: str) -> Article:
    return replace(SUMMIT, title=words, source=words, authors=(words,), url=f"https://example.org/{words}")


def test_a_footnote_reads_like_one() -> None:
    found = stub.record("Ban Ki-moon")
    assert cite(SUMMIT) == (
        "Jane Doe, The Example Agency, Seoul, “Trump and Kim sign joint statement”, Legation examples, 12 June 2018, "
        "https://example.org/2018/summit?page=1. [Legation article summit, version 1]\n"
    )
    cited = cite(found.article, found.events[0])
    assert "Words: “Ban Ki-moon says he would like to sit down with Kim Jong Un again this year.”" in cited
    assert cited.endswith("[Legation entry e-1, article a-Ban Ki-moon, version 1, characters 0 to 76]\n")
    assert "javascript:" not in cited


@pytest.mark.parametrize(
    ("published", "said"),
    [("2018-06-12", "12 June 2018"), ("2018-06", "June 2018"), ("2018", "2018"), ("2018~", "2018~"), ("2018/2019", "2018/2019"), ("", "")],
)
def test_dates_in_words(published: str, said: str) -> None:
    assert spoken(published) == said


@pytest.mark.parametrize("words", WORDS)
def test_bibtex_is_read_back(words: str) -> None:
    entries = parse_string(cite(hostile(words), style="bibtex"), append_middleware=[LatexDecodingMiddleware(decoder=DECODER)])
    assert not entries.failed_blocks
    (entry,) = entries.entries
    fields = entry.fields_dict
    assert (entry.entry_type, entry.key) == ("article", "legation:summit")
    for field in ("title", "journal", "author"):
        assert plain(str(fields[field].value)) == plain(words)
    assert (fields["date"].value, fields["year"].value, fields["month"].value) == ("2018-06-12", "2018", "6")


@pytest.mark.parametrize("words", WORDS)
def test_no_brace_and_no_command_of_a_page_stays_one_in_bibtex(words: str) -> None:
    known = set(re.findall(r"\\[a-z]+", "".join(bibtex.SPECIAL.values())))
    written = bibtex.escape(words)
    assert set(re.findall(r"\\[a-zA-Z]+", written)) <= known
    assert written.replace("{}", "").isascii() is words.isascii()
    assert "{" not in written.replace("{}", "")


@pytest.mark.parametrize("words", WORDS)
def test_ris_is_read_back(words: str) -> None:
    (entry,) = rispy.loads(cite(hostile(words), style="ris"))
    assert entry["type_of_reference"] == "NEWS"
    assert (entry["title"], entry["authors"]) == (plain(words), [plain(words)])
    assert (entry["year"], entry["date"], entry["accession_number"]) == ("2018", "2018/06/12/", "Legation article summit, version 1")


@pytest.mark.parametrize("words", WORDS)
def test_csl_is_read_back(words: str) -> None:
    (item,) = json.loads(cite(hostile(words), style="csl"))
    assert set(item) <= {"id", "type", "title", "author", "issued", "container-title", "abstract", "note", "URL", "language"}
    assert (item["type"], item["issued"]) == ("article-newspaper", {"date-parts": [[2018, 6, 12]]})
    assert not re.search(r"</?(?:i|b|sc|sub|sup|span)\b", item["title"])
    assert item["title"].replace("\u2060", "") == plain(words)
    assert item["URL"].startswith("https://example.org/")
    assert not re.search(r"[\s<>\"{}\\]", item["URL"])


@pytest.mark.parametrize(
    ("published", "issued"),
    [
        ("2018-06", {"date-parts": [[2018, 6]]}),
        ("2018-06-12/2018-06-14", {"date-parts": [[2018, 6, 12], [2018, 6, 14]]}),
        ("2018~", {"date-parts": [[2018]], "circa": True}),
        ("", None),
    ],
)
def test_csl_dates(published: str, issued: object) -> None:
    (item,) = json.loads(cite(replace(SUMMIT, published=published), style="csl"))
    assert item.get("issued") == issued


@pytest.mark.parametrize("style", STYLES)
def test_only_addresses_of_the_web_are_cited(style: str) -> None:
    for url in ("javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "https://"):
        assert url not in cite(replace(SUMMIT, url=url), style=style)


MEETING = Deed("Trump and Kim meet in Singapore.", "meet", "CONSULT", "happened", "USA Donald Trump, PRK Kim Jong Un", when="2018-06-12")
AGAIN = Deed("On Tuesday Trump and Kim meet.", "meet", "CONSULT", "happened", "USA Donald Trump, PRK Kim Jong Un", when="2018-06-12")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    keep(tmp_path / "r.db", record("first", "2018-06-12", MEETING), record("second", "2018-06-13", AGAIN)).__exit__(None, None, None)
    return tmp_path / "r.db"


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["cite", *arguments, "--record", str(path)])


def test_entries_tellings_and_articles_are_cited_by_their_ids(kept: Path) -> None:
    event, telling = record("first", "2018-06-12", MEETING).events[0].id, record("second", "2018-06-13", AGAIN).events[0].id
    assert f"Legation entry {event}, article first" in run(kept, event).stdout
    assert f"Legation entry {telling}, article second" in run(kept, telling[:8]).stdout
    assert run(kept, "second").stdout == "“second”, second, 13 June 2018. [Legation article second, version 1]\n"
    assert run(kept, "sec", "--style", "csl").stdout == run(kept, "second", "--style", "csl").stdout


def test_what_is_not_there_is_told_on_one_line(kept: Path) -> None:
    result = run(kept, "nothing")
    assert result.exit_code == 2
    assert result.stderr.startswith("legation: nothing: no entry and no article with this id")


def test_a_citation_goes_to_a_file_and_never_onto_the_record(kept: Path) -> None:
    assert run(kept, "second", "--style", "ris", "-o", str(kept.with_name("one.ris"))).exit_code == 0
    assert kept.with_name("one.ris").read_bytes().endswith(b"ER  - \r\n")
    assert run(kept, "second", "-o", str(kept)).exit_code == 2
