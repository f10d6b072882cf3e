"""The report: what it tells of parties, that every word of it leads to a source, and that nothing in it runs."""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import stub
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt
from telling import Deed, keep, record
from test_docket import SINGAPORE
from test_views import PAYLOADS, Elements, shape

from legation import cli
from legation.entries import Article, Record, Statement
from legation.knowledge.meanings import DOCKET, STATUSES, TYPES
from legation.knowledge.tables import lines
from legation.record import docket
from legation.record.dossier import Dossier, Wanted
from legation.record.gathering import gather, groups
from legation.record.store import Store
from legation.views import report, report_markdown
from legation.views.links import web_address
from legation.views.report_words import Frame
from legation.views.times import in_words

ROOT = Path(__file__).parent.parent
FRAME = Frame("A title", "r.db", "2018-07-01")


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["report", "--record", str(path), *arguments])


def written(path: Path, *arguments: str) -> str:
    done = run(path, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def singapore(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The road to Singapore, a quarrel about who struck first, and something said."""
    path = tmp_path_factory.mktemp("report") / "r.db"
    struck = "Pyongyang struck a drill near Seoul, killing 12, the ministry says."
    other = "At least 17 were killed when Pyongyang struck a drill near Seoul."
    denied = "Pyongyang denies that it struck a drill near Seoul."
    last = SINGAPORE[-1]
    speaker = last.events[0].actors[0]
    said = Statement("said-1", speaker, "direct", stub.find(last.article.text, "meet in Singapore"), said="2018-06-12", confidence=0.9)
    keep(
        path,
        *SINGAPORE[:-1],
        replace(last, article=replace(last.article, url="https://news.example/summit?a=1&b=2"), statements=(said,)),
        record("x", "2018-06-20", Deed(struck, "struck", "ASSAULT", "happened", "PRK", "KOR", "2018-06-19", killed=12), source="Echo"),
        record("y", "2018-06-21", Deed(other, "struck", "ASSAULT", "happened", "PRK", "KOR", "2018-06-19", killed=17), source="Mail"),
        record("z", "2018-06-22", Deed(denied, "struck", "ASSAULT", "not_happened", "PRK", "KOR", "2018-06-19"), source="Post"),
    ).__exit__(None, None, None)
    return path


BOTH = ("--party", "USA", "--party", "North Korea")


# --- what it tells


def test_the_report_of_the_road_to_singapore(singapore: Path) -> None:
    page = written(singapore, *BOTH, "--since", "2018-01")
    for words in (
        "United States and North Korea: the diplomatic record",
        "from January 2018 on",
        "The record holds 5 events between United States and North Korea (from January 2018 on), told in 6 articles from 6 outlets.",
        "Kept: it was done",
        "held out by Kim Jong Un",
        "due 12 June 2018",
        "Trump calls off the meeting with Kim.",
        "12 June 2018",
        "“meet in Singapore”",
        "confidence 90 %",
        "Conflict and cooperation between United States and North Korea by month",
        "read by by hand with rules 1 (6 articles)",
    ):
        assert words in page, words
    assert "Pyongyang struck" not in page  # it was not between these two


def test_what_has_no_date_stands_where_it_was_said(singapore: Path) -> None:
    text = written(singapore, *BOTH, "--since", "2018-03", "--until", "2018-04", "--format", "markdown")
    chronology = text[text.index("## Chronology") : text.index("## Method")]
    assert re.findall(r"^###? (.*)$", chronology, re.MULTILINE) == ["Chronology", "March 2018"]
    assert "**undated** Donald Trump (USA), Kim Jong Un (PRK): CONSULT (proposed by Kim Jong Un)" in chronology
    assert "(confidence 90 %; said 8 March 2018)" in chronology


def test_every_mark_leads_to_something_on_the_page(singapore: Path) -> None:
    found = Elements(written(singapore, "--party", "PRK"))
    inner = [link[1:] for link in found.links if link.startswith("#")]
    assert len(inner) > 30
    assert not set(inner) - set(found.ids)
    assert len(found.ids) == len(set(found.ids))
    outer = [link for link in found.links if not link.startswith(("#", "data:text/csv"))]
    assert outer == ["https://news.example/summit?a=1&b=2"]


def test_every_id_leads_to_its_entry_or_article(singapore: Path) -> None:
    page = written(singapore, "--party", "PRK")
    ids = set(re.findall(r'<code class="id">([^<]*)</code>', page))
    with Store(singapore) as store:
        articles = {row[0] for row in store.query("SELECT article_id FROM articles")}
    assert ids & articles == {"s1", "s2", "s3", "s4", "s5", "s6", "x", "y", "z"}
    for id in ids - articles:
        assert CliRunner().invoke(cli.main, ["show", id, "--record", str(singapore)]).exit_code == 0, id


@pytest.mark.parametrize("parties", [("USA", "PRK"), ("Kim Jong Un",), ("USA", "PRK", "KOR")])
def test_the_commands_that_check_it_run(singapore: Path, monkeypatch: pytest.MonkeyPatch, parties: tuple[str, ...]) -> None:
    monkeypatch.chdir(singapore.parent)
    page = written(singapore, *(word for party in parties for word in ("--party", party)), "--until", "2018-07", "--format", "markdown")
    commands = re.findall(r"^\* `(legation [^`]*)`: ", page, re.MULTILINE)
    assert len(commands) == {1: 5, 2: 6, 3: 3}[len(parties)]
    id = re.findall(r"`([0-9a-f]{10,})`", page)[0]
    for command in commands:
        given = [id if word == "ID" else "fits" if word == "…" else word for word in shlex.split(command)[1:]]
        given = ["refused" if before == "--status" else word for before, word in zip(["", *given], given, strict=False)]
        if given[0] != "correct":
            assert CliRunner().invoke(cli.main, given).exit_code == 0, command


def test_disputes_show_who_says_what(singapore: Path) -> None:
    page = written(singapore, "--party", "PRK", "--party", "South Korea")
    assert "told as a fact, and denied" in page
    assert "killed: 12 (Echo); 17 (Mail)" in page
    part = page[page.index('id="disputes"') :]
    assert re.findall(r"<strong>([^<]*)</strong>: <q>", part[: part.index("</section>")]) == [
        "19 June 2018, happened",
        "19 June 2018, happened",
        "19 June 2018, not happened",
    ]


def test_until_a_day_the_docket_stands_as_it_did_by_what_was_told_by_then(singapore: Path) -> None:
    page = written(singapore, *BOTH, "--until", "2018-05-25")
    assert "As it stands on 25 May 2018, by what had been told by then." in page
    assert "Called off: called off after it had been planned" in page
    assert "Trump and Kim meet in Singapore." not in page
    assert "until 25 May 2018" in page


def test_what_was_over_before_the_time_asked_for_is_left_out(singapore: Path) -> None:
    page = written(singapore, "--party", "PRK", "--since", "2018-06-15")
    assert "Trump and Kim meet in Singapore." not in page
    assert 'id="docket"' not in page


def test_more_entries_than_asked_for_leave_those_that_most_tell(singapore: Path) -> None:
    page = written(singapore, "--party", "PRK", "--entries", "1", "--statements", "0")
    assert "Shown are the 1 that most sources tell and that are surest." in page
    assert page.count("<blockquote>") == 1
    assert "told by 3 independent articles" in page  # the disputed strike


def test_more_matters_than_asked_for_leave_what_is_open_and_what_was_moved_last(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    visits = [
        ("2016-03-01", "2016-04-05", "Xi will visit Hanoi on 5 April."),
        ("2017-03-01", "2017-04-05", "Xi will visit Hanoi again on 5 April."),
    ]
    offer = Deed("Hanoi offers Beijing talks.", "talks", "CONSULT", "proposed", "VNM", "CHN")
    planned = [Deed(words, "visit", "CONSULT", "planned", "CHN Xi Jinping", "VNM", when=when, mode="visit") for _, when, words in visits]
    told = [record(f"v{i}", day, deed) for i, ((day, _, _), deed) in enumerate(zip(visits, planned, strict=True))]
    keep(path, record("o", "2017-06-01", offer), *told).__exit__(None, None, None)
    page = written(path, "--party", "China", "--until", "2017-07", "--matters", "2", "--entries", "1")
    docket = page[page.index('<section id="docket">') : page.index('<section id="chronology">')]
    assert "Shown are 2 of 3 matters: what is open, and what was moved last." in docket
    assert "Hanoi offers Beijing talks." in docket
    assert "Xi will visit Hanoi again on 5 April." in docket
    assert "Xi will visit Hanoi on 5 April." not in docket
    assert '<th scope="row">matters on the docket</th><td>3</td>' in page


def test_of_several_parties_it_tells_what_any_two_have_to_do_with_each_other(singapore: Path) -> None:
    assert groups(("A",)) == (("A",),)
    assert groups(("A", "B", "C")) == (("A", "B"), ("A", "C"), ("B", "C"))
    page = written(singapore, "--party", "USA", "--party", "PRK", "--party", "KOR")
    assert "6 events among United States, North Korea and South Korea" in page
    assert "Trump and Kim meet in Singapore." in page
    assert "struck" in page


def test_what_is_less_sure_than_asked_for_is_left_out_everywhere(singapore: Path) -> None:
    text = written(singapore, *BOTH, "--min-confidence", "0.9", "--format", "markdown")
    assert "Left out are events of less confidence than 90% and statements of less than 90%." in text
    assert "--min-confidence 0.9 --record r.db" in text
    assert "Trump and Kim meet in Singapore." in text
    done = run(singapore, *BOTH, "--min-confidence", "sure")
    assert "Trump and Kim meet in Singapore." in done.stdout
    assert "“meet in Singapore”" not in done.stdout  # said with a confidence of 0.9, where sure begins at 0.98
    assert run(singapore, *BOTH, "--min-confidence", "0.95").exit_code == 2  # nothing is left


def test_a_party_named_twice_is_one(singapore: Path) -> None:
    assert "events of North Korea" in written(singapore, "--party", "PRK", "--party", "North Korea", "--party", "prk")


def test_a_correction_shows_with_who_made_it(singapore: Path, tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    path.write_bytes(singapore.read_bytes())
    with Store(path) as store:
        id = store.query("SELECT event_id FROM events WHERE status = 'happened' AND type = 'CONSULT'")[0][0]
    done = CliRunner().invoke(cli.main, ["correct", id, "--where", "Sentosa", "--who", "A. Desk", "--record", str(path)])
    assert done.exit_code == 0
    page = written(path, *BOTH)
    assert "corrected by A. Desk" in page
    assert "Sentosa" in page


def test_markdown_tells_the_same_with_footnotes(singapore: Path) -> None:
    page, text = written(singapore, "--party", "PRK"), written(singapore, "--party", "PRK", "--format", "markdown")
    for heading in re.findall(r"<h2>([^<]*)</h2>", page):
        assert heading == "Sources" or f"\n## {heading}\n" in text
    marks, notes = set(re.findall(r"\[\^(\d+)\](?!:)", text)), re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert marks == set(notes)
    assert notes == [str(n) for n in range(1, len(notes) + 1)]
    assert notes[-1] == re.findall(r'<li id="n(\d+)">', page)[-1]
    shown = set(re.findall(r'<code class="id">([^<]*)</code>', page))
    assert {id for id in shown if f"`{id}`" in text or f"(article {id})" in text} == shown


# --- how it is asked for


def test_the_ending_of_the_file_says_which_format(singapore: Path, tmp_path: Path) -> None:
    for name, begins in (("a.html", "<!doctype html>"), ("a.md", "# "), ("a.MARKDOWN", "# "), ("a.txt", "<!doctype html>")):
        assert run(singapore, *BOTH, "--title", "Two", "-o", str(tmp_path / name)).exit_code == 0
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert run(singapore, *BOTH, "--format", "html", "-o", str(tmp_path / "a.md")).exit_code == 0
    assert "<title>United States" in (tmp_path / "a.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "missing option '--party'"),
        (["--party", "Atlantis"], "Atlantis: nothing of it in"),
        (["--party", "USA", "--since", "2018-13"], "--since 2018-13: "),
        (["--party", "USA", "--entries", "0"], "--entries"),
    ],
)
def test_what_can_not_be_reported_is_one_line(singapore: Path, arguments: list[str], says: str) -> None:
    done = run(singapore, *arguments, "--title", "x")
    assert (done.exit_code, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
    assert says in done.stderr


def test_it_never_overwrites_the_record(singapore: Path) -> None:
    before = singapore.read_bytes()
    assert run(singapore, *BOTH, "-o", str(singapore)).exit_code == 2
    assert singapore.read_bytes() == before


def test_the_same_record_gives_the_same_report_and_names_no_folder(singapore: Path) -> None:
    page = written(singapore, "--party", "PRK")
    assert page == written(singapore, "--party", "PRK")
    assert "r.db" in page
    assert str(singapore.parent) not in page


# --- safety


def test_the_page_runs_nothing_and_allows_nothing_but_its_style(singapore: Path) -> None:
    page = written(singapore, "--party", "PRK")
    assert not {"script", "iframe", "object", "embed", "form", "img", "link"} & {tag for tag, _ in Elements(page).tags}
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'" in page
    assert "style=" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert "url(" not in style[1]
    assert "prefers-color-scheme: dark" in style[1]
    assert "@media print" in style[1]


KEPT = {"type", "status", "state", "stands", "kind", "month", "as_of"}  # a record that had others there would not open


def poisoned(value: Any, word: str, name: str = "") -> Any:
    """The same with a word in every field that a page, a person or a stranger's record could have filled."""
    if is_dataclass(value) and not isinstance(value, type):
        new = object.__new__(type(value))  # past the checks: words no longer fit their spans
        for field in fields(value):
            object.__setattr__(new, field.name, poisoned(getattr(value, field.name), word, field.name))
        return new
    if isinstance(value, tuple):
        return tuple(poisoned(one, word, name) for one in value)
    return word if isinstance(value, str) and name not in {*KEPT, "statuses"} else value


@pytest.fixture(scope="module")
def dossier(singapore: Path) -> Dossier:
    with Store(singapore) as store:
        return gather(store, Wanted(("USA", "PRK", "KOR"), today="2018-07-01"))


def test_a_dossier_of_everything(dossier: Dossier) -> None:
    empty = [field.name for field in fields(dossier) if getattr(dossier, field.name) in ((), 0, "")]
    assert not empty  # else the tests below would not see that part


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_field_becomes_markup(dossier: Dossier, payload: str) -> None:
    pages = ["".join(report.report(*poisoned((dossier, FRAME), word))) for word in (payload, "Trump")]
    assert shape(pages[0]) == shape(pages[1])
    assert all(link.startswith(("#", "data:text/csv")) for link in Elements(pages[0]).links)
    pages[0].encode()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_field_becomes_markdown(dossier: Dossier, payload: str) -> None:
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    texts = ["".join(report_markdown.report(*poisoned((dossier, FRAME), word))) for word in (payload, "Trump")]
    assert shape(reader.render(texts[0])) == shape(reader.render(texts[1]))


def test_hostile_words_pass_through_a_record_unharmed(tmp_path: Path) -> None:
    for number, payload in enumerate(p for p in PAYLOADS if p.isprintable()):
        path = tmp_path / f"{number}.db"
        keep(path, stub.record(payload)).__exit__(None, None, None)
        found = Elements(written(path, *BOTH))
        assert not {"script", "img", "b", "base", "math", "textarea", "plaintext"} & {tag for tag, _ in found.tags}
        assert not [name for _, names in found.tags for name in names if name.startswith("on")]
        assert not [link for link in found.links if not link.startswith(("#", "data:text/csv"))]


@pytest.mark.parametrize(
    ("address", "leaves"),
    [
        ("https://news.example/a?b=c&d=e#f", True),
        ("http://news.example", True),
        ("HTTPS://news.example", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("ftp://news.example", False),
        ("https:///nowhere", False),
        ("https://news.example/ onclick=x", False),
        ('https://news.example/"><b>', False),
        ("https://[x", False),
        ("//news.example", False),
        ("news.example", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_become_links(address: str, leaves: bool) -> None:
    assert web_address(address) == (address if leaves else "")


# --- words


WORDED = [
    ("2018-06-12", "12 June 2018"),
    ("2018-06", "June 2018"),
    ("2018", "2018"),
    ("2019~", "about 2019"),
    ("2018-06?", "about June 2018"),
    ("2018/2019", "2018 to 2019"),
    ("2018-06/2018-08", "June to August 2018"),
    ("2018-06-10/2018-06-12", "10 to 12 June 2018"),
    ("2018-12-30/2019-01-02", "30 December 2018 to 2 January 2019"),
    ("2022/..", "since 2022"),
    ("../2019-12-31", "until 31 December 2019"),
    ("", ""),
    ("../..", ""),
    ("soon\n<b>", "soon <b>"),
]


@pytest.mark.parametrize(("edtf", "words"), WORDED)
def test_a_date_as_people_write_it(edtf: str, words: str) -> None:
    assert in_words(edtf) == words


def test_every_word_of_the_record_is_explained() -> None:
    from legation import entries

    assert set(TYPES) == set(entries.TYPES)
    assert set(STATUSES) == set(entries.STATUSES)
    assert set(DOCKET) == set(docket.STATES)


def test_the_confidence_told_is_the_one_measured() -> None:
    measured = re.findall(r"^\| 0\.\d+ to 0\.\d+ \| \d+ \| (\d+) \| (\d+) \|", (ROOT / "docs" / "quality.md").read_text(), re.MULTILINE)
    assert [(events, right) for _, _, events, right, _ in lines("confidence.tsv")] == measured


def test_sources_without_title_outlet_or_date_still_have_a_name(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    one = record("s", "2018-06-12", Deed("Trump and Kim meet.", "meet", "CONSULT", "happened", "USA, PRK"))
    bare = Article("s", "", one.article.text)
    keep(path, Record(bare, (), one.events, "by hand", 1)).__exit__(None, None, None)
    assert "“Trump and Kim meet.”, undated." in written(path, *BOTH)
