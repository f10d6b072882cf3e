"""Who a word stands for: the people, states and bodies of one article, each by the fullest name it has there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from legation.entries import Actor, Name, Reading, Span, Token
from legation.knowledge import tables
from legation.knowledge.naming import known
from legation.knowledge.roles import (
    FIRST_PERSON,
    FORMER,
    PERSONAL,
    RELATIVE,
    ROLE_WORDS,
    SINGULAR,
    TITLE_WORDS,
)
from legation.resolving.phrases import appositive, noun_phrase, run_before
from legation.resolving.places import resolve_place
from legation.resolving.quotes import quotations

LONGEST_FORM: Final = 5  # words of a state's or body's name


@dataclass(slots=True)
class Person:
    """A person of the article: the fullest name, its mentions, and what the article says of him or her."""

    name: str
    mentions: list[Name]
    codes: Counter[str]
    sectors: Counter[str]
    roles: set[str]


class Cast:
    """The people, states and bodies of one article, and whom any of its words stands for."""

    def __init__(self, reading: Reading, published: str) -> None:
        self.reading, self.tokens = reading, reading.tokens
        self.published = published[:10]
        self.names = merged(reading)
        self.quoted = tuple(quotations(reading.text))
        self.sentence_of = [n for n, s in enumerate(reading.sentences) for _ in range(s.first, s.last)]
        self.named: dict[int, Name] = {t: n for n in self.names for t in range(n.first, n.last)}
        self.people = self._people()
        self.person_of: dict[int, Person] = {m.first: p for p in self.people for m in p.mentions}
        self.speakers: dict[int, Actor] = {}
        self.codes = self._codes()
        self._known: dict[int, Actor | None] = {}

    # --- the words of the article

    def words(self, first: int, last: int) -> str:
        """The text from one token to another (exclusive)."""
        return self.reading.text[self.tokens[first].span.start : self.tokens[last - 1].span.end]

    def hear(self, first: int, last: int, speaker: Actor) -> None:
        """Within these tokens, "I" and "we" are the speaker."""
        for t in range(first, last):
            self.speakers[t] = speaker
        self._known.clear()

    def actor_at(self, token: int) -> Actor | None:
        """Whom the word stands for, None where nobody."""
        if token not in self._known:
            self._known[token] = None  # an antecedent that leads back here stands for nobody
            self._known[token] = self._resolve(token, 0)
        return self._known[token]

    def plain(self, token: int) -> Actor | None:
        """The word's own phrase as an actor, for one whom no table knows ("analysts")."""
        if self.tokens[token].upos not in ("NOUN", "PROPN"):
            return None
        first, last = noun_phrase(self.tokens, token)
        code = self._state_in(first, last) or self._state_of(token)
        found = known(self.words(first, last), self.published)
        return actor(self.words(first, last), code, found.sector if found else "", self._span(first, last))

    def near(self) -> list[str]:
        """The states that the article mentions, most mentioned first."""
        return [code for code, _ in self.codes.most_common()]

    # --- resolving one word

    def _resolve(self, at: int, depth: int) -> Actor | None:
        token = self.tokens[at]
        lower = token.text.lower()
        if at in self.named:
            return self._name(self.named[at], at)
        if lower in PERSONAL or lower in FIRST_PERSON:
            return self._pronoun(at, lower)
        if lower in RELATIVE and token.upos in ("PRON", "SCONJ", "DET"):
            return self._antecedent(at, depth)
        if form := self._state_form(at):
            return self._body_of(at) or self._state(form)
        if token.upos in ("NOUN", "PROPN", "ADJ", "NUM"):
            return self._nominal(at)
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
        if at in self.speakers and lower in FIRST_PERSON:
            return self.speakers[at]
        if lower in FIRST_PERSON:
            return None
        if lower in SINGULAR:
            person = self._person_before(at)
            return self._person(person, at) if person else None
        return self._body_before(at)

    def _person_before(self, at: int) -> Person | None:
        """The person last made a subject in this sentence or the three before, else the person last named."""
        here, last = self.sentence_of[at], None
        outside = not self._quoted(at)
        for name in reversed([n for n in self.names if n.last <= at and n.first in self.person_of]):
            if outside and self._quoted(name.first):
                continue  # whom a quotation speaks of is not who speaks
            if here - self.sentence_of[name.first] > 3:
                break
            person = self.person_of[name.first]
            if any(self.tokens[t].rel.startswith("nsubj") for t in range(name.first, name.last)):
                return person
            last = last or person
        return last

    def _quoted(self, at: int) -> bool:
        start = self.tokens[at].span.start
        return any(q.start <= start < q.end for q in self.quoted)

    def _body_before(self, at: int) -> Actor | None:
        """For "it" and "they": the subject before, in this sentence or the last."""
        here = self.sentence_of[at]
        first = self.reading.sentences[max(0, here - 1)].first
        for t in range(at - 1, first - 1, -1):
            token = self.tokens[t]
            if token.rel.startswith("nsubj") and token.upos in ("NOUN", "PROPN") and (found := self.actor_at(t)):
                return found
        return None

    def _name(self, name: Name, at: int) -> Actor:
        words = self.words(name.first, name.last)
        if name.first in self.person_of:
            return self._person(self.person_of[name.first], at)
        span = self._span(name.first, name.last)
        row = tables.state_form(words)
        if row and not (row.ambiguous and name.kind == "PER"):
            return self._state(row, span)
        found = known(words, self.published)
        code, sector = (found.code, found.sector) if found else ("", "")
        if not code and (not found or found.kind == "words"):
            code = self._state_around(name) or self._state_of(name.last - 1)
        if not found and name.kind == "LOC":
            code = code or resolve_place(words, self.near()).code
        return actor(self._spelled_out(strip_titles(words) or words), code, sector, span)

    def _spelled_out(self, words: str) -> str:
        """An acronym by the full name that the article gives elsewhere ("ICRC"), other names as they are."""
        letters = words.replace(".", "")
        if not (letters.isupper() and 2 <= len(letters) <= 6):
            return words
        for name in self.names:
            full = self.words(name.first, name.last)
            if len(full) > len(words) + 3 and "".join(w[0] for w in full.replace("-", " ").split() if w[0].isupper()) == letters:
                return full
        return words

    def _person(self, person: Person, at: int) -> Actor:
        row = tables.person(person.name, self.published) or self._by_surname(person)
        said_code = person.codes.most_common(1)[0][0] if person.codes else ""
        said_sector = person.sectors.most_common(1)[0][0] if person.sectors else ""
        if row is not None and said_code and row.code != said_code and row.code != "IGO":
            row = None  # another person of that name
        code = (row.code if row else "") or said_code
        sector = said_sector or (self._held(row) if row else "")
        mention = self.named.get(at)
        token = self.tokens[at]
        span = (
            Span(self.tokens[mention.first].span.start, self.tokens[mention.last - 1].span.end)
            if mention
            else token.span
        )
        return actor(person.name, code, sector, span)

    def _by_surname(self, person: Person) -> tables.PersonRow | None:
        """An office-holder of that surname: of a state that the article names, and with that first name where one is given."""
        parts = person.name.split()
        rows = [r for r in tables.by_surname(parts[-1], self.published) if tables.in_office(r, self.published)]
        if len(parts) > 1:
            rows = [r for r in rows if tables.key(r.name).split()[0] == tables.key(parts[0])]
        fitting = [r for r in rows if self.codes[r.code] or r.code == "IGO"]
        return max(fitting, key=lambda r: self.codes[r.code], default=None)

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
        words = self.words(first, last)
        head = self.tokens[at].text.lower()
        code = self._state_in(first, last) or self._state_of(at)
        if head in ROLE_WORDS and (person := self._role(at, head, code)):
            return self._person(person, at)
        found = known(words, self.published)
        if not found and not code:
            return None
        if found and found.kind != "words":
            code = found.code or code
        elif not code:
            code = self._state_said(at)
        return actor(words, code, found.sector if found else "", self._span(first, last))

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

    def _state_form(self, at: int) -> tables.StateName | None:
        """The state's name of several words, or one, that holds this word."""
        for size in range(LONGEST_FORM, 0, -1):
            for first in range(max(0, at - size + 1), at + 1):
                if first + size <= len(self.tokens) and self.tokens[first].text[0].isupper():
                    row = tables.state_form(self.words(first, first + size))
                    if row:
                        return row
        return None

    def _state_in(self, first: int, last: int) -> str:
        """The state that a phrase names, "" for none."""
        for size in range(min(LONGEST_FORM, last - first), 0, -1):
            for i in range(first, last - size + 1):
                if self.tokens[i].text[0].isupper() and (row := tables.state_form(self.words(i, i + size))):
                    return row.code
        return ""

    def _state_of(self, at: int) -> str:
        """The state of "the president of X" or "X's president"."""
        for t in range(max(0, at - 12), min(len(self.tokens), at + 8)):
            token = self.tokens[t]
            if token.head == at and token.rel in ("nmod", "nmod:poss", "compound", "amod") and t != at:
                name = self.named.get(t)
                first, last = (name.first, name.last) if name else noun_phrase(self.tokens, t)
                if code := self._state_in(first, last):
                    return code
        return ""

    def _state_around(self, name: Name) -> str:
        before = run_before(self.tokens, name.first)
        return self._state_in(before, name.first) if before < name.first else ""

    def _state_said(self, at: int) -> str:
        """The state last named before the word in its sentence, else the article's most named."""
        sentence = self.reading.sentences[self.sentence_of[at]]
        for t in range(at - 1, sentence.first - 1, -1):
            if self.tokens[t].text[0].isupper() and (row := tables.state_form(self.tokens[t].text)):
                return row.code
        return self.codes.most_common(1)[0][0] if self.codes else ""

    # --- the people

    def _people(self) -> list[Person]:
        found: list[Person] = []
        mentions = [n for n in self.names if n.kind == "PER" and not self._is_known_body(n)]
        for n in sorted(mentions, key=lambda n: (n.first - n.last, n.first)):
            words = strip_titles(self.words(n.first, n.last))
            if not words:
                continue
            person = next((p for p in found if same_person(words, p.name)), None)
            if person is None:
                person = Person(words, [], Counter(), Counter(), set())
                found.append(person)
            person.mentions.append(n)
        for person in found:
            person.mentions.sort(key=lambda n: n.first)
            for n in person.mentions:
                self._described(person, n)
        return found

    def _is_known_body(self, n: Name) -> bool:
        found = known(self.words(n.first, n.last), self.published)
        row = tables.state_form(self.words(n.first, n.last))
        return bool((row and not row.ambiguous) or (found and found.kind in ("organisation", "group", "party", "body")))

    def _described(self, person: Person, n: Name) -> None:
        """Take up what stands around one mention: "South Korean president X", "X, a spokesman for Y"."""
        before = run_before(self.tokens, n.first)
        for first, last in ((before, n.first), appositive(self.tokens, n.first, n.last)):
            if first >= last:
                continue
            lower = [t.text.lower() for t in self.tokens[first:last]]
            person.roles |= {w for w in lower if w in ROLE_WORDS}
            if code := self._state_in(first, last) or self._body_code(first, last):
                person.codes[code] += 1
            if FORMER & set(lower):
                person.sectors["ELI"] += 1
            elif sector := self._role_sector(first, last):
                person.sectors[sector] += 1

    def _role_sector(self, first: int, last: int) -> str:
        for size in range(min(4, last - first), 0, -1):
            for i in range(first, last - size + 1):
                row = tables.body(self.words(i, i + size))
                if row and row.sector not in ("CVL",):
                    return row.sector
        return ""

    def _body_code(self, first: int, last: int) -> str:
        for name in self.names:
            if first <= name.first < last and (found := known(self.words(name.first, name.last), self.published)) and found.code:
                return found.code
        return ""

    def _codes(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for token in self.tokens:
            if token.upos in ("PROPN", "ADJ") and token.text[0].isupper() and (row := tables.state_form(token.text)):
                found[row.code] += 1
        for name in self.names:
            if name.last - name.first > 1 and (row := tables.state_form(self.words(name.first, name.last))):
                found[row.code] += 1
        return found


def merged(reading: Reading) -> list[Name]:
    """The reader's names: those that touch made one, and each as long as the tables or the tree know it to be."""
    done: list[Name] = []
    for name in reading.names:
        name = _widened(reading, name)
        if done and done[-1].last > name.first:
            done[-1] = Name(done[-1].kind, done[-1].first, max(name.last, done[-1].last))
        elif done and done[-1].last == name.first and _goes_on(reading.tokens, done[-1], name):
            done[-1] = Name(done[-1].kind, done[-1].first, name.last)
        else:
            done.append(name)
    return done


def _widened(reading: Reading, name: Name) -> Name:
    """A name of the tables that this one is a part of ("House" of "White House"), or the person's whole name by the tree."""
    tokens = reading.tokens
    for size in range(LONGEST_FORM, name.last - name.first, -1):
        for first in range(max(0, name.last - size), min(name.first, len(tokens) - size) + 1):
            if all(t.upos in ("PROPN", "ADJ") and t.text[0].isupper() for t in tokens[first : first + size]):
                words = reading.text[tokens[first].span.start : tokens[first + size - 1].span.end]
                body = tables.body(words)
                if tables.state_form(words) or tables.organisation(words) or (body and body.code):
                    return Name("ORG" if name.kind == "PER" else name.kind, first, first + size)
    first, last = name.first, name.last
    if name.kind == "PER":
        while first > 0 and _same_name(tokens, first - 1, first):
            first -= 1
        while last < len(tokens) and _same_name(tokens, last, last - 1):
            last += 1
    return Name(name.kind, first, last)


def _same_name(tokens: Sequence[Token], new: int, old: int) -> bool:
    """Whether a word beside a person's name is a part of it."""
    word = tokens[new]
    linked = (word.rel == "flat" and abs(word.head - old) < 4) or (tokens[old].rel == "flat" and tokens[old].head == new)
    return word.upos == "PROPN" and linked and word.text.lower().strip(".") not in TITLE_WORDS and word.text[0].isupper()


def _goes_on(tokens: Sequence[Token], one: Name, two: Name) -> bool:
    proper = all(tokens[t].upos == "PROPN" for t in (one.last - 1, two.first))
    beside = tokens[two.first].span.start - tokens[one.last - 1].span.end <= 1
    return proper and beside and (one.kind == two.kind or tokens[two.first].head in range(one.first, one.last))


def actor(name: str, code: str, sector: str, *mentions: Span) -> Actor:
    """An actor with its id: a state's code, else its state and a slug of its name."""
    slug = re.sub(r"[^a-z0-9]+", "-", tables.key(name)).strip("-")
    is_state = bool(code) and not sector and tables.state_name(code) == name
    return Actor(name, code, sector, code if is_state else f"{code}/{slug}" if code else slug, mentions)


def strip_titles(words: str) -> str:
    """A name without the titles before it and the possessive after it."""
    parts = words.split()
    while len(parts) > 1 and parts[0].lower().strip(".") in TITLE_WORDS:
        parts.pop(0)
    return re.sub(r"['’]s?$", "", " ".join(parts))


def same_person(short: str, full: str) -> bool:
    """Whether a name is a part of a fuller one: its surname, or some of its words in order."""
    a, b = tables.key(short).split(), tables.key(full).split()
    return a == b or (len(a) < len(b) and (a[-1] == b[-1] or a[0] == b[0]) and set(a) <= set(b))


def distinct(actors: Iterator[Actor]) -> tuple[Actor, ...]:
    """Each actor once, its mentions together, in the order in which they came."""
    found: dict[str, Actor] = {}
    for a in actors:
        old = found.get(a.id)
        if old:
            mentions = tuple(sorted({*old.mentions, *a.mentions}))
            found[a.id] = Actor(
                old.name, old.code, old.sector, old.id, mentions, old.holder, max(old.confidence, a.confidence)
            )
        else:
            found[a.id] = a
    return tuple(found.values())
