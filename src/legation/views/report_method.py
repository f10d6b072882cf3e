"""How a report came about and how it can be checked, in plain words: method, confidence, meanings, commands."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Final

from legation import __version__
from legation.entries import Event
from legation.knowledge.meanings import STATUSES, TYPES
from legation.knowledge.sureness import ANY, SURE, Least
from legation.knowledge.tables import lines as table
from legation.record.dossier import Dossier
from legation.views.plain import one_line
from legation.views.report_words import Frame, count


def method(dossier: Dossier) -> Iterator[str]:
    """How the entries came about, a paragraph each."""
    yield (
        "A program, Legation, read the articles and wrote down who did what to whom, when, where and how far it has come. "
        "A small neural reader proposes, rules over dated tables of states, offices and their holders decide; nothing was added "
        "from elsewhere, and nobody has checked an entry unless it says that it was corrected."
    )
    yield (
        "An event has happened only where an article tells it so. What is planned, proposed, threatened, refused, alleged, possible or "
        "denied is shown as that. Times are those of the event, not of the article. What several articles tell of one event is one entry; "
        "copies of an article are counted once."
    )
    yield (
        "The reader errs. It misses events, takes one party for another, or a plan for a deed. The words stand beside every entry: "
        "quote the article, not the entry."
    )
    least = dossier.wanted.least
    if least != ANY:
        yield f"Left out are events of less confidence than {least.event:.0%} and statements of less than {least.statement:.0%}."


def confidence(dossier: Dossier) -> Iterator[tuple[str, int, str]]:
    """For each range of confidence: what it is, how many entries shown here fall in it, and how many of such were right when measured."""
    sure = [told.found.entry.confidence for told in dossier.chronology]
    for at, (least, most, events, right, _) in enumerate(table("confidence.tsv")):
        low, high = (0.0 if at == 0 else float(least)), float(most)
        here = sum(low <= c < high or (high == 1 == c) for c in sure)
        yield f"{low:.0%} to {high:.0%}", here, f"{right} of 100 ({events} were measured)"


CONFIDENCE: Final = (
    "Each entry says how likely its type, its parties and its status are all right. That is a demanding measure, so it is low as a rule; "
    "this is what it was worth, read by the weights and rules of this version, on articles whose entries people had written down:"
)


def read_by(dossier: Dossier) -> str:
    """Which weights and rules read the articles cited."""
    counted: dict[tuple[str, int], int] = {}
    for s in dossier.sources:
        counted[s.model, s.rules] = counted.get((s.model, s.rules), 0) + 1
    read = (f"{one_line(model)} with rules {rules} ({count(number, 'article')})" for (model, rules), number in sorted(counted.items()))
    return f"Legation {__version__}; read by {'; '.join(read)}." if counted else f"Legation {__version__}."


def meanings(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """The types and statuses that the report uses, and what they mean."""
    entries = [told.found.entry for told in dossier.chronology if isinstance(told.found.entry, Event)]
    types = {e.type for e in entries} | {s.item.type for s in dossier.docket}
    statuses = {e.status for e in entries}
    yield from ((type, TYPES[type]) for type in sorted(types) if type in TYPES)
    yield from ((status.replace("_", " "), meaning) for status, meaning in STATUSES.items() if status in statuses)


def checks(dossier: Dossier, frame: Frame) -> Iterator[tuple[str, str]]:
    """Commands that check the report, and what each does."""
    wanted, record = dossier.wanted, f"--record {shlex.quote(frame.record)}"
    names = [shlex.quote(one_line(party.asked)) for party in dossier.parties]
    of = " ".join(f"--party {name}" for name in names)
    sure = _sure(wanted.least)
    when = "".join(f" --{name} {day}" for name, day in (("since", wanted.since), ("until", wanted.until)) if day)
    as_of = f" --as-of {wanted.until}" if wanted.until else ""
    yield (
        f"legation verify {record}",
        "proves that every article, entry and quotation of the record is what was kept, and every merge what it was",
    )
    yield (
        f"legation show ID {record}",
        "shows an entry by the id behind it: every slot with its words, every article that tells it, how it was merged",
    )
    if len(dossier.parties) < 3:
        yield f"legation timeline {of}{when}{sure} {record}", "lists the events again, those without a date only where no time is asked for"
        yield f"legation docket --all {of}{as_of}{sure} {record}", "shows what became of what was held out"
    if len(dossier.parties) == 2:
        yield f"legation relations {' '.join(names)}{when}{sure} {record}", "gives the figures of the chart, month by month"
    yield "legation correct ID --status … --note …", "sets an entry right, for good; a new report follows it"


def _sure(least: Least) -> str:
    """The option that asks for entries as sure as these."""
    if least == ANY:
        return ""
    return f" --min-confidence {'sure' if least == SURE else f'{least.event:g}'}"
