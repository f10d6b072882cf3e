"""What a name says by itself: the state and sector of "Turkish officials", "Duma", "Hezbollah" or "Angela Merkel".

The tables of `tables.py` are asked in the order in which they are sure. An article may know better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from legation.knowledge.places import find, find_regions
from legation.knowledge.tables import (
    KEPT,
    BodyRow,
    StateName,
    body,
    by_surname,
    forget_with_rows,
    group,
    key,
    organisation,
    party,
    person,
    state_form,
)

POSSESSIVE: Final = re.compile(r"['’]s?$")
_PREFIX: Final = re.compile(
    r"^(?:(?:the|a|an|some|many|several|other|most|all|two|three|four|[\d,]+|thousands of|hundreds of|dozens of|"
    r"senior|top|local|unnamed|unidentified|leading|ordinary|young|armed|former|late|new|current|outgoing|incoming|"
    r"acting|interim|members of|supporters of|representatives of)\s+|pro-|anti-|ex-)+",
    re.IGNORECASE,
)
_FORMER: Final = re.compile(r"^(?:the )?(?:former\b|ex-|ousted\b|deposed\b)", re.IGNORECASE)
_COMPASS: Final = frozenset("northern southern eastern western central north south east west".split())

_PEOPLES: Final = frozenset(("Arab", "Arabs"))  # of many states, though some bear the name


@dataclass(frozen=True, slots=True)
class Known:
    """What the tables know of a name: its fullest form, state, sector, and which table said so."""

    name: str
    code: str
    sector: str
    kind: str


def known(name: str, on: str = "") -> Known | None:
    """What a name says by itself, on a day (ISO, maybe cut short); None where the tables know nothing of it."""
    bare = POSSESSIVE.sub("", name.strip())
    return _listed(bare, on) or _in_words(bare) or _touched(bare, on)


def _listed(name: str, on: str) -> Known | None:
    """A name that stands in a table as it is."""
    found = body(name)
    if found and found.code:
        return Known(found.name, found.code, found.sector, "body")
    state = state_form(name)
    if state and not (state.ambiguous and state.kind == "capital"):
        sector = "CVL" if state.kind == "demonym" and state.form.endswith(("s", "ese")) else state.sector
        return Known(state.body or name, state.code, sector, state.kind)
    for kind, row in (("organisation", organisation(name)), ("group", group(name)), ("party", party(name))):
        if row:
            return Known(row.name, row.code, row.sector, kind)
    who = person(name, on)
    if who and (" " in name or who.source.startswith("own")):
        return Known(who.name, who.code, who.sector, "person")
    return _region(name)


def _region(name: str) -> Known | None:
    """A region or city that acts: a federal state or a city stands for its government."""
    found = find_regions(name)
    rows = [row for row in found if row.code] if not found or found[0].code else []  # "the Gulf" is a sea before it is a province
    towns = [] if rows else [town for town in find(name) if town.rank <= 1]
    if rows:
        return Known(name, rows[0].code, "GOV" if rows[0].kind in {"state", "city"} else "", "region")
    return Known(name, towns[0].code, "GOV", "region") if towns else None


@lru_cache(maxsize=KEPT)  # asked for by every article that speaks of "French troops"
def _in_words(name: str) -> Known | None:
    """What the words of a name come to, whatever the day."""
    return _composed(name) or _of_state(name) or _worded(name)


forget_with_rows(_in_words.cache_clear)


def _splits(name: str) -> Iterator[tuple[str, str]]:
    # "U.S. Supreme Court" → ("U.S.", "Supreme Court"): the longest beginning first.
    words = name.replace("-led", " led").replace("-backed", " backed").split()
    for size in range(min(4, len(words) - 1), 0, -1):
        yield POSSESSIVE.sub("", " ".join(words[:size])), " ".join(words[size:])


def _sure_state(form: str) -> StateName | None:
    """The state that a form within a name stands for: Victoria's and Thames Valley's police are no Seychellois or Anguillans."""
    row = state_form(form)
    return None if row and row.ambiguous and row.kind == "capital" else row


def _whose(form: str) -> tuple[str, str] | None:
    """The code and sector of what comes before a word for a body: a state, its people, an organisation, a region."""
    state = _sure_state(form)
    if state:
        return state.code, state.sector
    row = organisation(form) or group(form) or party(form)
    if row:
        return row.code, row.sector
    if form.lower() in _COMPASS:  # "Western envoys" come from no province of that name
        return None
    regions = find_regions(form)
    if regions and not regions[0].code:  # a sea, a continent
        return None
    places = [r.code for r in regions if r.code] + [t.code for t in find(form) if t.rank <= 1]
    return (places[0], "") if places else None


def _composed(name: str) -> Known | None:
    """A state, people or organisation, and words for a body of it: "Turkish officials", "Hong Kong police"."""
    for first, rest in _splits(_PREFIX.sub("", name) or name):
        owner = _whose(first)
        if owner:
            words = _words(rest)
            if not words and not owner[1] and not state_form(first):  # a town's or province's name alone makes no owner: "Nord Stream"
                continue
            if owner[0] in {"IGO", ""} or (owner[1] in {"REB", "PTY", "JRN"}):
                return Known(name, owner[0], owner[1] or (words.sector if words else ""), "composed")
            return Known(name, owner[0], words.sector if words else owner[1], "composed")
    return None


def _of_state(name: str) -> Known | None:
    """A body and its state after it: "Ministry of Defence of Ukraine", "residents of Aleppo", "president of France"."""
    for match in reversed(list(re.finditer(r"\s(?:of|in|for|from)\s(?:the\s)?", name))):
        owner = _whose(POSSESSIVE.sub("", name[match.end() :]))
        words = _words(name[: match.start()])
        if owner:
            return Known(name, owner[0], words.sector if words else owner[1], "composed")
    return None


def _words(text: str) -> BodyRow | None:
    """The word for a body in a phrase: the whole, else its longest end, else that of its head."""
    text = _PREFIX.sub("", text) or text
    head = re.split(r"\s(?:of|in|for|from|with|who|near|at|and|to|on)\s|,", text)[0]
    for phrase in dict.fromkeys((text, head)):
        words = phrase.split()
        for at in range(len(words)):
            found = body(" ".join(words[at:]))
            if found:
                return found
    return None


def _worded(name: str) -> Known | None:
    """Words for a body or people without a state: "protesters", "former presidents"."""
    found = _words(name)
    if not found:
        return None
    sector = "ELI" if _FORMER.match(name) and found.sector == "GOV" else found.sector
    return Known(name, found.code or _inside(name), sector, "words")


def _inside(name: str) -> str:
    # "forces of President Bashar al-Assad", "pro-Russia separatists": the state of whoever is named within.
    words = re.split(r"[\s/-]+", name)
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            form = POSSESSIVE.sub("", " ".join(words[at : at + size]))
            state = _sure_state(form)
            who = None if state or size == 1 else person(form)
            if state or who:
                return (state or who).code  # type: ignore[union-attr]
    return ""


def _touched(name: str, on: str) -> Known | None:
    """The last resort: a state's name within the name, or one person in office of that surname."""
    code = _inside(name)
    if code:
        return Known(name, code, "", "within")
    one = len(key(name).split()) <= 2 and name[:1].isupper() and name not in _PEOPLES  # "powers" are nobody's name
    found = by_surname(name, on) if one else ()
    if found and len({row.code for row in found[:2]}) == 1:
        return Known(found[0].name, found[0].code, found[0].sector, "surname")
    return None
