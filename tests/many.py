"""A hundred articles with their events, made by chance but always the same, and a reader that knows them by heart.

`python many.py RECORD` keeps them in a record, one after the other, and tells of each when it is kept.
"""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path

from telling import Deed, record

from legation.entries import Article, Record
from legation.record.store import Store

NUMBER = 100
STATES = ("USA", "PRK", "KOR", "CHN", "RUS")
DEEDS = (  # type, how far, words with "{}" for the parties, trigger
    ("CONSULT", "proposed", "{} offered talks to {}.", "talks"),
    ("CONSULT", "planned", "{} will meet {} for talks.", "meet"),
    ("CONSULT", "happened", "{} met {} for talks.", "met"),
    ("CONSULT", "refused", "{} called off talks with {}.", "talks"),
    ("SANCTION", "threatened", "{} threatens {} with tariffs.", "tariffs"),
    ("SANCTION", "happened", "{} imposed tariffs on {}.", "tariffs"),
    ("AID", "alleged", "{} is said to have armed rebels in {}.", "armed"),
    ("AID", "not_happened", "{} has not armed rebels in {}.", "armed"),
)


@cache
def records() -> dict[str, Record]:
    """All of them, by the id of the article."""
    chance = random.Random(7)
    return {f"m{n}": _one(f"m{n}", chance) for n in range(NUMBER)}


def _one(id: str, chance: random.Random) -> Record:
    day = date(2018, 3, 1) + timedelta(days=chance.randrange(20))
    deeds = [_deed(day, chance) for _ in range(chance.randint(1, 3))]
    return record(id, day.isoformat(), *{d.said: d for d in deeds}.values())


def _deed(day: date, chance: random.Random) -> Deed:
    type, status, said, trigger = chance.choice(DEEDS)
    who, whom = chance.choice(list(combinations(STATES, 2)))
    when = (day + timedelta(days=chance.randint(0, 9) if status in ("planned", "threatened") else 0)).isoformat()
    return Deed(said.format(who, whom), trigger, type, status, who, whom, chance.choice(("", when)))  # type: ignore[arg-type]


def articles() -> list[Article]:
    """The articles, as they would be taken in."""
    return [r.article for r in records().values()]


def read(article: Article) -> Record:
    """The record of one of them, in the place of the reader."""
    return replace(records()[article.id], article=article)


def main(path: Path) -> None:
    made = records()
    print("ready", flush=True)
    with Store(path, create=True) as store:
        for one in made.values():
            article, kept = store.placed(one.article, one.model, one.rules)
            if kept == "added":
                store.keep(read(article))
                print(article.id, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
