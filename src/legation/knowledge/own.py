"""A user's own knowledge: a TSV whose rows add to the tables, or take the place of rows of the same name.

Its first line names the columns; `docs/knowledge.md` says what they hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from legation.errors import BadKnowledge
from legation.knowledge.days import fault
from legation.knowledge.deceiving import CONTROLS
from legation.knowledge.tables import BodyRow, PersonRow, own_rows, state_form, states, use

COLUMNS: Final = ("kind", "name", "forms", "code", "sector", "office", "since", "until", "source")
LINE_END: Final = re.compile("\r\n|\n|\r")  # what else Unicode takes for one stands in a cell, and is told with its line
KINDS: Final = ("person", "organisation", "group", "party", "body")
SECTORS: Final = frozenset("GOV MIL LEG JUD COP SPY PTY OPP REB UAF CVL REF NGO IGO MNC BUS JRN EDU REL CRM ELI LAB".split())


@dataclass(frozen=True, slots=True)
class _Line:
    """One row of the file, by column."""

    where: str
    cells: dict[str, str]

    def bad(self, what: str) -> BadKnowledge:
        return BadKnowledge(f"{self.where}: {what}")


def load(path: Path) -> int:
    """Take up the rows of a file, in place of those taken up before; how many. Raises BadKnowledge, and then changes nothing."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadKnowledge(f"{path}: can't be read: {error.strerror or error} (check the path, and who may read it)") from error
    except UnicodeDecodeError as error:
        raise BadKnowledge(f"{path}: is not UTF-8 text: save it as UTF-8") from error
    people: list[PersonRow] = []
    others: dict[str, list[BodyRow]] = {kind: [] for kind in KINDS[1:]}
    for line in _lines(path, text):
        if line.cells["kind"] == "person":
            people.append(_person(line))
        else:
            others[line.cells["kind"]].append(_body(line))
    use(people, others)
    return own_rows()


def _lines(path: Path, text: str) -> list[_Line]:
    rows = [(n, row.split("\t")) for n, row in enumerate(LINE_END.split(text), 1) if row.strip() and not row.startswith("#")]
    if not rows:
        raise BadKnowledge(f"{path}: is empty: its first line must name the columns: " + ", ".join(COLUMNS))
    heading = [cell.strip() for cell in rows[0][1]]
    unknown = [cell for cell in heading if cell not in COLUMNS]
    missing = [name for name in ("kind", "name") if name not in heading]
    twice = [name for name in dict.fromkeys(heading) if heading.count(name) > 1]
    faults = (
        *(f"no column is called {name!r}" for name in unknown),
        *(f"the column {name!r} is there twice" for name in twice),
        *(f"the column {name!r} is missing" for name in missing),
    )
    if faults:
        raise BadKnowledge(f"{path}, line {rows[0][0]}: {faults[0]}; the columns, with tabs between them, are " + ", ".join(COLUMNS))
    return [_checked(path, n, heading, cells) for n, cells in rows[1:]]


def _checked(path: Path, n: int, heading: list[str], cells: list[str]) -> _Line:
    line = _Line(f"{path}, line {n}", dict.fromkeys(COLUMNS, "") | dict(zip(heading, map(str.strip, cells), strict=False)))
    got = line.cells
    if len(cells) > len(heading):
        raise line.bad(f"has {len(cells)} cells, the first line only {len(heading)}")
    if strange := next((name for name, cell in got.items() if CONTROLS.search(cell)), ""):
        raise line.bad(f"{strange} {got[strange]!r} holds a character that can't be seen: take it out")
    if got["kind"] not in KINDS:
        raise line.bad(f"kind {got['kind']!r} is none of " + ", ".join(KINDS))
    if not got["name"]:
        raise line.bad("has no name")
    if not any(c.isalpha() for c in got["name"]):
        raise line.bad(f"name {got['name']!r} has no letter")
    if (state := state_form(got["name"])) and state.kind == "name":
        raise line.bad(f"name {got['name']!r} is a state's ({state.code})")
    if got["code"] not in ("", "IGO") and got["code"] not in states():
        raise line.bad(f"code {got['code']!r} is no state (ISO 3166-1 alpha-3, such as FRA; IGO for an international organisation)")
    if got["sector"] and got["sector"] not in SECTORS:
        raise line.bad(f"sector {got['sector']!r} is none of " + ", ".join(sorted(SECTORS)))
    for column in ("since", "until"):
        if got[column] and (wrong := fault(got[column])):
            raise line.bad(f"{column} {got[column]!r} {wrong}")
    if got["since"] and got["until"] and got["until"] < got["since"][: len(got["until"])]:
        raise line.bad(f"until {got['until']} is before since {got['since']}")
    return line


def _forms(line: _Line) -> tuple[str, ...]:
    return tuple(form.strip() for form in line.cells["forms"].split("|") if form.strip())


def _source(line: _Line) -> str:
    return line.cells["source"] or f"own, {line.where}"


def _person(line: _Line) -> PersonRow:
    got = line.cells
    surname = got["name"].split()[-1]
    return PersonRow(
        got["name"], _forms(line), surname, got["code"], got["sector"], got["office"], got["since"], got["until"], _source(line)
    )


def _body(line: _Line) -> BodyRow:
    return BodyRow(line.cells["name"], _forms(line), line.cells["code"], line.cells["sector"], _source(line))
