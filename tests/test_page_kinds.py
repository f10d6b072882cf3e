"""What is no article is refused by its name; live blogs come apart into their entries; and no article is taken for either."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from page_making import ADDRESS, PARAGRAPHS, link, linked, meta, page
from test_pages import article, articles

from legation import cli
from legation.errors import NotAnArticle
from legation.knowledge.page_kinds import kinds, signs

CARD = '<h3><a href="/story/{}">Story number {} of the day is told here</a></h3><p>{}</p>'
CARDS = "".join(CARD.format(n, n, PARAGRAPHS[n % 4]) for n in range(12))
CAPTIONS = "".join(
    f'<figure><img src="{n}.jpg"><figcaption>Picture {n}: Carter walks with Sadat in the woods.</figcaption></figure>' for n in range(9)
)
FREE = linked({"@type": "NewsArticle", "headline": "Leaders meet at Camp David", "isAccessibleForFree": "False"})

REFUSED = [
    (
        "error",
        page("The page could be anywhere. Try the search, or go back to the home page of The Courier.", title="404 - Page not found"),
    ),
    (
        "error",
        page("Try the search, or go back to the home page of The Courier to read today’s news.", title="Page Not Found | The Courier"),
    ),
    ("error", page("Sorry, the page you are looking for could not be found. It may have been moved or taken down.", title="The Courier")),
    ("error", page("The server is too busy to answer at the moment, please try again in a few minutes.", title="503 Service Unavailable")),
    ("denied", page("You don't have permission to access this page on this server. Reference 18.2f.", title="Access Denied")),
    ("denied", page("This content is not available in your country, for reasons of the law that we regret.", title="The Courier")),
    ("captcha", page("Please verify you are a human by pressing and holding the button until it turns green.", title="The Courier")),
    ("captcha", page("This may take a few seconds; you will be sent on to the page without your doing.", title="Just a moment...")),
    (
        "cookies",
        page("We and our 842 partners store and/or access information on a device, such as cookies, to show adverts.", title="The Courier"),
    ),
    ("cookies", page("We use data to deliver and maintain our services and to keep you safe from spam.", title="Before you continue")),
    ("paywall", page(PARAGRAPHS[0], "To continue reading, subscribe to The Courier.")),
    ("paywall", page(PARAGRAPHS[0], "This article is for subscribers only.")),
    ("paywall", page(PARAGRAPHS[0], "Already a subscriber? Sign in")),
    ("paywall", page(PARAGRAPHS[0], "The accords that they signed at the White House in…", head=FREE)),
    ("script", page("Please enable JavaScript to see this page, which shows nothing without it.", title="The Courier")),
    ("index", page(CARDS, title="World news", around="div", head=meta("og:type", "website")).replace(b"h1", b"h5")),
    ("index", page(CARDS, title="World news", around="main", head=linked({"@type": "CollectionPage"}))),
    ("gallery", page(CAPTIONS, "Camp David in pictures, from the archive of The Courier.", title="In pictures")),
    ("video", page("Carter walks with Sadat and Begin in the woods of Camp David, Maryland.", head=linked({"@type": "VideoObject"}))),
]


@pytest.mark.parametrize(("kind", "html"), REFUSED)
def test_what_is_no_article_is_refused_by_its_name(kind: str, html: bytes) -> None:
    with pytest.raises(NotAnArticle) as caught:
        article(html)
    assert (caught.value.what, caught.value.hint) == (kinds()[kind].name, kinds()[kind].hint)


SENTENCE = "The minister said that access was denied to the inspectors, and that the page could not be found in the archive. "
COMMENT = '<div><time datetime="1978-09-05T1{}:00">x</time><p>What a day it was for both of them.</p></div>'
COMMENTS = f'<div class="comments">{"".join(COMMENT.format(n) for n in range(5))}</div>'
ARTICLES = [
    page(title="404 days in captivity: the hostages come home"),
    page(title="Access denied: how inspectors were kept out"),
    page(*[SENTENCE * 4] * 4, title="Error 404: the archive that vanished"),
    page(title="Just a moment of peace at Camp David"),
    page(title="We value your privacy, says minister"),
    page(SENTENCE, *PARAGRAPHS),
    page(*PARAGRAPHS, "Subscribe to our newsletter."),
    page(*PARAGRAPHS * 3, "To continue reading, subscribe to The Courier."),
    page(*PARAGRAPHS * 2, head=FREE),
    page(*PARAGRAPHS, "“To continue talks we need to read the text first,” he said, and signed in to the register of guests."),
    page(*PARAGRAPHS, CAPTIONS),
    page(*PARAGRAPHS, CARDS, head=linked({"@type": "NewsArticle", "headline": "Leaders meet at Camp David"})),
    page(*PARAGRAPHS, head=linked([{"@type": "VideoObject"}, {"@type": "ItemList"}])),
    page(*PARAGRAPHS, head=link("canonical", "https://courier.example/live/world/camp-david")),
    page(*PARAGRAPHS, title="Live: leaders meet at Camp David"),
    page(*PARAGRAPHS, COMMENTS, title="As it happened: leaders meet"),
]  # fmt: skip


@pytest.mark.parametrize("html", ARTICLES)
def test_no_article_is_refused(html: bytes) -> None:
    assert PARAGRAPHS[1] in article(html).text or SENTENCE.strip() in article(html).text


def test_a_wall_behind_a_text_that_breaks_off_counts_and_one_behind_a_whole_text_does_not() -> None:
    wall = "<aside><p>Subscribe now to continue reading</p></aside>"
    assert article(page(*PARAGRAPHS, wall)).text.endswith("say.")
    with pytest.raises(NotAnArticle):
        article(page(PARAGRAPHS[0], "The accords that they signed at the White…", wall))


def test_the_user_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(PARAGRAPHS[0], "This article is for subscribers only."))
    done = CliRunner().invoke(cli.main, ["read", str(tmp_path / "a.html")])
    assert done.exit_code == 2
    assert "a.html: the beginning of an article for subscribers only (give the whole article, if you may read it)" in done.stderr


# --- live blogs

LIVE = [
    (
        "1978-09-05T13:05:00-04:00",
        "Sadat has landed",
        "President Sadat has landed at Andrews Air Force Base, where Vice President Mondale met him.",
    ),
    ("1978-09-05T15:30:00-04:00", "", "Prime Minister Begin is on his way from New York."),
    ("1978-09-05T18:45:00-04:00", "Begin arrives", "Begin has arrived at Camp David. Carter walked with him to his cabin."),
]
UPDATES = [{"@type": "BlogPosting", "headline": h, "datePublished": t, "articleBody": f"<p>{b}</p>"} for t, h, b in LIVE]
POST = '<article class="post" id="e{}"><header><time datetime="{}">x</time>{}</header><div><p>{}</p></div></article>'
MARKUP = "".join(POST.format(n, t, f"<h2>{h}</h2>" if h else "", b) for n, (t, h, b) in enumerate(LIVE))
CLOCKS = [
    "The leaders of Egypt and Israel come to Camp David.",
    "13:05 EDT", LIVE[0][2],
    f"3.30pm EDT – {LIVE[1][2]}",
    f"18:45 EDT {LIVE[2][2]}",
    "19:10 EDT: The leaders have gone to dinner, each in his own cabin.",
]  # fmt: skip

BLOGS = [
    page(*PARAGRAPHS, head=linked({"@type": "LiveBlogPosting", "liveBlogUpdate": UPDATES}) + link("canonical", ADDRESS)),
    page(MARKUP, around="div class='live-blog'", head=link("canonical", ADDRESS)),
    page(MARKUP, around="main", title="Live updates: leaders meet", head=link("canonical", ADDRESS)),
    page(*CLOCKS, title="As it happened: leaders meet", head=meta("article:published_time", "1978-09-05") + link("canonical", ADDRESS)),
]


@pytest.mark.parametrize("html", BLOGS)
def test_a_live_blog_comes_apart_into_its_entries(html: bytes) -> None:
    found = articles(html)
    assert [entry.text for entry in found[:3]] == [body for _, _, body in LIVE]
    assert [entry.published_at for entry in found[:3]] == [time for time, _, _ in LIVE]
    assert len({entry.id for entry in found}) == len(found) <= 4
    assert all(dict(entry.metadata)["part_of"] == ADDRESS and entry.url.startswith(ADDRESS + "#") for entry in found)
    assert all(entry.published_why.startswith("the ") for entry in found)


@pytest.mark.parametrize("html", BLOGS[:2])
def test_entries_keep_their_titles(html: bytes) -> None:
    assert [entry.title for entry in articles(html)] == ["Sadat has landed", "Leaders meet at Camp David", "Begin arrives"]


def test_a_live_blog_whose_entries_cannot_be_told_apart_is_no_article_of_one_moment() -> None:
    with pytest.raises(NotAnArticle, match="a live blog whose entries can't be told apart"):
        article(page(*PARAGRAPHS, head=linked({"@type": "LiveBlogPosting", "headline": "Leaders meet at Camp David"})))


def test_entries_go_into_a_record(tmp_path: Path) -> None:
    (tmp_path / "live.html").write_bytes(BLOGS[0])
    done = CliRunner().invoke(cli.main, ["read", "--format", "jsonl", str(tmp_path / "live.html")])
    assert done.exit_code == 0
    assert done.stdout.count('"published": "1978-09-05"') == 3


# --- the tables


def test_every_sign_belongs_to_a_kind() -> None:
    assert {sign.kind for sign in signs()} <= set(kinds())
    assert {sign.place for sign in signs()} <= {"title", "start", "line"}


@pytest.mark.parametrize("piece", ["404 | ", "sorry, ", "subscribe to ", "We and our ", "a ", "Oops page ", "this page "])
def test_no_sign_runs_away(piece: str) -> None:
    given = piece * (400 // len(piece))
    for sign in signs():
        sign.pattern.search(given)
        sign.pattern.fullmatch(given)
