"""GDELT 2.0 mentions: 16 columns, tab-separated, no heading; a row for each telling of each row of the events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from legation.entries import Actor, Event
from legation.record.finding import TellingFound, Whole
from legation.record.store import days
from legation.views.exports.coded import coded, dyads, uncoded
from legation.views.exports.gdelt import added, event_number, moment
from legation.views.exports.rows import Value, row, web

COLUMNS: Final = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
WEB, CITATION = 1, 2  # what the identifier is: an address, or a name of the article
NOWHERE: Final = -1
TENTHS, LEAST = 10, 10  # GDELT's confidence: a percentage in steps of ten, from ten on

lacks = uncoded


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The rows, in the order of the events and of their tellings."""
    for whole in events:
        event, told = whole.found.entry, whole.found.told
        if isinstance(event, Event):
            for dyad in dyads(coded(event)):
                first = (event_number(event, dyad), added(told.first if told else ""))
                yield from (row([*first, *_mention(t, dyad)]) for t in whole.tellings)


def _mention(told: TellingFound, dyad: tuple[Actor | None, Actor | None]) -> list[Value]:
    article, event = told.article, told.entry
    address = web(article.url)
    at = moment(article, days(article.published)[0])
    offsets = (_offset(event, a) for a in dyad)
    sure = max(round(event.confidence * TENTHS) * TENTHS, LEAST)
    return [
        at, WEB if address else CITATION, article.source, address or article.id, "", *offsets, event.trigger.span.start, 1, sure,
        len(article.text), "", "", "",
    ]  # fmt: skip


def _offset(event: Event, actor: Actor | None) -> int:
    """Where this telling names an actor."""
    named = (a for a in (*event.actors, *event.recipients, *event.by) if actor and (a.id or a.name) == (actor.id or actor.name))
    return min((m.start for a in named for m in a.mentions), default=NOWHERE)
