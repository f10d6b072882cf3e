"""Entries for BibTeX: whatever a text holds, LaTeX prints it and runs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

# Braces are spelled out, not escaped: BibTeX counts them before LaTeX sees them.
SPECIAL: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{sign: "\\" + sign for sign in "$&%#_"},
}
PERSON: Final = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}")
KEY: Final = re.compile(r"[^\w:.+/-]", re.ASCII)


def entry(kind: str, key: str, fields: Mapping[str, str]) -> str:
    """An entry with those of its fields that are not empty; their values are escaped already."""
    rows = "".join(f",\n  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{KEY.sub('-', key)}{rows}\n}}\n"


def escape(text: str) -> str:
    """Text that LaTeX prints as it is."""
    return "".join(SPECIAL.get(letter, letter) for letter in text)


def names(authors: Iterable[str]) -> str:
    """Authors: people as they are, so that their surname is found; any other in braces, as one name."""
    return " and ".join(_name(author) for author in authors)


def _name(author: str) -> str:
    person = PERSON.fullmatch(author) and not {"and", "others"} & set(author.lower().split())
    return escape(author) if person else f"{{{escape(author)}}}"


def verbatim(url: str) -> str:
    """An address: BibTeX's styles print it as it stands, so that nothing in it may be escaped, and braces must not be there."""
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
