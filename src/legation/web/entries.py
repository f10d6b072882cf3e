"""An entry with everything that is known of it, an article with its entries marked, and how to cite both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, HTTPException, Request
from fastapi import Path as InPath
from fastapi.responses import Response
from markupsafe import Markup

from legation.entries import Actor, Article, Event, Quote, Record, Span, Statement
from legation.record import finding
from legation.record.corrections import verdict
from legation.record.differing import Difference, differing
from legation.record.finding import Whole, words_of
from legation.record.store import Store
from legation.record.told_by import ToldBy, told_by
from legation.views import citing, sheets
from legation.views.found import whole_object
from legation.views.highlight import Mark, marked
from legation.views.objects import to_object
from legation.views.page import lines_of
from legation.web import addresses
from legation.web.answering import Page, publish
from legation.web.house import House
from legation.web.rendering import made

router = APIRouter()
STYLES: Final = {  # of a citation: file's ending, media type
    "plain": ("txt", "text/plain; charset=utf-8"), "bibtex": ("bib", "application/x-bibtex; charset=utf-8"),
    "ris": ("ris", "application/x-research-info-systems; charset=utf-8"), "csl": ("json", "application/vnd.citationstyles.csl+json"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot with its words, where they stand, and what they were taken for; `party` is an address, `sure` from 0 to 1."""

    name: str
    words: tuple[Quote, ...]
    value: str
    party: str = ""
    detail: str = ""
    sure: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the page shows."""

    whole: Whole
    sentence: Markup
    slots: tuple[Slot, ...]
    differences: tuple[Difference, ...]
    verdict: str
    split: bool
    citation: str
    styles: tuple[tuple[str, str], ...]
    article: str
    anchor: str


Id = Annotated[str, InPath(description="Its id, or the id of a telling of it, or the beginning of one", max_length=100)]


def found(store: Store, id: str) -> Whole:
    """The entry that an id leads to; 404 where there is none."""
    whole = finding.entry(store, id)
    if whole is None:
        raise HTTPException(404, f"{id}: no entry with this id in the record")
    return whole


def entry(house: House, store: Store, id: Id) -> Page:
    """An entry: every slot with its words, how sure it is, every telling, what became of it, what people corrected."""
    whole = found(store, id)
    one = whole.found

    def it() -> Entry:
        told = whole.tellings
        styles = tuple((style, f"{addresses.entry(one.entry.id)}/cite/{style}") for style in STYLES)
        decided = verdict(one.told.corrections if one.told else ())
        here = next((t for t in told if t.article == one.article and t.entry.trigger == _trigger(one.entry)), None)
        return Entry(
            whole, sentence(one.article, one.entry), tuple(slots(one.article, one.entry)), differing(told), decided,
            was_split(store, whole), citing.cite(one.article, one.entry), styles, addresses.article(one.article.id),
            anchor(here.entry.id if here else one.entry.id),
        )  # fmt: skip

    rows: list[tuple[Article, Event | Statement]] = [(t.article, t.entry) for t in whole.tellings]
    return Page(
        "entry.html",
        _title(one.entry),
        it,
        lambda: whole_object(whole),
        sheets.COLUMNS,
        lambda: [dict(sheets.row(*pair)) for pair in rows or [(one.article, one.entry)]],
    )


def _title(entry: Event | Statement) -> str:
    if isinstance(entry, Statement):
        return f"{entry.speaker.name}: statement"
    return f"{', '.join(a.name for a in entry.actors) or 'Nobody named'}: {entry.type} ({entry.status.replace('_', ' ')})"


def _trigger(entry: Event | Statement) -> Quote | None:
    return entry.trigger if isinstance(entry, Event) else None


def was_split(store: Store, whole: Whole) -> bool:
    """Whether a telling of it was taken out of a merge."""
    ids = [t.entry.id for t in whole.tellings]
    return any(store.query("SELECT 1 FROM splits WHERE telling_id = ? LIMIT 1", (id,)) for id in ids)


# --- its words


def sentence(article: Article, entry: Event | Statement) -> Markup:
    """The sentence of an entry with the words of each slot marked."""
    around = _around(article.text, entry)
    return made(" ".join(marked(article.text, [m for m in _marks(entry) if _within(m.span, around)], [around])))


def _around(text: str, entry: Event | Statement) -> Span:
    """The sentence, or the line, in which an entry stands."""
    span = entry.evidence.span if isinstance(entry, Event) else entry.content.span
    if isinstance(entry, Event):
        return span
    return Span(text.rfind("\n", 0, span.start) + 1, end if (end := text.find("\n", span.end)) >= 0 else len(text))


def _within(span: Span, around: Span) -> bool:
    return around.start <= span.start and span.end <= around.end


def _marks(entry: Event | Statement) -> Iterator[Mark]:
    for name, quotes in _quotes(entry):
        for quote in quotes:
            if name != "evidence":
                yield Mark(quote.span, ("slot", f"slot-{name}"))
    for role, actors in roles(entry):
        for actor in actors:
            yield from (Mark(m, ("slot", f"slot-{role.replace(' ', '-')}")) for m in actor.mentions)


def _quotes(entry: Event | Statement) -> Iterator[tuple[str, tuple[Quote, ...]]]:
    """The slots that are words, under the names that classes bear."""
    if isinstance(entry, Statement):
        named: tuple[tuple[str, Quote | None], ...] = (("content", entry.content), ("cue", entry.cue))
    else:
        named = (("trigger", entry.trigger), ("evidence", entry.evidence), ("when", entry.when.words), ("where", entry.where.words))
        named += tuple(("quantity", q.words) for q in entry.quantities)
    yield from ((name, (quote,)) for name, quote in named if quote)


def roles(entry: Event | Statement) -> tuple[tuple[str, tuple[Actor, ...]], ...]:
    """Who takes part, by role."""
    if isinstance(entry, Statement):
        return (("speaker", (entry.speaker,)),)
    return (("actor", entry.actors), ("recipient", entry.recipients), ("by", entry.by), ("according to", entry.according_to))


def slots(article: Article, entry: Event | Statement) -> Iterator[Slot]:
    """Every slot that is filled, for the eye."""
    for role, actors in roles(entry):
        for actor in actors:
            yield _party(article, role, actor)
    if isinstance(entry, Statement):
        yield Slot("kind", (entry.content,), entry.kind)
        yield from [Slot("cue", (entry.cue,), entry.cue.text)] if entry.cue else []
        yield from [Slot("said", (), entry.said)] if entry.said else []
        return
    yield Slot(
        "what", (entry.trigger,), f"{entry.type} {entry.mode}".strip(), detail=f"PLOVER {entry.plover or '—'}, CAMEO {entry.cameo or '—'}"
    )
    yield Slot("how far", (), entry.status.replace("_", " "))
    if entry.when.edtf or entry.when.words:
        yield Slot("when", (entry.when.words,) if entry.when.words else (), entry.when.edtf or "unknown")
    if entry.where.name or entry.where.code:
        value = ", ".join(dict.fromkeys(filter(None, (entry.where.name, entry.where.code))))
        yield Slot("where", (entry.where.words,) if entry.where.words else (), value)
    for q in entry.quantities:
        yield Slot(q.what, (q.words,), f"{q.least:g}" if q.least == q.most else f"{q.least:g} to {q.most:g}")
    if entry.said:
        yield Slot("stance taken", (), entry.said)


def _party(article: Article, role: str, actor: Actor) -> Slot:
    words = tuple(Quote(article.text[m.start : m.end], m) for m in actor.mentions)
    holder = f"{actor.holder.office}, held by {actor.holder.name} ({actor.holder.source})" if actor.holder else ""
    named = " ".join(filter(None, (f"({actor.code})" if actor.code and actor.code != actor.name else "", actor.sector)))
    return Slot(
        role, words, f"{actor.name} {named}".strip(), addresses.party(actor.id or actor.code or actor.name), holder, actor.confidence
    )


# --- articles


@dataclass(frozen=True, slots=True)
class Row:
    """An entry of the article in its list: `anchor` is where its words begin in the text, `sure` how sure it is."""

    anchor: str
    entry: Event | Statement
    address: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page shows: each line of the text with its entries marked, and why it is greyed, "" where it is not."""

    told: ToldBy
    lines: tuple[tuple[Markup, str], ...]
    events: tuple[Row, ...]
    statements: tuple[Row, ...]
    citation: str
    styles: tuple[tuple[str, str], ...]
    hash: str


def article(house: House, store: Store, id: str) -> Page:
    """An article in its newest version: its text with what it tells marked, furniture apart."""
    source = finding.article(store, id)
    if source is None:
        raise HTTPException(404, f"{id}: no article with this id in the record")
    told = told_by(store, source)
    entries: tuple[Event | Statement, ...] = (*(t.entry for t in told.tellings), *told.statements)
    record = Record(source, told.statements, tuple(t.entry for t in told.tellings), told.model, told.rules)

    def it() -> Sheet:
        styles = tuple((style, addresses.asked("/cite", article=source.id, style=style)) for style in STYLES)
        events = tuple(Row(anchor(t.entry.id), t.entry, addresses.entry(t.event)) for t in told.tellings)
        said = tuple(Row(anchor(s.id), s, addresses.entry(s.id)) for s in told.statements)
        return Sheet(told, tuple(_lines(told)), events, said, citing.cite(source), styles, told.seal)

    return Page(
        "article.html", source.title or source.id, it, lambda: to_object(record), sheets.COLUMNS,
        lambda: [dict(sheets.row(source, e)) for e in entries],
    )  # fmt: skip


def _lines(told: ToldBy) -> Iterator[tuple[Markup, str]]:
    text, lines = told.article.text, list(lines_of(told.article.text))
    asides = [(a.span, a.reason) for a in told.article.furniture if a.span]
    for span, markup in zip(lines, marked(text, _all_marks(told), lines), strict=True):
        yield made(markup), next((reason or "furniture" for a, reason in asides if a.start <= span.start and span.end <= a.end), "")


def _all_marks(told: ToldBy) -> Iterator[Mark]:
    for t in told.tellings:
        at = anchor(t.entry.id)
        yield Mark(t.entry.evidence.span, ("evidence",))
        yield Mark(t.entry.trigger.span, ("trigger", t.entry.status), anchor=at, link=f"k-{at}")
    for s in told.statements:
        at = anchor(s.id)
        yield Mark(s.content.span, ("said",), anchor=at, link=f"k-{at}")


def anchor(id: str) -> str:
    """An entry's id as an anchor of a page."""
    return "e-" + re.sub(r"[^0-9A-Za-z-]", "-", id)


# --- citing


def cite_entry(request: Request, id: Id, style: str) -> Response:
    """An entry's citation as a file: plain, bibtex, ris or csl."""
    with request.app.state.house.open() as store:
        one = words_of(found(store, id), id)
        return _cited(one.article, one.entry, style)


def cite_article(request: Request, article: str, style: str = "plain") -> Response:
    """An article's citation as a file."""
    with request.app.state.house.open() as store:
        source = finding.article(store, article)
        if source is None:
            raise HTTPException(404, f"{article}: no article with this id in the record")
        return _cited(source, None, style)


def _cited(article: Article, entry: Event | Statement | None, style: str) -> Response:
    if style not in STYLES:
        raise HTTPException(404, f"{style}: is none of {', '.join(STYLES)}")
    ending, media = STYLES[style]
    name = anchor(entry.id if entry else "article")
    return Response(
        citing.cite(article, entry, style).encode(),
        media_type=media,
        headers={"Content-Disposition": f'attachment; filename="{name}.{ending}"'},
    )


publish(router, "/entry/{id}", entry)
publish(router, "/article/{id:path}", article)
router.add_api_route("/entry/{id}/cite/{style}", cite_entry, methods=["GET"], response_class=Response, tags=["citing"])
router.add_api_route("/cite", cite_article, methods=["GET"], response_class=Response, tags=["citing"])
