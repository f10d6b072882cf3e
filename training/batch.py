"""Lessons in numbers, and several of them as one batch of tensors.

Shapes: B windows, L pieces, W words, N words that are asked for their slots, S slots.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TypeVar

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from legation.reading.pieces import Window, pieces, shape, window
from lessons import HEADS, NONE, Lesson
from network import SLOTS

SPEAKER = SLOTS.index("speaker")


@dataclass(slots=True)
class Item:
    """A lesson in numbers."""

    lesson: Lesson
    window: Window
    labels: dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the slots of N words: `at` [N, 2] (window, word); `gold` and `weight` [N, S, W]; `words`: how many count as one."""

    at: Tensor
    gold: Tensor
    weight: Tensor
    words: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Several lessons: inputs [B, L] and [B, W], labels [B, W] per head, and what only some sources have."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    begins: Tensor
    ends: Tensor
    labels: dict[str, Tensor]
    heads: Tensor | None = None
    sentence: Tensor | None = None
    facts: Tensor | None = None
    asked: Asked | None = None
    soft: dict[str, Tensor] | None = None  # [B, W, classes], zero where there is no word
    soft_asked: Asked | None = None

    @property
    def inputs(self) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        return self.ids, self.shapes, self.mask, self.begins, self.ends


Thing = TypeVar("Thing")


def to(thing: Thing, device: str) -> Thing:
    """A batch, or a part of one, with its tensors on `device`."""
    if isinstance(thing, Tensor):
        return thing.to(device, non_blocking=True)
    if isinstance(thing, dict):
        return {k: to(v, device) for k, v in thing.items()}
    if isinstance(thing, Batch | Asked):
        return type(thing)(**{f.name: to(getattr(thing, f.name), device) for f in fields(thing)})
    return thing


def number(lessons: Iterable[Lesson], tokenizer: Tokenizer, names: dict[str, list[str]]) -> list[Item]:
    """The lessons that fit into one window, with the numbers of their pieces and classes."""
    index = {h: {v: i for i, v in enumerate(vs)} for h, vs in names.items()}
    items = []
    for lesson in lessons:
        ids = pieces(tokenizer, lesson.words)
        w = window(ids, [shape(x) for x in lesson.words], 0, len(ids), (0, len(ids)))
        if len(w.ids) <= 510:
            items.append(Item(lesson, w, {h: [v if v == NONE else index[h].get(v, NONE) for v in vs] for h, vs in lesson.labels.items()}))
    return items


def batches(items: list[Item], most: int, rng: random.Random) -> list[list[Item]]:
    """Items of like length together, at most `most` pieces with the padding."""
    order = sorted(items, key=lambda x: len(x.window.ids) + rng.random() * 24)
    out: list[list[Item]] = []
    current: list[Item] = []
    for item in order:
        if current and (len(current) + 1) * max(len(item.window.ids), len(current[-1].window.ids)) > most:
            out.append(current)
            current = []
        current.append(item)
    out.append(current)
    rng.shuffle(out)
    return out


def pad(rows: Sequence[Sequence[float]], value: float) -> Tensor:
    n = max(map(len, rows))
    return torch.tensor([list(r) + [value] * (n - len(r)) for r in rows])


def collate(items: Sequence[Item]) -> Batch:
    """Items of one source as a batch."""
    w, lessons = [x.window for x in items], [x.lesson for x in items]
    first = lessons[0]
    facts = None
    if any(x.facts for x in lessons):
        facts = pad([[x.facts.get(i, torch.nan) for i in range(len(x.words))] for x in lessons], torch.nan)
    return Batch(
        ids=pad([x.ids for x in w], 0),
        shapes=pad([x.shapes for x in w], 0),
        mask=pad([[1] * len(x.ids) for x in w], 0),
        begins=pad([x.begins for x in w], 0),
        ends=pad([x.ends for x in w], 0),
        labels={h: pad([x.labels.get(h, [NONE]) for x in items], NONE) for h in items[0].labels},
        heads=pad([x.heads for x in lessons], NONE) if first.heads is not None else None,
        sentence=pad([x.sentence for x in lessons], -1),
        facts=facts,
        asked=_asked(lessons) if "type" in items[0].labels else None,
        soft={h: pad_sequence([x.soft[h].float() for x in lessons], batch_first=True) for h in HEADS} if first.soft else None,
        soft_asked=_soft_asked(lessons) if first.soft else None,
    )


def _asked(lessons: Sequence[Lesson]) -> Asked | None:
    """Which word fills which slot of which trigger (or said run); mentions that would do as well weigh nothing."""
    places = [(b, t) for b, x in enumerate(lessons) for t in sorted(set(x.asked))]
    if not places:
        return None
    row = {place: i for i, place in enumerate(places)}
    gold = torch.zeros(len(places), len(SLOTS), max(len(x.words) for x in lessons))
    weight = torch.zeros_like(gold)
    for (b, _), i in row.items():
        weight[i, :, : len(lessons[b].words)] = 1
    for b, x in enumerate(lessons):
        said = {t for t, slot, _, _ in x.slots if slot == SPEAKER}
        for t, slot, _, spare in x.slots:
            weight[row[b, t], slot, spare] = 0
        for t, slot, best, _ in x.slots:
            gold[row[b, t], slot, best] = 1
            weight[row[b, t], slot, best] = 1
        for t in set(x.asked) - said:  # events have no speaker slot
            weight[row[b, t], SPEAKER] = 0
    return Asked(torch.tensor(places), gold, weight, len(places))


def _soft_asked(lessons: Sequence[Lesson]) -> Asked | None:
    """The same as teachers have it: chances instead of right or wrong."""
    counts = [len(x.soft["asked"]) for x in lessons]
    if not sum(counts):
        return None
    at = torch.cat(
        [torch.stack([torch.full((n,), b), x.soft["asked"].long()], 1) for b, (x, n) in enumerate(zip(lessons, counts, strict=True))]
    )
    gold = torch.zeros(len(at), len(SLOTS), max(len(x.words) for x in lessons))
    weight = torch.zeros_like(gold)
    begin = 0
    for x, n in zip(lessons, counts, strict=True):
        weight[begin : begin + n, :, : len(x.words)] = 1
        weight[begin : begin + n, : SLOTS.index("time"), x.unsure] = 0
        row, slot, word = x.soft["slots"].long().T
        gold[begin + row, slot, word] = x.soft["chances"].float()
        begin += n
    return Asked(at, gold, weight, len(at))
