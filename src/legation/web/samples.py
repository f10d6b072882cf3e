"""Examples of what each address of the interface answers, for its description; a test holds them to the truth."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def samples() -> dict[str, object]:
    """An example of each page's JSON, by the page's name."""
    found: dict[str, object] = json.loads(files("legation.web").joinpath("samples.json").read_text(encoding="utf-8"))
    return found
