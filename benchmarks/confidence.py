"""How far its confidence can be believed: `python benchmarks/confidence.py [--data DIR] [--record OUT.jsonl] [--bins 5]`.

Reads the annotated articles of DIR/corpus/dev.jsonl (or takes what `quality.py -o OUT.jsonl` wrote), sorts the events by `confidence`
into bins of equal number, and prints for each how sure the program is and what share is right: type, parties and status as score.py has
them, with 95 per cent intervals (Wilson). An event that pairs with none of the annotated is wrong.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import quality
import score

Pairs = list[tuple[float, bool]]  # how sure each entry is, and whether it is right

Z = 1.96  # of a 95 per cent interval


@dataclass(frozen=True, slots=True)
class Judged:
    """One article: its entries, and how many a careful reader annotated."""

    id: str
    events: Pairs
    events_annotated: int
    statements: Pairs
    statements_annotated: int

    @staticmethod
    def of(gold: dict[str, Any], events: Pairs, statements: Pairs) -> Judged:
        """The entries of an annotated article."""
        return Judged(gold["id"], events, len(gold["events"]), statements, len(gold["statements"]))


def judged(gold: list[dict[str, Any]], told: list[dict[str, Any]]) -> list[tuple[float, bool]]:
    """The confidence of each event that is told, and whether its type, parties and status are right."""
    by_id = {t["id"]: t for t in told}
    found = []
    for g in gold:
        events = by_id[g["id"]]["events"]
        pairs = {id(b): a for a, b in score.pair_up(g["events"], events, score.event_weight(g["text"]))}
        found += [(e["confidence"], id(e) in pairs and right(pairs[id(e)], e)) for e in events]
    return found


def right(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether score.py counts a told event as the annotated one it pairs with."""
    who = score.share(a["actors"], b["actors"]) and score.share(a["recipients"], b["recipients"])
    if a["type"] in ("CONSULT", "AGREE", "COOPERATE") and not who:
        who = score.share(a["actors"] + a["recipients"], b["actors"] + b["recipients"])
    return bool(a["type"] == b["type"] and a["status"] == b["status"] and who)


def bins(some: list[tuple[float, bool]], number: int) -> list[list[tuple[float, bool]]]:
    """Bins of about equal number, the least sure first."""
    ordered = sorted(some)
    cuts = [round(n * len(ordered) / number) for n in range(number + 1)]
    return [ordered[a:b] for a, b in pairwise(cuts)]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval of a share (Wilson 1927)."""
    p, z2 = hits / of, Z * Z
    middle, reach = p + z2 / (2 * of), Z * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return (middle - reach) / (1 + z2 / of), (middle + reach) / (1 + z2 / of)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--record", type=Path, help="what quality.py -o wrote; else the articles are read")
    ap.add_argument("--bins", type=int, default=5)
    a = ap.parse_args()
    path = Path(a.data) / "corpus/dev.jsonl"
    told = [json.loads(line) for line in a.record.read_text(encoding="utf-8").splitlines()] if a.record else quality.records(path)
    print("| confidence | mean | events | right, % | 95 % interval |\n|---|---|---|---|---|")
    for some in bins(judged(score.load(path), told), a.bins):
        hits, mean = sum(ok for _, ok in some), sum(c for c, _ in some) / len(some)
        low, high = wilson(hits, len(some))
        print(
            f"| {some[0][0]:.2f} to {some[-1][0]:.2f} | {100 * mean:.0f} | {len(some)} | {100 * hits / len(some):.0f} "
            f"| {100 * low:.0f} to {100 * high:.0f} |"
        )


if __name__ == "__main__":
    main()
