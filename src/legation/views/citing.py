"""A permanent citation of an entry or an article: as a footnote, for BibTeX, for reference managers (RIS), as CSL-JSON.

What is cited is the article in which the words stand; the entry's id and the article's id and version lead back to them for good.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from legation.entries import Article, Event, Statement
from legation.views import bibtex
from legation.views.lines import headline
from legation.views.objects import dumps
from legation.views.plain import one_line

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAY: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
EDTF: Final = re.compile(r"[\d~/.?%-]+")
SAFE: Final = "%/:?#[]@!$&'()*+,;=~-._"  # of an address: whatever else it holds is written as per cent signs
# CSL processors take these for markup in any field, and know no way to write them as text.
RICH: Final = re.compile(r"<(?=/?(?:i|b|sc|sub|sup|span)\b)", re.IGNORECASE)
JOINER: Final = "\u2060"


@dataclass(frozen=True, slots=True)
class Citation:
    """What every style says: each field is on one line and visible, "" where nothing is known; `published` is EDTF."""

    id: str
    title: str
    source: str
    authors: tuple[str, ...]
    published: str
    url: str
    language: str
    words: str
    place: str


def citation(article: Article, entry: Event | Statement | None = None) -> Citation:
    """What there is to cite of an entry in its article, or of an article."""
    words = None if entry is None else entry.evidence if isinstance(entry, Event) else entry.content
    place = f"article {one_line(article.id)}, version {article.version}"
    if words:
        place += f", characters {words.span.start} to {words.span.end}"
    return Citation(
        id=one_line(entry.id if entry else article.id),
        title=headline(article),
        source=one_line(article.source),
        authors=tuple(filter(None, map(one_line, article.authors))),
        published=one_line(article.published),
        url=address(article.url),
        language=one_line(article.language),
        words=one_line(words.text) if words else "",
        place=f"Legation {'entry ' + one_line(entry.id) + ', ' if entry else ''}{place}",
    )


def address(url: str) -> str:
    """An address of the web as every style can hold it; "" for any other."""
    return quote(url.strip(), safe=SAFE) if re.match(r"https?://\S", url.strip(), re.IGNORECASE) else ""


def cite(article: Article, entry: Event | Statement | None = None, style: str = "plain") -> str:
    """The citation of an entry in its article, or of an article, in one of STYLES."""
    return STYLES[style](citation(article, entry))


# --- the styles


def plain(c: Citation) -> str:
    """A footnote."""
    authors = ", ".join(c.authors)
    said = [authors, f"“{c.title}”", c.source, spoken(c.published), c.url]
    words = f" Words: “{c.words}”" if c.words else ""
    return f"{', '.join(filter(None, said))}.{words} [{c.place}]\n"


def ris(c: Citation) -> str:
    """RIS, which reference managers take in."""
    day = DAY.fullmatch(c.published)
    date = "/".join(part or "" for part in day.groups()) + "/" if day else ""
    dated = "" if day or not c.published else f"Published {c.published}"
    rows = [("TY", "NEWS"), ("ID", c.id), ("TI", c.title), *(("AU", name) for name in c.authors), ("T2", c.source)]
    rows += [("PY", c.published[:4] if c.published[:4].isdigit() else ""), ("DA", date), ("UR", c.url), ("LA", c.language)]
    rows += [("AB", c.words), ("N1", dated), ("AN", c.place)]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def csl(c: Citation) -> str:
    """CSL-JSON: an array of one item."""
    item: dict[str, object] = {"id": c.id, "type": "article-newspaper", "title": _text(c.title)}
    if c.authors:
        item["author"] = [{"literal": _text(name)} for name in c.authors]
    if date := _parts(c.published):
        item["issued"] = date
    rest = {"container-title": c.source, "abstract": c.words, "note": c.place}
    item |= {key: _text(value) for key, value in rest.items() if value}
    item |= {key: value for key, value in (("URL", c.url), ("language", c.language)) if value}
    return dumps([item], indent=1) + "\n"


def in_bibtex(c: Citation) -> str:
    """An entry for BibTeX and BibLaTeX."""
    day = DAY.fullmatch(c.published)
    year, month = (day[1], day[2] or "") if day else ("", "")
    text = {"title": c.title, "journal": c.source, "abstract": c.words, "note": c.place}
    fields = {"author": bibtex.names(c.authors)} | {name: bibtex.escape(value) for name, value in text.items()}
    date = c.published if EDTF.fullmatch(c.published) else ""
    fields |= {"date": date, "year": year, "month": month.lstrip("0"), "url": bibtex.verbatim(c.url)}
    return bibtex.entry("article" if c.source else "misc", f"legation:{c.id}", fields)


STYLES: Final[dict[str, Callable[[Citation], str]]] = {"plain": plain, "bibtex": in_bibtex, "ris": ris, "csl": csl}


# --- dates and texts


def spoken(published: str) -> str:
    """A day, month or year in words, anything else as it is."""
    day = DAY.fullmatch(published)
    if not day or not 1 <= int(day[2] or 1) <= 12:
        return published
    year, month, number = day.groups()
    return " ".join(filter(None, (number.lstrip("0") if number else "", MONTHS[int(month) - 1] if month else "", year)))


def _parts(published: str) -> dict[str, object]:
    """A date as CSL has it: one day, month or year, or the first and the last of an interval."""
    ends = list(_ends(published))
    if not ends or len(ends) > 2:
        return {}
    return {"date-parts": ends} | ({"circa": True} if "~" in published else {})


def _ends(published: str) -> Iterator[list[int]]:
    for end in published.replace("~", "").split("/"):
        if day := DAY.fullmatch(end):
            yield [int(part) for part in day.groups() if part]


def _text(value: str) -> str:
    return RICH.sub(f"<{JOINER}", value)
