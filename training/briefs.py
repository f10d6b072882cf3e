"""Annotations of our own: short news texts, kept apart from them, and whole reports that we made up.

`labels/briefs.jsonl.gz` tells of each text which it is (`id`) and what its entries are, in code points of what `Texts` gives for that id.
`articles` puts both together again. `labels/invented.jsonl.gz` holds reports with their texts: states, bodies and armed groups are real,
what happens is not, and neither is who says what; so nothing in them is to be taken for a fact.

`python training/briefs.py pack BUILT… -o FILE` makes such a file of what corpus/compact.py built,
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
from functools import cache
from pathlib import Path

LABELS = Path(__file__).parent / "labels/briefs.jsonl.gz"
INVENTED = Path(__file__).parent / "labels/invented.jsonl.gz"
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


def paragraphs(path: Path) -> Iterator[tuple[str, str, str]]:
    """(name, day, text) of every document of a treebank, a paragraph a line."""
    name, day, found = "", "", [[]]
    for line in path.open(encoding="utf-8"):
        key, _, value = line.rstrip("\n").partition(" = ")
        if key == "# newdoc id":
            if name:
                yield name, day, "\n".join(" ".join(p) for p in found if p)
            name, day, found = value, "", [[]]
        elif key == "# meta::dateCreated":
            day = value
        elif key.startswith("# newpar"):
            found.append([])
        elif key == "# text":
            found[-1].append(value.strip())
    yield name, day, "\n".join(" ".join(p) for p in found if p)


class Texts:
    """What the annotated texts are made of; each source is read when the first of its texts is asked for."""

    def __init__(self, data: Path) -> None:
        self.data = data / "data"
        self.sentences = cache(lambda: sentences(data))
        self.known = cache(lambda source: {key: rest for key, *rest in getattr(self, source)()})

    def of(self, key: str) -> tuple[str, str, str]:
        """(source, day of publication or "", text) of "gmb-FIRST-LAST" (its sentences, from 0), an item, a Wikinews article (Wikinews or
        GUM) or a press release (re3d)."""
        kind = key.partition("-")[0]
        if kind == "gmb":
            _, first, last = key.split("-")
            given = self.sentences()[int(first) : int(last) + 1]
            return "Voice of America", "", "\n".join(sentence_of(words) for words in given)
        source, day, text = self.known(kind)[key]
        return source, day, text

    def item(self) -> Iterator[tuple[str, str, str, str]]:
        for x in _lines(self.data / "current-events/current-events-2016-2026.jsonl.gz"):
            yield x["id"], "Wikipedia Current events", x["date"], x["text"]

    def wikinews(self) -> Iterator[tuple[str, str, str, str]]:
        for x in _lines(self.data / "unlabelled/wikinews-2019-2020.jsonl.gz"):
            yield x["id"], "Wikinews", x["published"], x["text"]

    def gum(self) -> Iterator[tuple[str, str, str, str]]:
        for name, day, text in paragraphs(self.data / "parse/gum-train.conllu"):
            yield f"gum-{name}", "Wikinews", day, text

    def re3d(self) -> Iterator[tuple[str, str, str, str]]:
        for path in sorted((self.data / "names/re3d").glob("*/documents.json")):
            for x in map(json.loads, path.open(encoding="utf-8")):
                text = re.sub(r"[ \t]+", " ", x["text"].replace("\r", "")).strip()
                yield f"re3d-{x['_id']}", path.parent.name, "", re.sub(r" ?\n[\n ]*", "\n", text)


def _lines(path: Path) -> Iterator[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as f:
        yield from map(json.loads, f)


# What is kept as [start, end] in the text: of an event, of a statement; what starts inside what.
EVENT = {"evidence": "", "trigger": "evidence", "when_text": "evidence"}
STATEMENT = {"content": "", "cue": ""}


def packed(article: dict) -> dict:
    """An annotated text without its text, unless that is ours: every string that is copied from it as [start, end]."""
    text = article["text"]
    own = {key: article[key] for key in ("title", "published", "text")} if article["source"] == "invented" else {}

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
        **own,
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
    """The annotated texts, as the annotated articles of the corpus are."""
    given = Texts(data)
    for kept in _lines(labels):
        own = "text" in kept
        source, day, text = ("invented", kept["published"], kept["text"]) if own else given.of(kept["id"])

        def whole(value: object, text: str = text) -> object:
            return text[value[0] : value[1]] if isinstance(value, list) and value and isinstance(value[0], int) else value

        article = {"id": kept["id"], "title": kept.get("title", ""), "published": day, "source": source, "text": text}
        article["furniture"] = [whole(span) for span in kept["furniture"]]
        for kind, empty in SLOTS.items():
            article[kind] = [{**empty, **{k: whole(v) for k, v in entry.items()}} for entry in kept[kind]]
        yield article


def invented() -> Iterator[dict]:
    """The reports that we made up."""
    return articles(Path(), INVENTED)


def annotated() -> list[str]:
    """What is annotated, to learn from and to measure with: the ids of the texts."""
    return [x["id"] for path in sorted(LABELS.parent.glob("briefs*.jsonl.gz")) for x in _lines(path)]


def annotated_sentences() -> set[int]:
    """The numbers of GMB's sentences that annotated texts are made of."""
    found: set[int] = set()
    for key in annotated():
        if key.startswith("gmb-"):
            _, first, last = key.split("-")
            found |= set(range(int(first), int(last) + 1))
    return found


def lines(some: Iterable[dict]) -> str:
    return "".join(json.dumps(x, ensure_ascii=False, separators=(",", ":")) + "\n" for x in some)


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("what", choices=("pack", "whole"))
    ap.add_argument("given", type=Path, nargs="+")
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("-o", "--output", type=Path, required=True)
    a = ap.parse_args()
    if a.what == "whole":
        a.output.write_text(lines(articles(a.data, a.given[0])), encoding="utf-8")
        return
    found = [packed(json.loads(line)) for path in a.given for line in path.open(encoding="utf-8")]
    found.sort(key=lambda x: [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", x["id"])])
    a.output.write_bytes(gzip.compress(lines(found).encode("utf-8"), mtime=0))
    print(len(found), "texts,", sum(len(x["events"]) for x in found), "events,", sum(len(x["statements"]) for x in found), "statements")


if __name__ == "__main__":
    main()
