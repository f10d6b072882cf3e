"""Articles of one or a few sentences with their events, made by hand: what the record merges and follows, without the reader."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from legation.entries import Actor, Article, Event, Place, Quantity, Record, Status, When, quote
from legation.knowledge.tables import states
from legation.record.store import Store
from legation.resolving.identity import telling


@dataclass(frozen=True)
class Deed:
    """One event of one sentence: `who`, `whom` and `by` are codes, or names with a code in front:
    "USA Donald Trump". Who is only described ("FRA 12 people") is a civilian; of whom the reader is unsure has a "?" behind."""

    said: str
    trigger: str
    type: str
    status: Status
    who: str
    whom: str = ""
    when: str = ""
    place: str = ""
    by: str = ""
    mode: str = ""
    killed: int = 0
    stance: str = ""  # when it was taken; else the article's day


def record(id: str, published: str, *deeds: Deed, source: str = "", version: int = 1) -> Record:
    """The record of an article that says these sentences."""
    text = "\n".join(dict.fromkeys(d.said for d in deeds))
    article = Article(id, id, text, published=published, source=source or id, version=version)
    return Record(article, (), tuple(_event(article, d) for d in deeds), "by hand", 1)


def keep(path: Path, *records: Record) -> Store:
    """A record file that holds these; close it."""
    store = Store(path, create=True)
    for one in records:
        article, _ = store.placed(one.article, one.model, one.rules)
        assert article.version == one.article.version
        store.keep(one)
    return store


def _event(article: Article, d: Deed) -> Event:
    start = article.text.index(d.said)
    at = start + d.said.index(d.trigger)
    trigger = quote(article.text, at, at + len(d.trigger))
    number = article.text.find(str(d.killed), start)
    words = quote(article.text, number, number + len(str(d.killed))) if d.killed else None
    amounts = (Quantity("killed", float(d.killed), float(d.killed), words),) if words else ()
    name, _, code = d.place.partition("/")
    by = d.by or ("" if d.status in ("happened", "alleged", "not_happened") else d.who)
    evidence = quote(article.text, start, start + len(d.said))
    return Event(
        telling(article, trigger.span, d.type, d.status), d.type, d.mode, d.status, trigger, evidence,
        actors=actors(d.who), recipients=actors(d.whom), by=actors(by), when=When(d.when), where=Place(name, code),
        said="" if d.status == "happened" else d.stance or article.published, quantities=amounts, confidence=0.9,
    )  # fmt: skip


def actors(names: str) -> tuple[Actor, ...]:
    return tuple(_actor(n.strip()) for n in names.split(",") if n.strip())


def _actor(name: str) -> Actor:
    if name.endswith("?"):
        return replace(_actor(name[:-1]), confidence=0.3)
    code, _, own = name.partition(" ")
    if not own:
        return Actor(states()[code].name, code, "GOV", code)
    return Actor(own, code, "CVL" if own.islower() else "GOV", f"{code}/{own.lower().replace(' ', '-')}")
