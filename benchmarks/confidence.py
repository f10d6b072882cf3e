"""How far its confidence can be believed: `python benchmarks/confidence.py [--data DIR] [--record OUT.jsonl] [--judged FILE] [--bins 5]`.

Reads the annotated articles of DIR/corpus/dev.jsonl (or takes what `quality.py -o OUT.jsonl` wrote), sorts the events by `confidence`
into bins of equal number, and prints for each how sure the program is and what share is right: type, parties and status as score.py has
them, with 95 per cent intervals (Wilson). An event that pairs with none of the annotated is wrong, and so is a statement whose words or
speaker are not annotated so.

Then, for thresholds of confidence, what share of the entries at or above it is right, with the middle 95 per cent of a bootstrap over
articles, and what share of the annotated entries is still found: on those articles, and with --judged on the articles of a
cross-validation (`training/judge.py left.pt --check --judged FILE`). The lowest threshold from which at least 85 per cent are right comes
first: this is what `--min-confidence sure` stands for (legation/knowledge/sureness.py).
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import quality
import score

Pairs = list[tuple[float, bool]]  # how sure each entry is, and whether it is right
Row = dict[str, Any]

Z = 1.96  # of a 95 per cent interval
WANTED = 85  # per cent right from which on entries count as sure
FEWEST = 20  # entries: of fewer nothing is said
THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
DRAWS = 2000


@dataclass(frozen=True, slots=True)
class Judged:
    """One article: its entries, and how many a careful reader annotated."""

    id: str
    events: Pairs
    events_annotated: int
    statements: Pairs
    statements_annotated: int

    @staticmethod
    def of(gold: Row, events: Pairs, statements: Pairs) -> Judged:
        """The entries of an annotated article."""
        return Judged(gold["id"], events, len(gold["events"]), statements, len(gold["statements"]))


def judged(gold: list[Row], told: list[Row]) -> Iterator[Judged]:
    """Each article with the confidence of what is told of it, and whether that is right."""
    by_id = {t["id"]: t for t in told}
    for g in gold:
        events, statements = by_id[g["id"]]["events"], by_id[g["id"]]["statements"]
        pairs = {id(b): a for a, b in score.pair_up(g["events"], events, score.event_weight(g["text"]))}
        said = {id(b): a for a, b in score.pair_up(g["statements"], statements, score.statement_weight(g["text"]))}
        yield Judged.of(
            g,
            [(e["confidence"], id(e) in pairs and right(pairs[id(e)], e)) for e in events],
            [(s["confidence"], id(s) in said and score.same_actor(said[id(s)]["speaker"], s["speaker"], strict=True)) for s in statements],
        )


def right(a: Row, b: Row) -> bool:
    """Whether score.py counts a told event as the annotated one it pairs with."""
    who = score.share(a["actors"], b["actors"]) and score.share(a["recipients"], b["recipients"])
    if a["type"] in ("CONSULT", "AGREE", "COOPERATE") and not who:
        who = score.share(a["actors"] + a["recipients"], b["actors"] + b["recipients"])
    return bool(a["type"] == b["type"] and a["status"] == b["status"] and who)


# --- in bins


def bins(some: Pairs, number: int) -> list[Pairs]:
    """Bins of about equal number, the least sure first."""
    ordered = sorted(some)
    cuts = [round(n * len(ordered) / number) for n in range(number + 1)]
    return [ordered[a:b] for a, b in pairwise(cuts)]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval of a share (Wilson 1927)."""
    p, z2 = hits / of, Z * Z
    middle, reach = p + z2 / (2 * of), Z * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    return (middle - reach) / (1 + z2 / of), (middle + reach) / (1 + z2 / of)


def calibration(some: Pairs, number: int) -> Iterator[str]:
    """The lines of a table of bins."""
    yield "| confidence | mean | events | right, % | 95 % interval |\n|---|---|---|---|---|"
    for part in bins(some, number):
        hits, mean = sum(ok for _, ok in part), sum(c for c, _ in part) / len(part)
        low, high = wilson(hits, len(part))
        yield (
            f"| {part[0][0]:.2f} to {part[-1][0]:.2f} | {100 * mean:.0f} | {len(part)} | {100 * hits / len(part):.0f} "
            f"| {100 * low:.0f} to {100 * high:.0f} |"
        )


# --- by thresholds


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry over all articles: the pairs of each, and how many are annotated."""

    name: str
    articles: list[Pairs]
    annotated: int


def kinds(articles: Sequence[Judged]) -> tuple[Kind, Kind]:
    """Events and statements apart."""
    return (
        Kind("events", [j.events for j in articles], sum(j.events_annotated for j in articles)),
        Kind("statements", [j.statements for j in articles], sum(j.statements_annotated for j in articles)),
    )


def counted(articles: Sequence[Pairs], least: float) -> list[tuple[int, int]]:
    """Of each article with entries at or above a threshold: how many are right, and how many there are."""
    each = [[ok for c, ok in pairs if c >= least] for pairs in articles]
    return [(sum(some), len(some)) for some in each if some]


def share(some: Sequence[tuple[int, int]]) -> float:
    """What share is right, per cent."""
    return 100 * sum(hits for hits, _ in some) / max(sum(of for _, of in some), 1)


def drawn(some: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The middle 95 per cent of that share over articles drawn again by chance, with a fixed seed."""
    chance = random.Random(1)
    shares = sorted(share(chance.choices(some, k=len(some))) for _ in range(DRAWS))
    return shares[round(0.025 * DRAWS)], shares[round(0.975 * DRAWS) - 1]


def sure(kind: Kind, wanted: float = WANTED) -> float | None:
    """The lowest threshold (two places) at which, and at every higher one that says anything, so many per cent are right."""
    best = None
    for least in (n / 100 for n in range(99, -1, -1)):
        some = counted(kind.articles, least)
        if sum(of for _, of in some) >= FEWEST:
            if share(some) < wanted:
                break
            best = least
    return best


def thresholds(kind: Kind, also: Sequence[float]) -> Iterator[str]:
    """The lines of a table of thresholds; `also`: thresholds beside those that are always told."""
    yield f"| {kind.name} of at least | told | right, % | 95 % interval | of {kind.annotated} still found, % |\n|---|---|---|---|---|"
    for least in sorted({*THRESHOLDS, *also}):
        some = counted(kind.articles, least)
        if some:
            low, high = drawn(some)
            told, found = sum(of for _, of in some), 100 * sum(hits for hits, _ in some) / kind.annotated
            yield f"| {least:.2f} | {told} | {share(some):.1f} | {low:.0f} to {high:.0f} | {found:.1f} |"


def told_of(name: str, articles: Sequence[Judged], also: dict[str, float]) -> Iterator[str]:
    """What the thresholds come to on some articles; where no threshold is given, with the one that counts as sure there."""
    for kind in kinds(articles):
        found = sure(kind)
        yield f"\n{name}: {len(articles)} articles, {kind.name}: " + (
            f"{WANTED} % are right from {found:.2f} on" if found is not None else f"no threshold leaves {WANTED} % right"
        )
        yield from thresholds(kind, [least for least in (found, also.get(kind.name)) if least is not None])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--record", type=Path, help="what quality.py -o wrote; else the articles are read")
    ap.add_argument("--judged", type=Path, help="what training/judge.py --check --judged wrote")
    ap.add_argument("--bins", type=int, default=5)
    a = ap.parse_args()
    path = Path(a.data) / "corpus/dev.jsonl"
    told = [json.loads(line) for line in a.record.read_text(encoding="utf-8").splitlines()] if a.record else quality.records(path)
    dev = list(judged(score.load(path), told))
    print("\n".join(calibration([pair for j in dev for pair in j.events], a.bins)))
    also: dict[str, float] = {}
    if a.judged:
        crossed = [Judged(**json.loads(line)) for line in a.judged.read_text(encoding="utf-8").splitlines()]
        also = {kind.name: least for kind in kinds(crossed) if (least := sure(kind)) is not None}
        print("\n".join(told_of("cross-validation", crossed, {})))
    print("\n".join(told_of("dev", dev, also)))


if __name__ == "__main__":
    main()
