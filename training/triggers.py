"""Which words tell of one type of event almost alone: `python training/triggers.py --data DIR -o FILE` (knowledge/trigger_types.tsv).

Counted over the triggers of the annotated articles (train); a word is known by its first letters (knowledge/trigger_types.py).
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

from legation.knowledge.trigger_types import stem

FEWEST = 4  # events
SHARE = 0.9


def counted(path: Path) -> dict[str, Counter[str]]:
    """For each word of a trigger how many events of each type it tells of."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for line in path.open(encoding="utf-8"):
        for event in json.loads(line)["events"]:
            for word in {stem(w) for w in re.findall(r"[A-Za-z-]+", event["trigger"])}:
                found[word][event["type"]] += 1
    return found


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("-o", "--output", type=Path, required=True)
    a = ap.parse_args()
    rows = []
    for word, types in sorted(counted(a.data / "corpus/train.jsonl").items()):
        (type_, most), all_ = types.most_common(1)[0], types.total()
        if all_ >= FEWEST and most >= SHARE * all_ and len(word) > 2:
            rows.append(f"{word}\t{type_}\t{most}\t{all_}")
    a.output.write_text("\n".join(["word\ttype\tevents\tof", *rows, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
