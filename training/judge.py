"""Grow the forests that choose parties and judge entries: `python training/judge.py READER --data DIR [--check [--judged FILE]]`.

READER is a checkpoint of train.py --leave: what it makes of the articles that it has not seen shows how far its arcs and triggers
can be trusted. Words, tags and trees are the shipped reader's. --check prints what four-fold cross-validation gives, and keeps no forest;
--judged also writes how sure each entry was and whether it was right, an article a line, for benchmarks/confidence.py.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import torch

import lessons
from forests import grow, keep, rank
from legation.entries import Actor, Article, Frame, Reading, Statement
from legation.intake.furniture import furniture
from legation.reading import decode
from legation.reading.pieces import Window
from legation.reading.reader import Model, Scores, model
from legation.resolving import candidates, gazette, moments, parties, taking, whereabouts, worth
from legation.resolving.actors import Cast
from legation.resolving.candidates import Candidate, Prominence
from legation.resolving.dating import Calendar
from legation.resolving.events import KEPT, likely, readable
from legation.resolving.forest import Forest
from legation.resolving.statements import find_statements
from network import restored

sys.path.append(str(Path(__file__).parent.parent / "benchmarks"))
from confidence import Judged
from score import pair_up, same_actor, share, statement_weight, words

MODEL = Path(__file__).parent.parent / "src/legation/resolving/model"
MANY, TIMES, PLACES, FEWER = 250, 300, 120, 80  # trees: that weigh candidates, rank times and places, and for the rest
SMALL = 8  # leaves of a tree that weighs candidates
TAKING, LARGE = 150, 31  # trees, and leaves of one, that take some of them
SURE, FEW = 200, 4  # trees, and leaves of one, that say how likely all is right: small trees are honest
FOLDS = 4
MARK = 0.35  # what an annotated trigger that the reader passed over is taken to be worth


class Together:
    """The shipped model's words, tags and trees with another reader's events and statements."""

    HEADS = ("type", "status", "mode", "said", "cue", "furniture")

    def __init__(self, shipped: Model, checkpoint: Path) -> None:
        kept = torch.load(checkpoint, map_location="cpu", weights_only=True)
        self.reader = restored(kept)
        self.shipped, self.tokenizer = shipped, shipped.tokenizer
        self.labels = {**shipped.labels, **{h: kept["labels"][h] for h in self.HEADS}}
        self.known: dict[tuple, Scores] = {}

    def each(self, windows: Iterable[tuple[Window, list[int]]]) -> Iterator[Scores]:
        return (self.scores(*window) for window in windows)

    def scores(self, window: Window, sentence: list[int]) -> Scores:
        key = (tuple(window.ids), window.first, tuple(sentence))
        if key not in self.known:
            row = [torch.tensor([v]) for v in (window.ids, window.shapes, [1] * len(window.ids), window.begins, window.ends)]
            with torch.no_grad():
                out = self.reader(*row)
            of = {h: out[h].softmax(-1)[0].numpy() for h in self.HEADS} | {"slot": out["slot"].sigmoid()[0].numpy()}
            self.known[key] = replace(self.shipped.scores(window, sentence), **of)
        return self.known[key]


@dataclass(frozen=True, slots=True)
class Seen:
    """A frame with the annotated event that its trigger overlaps, if any, whom it may speak of, and when it may be."""

    frame: Frame
    gold: dict | None
    some: list[Candidate]
    rows: np.ndarray
    times: list[moments.Moment]
    time_rows: np.ndarray


@dataclass(frozen=True, slots=True)
class Held:
    """An article that the reader has not seen: its frames as read, and those at every annotated trigger."""

    article: dict
    cast: Cast
    told: Prominence
    read: list[Seen]
    marked: list[Seen]
    said: list[tuple[float, bool]]  # how sure each statement is, and whether its words and speaker are right


def held(data: Path, together: Together) -> Iterator[Held]:
    """Every article and brief that was left out."""
    decode.model = lambda: together
    for n, article in enumerate(lessons.everything(data)):
        if lessons.left_out(n):
            together.known.clear()
            cast, told, all_read, said = seen(article, decode.read(article["text"]))
            read = [s for s in all_read if likely(s.frame)]
            with marked(triggers(article)):
                _, _, all_, _ = seen(article, decode.read(article["text"]))
            yield Held(article, cast, told, read, all_, right_words(article, said))


def seen(article: dict, reading: Reading) -> tuple[Cast, Prominence, list[Seen], tuple[Statement, ...]]:
    asides = [a.span for a in furniture(reading.text, [(s.span, s.furniture) for s in reading.sentences]) if a.span]
    cast = Cast(reading, article["published"], asides)
    text = Article(article["id"], article["title"], article["text"], article["published"])
    said = find_statements(text, cast, asides)
    told, calendar = Prominence(cast), Calendar(text, cast)
    found = []
    for frame in readable(cast, asides):
        some = candidates.candidates(told, frame)
        times = moments.moments(calendar, frame)
        rows = candidates.features(told, frame, some), moments.features(calendar, frame, times)
        found.append(Seen(frame, gold_of(article, cast, frame), some, rows[0], times, rows[1]))
    return cast, told, found, said


def span_of(article: dict, event: dict) -> tuple[int, int]:
    at = article["text"].find(event["evidence"])
    start = at + event["evidence"].find(event["trigger"]) if at >= 0 else -1
    return start, start + len(event["trigger"])


def gold_of(article: dict, cast: Cast, frame: Frame) -> dict | None:
    """The annotated event whose trigger the frame's overlaps, one of its type first."""
    start, end = cast.tokens[frame.first].span.start, cast.tokens[frame.last - 1].span.end
    found = [(e["type"] == frame.type, min(end, hi) - max(start, lo), e) for e in article["events"] for lo, hi in [span_of(article, e)]
             if min(end, hi) > max(start, lo)]  # fmt: skip
    return max(found, key=lambda x: x[:2])[2] if found else None


def triggers(article: dict) -> set[int]:
    """The words of all annotated triggers."""
    text = lessons.Text.of(article)
    return {i for e in article["events"] for lo, hi in [span_of(article, e)] if lo >= 0 for i in text.inside(lo, hi)}


@contextmanager
def marked(words: set[int]) -> Iterator[None]:
    """Within it, these words count as triggers whatever the reader thinks of them."""
    before = decode._frames

    def frames(reader: Model, first: int, last: int, offset: int, scores: Scores) -> Iterator[Frame]:
        type_ = scores.type.copy()
        for i in words & set(range(first, last)):
            something = 1 - type_[i - offset, 0]
            if something < MARK:
                type_[i - offset, 1:] *= MARK / max(something, 1e-6)
                type_[i - offset, 0] = 1 - MARK
        return before(reader, first, last, offset, replace(scores, type=type_))

    decode._frames = frames
    try:
        yield
    finally:
        decode._frames = before


# --- what is right


def plain(actors: Sequence[Actor]) -> list[dict]:
    return [{"name": a.name, "code": a.code, "sector": a.sector} for a in actors]


def those(some: Sequence[Candidate], gold: list[dict]) -> np.ndarray:
    """Whether each candidate stands for one of the annotated actors."""
    return np.array([any(same_actor(g, c) for g in gold) for c in plain([c.actor for c in some])], bool)


def part(seen: Seen) -> np.ndarray:
    gold = seen.gold or {}
    return np.where(those(seen.some, gold["actors"]), parties.DOES, np.where(those(seen.some, gold["recipients"]), parties.GETS, 0))


def right_parties(gold: dict, who: parties.Parties) -> bool:
    actors, recipients = plain(who.actors), plain(who.recipients)
    if share(gold["actors"], actors) and share(gold["recipients"], recipients):
        return True
    two_sided = gold["type"] in ("CONSULT", "AGREE", "COOPERATE")
    return two_sided and share(gold["actors"] + gold["recipients"], actors + recipients)


def right_words(article: dict, said: Sequence[Statement]) -> list[tuple[float, bool]]:
    """The confidence of each statement, and whether it pairs with an annotated one of the same speaker."""
    told = [{"content": s.content.text, "speaker": plain([s.speaker])[0], "confidence": s.confidence} for s in said]
    pairs = {id(b): a for a, b in pair_up(article["statements"], told, statement_weight(article["text"]))}
    right = {i for i, a in pairs.items() for b in told if id(b) == i and same_actor(a["speaker"], b["speaker"], strict=True)}
    return [(t["confidence"], id(t) in right) for t in told]


def answers(article: Held, drafts: Sequence[worth.Draft]) -> tuple[np.ndarray, np.ndarray]:
    """For each frame as read: whether it is an annotated event's best frame, of its type; and whether parties and status are right too."""
    best: dict[int, int] = {}
    for i, s in enumerate(article.read):
        if s.gold and s.gold["type"] == s.frame.type:
            key = id(s.gold)
            if key not in best or s.frame.score > article.read[best[key]].frame.score:
                best[key] = i
    made, right = np.zeros(len(drafts), int), np.zeros(len(drafts), int)
    for i in best.values():
        gold = article.read[i].gold or {}
        made[i] = 1
        right[i] = gold["status"] == drafts[i].frame.status and right_parties(gold, drafts[i].parties)
    return made, right


# --- growing


Forests = dict[str, Forest]


def chosen(forests: Forests, article: Held) -> list[worth.Draft]:
    """The article's frames as read, with the parties that the forests choose."""
    parties.load = forests.__getitem__
    frames = [s.frame for s in article.read]
    return [worth.Draft(f, who) for f, who in zip(frames, parties.parties(article.told, frames), strict=True)]


def party_forests(some: Sequence[Held]) -> Forests:
    """What weighs candidates, and what takes of them, learned from how those weigh that had not seen the article."""
    found = []
    for half in (0, 1):
        forests = weighing_forests(some[1 - half :: 2])
        found += [offered(forests, article) for article in some[half::2]]
    rows, right = zip(*found, strict=True)
    forest = grow(np.concatenate(rows), np.concatenate(right), 2, TAKING, taking.FEATURES, leaves=LARGE)
    return {**weighing_forests(some), "taking": forest}


def offered(forests: Forests, article: Held) -> tuple[np.ndarray, np.ndarray]:
    """For each annotated event, read as of its type, the features of whom each slot may take, and which are right."""
    parties.load = forests.__getitem__
    those_ = [s for s in article.marked if s.gold and s.some and s.gold["type"] == s.frame.type]
    rows, right = [np.zeros((0, len(taking.FEATURES)), np.float32)], [np.zeros(0, bool)]
    weighed = parties.weigh(article.cast, [s.frame for s in those_], [s.some for s in those_], [s.rows for s in those_])
    for s, w in zip(those_, weighed, strict=True):
        for slot, key in enumerate(("actors", "recipients")):
            rows.append(w.option_rows(slot))
            right.append(np.array([share((s.gold or {})[key], plain(option.parties)) for option in w.options[slot]], bool))
    return np.concatenate(rows), np.concatenate(right)


def weighing_forests(some: Sequence[Held]) -> Forests:
    lessons_ = [s for h in some for s in h.marked if s.gold and s.some]
    rows, gold = np.concatenate([s.rows for s in lessons_]), np.concatenate([part(s) for s in lessons_])
    forest = grow(rows, gold, 3, MANY, candidates.FEATURES, leaves=SMALL)
    more, names = parties.with_parts(rows, forest.chances(rows)), (*candidates.FEATURES, "does", "gets")
    stance, source = (np.concatenate([those(s.some, (s.gold or {})[key]) for s in lessons_]) for key in ("by", "according_to"))
    open_ = np.concatenate([np.full(len(s.some), (s.gold or {})["status"] != "happened") for s in lessons_])
    return {
        "parties": forest,
        "stances": grow(more[open_], stance[open_], 2, FEWER, names),
        "sources": grow(more, source, 2, FEWER, names),
    }


def moment_forests(some: Sequence[Held]) -> Forests:
    """What chooses an event's time, from those events of which one of the times offered is right; of a brief nobody knows the day."""
    choices = [(s.time_rows, on_time(s)) for h in some if h.article["published"] for s in h.marked if s.gold]
    return {"moments": rank([c for c in choices if c[1].any()], TIMES, moments.FEATURES)}


def on_time(seen: Seen) -> np.ndarray:
    return np.array([bool(seen.gold) and m.edtf == (seen.gold or {})["when"] for m in seen.times], bool)


def place_forests(some: Sequence[Held]) -> Forests:
    """What chooses an event's place, from those events of which one of the places offered is right."""
    return {"places": rank([c for c in placed(some) if c[1].any()], PLACES, whereabouts.FEATURES)}


def placed(some: Sequence[Held]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """For each annotated event the features of the places offered, and which are right; by parties as forests choose them unseen."""
    for half in (0, 1):
        forests = party_forests(some[1 - half :: 2])
        for article in some[half::2]:
            parties.load = forests.__getitem__
            marked_ = [s for s in article.marked if s.gold]
            who = parties.parties(article.told, [s.frame for s in marked_])
            places = gazette.Gazette(article.cast)
            for s, its in zip(marked_, who, strict=True):
                offered = gazette.spots(places, s.frame)
                right = np.array([there(places, s, spot) for spot in offered], bool)
                yield whereabouts.features(places, s.frame, its, offered), right


def there(places: gazette.Gazette, seen: Seen, spot: gazette.Spot) -> bool:
    """Whether a spot is where the annotated event took place: a word in common, or neither is told."""
    told, gold = whereabouts.told_place(places, seen.frame, spot).name, (seen.gold or {})["where"]
    return bool(set(words(told)) & set(words(gold))) if gold else not told


def entry_forests(some: Sequence[Held]) -> Forests:
    """What judges entries learns from parties that were chosen by forests which had not seen the article."""
    rows, made, right = [], [], []
    for half in (0, 1):
        forests = party_forests(some[1 - half :: 2])
        for article in some[half::2]:
            drafts = chosen(forests, article)
            if drafts:
                rows.append(worth.features(article.cast, drafts))
                m, r = answers(article, drafts)
                made.append(m)
                right.append(r)
    all_ = np.concatenate(rows)
    return {
        "worth": grow(all_, np.concatenate(made), 2, FEWER, worth.FEATURES),
        "right": grow(all_, np.concatenate(right), 2, SURE, worth.FEATURES, leaves=FEW),
    }


# --- checking


def check(articles: Sequence[Held], say: Callable[[str], None]) -> list[Judged]:
    """Four-fold cross-validation over articles: how many entries are made and right, and whether their confidence is honest."""
    made = kept = dated = told = offered = 0
    judged: list[Judged] = []
    for fold in range(FOLDS):
        others = [h for i, h in enumerate(articles) if i % FOLDS != fold]
        forests, judges, clock = party_forests(others), entry_forests(others), moment_forests(others)["moments"]
        for article in articles[fold::FOLDS]:
            judged.append(Judged.of(article.article, [], article.said))
            drafts = chosen(forests, article)
            if not drafts:
                continue
            for s in article.read:
                if article.article["published"] and s.gold and s.gold["type"] == s.frame.type:
                    best = clock.likeliest([s.time_rows], moments.SILENT)[0]
                    if s.gold["when"] or s.times[best].edtf:
                        told += 1
                        dated += bool(on_time(s)[best])
                        offered += bool(on_time(s).any())
            rows = worth.features(article.cast, drafts)
            m, r = answers(article, drafts)
            keep_ = judges["worth"].chances(rows)[:, 1] >= KEPT
            made, kept = made + int(m[keep_].sum()), kept + int(keep_.sum())
            sure = judges["right"].chances(rows)[keep_, 1].tolist()
            judged[-1].events.extend((c, bool(ok)) for c, ok in zip(sure, r[keep_], strict=True))
    pairs = sorted(pair for j in judged for pair in j.events)
    gold, right = sum(j.events_annotated for j in judged), sum(ok for _, ok in pairs)
    say(f"{len(articles)} articles, {gold} events annotated, {kept} entries kept: typed {200 * made / (gold + kept):.1f}, "
        f"event {200 * right / (gold + kept):.1f}")  # fmt: skip
    say(f"dates equal {100 * dated / told:.1f} % where either gives one; offered {100 * offered / told:.1f} %")
    for i in range(5):
        some = pairs[i * len(pairs) // 5 : (i + 1) * len(pairs) // 5]
        said, true = (100 * sum(x[k] for x in some) / len(some) for k in (0, 1))
        say(f"bin {i + 1}: said {said:.1f} % sure, {true:.1f} % right")
    return judged


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("reader", type=Path)
    ap.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"))
    ap.add_argument("--check", action="store_true")
    ap.add_argument("--judged", type=Path, help="with --check: where to write how sure each entry was and whether it was right")
    a = ap.parse_args()
    torch.set_num_threads(2)
    articles = list(held(a.data, Together(model(), a.reader)))
    if a.check:
        judged = check(articles, print)
        if a.judged:
            a.judged.write_text("".join(json.dumps(asdict(j)) + "\n" for j in judged), encoding="utf-8")
        return
    for grown in (party_forests, entry_forests, moment_forests, place_forests):
        for name, forest in grown(articles).items():
            keep(forest, MODEL / f"{name}.npz")


if __name__ == "__main__":
    main()
