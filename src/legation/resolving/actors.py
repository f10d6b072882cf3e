"""Who a word stands for: the people, states and bodies of one article, each by the fullest name it has there."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from legation.entries import Actor, Name, Place, Reading, Span
from legation.knowledge import tables
from legation.knowledge.naming import Known, known
from legation.knowledge.places import find as find_towns
from legation.knowledge.roles import (
    FIGHTERS,
    FIRST_PERSON,
    KINDS,
    OF_MANY,
    PERSONAL,
    RELATIVE,
    ROLE_WORDS,
    SHARED_BODIES,
    SIDES,
    SINGULAR,
    STATELESS,
)
from legation.knowledge.time_words import LENGTHS, MONTHS, WEEKDAYS
from legation.resolving.grammar import Below, dependents, hangs
from legation.resolving.identity import actor
from legation.resolving.names import merged, no_possessive, strip_titles
from legation.resolving.nominals import each_of, nominal, pair, state_of
from legation.resolving.people import find_people
from legation.resolving.phrases import noun_phrase, run_before
from legation.resolving.places import resolve_place
from legation.resolving.pronouns import body_meant, person_meant
from legation.resolving.quotes import MARKS, quotations
from legation.resolving.roll import Person
from legation.resolving.states import forms, mentioned, only_helps, state_in, words

DAYS: Final = frozenset((*WEEKDAYS, *MONTHS)) - {"may"}  # no person is meant by them
TIMES: Final = DAYS | {*LENGTHS, *(f"{word}s" for word in LENGTHS), "centuries"}
LOCAL: Final = ("COP", "CVL", "JUD", "UAF", "CRM")  # of the state of the place that is told with them
SHORT: Final = 2  # words of a party's name that several states' parties may bear
WELL_KNOWN: Final = 1  # a town's rank in the gazetteer: from here its name says its state
BEGINNING: Final = 6  # letters by which a word is found again
OFTEN: Final = 2  # times that a state must be named to be so
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
        self.bodies = [n for n in self.names if n.kind == "ORG"]
        self.speakers: dict[int, Actor] = {}
        self._forms = forms(reading)
        self._formed = list(self._forms)
        self.codes = mentioned(reading, self.names) + self._codes_around()
        self._known: dict[int, Actor | None] = {}
        self._several: dict[int, tuple[Actor, ...]] = {}
        self._names: dict[str, Known | None] = {}
        self._places: dict[str, Place] = {}
        self._hanging: dict[tuple[int, int], tuple[str, str]] = {}
        self._nouns: dict[str, list[int]] = defaultdict(list)
        for at, token in enumerate(self.tokens):
            if token.upos == "NOUN":
                self._nouns[token.text.lower().rstrip("s")].append(at)
        self._starts = [t.span.start for t in self.tokens]
        for at, token in enumerate(self.tokens):  # in the order of the text: a chain of pronouns is then never followed far
            if token.text.lower() in SINGULAR:
                self.actor_at(at)

    # --- the words of the article

    def words(self, first: int, last: int) -> str:
        """The text from one token to another (exclusive)."""
        return words(self.reading, first, last)

    def first_with(self, letters: str) -> int:
        """The first word that begins with these BEGINNING letters (in small letters)."""
        return self._begin.get(letters, len(self.tokens))

    @cached_property
    def subjects(self) -> list[int]:
        """The words that are the subject of an active verb, in the order of the text."""
        return [at for at, token in enumerate(self.tokens) if token.rel == "nsubj"]

    @cached_property
    def undergoing(self) -> frozenset[int]:
        """The words that have a passive subject."""
        return frozenset(t.head for t in self.tokens if t.rel == "nsubj:pass")

    @cached_property
    def below(self) -> Below:
        """What hangs on each word."""
        return dependents(self.tokens)

    def hangs(self, first: int, last: int) -> tuple[str, str]:
        """How a name or phrase hangs in the tree: the relation of its head, and the preposition before it ("" for none)."""
        if (first, last) not in self._hanging:
            self._hanging[first, last] = hangs(self.tokens, first, last)
        return self._hanging[first, last]

    @cached_property
    def _begin(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for at, token in enumerate(self.tokens):
            found.setdefault(token.text.lower()[:BEGINNING], at)
        return found

    def known(self, words: str) -> Known | None:
        """What the tables know of a name on the article's day."""
        if words not in self._names:
            self._names[words] = known(words, self.published)
        return self._names[words]

    def place(self, words: str) -> Place:
        """The place that a name means in the article."""
        if words not in self._places:
            self._places[words] = resolve_place(words, self.near())
        return self._places[words]

    def form_at(self, at: int) -> tables.StateName | None:
        """The state's name, of several words or one, that holds this word."""
        return self._forms.get(at)

    def token_at(self, start: int) -> int:
        """The token that holds a code point of the text, or the next one."""
        return min(bisect_right(self._starts, start) - 1, len(self.tokens) - 1) if self.tokens else 0

    def inside(self, span: Span) -> range:
        """The tokens that begin in a span."""
        return range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    def hear(self, first: int, last: int, speaker: Actor) -> None:
        """Within these tokens, "I" and "we" are the speaker."""
        for t in range(first, last):
            self.speakers[t] = speaker
            self._known.pop(t, None)
            self._several.pop(t, None)

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
        if self.tokens[token].upos not in ("NOUN", "PROPN") or self.tokens[token].text.lower() in TIMES:
            return None
        first, last = noun_phrase(self.tokens, token)
        code = state_in(self.reading, first, last) or state_of(self, token)
        found = self.known(self.words(first, last))
        return actor(self.words(first, last), code, found.sector if found else "", self.span(first, last))

    def state_said(self, code: str) -> str:
        """What the article first calls a state by its name, else its name in the tables."""
        for t, row in self._forms.items():
            if row.code == code and row.kind == "name" and self.tokens[t].text[0].isupper():
                return row.form
        return tables.state_name(code)

    def _codes_around(self) -> Counter[str]:
        """How often people and places of each state are named."""
        people = (tables.person(p.name, self.published) for p in self.people)
        places = (resolve_place(self.words(n.first, n.last), ()).code for n in self.names if n.kind == "LOC")
        return Counter(code for code in (*(row.code for row in people if row), *places) if code not in ("", "IGO"))

    def state_here(self, at: int, sector: str) -> str:
        """The state last named before the word in its sentence, or of the place that is named there, else the article's most named."""
        sentence = self.reading.sentences[self.sentence_of[at]]
        for t in range(at - 1, sentence.first - 1, -1):
            capital = self.tokens[t].text[0].isupper()
            if capital and (row := tables.state_form(self.tokens[t].text)) and not self._of_another(t, at):
                return row.code
        here = [n for n in self.names if n.kind == "LOC" and sentence.first <= n.first < sentence.last and sector in LOCAL]
        for n in sorted(here, key=lambda n: abs(n.first - at)):
            place = self.words(n.first, n.last)
            code = self.place(place).code if find_towns(place) else ""
            if code and (self.codes[code] or find_towns(place)[0].rank <= WELL_KNOWN):
                return code
        return self.codes.most_common(1)[0][0] if self.codes else ""

    def _state_before(self, at: int) -> str:
        """The state that is named last before a word; "" where none is."""
        before = range(bisect_left(self._formed, at) - 1, -1, -1)
        return next((self._forms[t].code for i in before if not self._of_another(t := self._formed[i], at)), "")

    def _of_another(self, state: int, at: int) -> bool:
        """Whether a state's name says of what another thing is ("attacked the |French| embassy" says nothing of the soldiers after it)."""
        token = self.tokens[state]
        return (token.rel in ("amod", "compound") and state < token.head < at) or only_helps(self.tokens, state + 1)

    def alike(self, at: int) -> list[int]:
        """Where the article has the same noun, be it of one or many."""
        return self._nouns[self.tokens[at].text.lower().rstrip("s")]

    def near(self) -> list[str]:
        """The states that the article mentions, most mentioned first."""
        return self._near

    @cached_property
    def _near(self) -> list[str]:
        return [code for code, _ in self.codes.most_common()]

    # --- resolving one word

    def _resolve(self, at: int, depth: int) -> Actor | None:
        token = self.tokens[at]
        lower = token.text.lower()
        if lower in DAYS or (lower in TIMES and at not in self.named):
            return None
        if lower == "state" and at > 1 and self.tokens[at - 2].text.lower() == "secretary":
            return self.actor_at(at - 2)
        form = self.form_at(at)
        if at in self.named and not (form and self._longer(form, self.named[at])):
            return self.as_name(self.named[at], at)
        if lower in PERSONAL or lower in FIRST_PERSON:
            return self._pronoun(at, lower)
        if lower in RELATIVE and token.upos in ("PRON", "SCONJ", "DET"):
            return self._antecedent(at, depth)
        if person := self._by_last(token.text) if not form and self._capital(at) else None:
            return self.as_person(person, at)
        if form:
            return self._body_of(at) or self._people_of(form, at) or self._state(form)
        if token.upos == "ADJ" and token.rel == "amod" and lower in KINDS:
            return None
        if lower in OF_MANY and token.text[0].isupper() and self.tokens[token.head].text.lower() not in STATELESS:
            return actor(OF_MANY[lower], "", "", token.span)
        if token.upos in ("NOUN", "PROPN", "ADJ", "NUM"):
            return nominal(self, at)
        return None

    def _capital(self, at: int) -> bool:
        """Whether a word is a name by its tag, or by a capital that does not begin a sentence ("Case added")."""
        token, before = self.tokens[at], [t.text for t in self.tokens[max(0, at - 2) : at]]
        quoting = bool(before) and before[-1] in MARKS and before[0] != ","
        begins = quoting or at == self.reading.sentences[self.sentence_of[at]].first
        return token.upos == "PROPN" or (token.upos == "NOUN" and token.text.istitle() and not begins)

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
        if several := each_of(self, head):
            return next((a for a in several if (form := self.form_at(at)) and a.code == form.code), None)
        if self.tokens[head].text.lower() in ROLE_WORDS or tables.body(self.tokens[head].text):
            return nominal(self, head)
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
            return self.as_person(person, at) if person else None
        return body_meant(self, at)

    def is_said(self, at: int) -> bool:
        """Whether a token stands in something that somebody says."""
        return at in self._said

    def quoted_at(self, at: int) -> bool:
        """Whether a token stands inside quotation marks."""
        return at in self._quoted

    def aside(self, at: int) -> bool:
        """Whether a token stands in a line that is not the article."""
        return at in self._aside

    @cached_property
    def _quoted(self) -> frozenset[int]:
        return self._within(self.quoted)

    @cached_property
    def _aside(self) -> frozenset[int]:
        return self._within(self.asides)

    def _within(self, spans: Sequence[Span]) -> frozenset[int]:
        """The tokens that begin in one of these spans."""
        return frozenset(t for s in spans for t in self.inside(s))

    def as_name(self, name: Name, at: int) -> Actor:
        words = self.words(name.first, name.last)
        if name.first in self.person_of:
            return self.as_person(self.person_of[name.first], at)
        span = self.span(name.first, name.last)
        row = tables.state_form(words)
        if row and not (row.ambiguous and name.kind == "PER"):
            return self._state(row, span)
        found = self._by_end(words)
        code, sector = (found.code, found.sector) if found else ("", "")
        if found and self._shared(found, words) and not self.codes[code]:
            # another state's "Supreme Court" or "Democratic Party"
            code = self.state_here(at, sector) if found.kind == "party" else self._state_before(at) or code
        if not code and (not found or found.kind == "words"):
            code = self._state_around(name) or state_of(self, name.last - 1)
        if not found and name.kind == "LOC":
            code = code or self.place(words).code
        bare = strip_titles(words) if name.kind == "PER" else no_possessive(words)  # "Justice and Development Party" has no title
        return actor(self.spelled_out(bare or words), code, sector, span)

    def _shared(self, found: Known, words: str) -> bool:
        """Whether several states may have a body or party of this name."""
        return len(words.split()) <= SHORT if found.kind == "party" else found.kind == "body" and words.lower() in SHARED_BODIES

    def _by_end(self, words: str) -> Known | None:
        """What the tables know of a name, or of its end ("Shi'ite Hezbollah")."""
        found = self.known(words)
        parts = words.split()
        for i in range(1, len(parts)):
            if found:
                break
            rest = " ".join(parts[i:])
            found = Known(rest, row.code, row.sector, "group") if (row := tables.group(rest)) else None
        return found

    def spelled_out(self, words: str) -> str:
        """A name by the fullest form that the article gives: what the tables know of it, or what its letters stand for."""
        row = tables.organisation(words) or tables.group(words) or tables.party(words)
        forms = sorted((row.name, *row.forms), key=len, reverse=True) if row else []
        text = self._plain
        full = next((f for f in forms if len(f) > len(words) and f in text and f.split()[-1] not in FIGHTERS), "")
        said = self.reading.text[(at := text.find(full)) : at + len(full)]
        return said or self._bracketed(words) or self._unabbreviated(words) or words

    @cached_property
    def _plain(self) -> str:
        """The text with plain apostrophes, as the tables have them."""
        return self.reading.text.replace("’", "'")

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

    def as_person(self, person: Person, at: int) -> Actor:
        row = tables.person(person.name, self.published) or self.by_surname(person)
        said_code = person.codes.most_common(1)[0][0] if person.codes else ""
        said_sector = person.sectors.most_common(1)[0][0] if person.sectors else ""
        if row is not None and said_code and row.code != said_code and row.code != "IGO" and not self._in_office_here(person, row):
            row = None  # another person of that name
        code = (row.code if row else "") or said_code or ("" if person.unbound else self._home())
        sector = said_sector or (self._held(row) if row else "CVL")
        mention = self.named.get(at)
        token = self.tokens[at]
        span = Span(self.tokens[mention.first].span.start, self.tokens[mention.last - 1].span.end) if mention else token.span
        return actor(person.name, code, sector, span)

    def _in_office_here(self, person: Person, row: tables.PersonRow) -> bool:
        """Whether a whole name is that of who is in office for a state that the article names, whatever else stands around it."""
        return " " in person.name and tables.in_office(row, self.published) and bool(self.codes[row.code])

    def _by_last(self, word: str) -> Person | None:
        """The person of the article whose surname the reader passed over."""
        return self._by_surname_key.get(tables.key(word))

    def _home(self) -> str:
        """The state of which the article mostly speaks, for those of whom it says nothing else."""
        most = self.codes.most_common(2)
        alone = most and most[0][1] >= OFTEN and (len(most) == 1 or most[0][1] >= HOME * most[1][1])
        return most[0][0] if alone else ""

    def by_surname(self, person: Person) -> tables.PersonRow | None:
        """An office-holder of that surname: of a state that the article names, and with that first name where one is given."""
        parts = person.name.split()
        rows = [r for r in tables.by_surname(parts[-1], self.published) if tables.in_office(r, self.published)]
        if len(parts) > 1:
            rows = [r for r in rows if tables.key(r.name).split()[0] == tables.key(parts[0])]
        fitting = [r for r in rows if self.codes[r.code]]
        if fitting and (len(parts) > 1 or not any(tables.is_chief(r) for r in rows if r not in fitting)):
            return max(fitting, key=lambda r: self.codes[r.code])
        bodies = tuple(r for r in rows if r.code == "IGO")
        if len(parts) > 1:
            return bodies[0] if bodies else None
        chiefs = tables.chiefs(parts[-1], self.published)
        world = tuple(r for r in bodies if tables.is_of_the_world(r))
        now = tuple(r for r in chiefs if tables.in_office(r, self.published))
        for likely in (world, now, tuple(r for r in rows if tables.is_minister(r)), bodies, chiefs):
            if likely:
                return likely[0] if len({(r.code, r.name) for r in likely}) == 1 else None
        return None

    def _held(self, row: tables.PersonRow) -> str:
        over = bool(row.until) and bool(self.published) and row.until < self.published
        return "ELI" if over and row.sector == "GOV" else row.sector

    def _state(self, row: tables.StateName, span: Span | None = None) -> Actor:
        mentions = (span,) if span else ()
        if row.kind == "government" and row.body:
            return actor(row.body, row.code, row.sector, *mentions)
        return actor(tables.state_name(row.code), row.code, "", *mentions)

    def actors_at(self, token: int) -> tuple[Actor, ...]:
        """All whom the word stands for: two for "both leaders", "the two sides" or "Greek and Turkish ministers", else one or none."""
        if token not in self._several:
            several = (pair(self, token) if self.tokens[token].text.lower() in SIDES else ()) or each_of(self, token)
            one = self.actor_at(token)
            self._several[token] = several or ((one,) if one else ())
        return self._several[token]

    def span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].span.start, self.tokens[last - 1].span.end)

    def _state_around(self, name: Name) -> str:
        before = run_before(self.tokens, name.first)
        return state_in(self.reading, before, name.first) if before < name.first else ""
