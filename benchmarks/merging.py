"""How truly it merges: `python benchmarks/merging.py [--data DIR] [--part test] [--mistakes]`.

benchmarks/merging/pairs.tsv holds 200 pairs of entries labelled by hand: 100 that tell the same event, 100 near misses. The items of the
pairs are read into a fresh record, all together, and an entry is found again by where its trigger stands. Prints precision, recall and F1
of "these two are one event", with 95 per cent intervals (2,000 resamples of the pairs), for each part and in all: of the pairs whose
entries are both read, and of all pairs, an entry that is not read being merged with nothing. `--mistakes` tells those of the part dev.
"""

from __future__ import annotations

import csv
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from items import arguments, items, keep
from legation.entries import Span
from legation.record.derive import current
from legation.record.store import Store

PAIRS = Path(__file__).with_name("merging") / "pairs.tsv"
RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry by its item and the code points of its trigger."""

    item: str
    at: Span


@dataclass(frozen=True, slots=True)
class Pair:
    """Two entries of a type, whether they are the same event, and in what they differ where not."""

    part: str
    same: bool
    type: str
    one: Entry
    other: Entry
    why: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair with what the record makes of it; `read`: both entries are there."""

    pair: Pair
    read: bool
    merged: bool
    said: str


def pairs(path: Path = PAIRS) -> list[Pair]:
    """The labelled pairs."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
        return [
            Pair(r["part"], r["same"] == "yes", r["type"], _entry(r["one"], r["one_at"]), _entry(r["other"], r["other_at"]), r["why"])
            for r in rows
        ]


def _entry(item: str, at: str) -> Entry:
    return Entry(item, Span(*map(int, at.split("-"))))


def judge(store: Store, pair: Pair) -> Judged:
    """What the record makes of a pair."""
    one, other = (_event(store, entry, pair.type) for entry in (pair.one, pair.other))
    if one is None or other is None:
        return Judged(pair, read=False, merged=False, said="not read")
    return Judged(pair, read=True, merged=one[0] == other[0], said=f"{one[1]}; {other[1]}")


def _event(store: Store, entry: Entry, type: str) -> tuple[str, str] | None:
    """The event of an entry and what is said of it; None where it is not read. Of several at its place, that of the type."""
    sql = (
        "SELECT event_id, type || ' ' || status || ' ' || happens || ' ' || trigger_words || ': ' || reason FROM tellings "
        "JOIN members USING (telling_id) WHERE article_id = ? AND trigger_start < ? AND trigger_end > ? ORDER BY type <> ?, trigger_start"
    )
    found = store.query(sql, (entry.item, entry.at.end, entry.at.start, type))
    return (found[0][0], found[0][1]) if found else None


def scores(judged: Sequence[Judged]) -> tuple[float, float, float]:
    """Precision, recall and F1, in per cent."""
    right = sum(j.merged and j.pair.same for j in judged)
    merged, same = sum(j.merged for j in judged), sum(j.pair.same for j in judged)
    return 100 * right / max(merged, 1), 100 * right / max(same, 1), 200 * right / max(merged + same, 1)


def interval(judged: Sequence[Judged]) -> tuple[float, float]:
    """95 per cent of the F1 of resamples."""
    chance = random.Random(1)
    found = sorted(scores(chance.choices(judged, k=len(judged)))[2] for _ in range(RESAMPLES))
    return found[RESAMPLES // 40], found[-RESAMPLES // 40]


def show(name: str, judged: Sequence[Judged]) -> str:
    """A line of the table."""
    p, r, f1 = scores(judged)
    low, high = interval(judged)
    return f"| {name} | {len(judged)} | {p:.1f} | {r:.1f} | {f1:.1f} | {low:.1f} to {high:.1f} |"


def main() -> None:
    ap = arguments(__doc__)
    ap.add_argument("--part", choices=("dev", "test"), action="append", help="only this part")
    ap.add_argument("--mistakes", action="store_true", help="tell the mistakes of the part dev")
    a = ap.parse_args()
    chosen = [p for p in pairs() if p.part in (a.part or ("dev", "test"))]
    wanted = {e.item for p in chosen for e in (p.one, p.other)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.db"
        keep(path, (i for i in items(a.data) if i.id in wanted))
        with Store(path) as store:
            current(store)
            judged = [judge(store, p) for p in chosen]
    print("| pairs | | precision | recall | F1 | 95 % interval |\n|---|---|---|---|---|---|")
    for part in dict.fromkeys(p.part for p in chosen):
        its = [j for j in judged if j.pair.part == part]
        print(show(f"{part}, both entries read", [j for j in its if j.read]))
        print(show(f"{part}, all", its))
    if len({p.part for p in chosen}) > 1:
        print(show("both parts, both entries read", [j for j in judged if j.read]))
        print(show("both parts, all", judged))
    for j in judged if a.mistakes else ():
        if j.pair.part == "dev" and j.pair.same != j.merged:
            print(f"{'same' if j.pair.same else 'other'} {j.pair.one.item} {j.pair.other.item} {j.pair.why}: {j.said}")


if __name__ == "__main__":
    main()
