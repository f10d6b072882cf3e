"""How fast it reads: `python benchmarks/speed.py [--data DIR] [--runs 3]`.

Reads the articles of DIR/corpus/dev.jsonl (28, of about 570 words), or those of examples/ where there is no DIR, in a fresh process a
run, and prints for each run and as the median: seconds from the start of the process to the first article's record (importing, loading
the weights, reading), articles and words a second of the others, processor seconds an article, articles a second by two processes (as with
`--workers 2`), and the largest memory. A machine that
does other work at the same time makes the seconds worse; the processor seconds then say more.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from legation.entries import Article

ROUNDS = 4  # times that two processes read the articles; the first time is not measured
EXAMPLES = Path(__file__).parents[1] / "examples"


def articles(data: Path | None) -> list[dict[str, str]]:
    """The articles to read: id, title, text and date of publication."""
    if data and (data / "corpus/dev.jsonl").exists():
        lines = (data / "corpus/dev.jsonl").read_text(encoding="utf-8").splitlines()
        return [{k: given[k] for k in ("id", "title", "text", "published")} for given in map(json.loads, lines)]
    found = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(EXAMPLES.glob("*.json"))]
    return [
        {"id": str(n), "title": a.get("title", ""), "text": a["text"], "published": a.get("published", "")} for n, a in enumerate(found)
    ]


def one_run(given: list[dict[str, str]], began: float) -> dict[str, float]:
    """Reads all in this process, which began at `began` (seconds since the epoch)."""
    from legation import entries, pipeline

    first, *others = [entries.Article(a["id"], a["title"], a["text"], a["published"]) for a in given]
    pipeline.read_article(first)
    ready = time.time()
    used = time.process_time()
    for article in others:
        pipeline.read_article(article)
    seconds = time.time() - ready
    return {
        "first article after, s": ready - began,
        "articles/s": len(others) / seconds,
        "words/s": sum(len(a.text.split()) for a in others) / seconds,
        "processor s/article": (time.process_time() - used) / len(others),
        "articles/s, two processes": together(others),
        "memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def together(some: list[Article]) -> float:
    """Articles a second by two processes (`--workers 2`), once both are at work."""
    from legation.together import read_all

    many = some * ROUNDS
    done = read_all(many, workers=2)
    for _ in range(len(some)):
        next(done)
    began = time.time()
    return sum(1 for _ in done) / (time.time() - began)


def fresh(a: argparse.Namespace) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, "--child", str(time.time()), *(["--data", str(a.data)] if a.data else [])]
    done: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return done


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--runs", type=int, default=3)
    ap.add_argument("--child", type=float, help=argparse.SUPPRESS)
    a = ap.parse_args()
    a.data = Path(a.data) if a.data else None
    if a.child:
        print(json.dumps(one_run(articles(a.data), a.child)))
        return
    runs = [fresh(a) for _ in range(a.runs)]
    print(f"{len(articles(a.data))} articles, {os.cpu_count()} cores")
    for name in runs[0]:
        each = [run[name] for run in runs]
        print(f"{name}: median {statistics.median(each):.2f} of {', '.join(f'{x:.2f}' for x in each)}")


if __name__ == "__main__":
    main()
