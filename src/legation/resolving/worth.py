"""How sure an entry is: whether a careful reader would make it at all, and whether all that it says is right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import STATUSES, TYPES, Frame
from legation.resolving.actors import Cast
from legation.resolving.forest import load
from legation.resolving.parties import Parties

RELATIONS: Final = (
    "root", "ccomp", "xcomp", "advcl", "acl", "acl:relcl", "conj", "obj", "obl", "nmod", "nsubj", "nsubj:pass", "compound", "amod",
)  # fmt: skip
STEM: Final = 5  # letters
AWAY: Final = 30  # words

FEATURES: Final = (
    "event", "as type", "as status", "best actor", "best recipient", "actors", "recipients", "by", "sources",
    "words", "verb", "noun", "adjective", "quoted", "said", "sentence", "sentences", "share", "sentence words", "furniture",
    "frames here", "nearest", "nearest is surer", "same type here", "told before", "told after",
    "word before", "word after", "surer elsewhere",
    "time", "place", "source", "arcs", "depth", "capital",
    *(f"rel {r}" for r in RELATIONS), *(f"type {t}" for t in TYPES), *(f"status {s}" for s in STATUSES),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Draft:
    """A frame with the parties chosen for it."""

    frame: Frame
    parties: Parties


def sureness(cast: Cast, drafts: Sequence[Draft]) -> tuple[list[float], list[float]]:
    """For each draft how likely a careful reader would make the entry, and how likely its type, parties and status are all right."""
    if not drafts:
        return [], []
    rows = features(cast, drafts)
    worth, right = (load(name).chances(rows)[:, 1] for name in ("worth", "right"))
    return worth.tolist(), right.tolist()


def features(cast: Cast, drafts: Sequence[Draft]) -> NDArray[np.float32]:
    """What tells for and against each entry: [drafts, FEATURES]."""
    return np.array([_row(cast, drafts, i) for i in range(len(drafts))], np.float32).reshape(len(drafts), len(FEATURES))


def _row(cast: Cast, drafts: Sequence[Draft], i: int) -> list[float]:
    frame, who = drafts[i].frame, drafts[i].parties
    tokens = cast.tokens
    head = next((t for t in range(frame.first, frame.last) if not frame.first <= tokens[t].head < frame.last), frame.first)
    number = cast.sentence_of[frame.first]
    sentence = cast.reading.sentences[number]
    return [
        frame.score, frame.as_type, frame.as_status,
        max((a.confidence for a in who.actors), default=0.0), max((a.confidence for a in who.recipients), default=0.0),
        len(who.actors), len(who.recipients), len(who.by), len(who.according_to),
        frame.last - frame.first, *(tokens[head].upos == u for u in ("VERB", "NOUN", "ADJ")),
        cast.quoted_at(head), cast.is_said(head), number, len(cast.reading.sentences), number / len(cast.reading.sentences),
        sentence.last - sentence.first, sentence.furniture,
        *_beside(cast, drafts, i),
        *(max((a.score for a in frame.arcs if a.slot == slot), default=0.0) for slot in ("time", "place", "source")),
        sum(a.score > 0.3 for a in frame.arcs), _depth(cast, head), tokens[head].text[:1].isupper(),
        *(tokens[head].rel == r for r in RELATIONS), *(frame.type == t for t in TYPES), *(frame.status == s for s in STATUSES),
    ]  # fmt: skip


def _beside(cast: Cast, drafts: Sequence[Draft], i: int) -> list[float]:
    """How the article's other frames stand to this one: near it, of its kind, of its words."""
    frame, who = drafts[i].frame, _ids(drafts[i])
    others = [(j, d) for j, d in enumerate(drafts) if j != i]
    here = [d.frame for _, d in others if cast.sentence_of[d.frame.first] == cast.sentence_of[frame.first]]
    near = min(here, key=lambda f: _gap(frame, f), default=None)
    alike = [(j, d) for j, d in others if d.frame.type == frame.type]
    retold = [j for j, d in alike if who and who & _ids(d)]
    stems = _stems(cast, frame)
    reworded = [j for j, d in alike if stems & _stems(cast, d.frame)]
    return [
        len(here), min(AWAY, _gap(frame, near)) if near else AWAY, bool(near and near.score > frame.score),
        sum(f.type == frame.type for f in here),
        sum(j < i for j in retold), sum(j > i for j in retold), sum(j < i for j in reworded), sum(j > i for j in reworded),
        any(drafts[j].frame.score > frame.score for j in {*retold, *reworded}),
    ]  # fmt: skip


def _ids(draft: Draft) -> set[str]:
    return {a.id for a in (*draft.parties.actors, *draft.parties.recipients)}


def _gap(one: Frame, other: Frame) -> int:
    return max(other.first - one.last, one.first - other.last, 0)


def _stems(cast: Cast, frame: Frame) -> set[str]:
    return stems(t.text for t in cast.tokens[frame.first : frame.last])


def stems(words: Iterable[str]) -> set[str]:
    """By what two triggers are taken for the same words."""
    return {w.lower()[:STEM] for w in words if len(w) > 3}


def _depth(cast: Cast, at: int) -> int:
    for depth in range(12):
        if cast.tokens[at].head == at:
            return depth
        at = cast.tokens[at].head
    return 12
