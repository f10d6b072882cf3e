"""All that a report tells of some parties over some time, gathered once: every figure of it can be asked for again."""

from __future__ import annotations

from dataclasses import dataclass

from legation.knowledge.sureness import ANY, Least
from legation.record.activity import Activities
from legation.record.asking import Standing
from legation.record.differing import Difference
from legation.record.finding import Found, TellingFound
from legation.record.located import Places
from legation.record.relations import Relations
from legation.record.sources import Source


@dataclass(frozen=True, slots=True)
class Wanted:
    """Of whom and of when a report tells, and how much of it: at most so many events, matters of the docket and statements.

    `least` is how sure an entry must be; `today` (ISO) is the day on which the docket stands where `until` names none.
    """

    parties: tuple[str, ...]
    since: str = ""
    until: str = ""
    entries: int = 400
    matters: int = 200
    statements: int = 100
    least: Least = ANY
    today: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """A party by its key (a state's code, else as it was named), its name, and the word by which the record is asked for it."""

    key: str
    name: str
    asked: str


@dataclass(frozen=True, slots=True)
class Told:
    """An event and the ids of the articles that tell it, the first published first, at most so many as are cited."""

    found: Found
    cited: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """An event of which the sources tell different things: that it was and was not, other times, other numbers."""

    found: Found
    tellings: tuple[TellingFound, ...]
    denied: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a report tells. `events` counts all that fit, of which `chronology` shows the most told, in order of time.

    `docket` has all that was held out, `matters` what is shown of it: what is open, and what was moved last. `said` counts statements.
    """

    wanted: Wanted
    parties: tuple[Party, ...]
    as_of: str
    events: int
    statuses: tuple[tuple[str, int], ...]
    chronology: tuple[Told, ...]
    relations: tuple[Relations, ...]
    activity: Activities
    places: Places
    docket: tuple[Standing, ...]
    matters: tuple[Standing, ...]
    said: int
    statements: tuple[Found, ...]
    disputes: tuple[Dispute, ...]
    articles: int  # that tell any of the events
    outlets: int
    sources: tuple[Source, ...]  # every article cited, in the order in which the report comes to it
    moved_by: tuple[tuple[str, tuple[str, ...]], ...]  # the events that moved the docket, and the ids of the articles cited for each
