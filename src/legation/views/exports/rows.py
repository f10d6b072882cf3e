"""Tab-separated rows: text on one line, visible, and no spreadsheet's formula; numbers as they are."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Final

from legation.views.sheets import cell

Value = str | int | float | None
TAB: Final = "\t"


def row(values: Sequence[Value], *, missing: str = "", between: str = TAB, end: str = "\n") -> str:
    """One row; `missing` stands where there is nothing. A cell with quotation marks in it is quoted, as every reader takes it."""
    page = io.StringIO()
    csv.writer(page, delimiter=between, lineterminator=end).writerow([_shown(v, missing) for v in values])
    return page.getvalue()


def _shown(value: Value, missing: str) -> str:
    if value is None or value == "":
        return missing
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return cell(value) if isinstance(value, str) else str(value)


def web(url: str) -> str:
    """An article's address where it is one of the web, else ""."""
    return url if url.lower().startswith(("http://", "https://")) else ""
