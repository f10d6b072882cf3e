"""A telling as merging and the docket look at it: who, what, when, where, in which words, and who told it on which day."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from legation.knowledge.status_words import ACCEPTING, INVITING
from legation.knowledge.tables import lines
from legation.record.store import FIRST_DAY, LAST_DAY, Store, days

NO_STATES: Final = frozenset(("", "IGO", "NGO", "IMG", "ISM", "MNC", "INT"))  # codes that many bodies share
DEED: Final = frozenset(("happened", "alleged", "not_happened"))  # one deed, told as a fact, as a claim or denied
SLOTS: Final = ("actor", "recipient", "by")
WORD: Final = re.compile(r"[^\W_]+")
AROUND: Final = 300  # characters before a trigger, and as many from it on, that tell what the article is about there
STEM: Final = 6  # letters of a word that count: "expelled" and "expels" are one


@dataclass(frozen=True, slots=True)
class Side:
    """A party: `key` is its state, or itself where it has none; `named` that it is more than the state as such; `sure` that it is not
    much less sure than the surest in its part."""

    key: str
    id: str
    name: str
    code: str
    sector: str
    named: bool
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that a telling gives."""

    what: str
    least: float
    most: float
    words: str


@dataclass(frozen=True, slots=True)
class Telling:
    """One event as one article tells it. Days are ordinals, None where open or unknown; `told` is ISO, "" where unknown."""

    id: str
    article: str
    told: str
    source: str
    type: str
    mode: str
    status: str
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    by: tuple[Side, ...]
    happens: str
    first: int | None
    last: int | None
    said: str
    place: str
    place_code: str
    cameo: str
    evidence: str
    trigger: str
    before: str  # the words of its evidence before the trigger
    start: int
    stated: bool  # words tell its time; else it was taken for the day on which it was told
    amounts: tuple[Amount, ...]
    confidence: float
    around: str = ""  # the article's text some way before and behind the trigger

    @property
    def order(self) -> tuple[str, str, int, str]:
        """The order in which things were told; what has no date was told last."""
        return (self.told or LAST_DAY, self.article, self.start, self.id)

    @property
    def names_place(self) -> bool:
        """Whether its own sentence names its place; else it was taken from elsewhere in the article."""
        return bool(self.place) and self.place in self.evidence

    @property
    def kind(self) -> str:
        """Tellings of other kinds are never the same event: a plan is one thing, its deed another."""
        return "deed" if self.status in DEED else self.status

    @property
    def day(self) -> int | None:
        """The day on which it happens, where it is known to the day."""
        return self.first if self.first == self.last else None

    @property
    def sides(self) -> tuple[Side, ...]:
        """Who takes part."""
        return self.actors + self.recipients


def load(store: Store) -> list[Telling]:
    """The tellings of each article's newest version, in the order in which they were told."""
    newest = "SELECT article_id, max(version) AS version FROM articles GROUP BY article_id"
    sql = (
        "SELECT t.*, a.published, a.source, a.url, substr(a.text, max(trigger_start - ?, 0) + 1, min(trigger_start, ?) + ?) AS around "
        "FROM tellings t JOIN articles a USING (article_id, version) "
        f"JOIN ({newest}) USING (article_id, version)"
    )
    parties, amounts = _parties(store), _amounts(store)
    return sorted((_telling(row, parties, amounts) for row in store.query(sql, (AROUND, AROUND, AROUND))), key=lambda t: t.order)


def _telling(row: sqlite3.Row, parties: dict[str, dict[str, list[Side]]], amounts: dict[str, list[Amount]]) -> Telling:
    key, told = row["telling_id"], _told(row["published"])
    sides = parties.get(key, {})
    actors, recipients, by = (tuple(sides.get(role, ())) for role in SLOTS)
    return Telling(
        id=key, article=row["article_id"], told=told, source=row["source"] or row["article_id"],
        type=row["type"], mode=row["mode"], status=row["status"], actors=actors, recipients=recipients, by=by,
        happens=row["happens"], first=ordinal(row["happens_from"]), last=ordinal(row["happens_to"]), said=row["said"],
        place=row["place"], place_code=row["place_code"], cameo=row["cameo"], evidence=row["evidence"],
        trigger=row["trigger_words"], before=row["evidence"][: row["trigger_start"] - row["evidence_start"]], start=row["trigger_start"],
        stated=row["when_words"] is not None or row["happens"] != told, amounts=tuple(amounts.get(key, ())), confidence=row["confidence"],
        around=row["around"],
    )  # fmt: skip


def _told(published: str) -> str:
    """The day on which something is told: the first that an article's date may mean; where that is open, the last."""
    return next((day for day in days(published) if day not in ("", FIRST_DAY, LAST_DAY)), "")


def _parties(store: Store) -> dict[str, dict[str, list[Side]]]:
    """The parties of each entry by their part."""
    found: dict[str, dict[str, list[Side]]] = defaultdict(lambda: defaultdict(list))
    within = "role IN ('actor', 'recipient', 'by')"
    surest = f"SELECT entry_id, role, max(confidence) AS most FROM parties WHERE {within} GROUP BY entry_id, role"
    sql = (
        "SELECT entry_id, role, actor_id, name, code, sector, confidence >= ? * most AS sure "
        f"FROM parties JOIN ({surest}) USING (entry_id, role) ORDER BY entry_id, role, position"
    )
    for entry, role, *said in store.query(sql, (figures("merging.tsv")["party_share"],)):
        found[entry][role].append(side(*said))
    return found


@cache
def side(id: str, name: str, code: str, sector: str, sure: int = 1) -> Side:
    """A party by its columns."""
    state = code not in NO_STATES
    return Side(code if state else id or name, id, name, code, sector, named=not state or "/" in id, sure=bool(sure))


def _amounts(store: Store) -> dict[str, list[Amount]]:
    found: dict[str, list[Amount]] = defaultdict(list)
    for r in store.query("SELECT * FROM quantities ORDER BY telling_id, position"):
        found[r["telling_id"]].append(Amount(r["what"], r["least"], float("inf") if r["most"] is None else r["most"], r["words"]))
    return found


@cache
def ordinal(day: str) -> int | None:
    """The number of a day (ISO), None for an open or unknown one."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None


# --- words


@cache
def figures(table: str) -> dict[str, float]:
    """The numbers of a table of knowledge, by name."""
    return {name: float(value) for name, value, *_ in lines(table)}


@cache
def little_words() -> frozenset[str]:
    """Words that say nothing of what is told."""
    return frozenset(word for word, *_ in lines("little_words.tsv"))


def stems(text: str) -> Iterator[str]:
    """The words of a text that say something, each cut to what its forms share."""
    little = little_words()
    for word in WORD.findall(text.lower()):
        if word not in little and (len(word) > 2 or word.isdigit()):
            yield word.removesuffix("s")[:STEM]


def content(telling: Telling) -> frozenset[str]:
    """The stems of a telling's evidence, without the names of its parties: that these agree is counted elsewhere."""
    names = {stem for s in telling.sides if s.sure for stem in stems(s.name)}
    return frozenset(stems(telling.evidence)) - names


@cache
def _postponing() -> frozenset[str]:
    return frozenset(word for word, *_ in lines("postponing.tsv"))


def postponing(telling: Telling) -> bool:
    """Whether its words say that something is put off: its trigger, or the rest of the sentence behind it."""
    after = telling.evidence[len(telling.before) :]
    return not _postponing().isdisjoint(WORD.findall(after.lower()))


def accepting(telling: Telling) -> bool:
    """Whether its trigger says that an invitation is accepted: it was held out and is planned now."""
    words = set(WORD.findall(telling.trigger.lower()))
    return not (words.isdisjoint(ACCEPTING) or words.isdisjoint(INVITING))
