"""Addresses that pages name: only those of the web become links, and a link tells where it leads nothing."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from legation.views.highlight import escape
from legation.views.plain import one_line

BARE: Final = re.compile(r"[^\x00-\x20\x7f-\x9f\ud800-\udfff\"'<>`\\^{|}]+")  # what may stand in an address as it is


def web_address(url: str) -> str:
    """The address where it is one of the web, else ""."""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return url if usable and BARE.fullmatch(url) else ""


def leaving(url: str, words: str) -> str:
    """The words as a link that leaves, or as they are where the address is none of the web."""
    shown, address = escape(one_line(words)), web_address(url)
    return f'<a href="{escape(address)}" rel="noopener nofollow noreferrer">{shown}</a>' if address else shown
