"""How truly the article of a page is found: `python benchmarks/pages.py [--data DIR]`.

DIR/data/pages-local holds pages with their main text, from scrapinghub/article-extraction-benchmark: `html/ID.html.gz`, and
`ground-truth.json` with each page's `articleBody`; the hash of that file is printed.

Prints the F1 of the words of the main text (as bags of words; and, as that benchmark has it, of every four in a row), the mean over the
pages, beside trafilatura's own in its three ways on the same pages in the same run. A page that we refuse counts as what was found on it,
and once more as nothing. Then the pages refused, with the reason, where the dates were found, and the slowest pages.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import trafilatura

from legation.intake.furniture import furniture
from legation.intake.page import without_title
from legation.intake.pages import GivenUp, worker
from legation.intake.parts import Parts
from legation.intake.stamps import stamp

WORD = re.compile(r"\w+")
PEERS: dict[str, dict[str, bool]] = {"balanced": {}, "precision": {"favor_precision": True}, "recall": {"favor_recall": True}}


@dataclass(frozen=True)
class Page:
    """A page, its main text, and what was found on it."""

    id: str
    address: str
    truth: str
    ours: Parts
    seconds: float
    theirs: dict[str, str]


def pages(folder: Path) -> Iterator[Page]:
    """Every page of the set, taken apart by us, by the clock, and by trafilatura alone."""
    worker().take_apart(b"<html><body><p>.</p></body></html>")  # its start belongs to no page
    for name, given in json.loads((folder / "ground-truth.json").read_text(encoding="utf-8")).items():
        html = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        began = time.perf_counter()
        try:
            ours = worker().take_apart(html)
        except GivenUp:
            ours = Parts()
        seconds = time.perf_counter() - began
        theirs = {way: trafilatura.extract(html, include_comments=False, **options) or "" for way, options in PEERS.items()}
        yield Page(name, given["url"], given["articleBody"], ours, seconds, theirs)


def main_text(parts: Parts) -> str:
    """The text without its title and what is told as furniture."""
    text, at, kept = without_title(parts.text, parts.title), 0, list[str]()
    for aside in furniture(text):
        if aside.span:
            kept.append(text[at : aside.span.start])
            at = aside.span.end
    return "".join(kept) + text[at:]


def f1(found: str, truth: str, run: int) -> float:
    """F1 of the runs of so many words, each counted as often as it stands."""
    ours, theirs = (Counter(zip(*(words[n:] for n in range(run)), strict=False)) for words in (WORD.findall(found), WORD.findall(truth)))
    total = sum(ours.values()) + sum(theirs.values())
    return 2 * sum((ours & theirs).values()) / total if total else 1.0


def score(found: list[Page], text: Callable[[Page], str]) -> str:
    """The two figures of one way of taking pages apart."""
    words, runs = (sum(f1(text(page), page.truth, run) for page in found) / len(found) for run in (1, 4))
    return f"F1 of words {words:.4f}   of four in a row {runs:.4f}"


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    a = ap.parse_args()
    if not a.data:
        ap.error("where are the pages? --data DIR, or LEGATION_DATA")
    folder = Path(a.data) / "data/pages-local"
    found = list(pages(folder))
    print(f"{len(found)} pages; ground-truth.json {sha256((folder / 'ground-truth.json').read_bytes()).hexdigest()[:12]}")
    print(f"{'Legation':24} {score(found, lambda page: main_text(page.ours))}")
    print(f"{'  refused as nothing':24} {score(found, lambda page: '' if page.ours.refused else main_text(page.ours))}")
    for way in PEERS:
        print(f"{'trafilatura, ' + way:24} {score(found, lambda page, way=way: page.theirs[way])}")
    for page in found:
        if page.ours.refused or page.ours.entries:
            print(f"refused: {page.ours.refused or 'cut into entries'} ({len(page.ours.text.split())} words) {page.address}")
    why = Counter(page.ours.why if stamp(page.ours.date).day else "none" for page in found)
    print("dates: " + ", ".join(f"{name} {count}" for name, count in why.most_common()))
    slowest = sorted(found, key=lambda page: -page.seconds)[:5]
    print("slowest: " + ", ".join(f"{page.seconds:.2f} s {page.address[:60]}" for page in slowest))


if __name__ == "__main__":
    main()
