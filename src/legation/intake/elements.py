"""XML read from its beginning to its end, or to where it is damaged: no entity but XML's own, nothing loaded, nothing kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

from legation.intake.references import legible

LONGEST: Final = 8_000  # characters of one element's text that are kept
DEEPEST: Final = 100  # elements within elements; lists and site maps have five or so
SPACE: Final = " "  # between a namespace and a name


class Enough(Exception):
    """There is no need to read on."""


class TooDeep(Exception):
    """Elements stand within elements as in no file that is meant to be read."""


class Entities(Exception):
    """It declares entities of its own: so bombs are built, and files of this machine are asked for."""


Begin = Callable[[str, str, Mapping[str, str]], None]
End = Callable[[str, str, str], None]


def walk(data: bytes, begin: Begin, end: End) -> int:
    """Call `begin(namespace, name, attributes)` and `end(namespace, name, text)` for each element; the line at which it breaks, 0 for none.

    The text is what stands directly before an element's end. Either may raise Enough. Raises Entities.
    """
    text: list[str] = []
    size = depth = 0

    def started(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal size, depth
        text.clear()
        size = 0
        depth += 1
        if depth > DEEPEST:
            raise TooDeep
        begin(*_split(name), attributes)

    def ended(name: str) -> None:
        nonlocal size, depth
        said = "".join(text)
        text.clear()
        size = 0
        depth -= 1
        end(*_split(name), said)

    def characters(more: str) -> None:
        nonlocal size
        if size < LONGEST:
            text.append(more)
            size += len(more)

    parser = ParserCreate(namespace_separator=SPACE)
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = started, ended, characters
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(legible(data), True)
    except Enough:
        return 0
    except (ExpatError, TooDeep, ValueError, LookupError):  # the last two for an encoding that is none
        return parser.CurrentLineNumber
    return 0


def _refuse(*_: object) -> None:
    raise Entities


def _split(name: str) -> tuple[str, str]:
    space, _, own = name.rpartition(SPACE)
    return space, own
