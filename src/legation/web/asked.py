"""What is asked for in an address, checked: a word that means nothing is answered with one line that says so."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import HTTPException, Query

from legation.entries import STATUSES, TYPES
from legation.errors import LegationError
from legation.knowledge.days import fault
from legation.knowledge.sureness import least
from legation.record.facets import Filters

Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most")]
FIGURES: Final = 12  # of a cursor
After = Annotated[str, Query(max_length=100, description="The cursor of the page before, as its `next` gives it")]
Day = Annotated[str, Query(max_length=10, description="Today, or another day (2018-06-12)")]
Parties = Annotated[list[str], Query(description="Who takes part: a state's code or name, a party's id or name; again for more")]
NOBODY: list[str] = []
Words = Annotated[str, Query(max_length=400, description="Words that all stand in it, in any form")]


def filters(
    party: Parties = NOBODY,
    type: Annotated[str, Query(description="Only this type: CONSULT, SANCTION, …")] = "",
    status: Annotated[str, Query(description="Only this status: happened, planned, …")] = "",
    date: Annotated[str, Query(description="The year, month or day in which it begins")] = "",
    since: Annotated[str, Query(description="From this day, month or year on")] = "",
    until: Annotated[str, Query(description="Up to this day, month or year")] = "",
    place: Annotated[str, Query(description="The place's name, or its state's name or code")] = "",
    source: Annotated[str, Query(description="Told by this outlet")] = "",
    confidence: Annotated[str, Query(description='How sure it must be: from 0 to 1, or "sure"')] = "",
    words: Words = "",
) -> Filters:
    """The filters of a timeline, as they stand in its address."""
    one_of("type", type.upper(), TYPES)
    one_of("status", status, STATUSES)
    for name, day in (("date", date), ("since", since), ("until", until)):
        a_day(name, day)
    parties = tuple(dict.fromkeys(filter(None, (p.strip() for p in party))))
    return Filters(parties, type.upper(), status, date, since, until, place.strip(), source, how_sure(confidence), words.strip())


def one_of(name: str, given: str, allowed: tuple[str, ...]) -> None:
    """Refuse a word that is none of those allowed."""
    if given and given not in allowed:
        raise HTTPException(400, f"{name}={given}: is none of {', '.join(allowed)}")


def a_day(name: str, given: str) -> str:
    """Refuse what is no day, month or year."""
    if given and (wrong := fault(given)):
        raise HTTPException(400, f"{name}={given}: {wrong}")
    return given


def how_sure(given: str) -> str:
    """The least confidence as a number; "" for any."""
    try:
        return str(least(given).event) if given else ""
    except LegationError as error:
        raise HTTPException(400, f"confidence={error}") from error


def position(after: str) -> int:
    """How many a cursor passes over; none where it is no number, or one that no list reaches."""
    return int(after) if after.isascii() and after.isdigit() and len(after) < FIGURES else 0
