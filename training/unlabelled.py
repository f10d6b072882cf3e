"""Texts that nobody annotated, as lessons without labels, for teachers to label.

Voice of America articles come through M2E2 and GMB, dated items from the current events portal, further articles from Wikinews.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import briefs
from lessons import Lesson, Text, cut

TOPICS = (
    "Politics and elections", "Politics and election", "Armed conflicts and attacks", "Armed conflict and attacks",
    "Armed attacks and conflicts", "International relations", "Law and crime",
)  # fmt: skip
UNSORTED = ""  # the portal's items of some years have no topic
POLITICAL = re.compile(r"\b(president|minister|government|parliament|election|troops|talks|sanctions|United Nations|police)\b", re.I)
DATELINE = re.compile(r"-\s*([A-Z][A-Z ,.'/]{2,40}—)\s*-?")


def lesson(text: str) -> Lesson:
    found = Text.of({"text": text})
    return Lesson(found.words, found.sentence)


def voa_articles(path: Path, leave: set[str]) -> Iterator[str]:
    """Articles of M2E2, but those whose number is in `leave`."""
    articles: dict[str, list[str]] = {}
    for row in json.loads(gzip.decompress(path.read_bytes())):
        key, _, _ = row["sentence_id"].rpartition("_")
        said = DATELINE.sub(r"\n\1 ", row["sentence"].replace("\xa0", " ")).strip()
        articles.setdefault(key, []).append(said if said[-1:] in '.!?"' else said + ".")
    for key, sentences in articles.items():
        if key.rpartition(".")[2] not in leave:
            yield "\n".join(sentences)


def items(path: Path, seen: set[str]) -> Iterator[str]:
    """Political items of the portal that the corpus does not annotate."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            item = json.loads(line)
            wanted = item["topic"] in TOPICS or (item["topic"] == UNSORTED and POLITICAL.search(item["text"]))
            if wanted and item["text"] not in seen:
                yield item["text"]


def wikinews(path: Path, seen: set[str]) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as f:
        for line in f:
            text = json.loads(line)["text"]
            if len(POLITICAL.findall(text)) >= 3 and text not in seen:
                yield text


def voa_pieces(data: Path, most: int = 110) -> Iterator[Lesson]:
    """Consecutive sentences of GMB's newswire that no brief is made of, packed to about `most` words."""
    words: list[str] = []
    numbers: list[int] = []
    seen = briefs.annotated_sentences()
    for n, sentence in enumerate(briefs.sentences(data)):
        if n in seen:
            continue
        if len(words) >= most:
            yield Lesson(words, numbers)
            words, numbers = [], []
        numbers += [numbers[-1] + 1 if numbers else 0] * len(sentence)
        words += sentence


def gather(data: Path) -> list[Lesson]:
    """All of them; nothing that dev, train or our own labels annotate."""
    known = [json.loads(x) for f in ("train", "dev") for x in (data / f"corpus/{f}.jsonl").open(encoding="utf-8")]
    own = briefs.Texts(data)
    seen = {a["text"] for a in known} | {own.of(key)[2] for key in briefs.annotated()}
    numbers = {a["id"].rpartition("-")[2] for a in known}
    d = data / "data"
    texts = [
        list(voa_articles(d / "events/m2e2-text_only_event.json.gz", numbers)),
        list(items(d / "current-events/current-events-2016-2026.jsonl.gz", seen)),
        list(wikinews(d / "unlabelled/wikinews-2019-2020.jsonl.gz", seen)),
    ]
    return [part for some in texts for t in some for part in cut(lesson(t), 260)] + list(voa_pieces(data))
