"""W3C Web Annotations (JSON-LD): each telling of each event, marked in its article by words and by place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote as escape_url

from legation.entries import Article, Event, Quote
from legation.record.finding import Whole
from legation.views.exports.rows import web
from legation.views.lines import line
from legation.views.objects import Json, dumps

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
BESIDE: Final = 32  # characters before and after, by which a reader finds the words again
ALL: Final = "urn:legation:annotations"
OPENING: Final = (
    f'{{"@context": "{CONTEXT}", "id": "{ALL}", "type": "AnnotationCollection", "label": "Legation",\n'
    f'"first": {{"id": "{ALL}:1", "type": "AnnotationPage", "partOf": "{ALL}", "startIndex": 0, "items": ['
)


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The one collection, with all its annotations on one page; how many there are stands at its end."""
    count, between = 0, OPENING
    for whole in events:
        event = whole.found.entry
        for told in whole.tellings:
            yield between + "\n" + dumps(_annotation(told.article, told.entry, event.id))
            count, between = count + 1, ","
    yield (between if not count else "") + f'\n]}}, "total": {count}}}\n'


def _annotation(article: Article, telling: Event, event_id: str) -> Json:
    shown = line(telling)
    value = " ".join(filter(None, (shown.who, shown.what, f"to {shown.whom}" if shown.whom else "", f"({shown.status})", shown.when)))
    tags = (telling.type, telling.mode, telling.status)
    return {
        "id": f"urn:legation:telling:{telling.id}", "type": "Annotation", "motivation": ["describing", "tagging"],
        "body": [
            {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en", "value": value},
            *({"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": tag} for tag in tags if tag),
            {"type": "SpecificResource", "purpose": "linking", "source": f"urn:legation:event:{event_id}"},
        ],
        "target": {"source": _source(article), "selector": [*_selectors(article.text, telling.evidence)]},
    }  # fmt: skip


def _source(article: Article) -> str:
    return web(article.url) or "urn:legation:article:" + escape_url(article.id, safe="", errors="replace")


def _selectors(text: str, words: Quote) -> Iterator[Json]:
    start, end = words.span.start, words.span.end
    yield {
        "type": "TextQuoteSelector", "exact": words.text,
        "prefix": text[max(start - BESIDE, 0) : start], "suffix": text[end : end + BESIDE],
    }  # fmt: skip
    yield {"type": "TextPositionSelector", "start": start, "end": end}
