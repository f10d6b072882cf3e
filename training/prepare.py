"""Gather all lessons in one file: `python training/prepare.py --data DIR --base DIR [--meant FILE] -o lessons.pkl`.

--base holds the base encoder's tokenizer.json; --meant tells what arcs are to point at (mentions.py), else that is found by words alone.
The file holds numbers only; whoever teaches, labels or trains reads it, so that the data is needed here alone.
"""

from __future__ import annotations

import argparse
import collections
import os
import random
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

import briefs
import lessons as lesson_files
import unlabelled
from flat import Flat, Lessons, flatten, keep
from lessons import NONE, THIRDS, Lesson, joined

WHOLE = 230  # words of an article that is told at length
SHORT, ROOM, SHARE = 130, 250, 0.5  # words of a short lesson, of several in one window, and how many of the short ones are put together
SEED = 5


def together(lessons: Iterable[Lesson], rng: random.Random) -> list[Lesson]:
    """Some of the short lessons put together in one window, as articles fill it: windows of articles hold other things beside, too.

    Only lessons that the same teachers have not seen come together (their numbers leave the same rest by THIRDS)."""
    alone: list[Lesson] = []
    short: dict[int, list[Lesson]] = collections.defaultdict(list)
    for x in lessons:
        if len(x.words) < SHORT and rng.random() < SHARE:
            short[x.line % THIRDS if x.line >= 0 else -1].append(x)
        else:
            alone.append(x)
    for some in short.values():
        rng.shuffle(some)
        window: list[Lesson] = []
        for x in some:
            if window and sum(len(y.words) for y in window) + len(x.words) > ROOM:
                alone.append(joined(window))
                window = []
            window.append(x)
        alone += [joined(window)] if window else []
    return alone


def trees_and_names(data: Path) -> dict[str, list[Lesson]]:
    """The treebanks, and sentences whose names are known."""
    d = data / "data"
    return {
        "ewt": lesson_files.trees(d / "parse/ewt-train.conllu", d / "names/uner-ewt-train.iob2", d / "factuality/uds_ih2-train.jsonl"),
        "gum": lesson_files.trees(d / "parse/gum-train.conllu"),
        "voa": lesson_files.voa_names(d / "names/gmb-voa.csv.gz", 9000),
        "crossner": lesson_files.crossner(d / "names/crossner-politics-train.txt"),
    }


def annotated(data: Path, meant: Path | None, reports: int | None = None) -> tuple[list[Lesson], int, int]:
    """What is annotated: the articles of the corpus, our briefs, the reports that we made up; where the briefs begin and end."""
    states, kinds = data / "corpus/states.json", (lesson_files.articles(data), briefs.articles(data), islice(briefs.invented(), reports))
    found, begins = [], []
    n = 0
    for kind in kinds:
        some = list(kind)
        begins.append(n)
        found += lesson_files.annotated(some, states, meant=meant, first=n)
        n += len(some)
    return found, begins[1], begins[2]


def label_names(lessons: Iterable[Lesson]) -> dict[str, list[str]]:
    """Every class of every head, those of nothing first, then by name."""
    found: dict[str, set[str]] = collections.defaultdict(set)
    for lesson in lessons:
        for head, values in lesson.labels.items():
            found[head].update(v for v in values if v != NONE)
    return {h: sorted(v, key=lambda x: (x != "O", x)) for h, v in sorted(found.items())}


def gather(data: Path, tokenizer: Tokenizer, meant: Path | None, reports: int | None = None) -> Lessons:
    """All lessons; the classes are those of the corpus and the treebanks, so that one reader can begin from another."""
    rng = random.Random(SEED)
    known, (own, briefs_from, briefs_to) = trees_and_names(data), annotated(data, meant, reports)
    names = label_names(x for some in (*known.values(), [x for x in own if x.line < briefs_from]) for x in some)
    size: collections.Counter[int] = collections.Counter()
    for x in own:
        size[x.line] += len(x.words)
    sources = {**known, "annotated": together(own, rng), "unlabelled": together(unlabelled.gather(data), rng)}
    flat = {name: flatten(lessons, tokenizer, names) for name, lessons in sources.items()}
    line = flat["annotated"].line
    articles = (line < briefs_from) | (line >= briefs_to)
    return Lessons(names, flat, articles, articles & np.array([size[n] > WHOLE for n in line]))


def show(name: str, flat: Flat) -> str:
    return f"{name}: {len(flat)} lessons, {flat.words.sum()} words, {flat.pieces.sum()} pieces"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--base", type=Path, required=True)
    ap.add_argument("--meant", type=Path)
    ap.add_argument("-o", "--output", type=Path, required=True)
    ap.add_argument("--reports", type=int, help="how many of the reports that we made up, the first ones; else all")
    a = ap.parse_args()
    tokenizer = Tokenizer.from_file(str(a.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    found = gather(a.data, tokenizer, a.meant, a.reports)
    keep(found, a.output)
    print("\n".join(show(name, flat) for name, flat in found.sources.items()))


if __name__ == "__main__":
    main()
