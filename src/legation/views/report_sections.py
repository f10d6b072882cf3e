"""The sections of a report's page: what a page or a person wrote gets into them through `escape`; ids and classes are our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from legation.entries import Statement
from legation.knowledge.meanings import DOCKET
from legation.record.asking import Standing
from legation.record.docket import Move
from legation.record.dossier import Dispute, Dossier
from legation.record.finding import Found
from legation.record.located import Located
from legation.record.sources import Source
from legation.views import charts, mapped, report_method, report_words
from legation.views.bars import Bar
from legation.views.figures import figure
from legation.views.highlight import escape
from legation.views.lines import manner, party
from legation.views.links import leaving, web_address
from legation.views.map import state_name
from legation.views.plain import clip, one_line
from legation.views.report_words import Frame, Notes, Shown, count
from legation.views.times import in_words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A dossier with what its sections share: the events in words, their numbers on the page, the footnotes."""

    dossier: Dossier
    frame: Frame
    notes: Notes
    shown: tuple[Shown, ...]
    numbers: dict[str, int]

    def anchor(self, event: str) -> str:
        """Where an event stands on the page; "" where it is not shown."""
        return f"#e{self.numbers[event]}" if event in self.numbers else ""

    def called(self, dispute: Dispute) -> str:
        """What an event is called in a heading."""
        one = self.shown[self.numbers[dispute.found.entry.id] - 1]
        return " ".join(filter(None, (one.when, one.event.who, one.event.what, one.event.whom)))


def sheet(dossier: Dossier, frame: Frame) -> Sheet:
    """What the sections of a report share."""
    notes = report_words.notes(dossier)
    told = (report_words.shown(told, notes) for told in dossier.chronology)
    shown = tuple(sorted(told, key=lambda one: (not one.period, one.period)))  # what has only a year comes before its months
    return Sheet(dossier, frame, notes, shown, {one.id: number for number, one in enumerate(shown, 1)})


def _summary(page: Sheet) -> str:
    cells = "\n".join(f'<tr><th scope="row">{escape(what)}</th><td>{n:,}</td></tr>' for what, n in report_words.figures(page.dossier))
    return f'<p class="lead">{escape(report_words.lead(page.dossier))}</p>\n<table class="summary">\n{cells}\n</table>\n'


def _charts(page: Sheet) -> str:
    months = {one.period for one in page.shown}

    def month(bar: Bar) -> str:
        return next((f"#m-{m}" for m in sorted(months) if m.startswith(bar.label)), "")

    names = {party.key: party.name for party in page.dossier.parties}
    drawn = []
    for number, found in enumerate(page.dossier.relations, 1):
        chart = charts.relation(found, (names[found.parties[0]], names[found.parties[1]]))
        drawn.append(figure(replace(chart, key=f"relation-{number}"), month))
    return "".join((*drawn, figure(charts.activity(page.dossier.activity), month)))


def _docket(page: Sheet) -> str:
    dossier, moved = page.dossier, dict(page.dossier.moved_by)
    if not dossier.docket:
        return ""
    there = {standing.state for standing in dossier.matters}
    states = figure(
        charts.docket_states(dossier.docket), lambda bar: f"#{_state_key(bar.label)}" if bar.label in map(_spaced, there) else ""
    )
    parts = [f"<p>{escape(report_words.standing(dossier))}</p>\n", states]
    for state, its in groupby(dossier.matters, key=lambda s: s.state):
        items = "".join(_matter(page, standing, moved) for standing in its)
        heading = f"{_spaced(state).capitalize()}: {DOCKET[state]}"
        parts.append(f'<h3 id="{_state_key(state)}">{heading}</h3>\n<ul class="docket">\n{items}</ul>\n')
    return "".join(parts)


def _spaced(state: str) -> str:
    return state.replace("_", " ")


def _state_key(state: str) -> str:
    return f"d-{_spaced(state).replace(' ', '-')}"


def _matter(page: Sheet, standing: Standing, moved: dict[str, tuple[str, ...]]) -> str:
    item, last = standing.item, standing.item.last
    due = f", due {in_words(last.due)}" if last.due else ""
    where = f", in {one_line(last.place)}" if last.place else ""
    heading = f"{', '.join(map(state_name, last.parties))}{due}{where}; held out by {', '.join(map(one_line, item.by)) or 'nobody named'}"
    moves = "".join(_move(page, move, moved.get(move.event, ())) for move in item.moves)
    matter = f'<p><span class="type">{escape(item.type)}</span> {escape(heading)} {_id(item.id)}</p>'
    return f'<li>{matter}\n<ol class="moves">\n{moves}</ol>\n</li>\n'


def _move(page: Sheet, move: Move, cited: tuple[str, ...]) -> str:
    day, state = in_words(move.date) or "undated", move.state.replace("_", " ")
    return (
        f'<li><span class="when">{escape(day)}</span> <strong>{escape(state)}</strong>: '
        f"<q>{escape(report_words.words(move.words))}</q>{_marks(page.notes.of(cited))}</li>\n"
    )


def _chronology(page: Sheet) -> str:
    parts = []
    for period, its in groupby(page.shown, key=lambda one: one.period):
        anchor = f' id="m-{escape(period)}"' if period else ""
        heading = escape(in_words(period)) if period else "Undated"
        entries = "".join(_event(page, one) for one in its)
        parts.append(f'<h3{anchor}>{heading}</h3>\n<ol class="entries">\n{entries}</ol>\n')
    return "".join(parts)


def _event(page: Sheet, one: Shown) -> str:
    whom = f' → <span class="party">{escape(one.event.whom)}</span>' if one.event.whom else ""
    place = f", in {escape(one.event.where)}" if one.event.where else ""
    return (
        f'<li id="e{page.numbers[one.id]}"><p><span class="when">{escape(one.when) or "undated"}</span> '
        f'<span class="party">{escape(one.event.who) or "—"}</span> <span class="type">{escape(one.event.what)}</span>{whom} '
        f'<span class="status">{escape(one.status)}</span>{place}</p>\n'
        f"<blockquote>{escape(one.words)}{_marks(one.notes)}</blockquote>\n"
        f'<p class="detail">{escape(one.known)} {_id(one.id)}</p></li>\n'
    )


def _statements(page: Sheet) -> str:
    found, said = page.dossier.statements, page.dossier.said
    if not found:
        return ""
    more = f"<p>The {len(found)} surest of {count(said, 'statement')}.</p>\n" if len(found) < said else ""
    return f'{more}<ol class="entries">\n{"".join(_statement(page, one) for one in found)}</ol>\n'


def _statement(page: Sheet, one: Found) -> str:
    said = one.entry
    assert isinstance(said, Statement)
    return (
        f'<li><p><span class="when">{escape(in_words(said.said)) or "undated"}</span> '
        f'<span class="party">{escape(party([said.speaker]))}</span> <span class="type">{escape(manner(said))}</span></p>\n'
        f"<blockquote>{escape(report_words.quoted(one))}{_marks(page.notes.of([one.article.id]))}</blockquote>\n"
        f'<p class="detail">{_id(said.id)}</p></li>\n'
    )


def _disputes(page: Sheet) -> str:
    return "".join(_dispute(page, one) for one in page.dossier.disputes)


def _dispute(page: Sheet, one: Dispute) -> str:
    differing = "".join(f"<p>{escape(said)}</p>\n" for said in report_words.differences(one))
    told = "".join(
        f"<li><strong>{escape(how)}</strong>: <q>{escape(words)}</q>{_marks(page.notes.of([article]))}</li>\n"
        for article, how, words in report_words.claims(one)
    )
    heading = f'<a href="{page.anchor(one.found.entry.id)}">{escape(page.called(one))}</a>: {report_words.how(one)}'
    return f'<h3>{heading}</h3>\n{differing}<ul class="claims">\n{told}</ul>\n'


def _map(page: Sheet) -> str:
    def first_shown(place: Located) -> str:
        return next(filter(None, map(page.anchor, place.entries)), "")

    return mapped.figure(page.dossier.places, first_shown, close=True)


def _method(page: Sheet) -> str:
    paragraphs = "".join(f"<p>{escape(said)}</p>\n" for said in report_method.method(page.dossier))
    rows = "".join(
        f'<tr><th scope="row">{escape(sure)}</th><td>{here}</td><td>{escape(right)}</td></tr>\n'
        for sure, here, right in report_method.confidence(page.dossier)
    )
    head = '<tr><th scope="col">confidence</th><th scope="col">entries here</th><th scope="col">right when measured</th></tr>\n'
    meanings = "".join(f"<dt>{escape(name)}</dt><dd>{escape(what)}</dd>\n" for name, what in report_method.meanings(page.dossier))
    return (
        f'{paragraphs}<p>{escape(report_method.CONFIDENCE)}</p>\n<table class="figures">\n{head}{rows}</table>\n'
        f"<h3>What the words mean</h3>\n<dl>\n{meanings}</dl>\n<p>{escape(report_method.read_by(page.dossier))}</p>\n"
    )


def _checks(page: Sheet) -> str:
    commands = "".join(
        f"<dt><code>{escape(command)}</code></dt><dd>{escape(what)}</dd>\n"
        for command, what in report_method.checks(page.dossier, page.frame)
    )
    return f"<p>With the record that this report was made from:</p>\n<dl>\n{commands}</dl>\n"


def _sources(page: Sheet) -> str:
    items = "".join(_source(source, number) for number, source in enumerate(page.dossier.sources, 1))
    return f'<ol class="sources">\n{items}</ol>\n'


def _source(source: Source, number: int) -> str:
    shown = clip(one_line(source.url), 300)
    address = f' <span class="address">{leaving(source.url, shown) if web_address(source.url) else escape(shown)}</span>' if shown else ""
    return f'<li id="n{number}">{escape(report_words.source(source))}.{address} {_id(source.article)}</li>\n'


def _marks(numbers: tuple[int, ...]) -> str:
    """Footnote marks."""
    links = ", ".join(f'<a href="#n{n}" aria-label="source {n}">{n}</a>' for n in numbers)
    return f"<sup>{links}</sup>" if numbers else ""


def _id(of: str) -> str:
    return f'<code class="id">{escape(one_line(of))}</code>'


Section = Callable[[Sheet], str]
SECTIONS: Final[tuple[tuple[str, str, Section], ...]] = (
    ("summary", "Summary", _summary),
    ("charts", "By month", _charts),
    ("docket", "What became of what was held out", _docket),
    ("chronology", "Chronology", _chronology),
    ("statements", "Who said what", _statements),
    ("disputes", "What the sources disagree about", _disputes),
    ("places", "Places", _map),
    ("method", "Method and confidence", _method),
    ("checks", "How to check it", _checks),
    ("sources", "Sources", _sources),
)
