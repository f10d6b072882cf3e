"""A record in one of the formats: what fits, streamed; what the format can't hold, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from legation.entries import Event
from legation.record import exporting as record
from legation.record.finding import Whole
from legation.record.search import Asked
from legation.record.store import Store
from legation.views.exports.registry import FORMATS, Format, lacks, writer


@dataclass(slots=True)
class Tally:
    """How many events (or articles) were written, and how many were left out for which reason."""

    written: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def export(store: Store, name: str, asked: Asked, tally: Tally) -> Iterator[object]:
    """The record in a format: parts of text or bytes, or notes of a folder. Everything that fits, whatever the limit asked for."""
    format = FORMATS[name]
    return writer(format)(_found(store, format, asked, tally))


def _found(store: Store, format: Format, asked: Asked, tally: Tally) -> Iterator[object]:
    if format.of == "articles":
        for article in record.articles(store, asked):
            tally.written += 1
            yield article
        return
    yield from _fitting(record.events(store, asked, told=format.of == "tellings"), format, tally)


def _fitting(events: Iterator[Whole], format: Format, tally: Tally) -> Iterator[Whole]:
    why_not = lacks(format)
    for whole in events:
        event = whole.found.entry
        if isinstance(event, Event) and (why := why_not(event)):
            tally.left_out[why] += 1
        else:
            tally.written += 1
            yield whole
