"""Lessons: annotated text as words with labels, cut into windows that the encoder takes.

A lesson is a run of words with what is known of them; what a source does not annotate stays unlabelled (-100) and costs nothing.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import briefs
from legation.reading.words import sentences, words
from network import SLOTS

NONE = -100


@dataclass(slots=True)
class Lesson:
    """Words of consecutive sentences; `sentence` numbers them; `labels` per head and word; `heads` are positions in the lesson.

    `slots`: from-word → slot → words that may stand for the party (any of them is right) and words that are left out of the loss."""

    words: list[str]
    sentence: list[int]
    labels: dict[str, list[str | int]] = field(default_factory=dict)
    heads: list[int] | None = None
    slots: list[tuple[int, int, list[int], list[int]]] = field(default_factory=list)
    asked: list[int] = field(default_factory=list)
    line: int = -1  # of the annotated articles: the number of the article
    facts: dict[int, float] = field(default_factory=dict)  # predicate → from -3 (did not happen) to 3 (did), by its annotators


# --- Universal Dependencies and names on the same sentences


def read_conllu(path: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """(sentence id, rows of ten columns) for each sentence."""
    rows: list[list[str]] = []
    key = ""
    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id = "):
            key = line[12:]
        elif line and line[0].isdigit():
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
        elif not line and rows:
            yield key, rows
            rows = []


def read_names(path: Path) -> dict[str, list[str]]:
    """sentence id → BIO tags of persons, places and organisations (UNER)."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in path.open(encoding="utf-8"):
        if line.startswith("# sent_id = "):
            key = line[12:].strip()
        elif line[:1].isdigit():
            tag = line.split("\t")[2].strip()
            found.setdefault(key, []).append(tag if tag[2:] in ("PER", "LOC", "ORG") else "O")
    return found


def read_facts(path: Path) -> dict[tuple[str, ...], dict[int, float]]:
    """Words of a sentence → predicate → whether it happened, from -3 to 3 (UDS-IH2)."""
    rows = map(json.loads, path.open(encoding="utf-8"))
    return {tuple(r["text"].split(" ")): {t["span1"][0]: t["label"] for t in r["targets"]} for r in rows}


def trees(path: Path, names: Path | None = None, facts: Path | None = None, most: int = 110) -> list[Lesson]:
    """Consecutive sentences of a treebank, packed to about `most` words."""
    tags = read_names(names) if names else {}
    happened = read_facts(facts) if facts else {}
    lessons: list[Lesson] = []
    current: Lesson | None = None
    for key, rows in read_conllu(path):
        if current is None or len(current.words) + len(rows) > most:
            current = Lesson([], [], {h: [] for h in ("upos", "xpos", "rel", "name")}, [])
            lessons.append(current)
        base = len(current.words)
        number = current.sentence[-1] + 1 if current.sentence else 0
        for i, row in enumerate(rows):
            current.words.append(row[1])
            current.sentence.append(number)
            current.labels["upos"].append(row[3])
            current.labels["xpos"].append(row[4])
            current.labels["rel"].append(row[7])
            current.heads.append(base + (int(row[6]) - 1 if row[6] != "0" else i))  # a root is its own head
        current.facts |= {base + i: score for i, score in happened.get(tuple(row[1] for row in rows), {}).items()}
        found = tags.get(key)
        current.labels["name"].extend(found if found and len(found) == len(rows) else [NONE] * len(rows))
    return lessons


TITLES = set(
    (
        "president prime minister mr mrs ms dr secretary general senator king queen prince sheikh pope sir chancellor "
        "foreign defense ambassador"
    ).split()
)


def voa_names(path: Path, sentences_wanted: int) -> list[Lesson]:
    """Sentences of Voice of America news with silver names (GMB): titles are no part of a name, demonyms no place."""
    lessons: list[Lesson] = []
    lesson: Lesson | None = None
    inside = ""
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as f:
        reader = csv.reader(f)
        next(reader)
        for mark, word, pos, tag in reader:
            if mark:
                if len(lessons) >= sentences_wanted:
                    break
                lesson = Lesson([], [], {"name": [], "xpos": []})
                lessons.append(lesson)
                inside = ""
            kind = {"geo": "LOC", "org": "ORG", "per": "PER", "gpe": "LOC" if pos == "NNP" else ""}.get(tag[2:], "")
            if kind == "PER" and word.lower().rstrip(".") in TITLES:
                kind = ""
            goes_on = kind and inside == kind and tag[0] == "I"
            lesson.words.append(word)
            lesson.sentence.append(0)
            lesson.labels["name"].append(("I-" if goes_on else "B-") + kind if kind else "O")
            lesson.labels["xpos"].append(NONE)
            inside = kind
    return lessons


CROSSNER = {
    "politician": "PER",
    "person": "PER",
    "location": "LOC",
    "country": "LOC",
    "organisation": "ORG",
    "politicalparty": "ORG",
}


def crossner(path: Path) -> list[Lesson]:
    lessons = [Lesson([], [], {"name": []})]
    for line in path.open(encoding="utf-8"):
        cells = line.split()
        if not cells:
            lessons.append(Lesson([], [], {"name": []}))
            continue
        kind = CROSSNER.get(cells[1][2:], "")
        lessons[-1].words.append(cells[0])
        lessons[-1].sentence.append(0)
        lessons[-1].labels["name"].append(cells[1][:2] + kind if kind else "O")
    return [x for x in lessons if x.words]


# --- annotated articles

PRONOUNS = set("he she they it we i his her their its our my him them us me who which that".split())
PERSONAL = PRONOUNS - {"who", "which", "that"}
STOP = set("the of and for in at on mr mrs ms dr president minister prime".split())


def plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode().lower()


@dataclass(slots=True)
class Text:
    """An annotated article cut into words."""

    article: dict
    spans: list
    words: list[str]
    sentence: list[int]
    plain: list[str]

    @classmethod
    def of(cls, article: dict) -> Text:
        spans, numbers = [], []
        for n, s in enumerate(sentences(article["text"])):
            found = words(article["text"], s)
            spans += found
            numbers += [n] * len(found)
        ws = [article["text"][s.start : s.end] for s in spans]
        return cls(article, spans, ws, numbers, [plain(w) for w in ws])

    def inside(self, start: int, end: int) -> list[int]:
        """Words that overlap the characters."""
        return [i for i, s in enumerate(self.spans) if s.start < end and start < s.end]

    def trigger(self, event: dict) -> list[int]:
        """The words of an annotated event's trigger; none where its evidence is not in the text."""
        at = self.article["text"].find(event["evidence"])
        start = at + event["evidence"].find(event["trigger"])
        return self.inside(start, start + len(event["trigger"])) if at >= 0 else []


class Mentions:
    """Finds the words that name an actor: its own words, its state's names and demonyms, or a pronoun."""

    def __init__(self, states: dict[str, list[str]]) -> None:
        self.states = {code: [tuple(n.split()) for n in names] for code, names in states.items()}

    def of(self, text: Text, actor: dict) -> list[int]:
        """Last words of the mentions of `actor`, those of the same sentence first; empty where the article has none."""
        whole = [w for w in (plain(x) for x in actor["name"].replace("-", " ").replace("'s", " ").split()) if w not in STOP]
        head = re.split(r" (?:of|in|from|for) ", actor["name"])[0].replace("-", " ").replace("'s", " ").split()
        common = head and head[-1].islower() and plain(head[-1]) not in STOP  # "residents of Aleppo": the residents
        last = plain(head[-1]) if common else whole[-1] if whole else ""
        hits = [i for i, w in enumerate(text.plain) if w == last or (len(w) > 3 and w.rstrip("s") == last.rstrip("s"))] if last else []
        if len(whole) > 1 and not hits:
            hits = [i for i, w in enumerate(text.plain) if w in whole and len(w) > 3]
        if (actor.get("sector", "") == "" or not hits) and actor.get("code") in self.states:
            hits = sorted(set(hits) | set(self._state(text, actor["code"])))
        return hits

    def _state(self, text: Text, code: str) -> list[int]:
        found = []
        for form in self.states[code]:
            n = len(form)
            for i in range(len(text.plain) - n + 1):
                if tuple(w.replace(".", "") for w in text.plain[i : i + n]) == form:
                    found.append(i + n - 1)
                elif n == 1 and text.plain[i] == form[0] + "s":
                    found.append(i)
        return found


Pointed = dict[str, list[list[int]]]  # of one event: slot → the words of each actor, the best first (mentions.py)


def read_meant(path: Path) -> dict[str, list[Pointed]]:
    """article → for each event the words that stand for its parties."""
    with gzip.open(path, "rt", encoding="utf-8") as f:
        return {x["id"]: x["events"] for x in map(json.loads, f)}


def articles(data: Path) -> Iterator[dict]:
    """The annotated articles of the corpus."""
    with (data / "corpus/train.jsonl").open(encoding="utf-8") as f:
        yield from map(json.loads, f)


def everything(data: Path) -> Iterator[dict]:
    """All annotated text: the articles of the corpus, then our briefs."""
    yield from articles(data)
    yield from briefs.articles(data)


def annotated(
    given: Iterable[dict],
    states: Path,
    most: int = 260,
    meant: Path | None = None,
    first: int = 0,
) -> list[Lesson]:
    """Annotated articles, numbered from `first` on, as lessons of about `most` words, whole sentences.

    `meant`: a file of mentions.py that tells what arcs are to point at; else that is found by words alone."""
    mentions = Mentions(json.loads(states.read_text(encoding="utf-8")))
    known = read_meant(meant) if meant else {}
    lessons: list[Lesson] = []
    for n, article in enumerate(given, first):
        text = Text.of(article)
        whole = _article(text, mentions, known.get(text.article["id"]))
        lessons += [replace(part, line=n) for part in cut(whole, most)]
    return lessons


THIRDS = 3  # every third article is left out of a reader whose mistakes others learn from


def left_out(line: int) -> bool:
    return line % THIRDS == 0


HEADS = ("type", "status", "mode", "said", "cue", "furniture")
PARTIES = ("actors", "recipients", "by", "according_to")


def _article(text: Text, mentions: Mentions, meant: list[Pointed] | None = None) -> Lesson:
    n = len(text.words)
    lesson = Lesson(text.words, text.sentence, {h: ["O"] * n for h in HEADS})
    for h in ("status", "mode"):
        lesson.labels[h] = [NONE] * n
    _furniture(text, lesson)
    for i, event in enumerate(text.article["events"]):
        _event(text, lesson, event, mentions, meant[i] if meant else None)
    _leave_repeats(text, lesson)
    for statement in text.article["statements"]:
        _statement(text, lesson, statement, mentions)
    return lesson


def _furniture(text: Text, lesson: Lesson) -> None:
    for line in text.article["furniture"]:
        at = text.article["text"].find(line)
        for i in text.inside(at, at + len(line)) if at >= 0 else []:
            lesson.labels["furniture"][i] = "F"


def _event(text: Text, lesson: Lesson, event: dict, mentions: Mentions, pointed: Pointed | None) -> None:
    fresh = [i for i in text.trigger(event) if lesson.labels["type"][i] == "O"]
    if not fresh:
        return
    for i in fresh:
        lesson.labels["type"][i] = event["type"]
        lesson.labels["status"][i] = event["status"]
        lesson.labels["mode"][i] = event["mode"] or "O"
    lesson.asked += fresh
    for slot, key in enumerate(PARTIES):
        for n, actor in enumerate(event[key]):
            if pointed:
                _point(text, lesson, fresh, slot, pointed[key][n])
            else:
                _link(text, lesson, fresh, slot, mentions.of(text, actor))
    at = text.article["text"].find(event["evidence"])
    for slot, words_ in ((SLOTS.index("time"), event["when_text"]), (SLOTS.index("place"), event["where"])):
        _link_words(text, lesson, fresh, slot, words_, at, event["evidence"])


def _link_words(text: Text, lesson: Lesson, trigger: list[int], slot: int, said: str, at: int, evidence: str) -> None:
    if not said:
        return
    i = evidence.find(said)
    found = text.inside(at + i, at + i + len(said)) if i >= 0 else []
    if found:
        others = found[:-1]
        for t in trigger:
            lesson.slots.append((t, slot, [found[-1]], others))
    else:  # told in another sentence: nothing to point at here
        for t in trigger:
            lesson.slots.append((t, slot, [], []))


def _link(text: Text, lesson: Lesson, trigger: list[int], slot: int, hits: list[int]) -> None:
    """Point from the trigger to the nearest mention in its sentence, else to a pronoun there, else to a mention before.

    The actor's other mentions cost nothing, and where it is named neither do pronouns."""
    here, at = text.sentence[trigger[0]], trigger[0]
    same = [i for i in hits if text.sentence[i] == here and i not in trigger]
    pronouns = [i for i, w in enumerate(text.plain) if text.sentence[i] == here and w in PRONOUNS and i not in trigger]
    if same:
        best = [min(same, key=lambda i: abs(i - at))]
    elif pronouns:  # who does it stands before as a rule, to whom it is done behind
        before = slot != SLOTS.index("recipient")
        best = [min(pronouns, key=lambda i: abs(i - at) + 30 * ((i < at) != before))]
    else:
        best = [i for i in hits if here - 4 <= text.sentence[i] < here][-1:]
    spare = [i for i in hits + pronouns if i not in best]
    for t in trigger:
        lesson.slots.append((t, slot, best, spare))


def _point(text: Text, lesson: Lesson, trigger: list[int], slot: int, hits: list[int]) -> None:
    """Point from the trigger to the best mention in its sentence, else inside it, else to the last one before.

    The actor's other mentions cost nothing, nor do pronouns there that may stand for it unseen."""
    here = text.sentence[trigger[0]]
    same = [i for i in hits if text.sentence[i] == here]
    before = sorted(i for i in hits if here - 4 <= text.sentence[i] < here)
    best = [i for i in same if i not in trigger][:1] or same[:1] or before[-1:]
    pronouns = {i for i, w in enumerate(text.plain) if text.sentence[i] == here and w in PERSONAL}
    spare = {*hits, *pronouns} - {*best}
    for t in trigger:
        lesson.slots.append((t, slot, best, sorted(spare)))


def _leave_repeats(text: Text, lesson: Lesson) -> None:
    """An event is annotated once: the same word elsewhere is no lesson that it is nothing."""
    types = lesson.labels["type"]
    known = {w for w, t in zip(text.plain, types, strict=True) if t not in ("O", NONE) and len(w) > 4}
    for i, w in enumerate(text.plain):
        if types[i] == "O" and w in known and lesson.labels["furniture"][i] == "O":
            types[i] = NONE


def _statement(text: Text, lesson: Lesson, s: dict, mentions: Mentions) -> None:
    at = text.article["text"].find(s["content"])
    content = text.inside(at, at + len(s["content"])) if at >= 0 else []
    if not content:
        return
    for n, i in enumerate(content):
        if lesson.labels["said"][i] == "O" or n == 0:
            lesson.labels["said"][i] = "I" if n else "B"
    cue = _cue(text, s["cue"], content)
    for i in cue:
        lesson.labels["cue"][i] = "C"
    hits = mentions.of(text, s["speaker"])
    near = [i for i in hits if i not in content and abs(text.sentence[i] - text.sentence[content[0]]) <= 2]
    sources = sorted({content[0], content[-1], *cue})
    anchor = cue[0] if cue else content[0]
    around = {text.sentence[content[0]], text.sentence[content[-1]], text.sentence[anchor]}
    pronouns = [i for i, w in enumerate(text.plain) if text.sentence[i] in around and w in PRONOUNS and i not in content]
    beside = [i for i in near if text.sentence[i] in around]
    if beside:
        best = [min(beside, key=lambda i: abs(i - anchor))]
    elif pronouns:
        best = [min(pronouns, key=lambda i: abs(i - anchor))] if cue else []
    else:
        best = [min(near, key=lambda i: abs(i - anchor))] if near else []
    spare = [i for i in {*hits, *pronouns} if i not in best]
    for t in sources:
        lesson.slots.append((t, SLOTS.index("speaker"), best, spare))
    lesson.asked += sources


def _cue(text: Text, cue: str, content: list[int]) -> list[int]:
    """The words of the cue that stand nearest to the content."""
    if not cue:
        return []
    parts = [plain(w) for w in cue.split()]
    found = [
        i for i in range(len(text.plain) - len(parts) + 1)
        if text.plain[i : i + len(parts)] == parts and i not in content
        and abs(text.sentence[i] - text.sentence[content[0]]) <= 1
    ]  # fmt: skip
    if not found:
        return []
    i = min(found, key=lambda i: min(abs(i - content[0]), abs(i - content[-1])))
    return list(range(i, i + len(parts)))


def cut(lesson: Lesson, most: int) -> list[Lesson]:
    """Cut between sentences into lessons of about equal length."""
    n = len(lesson.words)
    parts = max(1, round(n / most + 0.3))
    bounds, size = [0], n / parts
    for i in range(1, n):
        if lesson.sentence[i] != lesson.sentence[i - 1] and i - bounds[-1] >= size * 0.92:
            bounds.append(i)
    bounds.append(n)
    out = []
    for lo, hi in pairwise(bounds):
        if hi <= lo:
            continue
        out.append(_part(lesson, lo, hi))
    return out


def _part(lesson: Lesson, lo: int, hi: int) -> Lesson:
    """Words `lo` to `hi` of a lesson, as a lesson."""

    def moved(places: list[int]) -> list[int]:
        return [i - lo for i in places if lo <= i < hi]

    return Lesson(
        words=lesson.words[lo:hi],
        sentence=lesson.sentence[lo:hi],
        labels={head: values[lo:hi] for head, values in lesson.labels.items()},
        slots=[(t - lo, s, moved(best), moved(spare)) for t, s, best, spare in lesson.slots if lo <= t < hi],
        asked=moved(lesson.asked),
    )


def joined(lessons: Sequence[Lesson]) -> Lesson:
    """Lessons of one kind, one behind the other, as one lesson of the first one's number."""
    out = Lesson([], [], {head: [] for head in lessons[0].labels}, line=lessons[0].line)
    for x in lessons:
        base, sentence = len(out.words), out.sentence[-1] + 1 if out.sentence else 0
        out.words += x.words
        out.sentence += [n - x.sentence[0] + sentence for n in x.sentence]
        for head in out.labels:
            out.labels[head] += x.labels[head]
        out.asked += [i + base for i in x.asked]
        out.slots += [(t + base, slot, [i + base for i in best], [i + base for i in spare]) for t, slot, best, spare in x.slots]
    return out
