"""The dated items of DIR/data/current-events (Wikipedia's Current events portal, 2016 to 2026) as articles, for the other benchmarks."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from legation import pipeline
from legation.entries import Article
from legation.reading.reader import model
from legation.record.adding import add
from legation.record.store import Store

FILE = "data/current-events/current-events-2016-2026.jsonl.gz"


def items(data: Path, since: str = "", until: str = "9999") -> Iterator[Article]:
    """The items of these days (ISO, both included), in their order."""
    with gzip.open(data / FILE, "rt", encoding="utf-8") as lines:
        for item in map(json.loads, lines):
            if since <= item["date"] <= until:
                yield Article(item["id"], item["topic"], item["text"], item["date"], source=", ".join(item["sources"]))


def naming(articles: Iterable[Article], *names: str) -> Iterator[Article]:
    """Those that name a match of every one of these patterns."""
    patterns = [re.compile(name) for name in names]
    return (a for a in articles if all(p.search(a.text) for p in patterns))


def keep(path: Path, articles: Iterable[Article], workers: int = 1) -> int:
    """Read and keep the articles in a record file, made where there is none; how many of them are new there."""
    with Store(path, create=True) as store:
        return sum(kept == "added" for kept in add(store, articles, model().name, pipeline.RULES, workers=workers))


def arguments(about: str | None) -> argparse.ArgumentParser:
    """The arguments that all these benchmarks take."""
    ap = argparse.ArgumentParser(description=about)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"), required="LEGATION_DATA" not in os.environ)
    return ap
