"""An entry in the words in which a person asks for it: when, who, did what, to whom, how far. All views share them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from legation.entries import Actor, Article, Event, Statement
from legation.knowledge.saying_words import DENIALS
from legation.views.plain import one_line

UNSURE: Final = 0.1  # an event of less confidence is marked: one in ten such has type, parties and status all right
UNSURE_SAID: Final = 0.6  # a statement of less confidence is


@dataclass(frozen=True, slots=True)
class Line:
    """One event for the eye: every field is visible, one line, and "" where there is nothing to say."""

    when: str
    who: str
    what: str
    whom: str
    status: str
    stance: str
    where: str


def named(actor: Actor) -> str:
    """An actor's name with its state, where the name does not say it already: "Trump (USA)"."""
    name, code = one_line(actor.name), one_line(actor.code)
    return f"{name} ({code})" if code and code != name else name


def party(actors: Iterable[Actor]) -> str:
    """Several actors in one field."""
    return ", ".join(named(actor) for actor in actors)


def manner(statement: Statement) -> str:
    """How it is said: directly, in part or indirectly; with the cue where that turns the words round ("denied")."""
    cue = one_line(statement.cue.text) if statement.cue else ""
    return f"{statement.kind}, {cue}" if set(cue.lower().split()) & DENIALS else statement.kind


def names(actors: Iterable[Actor]) -> str:
    """Several actors, by name alone."""
    return ", ".join(one_line(actor.name) for actor in actors)


def stance(event: Event) -> str:
    """Who holds the stance, and on whose word the article rests: "by Lee; according to state media"."""
    parts = []
    if event.by:
        parts.append(f"by {names(event.by)}")
    if event.according_to:
        parts.append(f"according to {names(event.according_to)}")
    return "; ".join(parts)


def place(event: Event) -> str:
    """Where it happens, as the article names it, with its state."""
    name, code = one_line(event.where.name), one_line(event.where.code)
    return f"{name} ({code})" if name and code else name or code


def line(event: Event) -> Line:
    """One event for the eye."""
    return Line(
        when=one_line(event.when.edtf),
        who=party(event.actors),
        what=one_line(f"{event.type} {event.mode}"),
        whom=party(event.recipients),
        status=event.status.replace("_", " "),
        stance=stance(event),
        where=place(event),
    )


def unsure(entry: Event | Statement) -> bool:
    """Whether the reader was little sure of an entry."""
    return entry.confidence < (UNSURE_SAID if isinstance(entry, Statement) else UNSURE)


def headline(article: Article) -> str:
    """What to call an article: its title, else how its text begins."""
    text = article.text[:400].strip()
    return one_line(article.title) or one_line(text.split("\n", 1)[0]) or one_line(article.id)


def dateline(article: Article) -> str:
    """Where an article comes from, its date, and how that is known."""
    date = one_line(article.published) or "undated"
    if article.published_why:
        date += f" ({one_line(article.published_why)})"
    return " · ".join(part for part in (one_line(article.source), date) if part)
