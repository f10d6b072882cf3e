"""How well it codes single sentences: `python benchmarks/sentences.py [--data DIR] [--confusions]`.

Takes the 1,050 sentences of events/plv-train-local.tsv (snowood1/Zero-Shot-PLOVER: Hu et al. 2024), in each of which an actor and a
recipient are given, asks for the event between them, and prints macro-F1 and accuracy of PLOVER's type and of its quad class. That
set has 15 types: what PLOVER 2 parts into CONCEDE and RETREAT is its YIELD. Nothing was learned from these sentences, and no
rule was made for one of them.
"""

from __future__ import annotations

import argparse
import csv
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from legation.entries import Span, Status
from legation.resolving.between import between, plover_type

MARKS = ("<s>", "</s>", "<t>", "</t>")
YIELD = ("CONCEDE", "RETREAT")
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), "1"),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), "2"),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "3"),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), "4"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence with where it names the actor and the recipient, and the answer of its coders."""

    text: str
    actor: Span | None
    recipient: Span | None
    root: str
    quad: str


def questions(path: Path) -> list[Question]:
    """The sentences of the set, without the marks around the parties."""
    with path.open(encoding="utf-8", newline="") as file:
        return [question(row) for row in csv.DictReader(file, delimiter="\t")]


def question(row: dict[str, str]) -> Question:
    """One row; a party that is marked in several places is taken where it stands first; some sentences have one party only."""
    marked, places, text = row["marked_sentence"], {}, ""
    while marked:
        mark = next((m for m in MARKS if marked.startswith(m)), "")
        places.setdefault(mark, len(text))
        text += "" if mark else marked[0]
        marked = marked[len(mark) or 1 :]
    actor, recipient = (Span(places[f"<{m}>"], places[f"</{m}>"]) if f"<{m}>" in places else None for m in "st")
    return Question(text, actor, recipient, row["gold_root"], row["gold_penta"])


def coded(kind: str, status: Status, own: bool) -> str:
    """PLOVER's type as its map from CAMEO has it, by which this set was made: an intent to yield (035) is AGREE."""
    given = plover_type(kind, status, own)
    return "AGREE" if given == "CONCEDE" and status in ("planned", "proposed") else given


def root_of(plover: str) -> str:
    """PLOVER 2's type as this set has it."""
    return "YIELD" if plover in YIELD else plover


def macro_f1(gold: Sequence[str], told: Sequence[str]) -> tuple[float, dict[str, float]]:
    """The mean of the classes' F1, per cent, and each class's own."""
    both = Counter(g for g, t in zip(gold, told, strict=True) if g == t)
    true, said = Counter(gold), Counter(told)
    f1 = {c: round(200 * both[c] / (true[c] + said[c]), 1) for c in sorted(true)}
    return round(sum(f1.values()) / len(f1), 1), f1


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--confusions", action="store_true", help="which types are told for which, the most frequent first")
    a = ap.parse_args()
    asked = questions(a.data / "data/events/plv-train-local.tsv")
    report(asked, [root_of(between(q.text, q.actor, q.recipient, coded).plover) for q in asked], confusions=a.confusions)


def report(asked: Sequence[Question], told: Sequence[str], *, confusions: bool) -> None:
    for name, gold, said in (
        ("root", [q.root for q in asked], told),
        ("quad", [q.quad for q in asked], [QUADS[t] for t in told]),
    ):
        mean, by_class = macro_f1(gold, said)
        accuracy = sum(g == s for g, s in zip(gold, said, strict=True)) / len(gold)
        print(f"{name}: macro-F1 {mean}, accuracy {100 * accuracy:.1f}; by class {by_class}")
    if confusions:
        wrong = Counter((q.root, t) for q, t in zip(asked, told, strict=True) if q.root != t)
        print("\n".join(f"{n} {gold} told as {said}" for (gold, said), n in wrong.most_common(40)))


if __name__ == "__main__":
    main()
