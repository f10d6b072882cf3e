"""Letters that count as one another where case is passed over, so that no table is asked for a spelling it has not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# With re.IGNORECASE these match i, s and k, but lower() makes no i, s and k of them (or two letters of one).
_STRANGERS: Final = str.maketrans({"İ": "I", "ı": "i", "ſ": "s", "\N{KELVIN SIGN}": "K"})
_ANY: Final = re.compile(f"[{''.join(map(chr, _STRANGERS))}]")  # most texts have none, and to replace what is not there takes long


@lru_cache(maxsize=4)
def ascii_letters(text: str) -> str:
    """The text with these letters in ASCII; every code point stays at its place."""
    return text.translate(_STRANGERS) if not text.isascii() and _ANY.search(text) else text
