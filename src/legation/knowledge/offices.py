"""Who held an office on a day: the words that news has for offices, and the tables' names of them.

Source of the words: own list. Some states' heads go by other names than the office that is meant ("Irish prime minister":
Taoiseach), so each kind lists the names that tables use, the surest first; "leader" is REIGN's effective leader.
"""

from __future__ import annotations

import re
from typing import Final

from legation.knowledge.tables import PersonRow, in_office, key, people_by_code

_HELD: Final = r"(?:acting |interim |transitional |caretaker |care-taker )?"

# Kind of office → the tables' names for it, in the order in which they are sure.
_OFFICES: Final[dict[str, tuple[str, ...]]] = {
    "president": (
        "president", "president of the republic", "federal president", "executive president", "state president",
        "president of the swiss confederation", "president of the state affairs commission", "president of the transition",
        "chairman of the presidency", "head of state", "chairperson of the presidency.*", "leader",
    ),
    "prime minister": (
        "prime minister", "premier", "federal chancellor", "chancellor", "president of the government", "chief executive",
        "president of the council of ministers", "head of government", "chairman of the council of ministers", "taoiseach",
        "chief minister", "premier of the state council", "minister of state", "leader",
    ),
    "chancellor": ("federal chancellor", "chancellor", "leader"),
    "king": ("king", "monarch", "head of state", "leader"),
    "queen": ("queen", "monarch", "head of state"),
    "emperor": ("emperor", "monarch"),
    "emir": ("emir", "amir", "leader"),
    "sultan": ("sultan", "sultan and prime minister", "leader"),
    "pope": ("pope",),
    "crown prince": ("crown prince",),
    "grand duke": ("grand duke",),
    "prince": ("prince", "crown prince"),
    "supreme leader": ("supreme leader", "leader"),
    "leader": ("leader", "supreme leader", "general secretary.*", "president", "prime minister", "king", "emir", "chief executive"),
    "vice president": ("vice president", "first vice president", "executive vice president"),
    "deputy prime minister": ("deputy prime minister", "first deputy prime minister", "vice premier"),
    "foreign minister": (
        "minister (?:of|for) foreign affairs", "foreign minister", "foreign secretary", "secretary of state",
        "secretary of state for foreign(?:,| and) commonwealth.*affairs", "minister (?:of|for) external affairs",
        "secretary of (?:foreign|external) affairs", "secretary of foreign relations", "federal minister (?:of|for) foreign affairs",
        "(?:federal )?minister (?:of|for) .*(?:foreign|external|european and international) (?:affairs|relations).*",
        "secretary of state for foreign.*",
    ),
    "defence minister": (
        "minister (?:of|for) defen[cs]e", "defen[cs]e minister", "secretary of (?:state for )?defen[cs]e",
        "secretary of national defen[cs]e",
        "minister (?:of|for) national defen[cs]e", "(?:federal )?minister (?:of|for) (?:the )?(?:.* )?(?:defen[cs]e|armed forces).*",
    ),
    "finance minister": (
        "minister (?:of|for) (?:the )?(?:.* )?(?:finance|treasury).*", "chancellor of the exchequer", "secretary of the treasury",
        "treasurer",
    ),
    "interior minister": (
        "minister (?:of|for) (?:the |home )?(?:interior|internal|home) ?(?:affairs)?.*", "home secretary",
        "secretary of state for the home department", "secretary of homeland security",
    ),
    "justice minister": ("minister (?:of|for) justice.*", "attorney.general", "secretary of state for justice.*"),
    "attorney general": ("attorney.general", "prosecutor general"),
    "ambassador to the united nations": ("(?:permanent representative|ambassador) to the united nations.*",),
    "speaker": ("speaker of the .*",),
    "chief justice": ("chief justice.*",),
    "secretary-general": ("secretary.general.*", "chair(?:person|man) of the commission"),
}  # fmt: skip

# What news says → the kind of office.
_SAID: Final[dict[str, str]] = {
    "premier": "prime minister", "pm": "prime minister", "taoiseach": "prime minister", "head of government": "prime minister",
    "head of state": "president", "foreign secretary": "foreign minister", "secretary of state": "foreign minister",
    "external affairs minister": "foreign minister", "minister of foreign affairs": "foreign minister",
    "minister of external affairs": "foreign minister", "top diplomat": "foreign minister", "chief diplomat": "foreign minister",
    "minister for foreign affairs": "foreign minister",
    "defense minister": "defence minister", "defense secretary": "defence minister", "defence secretary": "defence minister",
    "secretary of defense": "defence minister", "secretary of defence": "defence minister", "defense chief": "defence minister",
    "defence chief": "defence minister", "minister of defence": "defence minister", "minister of defense": "defence minister",
    "treasury secretary": "finance minister", "chancellor of the exchequer": "finance minister", "minister of finance": "finance minister",
    "home secretary": "interior minister", "home minister": "interior minister", "homeland security secretary": "interior minister",
    "minister of the interior": "interior minister", "minister of interior": "interior minister",
    "law minister": "justice minister", "minister of justice": "justice minister",
    "amir": "emir", "monarch": "king", "ruler": "leader", "strongman": "leader", "dictator": "leader", "supreme leader": "supreme leader",
    "vice-president": "vice president", "deputy premier": "deputy prime minister", "vice premier": "deputy prime minister",
    "ambassador to the un": "ambassador to the united nations", "un ambassador": "ambassador to the united nations",
    "u.n. ambassador": "ambassador to the united nations",
}  # fmt: skip

# Heads of organisations: what news says → the table's name of the office.
_HEADS: Final[dict[str, str]] = {
    "united nations": "Secretary-General of the United Nations",
    "nato": "Secretary General of NATO",
    "european commission": "President of the European Commission",
    "european council": "President of the European Council",
    "african union": "Chairperson of the African Union Commission",
    "african union commission": "Chairperson of the African Union Commission",
    "asean": "Secretary-General of ASEAN",
    "association of southeast asian nations": "Secretary-General of ASEAN",
    "opec": "Secretary General of OPEC",
    "arab league": "Secretary-General of the Arab League",
    "international monetary fund": "Managing Director of the International Monetary Fund",
    "world bank": "President of the World Bank",
    "international atomic energy agency": "Director General of the International Atomic Energy Agency",
    "world health organization": "Director-General of the World Health Organization",
    "international criminal court": "Prosecutor of the International Criminal Court",
}  # fmt: skip
_HEAD_WORDS: Final = frozenset(
    "chief head secretary-general president chairman chairwoman chairperson director director-general leader prosecutor".split()
)


def kind_of(said: str) -> str:
    """The kind of office that words speak of ("defense secretary" → "defence minister"), "" for none."""
    words = re.sub(r"\s+", " ", said.lower().replace("’", "'")).strip()
    words = re.sub(r"^(?:the|his|her|its|their|current|acting|interim|new) ", "", words)
    return _SAID.get(words, words if words in _OFFICES else "")


def holder(code: str, said: str, on: str) -> PersonRow | None:
    """Who held the office that `said` speaks of in a state on a day (ISO); None where the tables do not tell.

    Of several holders the last to take it up.
    """
    rows = holders(code, said, on) if on else ()
    return max(rows, key=lambda row: (row.source.startswith("own"), row.since), default=None)


def holders(code: str, said: str, on: str = "") -> tuple[PersonRow, ...]:
    """Everyone who held an office on a day, in a month or year, or ever, where none is given; in the order of time.

    Of several names that tables use for an office the surest with a holder decides.
    """
    kind = kind_of(said)
    for pattern in _OFFICES[kind] if kind and code else ():
        name = re.compile(_HELD + pattern, re.IGNORECASE)
        rows = [row for row in people_by_code().get(code, ()) if (not on or in_office(row, on)) and name.fullmatch(row.office)]
        if rows:
            return tuple(sorted(rows, key=lambda row: row.since))
    return ()


def heads_of(organisation: str, said: str, on: str = "") -> tuple[PersonRow, ...]:
    """Everyone who headed an international organisation then, or ever, where `said` is a word for its head ("the UN chief")."""
    words = said.lower().replace("secretary general", "secretary-general").split()
    if not words or words[-1] not in _HEAD_WORDS:
        return ()
    return titled(_HEADS.get(re.sub(r"^the ", "", organisation.lower()), ""), on)


def head_of(organisation: str, said: str, on: str) -> PersonRow | None:
    """Who headed an international organisation on a day; of several the last to take it up."""
    return max(heads_of(organisation, said, on) if on else (), key=lambda row: row.since, default=None)


def titled(office: str, on: str = "") -> tuple[PersonRow, ...]:
    """Everyone who held an office of an international organisation that tables call just so."""
    rows = [row for row in people_by_code().get("IGO", ()) if key(row.office) == key(office) and (not on or in_office(row, on))]
    return tuple(sorted(rows, key=lambda row: row.since))
