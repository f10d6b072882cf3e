"""Kept pages taken apart anew: what is known better now of where an article stands in its page comes into the record, too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from legation.entries import Article
from legation.errors import SourceError
from legation.intake.article import Terms
from legation.intake.dates import published
from legation.intake.webpage import InHand, from_fetched
from legation.record.pages import page_of
from legation.record.store import Store

GIVEN_DATE: Final = (
    "(SELECT published FROM articles a WHERE a.article_id = p.article_id AND a.version = p.version AND published_why = 'given by the user')"
)


def apart_again(store: Store, in_hand: InHand) -> Iterator[Article | SourceError]:
    """The articles of all kept pages, taken apart anew, in the order in which the pages came; they are put `in_hand`.

    What was taken once is taken again, whatever its length and language, and with the date that the user gave for it. A page
    that has never given an article may still give none: that is no failure.
    """
    for (number,) in store.query("SELECT page_id FROM pages ORDER BY page_id"):
        (row,) = store.query(f"SELECT p.*, {GIVEN_DATE} AS day FROM pages p WHERE page_id = ?", (number,))
        page, known = page_of(row), row["article_id"] is not None
        try:
            article = from_fetched(page, Terms(published(row["day"] or ""), known, known))
        except SourceError as error:
            if known:
                yield error
        else:
            in_hand.pages[article.id] = page
            yield article
