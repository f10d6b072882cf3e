"""A row of a table, or an object, to its article: which part stands in which column, and what is kept beside."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from math import isnan
from typing import Any, Final

from legation.entries import Article
from legation.errors import BadDate, NotAnArticle, NotText
from legation.intake.article import UNREADABLE, Terms, finish, web
from legation.intake.columns import Columns, Layout, Say, shown, understand
from legation.intake.written import written

FIELDS: Final = 'an article is an object with "id", "title", "published", "source" and "text"'
NAME_IT: Final = "--text-column NAME says which key holds the text"
MOST_KEYS: Final = 1_000  # of all objects together, of which a message names the first


class Rows:
    """Makes articles of the rows of one source; what their columns mean is understood once, and said once."""

    def __init__(self, columns: Columns, terms: Terms, say: Say) -> None:
        self.columns, self.terms = columns, terms
        self._say: Say | None = say
        self._layouts: dict[tuple[str, ...], Layout] = {}

    def layout(self, names: tuple[str, ...], called: str) -> Layout:
        """What columns of these names hold; the first time, and where it is not plain, it is said."""
        found = self._layouts.get(names)
        if found is None:
            found = understand(names, self.columns)
            if len(self._layouts) < 1000:
                self._layouts[names] = found
            if self._say and found.text and found.text in names and not found.plain():
                self._say(f"{called}: {found.described()}")
            self._say = None
        return found

    def check(self, names: Collection[str], where: str, kind: str = "column") -> None:
        """Raises NotAnArticle where none of these is called as a column that the user names."""
        for field, name in self.columns.named().items():
            if name not in names:
                raise NotAnArticle(where, f'there is no {kind} "{name}": they are {shown(names)}', f"--{field}-column names one of them")

    def check_objects(self, given: Iterable[object], called: str) -> None:
        """Raises NotAnArticle where no object has a key that the user names, or one that holds the text: a single one may lack some.

        Looks no further than needed; what is no object is passed over.
        """
        wanted, text, keys = set(self.columns.named().values()), False, dict[str, None]()
        for one in given:
            if isinstance(one, Mapping):
                wanted -= one.keys()
                text = text or understand(one, self.columns).text in one
                keys |= dict.fromkeys(one) if len(keys) < MOST_KEYS else {}
                if text and not wanted:
                    return
        if keys:
            self.check(keys, called, "key")
            raise NotAnArticle(called, f"no key is known to hold the text: they are {shown(keys)}", NAME_IT)

    def note_missing(self, given: object, called: str) -> None:
        """Say which key that the user names an object by itself lacks: others that are given with it may have it."""
        if self._say and isinstance(given, Mapping) and (missing := set(self.columns.named().values()) - given.keys()):
            self._say(f"{called}: there is no {shown(sorted(missing))} in it")

    def object(self, given: object, where: str, called: str) -> Article:
        """The article of a JSON object: id and text stay as given, what else it says is kept as metadata."""
        if not isinstance(given, Mapping):
            raise NotAnArticle(where, "JSON that is not an article", FIELDS)
        names = tuple(name for name, value in given.items() if value is not None)
        layout = self.layout(names, called)
        if not layout.text or layout.text not in names:
            raise NotAnArticle(where, f'JSON that is not an article: it has no "{layout.text or "text"}"', f"{FIELDS}; {NAME_IT}")
        return self.article(given, layout, where)

    def article(self, row: Mapping[str, Any], layout: Layout, where: str) -> Article:
        """The article of a row whose layout is known."""
        day, at = _dates(_moment(row, layout.date, where), _moment(row, layout.time, where), where)
        article = Article(
            id=_identity(row, layout.id, where), title=_words(row, layout.title, where), text=_words(row, layout.text, where),
            published=day, published_at=at, published_why=_why(layout) if day else "",
            source=_list(row, layout.source, where, ", "), url=web(_words(row, layout.url, where)),
            authors=_names(_list(row, layout.authors, where, ";")), metadata=_rest(row, layout),
        )  # fmt: skip
        return finish(article, where, self.terms)


def _words(row: Mapping[str, Any], name: str, where: str) -> str:
    """The words of a column; "" where there is none."""
    value = row.get(name) if name else None
    if value is None or value != value:  # a data frame's empty cell is not a number
        return ""
    if not isinstance(value, str):
        raise NotAnArticle(where, f'its "{name}" is not text', FIELDS)
    if UNREADABLE.search(value):
        raise NotText(where, f'a NUL or half a character stands in its "{name}"', "save it again as UTF-8")
    return value


def _identity(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name) if name else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _words(row, name, where).strip()


def _moment(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name) if name else None
    if isinstance(value, date):  # or a datetime
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _words(row, name, where)


def _list(row: Mapping[str, Any], name: str, where: str, between: str) -> str:
    value = row.get(name) if name else None
    if isinstance(value, Sequence) and not isinstance(value, str):
        return between.join(_words({name: one}, name, where) for one in value)
    return _words(row, name, where)


def _names(words: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in words.split(";") if name.strip())


def _dates(day: str, at: str, where: str) -> tuple[str, str]:
    try:
        found, clock = written(day), written(at)
    except BadDate as bad:
        what, _, hint = str(bad).rpartition(" (")
        raise NotAnArticle(where, what, hint.removesuffix(")")) from None
    return found.day or clock.day, clock.at or found.at


def _why(layout: Layout) -> str:
    name = layout.date or layout.time
    return "given with the article" if name in ("published", "published_at") else f'given with the article as "{name}"'


def _rest(row: Mapping[str, Any], layout: Layout) -> tuple[tuple[str, str], ...]:
    """What no part of the article is made of, as text; empty cells are left out. What a record of ours kept is kept again."""
    kept = row.get("metadata")
    given = [(name, row.get(name)) for name in layout.rest] + (list(kept.items()) if isinstance(kept, Mapping) else [])
    said = ((_sound(str(name)), _sound(_said(value))) for name, value in given)
    return tuple((name, words) for name, words in said if words)


def _said(value: Any) -> str:
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | float | list | dict | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value.isoformat() if isinstance(value, date) else str(value)


def _sound(words: str) -> str:
    return UNREADABLE.sub("\ufffd", words)
