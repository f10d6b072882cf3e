"""EDTF times as formats that know only days, months and years can hold them: never more than is known."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

KNOWN: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
DAY: Final = 10  # characters of 2018-06-12


def known(edtf: str) -> str:
    """What an EDTF time says for sure, as 2018-06-12, 2018-06, 2018 or "".

    Of an interval what its ends share, of one that is still open its beginning; of an approximate day its month.
    """
    low, slash, high = edtf.partition("/")
    if not slash or high == "..":
        return _plain(low)
    parts = zip(_plain(low).split("-"), _plain(high).split("-"), strict=False)
    return "-".join(one for one, _ in takewhile(lambda pair: pair[0] == pair[1], parts))


def day(edtf: str) -> str:
    """The day that an EDTF time says for sure (2018-06-12), "" where it says none."""
    iso = known(edtf)
    return iso if len(iso) == DAY else ""


def edges(edtf: str) -> tuple[str, str]:
    """The first and the last end of an EDTF time, each as 2018-06-12, 2018-06, 2018 or "" where it is open."""
    low, slash, high = edtf.partition("/")
    return _plain(low), _plain(high if slash else low)


def _plain(end: str) -> str:
    bare = end.rstrip("~?%")
    if not KNOWN.fullmatch(bare):
        return ""
    return bare[:7] if bare != end and len(bare) == DAY else bare
