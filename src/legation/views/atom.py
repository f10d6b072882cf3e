"""A list as a feed (Atom, RFC 4287) for feed readers: text alone, no markup of any page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree as Tree

from legation.views.plain import clip, one_line

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
BEGINNING: Final = "1970-01-01T00:00:00Z"  # of what has no date: a feed's entry must have one
DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
TITLE, SUMMARY = 200, 2000  # characters
_NO_XML: Final = re.compile("[\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed: `id` never changes, `address` is where it is shown, `updated` a day or a time (ISO)."""

    id: str
    title: str
    summary: str
    address: str
    updated: str


def feed(title: str, address: str, items: Iterable[Item]) -> str:
    """The feed of these items; `address` is that of the list."""
    listed = list(items)
    root = Tree.Element("feed", xmlns=NAMESPACE)
    _text(root, "title", title, TITLE)
    _text(root, "id", address, SUMMARY)
    _text(root, "updated", max((_time(i.updated) for i in listed), default=BEGINNING), TITLE)
    Tree.SubElement(Tree.SubElement(root, "author"), "name").text = "Legation"
    Tree.SubElement(root, "link", href=_clean(address))
    for item in listed:
        _entry(root, item)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Tree.tostring(root, encoding="unicode") + "\n"


def _entry(root: Tree.Element, item: Item) -> None:
    entry = Tree.SubElement(root, "entry")
    _text(entry, "title", item.title, TITLE)
    _text(entry, "id", f"urn:legation:{item.id}", TITLE)
    _text(entry, "updated", _time(item.updated), TITLE)
    Tree.SubElement(entry, "link", href=_clean(item.address))
    _text(entry, "summary", item.summary, SUMMARY)


def _text(parent: Tree.Element, name: str, value: str, most: int) -> None:
    Tree.SubElement(parent, name).text = clip(_clean(one_line(value)), most)


def _clean(value: str) -> str:
    return _NO_XML.sub("\ufffd", value)


def _time(given: str) -> str:
    """A day or time as a feed has it."""
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)", given):
        return given
    day = DAY.match(given)
    return f"{day[0]}T00:00:00Z" if day else BEGINNING
