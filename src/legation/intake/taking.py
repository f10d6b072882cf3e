"""By what a run takes its sources in: what the user said of them, and whom to tell what was made of it."""

from __future__ import annotations

from dataclasses import dataclass

from legation.intake.article import Terms
from legation.intake.columns import BY_NAME, Columns, Say
from legation.intake.rows import Rows


def silent(_words: str) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Taking:
    """What the user said: the date and the limits, the columns; `say` takes what was understood and what was left out."""

    terms: Terms
    columns: Columns = BY_NAME
    say: Say = silent

    def rows(self) -> Rows:
        """What makes articles of the rows of one source."""
        return Rows(self.columns, self.terms, self.say)
