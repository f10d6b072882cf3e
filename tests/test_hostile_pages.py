"""Hostile pages: each ends, in bounded time and memory, with an article or one clear line, and the next page is read."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hostile_pages import WHOLE, hostile
from hypothesis import given, settings
from hypothesis import strategies as st
from page_making import page

from legation.errors import SourceError
from legation.intake import page as pages
from legation.intake.article import Terms, web
from legation.intake.canonical import canonical, is_page_of, plain
from legation.intake.dates import Published
from legation.intake.extraction import take_apart
from legation.intake.page import FAILED, from_page
from legation.intake.pages import GivenUp, TooCostly, Worker, strip
from legation.intake.parts import Parts

TERMS = Terms(Published())
TRICKS = hostile()
QUICK = [name for name, html in TRICKS.items() if len(html) < 1_200_000]
WORKED = [
    "200,000 attributes on one tag", "20,000 nested div", "100,000 rows", "a megabyte without a space", "100,000 quotation marks", "NULs",
    "colspan of a thousand million", "an external entity",
]  # fmt: skip


@pytest.fixture(scope="module")
def impatient() -> Worker:
    """A worker that is given little time, so that the tests take little."""
    worker = Worker(seconds=10.0)
    worker.take_apart(page())
    worker.seconds = 0.4
    return worker


@pytest.mark.parametrize("trick", WORKED)
def test_every_trick_ends_and_the_next_page_is_read(impatient: Worker, monkeypatch: pytest.MonkeyPatch, trick: str) -> None:
    monkeypatch.setattr(pages, "worker", lambda: impatient)
    with suppress(SourceError):
        assert all(found.text for found in from_page(TRICKS[trick], "page.html", TERMS))


def test_after_every_trick_the_worker_reads(impatient: Worker) -> None:
    impatient.seconds = 10.0
    assert WHOLE in impatient.take_apart(page()).text
    impatient.stop()


@pytest.mark.parametrize("trick", QUICK)
def test_every_trick_can_be_stripped(trick: str) -> None:
    assert "\x1b" not in strip(TRICKS[trick])


@pytest.mark.parametrize("trick", ["NULs", "an external entity", "100,000 quotation marks", "200,000 CDATA opened"])
def test_the_article_behind_a_trick_is_found(trick: str) -> None:
    found = take_apart(TRICKS[trick])
    assert WHOLE in found.text
    assert "root:" not in found.text


def test_a_page_that_needs_too_much_memory_is_given_up_and_the_next_one_read() -> None:
    worker = Worker(memory=200 * 2**20)
    with pytest.raises(GivenUp):
        worker.take_apart(page("<i>x</i>" * 190_000))
    assert WHOLE in worker.take_apart(page()).text
    worker.stop()


def test_a_page_of_too_many_tags_is_not_even_tried() -> None:
    worker = Worker()
    with pytest.raises(TooCostly):
        worker.take_apart(page("<i>x</i>" * 200_000))
    assert worker.process is None


def test_the_worker_is_renewed_before_leaks_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("legation.intake.pages.PAGES", 1)
    worker, seen = Worker(), set[int]()
    for _ in range(2):
        worker.take_apart(page())
        assert worker.process is not None
        seen.add(worker.process.pid)
    worker.stop()
    assert len(seen) == 2


def test_a_page_on_which_the_libraries_fail_leaves_its_words_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Worker, _page: bytes) -> Parts:
        raise GivenUp

    monkeypatch.setattr(Worker, "take_apart", fail)
    (found,) = from_page(page(), "page.html", TERMS)
    assert WHOLE in found.text
    assert [aside.reason for aside in found.dropped] == [FAILED]
    assert issubclass(TooCostly, GivenUp)


# --- whatever comes


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300))
def test_any_bytes_come_apart(html: bytes) -> None:
    assert isinstance(take_apart(b"<p>" + html), Parts)


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="htps:/[].@ex-%?=&amp#page2é\u200b", max_size=60), st.text(alphabet="htps:/[].ex?=&amp", max_size=40))
def test_any_words_are_an_address_or_none(one: str, other: str) -> None:
    assert plain(plain(one)) == plain(one)
    assert canonical([one, other], other) in {plain(one), plain(other) or web(other)}
    is_page_of(one, other)
