"""Learn when two tellings tell one event: `python training/same_event.py --record FILE [--weights | --check]`.

FILE is a record of the items of data/current-events (benchmarks/record.py makes one). labels/pairs.tsv holds pairs of its entries, and
whether they tell one event, by item and code points of the trigger; no item of benchmarks/merging is among them. A forest learns it from
the signs of `legation.record.signs` (knowledge/merging_signs.tsv). `--weights` writes instead how rare words are among the record's
tellings (knowledge/stem_weights.tsv). `--check` tells how truly pairs are judged by a forest that learned from others (ten folds, an
article in one fold), and what the record itself merges.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from zlib import crc32

import numpy as np

from forests import grow, keep
from legation.knowledge.tables import lines
from legation.record.derive import current
from legation.record.features import Features, features
from legation.record.same import FOREST, columns, rows
from legation.record.signs import Sign, signs
from legation.record.store import Store
from legation.record.tellings import load, stems
from legation.resolving.forest import Forest

HOUSE = Path(__file__).parent.parent / "src/legation"
PAIRS = Path(__file__).parent / "labels/pairs.tsv"
SIGNS, SPEAKS = "merging_signs.tsv", {"for": 1, "against": -1, "": 0}
TREES, LEAVES, FOLDS = 300, 8, 10
OFTEN = 20  # tellings that hold a stem, from which its weight is kept; what is rarer weighs as much as what is held by so many


@dataclass(frozen=True, slots=True)
class Labelled:
    """A pair of entries as the record holds them, with its signs, and whether they are one event."""

    same: bool
    one: Features
    other: Features
    signs: tuple[Sign, ...]

    @property
    def fold(self) -> int:
        return crc32(self.one.telling.article.encode()) % FOLDS


def labelled(store: Store) -> Iterator[Labelled]:
    """The labelled pairs whose entries are read, as of one type and kind, and whose times don't part them."""
    by_place: dict[str, list[Features]] = {}
    for telling in load(store):
        by_place.setdefault(telling.article, []).append(features(telling, telling.article))
    with PAIRS.open(encoding="utf-8", newline="") as given:
        for row in csv.DictReader(given, delimiter="\t"):
            one, other = (_entry(by_place.get(row[s], []), row[f"{s}_at"], row["type"]) for s in ("one", "other"))
            if one and other and (one.telling.type, one.telling.kind) == (other.telling.type, other.telling.kind):
                found = signs(one, other)
                if found is not None:
                    yield Labelled(row["same"] == "yes", one, other, found)


def _entry(some: Sequence[Features], at: str, type: str) -> Features | None:
    start, end = map(int, at.split("-"))
    here = [f for f in some if f.telling.start < end and start < f.telling.start + len(f.telling.trigger)]
    return min(here, key=lambda f: (f.telling.type != type, f.telling.start), default=None)


def table(pairs: Sequence[Labelled]) -> np.ndarray:
    return rows([(p.signs, p.one.telling.type) for p in pairs], _names())


def _names() -> tuple[str, ...]:
    return columns(name for name, *_ in lines(SIGNS))


def grown(pairs: Sequence[Labelled]) -> Forest:
    """A forest that learned from these pairs; a sign that can only speak for one event, or against, does so in it."""
    known = {name: SPEAKS[speaks] for name, speaks, _ in lines(SIGNS)}
    names = _names()
    return grow(table(pairs), right(pairs), 2, TREES, names, leaves=LEAVES, speaks=[known.get(name, 0) for name in names], threads=1)


def right(pairs: Sequence[Labelled]) -> np.ndarray:
    return np.array([p.same for p in pairs])


def show(said: np.ndarray, same: np.ndarray) -> str:
    both = (said & same).sum()
    return f"P {100 * both / max(said.sum(), 1):.1f} R {100 * both / same.sum():.1f} F1 {200 * both / max(said.sum() + same.sum(), 1):.1f}"


def check(pairs: Sequence[Labelled], store: Store) -> None:
    """Print how truly pairs are judged."""
    fold, same, x = np.array([p.fold for p in pairs]), right(pairs), table(pairs)
    said = np.zeros(len(pairs))
    for k in range(FOLDS):
        said[fold == k] = grown([p for p in pairs if p.fold != k]).chances(x[fold == k])[:, 1]
    for least in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        print(least, show(said >= least, same))
    for least in (0.1, 0.3, 0.5, 0.7):
        within = (said >= least) & (said < least + 0.2)
        print(f"said {least:.1f} to {least + 0.2:.1f}: {within.sum()} pairs, {100 * same[within].mean():.0f} % one event")
    current(store)
    of = dict(store.query("SELECT telling_id, event_id FROM members"))
    print("merged in the record:", show(np.array([of[p.one.telling.id] == of[p.other.telling.id] for p in pairs]), same))


def weights(store: Store) -> str:
    """The table of how rare stems are."""
    tellings = load(store)
    held = Counter(stem for t in tellings for stem in set(stems(t.evidence)))
    often = sorted(stem for stem, n in held.items() if n >= OFTEN)
    return "stem\tweight\n" + "".join(f"{stem}\t{log(len(tellings) / held[stem]):.2f}\n" for stem in often)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--record", type=Path, required=True)
    ap.add_argument("--weights", action="store_true")
    ap.add_argument("--check", action="store_true")
    a = ap.parse_args()
    with Store(a.record) as store:
        if a.weights:
            (HOUSE / "knowledge/stem_weights.tsv").write_text(weights(store), encoding="utf-8")
            return
        pairs = list(labelled(store))
        print(len(pairs), "pairs,", int(right(pairs).sum()), "of them one event")
        if a.check:
            check(pairs, store)
            return
    keep(grown(pairs), HOUSE / f"resolving/model/{FOREST}.npz")


if __name__ == "__main__":
    main()
