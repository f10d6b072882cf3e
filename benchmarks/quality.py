"""How truly it reads: `python benchmarks/quality.py [--data DIR] [-o OUT.jsonl]`.

Reads the annotated articles of DIR/corpus/dev.jsonl and scores the record by score.py; then the reader's parts:
labelled attachment and tags on EWT dev (gold words), names on UNER PUD. DIR (else LEGATION_DATA) holds the sets
that docs/quality.md names.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import score
from legation import pipeline
from legation.entries import Article
from legation.reading.decode import read_words
from legation.views.objects import to_object


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


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("-o", "--output", type=Path)
    ap.add_argument("--events-only", action="store_true")
    a = ap.parse_args()
    if a.data is None:
        ap.error("say where the data are: --data DIR, or LEGATION_DATA (docs/quality.md names the sets)")
    told = records(a.data / "corpus/dev.jsonl")
    if a.output:
        a.output.write_text("".join(json.dumps(t, ensure_ascii=False) + "\n" for t in told), encoding="utf-8")
    print(json.dumps(score.score(score.load(a.data / "corpus/dev.jsonl"), told), indent=1))
    if not a.events_only:
        print("EWT dev:", trees(a.data / "data/parse/ewt-dev.conllu"))
        print("UNER PUD names:", names(a.data / "data/names/uner-pud.iob2"))


if __name__ == "__main__":
    main()
