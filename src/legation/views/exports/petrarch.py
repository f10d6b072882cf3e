"""PETRARCH's rows: eleven columns, tab-separated, no heading; a row for each pair of parties, with every telling's sentence.

Date, source, target, CAMEO code, issues, ids, addresses, story source; then the words for source, target and event, as PETRARCH adds
them where it is told to. An id is the article's with where its sentence begins: `ARTICLE_OFFSET`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from legation.entries import Event
from legation.record.finding import Whole
from legation.views.exports.actor_codes import parts
from legation.views.exports.coded import coded, dyads, uncoded
from legation.views.exports.dated import day
from legation.views.exports.rows import row, web

COLUMNS: Final = (
    "date", "source", "target", "code", "issues", "ids", "url", "story_source", "source_text", "target_text", "event_text",
)  # fmt: skip
BETWEEN: Final = ";"

lacks = uncoded


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The rows."""
    for whole in events:
        event = whole.found.entry
        if not isinstance(event, Event):
            continue
        it = coded(event)
        told = [t.article for t in whole.tellings]
        ids = [f"{t.article.id}_{t.entry.evidence.span.start}" for t in whole.tellings]
        urls, sources = ([web(a.url) for a in told], [a.source for a in told])
        for one, other in dyads(it):
            source, target = parts(one), parts(other)
            yield row([
                day(it.when).replace("-", ""), source.code, target.code, it.cameo, "",
                *map(_several, (ids, urls, sources)), source.name, target.name, event.trigger.text,
            ])  # fmt: skip


def _several(values: list[str]) -> str:
    return BETWEEN.join(dict.fromkeys(filter(None, values)))
