"""How sure an entry is: whether a careful reader would make it at all, and whether all that it says is right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from legation.entries import STATUSES, TYPES, Frame
from legation.resolving.actors import Cast
from legation.resolving.forest import load
from legation.resolving.parties import Parties
from legation.resolving.signs import one_of

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
    beside = _Beside(cast, drafts)
    return np.array([_row(cast, beside, i) for i in range(len(drafts))], np.float32).reshape(len(drafts), len(FEATURES))


def _row(cast: Cast, beside: _Beside, i: int) -> list[float]:
    frame, who = beside.drafts[i].frame, beside.drafts[i].parties
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
        *beside.of(i),
        *(max((a.score for a in frame.arcs if a.slot == slot), default=0.0) for slot in ("time", "place", "source")),
        sum(a.score > 0.3 for a in frame.arcs), _depth(cast, head), tokens[head].text[:1].isupper(),
        *one_of(RELATIONS, tokens[head].rel), *one_of(TYPES, frame.type), *one_of(STATUSES, frame.status),
    ]  # fmt: skip


class _Beside:
    """How the article's other frames stand to one: near it, of its kind, of its words. Each frame's own is worked out once."""

    def __init__(self, cast: Cast, drafts: Sequence[Draft]) -> None:
        self.drafts = drafts
        self.scores = [d.frame.score for d in drafts]
        self.sentence = [cast.sentence_of[d.frame.first] for d in drafts]
        self.here: dict[int, list[int]] = defaultdict(list)
        keys = [(_ids(d), stems(t.text for t in cast.tokens[d.frame.first : d.frame.last])) for d in drafts]
        self.keys = [[(d.frame.type, part, key) for part in (0, 1) for key in its[part]] for d, its in zip(drafts, keys, strict=True)]
        self.with_key: dict[tuple[str, int, str], list[int]] = defaultdict(list)
        for i, its_keys in enumerate(self.keys):
            self.here[self.sentence[i]].append(i)
            for key in its_keys:
                self.with_key[key].append(i)

    def of(self, i: int) -> list[float]:
        """What the others tell for and against one."""
        frame = self.drafts[i].frame
        here = [self.drafts[j].frame for j in self.here[self.sentence[i]] if j != i]
        near = min(here, key=lambda f: _gap(frame, f), default=None)
        retold, reworded = self._alike(i, 0), self._alike(i, 1)
        return [
            len(here), min(AWAY, _gap(frame, near)) if near else AWAY, bool(near and near.score > frame.score),
            sum(f.type == frame.type for f in here),
            *(n for some in (retold, reworded) for n in (sum(j < i for j in some), sum(j > i for j in some))),
            any(self.scores[j] > frame.score for j in retold | reworded),
        ]  # fmt: skip

    def _alike(self, i: int, part: int) -> set[int]:
        """Which others of its type share a party (0) or a word of the trigger (1)."""
        return {j for key in self.keys[i] if key[1] == part for j in self.with_key[key] if j != i}


def _ids(draft: Draft) -> set[str]:
    return {a.id for a in (*draft.parties.actors, *draft.parties.recipients)}


def _gap(one: Frame, other: Frame) -> int:
    return max(other.first - one.last, one.first - other.last, 0)


def stems(words: Iterable[str]) -> set[str]:
    """By what two triggers are taken for the same words."""
    return {w.lower()[:STEM] for w in words if len(w) > 3}


def _depth(cast: Cast, at: int) -> int:
    for depth in range(12):
        if cast.tokens[at].head == at:
            return depth
        at = cast.tokens[at].head
    return 12
