"""From which confidence on an entry counts as sure: thresholds, and where they come from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from legation.entries import Event, Record, Statement
from legation.errors import LegationError

Entry = TypeVar("Entry", Event, Statement)


@dataclass(frozen=True, slots=True)
class Least:
    """The confidence, from 0 to 1, that an event and a statement must have."""

    event: float = 0.0
    statement: float = 0.0


ANY: Final = Least()

# At least 85 per cent of the entries from here on are right: events in type, parties and status, statements in words and speaker.
# Source: benchmarks/confidence.py by four-fold cross-validation over the 1,287 articles and briefs of training/judge.py, 27 November 2026:
# events 85.5 (of 110), 1.4 per cent of those annotated are still found; statements 85.0 (83 to 87), 52.3 still found.
# To be measured again with every new reader or forest.
SURE: Final = Least(0.8, 0.95)


def least(given: str) -> Least:
    """What a user asks for: a number from 0 to 1 for every entry, or the word "sure". Raises LegationError."""
    if given.strip().lower() == "sure":
        return SURE
    try:
        number = float(given)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise LegationError(f"{given}: is no confidence (give a number from 0 to 1, or the word sure)")
    return Least(number, number)


def sure(entry: Event | Statement, asked: Least) -> bool:
    """Whether an entry is as sure as asked."""
    return entry.confidence >= (asked.event if isinstance(entry, Event) else asked.statement)


def only_sure(record: Record, asked: Least) -> Record:
    """The record without what is less sure than asked."""
    return replace(record, events=_those(record.events, asked), statements=_those(record.statements, asked))


def _those(entries: Iterable[Entry], asked: Least) -> tuple[Entry, ...]:
    return tuple(e for e in entries if sure(e, asked))
