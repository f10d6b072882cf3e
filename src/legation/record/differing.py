"""Where the tellings of one event can't all be right: times that don't meet, numbers that don't."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from legation.record.finding import TellingFound
from legation.record.store import days


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs (time, or what a number counts), and each value with the articles that give it."""

    what: str
    values: tuple[tuple[str, tuple[str, ...]], ...]


Said = tuple[str, str]  # a value as it is shown, and the outlet that gives it


def differing(tellings: Sequence[TellingFound]) -> tuple[Difference, ...]:
    """What the tellings of an event differ in; "June 2018" and "12 June 2018" don't."""
    return tuple(_differing(tellings))


def _differing(tellings: Sequence[TellingFound]) -> Iterator[Difference]:
    dated = [t for t in tellings if t.entry.when.edtf]
    bounds = [days(t.entry.when.edtf) for t in dated]
    if dated and max(low for low, _ in bounds) > min(high for _, high in bounds):
        yield _difference("time", ((t.entry.when.edtf, _outlet(t)) for t in dated))
    counted = [(q, t) for t in tellings for q in t.entry.quantities]
    for what in dict.fromkeys(q.what for q, _ in counted):
        its = [(q, t) for q, t in counted if q.what == what]
        if max(q.least for q, _ in its) > min(q.most for q, _ in its):
            yield _difference(what, ((q.words.text, _outlet(t)) for q, t in its))


def _difference(what: str, said: Iterable[Said]) -> Difference:
    by: dict[str, list[str]] = {}
    for value, outlet in said:
        by.setdefault(value, []).append(outlet)
    return Difference(what, tuple((value, tuple(dict.fromkeys(outlets))) for value, outlets in by.items()))


def _outlet(telling: TellingFound) -> str:
    return telling.article.source or telling.article.id
