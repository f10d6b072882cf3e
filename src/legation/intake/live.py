"""A live blog cut into its entries, each with its own time: by JSON-LD, by the markup's times, by the clock before each entry."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from typing import Any, Final

from legation.intake import linked
from legation.intake.asides import words_of
from legation.intake.declared import Declared
from legation.intake.parts import Entry
from legation.intake.stamps import stamp
from legation.knowledge.page_kinds import CLOCK, COMMENT_MARKS, LIVE_ADDRESS, LIVE_MARKS, LIVE_TITLE, LIVE_TYPES, ZONES

FEWEST: Final = 3  # entries, each with a time of its own: fewer are no live blog
FEWEST_CLOCKS: Final = 4  # lines that begin with a clock
SHORTEST: Final = 4  # words of an entry
MOST: Final = 1_000  # entries of one page
HIGHEST: Final = 6  # elements between an entry and its time
BOXES: Final = ("aside", "nav", "footer")
TAGS: Final = re.compile(r"<[^<>]{0,2000}>")


def is_live(page: Declared, tree: Any) -> bool:
    """Whether anything says that the page is a live blog: its type, its title, its address, the marks of its markup."""
    if page.types & LIVE_TYPES or LIVE_TITLE.search(page.title):
        return True
    if any(LIVE_ADDRESS.search(url) for url in page.urls):
        return True
    return any(LIVE_MARKS.search(mark) for mark in tree.xpath("//*[.//time]/@class | //*[.//time]/@id | //*[.//time]/@itemtype"))


def is_declared(page: Declared) -> bool:
    """Whether the page says that the one article on it is a live blog: it is then none of one moment."""
    return bool(linked.types(page.own) & LIVE_TYPES)


def entries(page: Declared, tree: Any, text: str) -> tuple[Entry, ...]:
    """The entries of a live blog in the page's order, none where they can't be told apart. The fullest way of telling counts."""
    ways = (_described(page), _marked(page, tree), _clocked(page, text))
    found = [list(islice(way, MOST)) for way in ways]
    apart = [way for way in found if len(way) >= FEWEST and len({entry.date for entry in way}) >= FEWEST]
    return tuple(max(apart, key=lambda way: sum(len(entry.text) for entry in way), default=[]))


def _described(page: Declared) -> Iterator[Entry]:
    for node in linked.updates(page.nodes):
        text = _plain(node.get("articleBody") or node.get("text") or node.get("description"))
        date = linked.words(node.get("datePublished"))
        if len(text.split()) >= SHORTEST and stamp(date).day:
            url = linked.words(node.get("url"))
            yield Entry(linked.words(node.get("headline")), text, date, "the entry's JSON-LD datePublished", url)


def _plain(given: object) -> str:
    """The text of a description, which may hold markup; its paragraphs stay."""
    if not isinstance(given, str):
        return ""
    lines = TAGS.sub("\n", given).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def _marked(page: Declared, tree: Any) -> Iterator[Entry]:
    """The elements that are alike, stand beside each other and hold one time each."""
    groups: dict[Any, dict[Any, Any]] = defaultdict(dict)
    for time in tree.xpath("//time[@datetime]"):
        if _beside(time):
            continue
        element = time
        for _ in range(HIGHEST):
            parent = element.getparent()
            if parent is None:
                break
            groups[parent, element.tag, element.get("class")].setdefault(element, time)
            element = parent
    best = max(groups.values(), key=_weight, default={})
    for element, time in best.items():
        text = _text_of(element, time)
        if len(text.split()) >= SHORTEST:
            yield Entry(_heading(element), text, time.get("datetime").strip()[:60], "the entry's <time>", _anchor(page, element))


def _weight(group: dict[Any, Any]) -> int:
    """How much a group of elements tells at times of their own; 0 where it is too small."""
    times = {time.get("datetime") for time in group.values()}
    return sum(len(words_of(element)) for element in group) if len(times) >= FEWEST and ":" in "".join(times) else 0


def _beside(time: Any) -> bool:
    """Whether a time belongs to a comment or to a link to another story."""
    around = list(time.iterancestors())
    marked = any(COMMENT_MARKS.search(f"{parent.get('class') or ''} {parent.get('id') or ''}") for parent in around)
    return marked or any(parent.tag in BOXES for parent in around)


def _text_of(element: Any, time: Any) -> str:
    """The paragraphs of an entry, without its heading and its time; where it has none, all its words."""
    lines = [words_of(p) for p in element.xpath(".//p | .//li | .//blockquote[not(.//p)]")]
    if any(lines):
        return "\n".join(line for line in lines if line)
    words, clock, heading = words_of(element), words_of(time), _heading(element)
    return words.removeprefix(clock).strip().removeprefix(heading).strip()


def _heading(element: Any) -> str:
    found = element.xpath(".//h2 | .//h3 | .//h4")
    return words_of(found[0]) if found else ""


def _anchor(page: Declared, element: Any) -> str:
    """The address of an entry: its page's, with the id of its element."""
    given = element.get("id") or ""
    return f"{page.urls[0]}#{given}" if page.urls and re.fullmatch(r"[\w:.-]{1,100}", given) else ""


def _clocked(page: Declared, text: str) -> Iterator[Entry]:
    """The runs of lines that each begin with a clock, on the day of the page."""
    day = stamp(page.date).day
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
        return
    for clock, lines in _runs(text.split("\n")):
        words = "\n".join(lines)
        if len(words.split()) >= SHORTEST:
            yield Entry("", words, _moment(day, clock), "the clock before the entry, on the page's day")


def _runs(lines: Iterable[str]) -> list[tuple[re.Match[str], list[str]]]:
    runs: list[tuple[re.Match[str], list[str]]] = []
    for line in lines:
        clock = CLOCK.match(line)
        if clock and int(clock["hour"]) < 24 and int(clock["minute"]) < 60:
            runs.append((clock, [line[clock.end() :].strip()]))
        elif runs:
            runs[-1][1].append(line)
    return [(clock, [line for line in told if line]) for clock, told in runs] if len(runs) >= FEWEST_CLOCKS else []


def _moment(day: str, clock: re.Match[str]) -> str:
    """The day and clock as ISO 8601, with a zone where one is named."""
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    shift = ZONES.get((clock["zone"] or "").upper())
    zone = timezone(timedelta(hours=shift)) if shift is not None else None
    return datetime.fromisoformat(day).replace(hour=hour, minute=int(clock["minute"]), tzinfo=zone).isoformat()
