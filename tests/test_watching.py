"""Feeds and sites that are watched: added, polled, and what is new in them read, by the commands as they are typed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import feed_making as making
import pytest
from click.testing import CliRunner, Result

import web
from legation import cli, pipeline
from legation.cli import updating
from legation.entries import Article, Record
from legation.errors import LegationError
from legation.record.store import Store

ROOT = Path(__file__).parent.parent
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Time:
    """The time that the commands go by."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **length: float) -> None:
        self.now += timedelta(**length)


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Time:
    """A clock of our own; nobody waits for a host, and a page is read in no time."""
    time = Time()
    monkeypatch.setattr("legation.cli.watching.now", time)
    monkeypatch.setattr("legation.cli.updating.now", time)
    monkeypatch.setattr("legation.intake.pace.EVERY", 0.0)
    monkeypatch.setattr("legation.intake.fetch.BACK_OFF", ())
    monkeypatch.setattr("legation.reading.reader.model", lambda: SimpleNamespace(name="stub"))
    monkeypatch.setattr(pipeline, "read_article", lambda article: Record(article, (), (), "stub", 4))
    return time


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "r.db"


def run(path: Path, *arguments: str, ask: bool = True) -> Result:
    allow = ["--allow-private", "127.0.0.1"] if ask else []
    return CliRunner().invoke(cli.main, [*arguments, *allow, "--record", str(path)])


def watched(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run(path, "watch", "list", "--format", "json", ask=False).stdout)
    return found


def articles(path: Path) -> list[Article]:
    with Store(path) as store:
        return [store.article(*key) for key in store.query("SELECT article_id, version FROM articles ORDER BY rowid")]


def feed(body: bytes, *headers: tuple[str, str]) -> web.Reply:
    return web.Reply(body, headers=(("Content-Type", "application/xml"), *headers))


def stories(*names: str) -> dict[str, web.Page]:
    return {f"/{name}": web.Reply(web.story(f"So it was told in {name}.")) for name in names}


# --- from a feed to its articles


@pytest.mark.parametrize("kind", making.MADE)
def test_what_a_feed_lists_is_read(hours: Time, path: Path, kind: str) -> None:
    with web.serve(stories("a", "b")) as site:
        site.pages["/feed"] = feed(making.MADE[kind](["/a", "/b"] if kind != "json" else [site.url("/a"), site.url("/b")]))
        added = run(path, "watch", "add", site.url("/feed"))
        assert (added.exit_code, added.stderr.rstrip().rpartition(": ")[2]) == (0, "is watched, 2 pages to be read")
        updated = run(path, "update")
    assert (updated.exit_code, updated.stderr.partition("; next due")[0]) == (0, "legation: 0 feeds polled; 2 added")
    assert sorted(a.url for a in articles(path)) == [site.url("/a"), site.url("/b")]
    assert {dict(a.metadata)["feed"] for a in articles(path)} == {site.url("/feed")}
    (listed,) = watched(path)
    assert (listed["kind"], listed["listed"], listed["taken"], listed["waiting"], listed["failed"]) == (kind, 2, 2, 0, 0)


@pytest.mark.parametrize("kind", ["rss", "atom", "json"])
def test_the_summary_of_a_feed_is_never_the_article(hours: Time, path: Path, kind: str) -> None:
    with web.serve({}) as site:
        links = [site.url("/gone"), site.url("/there")]
        site.pages |= {"/feed": feed(making.MADE[kind](links)), "/there": web.Reply(web.story())}
        run(path, "watch", "add", site.url("/feed"))
        updated = run(path, "update")
    assert updated.exit_code == 1
    assert "/gone: there is no such page (status 404)" in updated.stderr
    (article,) = articles(path)
    assert article.text.startswith("BERLIN, April 4, 2022")
    for file in path.parent.glob("r.db*"):
        assert b"SUMMARY-OF-THE-FEED" not in file.read_bytes()


def test_a_page_without_a_date_gets_that_of_the_feed(hours: Time, path: Path) -> None:
    with web.serve(stories("a")) as site:
        site.pages["/feed"] = feed(making.rss(["/a"]))
        run(path, "watch", "add", site.url("/feed"))
        run(path, "update")
        (article,) = articles(path)
        assert (article.published, article.published_at) == ("2026-03-01", "2026-03-01T00:00:00+00:00")
        assert article.published_why == "given by the feed"


def test_a_page_that_two_feeds_list_is_fetched_once(hours: Time, path: Path) -> None:
    with web.serve(stories("a", "b")) as site:
        site.pages |= {"/one": feed(making.rss(["/a"])), "/two": feed(making.rss(["/a", "/b"]))}
        run(path, "watch", "add", site.url("/one"), site.url("/two"))
        assert "; 2 added;" in run(path, "update").stderr
        hours.passes(hours=1)
        site.pages["/three"] = feed(making.rss(["/a"]))
        assert run(path, "watch", "add", site.url("/three")).stderr.endswith("is watched, 0 pages to be read\n")
        run(path, "update")
        assert site.paths.count("/a") == 1
    assert [one["taken"] for one in watched(path)] == [1, 2, 1]


# --- polling


def test_an_unchanged_feed_is_one_conditional_request_without_a_body(hours: Time, path: Path) -> None:
    marks = (("ETag", 'W/"7"'), ("Last-Modified", "Sun, 01 Mar 2026 11:00:00 GMT"))

    def page(request: Any) -> web.Reply:
        known = request.headers.get("If-None-Match") == 'W/"7"'
        return web.Reply(status=304, headers=()) if known else feed(making.rss(["/a"]), *marks)

    with web.serve({"/feed": page, **stories("a")}) as site:
        run(path, "watch", "add", site.url("/feed"))
        run(path, "update")
        before = len(site.asked)
        hours.passes(hours=1)
        updated = run(path, "update", "--ignore-robots")
        (asked,) = site.asked[before:]
    assert (updated.exit_code, updated.stderr.partition("; next")[0]) == (0, "legation: 1 feed polled; nothing new")
    assert asked[0] == "/feed"
    assert (asked[1]["if-none-match"], asked[1]["if-modified-since"]) == ('W/"7"', "Sun, 01 Mar 2026 11:00:00 GMT")


PACES = [
    ("nothing said", "", (), 30),
    ("ttl in minutes", "<ttl>120</ttl>", (), 120),
    ("ttl of a minute", "<ttl>1</ttl>", (), 10),
    ("ttl of a year", "<ttl>525600</ttl>", (), 1440),
    ("ttl that is none", "<ttl>soon</ttl>", (), 30),
    ("twice a day", "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", (), 720),
    ("the longer of two", "<ttl>60</ttl><sy:updatePeriod>daily</sy:updatePeriod>", (), 1440),
    ("fresh for three hours", "", (("Cache-Control", "public, max-age=10800"),), 180),
    ("not to be kept", "<ttl>60</ttl>", (("Cache-Control", "no-cache, max-age=10800"),), 60),
    ("no more than a day", "", (("Cache-Control", "max-age=999999999"),), 1440),
]


@pytest.mark.parametrize(("more", "headers", "minutes"), [case[1:] for case in PACES], ids=[case[0] for case in PACES])
def test_a_feed_is_polled_at_its_own_pace(hours: Time, path: Path, more: str, headers: Any, minutes: int) -> None:
    with web.serve({"/feed": feed(making.rss([], more=more), *headers)}) as site:
        run(path, "watch", "add", site.url("/feed"))
        before = len(site.asked)
        hours.passes(minutes=minutes - 2)
        assert "0 feeds polled" in run(path, "update", "--ignore-robots").stderr
        hours.passes(minutes=1)
        assert "1 feed polled" in run(path, "update", "--ignore-robots").stderr
        assert len(site.asked) == before + 1
        assert "1 feed polled" in run(path, "update", "--ignore-robots", "--all").stderr


def test_a_feed_that_never_answered_says_when_it_was_tried(hours: Time, path: Path, tmp_path: Path) -> None:
    with web.serve({}) as site:
        (tmp_path / "subs.opml").write_text(f'<opml><body><outline xmlUrl="{site.url("/gone")}"/></body></opml>', encoding="utf-8")
        run(path, "watch", "add", str(tmp_path / "subs.opml"), ask=False)
        assert " never " in run(path, "watch", "list", ask=False).stdout
        for _ in range(2):
            hours.passes(hours=1)
            assert run(path, "update").exit_code == 2
    listed = run(path, "watch", "list", ask=False).stdout
    assert ("2026-03-01 14:00" in listed, "never" in listed) == (True, False)
    assert "since 2026-03-01 13:00 UTC: there is no such page" in listed


def test_an_error_at_one_feed_leaves_the_others(hours: Time, path: Path) -> None:
    with web.serve(stories("a", "b")) as site:
        site.pages |= {"/one": feed(making.rss(["/a"])), "/two": feed(making.rss(["/b"]))}
        run(path, "watch", "add", site.url("/one"), site.url("/two"))
        site.pages["/one"] = web.Reply(b"sorry", 500)
        hours.passes(hours=1)
        updated = run(path, "update")
        assert updated.exit_code == 1
        first, last = updated.stderr.splitlines()
        assert first.startswith(f"legation: {site.url('/one')}: the site does not answer as it should (status 500), since 2026-03-01 13:00")
        assert last.startswith("legation: 2 feeds polled, 1 of them failing; 2 added; next due ")
        hours.passes(hours=3)
        assert "since 2026-03-01 13:00" in run(path, "update").stderr
        one, two = watched(path)
        assert (one["error"], one["error_since"]) == ("the site does not answer as it should (status 500)", "2026-03-01T13:00:00+00:00")
        assert two["error"] == ""
        assert (one["polled_at"], one["tried_at"]) == ("2026-03-01T12:00:00+00:00", "2026-03-01T16:00:00+00:00")
        assert two["tried_at"] == two["polled_at"]
        # The longer it fails, the less often it is asked.
        assert one["due_at"] == "2026-03-01T19:00:00+00:00"
        assert two["due_at"] == "2026-03-01T16:30:00+00:00"
        site.pages["/one"] = feed(making.rss(["/a"]))
        hours.passes(hours=3)
        assert run(path, "update").exit_code == 0
    assert [one["error"] for one in watched(path)] == ["", ""]


def test_where_every_feed_fails_nothing_is_usable(hours: Time, path: Path) -> None:
    with web.serve({"/feed": feed(making.rss([]))}) as site:
        run(path, "watch", "add", site.url("/feed"))
        site.pages["/feed"] = web.Reply(b"<html><body>We have moved</body></html>")
        hours.passes(hours=1)
        updated = run(path, "update")
    assert updated.exit_code == 2
    assert ": there is no feed, since " in updated.stderr or ": not a feed" in updated.stderr


def test_a_busy_site_is_left_alone_as_long_as_it_asks(hours: Time, path: Path) -> None:
    with web.serve({"/feed": feed(making.rss([]))}) as site:
        run(path, "watch", "add", site.url("/feed"))
        site.pages["/feed"] = web.Reply(b"later", 503, headers=(("Retry-After", "7200"),))
        hours.passes(hours=1)
        run(path, "update")
        (one,) = watched(path)
    assert "2026-03-01T14:59:00" < one["due_at"] <= "2026-03-01T15:00:00+00:00"  # a busy machine has waited a little already


def test_a_page_that_cannot_be_had_is_tried_again_a_few_times(hours: Time, path: Path) -> None:
    with web.serve({"/a": web.Reply(b"sorry", 500), "/b": web.Reply(b"gone", 410)}) as site:
        site.pages["/feed"] = feed(making.rss(["/a", "/b"], more="<ttl>1440</ttl>"))
        run(path, "watch", "add", site.url("/feed"))
        tries = []
        for _ in range(12):
            run(path, "update")
            tries.append(site.paths.count("/a"))
            hours.passes(hours=12)
    assert (tries[0], tries[-1]) == (1, 5)
    assert site.paths.count("/b") == 1
    (one,) = watched(path)
    assert (one["waiting"], one["failed"]) == (0, 2)


def broken_off(request: Any) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/h")


@pytest.mark.parametrize("first", [web.Reply(b"sorry", 500), broken_off])
def test_a_page_that_can_be_had_the_second_time_is_in(hours: Time, path: Path, first: web.Page) -> None:
    with web.serve({"/a": first}) as site:
        site.pages["/feed"] = feed(making.rss(["/a"]))
        run(path, "watch", "add", site.url("/feed"))
        assert run(path, "update").exit_code == 2
        site.pages |= stories("a")
        waits = "0 feeds polled; nothing new; 1 page that could not be had waits to be tried again; next due 2026-03-01 12:"
        assert waits in run(path, "update").stderr
        hours.passes(minutes=20)
        assert "1 added" in run(path, "update").stderr
    assert len(articles(path)) == 1


def test_no_feed_keeps_the_others_waiting(hours: Time, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(updating, "A_FEED", 3)
    with web.serve({f"/{n}": web.Reply(b"gone", 410) for n in range(9)}) as site:
        site.pages |= {"/one": feed(making.rss([f"/{n}" for n in range(8)])), "/two": feed(making.rss(["/8"]))}
        run(path, "watch", "add", site.url("/one"), site.url("/two"))
        assert "2 failed; 7 pages more wait" in run(path, "update", "--limit", "2").stderr
        assert "/8" in site.paths
        assert "3 failed; 4 pages more wait" in run(path, "update").stderr


# --- site maps


def test_of_a_site_map_of_all_pages_only_the_new_ones_are_read(hours: Time, path: Path) -> None:
    old = making.sitemap(["/old"], news=False, changed="2020-01-01").replace(b"</urlset>", b"<url><loc>/untold</loc></url></urlset>")
    with web.serve(stories("new", "later", "old", "untold")) as site:
        recent = f"<url><loc>{site.url('/new')}</loc><lastmod>2026-03-01</lastmod></url></urlset>".encode()
        site.pages["/sitemap.xml"] = feed(old.replace(b"</urlset>", recent))
        assert "1 page to be read" in run(path, "watch", "add", site.url("/sitemap.xml")).stderr
        site.pages["/sitemap.xml"] = feed(old.replace(b"</urlset>", b"<url><loc>/later</loc></url></urlset>"))
        hours.passes(days=1)
        run(path, "update")
    assert sorted(a.url for a in articles(path)) == [site.url("/later"), site.url("/new")]


def test_an_index_of_site_maps(hours: Time, path: Path) -> None:
    with web.serve(stories("a", "b")) as site:
        maps = [(site.url("/2019.xml"), "2019-05-01"), (site.url("/news.xml"), "2026-03-01T11:00:00Z")]
        site.pages |= {"/index.xml": feed(making.index(maps)), "/news.xml": feed(making.sitemap(["/a"]))}
        site.pages["/2019.xml"] = feed(making.sitemap([]))
        run(path, "watch", "add", site.url("/index.xml"))
        site.pages["/news.xml"] = feed(making.sitemap(["/a", "/b"]))
        site.pages["/index.xml"] = feed(making.index([maps[0], (maps[1][0], "2026-03-01T12:30:00Z")]))
        hours.passes(hours=1)
        assert "1 feed polled; 2 added" in run(path, "update").stderr
        assert (site.paths.count("/news.xml"), site.paths.count("/2019.xml")) == (2, 1)


# --- feeds that move


@pytest.mark.parametrize(("status", "stays"), [(301, False), (308, False), (302, True), (307, True)])
def test_a_feed_that_moves_for_good_is_watched_where_it_is(hours: Time, path: Path, status: int, stays: bool) -> None:
    with web.serve(stories("a", "b")) as site:
        site.pages["/old"] = feed(making.rss(["/a"]))
        run(path, "watch", "add", site.url("/old"))
        run(path, "update")
        site.pages |= {"/old": web.moved("/new", status), "/new": feed(making.rss(["/a", "/b"]))}
        hours.passes(hours=1)
        said = run(path, "update").stderr
        (one,) = watched(path)
        assert one["address"] == site.url("/old" if stays else "/new")
        assert (one["listed"], one["taken"]) == (2, 2)
        assert (f"{site.url('/old')}: has moved for good, and is watched at {site.url('/new')}\n" in said) is not stays
        assert "1 added" in said
        assert site.paths.count("/a") == 1


def test_a_feed_that_moves_to_one_that_is_watched_becomes_one_with_it(hours: Time, path: Path) -> None:
    with web.serve(stories("a", "b", "c")) as site:
        site.pages |= {"/old": feed(making.rss(["/a", "/c"])), "/new": feed(making.rss(["/a", "/b"]))}
        run(path, "watch", "add", site.url("/old"), site.url("/new"))
        site.pages["/old"] = web.moved("/new", 301)
        hours.passes(hours=1)
        assert "3 added" in run(path, "update").stderr
        (one,) = watched(path)
        assert (one["address"], one["listed"], one["taken"]) == (site.url("/new"), 3, 3)
        again = run(path, "watch", "add", site.url("/old"))
        assert f"{site.url('/new')} (The Wire): is watched already" in again.stderr
        assert len(watched(path)) == 1


def test_only_as_far_as_every_step_is_for_good(hours: Time, path: Path) -> None:
    with web.serve({"/1": web.moved("/2", 301), "/2": web.moved("/3", 302), "/3": web.moved("/4", 301)}) as site:
        site.pages["/4"] = feed(making.rss([]))
        run(path, "watch", "add", site.url("/1"))
        assert [one["address"] for one in watched(path)] == [site.url("/2")]


def test_what_is_no_feed_behind_a_redirect_moves_nothing(hours: Time, path: Path) -> None:
    with web.serve({"/old": feed(making.rss([])), "/new": web.Reply(web.story())}) as site:
        run(path, "watch", "add", site.url("/old"))
        site.pages["/old"] = web.moved("/new", 301)
        hours.passes(hours=1)
        assert run(path, "update").exit_code == 2
        assert [one["address"] for one in watched(path)] == [site.url("/old")]


# --- lists


def test_a_list_goes_out_and_comes_in_again(hours: Time, path: Path, tmp_path: Path) -> None:
    with web.serve({"/r": feed(making.rss([], title="Wire &amp; &quot;Co&quot; &lt;b&gt;")), "/a": feed(making.atom([]))}) as site:
        site.pages |= {"/j": feed(making.json_feed([])), "/s?x=1&y=2": feed(making.sitemap([site.url("/x")]))}
        run(path, "watch", "add", *map(site.url, ("/r", "/a", "/j", "/s?x=1&y=2")))
    out = run(path, "watch", "export", "-o", str(tmp_path / "feeds.opml"), ask=False)
    assert out.exit_code == 0
    other = tmp_path / "other.db"
    assert run(other, "watch", "add", str(tmp_path / "feeds.opml"), "--offline").exit_code == 0
    kept = [(one["address"], one["kind"], one["title"], one["site"]) for one in watched(path)]
    assert len(kept) == 4
    assert sorted((one["address"], one["kind"], one["title"], one["site"]) for one in watched(other)) == sorted(kept)
    again = run(other, "watch", "export", ask=False)
    assert sorted(again.stdout.splitlines()) == sorted((tmp_path / "feeds.opml").read_text(encoding="utf-8").splitlines())


OTHERS = """<?xml version="1.0"?><opml version="1.0"><head/><body>
<outline text="World"><outline text="One" xmlUrl="https://one.example/rss" type="rss"/>
<outline text="Again" xmlUrl="https://one.example/rss"/></outline>
<outline text="Two" TITLE="Two &amp; a half" xmlurl="http://two.example/feed?a=1&amp;b=2" htmlUrl="javascript:alert(1)"/>
<outline text="Local" xmlUrl="file:///etc/passwd"/><outline text="no feed"/></body></opml>"""


def test_a_list_from_another_reader(hours: Time, path: Path, tmp_path: Path) -> None:
    (tmp_path / "subs.opml").write_text(OTHERS, encoding="utf-8")
    added = run(path, "watch", "add", str(tmp_path / "subs.opml"), ask=False)
    assert added.exit_code == 1
    assert "file:///etc/passwd is no address of a feed" in added.stderr
    assert [(one["address"], one["title"], one["site"]) for one in watched(path)] == [
        ("http://two.example/feed?a=1&b=2", "Two & a half", ""),
        ("https://one.example/rss", "One", ""),
    ]


LIST = """<?xml version="1.0"?><opml version="2.0"><head><title>My {0} feeds</title></head><body>
<outline text="One {0}" xmlUrl="https://one.example/rss"/>
<outline text="Two" xmlUrl="https://two.example/rss?a=1{1}b=2"/>
</body></opml>"""
ADDRESSES = ["https://one.example/rss", "https://two.example/rss?a=1&b=2"]
DAMAGED = [  # a list, the feeds that are watched of it, and what is said of the rest
    (LIST.format("&#1;", "&amp;"), ADDRESSES, ""),
    (LIST.format("&#xD800;&#x110000;", "&amp;"), ADDRESSES, ""),
    (LIST.format("\x01", "&amp;"), ADDRESSES, ""),
    (LIST.format("AT&T &nbsp; & Co", "&"), ADDRESSES, ""),
    (LIST.format("", "&amp;").replace("?>", ' encoding="utf-16"?>', 1), ADDRESSES, ""),
    (LIST.format("", "&amp;").replace("</body></opml>", ""), ADDRESSES, "line 4: it is damaged: the feeds behind this are left out"),
    (LIST.format("<", "&amp;"), ADDRESSES, ""),
    (LIST.format("", "&amp;").replace("One ", "a<b"), ADDRESSES, ""),
    (
        LIST.format("", "&amp;").replace('"One ', '\'a <b>c</b> "d"').replace('" xmlUrl="https://one', "' xmlUrl=\"https://one"),
        ADDRESSES,
        "",
    ),
    (LIST.format("a<b", "&amp;"), ADDRESSES, ""),
    (LIST.format("é “a”", "&amp;"), ADDRESSES, ""),
    (LIST.format("é “a”", "&amp;").replace("?>", ' encoding="UTF-8"?>', 1), ADDRESSES, ""),
    (LIST.format("", "&amp;").replace('One "', "One "), [], "not a list of feeds (OPML)"),
    (LIST.format("", '" <'), ADDRESSES[:1], "line 3: it is damaged: the feeds behind this are left out"),
]


@pytest.mark.parametrize(("words", "addresses", "said"), DAMAGED)
def test_a_damaged_list_gives_what_can_be_had_of_it(
    hours: Time, path: Path, tmp_path: Path, words: str, addresses: list[str], said: str
) -> None:
    (tmp_path / "subs.opml").write_bytes(words.encode("utf-16" if "utf-16" in words else "cp1252" if "é" in words else "utf-8"))
    added = run(path, "watch", "add", str(tmp_path / "subs.opml"), "--quiet", ask=False)
    assert added.exit_code == (0 if not said else 1 if addresses else 2)
    assert said in added.stderr
    assert added.stderr.count("\n") == bool(said)
    assert [one["address"] for one in watched(path)] == addresses if addresses else not path.exists()


def test_a_list_without_feeds_is_neither_written_nor_taken(hours: Time, path: Path, tmp_path: Path) -> None:
    Store(path, create=True).__exit__(None, None, None)
    out = run(path, "watch", "export", "-o", str(tmp_path / "feeds.opml"), ask=False)
    said = f"legation: no feed is watched in {path}, and so there is none to export (`legation watch add` says which is)\n"
    assert (out.exit_code, out.stderr) == (2, said)
    assert not (tmp_path / "feeds.opml").exists()
    (tmp_path / "feeds.opml").write_text('<opml version="2.0"><body><outline text="A folder"/></body></opml>', encoding="utf-8")
    added = run(path, "watch", "add", str(tmp_path / "feeds.opml"), ask=False)
    assert (added.exit_code, added.stderr.count("\n")) == (2, 1)
    assert "a list of feeds (OPML) with no feeds in it (export it again as OPML from where the feeds are kept)" in added.stderr


LOGIN = "http://me:secret@one.example/rss"
WITH_LOGINS = f"""<opml version="2.0"><body><outline text="Mine" xmlUrl="{LOGIN}"/>
<outline text="{LOGIN}" xmlUrl="https://two.example/rss"/></body></opml>"""


def test_no_login_is_shown_or_kept(hours: Time, path: Path, tmp_path: Path) -> None:
    (tmp_path / "subs.opml").write_text(WITH_LOGINS, encoding="utf-8")
    results = [run(path, "watch", "add", str(tmp_path / "subs.opml"), ask=False)]
    shown = "http://one.example/rss: a name or password stands in it (give the address without what stands before the @)"
    assert f"subs.opml: {shown}\n" in results[0].stderr
    with web.serve({}) as site:
        site.pages["/feed"] = feed(making.MADE["rss"](["/a"]))
        results.append(run(path, "watch", "add", site.url("/feed")))
        site.pages["/feed"] = web.moved(LOGIN)
        results.append(run(path, "update", "--all"))
    results += [run(path, "watch", *command.split(), ask=False) for command in ("list", "list --format json", "export", f"remove {LOGIN}")]
    results += [run(path, *command, LOGIN) for command in (["watch", "add"], ["add"])]
    said = "".join(one.stdout + one.stderr for one in results)
    assert "leads to http://one.example/rss: a name or password stands in it" in said
    assert "secret" not in said
    assert b"secret" not in path.read_bytes()


NO_LISTS = ["", "<opml", "<html><body>feeds</body></html>", '<!DOCTYPE opml [<!ENTITY a "b">]><opml><body/></opml>', "\0", "{}"]


@pytest.mark.parametrize("words", NO_LISTS)
def test_what_is_no_list(hours: Time, path: Path, tmp_path: Path, words: str) -> None:
    (tmp_path / "subs.opml").write_text(words, encoding="utf-8")
    added = run(path, "watch", "add", str(tmp_path / "subs.opml"), ask=False)
    assert (added.exit_code, added.stderr.count("\n")) == (2, 1)
    assert not path.exists()


def test_a_feed_that_is_removed_leaves_its_articles(hours: Time, path: Path) -> None:
    with web.serve(stories("a")) as site:
        site.pages["/feed"] = feed(making.rss(["/a"]))
        run(path, "watch", "add", site.url("/feed"))
        run(path, "update")
    assert run(path, "watch", "remove", site.url("/feed"), "https://unknown.example/", ask=False).exit_code == 2
    assert len(watched(path)) == 1
    assert run(path, "watch", "remove", site.url("/feed"), ask=False).exit_code == 0
    assert (watched(path), len(articles(path))) == ([], 1)
    assert "no feed is watched" in run(path, "watch", "list", ask=False).stderr
    assert run(path, "update").exit_code == 2


def test_what_is_forgotten_is_not_taken_up_again(hours: Time, path: Path) -> None:
    with web.serve(stories("a")) as site:
        site.pages["/feed"] = feed(making.rss(["/a"]))
        run(path, "watch", "add", site.url("/feed"))
        run(path, "update")
        (article,) = articles(path)
        assert run(path, "forget", article.id, ask=False).exit_code == 0
        hours.passes(days=1)
        assert "1 feed polled; nothing new" in run(path, "update").stderr
    assert articles(path) == []
    assert b"Story 0" not in path.read_bytes()


def test_a_feed_is_shown_in_every_format(hours: Time, path: Path) -> None:
    with web.serve({"/feed": feed(making.rss([], title="Wire \x1b[2J | =1+1".replace("\x1b", "")))}) as site:
        run(path, "watch", "add", site.url("/feed"))
        assert run(path, "watch", "add", site.url("/feed")).stderr.endswith("is watched already\n")
    told = {form: run(path, "watch", "list", "--format", form, ask=False).stdout for form in ("table", "jsonl", "csv", "markdown")}
    assert json.loads(told["jsonl"])["address"] == site.url("/feed")
    assert told["table"].splitlines()[0].split() == ["feed", "kind", "title", "polled", "taken", "waiting", "failed", "error"]
    assert told["csv"].startswith("address,kind,title,site,")
    assert told["markdown"].startswith("| address | kind |")


# --- use, and its end


def test_offline_nothing_is_asked(hours: Time, path: Path) -> None:
    with web.serve({"/feed": feed(making.rss([]))}) as site:
        run(path, "watch", "add", site.url("/feed"))
        before = site.connections
        for command in (["update", "--offline"], ["watch", "add", site.url("/other"), "--offline"]):
            result = run(path, *command)
            assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
        assert site.connections == before
    assert watched(path)[0]["error"] == ""


@pytest.mark.parametrize(("given", "length"), [("15m", 900), ("90s", 90), ("2h", 7200), ("1D", 86_400), ("", 0)])
def test_lengths_of_time(given: str, length: int) -> None:
    assert updating.seconds(given) == length


@pytest.mark.parametrize("given", ["5", "0m", "30s", "-5m", "soon", "1w", "٣m", "1.5h"])
def test_what_is_no_length_of_time(given: str) -> None:
    with pytest.raises(LegationError, match="--every"):
        updating.seconds(given)


def test_it_stays_and_goes_on_after_what_goes_wrong(hours: Time, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[float] = []

    def sleep(length: float) -> None:
        rounds.append(length)
        hours.passes(seconds=length)
        if len(rounds) == 2:
            path.rename(path.with_name("away.db"))
        if len(rounds) == 3:
            path.with_name("away.db").rename(path)
        if len(rounds) == 4:
            signal.raise_signal(signal.SIGINT)

    with web.serve({"/feed": feed(making.rss([]))}) as site:
        run(path, "watch", "add", site.url("/feed"))
        monkeypatch.setattr(updating.time, "sleep", sleep)
        result = run(path, "update", "--every", "1h")
    assert (result.exit_code, rounds) == (0, [3600] * 4)
    said = result.stderr.splitlines()
    assert [line.partition(";")[0] for line in said[:2]] == ["legation: 0 feeds polled", "legation: 1 feed polled"]
    assert "there is no record" in said[2]
    assert said[3].startswith("legation: 1 feed polled")
    assert said[4:] == ["legation: stopped"]


def test_it_ends_when_the_system_asks(path: Path, tmp_path: Path) -> None:
    (tmp_path / "none.opml").write_text('<opml><body><outline xmlUrl="http://127.0.0.1:9999/"/></body></opml>', encoding="utf-8")
    run(path, "watch", "add", str(tmp_path / "none.opml"), ask=False)
    command = [sys.executable, "-m", "legation.cli", "update", "--every", "1h", "--record", str(path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        assert process.stderr
        assert b"its host is not on the public network" in process.stderr.readline()
        assert b"1 feed polled, 1 of them failing" in process.stderr.readline()
        process.terminate()
        assert process.wait(30) == 0
        assert process.stderr.read() == b"legation: stopped\n"


def test_the_true_reader_reads_what_a_feed_lists(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.intake.pace.EVERY", 0.0)
    with web.serve(stories("a")) as site:
        site.pages["/feed"] = feed(making.rss(["/a"]))
        run(path, "watch", "add", site.url("/feed"))
        assert "1 added" in run(path, "update").stderr
        kept = CliRunner().invoke(cli.main, ["statements", "--record", str(path), "--format", "json"])
        assert run(path, "verify", ask=False).exit_code == 0
    assert "We will not accept this" in kept.stdout


def test_every_option_of_watch_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    group = cli.main.commands["watch"]
    assert isinstance(group, click.Group)
    for name, command in group.commands.items():
        assert f"`legation watch {name}" in page
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("-") or f"`{option}" in page, option
