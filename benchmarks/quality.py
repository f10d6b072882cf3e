"""How truly it reads: `python benchmarks/quality.py [--data DIR] [--articles FILE] [-o OUT.jsonl]`.

Reads the annotated articles of DIR/corpus/dev.jsonl and scores the record by score.py: overall with intervals (a bootstrap over the
articles), by type, by status, by source, by slot; then the reader's parts: labelled attachment and tags on EWT dev (gold words), names
on UNER PUD. DIR (else LEGATION_DATA) holds the sets
that docs/quality.md names. With --articles, the annotated articles of FILE are scored instead, and nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import score
from legation import pipeline
from legation.entries import STATUSES, Article
from legation.reading.decode import read_words
from legation.views.objects import to_object

Row = dict[str, Any]
PARTS = {"events": ("found", "typed", "who", "event"), "statements": ("content", "said")}
DRAWS = 2000


def records(path: Path) -> list[dict[str, Any]]:
    """The record of each annotated article, from its text, title and date alone."""
    done = []
    for gold in score.load(path):
        given = Article(gold["id"], gold["title"], gold["text"], gold["published"])
        done.append(to_object(pipeline.read_article(given)))
    return done


def conllu(path: Path) -> Iterator[list[list[str]]]:
    """The rows of each sentence: CoNLL-U's columns, or IOB2's."""
    rows: list[list[str]] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        if line[:1].isdigit():
            cells = line.split("\t")
            rows += [cells] if cells[0].isdigit() else []
        elif not line and rows:
            yield rows
            rows = []


def trees(path: Path) -> dict[str, float]:
    """UAS, LAS (labels with subtypes, punctuation counted) and tag accuracy, in per cent, on given words."""
    count: Counter[str] = Counter()
    for rows in conllu(path):
        for i, (row, token) in enumerate(zip(rows, read_words([r[1] for r in rows]).tokens, strict=True)):
            head = i if row[6] == "0" else int(row[6]) - 1
            count["words"] += 1
            count["UAS"] += token.head == head
            count["LAS"] += token.head == head and token.rel == row[7]
            count["UPOS"] += token.upos == row[3]
    return {k: round(100 * count[k] / count["words"], 1) for k in ("UAS", "LAS", "UPOS")}


def spans(tags: Sequence[str]) -> set[tuple[str, int, int]]:
    found, start, kind = set(), -1, ""
    for i, tag in enumerate([*tags, "O"]):
        if kind and tag != "I-" + kind:
            found.add((kind, start, i))
            kind = ""
        if tag[:2] == "B-" or (tag[:2] == "I-" and not kind):
            start, kind = i, tag[2:]
    return {s for s in found if s[0] in ("PER", "LOC", "ORG")}


def names(path: Path) -> dict[str, float]:
    """Precision, recall and F1 of names: kind and both ends right."""
    right = told = true = 0
    for rows in conllu(path):
        gold = spans([r[2] for r in rows])
        found = {(n.kind, n.first, n.last) for n in read_words([r[1] for r in rows]).names}
        right, told, true = right + len(gold & found), told + len(found), true + len(gold)
    p, r = right / max(told, 1), right / max(true, 1)
    return {"P": round(100 * p, 1), "R": round(100 * r, 1), "F1": round(200 * p * r / max(p + r, 1e-9), 1)}


# --- the table


def sources(gold: list[Row]) -> dict[str, list[Row]]:
    """The articles by where they come from."""
    found: dict[str, list[Row]] = {}
    for g in gold:
        found.setdefault(g["source"], []).append(g)
    return found


def interval(gold: list[Row], told: list[Row], part: str, key: str) -> tuple[float, float]:
    """The middle 95 per cent of an F1 over articles drawn again by chance, with a fixed seed."""
    by_id, chance = {t["id"]: t for t in told}, random.Random(1)
    each = [counts(score.score([g], [by_id[g["id"]]]), part, key) for g in gold]
    drawn = sorted(f1(chance.choices(each, k=len(each))) for _ in range(DRAWS))
    return drawn[round(0.025 * DRAWS)], drawn[round(0.975 * DRAWS) - 1]


def counts(result: Row, part: str, key: str) -> tuple[int, int]:
    """How many are right, worked back from the share; and how many are annotated and told."""
    true = result[f"gold {part}"]
    return round(result[part][key]["r"] * true / 100), true + result[f"system {part}"]


def f1(some: Sequence[tuple[int, int]]) -> float:
    return 200 * sum(hits for hits, _ in some) / max(sum(of for _, of in some), 1)


def by_status(gold: list[Row], told: list[Row]) -> dict[str, tuple[int, int, int]]:
    """For each status: how many are annotated, told, and right in type and status."""
    count: Counter[tuple[str, str]] = Counter()
    by_id = {t["id"]: t for t in told}
    for g in gold:
        events = by_id[g["id"]]["events"]
        count.update(("true", e["status"]) for e in g["events"])
        count.update(("told", e["status"]) for e in events)
        pairs = score.pair_up(g["events"], events, score.event_weight(g["text"]))
        count.update(("right", a["status"]) for a, b in pairs if a["type"] == b["type"] and a["status"] == b["status"])
    return {s: (count["true", s], count["told", s], count["right", s]) for s in STATUSES}


def table(gold: list[Row], told: list[Row]) -> Iterator[str]:
    """The lines of docs/quality.md's table."""
    whole = score.score(gold, told)
    yield f"{len(gold)} articles, {whole['gold events']} events annotated, {whole['system events']} told\n"
    yield "| | P | R | F1 | 95 % interval |\n|---|---|---|---|---|"
    for part, keys in PARTS.items():
        for key in keys:
            low, high = interval(gold, told, part, key)
            f = whole[part][key]
            yield f"| {part} `{key}` | {f['p']} | {f['r']} | {f['f1']} | {low:.1f} to {high:.1f} |"
    f = whole["furniture"]
    yield f"| furniture, characters | {f['p']} | {f['r']} | {f['f1']} | |\n"
    yield "| by type | `typed` F1 |\n|---|---|"
    yield from (f"| {kind} | {own} |" for kind, own in whole["by type"].items())
    yield f"| macro | {whole['typed macro f1']} |\n"
    yield "| by status | annotated | told | right in type and status | F1 |\n|---|---|---|---|---|"
    for status, (true, said, hits) in by_status(gold, told).items():
        yield f"| {status} | {true} | {said} | {hits} | {200 * hits / max(true + said, 1):.1f} |"
    yield "\n| by source | articles | found | typed | who | event | content | said |\n|---|---|---|---|---|---|---|---|"
    for source, some in sources(gold).items():
        r = score.score(some, told)
        figures = [r[part][key]["f1"] for part, keys in PARTS.items() for key in keys]
        yield f"| {source} | {len(some)} | " + " | ".join(map(str, figures)) + " |"
    yield "\n| of the typed pairs, right | % |\n|---|---|"
    yield from (f"| {slot} | {share} |" for slot, share in whole["of the typed pairs"].items())


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("-o", "--output", type=Path)
    ap.add_argument("--articles", type=Path)
    a = ap.parse_args()
    if a.data is None and a.articles is None:
        ap.error("say where the data are: --data DIR, or LEGATION_DATA (docs/quality.md names the sets)")
    articles = a.articles or a.data / "corpus/dev.jsonl"
    told = records(articles)
    if a.output:
        a.output.write_text("".join(json.dumps(t, ensure_ascii=False) + "\n" for t in told), encoding="utf-8")
    print("\n".join(table(score.load(articles), told)))
    if a.articles is None:
        print("EWT dev:", trees(a.data / "data/parse/ewt-dev.conllu"))
        print("UNER PUD names:", names(a.data / "data/names/uner-pud.iob2"))


if __name__ == "__main__":
    main()
