"""Several lessons as one batch of tensors.

Shapes: B windows, L pieces, W words, N words that are asked for their slots, S slots.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TypeVar

from torch import Tensor


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of the slots of N words: `at` [N, 2] (window, word); `gold` and `weight` [N, S, W]; `words` []: how many are asked."""

    at: Tensor
    gold: Tensor
    weight: Tensor
    words: Tensor


@dataclass(frozen=True, slots=True)
class Batch:
    """Several lessons: inputs [B, L] and [B, W], labels [B, W] per head, and what only some sources have."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    begins: Tensor
    ends: Tensor
    sentence: Tensor  # -1 where there is no word
    labels: dict[str, Tensor]
    heads: Tensor | None = None
    facts: Tensor | None = None
    asked: Asked | None = None  # by annotators
    soft: dict[str, Tensor] | None = None  # [B, W, classes], zero where there is no word
    soft_asked: Asked | None = None  # by teachers
    words: Tensor | None = None  # [B, W, 768]: what each word is to a teacher

    @property
    def inputs(self) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
        return self.ids, self.shapes, self.mask, self.begins, self.ends


Thing = TypeVar("Thing")


def copied(thing: Thing) -> Thing:
    """A batch, or a part of one, with tensors of its own."""
    if isinstance(thing, Tensor):
        return thing.clone()
    if isinstance(thing, dict):
        return {k: copied(v) for k, v in thing.items()}
    if isinstance(thing, Batch | Asked):
        return type(thing)(**{f.name: copied(getattr(thing, f.name)) for f in fields(thing)})
    return thing


def fill(place: object, thing: object) -> None:
    """Write a batch into the tensors of another of the same shapes."""
    if isinstance(place, Tensor):
        place.copy_(thing, non_blocking=True)
    elif isinstance(place, dict):
        for k, v in place.items():
            fill(v, thing[k])
    elif isinstance(place, Batch | Asked):
        for f in fields(place):
            fill(getattr(place, f.name), getattr(thing, f.name))
