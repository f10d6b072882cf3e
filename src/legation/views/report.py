"""A report as one HTML page to send on: it needs nothing else, runs nothing, and prints."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from importlib import resources
from typing import Final

from legation.record.dossier import Dossier
from legation.views import report_words
from legation.views.highlight import escape
from legation.views.plain import one_line
from legation.views.report_sections import SECTIONS, Sheet, sheet
from legation.views.report_words import Frame
from legation.views.times import in_words

STYLES: Final = ("report.css", "charts.css")


def report(dossier: Dossier, frame: Frame) -> Iterator[str]:
    """The page, section by section."""
    page = sheet(dossier, frame)
    sections = [(key, heading, body) for key, heading, make in SECTIONS if (body := make(page))]
    yield _head(page)
    yield _contents([(key, heading) for key, heading, _ in sections])
    for key, heading, body in sections:
        yield f'<section id="{key}">\n<h2>{heading}</h2>\n{body}</section>\n'
    yield "</main>\n</body>\n</html>\n"


def _head(page: Sheet) -> str:
    style = "\n" + "".join(resources.files("legation.views").joinpath(name).read_text(encoding="utf-8") for name in STYLES)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title, frame = escape(one_line(page.frame.title)), page.frame
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title} – Legation</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n<header>\n<h1>{title}</h1>\n"
        f'<p class="dateline">{escape(report_words.period(page.dossier))} · made on {escape(in_words(frame.made_on))} '
        f"from the record {escape(one_line(frame.record))}</p>\n</header>\n"
    )


def _contents(sections: list[tuple[str, str]]) -> str:
    links = "\n".join(f'<a href="#{key}">{heading}</a>' for key, heading in sections)
    return f'<nav class="contents" aria-label="Contents">\n{links}\n</nav>\n'
