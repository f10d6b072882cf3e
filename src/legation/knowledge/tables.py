"""What Legation knows of states, organisations, armed groups, parties, people and offices: tables with their sources.

Each table is a TSV beside this file, read when it is first asked for and kept. A user may hand in other rows later;
nothing here decides who an actor of an article is: `naming` puts the tables together, `resolving` decides.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple, Protocol, TypeVar

PACKAGE: Final = "legation.knowledge"
KEPT: Final = 10_000  # names whose answers are kept at hand

# Letters that Unicode does not take apart into a base letter and a mark.
_LETTERS: Final = str.maketrans({
    "ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a",
    "'": None, "’": None, "‘": None, "`": None, "ʻ": None, "ʼ": None, ".": None, ",": " ",
    "-": " ", "–": " ", "—": " ", "‑": " ",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state or territory (ISO 3166-1 alpha-3), with the days from and to which it is one, where they matter."""

    code: str
    name: str
    valid_from: str
    valid_to: str
    source: str


@dataclass(frozen=True, slots=True)
class StateName:
    """A form that stands for a state: its name, a short form, its people, its capital, or a seat of its government.

    `kind` is name, abbreviation, demonym, capital, government or former. For a seat of government `body` is the body it
    stands for and `sector` that body's. `ambiguous`: the form is also the name of something else that news tells of.
    """

    code: str
    form: str
    kind: str
    body: str
    sector: str
    ambiguous: bool
    source: str


@dataclass(frozen=True, slots=True)
class BodyRow:
    """An organisation, armed group, party or body of a state, or a word for such; `code` may be ""."""

    name: str
    forms: tuple[str, ...]
    code: str
    sector: str
    source: str


class PersonRow(NamedTuple):
    """A person in one office, from one day to another (ISO dates, maybe cut short; `until` is "" while it is held).

    A named tuple, which is made four times as fast as a dataclass: there are 16,000."""

    name: str
    forms: tuple[str, ...]
    surname: str
    code: str
    sector: str
    office: str
    since: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class Membership:
    """A state's membership of an organisation, from one day to another (ISO, maybe cut short; `until` "" while it lasts)."""

    organisation: str
    code: str
    since: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region, sea, continent, landmark or well-known city, with the state that it counts to ("" for none)."""

    name: str
    forms: tuple[str, ...]
    code: str
    kind: str
    source: str


class Named(Protocol):
    """A row that is known by a name and by other forms of it."""

    @property
    def name(self) -> str: ...

    @property
    def forms(self) -> tuple[str, ...]: ...


Row = TypeVar("Row")
NamedRow = TypeVar("NamedRow", bound=Named)


@lru_cache(maxsize=100_000)
def key(form: str) -> str:
    """What two spellings of one name have in common: no case, accents, marks, hyphens or leading "the"."""
    text = form.casefold()
    if not text.isascii() or not text.replace(" ", "").isalpha():
        text = text.translate(_LETTERS)
    return " ".join(_plain_letters(text).split()).removeprefix("the ")


def keys(forms: Sequence[str]) -> list[str]:
    """The key of each form, those of plain letters all at once: a table has thousands. None may hold a tab or a line's end."""
    text = "\n".join(form for form in forms if form.isascii()).casefold().translate(_LETTERS)
    while "  " in text:
        text = text.replace("  ", " ")
    plain = iter(text.split("\n"))
    return [next(plain).strip().removeprefix("the ") if form.isascii() else key(form) for form in forms]


def _plain_letters(text: str) -> str:
    if text.isascii():
        return text
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return text.translate(_LETTERS)


# First names that come in several spellings from other alphabets: each word stands for all that point to it.
_SPELLINGS: Final = {
    other: word
    for word, others in {
        "sergey": "sergei serhiy sergiy", "dmitry": "dmitri dmitriy dmytro", "alexey": "aleksey alexei aleksei oleksiy",
        "alexander": "aleksandr alexandr aleksander oleksandr alyaksandr", "mikhail": "mikhayil", "yuri": "yuriy yury",
        "vladimir": "volodymyr uladzimir", "nikolai": "nikolay mykola", "anatoly": "anatoliy anatoli",
        "yevgeny": "evgeny yevgeniy evgeniy", "vitaly": "vitaliy vitali", "viktor": "victor",
        "andrei": "andrey andriy andrii",
        "pavel": "pavlo", "vasily": "vasyl", "grigory": "grigoriy", "arseniy": "arseny arsenii",
        "mohammed": "mohammad muhammad mohamed mohamad muhammed mohammadi", "ahmed": "ahmad",
        "hussein": "husayn hussain hossein",
        "abdul": "abdel abd abdal abdol", "ibrahim": "ebrahim", "hasan": "hassan", "yusuf": "yousef youssef yousuf",
        "saleh": "salih", "khaled": "khalid", "said": "saeed sayed sayyid saied", "qassem": "qasem qasim ghasem kassem",
        "el": "al", "sissi": "sisi", "zelenskyy": "zelensky zelenskiy zelenskyi", "yanukovych": "yanukovich",
    }.items()
    for other in others.split()
}  # fmt: skip

_SPELLED: Final = frozenset(_SPELLINGS)


def person_key(name: str) -> str:
    """The key of a person's name, in one of its spellings."""
    return _spelled(key(name))


def _spelled(text: str) -> str:
    words = text.split()
    return text if _SPELLED.isdisjoint(words) else " ".join(_SPELLINGS.get(word, word) for word in words)


def fits(form: str, asked: str) -> bool:
    """Whether `asked` may stand for `form` as it is written: "us" is not "US", "who" not "WHO"."""
    if not form[:1].isupper():
        return True
    letters = form.replace(".", "")
    if letters.isupper() and len(letters) <= 3:
        return asked.replace(".", "").isupper()
    return any(c.isupper() for c in asked)


def lines(file: str) -> Iterator[list[str]]:
    """The rows of a table as lists of fields, without the line of headings."""
    text = files(PACKAGE).joinpath(file).read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        yield line.split("\t")


def _forms(field: str) -> tuple[str, ...]:
    return tuple(field.split("|")) if field else ()


# --- a user's own rows


@dataclass(slots=True)
class _Own:
    people: tuple[PersonRow, ...] = ()
    bodies: dict[str, tuple[BodyRow, ...]] = field(default_factory=dict)


_OWN: Final = _Own()


def use(persons: Iterable[PersonRow] = (), others: Mapping[str, Iterable[BodyRow]] | None = None) -> None:
    """Put a user's rows before those of the tables, in place of any put there before: `others` by kind of body."""
    _OWN.people = tuple(persons)
    _OWN.bodies = {kind: tuple(rows) for kind, rows in (others or {}).items()}
    for forget in _FORGET:
        forget()


def own_rows() -> int:
    """How many rows of the user's are in use."""
    return len(_OWN.people) + sum(map(len, _OWN.bodies.values()))


# --- the tables


@cache
def memberships() -> tuple[Membership, ...]:
    """Which states belong to which organisations and loose groups."""
    return tuple(Membership(*fields) for fields in lines("memberships.tsv"))


def members(organisation: str, on: str = "") -> tuple[str, ...]:
    """The codes of an organisation's member states on a day (today's where none is given), as the table spells its name."""
    return tuple(m.code for m in memberships() if m.organisation == organisation and belongs(m, on))


def belongs(m: Membership, on: str) -> bool:
    """Whether a membership holds on a day, or still, where none is given."""
    if not on:
        return not m.until
    return m.since[: len(on)] <= on[: len(m.since)] and (not m.until or on[: len(m.until)] <= m.until[: len(on)])


@cache
def states() -> dict[str, StateRow]:
    """Every state and territory by its code."""
    return {fields[0]: StateRow(*fields) for fields in lines("states.tsv")}


@cache
def state_names() -> tuple[StateName, ...]:
    """Every form that stands for a state."""
    return tuple(StateName(c, f, k, b, s, a == "1", src) for c, f, k, b, s, a, src in lines("state_names.tsv"))


def _bodies(file: str, kind: str) -> tuple[BodyRow, ...]:
    """The rows of a file, behind those of the user, which take the place of any of the same name."""
    mine = _OWN.bodies.get(kind, ())
    taken = {key(row.name) for row in mine}
    rows = (BodyRow(n, _forms(f), c, s, src) for n, f, c, s, *_, src in lines(file))
    return (*mine, *(row for row in rows if key(row.name) not in taken)) if mine else tuple(rows)


@cache
def organisations() -> tuple[BodyRow, ...]:
    """International and non-governmental organisations, news agencies and papers, well-known companies."""
    return _bodies("organisations.tsv", "organisation")


@cache
def groups() -> tuple[BodyRow, ...]:
    """Armed groups, with the state in which they fight."""
    return _bodies("groups.tsv", "group")


@cache
def parties() -> tuple[BodyRow, ...]:
    """Political parties, with their state."""
    return _bodies("parties.tsv", "party")


@cache
def bodies() -> tuple[BodyRow, ...]:
    """Bodies of states that are known by name ("Duma"), and words for bodies and people ("army", `code` is "")."""
    return _bodies("bodies.tsv", "body")


@cache
def people() -> tuple[PersonRow, ...]:
    """Holders of offices and other people in the news: one row for each person and office."""
    mine = _OWN.people
    taken = {(key(row.name), row.code) for row in mine}
    rows = (PersonRow(f[0], _forms(f[1]), *f[2:]) for f in lines("people.tsv"))
    return (*mine, *(row for row in rows if (key(row.name), row.code) not in taken)) if mine else tuple(rows)


@cache
def _given_names() -> dict[str, tuple[str, str]]:
    """Each given name, and short form of one → the full name and the gender it is mostly given to (f, m)."""
    rows = [(name, _forms(forms), gender) for name, forms, gender, _ in lines("given_names.tsv")]
    found = {key(name): (key(name), gender) for name, _, gender in rows}
    return found | {key(form): (key(name), gender) for name, forms, gender in rows for form in forms}


def gender(given: str) -> str:
    """The gender that a given name mostly tells: "f", "m", or "" where the table does not know."""
    return _given_names().get(key(given), ("", ""))[1]


def full_given_name(given: str) -> str:
    """What a given name is short for ("mike" → "michael"), as a key; itself where the table knows of none."""
    return _given_names().get(key(given), (key(given), ""))[0]


@cache
def regions() -> tuple[RegionRow, ...]:
    """Regions, seas, continents, landmarks and well-known cities."""
    return tuple(RegionRow(n, _forms(f), c, k, src) for n, f, c, k, src in lines("regions.tsv"))


# --- looking up


def index(rows: Iterable[NamedRow], first: int = 0) -> dict[str, list[tuple[str, NamedRow]]]:
    """Rows by the keys of their names and forms, each with the form as the table writes it; names go before forms.

    The `first` rows, a user's own, go before all others."""
    rows = tuple(rows)
    named = [(form, row) for row in rows[:first] for form in (row.name, *row.forms)]
    named += [(row.name, row) for row in rows[first:]]
    named += [(form, row) for row in rows[first:] for form in row.forms]
    found: dict[str, list[tuple[str, NamedRow]]] = defaultdict(list)
    for (form, row), its in zip(named, keys([form for form, _ in named]), strict=True):
        found[its].append((form, row))
    return dict(found)


def _first(found: Iterable[tuple[str, Row]], asked: str) -> Row | None:
    return next((row for form, row in found if fits(form, asked)), None)


@cache
def _states_by_form() -> dict[str, list[tuple[str, StateName]]]:
    found: dict[str, list[tuple[str, StateName]]] = defaultdict(list)
    for row, form in zip(state_names(), keys([row.form for row in state_names()]), strict=True):
        found[form].append((row.form, row))
    return dict(found)


@cache
def _organisations_by_form() -> dict[str, list[tuple[str, BodyRow]]]:
    return index(organisations(), len(_OWN.bodies.get("organisation", ())))


@cache
def _groups_by_form() -> dict[str, list[tuple[str, BodyRow]]]:
    return index(groups(), len(_OWN.bodies.get("group", ())))


@cache
def _parties_by_form() -> dict[str, list[tuple[str, BodyRow]]]:
    return index(parties(), len(_OWN.bodies.get("party", ())))


@cache
def _bodies_by_form() -> dict[str, list[tuple[str, BodyRow]]]:
    return index(bodies(), len(_OWN.bodies.get("body", ())))


@cache
def _people_by_form() -> dict[str, list[PersonRow]]:
    found: dict[str, list[PersonRow]] = defaultdict(list)
    rows = [row for row in people() for _ in (row.name, *row.forms)]
    forms = keys([form for row in people() for form in (row.name, *row.forms)])
    for row, form in zip(rows, map(_spelled, forms), strict=True):
        if not (of_form := found[form]) or of_form[-1] is not row:
            of_form.append(row)
    return dict(found)


@cache
def _people_by_surname() -> dict[str, list[PersonRow]]:
    found: dict[str, list[PersonRow]] = defaultdict(list)
    for row, surname in zip(people(), keys([row.surname for row in people()]), strict=True):
        found[_spelled(surname)].append(row)
    return dict(found)


@lru_cache(maxsize=100_000)
def state_form(form: str) -> StateName | None:
    """The state that a name, abbreviation, demonym, capital or seat of government stands for, and as what."""
    return _first(_states_by_form().get(key(form), ()), form)


@cache
def _state_keys() -> list[str]:
    return sorted(_states_by_form())


@lru_cache(maxsize=KEPT)
def begins_state(words: str) -> bool:
    """Whether some form of a state's name begins with the letters of these words, be they all of it."""
    its, known = key(words), _state_keys()
    at = bisect_left(known, its)
    return at < len(known) and known[at].startswith(its)


def is_demonym(form: str) -> bool:
    """Whether a form names a state's people: "Moldovan"."""
    row = state_form(form)
    return row is not None and row.kind == "demonym"


def state_of(form: str) -> str:
    """The code of the state that a form stands for, "" for none."""
    row = state_form(form)
    return row.code if row else ""


def state_name(code: str) -> str:
    """The common English name of a state, or its code where it is unknown."""
    row = states().get(code)
    return row.name if row else code


@lru_cache(maxsize=KEPT)
def organisation(form: str) -> BodyRow | None:
    """An international or non-governmental organisation, medium or company, by a form of its name."""
    return _first(_organisations_by_form().get(key(form), ()), form)


@lru_cache(maxsize=KEPT)
def group(form: str) -> BodyRow | None:
    """An armed group, by a form of its name."""
    return _first(_groups_by_form().get(key(form), ()), form)


@lru_cache(maxsize=KEPT)
def party(form: str) -> BodyRow | None:
    """A political party, by a form of its name."""
    return _first(_parties_by_form().get(key(form), ()), form)


@lru_cache(maxsize=KEPT)
def body(words: str) -> BodyRow | None:
    """A body by its name ("Duma"), or the kind that words for one speak of ("riot police", plural or not)."""
    found = _bodies_by_form()
    row = _first(found.get(key(words), ()), words)
    one = words[:-1] if words.endswith("s") and not words.isupper() else ""
    return row or _first(found.get(key(one), ()), one)


def in_office(row: PersonRow, on: str) -> bool:
    """Whether the office was held on a day (ISO, maybe cut short); short bounds take in all they may mean."""
    return row.since[: len(on)] <= on and (not row.until or on[: len(row.until)] <= row.until[: len(on)])


LATELY: Final = 8  # years
CHIEF: Final = 2  # the weight of the highest offices
_CHIEF: Final = re.compile(r"(?i)president|prime minister|king|queen|chancellor|supreme leader|emir|sultan|pope|premier")
_OF_THE_WORLD: Final = re.compile(r"(?i)secretary.general of (the united nations|nato)|president of the european (council|commission)")
_MINISTER: Final = re.compile(r"(?i)(minister|secretary) (of|for) (state|foreign affairs|external affairs|defen[cs]e)")


def is_chief(row: PersonRow) -> bool:
    """Whether the office is that of a head of state or government."""
    return _weight(row.office) == CHIEF


def is_minister(row: PersonRow) -> bool:
    """Whether the office is that of a minister whom the world knows: of foreign affairs or defence."""
    return _weight(row.office) == 1


def is_of_the_world(row: PersonRow) -> bool:
    """Whether somebody heads one of the bodies whose heads are known everywhere."""
    return row.code == "IGO" and _OF_THE_WORLD.fullmatch(row.office) is not None


@lru_cache(maxsize=KEPT)
def _weight(office: str) -> int:
    return CHIEF if _CHIEF.fullmatch(office) else 1 if _MINISTER.match(office) else 0


def _nearest(row: PersonRow, on: str) -> tuple[bool, int, str]:
    # Ordered so that the greatest fits a day best: held then, the highest of several; else the last laid down before it.
    held = in_office(row, on) if on else not row.until
    begun = not on or row.since <= on
    return held, held * _weight(row.office), (row.since if held else row.until or row.since) if begun else ""


@lru_cache(maxsize=KEPT)
def person(form: str, on: str = "") -> PersonRow | None:
    """A person by full name, in the office held on a day; without one, or with none held then, in the latest before."""
    found, asked = _people_by_form(), person_key(form)
    first, *middle = asked.split() or [""]
    rows = found.get(asked, [])
    if not rows and len(middle) == 2:  # "Robert Gabriel Mugabe"
        rows = found.get(f"{first} {middle[-1]}", [])
    return max(rows, key=lambda row: _nearest(row, on), default=None)


def people_named(form: str) -> tuple[PersonRow, ...]:
    """Every row of a person, by full name in any spelling."""
    return tuple(_people_by_form().get(person_key(form), ()))


@lru_cache(maxsize=KEPT)
def by_surname(surname: str, on: str = "") -> tuple[PersonRow, ...]:
    """People of a surname, one row each: those in office on the day first, then the latest."""
    best: dict[tuple[str, str], PersonRow] = {}
    for row in sorted(_people_by_surname().get(person_key(surname), ()), key=lambda row: _nearest(row, on), reverse=True):
        best.setdefault((row.code, key(row.name)), row)
    return tuple(best.values())


def chiefs(surname: str, on: str) -> tuple[PersonRow, ...]:
    """The heads of state and government of a surname who are in office on a day, or were LATELY: by a surname alone no others are meant."""
    found: dict[tuple[str, str], PersonRow] = {}
    for row in _people_by_surname().get(person_key(surname), ()):
        over = row.until and row.until[:4] < str(int(on[:4]) - LATELY) if on[:4].isdigit() else False
        if is_chief(row) and row.since[: len(on)] <= on and not over:
            found[row.code, key(row.name)] = row
    last = tuple(row for row in found.values() if key(row.name).split()[-1] == key(surname))  # before those who bear it as a second name
    return last or tuple(found.values())


@cache
def people_by_code() -> dict[str, list[PersonRow]]:
    """The people of each state, and those of international organisations under IGO."""
    found: dict[str, list[PersonRow]] = defaultdict(list)
    for row in people():
        found[row.code].append(row)
    return dict(found)


def prepare() -> None:
    """Read the tables and sort them by their keys, as the first look-up of each would."""
    for kept in (_states_by_form, memberships, _given_names, *_CACHES):
        kept()


_CACHES: Final = (
    organisations, groups, parties, bodies, people, _organisations_by_form, _groups_by_form, _parties_by_form, _bodies_by_form,
    _people_by_form, _people_by_surname, people_by_code,
)  # fmt: skip
# What is forgotten when the user's rows change: the tables, and answers that were looked up in them.
_FORGET: Final[list[Callable[[], None]]] = [kept.cache_clear for kept in (*_CACHES, organisation, group, party, body, person, by_surname)]


def forget_with_rows(forget: Callable[[], None]) -> None:
    """Have this called, too, whenever the user's rows change."""
    _FORGET.append(forget)
