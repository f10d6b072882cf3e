"""Annotations of our own, kept apart from the texts: short news briefs of GMB, annotated as RECORD.md says.

`labels/briefs.jsonl.gz` tells of each brief which sentences of names/gmb-voa.csv.gz it is (`id`: the first and the last, counted from 0)
and what its entries are, in code points of the text that `text_of` makes of them. `articles` puts both together again.
`python training/briefs.py pack BUILT.jsonl -o FILE` makes such a file of what corpus/compact.py built,
`python training/briefs.py whole labels/briefs-dev.jsonl.gz --data DIR -o FILE` annotated articles of it, for benchmarks/quality.py.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

LABELS = Path(__file__).parent / "labels/briefs.jsonl.gz"
SOURCE = "data/names/gmb-voa.csv.gz"
CLOSING = re.compile(r"[,.;:?!%)]|'s|'|n't|'re|'ve|'ll|'d|'m|''|\.\.\.")  # what stands close to the word before it


def sentences(data: Path) -> list[list[str]]:
    """The words of every sentence of GMB's news."""
    found: list[list[str]] = []
    with gzip.open(data / SOURCE, "rt", encoding="utf-8", errors="replace") as f:
        rows = csv.reader(f)
        next(rows)
        for mark, word, *_ in rows:
            if mark:
                found.append([])
            found[-1].append(word.replace('""""', '"'))
    return found


def sentence_of(words: list[str]) -> str:
    """Words as a sentence, spaces where print has them."""
    out, quoted = "", False
    for word in words:
        if word == '"':
            quoted = not quoted
            out += ' "' if quoted else '"'
            continue
        word = '"' if word == "``" else word
        close = (out.endswith(' "') and quoted) or out.endswith("(") or (out.endswith("$") and word[0].isdigit())
        out += word if not out or close or CLOSING.fullmatch(word) else " " + word
    return out.strip().replace("( ", "(")


def text_of(key: str, given: list[list[str]]) -> str:
    """The text of the brief `key` ("gmb-first-last"), a sentence a line."""
    _, first, last = key.split("-")
    return "\n".join(sentence_of(words) for words in given[int(first) : int(last) + 1])


# What is kept as [start, end] in the text: of an event, of a statement; what starts inside what.
EVENT = {"evidence": "", "trigger": "evidence", "when_text": "evidence"}
STATEMENT = {"content": "", "cue": ""}


def packed(article: dict) -> dict:
    """An annotated brief without its text: every string that is copied from it as [start, end]."""
    text = article["text"]

    def apart(entry: dict, spans: dict[str, str]) -> dict:
        found = dict(entry)
        for key, inside in spans.items():
            if not entry[key]:
                continue
            start = text.find(entry[key], text.find(entry[inside]) if inside else 0)
            if start < 0:
                start = text.find(entry[key])
            found[key] = [start, start + len(entry[key])] if start >= 0 else entry[key]
        return {k: v for k, v in found.items() if v}

    return {
        "id": article["id"],
        "furniture": [[text.find(line), text.find(line) + len(line)] for line in article["furniture"]],
        "events": [apart(e, EVENT) for e in article["events"]],
        "statements": [apart(s, STATEMENT) for s in article["statements"]],
    }


SLOTS = {
    "events": {
        "type": "", "mode": "", "status": "", "trigger": "", "evidence": "", "actors": [], "recipients": [], "by": [], "according_to": [],
        "when": "", "when_text": "", "said": "", "where": "", "where_code": "",
    },
    "statements": {"speaker": {}, "kind": "", "cue": "", "content": "", "said": ""},
}  # fmt: skip


def articles(data: Path, labels: Path = LABELS) -> Iterator[dict]:
    """The briefs with their texts, as the annotated articles of the corpus are."""
    given = sentences(data)
    for line in gzip.decompress(labels.read_bytes()).decode("utf-8").splitlines():
        kept = json.loads(line)
        text = text_of(kept["id"], given)

        def whole(value: object, text: str = text) -> object:
            return text[value[0] : value[1]] if isinstance(value, list) and value and isinstance(value[0], int) else value

        article = {"id": kept["id"], "title": "", "published": "", "source": "Voice of America", "text": text}
        article["furniture"] = [whole(span) for span in kept["furniture"]]
        for kind, empty in SLOTS.items():
            article[kind] = [{**empty, **{k: whole(v) for k, v in entry.items()}} for entry in kept[kind]]
        yield article


def lines(some: Iterable[dict]) -> str:
    return "".join(json.dumps(x, ensure_ascii=False, separators=(",", ":")) + "\n" for x in some)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("what", choices=("pack", "whole"))
    ap.add_argument("given", type=Path)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("-o", "--output", type=Path, required=True)
    a = ap.parse_args()
    if a.what == "whole":
        a.output.write_text(lines(articles(a.data, a.given)), encoding="utf-8")
        return
    found = [packed(json.loads(line)) for line in a.given.open(encoding="utf-8")]
    found.sort(key=lambda x: int(x["id"].split("-")[1]))
    a.output.write_bytes(gzip.compress(lines(found).encode("utf-8"), mtime=0))
    print(len(found), "briefs,", sum(len(x["events"]) for x in found), "events,", sum(len(x["statements"]) for x in found), "statements")


if __name__ == "__main__":
    main()
