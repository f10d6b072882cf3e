"""Which lessons are learned when: every source as often as is wanted, spread evenly, batches of lessons of one length."""

from __future__ import annotations

import collections
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feed import Feed, Size

LENGTHS = (32, 48, 64, 96, 128, 160, 208, 256, 320, 400, 512)  # pieces: a lesson is filled up to the next of these
SAMPLES, SPARE = 60, 1.1  # of batches, from which is told how many asked words there may be, and how many more there is room for


@dataclass(frozen=True, slots=True)
class Source:
    """Lessons of a feed and what of them is learned (feed.py)."""

    feed: Feed
    kind: str
    lessons: Sequence[int]


@dataclass(frozen=True, slots=True)
class Step:
    """One batch: which lessons of which source, filled up to `length` pieces."""

    source: str
    length: int
    lessons: Sequence[int]


def length(pieces: int) -> int:
    return next(x for x in LENGTHS if pieces <= x)


def by_length(source: Source) -> dict[int, list[int]]:
    found: dict[int, list[int]] = collections.defaultdict(list)
    for i in source.lessons:
        found[length(int(source.feed.flat.pieces[i]))].append(i)
    return found


def plan(sources: Mapping[str, Source], epochs: Mapping[str, float], most: int, rng: random.Random) -> list[Step]:
    """One round: each source's epochs, its batches of at most `most` pieces spread evenly over all."""
    placed = []
    for name, source in sources.items():
        steps = _steps(name, source, epochs.get(name, 0.0), most, rng)
        rng.shuffle(steps)
        placed += [((i + rng.random()) / max(len(steps), 1), i, step) for i, step in enumerate(steps)]
    return [step for _, _, step in sorted(placed, key=lambda x: x[:2])]


def _steps(name: str, source: Source, epochs: float, most: int, rng: random.Random) -> list[Step]:
    steps = []
    for n, lessons in by_length(source).items():
        size, left = max(1, most // n), epochs
        while left > 0:
            some = rng.sample(lessons, int(len(lessons) * min(left, 1.0)))
            left -= 1.0
            for at in range(0, len(some), size):
                part = some[at : at + size]
                missing = size - len(part)
                if missing and rng.random() < missing / size:
                    continue  # what is left over is learned as often as it fills a batch
                steps.append(Step(name, n, part + rng.choices(lessons, k=missing)))
    return steps


def rounds(sources: Mapping[str, Source], epochs: Mapping[str, float], most: int, seed: int, steps: int) -> list[Step]:
    """So many steps, round by round; one round where `steps` is 0."""
    found = plan(sources, epochs, most, random.Random(seed))
    turn = 0
    while 0 < len(found) < steps:
        turn += 1
        found += plan(sources, epochs, most, random.Random(f"{seed}.{turn}"))
    return found[:steps] if steps else found


def sizes(sources: Mapping[str, Source], steps: Sequence[Step]) -> dict[tuple[int, str, int], Size]:
    """The size of the batches of each feed, kind and length."""
    found: dict[tuple[int, str, int], Size] = {}
    lessons: dict[tuple[int, str, int], set[int]] = collections.defaultdict(set)
    many: dict[tuple[int, str, int], int] = {}
    feeds = {}
    for step in steps:
        source = sources[step.source]
        key = key_of(source, step.length)
        lessons[key].update(step.lessons)
        many[key], feeds[key] = len(step.lessons), source.feed
    rng = random.Random(1)
    for key, its in lessons.items():
        feed, known = feeds[key], sorted(its)
        asked = max(feed.asked(rng.choices(known, k=many[key]), key[1]) for _ in range(SAMPLES))
        found[key] = Size(key[2], int(feed.flat.words[known].max()), int(asked * SPARE) + 8 if asked else 0)
    return found


def key_of(source: Source, length: int) -> tuple[int, str, int]:
    """What batches of one shape have in common."""
    return id(source.feed), source.kind, length
