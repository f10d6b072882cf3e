"""Markdown notes with front matter, for Obsidian, Logseq, Quarto and Zettlr: one for each event, one for each party that links them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from legation.entries import Actor, Event
from legation.record.finding import TellingFound, Whole
from legation.views.exports.dated import known
from legation.views.exports.rows import web
from legation.views.lines import line
from legation.views.markdown import escape
from legation.views.plain import one_line

EVENTS, PARTIES = "events", "parties"
PLAIN: Final = re.compile(r"[A-Z]{3}(/[a-z0-9-]+)?|[a-z0-9-]+")
UNSAFE: Final = re.compile(r"(?:[^\w-]|_)+")
UNSHOWN: Final = re.compile(r"(?:[^\w '’,-]|_)+")  # what may not stand in a link's words
LONGEST: Final = 60  # characters of a file's name
DIGITS: Final = 8


@dataclass(frozen=True, slots=True)
class Note:
    """A file of the folder: its path, with / between, and its text."""

    path: str
    text: str


def write(events: Iterable[Whole]) -> Iterator[Note]:
    """The notes; a party's comes before the first event that it takes part in."""
    done: set[str] = set()
    for whole in events:
        event = whole.found.entry
        if not isinstance(event, Event):
            continue
        for actor in (*event.actors, *event.recipients, *event.by):
            if _slug(actor) not in done:
                done.add(_slug(actor))
                yield Note(f"{PARTIES}/{_slug(actor)}.md", _party(actor))
        yield Note(f"{EVENTS}/{_folder(event)}/{_file(event)}.md", "\n".join(_event(whole, event)) + "\n")


def _folder(event: Event) -> str:
    return known(event.when.edtf)[:4] or "undated"


def _file(event: Event) -> str:
    return " ".join(filter(None, (known(event.when.edtf), _plain(event.type.lower()), _plain(event.id))))


def _slug(actor: Actor) -> str:
    return _plain(actor.id or actor.name)


def _plain(said: str) -> str:
    """A part of a file's name: an id where it is plain, else what is plain of it with a mark of its own."""
    name = UNSAFE.sub("-", one_line(said)).strip("-")[:LONGEST]
    if PLAIN.fullmatch(said) and len(said) <= LONGEST:
        return name
    return f"{name or 'x'}-{sha256(said.encode(errors='surrogatepass')).hexdigest()[:DIGITS]}"


def _front(**given: object) -> Iterator[str]:
    """Front matter: JSON values are YAML's too, and quote whatever a page says."""
    yield "---"
    for name, value in given.items():
        if value not in ("", [], None):
            yield f"{name}: {json.dumps(value, ensure_ascii=True)}"
    yield "---"


def _party(actor: Actor) -> str:
    front = _front(
        title=one_line(actor.name), id=one_line(actor.id), code=one_line(actor.code), sector=one_line(actor.sector), tags=["party"]
    )
    return "\n".join((*front, "", f"# {escape(actor.name)}", ""))


def _event(whole: Whole, event: Event) -> Iterator[str]:
    shown, told = line(event), whole.found.told
    title = " ".join(filter(None, (shown.who, shown.what, f"to {shown.whom}" if shown.whom else "", f"({shown.status})")))
    yield from _front(
        title=title, id=event.id, type=event.type, mode=event.mode, status=event.status, date=known(event.when.edtf), when=event.when.edtf,
        said=event.said, who=_names(event.actors), whom=_names(event.recipients), by=_names(event.by),
        where=shown.where, latitude=event.where.latitude, longitude=event.where.longitude,
        confidence=round(event.confidence, 4), tellings=told.tellings if told else 1, sources=told.sources if told else 1,
        disputed=bool(told and told.disputed), tags=["event", event.type.lower(), event.status],
    )  # fmt: skip
    yield from ("", f"# {escape(title)}", "", f"> {escape(event.evidence.text)}", "")
    for role, actors in (("Who", event.actors), ("Whom", event.recipients), ("By", event.by)):
        if actors:
            yield f"* {role}: {', '.join(_link(a) for a in actors)}"
    yield from ("", "## Told by", "", *map(_telling, whole.tellings))


def _names(actors: Iterable[Actor]) -> list[str]:
    return [one_line(a.name) for a in actors]


def _link(actor: Actor) -> str:
    return f"[[{PARTIES}/{_slug(actor)}|{_words(actor.name)}]]"


def _words(name: str) -> str:
    return " ".join(UNSHOWN.sub(" ", one_line(name)).split()) or "party"


def _telling(told: TellingFound) -> str:
    article, address = told.article, web(told.article.url)
    source = ", ".join(filter(None, (article.source, article.title, article.published))) or article.id
    where = f" (`{_in_code(address)}`)" if address else ""
    return f"* {escape(source)}{where}: {escape(told.entry.evidence.text)}"


def _in_code(address: str) -> str:
    return one_line(address).replace("`", "%60")
