"""Which words tell of one type, or of one mode, almost alone: `python training/triggers.py --data DIR -o FOLDER` (src/legation/knowledge).

Writes trigger_types.tsv and trigger_modes.tsv, counted over the triggers of the annotated articles (train) and of our briefs; a word is
known by its first letters (knowledge/trigger_types.py).
"""

from __future__ import annotations

import argparse
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from legation.knowledge.trigger_types import stem
from lessons import everything

FEWEST = 4  # events
OF_TYPE, OF_MODE = 0.9, 0.8  # the least share of the events
LONGER = 2  # letters than these
Counts = dict[tuple[str, ...], Counter[str]]


def counted(articles: Iterable[dict]) -> tuple[Counts, Counts]:
    """For each word of a trigger how many events of each type it tells of; for each type and word, of each mode."""
    types, modes = defaultdict(Counter), defaultdict(Counter)
    for article in articles:
        for event in article["events"]:
            for word in {stem(w) for w in re.findall(r"[A-Za-z-]+", event["trigger"])}:
                types[word,][event["type"]] += 1
                modes[event["type"], word][event["mode"] or ""] += 1
    return types, modes


def rows(counts: Counts, least: float) -> Iterator[str]:
    """A line for each that tells of one in at least this share of its events."""
    for key, told in sorted(counts.items()):
        (one, most), all_ = told.most_common(1)[0], told.total()
        if all_ >= FEWEST and most >= least * all_ and len(key[-1]) > LONGER:
            yield "\t".join((*key, one, str(most), str(all_)))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("-o", "--output", type=Path, required=True)
    a = ap.parse_args()
    types, modes = counted(everything(a.data))
    for name, heading, found in (
        ("trigger_types.tsv", "word\ttype\tevents\tof", rows(types, OF_TYPE)),
        ("trigger_modes.tsv", "type\tword\tmode\tevents\tof", rows(modes, OF_MODE)),
    ):
        (a.output / name).write_text("\n".join([heading, *found, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
