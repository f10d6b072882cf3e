"""Which words of the annotated articles stand for whom: `python training/mentions.py --data DIR -o FILE`.

RECORD.md's actors are resolved names; what an arc is to point at is found as the pipeline finds whom a word means: by names, roles, states,
pronouns and the tree of the shipped reader. One line an article: for each event and slot the words of every actor, the best first.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import briefs
import lessons
from legation.entries import Token
from legation.intake.furniture import furniture
from legation.reading import decode
from legation.resolving.actors import Cast
from legation.resolving.grammar import objects, subjects
from lessons import PARTIES, PRONOUNS, Mentions, Text, plain

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from score import same_actor

STEPS = 8  # the longest way through a tree that is told apart


class Meant:
    """Whom each word of one article stands for, as the shipped reader and the tables have it."""

    def __init__(self, article: dict) -> None:
        reading = decode.read(article["text"])
        asides = [a.span for a in furniture(reading.text, [(s.span, s.furniture) for s in reading.sentences]) if a.span]
        self.cast = Cast(reading, article["published"], asides)
        self.tokens = reading.tokens
        self.actors = [
            [{"name": a.name, "code": a.code, "sector": a.sector} for a in self.cast.actors_at(t)] for t in range(len(self.tokens))
        ]

    def words(self, actor: dict) -> set[int]:
        """The words that stand for an annotated actor, of a name the last."""
        found = (t for t, some in enumerate(self.actors) if any(same_actor(actor, a) for a in some))
        return {self.cast.named[t].last - 1 if t in self.cast.named else t for t in found}


def ordered(tokens: Sequence[Token], trigger: Sequence[int], slot: str, words: Iterable[int]) -> list[int]:
    """Pronouns last; first what the tree ties to the trigger, then names, then by the way through the tree and the distance."""
    first, last = trigger[0], trigger[-1] + 1
    tied = set(subjects(tokens, first, last) if slot == "actors" else objects(tokens, first, last) if slot == "recipients" else ())

    def worth(t: int) -> tuple[bool, bool, bool, int, int]:
        word = tokens[t].text
        return plain(word) in PRONOUNS, t not in tied, not word[0].isupper(), way(tokens, first, t), abs(t - first)

    return sorted(words, key=worth)


def way(tokens: Sequence[Token], one: int, other: int) -> int:
    """Steps through the tree from one word to another; twice STEPS where they meet nowhere near."""
    up = _above(tokens, one)
    return min((up[t] + n for t, n in _above(tokens, other).items() if t in up), default=2 * STEPS)


def _above(tokens: Sequence[Token], at: int) -> dict[int, int]:
    found = {at: 0}
    for step in range(1, STEPS):
        at = tokens[at].head
        if at in found:
            break
        found[at] = step
    return found


def mentions(article: dict, by_words: Mentions) -> dict:
    """For each event and slot the words of every actor, the best first; those last that only their letters tell of."""
    meant, text = Meant(article), Text.of(article)

    def of(event: dict, slot: str) -> list[list[int]]:
        trigger = text.trigger(event)
        if not trigger:
            return [[] for _ in event[slot]]
        found = []
        for actor in event[slot]:
            words, named = meant.words(actor), set(by_words.of(text, actor))
            found.append([t for some in (words, named - words) for t in ordered(meant.tokens, trigger, slot, some)])
        return found

    return {"id": article["id"], "events": [{slot: of(e, slot) for slot in PARTIES} for e in article["events"]]}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("-o", "--output", type=Path, required=True)
    a = ap.parse_args()
    by_words = Mentions(json.loads((a.data / "corpus/states.json").read_text(encoding="utf-8")))
    with gzip.open(a.output, "wt", encoding="utf-8") as out:
        for article in chain(lessons.everything(a.data), briefs.invented()):
            out.write(json.dumps(mentions(article, by_words), separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
