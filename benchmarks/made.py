"""A record of any size, made of sentences by a fixed chance: what pages and queries are timed on where no real one is at hand.

python benchmarks/made.py RECORD [ARTICLES]
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from legation.entries import Actor, Article, Event, Place, Record, Statement, Status, When, quote
from legation.knowledge.tables import states
from legation.record.derive import current
from legation.record.store import Store
from legation.resolving.codes import cameo_code, plover_code
from legation.resolving.identity import telling

ARTICLES: Final = 55_000
FIRST: Final = date(2016, 1, 1)
DAYS: Final = 3900
OUTLETS: Final = tuple(
    f"{city} {kind}" for city in ("Geneva", "Lagos", "Lima", "Oslo", "Perth", "Quito") for kind in ("Post", "Times", "Wire")
)
TOWNS: Final = (
    ("Singapore", "SGP", 1.35, 103.82), ("Geneva", "CHE", 46.2, 6.15), ("Doha", "QAT", 25.29, 51.53), ("Hanoi", "VNM", 21.03, 105.85),
    ("Vienna", "AUT", 48.21, 16.37), ("Addis Ababa", "ETH", 9.03, 38.74), ("", "UKR", None, None), ("", "", None, None),
)  # fmt: skip
FIRST_NAMES, LAST_NAMES = (
    "Ana Boris Chen Dina Emil Fatma Goran Hana Ivan Jana".split(),
    "Adler Brandt Costa Duarte Endo Ferro Grau Hadi".split(),
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of event: its type and mode, its status, and the words that tell it (its trigger first)."""

    type: str
    mode: str
    status: Status
    trigger: str
    words: str


KINDS: Final = (
    _Kind("CONSULT", "", "happened", "met", "{who} met {whom} for talks on the border in {place} on {day}."),
    _Kind("CONSULT", "visit", "planned", "will visit", "{who} will visit {whom} on {later}, officials said in {place}."),
    _Kind("CONSULT", "", "proposed", "talks", "{who} offered {whom} new talks in {place}."),
    _Kind("SANCTION", "", "threatened", "sanctions", "{who} threatened {whom} with sanctions from {later}."),
    _Kind("SANCTION", "expel", "happened", "expelled", "{who} expelled two diplomats of {whom} on {day}."),
    _Kind("ASSAULT", "aerial", "alleged", "strike", "{who} was accused of a strike on {whom} near {place}."),
    _Kind("ASSAULT", "aerial", "happened", "struck", "{who} struck targets of {whom} near {place} on {day}."),
    _Kind("AID", "", "happened", "grain", "{who} sent grain to {whom} on {day}."),
    _Kind("COOPERATE", "", "refused", "exercise", "{who} called off a joint exercise with {whom}."),
    _Kind("RETREAT", "withdraw", "not_happened", "withdrawn", "{who} has not withdrawn its troops from {whom}, ministers said."),
)


def records(articles: int = ARTICLES, seed: int = 7) -> Iterator[Record]:
    """So many articles, each with one to three events and up to two statements."""
    chance = random.Random(seed)
    common = [
        s
        for s in states()
        if s in ("USA", "CHN", "RUS", "PRK", "KOR", "JPN", "IRN", "ISR", "UKR", "FRA", "DEU", "GBR", "IND", "PAK", "TUR")
    ]
    others = sorted(set(states()) - set(common))
    for number in range(articles):
        yield _record(chance, number, common * 12 + others, number * DAYS // max(articles, 1))


def _record(chance: random.Random, number: int, codes: list[str], day: int) -> Record:
    published = FIRST + timedelta(days=day)
    told = [(chance.choice(KINDS), chance.choice(codes), chance.choice(codes), chance.choice(TOWNS)) for _ in range(chance.randint(1, 3))]
    speaker = Actor(*_person(chance, told[0][1]))
    said = f"we will not rest until {chance.choice(('peace', 'trade', 'order'))} is restored in region {chance.randint(1, 400)}"
    later = published + timedelta(days=chance.randint(2, 90))
    lines = [_sentence(kind, who, whom, town, published, later) for kind, who, whom, town in told]
    text = "\n".join([*lines, f'"{said}," {speaker.name} said.', "Subscribe to our newsletter"])
    outlet = chance.choice(OUTLETS)
    article = Article(f"made-{number}", lines[0][:70], text, published.isoformat(), source=outlet, url=f"https://example.org/{number}")
    events, at = [], 0
    for line, (kind, who, whom, town) in zip(lines, told, strict=True):
        events.append(_event(article, at, line, kind, (who, whom), town, (published, later), chance))
        at += len(line) + 1
    start = text.index(said)
    statement = Statement(f"s{number:011x}", speaker, "direct", quote(text, start, start + len(said)), None, article.published, 0.9)
    return Record(article, (statement,), tuple({e.id: e for e in events}.values()), "made", 1)


def _person(chance: random.Random, code: str) -> tuple[str, str, str, str]:
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    return name, code, "GOV", f"{code}/{name.lower().replace(' ', '-')}"


def _sentence(kind: _Kind, who: str, whom: str, town: tuple[str, str, float | None, float | None], day: date, later: date) -> str:
    place = town[0] or "the capital"
    return kind.words.format(who=states()[who].name, whom=states()[whom].name, place=place, day=day.isoformat(), later=later.isoformat())


def _event(
    article: Article, at: int, line: str, kind: _Kind, pair: tuple[str, str], town: tuple[str, str, float | None, float | None],
    times: tuple[date, date], chance: random.Random,
) -> Event:  # fmt: skip
    start = article.text.index(kind.trigger, at)
    trigger = quote(article.text, start, start + len(kind.trigger))
    who, whom = (Actor(states()[code].name, code, "GOV", code) for code in pair)
    day, later = (time.isoformat() for time in times)
    when = later if kind.status in ("planned", "threatened") else chance.choice((day, day, day[:7], ""))
    own = kind.status in ("planned", "proposed", "threatened", "refused")
    return Event(
        telling(article, trigger.span, kind.type, kind.status), kind.type, kind.mode, kind.status, trigger,
        quote(article.text, at, at + len(line)), (who,), (whom,), by=(who,) if own else (), when=When(when),
        said="" if kind.status == "happened" else day, where=Place(*town), plover=plover_code(kind.type, kind.mode, kind.status, own),
        cameo=cameo_code(kind.type, kind.mode, kind.status, own), confidence=round(chance.random(), 4),
    )  # fmt: skip


def again(record: Record, article: Article) -> Record:
    """The same record under the article's id made new, as one that comes in later."""
    id = f"later-{article.id}"
    events = tuple(replace(e, id=telling(replace(article, id=id, version=1), e.trigger.span, e.type, e.status)) for e in record.events)
    said = tuple(replace(s, id=f"t{s.id[1:]}") for s in record.statements)
    return replace(record, article=replace(article, id=id, version=1), events=events, statements=said)


def make(path: Path, articles: int = ARTICLES) -> None:
    """Write the record, with all that is derived."""
    with Store(path, create=True) as store:
        store.write("PRAGMA synchronous = OFF")  # it can be made again
        for record in records(articles):
            store.keep(record)
        current(store)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("record", type=Path, help="the file to write")
    parser.add_argument("articles", type=int, nargs="?", default=ARTICLES)
    asked = parser.parse_args()
    make(asked.record, asked.articles)
