"""What a reader is to learn: the parts of the loss, each in its weight."""

from __future__ import annotations

from functools import cache

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from batch import Asked, Batch
from legation.knowledge.status_words import TAKEN_PLACE
from lessons import HEADS, NONE
from network import WIDTH, Reader

WEIGHTS = {
    "upos": 0.5, "xpos": 0.5, "name": 1.0, "type": 4.0, "status": 0.5, "mode": 0.5, "said": 2.0, "cue": 0.5, "furniture": 0.5,
    "arc": 1.0, "rel": 1.0, "slot": 3.0, "fact": 0.15, "like": 5.0,
}  # fmt: skip
RIGHT = 2.0  # what a word that fills a slot counts for, beside one that does not
TEACHER = 768  # the width of a teacher's words


@cache
def constant(values: tuple[float, ...], device: torch.device) -> Tensor:
    """Numbers that the device keeps: none is sent while it learns."""
    return torch.tensor(values, device=device)


def cross(scores: Tensor, gold: Tensor) -> Tensor:
    """The mean over what is known; zero where nothing is."""
    lost = F.cross_entropy(scores.reshape(-1, scores.shape[-1]), gold.reshape(-1), ignore_index=NONE, reduction="sum")
    return lost / (gold != NONE).sum().clamp(min=1)


def tree_loss(model: Reader, out: dict[str, Tensor], batch: Batch) -> Tensor:
    apart = batch.sentence.unsqueeze(1) != batch.sentence.unsqueeze(2)
    arc = cross(out["arc"].float().masked_fill(apart, -1e4), batch.heads)
    rel = cross(model.relations(out, batch.heads.clamp(min=0)).float(), batch.labels["rel"])
    return WEIGHTS["arc"] * arc + WEIGHTS["rel"] * rel


def slot_loss(out: dict[str, Tensor], asked: Asked, right: float = 1.0) -> Tensor:
    """Binary: from each asked word to each word and slot; what is right counts `right` times."""
    window, word = asked.at.T
    scores = out["slot"][window, :, word].float()
    lost = F.binary_cross_entropy_with_logits(
        scores, asked.gold, weight=asked.weight, reduction="sum", pos_weight=constant((right,), scores.device)
    )
    return lost / asked.words / 2


def taught_loss(out: dict[str, Tensor], batch: Batch) -> dict[str, Tensor]:
    """Against the teachers' distributions; status and mode count as far as a word is a trigger."""
    soft = batch.soft
    there = soft["type"].sum(-1)
    trigger = there - soft["type"][..., 0]
    parts = {}
    for head in HEADS:
        weight = trigger if head in ("status", "mode") else there
        lost = -(soft[head] * out[head].float().log_softmax(-1)).sum(-1)
        parts[head] = WEIGHTS[head] * (lost * weight).sum() / weight.sum().clamp(min=1)
    parts["slot"] = WEIGHTS["slot"] * slot_loss(out, batch.soft_asked)
    return {"taught " + k: v for k, v in parts.items()}


def fact_loss(model: Reader, out: dict[str, Tensor], facts: Tensor) -> Tensor:
    """Squared error of what the status head says, weighed into one number, against whether predicates happened (-3 to 3)."""
    weights = constant(tuple(TAKEN_PLACE[s] for s in model.labels["status"]), facts.device)
    known = ~facts.isnan()
    told = out["status"].float().softmax(-1) @ weights
    return ((told - facts.nan_to_num()).square() * known).sum() / known.sum().clamp(min=1)


class Likeness(nn.Linear):
    """How far a reader's words are from a teacher's: what a word is to the teacher [768] is to be told from what it is to the reader.

    So much more can be learned from a text than from its labels, of which most are of nothing (Jiao and others 2020, "TinyBERT")."""

    def __init__(self) -> None:
        super().__init__(WIDTH, TEACHER)

    def lost(self, out: dict[str, Tensor], batch: Batch) -> Tensor:
        there = batch.sentence >= 0
        apart = self(out["word"]).float() - batch.words.float()
        return (apart.square().mean(-1) * there).sum() / there.sum()


def losses(model: Reader, batch: Batch, like: Likeness | None = None) -> dict[str, Tensor]:
    """The parts of the loss, each in its weight."""
    out = model(*batch.inputs)
    parts = {h: WEIGHTS[h] * cross(out[h].float(), batch.labels[h]) for h in model.HEADS if h in batch.labels}
    if batch.heads is not None:
        parts["tree"] = tree_loss(model, out, batch)
    if batch.asked is not None:
        parts["slot"] = WEIGHTS["slot"] * slot_loss(out, batch.asked, RIGHT)
    if batch.facts is not None:
        parts["fact"] = WEIGHTS["fact"] * fact_loss(model, out, batch.facts)
    if batch.soft is not None:
        parts |= taught_loss(out, batch)
    if like is not None and batch.words is not None:
        parts["like"] = WEIGHTS["like"] * like.lost(out, batch)
    return parts
