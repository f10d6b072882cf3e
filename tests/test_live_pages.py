"""A live blog by every way in: fetched, in a crawl, in a mail, kept as one file; its entries are kept, rebuilt and forgotten one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import test_webpage
from page_making import ADDRESS, link, page
from test_webpage import Run, rows
from warcs import Maker

import web
from legation.entries import Article
from legation.errors import SourceError, WrongLanguage
from legation.intake.article import Terms, identifier
from legation.intake.dates import Published
from legation.intake.fetched import Fetched
from legation.intake.page import from_page
from legation.intake.sources import load
from legation.intake.webpage import InHand, from_fetched

hurried, run, unread = test_webpage.hurried, test_webpage.run, test_webpage.unread

WORDS = {
    "13:05": "President Sadat has landed at Andrews Air Force Base, where Vice President Mondale met him.",
    "15:30": "Prime Minister Begin is on his way from New York to Camp David.",
    "18:45": "Begin has arrived at Camp David, and Carter walked with him to his cabin.",
}
TIMES = [f"1978-09-05T{clock}:00-04:00" for clock in WORDS]
POST = '<article class="post" id="e{number}"><header><time datetime="1978-09-05T{clock}:00-04:00">x</time></header><p>{words}</p></article>'


def blog(words: dict[str, str] = WORDS, head: str = "", post: str = POST) -> bytes:
    posts = (post.format(number=number, clock=clock, words=told) for number, (clock, told) in enumerate(words.items()))
    return page(*posts, around="div class='live-blog'", head=head)


def articles(found: Iterator[Article | SourceError]) -> list[Article]:
    given = list(found)
    assert all(isinstance(one, Article) for one in given), given
    return [one for one in given if isinstance(one, Article)]


def is_told(found: list[Article], url: str) -> bool:
    """Whether these are the blog's entries, each with its own words, time, address and id."""
    assert [one.text for one in found] == list(WORDS.values())
    assert [one.published_at for one in found] == TIMES
    assert [one.url.partition("#")[0] for one in found] == [url] * 3
    assert [one.id for one in found] == [identifier("", one.url, one.text) for one in found]
    assert len({one.id for one in found}) == 3
    return all(dict(one.metadata)["part_of"] == url for one in found)


# --- ways in


CLAIMS = [
    ("", ADDRESS),
    (link("canonical", "https://www.courier.example/live"), "https://www.courier.example/live"),
    (link("canonical", "https://elsewhere.example/live"), ADDRESS),
    (link("canonical", "https://courier.example/"), ADDRESS),
    (link("canonical", "https://me@courier.example/live"), ADDRESS),
]


@pytest.mark.parametrize(("head", "url"), CLAIMS)
def test_fetched_and_crawled_a_live_blog_gives_the_same_entries(tmp_path: Path, head: str, url: str) -> None:
    headers, at = (("Content-Type", "text/html"),), "1978-09-06T08:00:00Z"
    asked = ADDRESS + "?utm_source=x"
    fetched = from_fetched(Fetched(asked, asked, at, 200, headers, blog(head=head)), Terms(Published()))
    assert is_told(fetched, url)
    (tmp_path / "a.warc").write_bytes(Maker().add(asked, blog(head=head)).bytes())
    notes: list[str] = []
    crawled = articles(load(str(tmp_path / "a.warc"), say=notes.append))
    assert is_told(crawled, url)
    assert [one.id for one in crawled] == [one.id for one in fetched]
    assert notes == [f"{tmp_path}/a.warc: 3 articles; left out: nothing"]


def test_a_live_blog_kept_as_one_file_has_the_address_that_it_was_kept_from(tmp_path: Path) -> None:
    saved = (
        f"From: <Saved by a browser>\r\nSnapshot-Content-Location: {ADDRESS}\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n'
        f"{blog().decode()}\r\n--x--\r\n"
    )
    (tmp_path / "a.mhtml").write_text(saved, newline="")
    assert is_told(articles(load(str(tmp_path / "a.mhtml"))), ADDRESS)


def test_a_live_blog_by_mail_keeps_the_times_of_its_entries(tmp_path: Path) -> None:
    head = link("canonical", ADDRESS)
    mail = (
        f"From: The Courier <news@courier.example>\r\nSubject: Live\r\nDate: Wed, 6 Sep 1978 08:00:00 +0000\r\nMessage-ID: <m@x>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n{blog(head=head).decode()}"
    )
    (tmp_path / "a.eml").write_text(mail, newline="")
    found = articles(load(str(tmp_path / "a.eml")))
    assert is_told(found, ADDRESS)
    assert {one.source for one in found} == {"The Courier"}


def test_entries_told_at_the_same_time_are_apart() -> None:
    twice = POST.replace(' id="e{number}"', "").replace("{clock}", "18:45") + POST.replace(' id="e{number}"', "")
    found = from_page(blog(post=twice), "a", Terms(Published()), ADDRESS)
    assert len({one.id for one in found}) == len(found) == len({one.url for one in found}) > 3


FRENCH = "Le président de la République est arrivé à Camp David, où il a rencontré les ministres des deux pays pour parler de la paix."


def test_an_entry_in_another_language_costs_only_itself() -> None:
    found = from_page(blog({"12:00": FRENCH} | WORDS), "a", Terms(Published()), ADDRESS)
    assert is_told(found, ADDRESS)
    assert [(aside.text, aside.reason) for aside in found[0].dropped] == [(FRENCH, "the text is in French")]
    assert not found[1].dropped
    with pytest.raises(WrongLanguage):
        from_page(blog(dict.fromkeys(WORDS, FRENCH)), "a", Terms(Published()), ADDRESS)


# --- in the record


@pytest.fixture
def site() -> Iterator[web.Site]:
    with web.serve({"/live": web.Reply(blog())}) as running:
        yield running


def test_each_entry_is_kept_and_rebuilt_from_the_one_page(site: web.Site, run: Run, unread: None) -> None:
    assert "3 added" in run("add", site.url("/live")).stderr
    assert "3 unchanged" in run("add", site.url("/live")).stderr
    assert rows("SELECT count(*) FROM pages") == [(1,)]
    before = rows("SELECT article_id, version, text FROM articles ORDER BY text")
    assert [text for _, _, text in before] == sorted(WORDS.values())
    done = run("rebuild --pages", allow=False)
    assert (done.exit_code, done.stderr) == (0, "6 unchanged\n")  # the page's articles, and the articles
    assert rows("SELECT article_id, version, text FROM articles ORDER BY text") == before
    assert "as they were kept" in run("verify", allow=False).stdout


def test_an_entry_that_comes_later_or_changes_leaves_the_others(site: web.Site, run: Run, unread: None) -> None:
    run("add", site.url("/live"))
    site.pages["/live"] = web.Reply(blog(WORDS | {"18:45": "Begin is at Camp David.", "19:10": "The leaders have gone to dinner."}))
    assert run("add", site.url("/live")).stderr == "1 added, 1 new version, 2 unchanged\n"


@pytest.mark.parametrize("workers", ["1", "2"])
def test_no_word_of_an_entry_that_was_forgotten_stays_or_comes_back(site: web.Site, run: Run, workers: str) -> None:
    run("add", site.url("/live"))
    site.pages["/live"] = web.Reply(blog(WORDS | {"19:10": "The leaders have gone to dinner."}))
    run("add", site.url("/live"))
    assert rows("SELECT count(*) FROM pages") == [(2,)]
    ((first,),) = rows("SELECT article_id FROM articles WHERE text LIKE '%Mondale%'")
    assert run("forget", first, allow=False).exit_code == 0
    assert b"Mondale" not in Path("legation.db").read_bytes()
    site.pages["/live"] = web.Reply(blog(WORDS | {"19:10": "The leaders have gone to bed.", "19:30": "All is quiet at Camp David."}))
    assert run(f"add --workers {workers}", site.url("/live")).stderr == "1 added, 1 forgotten, 1 new version, 2 unchanged\n"
    assert b"Mondale" not in Path("legation.db").read_bytes()
    assert run("verify", allow=False).exit_code == 0


def test_a_page_in_hand_is_under_each_of_its_articles() -> None:
    in_hand, fetched = InHand(), Fetched("a", "a", "", 200, (), b"")
    in_hand.put(fetched, [Article("1", "", "x"), Article("2", "", "y")])
    in_hand.put(fetched, [Article("3", "", "z")])
    assert (set(in_hand.pages), set(in_hand.beside)) == ({"1", "2", "3"}, {"1", "2"})
