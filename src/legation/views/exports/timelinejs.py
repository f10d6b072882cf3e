"""TimelineJS's JSON: a slide for each event with a date. TimelineJS shows text as HTML, so all text is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from legation.entries import Article, Event
from legation.record.finding import Found, Whole
from legation.views.exports.dated import edges
from legation.views.exports.rows import web
from legation.views.highlight import escape
from legation.views.lines import dateline, line
from legation.views.objects import Json, dumps
from legation.views.plain import one_line

FIELDS: Final = ("year", "month", "day")


def lacks(event: Event) -> str:
    """Why there can be no slide for an event; "" where there can."""
    return "" if any(edges(event.when.edtf)) else "without a date"


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The one object, slide by slide."""
    between = '{"events": ['
    for whole in events:
        event = whole.found.entry
        if isinstance(event, Event):
            yield between + "\n" + dumps(_slide(whole.found, event))
            between = ","
    yield (between if between != "," else "") + "\n]}\n"


def _slide(found: Found, event: Event) -> Json:
    first, last = edges(event.when.edtf)
    shown = line(event)
    who = " – ".join(filter(None, (shown.who, shown.whom)))
    slide: Json = {"unique_id": event.id, "start_date": _date(first or last), "group": event.type}
    if first and last not in ("", first):
        slide["end_date"] = _date(last)
    slide["display_date"] = escape(shown.when)
    slide["text"] = {"headline": escape(f"{who}: {shown.what} ({shown.status})"), "text": _text(found.article, event)}
    return slide


def _text(article: Article, event: Event) -> str:
    source = escape(dateline(article) or article.title or article.id)
    address = web(article.url)
    named = f'<a href="{escape(address)}" rel="noopener nofollow">{source}</a>' if address else source
    return f"<p>{escape(one_line(event.evidence.text))}</p><p>{named}</p>"


def _date(iso: str) -> Json:
    return {name: int(part) for name, part in zip(FIELDS, iso.split("-"), strict=False)}
