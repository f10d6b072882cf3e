"""Whether two tellings tell the same event: how likely their signs make it, by a forest, and the reason in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import TYPES
from legation.record.features import Features
from legation.record.signs import AGAIN, Sign, signs
from legation.record.tellings import figures
from legation.resolving import forest

FOREST: Final = "same"
CERTAIN: Final = 0.95  # how likely one event is at least where copies tell it by the same word, or one article takes it up again
TOGETHER: Final = 4096  # pairs that are judged at once: quicker than one by one
OF_TYPE: Final = "of type "  # the sign that a pair is of a type


@dataclass(frozen=True, slots=True)
class Verdict:
    """How likely two tellings are one event, and why."""

    likely: float
    reason: str
    again: bool = False  # the later one tells no day: the earlier one's may be the day of both


def judge(pairs: Iterable[tuple[Features, Features]]) -> Iterator[Verdict | None]:
    """The verdict on each pair of tellings of the same type and kind; None where they are not the same event."""
    left = iter(pairs)
    while some := tuple(islice(left, TOGETHER)):
        told = [signs(one, other) for one, other in some]
        asked = [(its, pair[0].telling.type) for its, pair in zip(told, some, strict=True) if its is not None]
        likely = iter(chances(asked) if asked else ())
        yield from (None if its is None else _verdict(its, next(likely)) for its in told)


def chances(asked: Sequence[tuple[Sequence[Sign], str]]) -> list[float]:
    """How likely each pair is one event, by its signs and type."""
    same = forest.load(FOREST)
    return [float(yes) for yes in same.chances(rows(asked, same.names))[:, 1]]


def rows(asked: Sequence[tuple[Sequence[Sign], str]], names: Sequence[str]) -> NDArray[np.float32]:
    """[pairs, names]: how strongly each sign is there, 0 where it is not."""
    place = {name: n for n, name in enumerate(names)}
    found = np.zeros((len(asked), len(names)), np.float32)
    for n, (its, type) in enumerate(asked):
        for sign in its:
            if sign.name in place:
                found[n, place[sign.name]] = sign.amount
        found[n, place[OF_TYPE + type]] = 1.0
    return found


def columns(known: Iterable[str]) -> tuple[str, ...]:
    """The columns of `rows`: the signs that are known, then the types."""
    return (*known, *(OF_TYPE + type for type in TYPES))


def _verdict(its: Sequence[Sign], likely: float) -> Verdict | None:
    names = {sign.name for sign in its}
    copied = "copy" in names and names & {"trigger", "trigger_common"}
    if copied or names >= {"taken_up", "parties_same"}:
        likely = max(likely, CERTAIN)
    if likely < figures("merging.tsv")["same"]:
        return None
    reasons = [sign.why for sign in its if sign.why]
    return Verdict(round(likely, 4), ", ".join(reasons), AGAIN in reasons)
