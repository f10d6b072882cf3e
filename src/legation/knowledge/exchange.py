"""The codes of other data sets for states, organisations, sectors and acts: FIPS, Correlates of War, CAMEO, ICEWS."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from legation.knowledge.tables import key, lines

# FIPS 10-4 has no code for all of the Palestinian territories: Gaza lies west of this longitude, the West Bank east of it.
GAZA: Final = "GZ"
WEST_BANK: Final = "WE"
BETWEEN: Final = 34.7  # degrees east
PALESTINE: Final = "PSE"


@dataclass(frozen=True, slots=True)
class StateCodes:
    """A state in other lists: ISO alpha-2, FIPS 10-4, the Correlates of War, and CAMEO where it differs; "" where it is in none."""

    alpha2: str
    fips: str
    cow: str
    cameo: str
    source: str


@dataclass(frozen=True, slots=True)
class Act:
    """A CAMEO code's name, and its Goldstein score as GDELT has it (None where it has none)."""

    name: str
    goldstein: float | None
    source: str


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector of the record as a CAMEO actor type and in ICEWS's words."""

    cameo: str
    icews: str
    source: str


NO_STATE: Final = StateCodes("", "", "", "", "")
NO_ACT: Final = Act("", None, "")
NO_SECTOR: Final = Sector("", "", "")


@cache
def _states() -> dict[str, StateCodes]:
    return {code: StateCodes(*fields) for code, *fields in lines("exchange_states.tsv")}


@cache
def _acts() -> dict[str, Act]:
    return {code: Act(name, float(score) if score else None, source) for code, name, score, source in lines("cameo.tsv")}


@cache
def _sectors() -> dict[str, Sector]:
    return {sector: Sector(*fields) for sector, *fields in lines("exchange_sectors.tsv")}


@cache
def _groups() -> dict[str, str]:
    return {key(name): code for name, code, _ in lines("known_groups.tsv")}


def fips(code: str, longitude: float | None = None) -> str:
    """The FIPS 10-4 code of a state (ISO alpha-3), with degrees east where only these tell; "" where it has none."""
    if code == PALESTINE and longitude is not None:
        return GAZA if longitude < BETWEEN else WEST_BANK
    return _states().get(code, NO_STATE).fips


def alpha2(code: str) -> str:
    """The two letters of a state (ISO 3166-1); "" where it has none."""
    return _states().get(code, NO_STATE).alpha2


def cow(code: str) -> str:
    """The number of a state in the Correlates of War; "" where it has none."""
    return _states().get(code, NO_STATE).cow


def cameo_state(code: str) -> str:
    """The code that CAMEO's tables have for a state (ISO alpha-3): mostly the same."""
    return _states().get(code, NO_STATE).cameo or code


def act(cameo: str) -> Act:
    """What a CAMEO code is called, and its Goldstein score in GDELT."""
    return _acts().get(cameo, NO_ACT)


def sector(code: str) -> Sector:
    """A sector's names elsewhere."""
    return _sectors().get(code, NO_SECTOR)


def known_group(name: str) -> str:
    """CAMEO's code of an organisation or group that it knows, by the name of our tables; "" for all others."""
    return _groups().get(key(name), "")
