"""Who a word stands for: the people, states and bodies of one article, each by the fullest name it has there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from legation.entries import Actor, Holder, Name, Reading, Span
from legation.knowledge import tables
from legation.knowledge.naming import Known, known
from legation.knowledge.offices import head_of, holder
from legation.knowledge.roles import (
    COUNTERPARTS,
    COUNTRY_WORDS,
    DOCUMENTS,
    FIRST_PERSON,
    FORMER,
    LEADERS,
    MEMBERS,
    PEOPLE_SIDES,
    PERSONAL,
    RELATIVE,
    ROLE_WORDS,
    SIDES,
    SINGULAR,
)
from legation.knowledge.time_words import MONTHS, WEEKDAYS
from legation.resolving.names import merged, strip_titles
from legation.resolving.people import find_people
from legation.resolving.phrases import noun_phrase, run_before
from legation.resolving.places import resolve_place
from legation.resolving.pronouns import body_meant, person_meant
from legation.resolving.quotes import quotations
from legation.resolving.roll import Person
from legation.resolving.states import form_at, mentioned, state_in, words

DAYS: Final = frozenset((*WEEKDAYS, *MONTHS)) - {"may"}  # no person is meant by them
PAIR_BEFORE: Final = 3  # sentences back in which both sides were named
DOCUMENT_BEFORE: Final = 4  # sentences back in which whoever made a document was named
HOME: Final = 1.0  # times as often as any other: then a state is the one that the article mostly speaks of


class Cast:
    """The people, states and bodies of one article, and whom any of its words stands for."""

    def __init__(self, reading: Reading, published: str, asides: Sequence[Span] = ()) -> None:
        self.asides = tuple(asides)
        self.reading, self.tokens = reading, reading.tokens
        self.published = published[:10]
        self.names = merged(reading)
        self.quoted = tuple(quotations(reading.text))
        self._said = frozenset(t for s in reading.sayings for t in range(s.first, s.last))
        self.sentence_of = [n for n, s in enumerate(reading.sentences) for _ in range(s.first, s.last)]
        self.named: dict[int, Name] = {t: n for n in self.names for t in range(n.first, n.last)}
        self.people = find_people(reading, self.names, self.published)
        self.person_of: dict[int, Person] = {m.first: p for p in self.people for m in p.mentions}
        # Of several of one name, the first.
        self._by_name = {p.name: p for p in reversed(self.people)}
        self._by_surname_key = {tables.key(p.name).split()[-1]: p for p in reversed(self.people) if " " in p.name}
        self._bodies = [n for n in self.names if n.kind == "ORG"]
        self.speakers: dict[int, Actor] = {}
        self.codes = mentioned(reading, self.names)
        self._known: dict[int, Actor | None] = {}
        self._starts = [t.span.start for t in self.tokens]
        for at, token in enumerate(self.tokens):  # in the order of the text: a chain of pronouns is then never followed far
            if token.text.lower() in SINGULAR:
                self.actor_at(at)

    # --- the words of the article

    def words(self, first: int, last: int) -> str:
        """The text from one token to another (exclusive)."""
        return words(self.reading, first, last)

    def token_at(self, start: int) -> int:
        """The token that holds a code point of the text, or the next one."""
        return min(bisect_right(self._starts, start) - 1, len(self.tokens) - 1) if self.tokens else 0

    def hear(self, first: int, last: int, speaker: Actor) -> None:
        """Within these tokens, "I" and "we" are the speaker."""
        for t in range(first, last):
            self.speakers[t] = speaker
            self._known.pop(t, None)

    def actor_at(self, token: int) -> Actor | None:
        """Whom the word stands for, None where nobody."""
        if token not in self._known:
            self._known[token] = None  # an antecedent that leads back here stands for nobody
            self._known[token] = self._resolve(token, 0)
        return self._known[token]

    def person_named(self, name: str) -> Person | None:
        """The person of the article who bears this name, as fully as it gives it."""
        return self._by_name.get(name)

    def resolved(self, token: int) -> bool:
        """Whether it is known already whom the word stands for."""
        return token in self._known

    def plain(self, token: int) -> Actor | None:
        """The word's own phrase as an actor, for one whom no table knows ("analysts")."""
        if self.tokens[token].upos not in ("NOUN", "PROPN") or self.tokens[token].text.lower() in DAYS:
            return None
        first, last = noun_phrase(self.tokens, token)
        code = state_in(self.reading, first, last) or self._state_of(token)
        found = known(self.words(first, last), self.published)
        return actor(self.words(first, last), code, found.sector if found else "", self._span(first, last))

    def state_said(self, code: str) -> str:
        """What the article first calls a state by its name, else its name in the tables."""
        for t, token in enumerate(self.tokens):
            if token.text[0].isupper() and (row := form_at(self.reading, t)) and row.code == code and row.kind == "name":
                return row.form
        return tables.state_name(code)

    def near(self) -> list[str]:
        """The states that the article mentions, most mentioned first."""
        return [code for code, _ in self.codes.most_common()]

    # --- resolving one word

    def _resolve(self, at: int, depth: int) -> Actor | None:
        token = self.tokens[at]
        lower = token.text.lower()
        if lower in DAYS:
            return None
        if lower == "state" and at > 1 and self.tokens[at - 2].text.lower() == "secretary":
            return self.actor_at(at - 2)
        form = form_at(self.reading, at)
        if at in self.named and not (form and self._longer(form, self.named[at])):
            return self._name(self.named[at], at)
        if lower in PERSONAL or lower in FIRST_PERSON:
            return self._pronoun(at, lower)
        if lower in RELATIVE and token.upos in ("PRON", "SCONJ", "DET"):
            return self._antecedent(at, depth)
        if person := self._by_last(token.text) if token.upos == "PROPN" and not form else None:
            return self._person(person, at)
        if form:
            return self._body_of(at) or self._people_of(form, at) or self._state(form)
        if token.upos in ("NOUN", "PROPN", "ADJ", "NUM"):
            return self._nominal(at)
        return None

    def _longer(self, form: tables.StateName, name: Name) -> bool:
        """Whether a state's name takes in more words than the name that was read ("States" of "United States")."""
        return len(form.form.split()) > name.last - name.first and name.kind != "PER"

    def _people_of(self, form: tables.StateName, at: int) -> Actor | None:
        """A people, where it is named as such: "Rwandans" but not "Rwandan"."""
        token = self.tokens[at]
        if form.kind == "demonym" and token.text.endswith("s") and token.upos in ("NOUN", "PROPN") and " " not in form.form:
            return actor(token.text, form.code, "CVL", token.span) if token.xpos in ("NNS", "NNPS") else None
        return None

    def _body_of(self, at: int) -> Actor | None:
        """Whom "Japanese" speaks of in "the Japanese prime minister" or "Indian soldiers": the person or body, not the state."""
        token = self.tokens[at]
        head = token.head
        if token.rel not in ("amod", "compound") or head <= at or head in self.named or self.tokens[head].upos != "NOUN":
            return None
        if self.tokens[head].text.lower() in ROLE_WORDS or tables.body(self.tokens[head].text):
            return self._nominal(head)
        return None

    def _antecedent(self, at: int, depth: int) -> Actor | None:
        verb = self.tokens[at].head
        for _ in range(3):
            if self.tokens[verb].rel.startswith("acl"):
                head = self.tokens[verb].head
                return self._resolve(head, depth + 1) if depth < 3 and head != at else None
            verb = self.tokens[verb].head
        return None

    def _pronoun(self, at: int, lower: str) -> Actor | None:
        if lower in FIRST_PERSON:
            return self.speakers.get(at)
        if lower in SINGULAR:
            person = person_meant(self, at)
            return self._person(person, at) if person else None
        return body_meant(self, at)

    def is_said(self, at: int) -> bool:
        """Whether a token stands in something that somebody says."""
        return at in self._said

    def quoted_at(self, at: int) -> bool:
        """Whether a token stands inside quotation marks."""
        start = self.tokens[at].span.start
        return any(q.start <= start < q.end for q in self.quoted)

    def aside(self, at: int) -> bool:
        """Whether a token stands in a line that is not the article."""
        start = self.tokens[at].span.start
        return any(a.start <= start < a.end for a in self.asides)

    def _name(self, name: Name, at: int) -> Actor:
        words = self.words(name.first, name.last)
        if name.first in self.person_of:
            return self._person(self.person_of[name.first], at)
        span = self._span(name.first, name.last)
        row = tables.state_form(words)
        if row and not (row.ambiguous and name.kind == "PER"):
            return self._state(row, span)
        found = self._by_end(words)
        code, sector = (found.code, found.sector) if found else ("", "")
        if not code and (not found or found.kind == "words"):
            code = self._state_around(name) or self._state_of(name.last - 1)
        if not found and name.kind == "LOC":
            code = code or resolve_place(words, self.near()).code
        return actor(self._spelled_out(strip_titles(words) or words), code, sector, span)

    def _by_end(self, words: str) -> Known | None:
        """What the tables know of a name, or of its end ("Shi'ite Hezbollah")."""
        found = known(words, self.published)
        parts = words.split()
        for i in range(1, len(parts)):
            if found:
                break
            rest = " ".join(parts[i:])
            found = Known(rest, row.code, row.sector, "group") if (row := tables.group(rest)) else None
        return found

    def _spelled_out(self, words: str) -> str:
        """A name by the fullest form that the article gives: what the tables know of it, or what its letters stand for."""
        row = tables.organisation(words) or tables.group(words) or tables.party(words)
        forms = sorted((row.name, *row.forms), key=len, reverse=True) if row else []
        full = next((f for f in forms if len(f) > len(words) and f in self.reading.text), "")
        return full or self._bracketed(words) or self._unabbreviated(words) or words

    def _bracketed(self, words: str) -> str:
        """The name behind which an abbreviation is put in brackets: "Islamic Defenders' Front (FPI)"."""
        for name in self.names if words.isupper() else ():
            end = self.tokens[name.last - 1].span.end
            after = self.reading.text[end : end + len(words) + 3].strip(" ")
            if after == f"({words})"[: len(after)] and after:
                return self.words(name.first, name.last)
        return ""

    def _unabbreviated(self, words: str) -> str:
        letters = words.replace(".", "")
        for name in self.names if letters.isupper() and 2 <= len(letters) <= 6 else ():
            full = self.words(name.first, name.last)
            if len(full) > len(words) + 3 and "".join(w[0] for w in full.replace("-", " ").split() if w[0].isupper()) == letters:
                return full
        return ""

    def _person(self, person: Person, at: int) -> Actor:
        row = tables.person(person.name, self.published) or self._by_surname(person)
        said_code = person.codes.most_common(1)[0][0] if person.codes else ""
        said_sector = person.sectors.most_common(1)[0][0] if person.sectors else ""
        if row is not None and said_code and row.code != said_code and row.code != "IGO":
            row = None  # another person of that name
        code = (row.code if row else "") or said_code or self._home()
        sector = said_sector or (self._held(row) if row else "CVL")
        mention = self.named.get(at)
        token = self.tokens[at]
        span = Span(self.tokens[mention.first].span.start, self.tokens[mention.last - 1].span.end) if mention else token.span
        return actor(person.name, code, sector, span)

    def _by_last(self, word: str) -> Person | None:
        """The person of the article whose surname the reader passed over."""
        return self._by_surname_key.get(tables.key(word))

    def _home(self) -> str:
        """The state of which the article mostly speaks, for those of whom it says nothing else."""
        most = self.codes.most_common(2)
        alone = most and (len(most) == 1 or most[0][1] >= HOME * most[1][1])
        return most[0][0] if alone else ""

    def _by_surname(self, person: Person) -> tables.PersonRow | None:
        """An office-holder of that surname: of a state that the article names, and with that first name where one is given."""
        parts = person.name.split()
        rows = [r for r in tables.by_surname(parts[-1], self.published) if tables.in_office(r, self.published)]
        if len(parts) > 1:
            rows = [r for r in rows if tables.key(r.name).split()[0] == tables.key(parts[0])]
        fitting = [r for r in rows if self.codes[r.code] or r.code == "IGO"]
        return max(fitting, key=lambda r: self.codes[r.code], default=None) or self._leader(person, rows)

    def _leader(self, person: Person, rows: Sequence[tables.PersonRow]) -> tables.PersonRow | None:
        """Whom a surname alone means where the article names no state of his: the only leader who bears it ("Trump")."""
        alone = " " not in person.name and not person.codes
        leaders = [r for r in rows if tables.key(r.office) in LEADERS] if alone else []
        return leaders[0] if len(leaders) == 1 else None

    def _held(self, row: tables.PersonRow) -> str:
        over = bool(row.until) and bool(self.published) and row.until < self.published
        return "ELI" if over and row.sector == "GOV" else row.sector

    def _state(self, row: tables.StateName, span: Span | None = None) -> Actor:
        mentions = (span,) if span else ()
        if row.kind == "government" and row.body:
            return actor(row.body, row.code, row.sector, *mentions)
        return actor(tables.state_name(row.code), row.code, "", *mentions)

    def _nominal(self, at: int) -> Actor | None:
        first, last = noun_phrase(self.tokens, at)
        head = self.tokens[at].text.lower()
        if head in COUNTERPARTS and (other := self._counterpart(first, at)):
            return other
        if head in COUNTRY_WORDS and (country := self._country(at)):
            return country
        code = state_in(self.reading, first, last) or self._state_of(at)
        if head in ROLE_WORDS and (person := self._role(at, head, code)):
            return self._person(person, at)
        if head in DOCUMENTS and (maker := self._maker(at)):
            return maker
        if name := self._owner(first, at) or self._named_before(first, at):
            return self._name(name, at)
        said = self._member(first, at)
        found = known(said, self.published)
        if not found and not code:
            return None
        if found and found.kind != "words":
            code = found.code or code
        elif not code:
            code = self._state_said(at)
        if self.tokens[at].upos == "PROPN":
            said = self._spelled_out(said)
        if [t.text.lower() for t in self.tokens[at : at + 3]] == ["secretary", "of", "state"]:
            last, said = at + 3, self.words(first, at + 3)
        who = actor(said, code, found.sector if found else "", self._span(first, last))
        return replace(who, holder=self._holder(first, at, code)) if head in ROLE_WORDS else who

    def _member(self, first: int, at: int) -> str:
        """The phrase; where it only says whose something is ("rebel areas"), those people: "rebels"."""
        token, said = self.tokens[at], self.words(first, at + 1)
        return said + "s" if token.rel in ("amod", "compound") and token.text.lower() in MEMBERS else said

    def _holder(self, first: int, at: int, code: str) -> Holder | None:
        """Who held the office that a phrase speaks of on the article's day ("the French president", "secretary of state")."""
        if self.tokens[at].text.endswith("s") or any(t.text.lower() in FORMER for t in self.tokens[max(0, first - 1) : at]):
            return None
        end = at + 3 if at + 2 < len(self.tokens) and self.tokens[at + 1].text.lower() == "of" else at + 1
        for lo in range(first, at + 1):
            for hi in (end, at + 1):
                said = self.words(lo, hi)
                row = holder(code, said, self.published) if code != "IGO" else self._head_of(first, lo, said)
                if row:
                    return Holder(row.name, row.office, row.source)
        return None

    def _head_of(self, first: int, lo: int, said: str) -> tables.PersonRow | None:
        """The head of the organisation named before ("UN chief")."""
        organisation = tables.organisation(self.words(first, lo)) if lo > first else None
        return head_of(organisation.name, said, self.published) if organisation else None

    def _counterpart(self, first: int, at: int) -> Actor | None:
        """ "His Turkish counterpart": whoever holds there the office of whose counterpart it is."""
        code = state_in(self.reading, first, at)
        whose = next(
            (self.actor_at(t) for t in range(max(0, first - 1), at) if self.tokens[t].text.lower() in ("his", "her", "their")), None
        )
        if not code or whose is None:
            return None
        person = self.person_named(whose.name)
        roles = person.roles if person else {w for w in whose.name.lower().split() if w in ROLE_WORDS}
        here = next((p for p in self.people if code in p.codes and (not roles or roles & p.roles)), None)
        if here:
            return self._person(here, at)
        row = self._office_of(whose, person)
        there = holder(code, row.office, self.published) if row else None
        held = Holder(there.name, there.office, there.source) if there else None
        return replace(actor(self.words(first, at + 1), code, whose.sector or "GOV", self._span(first, at + 1)), holder=held)

    def _office_of(self, whose: Actor, person: Person | None) -> tables.PersonRow | Holder | None:
        if whose.holder:
            return whose.holder
        return (tables.person(person.name, self.published) or self._by_surname(person)) if person else None

    def actors_at(self, token: int) -> tuple[Actor, ...]:
        """All whom the word stands for: two for "both leaders" or "the two sides", else one or none."""
        pair = self._pair(token) if self.tokens[token].text.lower() in SIDES else ()
        one = self.actor_at(token)
        return pair or ((one,) if one else ())

    def _pair(self, at: int) -> tuple[Actor, ...]:
        """The two that "both" or "two" speaks of: the last two states, or people where leaders are meant, named before."""
        before = [t.text.lower() for t in self.tokens[max(0, at - 3) : at]]
        word = self.tokens[at].text.lower()
        if word == "koreas":
            return tuple(actor(tables.state_name(c), c, "", self.tokens[at].span) for c in ("PRK", "KOR"))
        if not {"both", "two"} & set(before) and word != "neighbours" and word != "neighbors":
            return ()
        found: dict[str, Actor] = {}
        first = self.reading.sentences[max(0, self.sentence_of[at] - PAIR_BEFORE)].first
        for t in range(at - 1, first - 1, -1):
            who = self.actor_at(t) if t in self.named or form_at(self.reading, t) else None
            person = who is not None and self.person_named(who.name) is not None
            if who and who.code and person == (word in PEOPLE_SIDES) and (person or not who.sector):
                found.setdefault(who.id, who)
            if len(found) == 2:
                return tuple(reversed(found.values()))
        return ()

    def _maker(self, at: int) -> Actor | None:
        """Who speaks through a report or a statement: whose it is, or the body that last spoke or acted before."""
        for t in range(max(0, at - 8), min(len(self.tokens), at + 8)):
            token = self.tokens[t]
            if token.head == at and token.rel in ("nmod:poss", "nmod") and self._of(t) and (found := self.actor_at(t)):
                return found
        first = self.reading.sentences[max(0, self.sentence_of[at] - DOCUMENT_BEFORE)].first
        for t in range(at - 1, first - 1, -1):
            if self.tokens[t].rel.startswith("nsubj") and t in self.named and t not in self.person_of and not self.aside(t):
                found = self.actor_at(t)
                if found and found.sector not in ("", "JRN"):
                    return found
        return None

    def _of(self, t: int) -> bool:
        """Whether a word hangs on its head as its owner or maker."""
        near = range(max(0, t - 6), t)
        links = {self.tokens[c].text.lower() for c in near if self.tokens[c].head == t and self.tokens[c].rel == "case"}
        return self.tokens[t].rel == "nmod:poss" or bool(links & {"of", "by", "from"})

    def _country(self, at: int) -> Actor | None:
        """The state that "his country" or "the country" means: whose he is, or the one last named."""
        for t in range(max(0, at - 4), at):
            if self.tokens[t].head == at and self.tokens[t].text.lower() in ("his", "her", "their", "our", "my"):
                whose = self.actor_at(t)
                return self._of_code(whose.code, at) if whose and whose.code not in ("", "IGO") else None
        first = self.reading.sentences[max(0, self.sentence_of[at] - 2)].first
        for t in range(at - 1, first - 1, -1):
            if self.tokens[t].text[0].isupper() and (row := form_at(self.reading, t)):
                return self._of_code(row.code, at)
        return None

    def _of_code(self, code: str, at: int) -> Actor:
        return actor(tables.state_name(code), code, "", self.tokens[at].span)

    def _owner(self, first: int, at: int) -> Name | None:
        """The organisation of "a UN programme" or "the EU plan", where the thing itself is nobody."""
        if tables.body(self.tokens[at].text) or self.tokens[at].text.lower() in ROLE_WORDS:
            return None
        for i in range(bisect_left(self._bodies, first, key=lambda n: n.first), len(self._bodies)):
            name = self._bodies[i]
            if name.last > at:
                break
            found = known(self.words(name.first, name.last), self.published)
            if found and found.kind == "organisation":
                return name
        return None

    def _named_before(self, first: int, at: int) -> Name | None:
        """The full name that "the agency" or "the task force" takes up: the last one before that has its words."""
        if first == 0 or self.tokens[first - 1].text.lower() not in ("the", "that", "this"):
            return None
        said = {t.text.lower() for t in self.tokens[first : at + 1]}
        for i in range(bisect_right(self._bodies, at, key=lambda n: n.last) - 1, -1, -1):
            name = self._bodies[i]
            if name.last - name.first > 1 and said <= {t.text.lower() for t in self.tokens[name.first : name.last]}:
                return name
        return None

    def _span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].span.start, self.tokens[last - 1].span.end)

    def _role(self, at: int, head: str, code: str) -> Person | None:
        """The person of the article whose role and state these are; the one last named before, where several fit."""
        fitting = [p for p in self.people if head in p.roles and (not code or not p.codes or code in p.codes)]
        if not fitting or self.tokens[at].text.endswith("s"):
            return None
        before = [p for p in fitting if p.mentions[0].first < at]
        return max(before or fitting, key=lambda p: max((m.first for m in p.mentions if m.first < at), default=-1))

    # --- states and sectors in a phrase

    def _state_of(self, at: int) -> str:
        """The state of "the president of X" or "X's president"."""
        for t in range(max(0, at - 12), min(len(self.tokens), at + 8)):
            token = self.tokens[t]
            if token.head == at and token.rel in ("nmod", "nmod:poss", "compound", "amod") and t != at:
                name = self.named.get(t)
                if name and name.first in self.person_of and (code := self._person(self.person_of[name.first], t).code):
                    return code
                first, last = (name.first, name.last) if name else noun_phrase(self.tokens, t)
                if code := state_in(self.reading, first, last):
                    return code
        return ""

    def _state_around(self, name: Name) -> str:
        before = run_before(self.tokens, name.first)
        return state_in(self.reading, before, name.first) if before < name.first else ""

    def _state_said(self, at: int) -> str:
        """The state last named before the word in its sentence, else the article's most named."""
        sentence = self.reading.sentences[self.sentence_of[at]]
        for t in range(at - 1, sentence.first - 1, -1):
            if self.tokens[t].text[0].isupper() and (row := tables.state_form(self.tokens[t].text)):
                return row.code
        return self.codes.most_common(1)[0][0] if self.codes else ""


def actor(name: str, code: str, sector: str, *mentions: Span) -> Actor:
    """An actor with its id: a state's code, else its state and a slug of its name."""
    slug = re.sub(r"[^a-z0-9]+", "-", tables.key(name)).strip("-")
    is_state = bool(code) and not sector and tables.state_name(code) == name
    return Actor(name, code, sector, code if is_state else f"{code}/{slug}" if code else slug, mentions)


def distinct(actors: Iterator[Actor]) -> tuple[Actor, ...]:
    """Each actor once, its mentions together, in the order in which they came."""
    found: dict[str, Actor] = {}
    for a in actors:
        old = found.get(a.id)
        if old:
            mentions = tuple(sorted({*old.mentions, *a.mentions}))
            found[a.id] = Actor(old.name, old.code, old.sector, old.id, mentions, old.holder, max(old.confidence, a.confidence))
        else:
            found[a.id] = a
    return tuple(found.values())
