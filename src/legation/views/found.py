"""Entries of many articles, each with its article: timelines, statements, one entry in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from legation.entries import Actor, Event, Quote, Statement
from legation.record.corrections import verdict
from legation.record.finding import Found, TellingFound, Told, Whole
from legation.views import sheets
from legation.views.docket import item_object
from legation.views.docket import lines as item_lines
from legation.views.lines import headline, line, manner, party
from legation.views.markdown import escape
from legation.views.objects import Json, dumps, entry_object
from legation.views.plain import clip, one_line

WORDS = 300  # of an entry's words that a listing shows


def listing(found: Iterable[Found], form: str) -> Iterator[str]:
    """The entries as text for eyes (table), json, jsonl, csv or markdown; nothing at all where there are none."""
    if form == "json":
        opening = "[\n"
        for one in found:
            yield opening + dumps(_object(one), indent=1)
            opening = ",\n"
        yield "\n]\n" if opening != "[\n" else "[]\n"
    elif form == "jsonl":
        yield from (dumps(_object(one)) + "\n" for one in found)
    elif form == "csv":
        yield from sheets.entries((one.article, one.entry) for one in found)
    elif form == "markdown":
        yield from _markdown(list(found))
    else:
        yield from ("\n".join(_lines(one)) + "\n" for one in found)


def _object(one: Found) -> Json:
    article = one.article
    source = {"id": article.id, "version": article.version, "title": article.title, "published": article.published,
              "source": article.source, "url": article.url}  # fmt: skip
    return {**entry_object(one.entry), **(_told(one.told) if one.told else {}), "article": source}


def _told(told: Told) -> Json:
    corrections = [
        {"id": c.id, "field": c.field, "value": c.value, "note": c.note, "who": c.who, "made_at": c.made_at} for c in told.corrections
    ]
    return {
        "tellings": told.tellings, "articles": told.articles, "sources": told.sources, "first_told": told.first,
        "last_told": told.last, "disputed": told.disputed, "corrections": corrections,
    }  # fmt: skip


def _lines(one: Found) -> Iterator[str]:
    entry = one.entry
    if isinstance(entry, Event):
        shown = line(entry)
        whom = f" to {shown.whom}" if shown.whom else ""
        how_far = " ".join(filter(None, (shown.status, shown.stance)))
        where = f", in {shown.where}" if shown.where else ""
        yield f"{shown.when or 'undated'}  {shown.who or '—'}  {shown.what}{whom}  {how_far}{where}{_often(one.told)}  [{entry.id}]"
    else:
        yield f"{one_line(entry.said) or 'undated'}  {party([entry.speaker])}  {manner(entry)}  [{entry.id}]"
    yield f"    {clip(one_line(_words(entry)), WORDS)}"
    yield f"    {_source(one)}"


def _often(told: Told | None) -> str:
    """How often it was told, where that is more than once, and whether it is disputed or corrected."""
    if told is None:
        return ""
    said = []
    if told.tellings > 1:
        said.append(f"told {told.tellings} times, {one_line(told.first)} to {one_line(told.last)}")
    decided = verdict(told.corrections)
    changed = any(c.field != "note" or c.value != decided for c in told.corrections)
    said += [word for word, true in (("disputed", told.disputed), ("corrected", changed), (decided, bool(decided))) if true]
    return f"  ({'; '.join(said)})" if said else ""


def _words(entry: Event | Statement) -> str:
    return entry.evidence.text if isinstance(entry, Event) else entry.content.text


def _source(one: Found) -> str:
    article = one.article
    told = ", ".join(filter(None, (one_line(article.source), clip(headline(article), 80), one_line(article.published))))
    return f"{told} ({one_line(article.id)})"


def _markdown(found: Sequence[Found]) -> Iterator[str]:
    """A list with a footnote for each source."""
    notes: dict[str, int] = {}
    for one in found:
        note = notes.setdefault(one.article.id, len(notes) + 1)
        entry = one.entry
        if isinstance(entry, Event):
            shown = line(entry)
            whom = f" to {escape(shown.whom)}" if shown.whom else ""
            how_far = " ".join(filter(None, (shown.status, shown.stance))) + (f", in {shown.where}" if shown.where else "")
            did = f"{escape(shown.who) or '—'}: {escape(shown.what)}{whom} ({escape(how_far)})"
            yield f"* **{escape(shown.when) or 'undated'}** {did} — {escape(_words(entry))}[^{note}]\n"
        else:
            said = f"**{escape(entry.said) or 'undated'}** {escape(party([entry.speaker]))}"
            yield f"* {said}: “{escape(_words(entry))}”[^{note}]\n"
    if notes:
        yield "\n"
    sources = {one.article.id: one for one in found}
    for key, note in notes.items():
        yield f"[^{note}]: {escape(_source(sources[key]))}\n"


def one_entry(whole: Whole, form: str) -> Iterator[str]:
    """Every slot of an entry with its words and where they stand; of an event also every telling, and what became of it."""
    one = whole.found
    if form in ("json", "jsonl") and whole.tellings:
        told = whole_object(whole)
        yield dumps([told], indent=1) + "\n" if form == "json" else dumps(told) + "\n"
        return
    if form != "table":
        yield from listing([one], form)
        return
    yield from (part + "\n" for part in _lines(one))
    yield f"    confidence: {one.entry.confidence:.0%}\n"
    for slot, quote in _slots(one.entry):
        yield f"    {slot}: {one_line(quote.text)}  [{quote.span.start}, {quote.span.end})\n"
    for role, actors in _roles(one.entry):
        for actor in actors:
            holder = f", held by {one_line(actor.holder.name)} ({one_line(actor.holder.source)})" if actor.holder else ""
            at = " ".join(f"[{m.start}, {m.end})" for m in actor.mentions)
            yield f"    {role}: {party([actor])} {actor.sector}{holder}  {at}".rstrip() + "\n"
    yield from _history(whole)


def whole_object(whole: Whole) -> Json:
    """An entry with its tellings and what became of it."""
    items = [item_object(s.item, s.state) for s in whole.items]
    return {**_object(whole.found), "told": [_telling_object(t) for t in whole.tellings], "docket": items}


def _telling_object(t: TellingFound) -> Json:
    return {**_object(Found(t.article, t.entry)), "reason": t.reason, "copy_of": t.copy_of}


def _history(whole: Whole) -> Iterator[str]:
    """How it was told, where the tellings differ, how it was corrected, what became of it."""
    told = whole.found.told
    if told and len(whole.tellings) > 1:
        own = f"s, {told.sources} of them no {'copy' if told.sources == 1 else 'copies'}" if told.articles > 1 else ""
        yield f"told {told.tellings} times in {told.articles} article{own}:\n"
        for t in whole.tellings:
            copy = f"; a copy of {one_line(t.copy_of)}" if t.copy_of else ""
            yield f"    {_source(Found(t.article, t.entry))}: {t.entry.status.replace('_', ' ')}  [{t.entry.id}]\n"
            yield f"        {clip(one_line(t.entry.evidence.text), WORDS)}\n        ({one_line(t.reason)}{copy})\n"
        yield from _differing("when", [(t.entry.when.edtf, t) for t in whole.tellings if t.entry.when.edtf])
        for what in dict.fromkeys(q.what for t in whole.tellings for q in t.entry.quantities):
            yield from _differing(what, [(q.words.text, t) for t in whole.tellings for q in t.entry.quantities if q.what == what])
    for c in told.corrections if told else ():
        what = f"{c.field} {one_line(c.value)}".strip() if c.field != "note" else "note"
        yield f"corrected: {what}, by {one_line(c.who)} on {c.made_at[:10]}: {one_line(c.note)}  [{c.id}]\n"
    for s in whole.items:
        yield "on the docket: " + "\n".join(item_lines(s.item, s.state)) + "\n"


def _differing(what: str, said: list[tuple[str, TellingFound]]) -> Iterator[str]:
    """Who says which, where tellings differ."""
    by: dict[str, list[str]] = {}
    for value, t in said:
        by.setdefault(one_line(value), []).append(one_line(t.article.source) or t.article.id)
    if len(by) > 1:
        yield f"    {what} differs: " + "; ".join(f"{value} ({', '.join(dict.fromkeys(who))})" for value, who in by.items()) + "\n"


def _slots(entry: Event | Statement) -> Iterator[tuple[str, Quote]]:
    named: list[tuple[str, Quote | None]]
    if isinstance(entry, Event):
        named = [("trigger", entry.trigger), ("evidence", entry.evidence), ("when", entry.when.words), ("where", entry.where.words)]
        named += [(q.what, q.words) for q in entry.quantities]
    else:
        named = [("content", entry.content), ("cue", entry.cue)]
    yield from ((slot, quote) for slot, quote in named if quote)


def _roles(entry: Event | Statement) -> tuple[tuple[str, tuple[Actor, ...]], ...]:
    if isinstance(entry, Event):
        return (("actor", entry.actors), ("recipient", entry.recipients), ("by", entry.by), ("according to", entry.according_to))
    return (("speaker", (entry.speaker,)),)
