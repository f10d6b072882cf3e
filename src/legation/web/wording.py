"""Entries of the record in the words in which an assistant gets them: visible, cut to size, with source and address."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import isinf
from typing import Final, TypeVar
from urllib.parse import quote

from legation.entries import Actor, Article, Event, Quantity, Quote, Statement
from legation.knowledge.sureness import SURE, sure
from legation.record.asking import Standing
from legation.record.corrections import Correction
from legation.record.finding import Found, TellingFound, Whole
from legation.views.citing import address as web_address
from legation.views.lines import headline
from legation.views.plain import clip, one_line, visible
from legation.web import answers

WORDS: Final = 1_000  # characters of a quotation
NAME: Final = 200  # of a name, a title, a source
PARTIES: Final = 10  # in one role
PLACES: Final = 10  # at which an entry names one party
TELLINGS: Final = 20
LARGEST: Final = 60_000  # characters of JSON that a list in an answer may take, whatever pages hold

Part = TypeVar("Part", bound=answers.Part)


@dataclass(frozen=True, slots=True)
class Wording:
    """How entries are worded; `base` is where the record is served, "" where it is not; `kept`: whether they are in a record."""

    base: str = ""
    kept: bool = True

    def entry(self, id: str) -> answers.Address:
        """Where an entry is found again."""
        web = f"{self.base}/entry/{quote(id, safe='')}" if self.base and self.kept else ""
        return answers.Address(id=name(id), show=f"legation show {shlex.quote(name(id))}" if self.kept else "", web=web)

    def source(self, article: Article) -> answers.Source:
        """Where an article comes from."""
        web = f"{self.base}/article/{quote(article.id, safe='')}" if self.base and self.kept else ""
        return answers.Source(
            article=answers.Address(id=name(article.id), web=web), version=article.version, title=name(headline(article)),
            source=name(article.source), published=name(article.published), url=clip(web_address(article.url), WORDS),
        )  # fmt: skip

    def event(self, found: Found, event: Event) -> answers.Event:
        """An event, and how it was told."""
        told = found.told
        return answers.Event(
            address=self.entry(event.id), type=event.type, mode=event.mode, status=event.status,
            actors=parties(event.actors), recipients=parties(event.recipients), by=parties(event.by),
            according_to=parties(event.according_to), when=name(event.when.edtf), said=name(event.said),
            where=name(event.where.name), where_code=name(event.where.code), words=words(event.evidence),
            confidence=round(event.confidence, 4), sure=sure(event, SURE), source=self.source(found.article),
            disputed=bool(told and told.disputed), corrected=bool(told and told.corrections),
            tellings=told.tellings if told else 1, sources=told.sources if told else 1,
        )  # fmt: skip

    def statement(self, article: Article, said: Statement) -> answers.Statement:
        """A statement."""
        return answers.Statement(
            address=self.entry(said.id), speaker=party(said.speaker), kind=said.kind, words=words(said.content), said=name(said.said),
            confidence=round(said.confidence, 4), sure=sure(said, SURE), source=self.source(article),
        )  # fmt: skip

    def telling(self, told: TellingFound) -> answers.Telling:
        """One telling of an event."""
        return answers.Telling(
            address=self.entry(told.entry.id), status=told.entry.status, when=name(told.entry.when.edtf), words=words(told.entry.evidence),
            source=self.source(told.article), reason=name(told.reason), copy_of=name(told.copy_of),
        )  # fmt: skip

    def item(self, standing: Standing, sources: Sequence[Article]) -> answers.Item:
        """An item of the docket; `sources`: the article of each of its last moves."""
        item, last = standing.item, standing.item.last
        moves = [
            answers.Move(date=m.date, state=m.state, words=spoken(m.words), entry=self.entry(m.event), source=self.source(article))
            for m, article in zip(item.moves[-len(sources) :], sources, strict=True)
        ]
        return answers.Item(
            address=self.entry(item.id), type=item.type, state=standing.state, parties=[name(p) for p in last.parties[:PARTIES]],
            by=[name(b) for b in item.by[:PARTIES]], due=name(last.due), where=name(last.place), since=item.since,
            words=spoken(item.words), moves=moves,
        )  # fmt: skip

    def whole(self, whole: Whole, items: Sequence[answers.Item]) -> answers.Entry:
        """An entry with all there is to it."""
        found, entry = whole.found, whole.found.entry
        filled, tellings = list(slots(found.article, entry)), [self.telling(t) for t in whole.tellings[:TELLINGS]]
        filling, told, docket = fitting(filled), fitting(tellings), fitting(items)
        left_out = len(filled) + len(whole.tellings) + len(items) - len(filling) - len(told) - len(docket)
        return answers.Entry(
            event=self.event(found, entry) if isinstance(entry, Event) else None,
            statement=self.statement(found.article, entry) if isinstance(entry, Statement) else None,
            slots=filling, told=told, docket=docket, more=left_out > 0,
            corrections=[correction(c) for c in found.told.corrections[-TELLINGS:]] if found.told else [],
        )  # fmt: skip


def fitting(parts: Sequence[Part], most: int = LARGEST) -> list[Part]:
    """As many of the first parts as an answer may hold, and always one."""
    kept: list[Part] = []
    for part in parts:
        most -= len(part.model_dump_json())
        if most < 0 and kept:
            break
        kept.append(part)
    return kept


# --- words and names


def name(text: str) -> str:
    """A name, title or date on one line."""
    return clip(one_line(text), NAME)


def words(said: Quote) -> answers.Words:
    """Words as they stand in the text, but for what can't be seen."""
    text = visible(said.text)
    return answers.Words(text=clip(text, WORDS), start=said.span.start, end=said.span.end, cut=len(text) > WORDS)


def spoken(text: str) -> str:
    """Words of a text, cut to size."""
    return clip(visible(text), WORDS)


def party(actor: Actor) -> answers.Party:
    """Somebody who takes part."""
    holder = f"{actor.holder.name}, {actor.holder.office} ({actor.holder.source})" if actor.holder else ""
    return answers.Party(name=name(actor.name), code=name(actor.code), sector=actor.sector, id=name(actor.id), holder=name(holder))


def parties(actors: Iterable[Actor]) -> list[answers.Party]:
    """All who take part in one role."""
    return [party(actor) for actor in list(actors)[:PARTIES]]


def correction(c: Correction) -> answers.Correction:
    """What a person set right."""
    return answers.Correction(field=c.field, value=name(c.value), note=name(c.note), who=name(c.who), made_at=c.made_at)


# --- slots


def slots(article: Article, entry: Event | Statement) -> Iterator[answers.Slot]:
    """Every slot of an entry that words of the article fill."""
    for slot, said in _quotes(entry):
        if said:
            yield answers.Slot(slot=slot, words=words(said))
    for role, actors in _roles(entry):
        for actor in actors[:PARTIES]:
            for at in actor.mentions[:PLACES]:
                yield answers.Slot(slot=f"{role}: {name(actor.name)}", words=words(Quote(article.text[at.start : at.end], at)))


def _quotes(entry: Event | Statement) -> list[tuple[str, Quote | None]]:
    if isinstance(entry, Statement):
        return [("content", entry.content), ("cue", entry.cue)]
    counted: list[tuple[str, Quote | None]] = [(amount(q), q.words) for q in entry.quantities[:PARTIES]]
    return [("trigger", entry.trigger), ("evidence", entry.evidence), ("when", entry.when.words), ("where", entry.where.words), *counted]


def _roles(entry: Event | Statement) -> list[tuple[str, tuple[Actor, ...]]]:
    if isinstance(entry, Statement):
        return [("speaker", (entry.speaker,))]
    return [("actor", entry.actors), ("recipient", entry.recipients), ("by", entry.by), ("according to", entry.according_to)]


def amount(q: Quantity) -> str:
    """What is counted, and how many: "killed: 17", "killed: at least 17"."""
    least, most = number(q.least), number(q.most)
    if isinf(q.most):
        return f"{q.what}: at least {least}"
    return f"{q.what}: {least}" if least == most else f"{q.what}: {least} to {most}"


def number(value: float) -> str:
    """A number in digits, with commas."""
    return f"{value:,.0f}" if value == round(value, 0) else f"{value:,}"
