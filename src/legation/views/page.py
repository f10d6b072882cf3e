"""Articles beside their records, as one HTML file that needs nothing else and runs nothing.

An entry leads to its words by a plain link (`#e3`), the words lead back to the entry (`#k-e3`); what is the target is
lit up by the style alone. The page's policy (CSP) allows its own style, by hash, and nothing more.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from importlib import resources
from typing import Final

from legation.entries import Event, Record, Span, Statement
from legation.views.highlight import Mark, escape, marked
from legation.views.lines import dateline, headline, line, manner, party
from legation.views.plain import clip, one_line

_SAID_MOST: Final = 280


def page(records: Iterable[Record]) -> Iterator[str]:
    """One HTML page with every record beside its article; nothing at all where there is no record."""
    records = list(records)
    if not records:
        return
    prefixes = [f"a{number}-" if len(records) > 1 else "" for number in range(1, len(records) + 1)]
    yield _head(records, prefixes)
    if len(records) > 1:
        yield _contents(records, prefixes)
    for record, prefix in zip(records, prefixes, strict=True):
        yield _sheet(record, prefix)
    yield "</main>\n</body>\n</html>\n"


def _head(records: list[Record], prefixes: list[str]) -> str:
    style = _style(records, prefixes)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = headline(records[0].article) if len(records) == 1 else f"{len(records)} articles"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)} – Legation</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
    )


def _style(records: list[Record], prefixes: list[str]) -> str:
    # One rule an entry: its words light up, however many pieces they were cut into, while it is the target.
    rules = [resources.files("legation.views").joinpath("page.css").read_text(encoding="utf-8")]
    for record, prefix in zip(records, prefixes, strict=True):
        for key in _keys(record, prefix):
            rules.append(f".sheet:has(#{key}:target) .{key}{{background:var(--target)}}\n")
    return "\n" + "".join(rules)


def _keys(record: Record, prefix: str) -> list[str]:
    return [f"{prefix}e{number}" for number in range(1, len(record.events) + 1)] + [
        f"{prefix}s{number}" for number in range(1, len(record.statements) + 1)
    ]


def _contents(records: list[Record], prefixes: list[str]) -> str:
    links = (f'<a href="#{prefix}top">{escape(headline(record.article))}</a>' for record, prefix in zip(records, prefixes, strict=True))
    return '<nav class="contents">\n' + "\n".join(links) + "\n</nav>\n"


def _sheet(record: Record, prefix: str) -> str:
    article = record.article
    return (
        f'<section class="sheet" id="{prefix}top">\n<header>\n<h1>{escape(headline(article))}</h1>\n'
        f'<p class="dateline">{escape(dateline(article))}</p>\n</header>\n<div class="columns">\n'
        f"<article>\n{_text(record, prefix)}\n</article>\n"
        f'<aside class="record">\n{_events(record, prefix)}{_statements(record, prefix)}</aside>\n</div>\n</section>\n'
    )


def _text(record: Record, prefix: str) -> str:
    article = record.article
    lines = list(lines_of(article.text))
    asides = [aside.span for aside in article.furniture if aside.span]
    reasons = {aside.span.start: aside.reason for aside in article.furniture if aside.span}
    shown = marked(article.text, _marks(record, prefix), lines)
    parts = []
    for span, markup in zip(lines, shown, strict=True):
        start = _aside_at(span, asides)
        if start is None:
            parts.append(f"<p>{markup}</p>")
        else:
            parts.append(f'<p class="furniture" title="{escape(one_line(reasons[start]))}">{markup}</p>')
    return "\n".join(parts)


def _aside_at(line: Span, asides: list[Span]) -> int | None:
    """Where the aside begins that covers the whole line, if one does."""
    return next((aside.start for aside in asides if aside.start <= line.start and line.end <= aside.end), None)


def lines_of(text: str) -> Iterator[Span]:
    """The lines of a text that are not blank, without the blanks around them."""
    start = 0
    for row in text.split("\n"):
        bare = row.strip()
        if bare:
            begin = start + row.index(bare)
            yield Span(begin, begin + len(bare))
        start += len(row) + 1


def _marks(record: Record, prefix: str) -> Iterator[Mark]:
    for number, event in enumerate(record.events, 1):
        key = f"{prefix}e{number}"
        yield Mark(event.evidence.span, (key,))
        yield Mark(event.trigger.span, ("trigger", event.status, key), anchor=key, link=f"k-{key}")
    for number, statement in enumerate(record.statements, 1):
        key = f"{prefix}s{number}"
        yield Mark(statement.content.span, ("said", key), anchor=key, link=f"k-{key}")


def _events(record: Record, prefix: str) -> str:
    items = [_event(event, f"{prefix}e{number}") for number, event in enumerate(record.events, 1)]
    return _list("What happened, and how far it has come", items)


def _event(event: Event, key: str) -> str:
    shown = line(event)
    whom = f' <span class="party">{escape(shown.whom)}</span>' if shown.whom else ""
    when = f'<span class="when">{escape(shown.when)}</span>' if shown.when else ""
    detail = " · ".join(part for part in (shown.stance, shown.where and f"in {shown.where}") if part)
    return (
        f'<li id="k-{key}"><a href="#{key}">{when}'
        f'<span class="party">{escape(shown.who or "—")}</span> <span class="type">{escape(shown.what)}</span>{whom} '
        f'<span class="status {event.status}">{escape(shown.status)}</span>'
        + (f'<span class="detail">{escape(detail)}</span>' if detail else "")
        + f'<span class="words">{escape(clip(one_line(event.evidence.text), _SAID_MOST))}</span></a></li>'
    )


def _statements(record: Record, prefix: str) -> str:
    items = [_statement(statement, f"{prefix}s{number}") for number, statement in enumerate(record.statements, 1)]
    return _list("Who said what", items)


def _statement(statement: Statement, key: str) -> str:
    words = clip(one_line(statement.content.text), _SAID_MOST)
    if statement.kind == "direct":
        words = f"“{words}”"
    when = f'<span class="when">{escape(one_line(statement.said))}</span>' if statement.said else ""
    return (
        f'<li id="k-{key}"><a href="#{key}">{when}<span class="party">{escape(party([statement.speaker]))}</span> '
        f'<span class="type">{escape(manner(statement))}</span><span class="words">{escape(words)}</span></a></li>'
    )


def _list(heading: str, items: list[str]) -> str:
    return f"<h2>{escape(heading)}</h2>\n<ol>\n" + "\n".join(items) + "\n</ol>\n" if items else ""
