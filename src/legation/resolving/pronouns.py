"""Whom a pronoun means: he and she a person named before, it and they a body or group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from legation.entries import Actor
from legation.knowledge.tables import gender
from legation.resolving.roll import Person

if TYPE_CHECKING:
    from legation.resolving.actors import Cast

FEMALE: Final = frozenset(["she", "her", "hers", "herself"])
ONE: Final = frozenset(["it", "its", "itself"])
FAR: Final = 3  # sentences back in which he or she may have been named


def person_meant(cast: Cast, at: int) -> Person | None:
    """For he and she: the nearest subject before that is a person of that gender, else the person last named."""
    wanted = "f" if cast.tokens[at].text.lower() in FEMALE else "m"
    last: Person | None = None
    for t in _before(cast, at, FAR):
        if cast.quoted_at(t) and not cast.quoted_at(at):
            continue  # whom a quotation speaks of is not who speaks
        person = _person_at(cast, t)
        if person is None or _gender(person) not in ("", wanted):
            continue
        if cast.tokens[t].rel.startswith("nsubj") and (_leads(cast, t) or cast.sentence_of[t] == cast.sentence_of[at]):
            return person
        last = last or person
    return last


def body_meant(cast: Cast, at: int) -> Actor | None:
    """For it and they: the nearest subject before that is no person (it) or several (they), in this sentence or the last."""
    single = cast.tokens[at].text.lower() in ONE
    for t in _before(cast, at, 1):
        token = cast.tokens[t]
        if not token.rel.startswith("nsubj") or token.upos not in ("NOUN", "PROPN"):
            continue
        if single and token.xpos in ("NNS", "NNPS"):
            continue
        found = cast.actor_at(t)
        if found and not (single and _person_at(cast, t)):
            return found
    return None


def _before(cast: Cast, at: int, sentences: int) -> Iterator[int]:
    """The words before one, back to so many sentences, those of captions and the like left out."""
    first = cast.reading.sentences[max(0, cast.sentence_of[at] - sentences)].first
    return (t for t in range(at - 1, first - 1, -1) if not cast.aside(t))


def _leads(cast: Cast, t: int) -> bool:
    """Whether a subject is that of its sentence's main clause, or of one set beside it."""
    head = cast.tokens[cast.tokens[t].head]
    return head.rel in ("root", "parataxis", "ccomp") or (head.rel == "conj" and cast.tokens[head.head].rel == "root")


def _person_at(cast: Cast, t: int) -> Person | None:
    """The person whom a name, a role or another pronoun stands for."""
    name = cast.named.get(t)
    if name:
        return cast.person_of.get(name.first)
    token = cast.tokens[t]
    if not token.rel.startswith("nsubj") or token.upos not in ("NOUN", "PRON"):
        return None
    if token.upos == "PRON" and not cast.resolved(t):
        return None  # a chain of pronouns is followed no further than to those whose turn has come
    found = cast.actor_at(t)
    return cast.person_named(found.name) if found else None


def _gender(person: Person) -> str:
    if person.title in ("mr", "sir", "king", "prince"):
        return "m"
    if person.title in ("mrs", "ms", "miss", "queen", "princess"):
        return "f"
    return gender(person.name.split()[0]) if " " in person.name else ""
