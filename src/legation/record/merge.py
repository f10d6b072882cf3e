"""One event, many tellings: which tellings belong together. The same tellings give the same events, in whatever order they came."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from legation.record.features import Features, features, weight
from legation.record.same import Verdict, judge
from legation.record.signs import AROUND
from legation.record.tellings import Telling, figures

FIRST: Final = "first told"
RARE: Final = 6.0  # the weight from which few tellings hold a word
LONG: Final = 400  # days: what lasts longer (a war, a policy) is compared with its like only
Parts = Mapping[str, Mapping[int, int]]  # telling → split → part: what people took apart


@dataclass(frozen=True, slots=True)
class Member:
    """A telling of an event, and why it is taken for one."""

    telling: Telling
    reason: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two tellings, by their places, and why they are one event."""

    one: int
    other: int
    verdict: Verdict


@dataclass(slots=True)
class _Group:
    """Tellings found to be one event so far, and what they have settled."""

    members: list[int]
    days: tuple[int, int] | None = None  # known to within some weeks
    told: tuple[int, int] | None = None
    states: frozenset[str] = frozenset()
    parts: dict[int, set[int]] = field(default_factory=dict)


def merge(tellings: Sequence[Telling], copies: Mapping[str, str], parts: Parts) -> list[tuple[Member, ...]]:
    """The tellings of each event, the first told first; `copies` leads from an article to the one it copies."""
    known = [features(t, copies.get(t.article, t.article)) for t in tellings]
    groups = [_group(i, one, parts) for i, one in enumerate(known)]
    reasons: dict[int, str] = {}
    for pair in sorted(_pairs(known), key=lambda p: (-p.verdict.likely, known[p.one].telling.order, known[p.other].telling.order)):
        if _joined(groups, pair):
            for at, other in ((pair.other, pair.one), (pair.one, pair.other)):
                reasons[at] = reasons.get(at) or f"{pair.verdict.reason}; as {known[other].telling.id}"
    whole = {id(g): g for g in groups}.values()
    return sorted((_members(known, g, reasons) for g in whole), key=lambda m: m[0].telling.order)


def _pairs(known: Sequence[Features]) -> Iterator[_Pair]:
    """The pairs that may be one event, who was told first before who was told later."""
    near = list(candidates(known))
    for (i, j), verdict in zip(near, judge((known[i], known[j]) for i, j in near), strict=True):
        if verdict:
            first, second = sorted((i, j), key=lambda n: known[n].telling.order)
            yield _Pair(first, second, verdict)


def _joined(groups: list[_Group], pair: _Pair) -> bool:
    """Whether the groups of both are one now that were two."""
    one, other = groups[pair.one], groups[pair.other]
    days = other.days
    if pair.verdict.again and len(other.members) == 1:
        other.days = None
    if one is other or not _fit(one, other):
        other.days = days
        return False
    _join(groups, one, other)
    return True


def _members(known: list[Features], group: _Group, reasons: dict[int, str]) -> tuple[Member, ...]:
    ordered = sorted(group.members, key=lambda n: known[n].telling.order)
    return tuple(Member(known[n].telling, reasons.get(n, FIRST) if at else FIRST) for at, n in enumerate(ordered))


# --- groups


def _group(index: int, one: Features, parts: Parts) -> _Group:
    t = one.telling
    return _Group(
        [index], _settled(one),
        (one.told, one.told) if one.undated and one.told is not None else None,
        frozenset([t.place_code]) if t.place_code else frozenset(), {s: {p} for s, p in parts.get(t.id, {}).items()},
    )  # fmt: skip


def _settled(one: Features) -> tuple[int, int] | None:
    """The days on which it was, where they are known to within some weeks."""
    known = one.first is not None and one.last is not None and one.last - one.first <= AROUND
    return (one.first, one.last) if known else None  # type: ignore[return-value]


def _fit(a: _Group, b: _Group) -> bool:
    """Whether what both have settled can be true of one event."""
    if a.days and b.days and max(a.days[0], b.days[0]) > min(a.days[1], b.days[1]) + 1:
        return False
    if a.told and b.told and max(a.told[1], b.told[1]) - min(a.told[0], b.told[0]) > figures("merging.tsv")["months_apart"]:
        return False
    if a.states and b.states and not a.states & b.states:
        return False
    return all(a.parts[split] == b.parts[split] for split in a.parts.keys() & b.parts.keys())


def _join(groups: list[_Group], a: _Group, b: _Group) -> None:
    known = [days for days in (a.days, b.days) if days]
    a.days = min(known, key=lambda days: (days[1] - days[0], days)) if known else None
    if b.told:
        a.told = (min(a.told[0], b.told[0]), max(a.told[1], b.told[1])) if a.told else b.told
    a.states |= b.states
    for split, of in b.parts.items():
        a.parts.setdefault(split, set()).update(of)
    a.members += b.members
    for n in b.members:
        groups[n] = a


# --- which tellings are compared at all


def candidates(known: Sequence[Features]) -> Iterator[tuple[int, int]]:
    """Pairs of tellings that may be one event, each once: of one type and kind, with a party in common, near in time."""
    seen: set[tuple[int, int]] = set()
    for pair in (*_by_day(known), *_by_time(known)):
        ordered = (min(pair), max(pair))
        if ordered not in seen:
            seen.add(ordered)
            yield ordered


def _by_day(known: Sequence[Features]) -> Iterator[tuple[int, int]]:
    """Those known to the day: with the same day and the next."""
    days: dict[tuple[str, str, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for i, one in enumerate(known):
        if one.day is not None:
            for party in (*one.keys, _at(one)):
                days[one.telling.type, one.telling.kind, party][one.day].append(i)
    for (_, _, party), block in days.items():
        for day, here in block.items() if party else ():
            yield from combinations(here, 2)
            yield from ((i, j) for i in here for j in block.get(day + 1, ()))


def _by_time(known: Sequence[Features]) -> Iterator[tuple[int, int]]:
    """Those with a longer time or none: with those whose times touch theirs, or that were told within days."""
    blocks: dict[tuple[str, str, frozenset[str]], list[int]] = defaultdict(list)
    for i, one in enumerate(known):
        for shared in _shared(one):
            blocks[one.telling.type, one.telling.kind, shared].append(i)
    for block in blocks.values():
        yield from _touching([i for i in block if not known[i].undated], known)
        yield from _told_near(block, known)


def _shared(one: Features) -> Iterator[frozenset[str]]:
    """What two tellings of one event have in common: two parties, a word for it with a party or a rare word, a lone party, or a place."""
    parties = sorted(one.keys)
    yield from (frozenset((f"rare {word}", f"word {stem}")) for word in sorted(one.around) if weight(word) > RARE for stem in one.trigger)
    yield from map(frozenset, combinations(parties, 2))
    yield from (frozenset((party, f"word {stem}")) for party in parties for stem in one.trigger)
    if len(parties) == 1:
        yield frozenset(parties)
    if one.place:
        yield frozenset((_at(one),))


def _at(one: Features) -> str:
    return f"at {one.place}" if one.place else ""


def _touching(block: list[int], known: Sequence[Features]) -> Iterator[tuple[int, int]]:
    spans = sorted((_start(known[i]), _end(known[i]), i) for i in block)
    for at, (start, end, i) in enumerate(spans):
        for other_start, other_end, j in spans[at + 1 :]:
            if other_start > end:
                break
            exact = start == end and other_start == other_end
            if not exact and (end - start > LONG) == (other_end - other_start > LONG) and _akin(known[i], known[j]):
                yield i, j


def _told_near(block: list[int], known: Sequence[Features]) -> Iterator[tuple[int, int]]:
    within = figures("merging.tsv")["months_apart"]
    told = sorted((known[i].told or 0, i) for i in block)
    for at, (day, i) in enumerate(told):
        for other, j in told[at + 1 :]:
            if other - day > within:
                break
            if (known[i].undated or known[j].undated) and _akin(known[i], known[j]):
                yield i, j


def _akin(one: Features, other: Features) -> bool:
    """Whether times that only may be the same are worth a closer look: a word for it or a place in common."""
    return bool(one.trigger & other.trigger) or (one.place != "" and one.place == other.place)


def _start(f: Features) -> int:
    return f.first if f.first is not None else 0


def _end(f: Features) -> int:
    return f.last if f.last is not None else 10_000_000
