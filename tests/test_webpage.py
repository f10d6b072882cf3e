"""`legation read URL` and `add URL`, as a user types them: the page becomes an article, and is kept as it came."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import web
from legation import cli, pipeline
from legation.entries import Article, Record
from legation.errors import EmptySource, NotText, SourceError
from legation.intake import pace
from legation.intake.article import Terms, identifier
from legation.intake.dates import Published
from legation.intake.fetched import Fetched
from legation.intake.webpage import from_fetched, home, in_utf8
from legation.reading.reader import model

UNDATED = Terms(Published(""))


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pause between requests."""
    monkeypatch.setattr(pace, "EVERY", 0.0)


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every article tells nothing, as far as the reader goes."""
    monkeypatch.setattr(pipeline, "read_article", lambda article: Record(article, model=model().name, rules=pipeline.RULES))


@pytest.fixture
def site() -> Iterator[web.Site]:
    with web.serve({"/story": web.Reply(web.story())}) as running:
        yield running


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command typed in an empty folder; the loopback interface is allowed."""
    monkeypatch.chdir(tmp_path)

    def typed(command: str, *sources: str, allow: bool = True, **options: Any) -> Result:
        private = ["--allow-private", "127.0.0.1"] if allow else []
        return CliRunner().invoke(cli.main, [*command.split(), *private, *sources], **options)

    return typed


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect("legation.db")) as db:
        return db.execute(sql, values).fetchall()


# --- whole commands


def test_a_link_is_read(site: web.Site, run: Run) -> None:
    found = run("read --format json", site.url("/story"))
    assert (found.exit_code, found.stderr) == (0, "")
    (record,) = json.loads(found.stdout)
    assert record["title"] == "Germany expels diplomats"
    assert record["url"] == site.url("/story")
    assert record["metadata"]["page"] == sha256(web.story()).hexdigest()
    assert "SANCTION" in [event["type"] for event in record["events"]]
    assert site.paths == ["/robots.txt", "/story"]


def test_a_link_is_kept_with_its_page(site: web.Site, run: Run) -> None:
    site.pages["/s"] = web.moved("/story")
    assert run("add --quiet", site.url("/s")).exit_code == 0
    ((article, url),) = rows("SELECT article_id, url FROM articles")
    assert (article, url) == (identifier("", site.url("/story"), ""), site.url("/story"))
    ((address, final, status, headers, body, digest, robots, read_as, version),) = rows(
        "SELECT address, final_address, status, headers, body, hash, ignored_robots, article_id, version FROM pages"
    )
    assert (address, final, status) == (site.url("/s"), site.url("/story"), 200)
    assert (body, digest) == (web.story(), sha256(web.story()).hexdigest())
    assert ["Content-Type", "text/html; charset=utf-8"] in json.loads(headers)
    assert (robots, read_as, version) == (0, article, 1)
    assert "as they were kept" in run("verify", allow=False).stdout


def test_several_addresses_what_fails_is_listed_at_the_end(site: web.Site, run: Run, unread: None) -> None:
    site.pages |= {"/a": web.Reply(web.story("One more thing was said.")), "/none": web.Reply(b"<html><body><p>Hello</p></body></html>")}
    site.pages["/robots.txt"] = web.Reply(b"User-agent: *\nDisallow: /shut")
    found = run("add", *(site.url(p) for p in ("/gone", "/story", "/shut", "/none", "/a")), "nosuchfile")
    assert found.exit_code == 1
    assert found.stderr.splitlines() == [
        "legation: nosuchfile: there is no such file (check the path)",
        f"legation: {site.url('/gone')}: there is no such page (status 404)",
        f"legation: {site.url('/shut')}: its site's robots.txt asks programs not to read it (--ignore-robots reads it all the same)",
        f"legation: {site.url('/none')}: a page without an article (give the page of one article, or its text)",
        "2 added, 4 failed",
    ]
    assert rows("SELECT count(*) FROM articles") == [(2,)]
    assert rows("SELECT final_address FROM pages WHERE article_id IS NULL") == [(site.url("/none"),)]


def test_nothing_but_failures(site: web.Site, run: Run) -> None:
    assert run("read", site.url("/gone")).exit_code == 2
    inside = run("read", site.url("/story"), allow=False)
    assert (inside.exit_code, inside.stdout) == (2, "")
    assert inside.stderr == (
        f"legation: {site.url('/story')}: its host is not on the public network (127.0.0.1) "
        "(--allow-private 127.0.0.1 reads it all the same)\n"
    )
    assert run("read --proxy nonsense", site.url("/story")).stderr.startswith("legation: --proxy nonsense: is no proxy's address")


def test_offline_nothing_is_fetched_and_files_are_read(site: web.Site, run: Run, unread: None) -> None:
    Path("story.html").write_bytes(web.story())
    found = run("add --offline", site.url("/story"), "story.html")
    assert (found.exit_code, site.connections) == (1, 0)
    assert "1 added, 1 failed" in found.stderr


def test_ignored_robots_are_noted(site: web.Site, run: Run, unread: None) -> None:
    site.pages["/robots.txt"] = web.Reply(b"User-agent: *\nDisallow: /")
    assert run("add", site.url("/story")).exit_code == 2
    assert run("add --ignore-robots", site.url("/story")).exit_code == 0
    assert rows("SELECT ignored_robots FROM pages") == [(1,)]
    ((parts,),) = rows("SELECT parts FROM articles")
    assert ["robots", "ignored"] in json.loads(parts)["metadata"]


def test_the_same_page_again_changes_nothing_and_another_text_is_a_new_version(site: web.Site, run: Run, unread: None) -> None:
    for more, head, told in [
        ("", "", "1 added"),
        ("", "", "1 unchanged"),
        ("", "<!-- another advertisement -->", "1 unchanged"),
        ("They agreed to meet again.", "", "1 new version"),
    ]:
        site.pages["/story"] = web.Reply(web.story(more, head))
        assert told in run("add", site.url("/story")).stderr
    assert rows("SELECT version FROM pages ORDER BY page_id") == [(1,), (2,)]


def test_several_processes_keep_the_pages_too(site: web.Site, run: Run) -> None:
    site.pages["/a"] = web.Reply(web.story("One more thing was said."))
    assert "2 added, 1 failed" in run("add --workers 2", site.url("/story"), site.url("/gone"), site.url("/a")).stderr
    assert rows("SELECT final_address FROM pages JOIN articles USING (article_id, version) WHERE final_address = url ORDER BY 1") == [
        (site.url("/a"),),
        (site.url("/story"),),
    ]


def test_what_is_forgotten_leaves_no_page(site: web.Site, run: Run, unread: None) -> None:
    run("add", site.url("/story"))
    site.pages["/story"] = web.Reply(b"<html><body><p>Lavrov, in short</p></body></html>")
    run("add", site.url("/story"))
    assert rows("SELECT count(*) FROM pages") == [(2,)]
    ((article,),) = rows("SELECT article_id FROM articles")
    assert run("forget", article, allow=False).exit_code == 0
    assert rows("SELECT count(*) FROM pages") == [(0,)]
    assert b"Lavrov" not in Path("legation.db").read_bytes()
    site.pages["/story"] = web.Reply(web.story())
    assert "1 forgotten" in run("add", site.url("/story")).stderr
    assert rows("SELECT count(*) FROM pages") == [(0,)]


FLIPS = [
    ("UPDATE pages SET body = CAST(replace(CAST(body AS TEXT), '40', '50') AS BLOB)", "(FINAL): is not what was kept"),
    ("UPDATE pages SET hash = upper(hash)", "(FINAL): is not what was kept"),
    ("UPDATE pages SET article_id = 'nobody'", "was read as article nobody, which is not there"),
]


@pytest.mark.parametrize(("flip", "told"), FLIPS)
def test_verify_tells_of_a_page_that_was_changed(site: web.Site, run: Run, unread: None, flip: str, told: str) -> None:
    run("add", site.url("/story"))
    with closing(sqlite3.connect("legation.db")) as db, db:
        db.execute(flip)
    found = run("verify", allow=False)
    assert found.exit_code == 2
    assert found.stdout.startswith("page 1")
    assert told.replace("FINAL", site.url("/story")) in found.stdout


def test_rebuild_takes_kept_pages_apart_again(site: web.Site, run: Run, unread: None, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add --published 2022-04-05", site.url("/story"))
    assert "2 unchanged" in run("rebuild --pages", allow=False).stderr  # the page's article, and the article
    ((text,),) = rows("SELECT text FROM articles")

    from legation.intake import webpage

    def better(body: bytes, where: str, terms: Terms, address: str) -> list[Article]:
        return [replace(found, text=found.text + "\nThey also spoke of gas.") for found in original(body, where, terms, address)]

    original = webpage.from_page
    monkeypatch.setattr(webpage, "from_page", better)
    asked = len(site.asked)
    found = run("rebuild --pages", allow=False)
    assert found.exit_code == 0
    assert "1 new version" in found.stderr
    assert rows("SELECT version, published, text FROM articles ORDER BY version") == [
        (1, "2022-04-05", text),
        (2, "2022-04-05", text + "\nThey also spoke of gas."),
    ]
    assert rows("SELECT version FROM pages") == [(2,)]
    assert len(site.asked) == asked
    assert run("verify", allow=False).exit_code == 0


# --- a page to its article


def page(body: bytes | str, content_type: str = "text/html", final: str = "https://news.example/world/story") -> Fetched:
    data = body if isinstance(body, bytes) else body.encode()
    return Fetched("https://news.example/s", final, "2022-04-05T10:00:00+00:00", 200, (("Content-Type", content_type),), data)


HOMES = [
    ("https://news.example/world/story-1", "https://news.example/world/story-1"),
    ("http://News.Example:80/World#top", "http://news.example/World"),
    ("https://www.news.example/world/story", "https://www.news.example/world/story"),
    ("https://other.example/story", None),
    ("https://news.example.evil.example/story", None),
    ("https://news.example/", None),
    ("https://example/", None),
    ("https://127.0.0.1/world/story", None),
    ("https://me@news.example/world/story", None),
    ("javascript:alert(1)", None),
    ("/world/story", None),
    ("", None),
]


@pytest.mark.parametrize(("canonical", "expected"), HOMES)
def test_an_article_has_its_canonical_address_where_that_is_of_its_site(canonical: str, expected: str | None) -> None:
    final = "https://news.example/world/story"
    assert home(canonical, final) == (expected or final)


SITES = [
    ("https://www.bbc.co.uk/news/1", "https://bbc.co.uk/news/1?x=1", True),
    ("https://amp.theguardian.com/world/1", "https://www.theguardian.com/world/1", True),
    ("https://one.co.uk/a", "https://two.co.uk/a", False),
    ("https://one.github.io/a", "https://two.github.io/a", False),
    ("https://co.uk/a", "https://one.co.uk/a", False),
]


@pytest.mark.parametrize(("canonical", "final", "same"), SITES)
def test_which_hosts_are_of_one_site(canonical: str, final: str, same: bool) -> None:
    assert home(canonical, final) == (canonical if same else final)


def test_a_page_names_its_own_address_and_source() -> None:
    link = '<link rel="canonical" href="https://www.news.example/world/1"><meta property="og:site_name" content="The Courier">'
    (found,) = from_fetched(page(web.story(head=link)), UNDATED)
    assert (found.url, found.source) == ("https://www.news.example/world/1", "The Courier")
    assert found.id == identifier("", "https://www.news.example/world/1", "")
    (found,) = from_fetched(page(web.story()), UNDATED)
    assert found.source == "news.example"


def test_a_plain_text_is_an_article_too() -> None:
    (found,) = from_fetched(page("Germany expels diplomats\n\nGermany expelled 40 Russian diplomats on Monday.", "text/plain"), UNDATED)
    assert (found.title, found.url) == ("Germany expels diplomats", "https://news.example/world/story")


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("text/html; charset=windows-1251", "cp1251"),
        ('text/html; Charset="ISO-8859-5"', "iso-8859-5"),
        ("text/html; charset=utf-16", "utf-16"),
    ],
)
def test_letters_are_read_as_the_answer_says(content_type: str, encoding: str) -> None:
    words = "Сергей Лавров said so."
    assert in_utf8(page(words.encode(encoding), content_type)).decode() == words


WESTERN = ["iso_8859-1", "cp819", "ISO-IR-100", "iso_8859-15", "l1", "ibm819", "csisolatin1", "x-cp1252", "ansi_x3.4-1968", "l9"]


@pytest.mark.parametrize("label", WESTERN)
def test_western_letters_are_those_of_windows_by_each_name_that_they_have(label: str) -> None:
    words = "“It’s done” – he said in Genève."
    assert in_utf8(page(words.encode("cp1252"), f"text/html; charset={label}")).decode() == words
    assert in_utf8(page("Genève".encode("cp1252"), f"text/html; charset={label}")).decode() == "Genève"


@pytest.mark.parametrize("charset", ["punycode", "rot13", "zlib", "unicode_escape", "nonsense", "utf-7", "ascii", "x" * 500])
def test_letters_that_are_none_leave_the_page_as_it_came(charset: str) -> None:
    body = "“Привет” +ADw- \\x41".encode()
    assert in_utf8(page(body, f"text/html; charset={charset}")) == body


REFUSED = [
    (page(b"%PDF-1.7 ...", "application/pdf"), NotText, "a PDF file, not a page"),
    (page(b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png"), NotText, "a PNG picture, not a page"),
    (page('{"id": "other", "text": "x"}', "application/json"), NotText, "application/json, not a page"),
    (page('{"id": "other", "text": "x"}', ""), NotText, "of an untold kind, not a page"),
    (page("<rss><channel><title>x</title></channel></rss>", "text/xml"), NotText, "a feed (RSS), not a page"),
    (page(b"  \n ", "text/html"), EmptySource, "it is empty"),
    (page(b"\xff\xfe\xfd", "text/plain; charset=nonsense"), NotText, "UTF-16 text, not a page"),
    (page(b"caf\xe9", "text/plain"), NotText, "not UTF-8"),
]


@pytest.mark.parametrize(("given", "error", "what"), REFUSED)
def test_what_is_no_page(given: Fetched, error: type[SourceError], what: str) -> None:
    with pytest.raises(error) as caught:
        from_fetched(given, UNDATED)
    assert (caught.value.what, caught.value.where) == (what, given.address)
