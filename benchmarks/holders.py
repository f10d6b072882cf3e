"""How well it knows who held which office: `python benchmarks/holders.py [--data DIR] [--seed 1] [--number 200]`.

Draws visits of foreign leaders to the United States since 1990 by chance (knowledge/us-visits.json.gz, Office of the Historian), asks
for the holder of the visitor's office on that day, and counts the answers that name the visitor. Lists those that do not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
from pathlib import Path

from legation.knowledge.offices import holder, kind_of
from legation.knowledge.tables import key, state_of

OFFICES = (
    "Prime Minister", "President", "Chancellor", "King", "Queen", "Emperor", "Amir", "Emir", "Sultan", "Crown Prince", "Foreign Minister",
    "Vice President", "Deputy Prime Minister", "Premier", "Taoiseach", "Pope", "Grand Duke", "Minister of Foreign Affairs",
)  # fmt: skip


def questions(path: Path) -> list[tuple[str, str, str, str]]:
    """(office, state's code, day, name) of each visitor whose title is an office and whose state is known."""
    found = []
    for visit in json.loads(gzip.decompress(path.read_bytes())):
        code = state_of(visit["from"] or "")
        said = re.sub(r"^(?:Acting|Interim|Transitional|Former) ", "", visit["visitor"].strip())
        office = next((o for o in OFFICES if said.startswith(o + " ")), "")
        if visit["start-date"] >= "1990" and code and office and kind_of(office):
            found.append((office, code, visit["start-date"], said[len(office) :].strip()))
    return found


def same(one: str, other: str) -> bool:
    """Whether two spellings may be one person's: a name in common, up to small differences of transliteration."""
    a, b = ({skeleton(w) for w in re.split(r"[\s-]+", name) if len(w) > 2} for name in (one, other))
    return bool(a & b)


def skeleton(word: str) -> str:
    """A name's consonants, those that transliterations confuse made one."""
    word = re.sub(r"[^a-z]", "", key(word))
    word = word.translate(str.maketrans("qgvwyzcj", "kkbbistt")).replace("ph", "f").replace("kh", "k").replace("gh", "k").replace("h", "")
    return word[:1] + re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiou]", "", word[1:]))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--number", type=int, default=200)
    a = ap.parse_args()
    asked = random.Random(a.seed).sample(questions(a.data / "data/knowledge/us-visits.json.gz"), a.number)
    wrong = []
    for office, code, day, name in asked:
        row = holder(code, office, day)
        if row is None or not any(same(name, form) for form in (row.name, *row.forms)):
            wrong.append(f"{day} {code} {office}: {name}; the tables: {row.name if row else 'nobody'}")
    print(f"{100 * (1 - len(wrong) / a.number):.1f} % of {a.number} right")
    print("\n".join(wrong))


if __name__ == "__main__":
    main()
