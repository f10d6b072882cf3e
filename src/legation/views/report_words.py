"""What a report says in words, before anybody sets it as a page or as Markdown: title, figures, entries, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from legation.entries import Event, Statement
from legation.record.dossier import Dispute, Dossier, Told
from legation.record.finding import Found
from legation.record.sources import Source
from legation.views.lines import Line, line, unsure
from legation.views.plain import clip, one_line
from legation.views.times import in_words

WORDS: Final = 400  # of an entry's words that a report shows


@dataclass(frozen=True, slots=True)
class Frame:
    """What a report is called, the record's name, and the day on which it was made (ISO)."""

    title: str
    record: str
    made_on: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The number of each article's footnote."""

    numbers: dict[str, int]

    def of(self, articles: Sequence[str]) -> tuple[int, ...]:
        """The footnotes of these articles, in order."""
        return tuple(sorted(self.numbers[a] for a in articles if a in self.numbers))


@dataclass(frozen=True, slots=True)
class Shown:
    """One event of the chronology in words; `sure` is its confidence in hundredths, `remarks` what else is known of it."""

    id: str
    period: str  # the month or year under which it stands
    when: str
    event: Line
    status: str
    words: str
    sure: int
    unsure: bool
    remarks: tuple[str, ...]
    notes: tuple[int, ...]

    @property
    def known(self) -> str:
        """What is known of the entry itself: "confidence 44 %; disputed"."""
        return "; ".join((f"{'unsure, ' if self.unsure else ''}confidence {self.sure} %", *self.remarks))


def notes(dossier: Dossier) -> Notes:
    """Footnotes, numbered in the order in which the report comes to the articles."""
    return Notes({source.article: number for number, source in enumerate(dossier.sources, 1)})


# --- what it is about


def parties(dossier: Dossier) -> str:
    """The parties as a phrase: "France, Iran and Israel"."""
    names = [one_line(party.name) for party in dossier.parties]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def title(dossier: Dossier) -> str:
    """What a report is called where nobody names it."""
    return f"{parties(dossier)}: the diplomatic record"


def period(dossier: Dossier) -> str:
    """The time it tells of: "January 2018 to March 2019"."""
    since, until = (in_words(day) for day in (dossier.wanted.since, dossier.wanted.until))
    if since and until:
        return since if since == until else f"{since} to {until}"
    return f"from {since} on" if since else f"until {until}" if until else "all of the record"


def lead(dossier: Dossier) -> str:
    """What the record holds of them, in a sentence or two."""
    between = "between" if len(dossier.parties) == 2 else "among" if len(dossier.parties) > 2 else "of"
    told = f", told in {count(dossier.articles, 'article')} from {count(dossier.outlets, 'outlet')}" if dossier.outlets else ""
    first = f"The record holds {count(dossier.events, 'event')} {between} {parties(dossier)} ({period(dossier)}){told}."
    shown = len(dossier.chronology)
    more = f" Shown are the {shown} that most sources tell and that are surest." if shown < dossier.events else ""
    return first + more


def figures(dossier: Dossier) -> Iterator[tuple[str, int]]:
    """The figures at its head: what is counted, and how many."""
    yield "events", dossier.events
    yield from ((f"… {status.replace('_', ' ')}", number) for status, number in dossier.statuses)
    yield "matters on the docket", len(dossier.docket)
    yield "… still open", sum(s.state in ("open", "postponed") for s in dossier.docket)
    yield "statements by them", dossier.said
    yield "events that sources disagree about", len(dossier.disputes)
    yield "sources cited", len(dossier.sources)


def count(number: int, what: str) -> str:
    """ "1 event", "3 events"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def standing(dossier: Dossier) -> str:
    """As of which day the docket stands, and what of it is shown."""
    by_then = ", by what had been told by then" if dossier.wanted.until else ""
    shown = len(dossier.matters)
    more = (
        f" Shown are {shown} of {count(len(dossier.docket), 'matter')}: what is open, and what was moved last."
        if shown < len(dossier.docket)
        else ""
    )
    return f"As it stands on {in_words(dossier.as_of)}{by_then}.{more}"


# --- entries


def shown(told: Told, numbered: Notes) -> Shown:
    """An event of the chronology in words."""
    entry = told.found.entry
    assert isinstance(entry, Event)
    event = line(entry)
    how_far = " ".join(filter(None, (event.status, event.stance)))
    return Shown(
        entry.id, _period(entry.when.edtf or entry.said), in_words(entry.when.edtf), event, how_far, words(entry.evidence.text),
        round(100 * entry.confidence),
        unsure(entry), tuple(_remarks(told.found)), numbered.of(told.cited),
    )  # fmt: skip


def _period(edtf: str) -> str:
    """The month in which it begins, the year where no month is known; of what only has an end, that of its end."""
    low, _, high = edtf.partition("/")
    return (low if low not in ("", "..") else high).rstrip("~?")[:7]


def _remarks(found: Found) -> Iterator[str]:
    told, entry = found.told, found.entry
    if isinstance(entry, Event) and entry.said and entry.said != entry.when.edtf:
        yield f"said {in_words(entry.said)}"
    if told and told.sources > 1:
        yield f"told by {told.sources} independent articles"
    if told and told.disputed:
        yield "disputed"
    for who in dict.fromkeys(one_line(c.who) for c in told.corrections) if told else ():
        yield f"corrected by {who}"


def quoted(found: Found) -> str:
    """What somebody said, in quotation marks where the article has it so."""
    said = found.entry
    assert isinstance(said, Statement)
    content = words(said.content.text)
    return f"“{content}”" if said.kind == "direct" else content


def words(text: str) -> str:
    """Words of an article, as many as a report shows."""
    return clip(one_line(text), WORDS)


def how(dispute: Dispute) -> str:
    """How the sources disagree."""
    return "told as a fact, and denied" if dispute.denied else "told differently"


def claims(dispute: Dispute) -> Iterator[tuple[str, str, str]]:
    """Who tells it how: the article's id, what it says of the matter, and its words."""
    for telling in dispute.tellings:
        said = line(telling.entry)
        how_far = ", ".join(filter(None, (in_words(said.when), " ".join(filter(None, (said.status, said.stance))))))
        yield telling.article.id, how_far, words(telling.entry.evidence.text)


def differences(dispute: Dispute) -> Iterator[str]:
    """What the tellings differ in: "killed: 12 (one outlet); at least 17 (another)"."""
    for difference in dispute.differences:
        values = (f"{in_words(one_line(value))} ({', '.join(map(one_line, outlets))})" for value, outlets in difference.values)
        yield f"{one_line(difference.what)}: {'; '.join(values)}"


def source(of: Source) -> str:
    """An article as a footnote names it: outlet, title, date."""
    heading = one_line(of.title) or clip(one_line(of.opening.strip().split("\n", 1)[0]), 120)
    return ", ".join(filter(None, (one_line(of.outlet), f"“{heading}”" if heading else "", in_words(of.published) or "undated")))
