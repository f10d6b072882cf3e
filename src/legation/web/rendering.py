"""Pages from templates: everything that is put into one is made visible and escaped, but for markup that `views` made."""

from __future__ import annotations

from functools import cache
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from legation.views import citing
from legation.views.map import state_name
from legation.views.plain import clip, one_line, visible
from legation.web import addresses

WORDS: Final = 300  # of an entry's words that a list shows


def shown(value: object) -> object:
    """What a template puts out: strings with what can't be seen spelled out."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def made(markup: str) -> Markup:
    """Markup that one of the makers in `views` made, and nobody else."""
    return Markup(markup)


def spaced(name: str) -> str:
    """The name of a status or state as words."""
    return name.replace("_", " ")


def brief(words: str, most: int = WORDS) -> str:
    """Words on one line, cut where they are many."""
    return clip(one_line(words), most)


def headline(source: object) -> str:
    """What to call an article in a list: its title, else how its text begins."""
    title, opening, id = (str(getattr(source, name)) for name in ("title", "opening", "id"))
    return brief(one_line(title) or one_line(opening.strip().split("\n", 1)[0]) or id, 140)


@cache
def environment() -> Environment:
    """The templates with what they may use."""
    found = Environment(
        loader=PackageLoader("legation.web"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "spaced": spaced, "brief": brief, "headline": headline, "outward": citing.address, "state": state_name,
    }  # fmt: skip
    found.globals |= {"to": addresses}
    return found


def page(template: str, **values: object) -> str:
    """A page from its template."""
    return environment().get_template(template).render(values)
