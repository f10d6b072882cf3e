"""A report as Markdown: the same sections, tables in place of charts, a footnote for each source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import Final

from legation.entries import Statement
from legation.knowledge.meanings import DOCKET
from legation.record.dossier import Dispute, Dossier
from legation.views import charts, mapped, report_method, report_words
from legation.views.grids import grid
from legation.views.lines import manner, party
from legation.views.map import marks, state_name
from legation.views.markdown import escape
from legation.views.plain import one_line
from legation.views.report_sections import Sheet, sheet
from legation.views.report_words import Frame, Shown, count
from legation.views.times import in_words


def report(dossier: Dossier, frame: Frame) -> Iterator[str]:
    """The report, section by section."""
    page = sheet(dossier, frame)
    yield f"# {escape(frame.title)}\n\n"
    yield f"{escape(report_words.period(dossier))} · made on {escape(in_words(frame.made_on))} from the record {escape(frame.record)}\n"
    for heading, make in SECTIONS:
        if body := "".join(make(page)):
            yield f"\n## {heading}\n\n{body}"
    yield "\n"
    yield from _footnotes(page)


def _summary(page: Sheet) -> Iterator[str]:
    yield f"{escape(report_words.lead(page.dossier))}\n\n"
    yield from _table(("what", "how many"), report_words.figures(page.dossier))


def _table(head: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Iterator[str]:
    yield from grid([dict(zip(head, row, strict=True)) for row in rows], "markdown", head)


def _charts(page: Sheet) -> Iterator[str]:
    names = {party.key: party.name for party in page.dossier.parties}
    drawn = [charts.relation(found, (names[found.parties[0]], names[found.parties[1]])) for found in page.dossier.relations]
    for chart in (*drawn, charts.activity(page.dossier.activity)):
        if any(any(s.values) for s in chart.series):
            yield f"### {escape(chart.title)}\n\n"
            yield from charts.figures(_without_gaps(chart), "markdown")
            yield f"\n{escape(chart.note)}\n\n" if chart.note else "\n"


def _without_gaps(chart: charts.Chart) -> charts.Chart:
    """The chart without labels behind which there is nothing: in a table they would only be rows of noughts."""
    full = [at for at in range(len(chart.labels)) if any(s.values[at] for s in chart.series)]
    series = tuple(replace(s, values=tuple(s.values[at] for at in full), entries=()) for s in chart.series)
    return replace(chart, labels=tuple(chart.labels[at] for at in full), series=series)


def _docket(page: Sheet) -> Iterator[str]:
    moved = dict(page.dossier.moved_by)
    if page.dossier.docket:
        yield f"{escape(report_words.standing(page.dossier))}\n\n"
    for state, its in groupby(page.dossier.matters, key=lambda s: s.state):
        yield f"### {state.replace('_', ' ').capitalize()}: {DOCKET[state]}\n\n"
        for standing in its:
            item, last = standing.item, standing.item.last
            due = f", due {escape(in_words(last.due))}" if last.due else ""
            by = escape(", ".join(item.by)) or "nobody named"
            yield f"* **{item.type}** {escape(', '.join(map(state_name, last.parties)))}{due}; held out by {by} `{_id(item.id)}`\n"
            for move in item.moves:
                day, words = escape(in_words(move.date)) or "undated", escape(report_words.words(move.words))
                yield f"  * {day} {move.state.replace('_', ' ')}: {words}{_marks(page.notes.of(moved.get(move.event, ())))}\n"
        yield "\n"


def _chronology(page: Sheet) -> Iterator[str]:
    for period, its in groupby(page.shown, key=lambda one: one.period):
        yield f"### {escape(in_words(period)) or 'Undated'}\n\n"
        yield from map(_event, its)
        yield "\n"


def _event(one: Shown) -> str:
    whom = f" → {escape(one.event.whom)}" if one.event.whom else ""
    place = f", in {escape(one.event.where)}" if one.event.where else ""
    what = f"{escape(one.event.who) or '—'}: {escape(one.event.what)}{whom} ({escape(one.status)}){place}"
    return f"* **{escape(one.when) or 'undated'}** {what} — {escape(one.words)}{_marks(one.notes)} ({escape(one.known)}) `{_id(one.id)}`\n"


def _statements(page: Sheet) -> Iterator[str]:
    found, said = page.dossier.statements, page.dossier.said
    if found and len(found) < said:
        yield f"The {len(found)} surest of {count(said, 'statement')}.\n\n"
    for one in found:
        entry = one.entry
        assert isinstance(entry, Statement)
        who = f"**{escape(in_words(entry.said)) or 'undated'}** {escape(party([entry.speaker]))} ({escape(manner(entry))})"
        yield f"* {who}: {escape(report_words.quoted(one))}{_marks(page.notes.of([one.article.id]))} `{_id(entry.id)}`\n"


def _disputes(page: Sheet) -> Iterator[str]:
    for one in page.dossier.disputes:
        yield from _dispute(page, one)


def _dispute(page: Sheet, one: Dispute) -> Iterator[str]:
    yield f"* {escape(page.called(one))}: {report_words.how(one)} `{_id(one.found.entry.id)}`\n"
    yield from (f"  * {escape(said)}\n" for said in report_words.differences(one))
    for article, how, words in report_words.claims(one):
        yield f"  * {escape(how)}: {escape(words)}{_marks(page.notes.of([article]))}\n"


def _places(page: Sheet) -> Iterator[str]:
    seen = marks(page.dossier.places.places)
    rows = [(one_line(p.name), state_name(p.code), len(p.entries)) for p in mapped.by_entries(seen)]
    if rows:
        yield from _table(("place", "state", "entries"), rows)


def _method(page: Sheet) -> Iterator[str]:
    yield from (f"{escape(said)}\n\n" for said in (*report_method.method(page.dossier), report_method.CONFIDENCE))
    yield from _table(("confidence", "entries here", "right when measured"), report_method.confidence(page.dossier))
    yield "\n"
    yield from _table(("word", "meaning"), report_method.meanings(page.dossier))
    yield f"\n{escape(report_method.read_by(page.dossier))}\n"


def _checks(page: Sheet) -> Iterator[str]:
    yield "With the record that this report was made from:\n\n"
    yield from (f"* {_code(command)}: {escape(what)}\n" for command, what in report_method.checks(page.dossier, page.frame))


def _footnotes(page: Sheet) -> Iterator[str]:
    for number, source in enumerate(page.dossier.sources, 1):
        address = f" {escape(source.url)}" if source.url else ""
        yield f"[^{number}]: {escape(report_words.source(source))}.{address} (article {escape(source.article)})\n"


def _marks(numbers: tuple[int, ...]) -> str:
    return "".join(f"[^{n}]" for n in numbers)


def _code(command: str) -> str:
    """A command between more backticks than it holds in a row."""
    shown = one_line(command)
    fence = "`" * (1 + max(map(len, re.findall("`+", shown)), default=0))
    return f"{fence} {shown} {fence}" if len(fence) > 1 else f"`{shown}`"


def _id(of: str) -> str:
    """An id within backticks, where nothing but letters, figures and a few signs may stand."""
    return "".join(c if c.isalnum() or c in "-_./:" else "." for c in one_line(of))


Section = Callable[[Sheet], Iterator[str]]
SECTIONS: Final[tuple[tuple[str, Section], ...]] = (
    ("Summary", _summary),
    ("By month", _charts),
    ("What became of what was held out", _docket),
    ("Chronology", _chronology),
    ("Who said what", _statements),
    ("What the sources disagree about", _disputes),
    ("Places", _places),
    ("Method and confidence", _method),
    ("How to check it", _checks),
)
