"""A chart on a page: its title, its bars, what the colours mean, and its figures as a table that can be kept."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from legation.views.bars import Link, nowhere, svg
from legation.views.charts import Chart, figures
from legation.views.highlight import escape
from legation.views.plain import one_line


def figure(chart: Chart, link: Link = nowhere, *, data: str = "") -> str:
    """The chart as a `figure`; `data` is the address of its CSV, else the page carries the CSV itself."""
    if not any(any(s.values) for s in chart.series):
        return ""
    name = escape(one_line(chart.title))
    note = f'\n<p class="note">{escape(one_line(chart.note))}</p>' if chart.note else ""
    return (
        f'<figure class="charted">\n<figcaption>{name}</figcaption>\n{_legend(chart)}'
        f'<div class="plot" role="group" tabindex="0" aria-label="{name}">\n{svg(chart, link)}\n</div>{note}\n'
        f'<details><summary>The figures</summary>\n<p><a href="{escape(data or inline_csv(chart))}" '
        f'download="{escape(chart.key)}.csv">Download the data (CSV)</a></p>\n{table(chart)}\n</details>\n</figure>\n'
    )


def inline_csv(chart: Chart) -> str:
    """The figures as an address that carries them."""
    return "data:text/csv;charset=utf-8," + quote("".join(figures(chart, "csv")))


def table(chart: Chart) -> str:
    """The figures as a table: every label with something behind it."""
    rows = zip(chart.labels, *(s.values for s in chart.series), strict=True)
    return "\n".join(
        (
            '<table class="figures">', _row("th", (chart.by, *(s.name for s in chart.series)), "col"),
            *(_row("td", row) for row in rows if any(row[1:])), "</table>",
        )
    )  # fmt: skip


def _row(tag: str, cells: tuple[object, ...], scope: str = "") -> str:
    first, *others = (escape(str(cell)) for cell in cells)
    of = f' scope="{scope}"' if scope else ""
    return f'<tr><th scope="{scope or "row"}">{first}</th>' + "".join(f"<{tag}{of}>{cell}</{tag}>" for cell in others) + "</tr>"


def _legend(chart: Chart) -> str:
    return '<ul class="legend">\n' + "\n".join(_entries(chart)) + "\n</ul>\n" if len(chart.series) > 1 else ""


def _entries(chart: Chart) -> Iterator[str]:
    for series in chart.series:
        yield f'<li><span class="swatch {series.key}"></span>{escape(series.name)}</li>'
