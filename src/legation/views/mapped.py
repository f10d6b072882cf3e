"""The map on a page: the drawing, what its shades mean, what can't be drawn, and every place in a table."""

from __future__ import annotations

from collections.abc import Iterator

from legation.record.located import Located, Places
from legation.views.highlight import escape
from legation.views.map import LISTED, Link, Marks, called, entries, marks, nowhere, shade_classes, state_name, svg
from legation.views.plain import one_line

MOST = 400  # towns that are drawn, and places without a mark that are listed: the page of ten years' record stays quick
FILED = "Which state a place is filed under follows the record's own tables."
LEGEND = "entries that name a state or a region of it, and no town:"


def figure(found: Places, link: Link = nowhere, *, close: bool = False) -> str:
    """The places as a `figure`; "" where there are none to draw; `close`: only the part of the world with marks."""
    seen = marks(found.places)
    if not (seen.areas or seen.towns):
        return ""
    shown = Marks(seen.areas, seen.towns[:MOST], seen.elsewhere[:MOST])
    return (
        '<figure class="charted">\n<figcaption>Where it happens</figcaption>\n'
        f'{_legend(seen)}<div class="plot" role="group" tabindex="0" aria-label="Map of places">\n{svg(shown, link, close=close)}\n</div>\n'
        f'<p class="note">{FILED}{_missing(seen, found.unplaced)}</p>\n'
        f"<details><summary>The places</summary>\n{table(shown, link)}\n</details>\n</figure>\n"
    )


def table(seen: Marks, link: Link = nowhere) -> str:
    """Every place, those of most entries first, with its state and how many entries it has."""
    head = '<tr><th scope="col">place</th><th scope="col">state</th><th scope="col">entries</th></tr>'
    return "\n".join(('<table class="figures">', head, *(_row(place, link(place)) for place in by_entries(seen)), "</table>"))


def by_entries(seen: Marks) -> list[Located]:
    """Every place, on the map or not, those of most entries first."""
    return sorted((*seen.areas, *seen.towns, *seen.elsewhere), key=lambda place: (-len(place.entries), place.name))


def _row(place: Located, address: str) -> str:
    name = escape(one_line(place.name) or state_name(place.code))
    shown = f'<a href="{escape(address)}">{name}</a>' if address else name
    return f'<tr><th scope="row">{shown}</th><td>{escape(state_name(place.code))}</td><td>{len(place.entries)}</td></tr>'


def _legend(seen: Marks) -> str:
    return '<ul class="legend">\n' + "\n".join(_keys(seen)) + "\n</ul>\n"


def _keys(seen: Marks) -> Iterator[str]:
    if seen.areas:
        yield f"<li>{LEGEND}</li>"
        for shade, what in shade_classes(len(seen.areas[0].entries)):
            yield f'<li><span class="swatch {shade}"></span>{escape(what)}</li>'
    if seen.towns:
        yield '<li><span class="swatch pin"></span>a town, the larger the more entries</li>'


def _missing(seen: Marks, unplaced: int) -> str:
    """What the map does not show, in words."""
    named = [f"{called(place)} ({entries(place)})" for place in seen.elsewhere[:LISTED]]
    more = len(seen.elsewhere) - len(named)
    said = f" Not drawn: {', '.join(named)}{f' and {more} more' if more else ''}." if named else ""
    none = f" {unplaced} {'entry names' if unplaced == 1 else 'entries name'} no place." if unplaced else ""
    left = sum(max(0, len(some) - MOST) for some in (seen.towns, seen.elsewhere))
    small = f" The {left} places of fewest entries stand in the data alone." if left else ""
    return escape(said + none + small)
