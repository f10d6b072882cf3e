"""Whom a common noun stands for: "the French president", "his Turkish counterpart", "both sides", "the agency", "police"."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from legation.entries import Actor, Holder, Name
from legation.knowledge import tables
from legation.knowledge.offices import head_of, holder
from legation.knowledge.roles import (
    COUNTERPARTS,
    COUNTRY_WORDS,
    DOCUMENTS,
    FIGHTERS,
    FORMER,
    MEMBERS,
    PEOPLE_SIDES,
    PRESS,
    ROLE_WORDS,
    STATELESS,
    TOGETHER,
)
from legation.resolving.identity import actor
from legation.resolving.phrases import noun_phrase
from legation.resolving.roll import Person
from legation.resolving.states import state_in

if TYPE_CHECKING:
    from legation.resolving.actors import Cast

MODIFIERS_BEFORE: Final = 4  # words between a people and what is told of it ("Ukrainian peace delegations")
PAIR_BEFORE: Final = 3  # sentences back in which both sides were named
ALIKE: Final = 50  # of the same noun before, and as many behind, that are looked at
SILENT: Final = ("", "JRN", "REB", "CRM", "CVL")  # they hand in no reports
DOCUMENT_BEFORE: Final = 4  # sentences back in which whoever made a document was named


def nominal(cast: Cast, at: int) -> Actor | None:
    """Whom the phrase around a noun speaks of, None where nobody."""
    first, last = noun_phrase(cast.tokens, at)
    head = cast.tokens[at].text.lower()
    if head in COUNTERPARTS and (other := _counterpart(cast, first, at)):
        return other
    if head in COUNTRY_WORDS and (country := _country(cast, at)):
        return country
    code = state_in(cast.reading, first, last) or state_of(cast, at)
    if head in ROLE_WORDS and (person := _role(cast, at, head, code)):
        return cast.as_person(person, at)
    if head in DOCUMENTS and (maker := _maker(cast, at)):
        return maker
    if name := _group_of(cast, first, at) or _owner(cast, first, at) or _named_before(cast, first, at):
        return cast.as_name(name, at)
    said = _member(cast, first, at)
    found = cast.known(said)
    if not found and not code:
        return None
    if found and found.kind != "words":
        code = found.code or code
    elif not code and head not in STATELESS and not _together(cast, first, at):
        code = _as_elsewhere(cast, at) or cast.state_here(at, found.sector if found else "")
    if cast.tokens[at].upos == "PROPN":
        said = cast.spelled_out(said)
    if [t.text.lower() for t in cast.tokens[at : at + 3]] == ["secretary", "of", "state"]:
        last, said = at + 3, cast.words(first, at + 3)
    who = actor(said, code, found.sector if found else "", cast.span(first, last))
    return replace(who, holder=_holder(cast, first, at, code)) if head in ROLE_WORDS else who


def _together(cast: Cast, first: int, at: int) -> bool:
    """Whether states are meant that have something in common, and no one of them."""
    return cast.tokens[at].text == "states" and any(t.text.lower() in TOGETHER for t in cast.tokens[first:at])


def _as_elsewhere(cast: Cast, at: int) -> str:
    """The state that the article tells of the same noun elsewhere, last before or first behind ("Syrian rebels" … "the rebels")."""
    alike = cast.alike(at)
    here, behind = bisect_left(alike, at), bisect_right(alike, at)
    for t in (*reversed(alike[max(0, here - ALIKE) : here]), *alike[behind : behind + ALIKE]):
        first, last = noun_phrase(cast.tokens, t)
        if code := state_in(cast.reading, first, last) or state_of(cast, t):
            return code
    return ""


def pair(cast: Cast, at: int) -> tuple[Actor, ...]:
    """The two that "both" or "two" speaks of: the last two states, or people where leaders are meant, named before."""
    before = [t.text.lower() for t in cast.tokens[max(0, at - 3) : at]]
    word = cast.tokens[at].text.lower()
    if word == "koreas":
        return tuple(actor(tables.state_name(c), c, "", cast.tokens[at].span) for c in ("PRK", "KOR"))
    if not {"both", "two"} & set(before) and word != "neighbours" and word != "neighbors":
        return ()
    found: dict[str, Actor] = {}
    first = cast.reading.sentences[max(0, cast.sentence_of[at] - PAIR_BEFORE)].first
    for t in range(at - 1, first - 1, -1):
        who = cast.actor_at(t) if t in cast.named or cast.form_at(t) else None
        person = who is not None and cast.person_named(who.name) is not None
        if who and who.code and person == (word in PEOPLE_SIDES) and (person or not who.sector):
            found.setdefault(who.id, who)
        if len(found) == 2:
            return tuple(reversed(found.values()))
    return ()


def each_of(cast: Cast, at: int) -> tuple[Actor, ...]:
    """ "Russian and Ukrainian delegations": one of each people; () where a plural is not told of several."""
    token = cast.tokens[at]
    if token.upos not in ("NOUN", "PROPN") or not (token.xpos in ("NNS", "NNPS") or token.text.endswith("s")) or at in cast.named:
        return ()
    last = next((t for t in range(at - 1, max(at - MODIFIERS_BEFORE, -1), -1) if _people(cast, t)), -1)
    peoples: list[tuple[int, tables.StateName]] = []
    t = last
    while t >= 0 and (row := _people(cast, t)):
        peoples.append((t - len(row.form.split()) + 1, row))
        before = peoples[-1][0] - 1
        t = before - 1 if before > 0 and cast.tokens[before].text.lower() in (("and",) if len(peoples) == 1 else (",", "and")) else -1
    codes = {row.code for _, row in peoples}
    if len(codes) < 2 or any(cast.tokens[t].upos not in ("NOUN", "PROPN", "ADJ") for t in range(last + 1, at)):
        return ()
    return tuple(_one_of(cast, at, row, first, last) for first, row in reversed(peoples))


def _people(cast: Cast, t: int) -> tables.StateName | None:
    """The people or state that an adjective tells of."""
    row = cast.form_at(t) if cast.tokens[t].text[:1].isupper() else None
    return row if row and row.kind == "demonym" and row.form.split()[-1] == cast.tokens[t].text else None


def _one_of(cast: Cast, at: int, row: tables.StateName, first: int, last: int) -> Actor:
    """Of several peoples' leaders, delegations or troops those of one: the person of the article, where it names one in that role."""
    role = cast.tokens[at].text.lower().removesuffix("s")
    if role in ROLE_WORDS and (person := next((p for p in cast.people if role in p.roles and row.code in p.codes), None)):
        return cast.as_person(person, at)
    said = f"{row.form} {cast.words(last + 1, at + 1)}"
    found = cast.known(said)
    return actor(said, row.code, found.sector if found else "", cast.span(first, at + 1))


def _member(cast: Cast, first: int, at: int) -> str:
    """The phrase; where it only says whose something is ("rebel areas"), those people: "rebels"."""
    token, said = cast.tokens[at], cast.words(first, at + 1)
    return said + "s" if token.rel in ("amod", "compound") and token.text.lower() in MEMBERS else said


def _holder(cast: Cast, first: int, at: int, code: str) -> Holder | None:
    """Who held the office that a phrase speaks of on the article's day ("the French president", "secretary of state")."""
    if cast.tokens[at].text.endswith("s") or any(t.text.lower() in FORMER for t in cast.tokens[max(0, first - 1) : at]):
        return None
    end = at + 3 if at + 2 < len(cast.tokens) and cast.tokens[at + 1].text.lower() == "of" else at + 1
    for lo in range(first, at + 1):
        for hi in (end, at + 1):
            said = cast.words(lo, hi)
            row = holder(code, said, cast.published) if code != "IGO" else _head_of(cast, first, lo, said)
            if row:
                return Holder(row.name, row.office, row.source)
    return None


def _head_of(cast: Cast, first: int, lo: int, said: str) -> tables.PersonRow | None:
    """The head of the organisation named before ("UN chief")."""
    organisation = tables.organisation(cast.words(first, lo)) if lo > first else None
    return head_of(organisation.name, said, cast.published) if organisation else None


def _counterpart(cast: Cast, first: int, at: int) -> Actor | None:
    """ "His Turkish counterpart": whoever holds there the office of whose counterpart it is."""
    code = state_in(cast.reading, first, at)
    whose = next((cast.actor_at(t) for t in range(max(0, first - 1), at) if cast.tokens[t].text.lower() in ("his", "her", "their")), None)
    if not code or whose is None:
        return None
    person = cast.person_named(whose.name)
    roles = person.roles if person else {w for w in whose.name.lower().split() if w in ROLE_WORDS}
    here = next((p for p in cast.people if code in p.codes and (not roles or roles & p.roles)), None)
    if here:
        return cast.as_person(here, at)
    row = _office_of(cast, whose, person)
    there = holder(code, row.office, cast.published) if row else None
    held = Holder(there.name, there.office, there.source) if there else None
    return replace(actor(cast.words(first, at + 1), code, whose.sector or "GOV", cast.span(first, at + 1)), holder=held)


def _office_of(cast: Cast, whose: Actor, person: Person | None) -> tables.PersonRow | Holder | None:
    if whose.holder:
        return whose.holder
    return (tables.person(person.name, cast.published) or cast.by_surname(person)) if person else None


def _maker(cast: Cast, at: int) -> Actor | None:
    """Who speaks through a report or a statement: whose it is, or the body that last spoke or acted before."""
    for t in range(max(0, at - 8), min(len(cast.tokens), at + 8)):
        token = cast.tokens[t]
        if token.head == at and token.rel in ("nmod:poss", "nmod") and _of(cast, t) and (found := cast.actor_at(t)):
            return found
    first = cast.reading.sentences[max(0, cast.sentence_of[at] - DOCUMENT_BEFORE)].first
    for t in range(at - 1, first - 1, -1):
        if cast.tokens[t].rel.startswith("nsubj") and t in cast.named and t not in cast.person_of and not cast.aside(t):
            found = cast.actor_at(t)
            if found and found.sector not in SILENT:
                return found
    return None


def _of(cast: Cast, t: int) -> bool:
    """Whether a word hangs on its head as its owner or maker."""
    near = range(max(0, t - 6), t)
    links = {cast.tokens[c].text.lower() for c in near if cast.tokens[c].head == t and cast.tokens[c].rel == "case"}
    return cast.tokens[t].rel == "nmod:poss" or bool(links & {"of", "by", "from"})


def _country(cast: Cast, at: int) -> Actor | None:
    """The state that "his country" or "the country" means: whose he is, or the one last named."""
    for t in range(max(0, at - 4), at):
        if cast.tokens[t].head == at and cast.tokens[t].text.lower() in ("his", "her", "their", "our", "my"):
            whose = cast.actor_at(t)
            return _of_code(cast, whose.code, at) if whose and whose.code not in ("", "IGO") else None
    first = cast.reading.sentences[max(0, cast.sentence_of[at] - 2)].first
    for t in range(at - 1, first - 1, -1):
        if cast.tokens[t].text[0].isupper() and (row := cast.form_at(t)):
            return _of_code(cast, row.code, at)
    return None


def _of_code(cast: Cast, code: str, at: int) -> Actor:
    return actor(tables.state_name(code), code, "", cast.tokens[at].span)


def _group_of(cast: Cast, first: int, at: int) -> Name | None:
    """The armed group whose fighters are spoken of ("suspected IS militants"), where the tables know it by that name."""
    if cast.tokens[at].text.lower() not in FIGHTERS:
        return None
    return next((Name("ORG", lo, at) for lo in range(first, at) if tables.group(cast.words(lo, at))), None)


def _owner(cast: Cast, first: int, at: int) -> Name | None:
    """The organisation of "a UN programme" or "the EU plan", where the thing itself is nobody."""
    if tables.body(cast.tokens[at].text) or cast.tokens[at].text.lower() in ROLE_WORDS:
        return None
    for i in range(bisect_left(cast.bodies, first, key=lambda n: n.first), len(cast.bodies)):
        name = cast.bodies[i]
        if name.last > at:
            break
        found = cast.known(cast.words(name.first, name.last))
        if found and found.kind == "organisation":
            return name
    return None


def _named_before(cast: Cast, first: int, at: int) -> Name | None:
    """The full name that "the agency" or "the task force" takes up: the last one before that has its words."""
    if first == 0 or cast.tokens[first - 1].text.lower() not in ("the", "that", "this"):
        return None
    said = {t.text.lower() for t in cast.tokens[first : at + 1]}
    press = cast.tokens[at].text.lower() in PRESS
    for i in range(bisect_right(cast.bodies, at, key=lambda n: n.last) - 1, -1, -1):
        name = cast.bodies[i]
        if name.last - name.first > 1 and said <= {t.text.lower() for t in cast.tokens[name.first : name.last]}:
            return name
        if press and (row := cast.known(cast.words(name.first, name.last))) and row.sector == "JRN":
            return name
    return None


def _role(cast: Cast, at: int, head: str, code: str) -> Person | None:
    """The person of the article whose role and state these are; the one last named before, where several fit."""
    fitting = [p for p in cast.people if head in p.roles and (not code or not p.codes or code in p.codes)]
    if not fitting or cast.tokens[at].text.endswith("s"):
        return None
    before = [p for p in fitting if p.mentions[0].first < at]
    return max(before or fitting, key=lambda p: max((m.first for m in p.mentions if m.first < at), default=-1))


def state_of(cast: Cast, at: int) -> str:
    """The state of "the president of X" or "X's president"."""
    for t in range(max(0, at - 12), min(len(cast.tokens), at + 8)):
        token = cast.tokens[t]
        if token.head == at and token.rel in ("nmod", "nmod:poss", "compound", "amod") and t != at:
            name = cast.named.get(t)
            if name and name.first in cast.person_of and (code := cast.as_person(cast.person_of[name.first], t).code):
                return code
            first, last = (name.first, name.last) if name else noun_phrase(cast.tokens, t)
            if code := state_in(cast.reading, first, last):
                return code
    return ""
