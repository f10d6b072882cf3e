"""The path from an article to its record, on one screen."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from legation.entries import Article, Record
from legation.errors import LegationError, Unreadable
from legation.intake.article import Terms, from_text
from legation.intake.dates import published as check_date
from legation.intake.furniture import furniture
from legation.reading.decode import read as read_text
from legation.reading.reader import model
from legation.reading.seen import as_it_came, seen
from legation.resolving.actors import Cast
from legation.resolving.events import find_events
from legation.resolving.ready import tables_beside
from legation.resolving.statements import find_statements
from legation.resolving.times import infer_published

RULES: Final = 15  # rises when the rules change what an article yields


def read_article(article: Article) -> Record:
    """One article's record. Raises Unreadable where a text is beyond the reader, so that no other article is lost with it."""
    try:
        return _as_seen(article)
    except LegationError:
        raise
    except Exception as error:
        where = article.title or article.id
        raise Unreadable(where, f"can't be read: {type(error).__name__}", "please report it with the text") from error


def _as_seen(article: Article) -> Record:
    """Read as an eye would, told in the words as they came."""
    view = seen(article.text)
    if view is None or not view.text.strip():
        return _read(article)
    record = _read(replace(article, text=view.text))
    told = as_it_came(record, view)
    return replace(told, article=replace(told.article, text=article.text))


def _read(article: Article) -> Record:
    # 1. When was it published? The page tells, else the text may.
    if not article.published:
        edtf, reasons = infer_published(article.text)
        article = replace(article, published=edtf, published_why="; ".join(reasons) or article.published_why)
    # 2. Sentences, tags, trees, names and frames
    with tables_beside(article.text):
        reading = read_text(article.text)
    # 3. Which lines are not the article
    asides = furniture(article.text, [(s.span, s.furniture) for s in reading.sentences])
    article = replace(article, furniture=asides)
    spans = [a.span for a in asides if a.span]
    # 4. Who is who
    cast = Cast(reading, article.published, spans)
    # 5. Who says what
    statements = find_statements(article, cast, spans)
    # 6. Who did what to whom, when and where, and how far it has come
    events = find_events(article, cast, spans)
    return Record(article, statements, events, model().name, RULES)


def read(text: str, *, published: str = "", title: str = "") -> Record:
    """The record of a text; `published` is EDTF. Raises a SourceError or BadDate that says what is wrong."""
    article = from_text(text, "text", Terms(check_date(published)))
    return read_article(replace(article, title=title or article.title))
