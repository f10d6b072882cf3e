"""Text of a page made safe and short enough to show: no stranger's control character reaches an eye or a terminal."""

from __future__ import annotations

import re
from typing import Final

# C0 and C1 controls move cursors and set clipboards, bidi controls swap words before the reader's eyes, tag characters
# hide text in plain sight, and lone surrogates can't be written at all. Tab and newline stay.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


def _spell(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def visible(text: str) -> str:
    """The text with what can't be seen spelled out: ESC becomes `\\x1b`."""
    return _UNSEEN.sub(_spell, text)


def one_line(text: str) -> str:
    """The text, visible, on one line: runs of white space become one space."""
    return visible(" ".join(text.split()))


def clip(text: str, most: int) -> str:
    """At most `most` characters of the text, cut at a word where that costs little."""
    if len(text) <= most:
        return text
    head = text[: max(most - 1, 1)]
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > len(head) * 0.7 else head).rstrip() + "…"


def around(text: str, start: int, end: int, most: int) -> tuple[str, str, str]:
    """What stands before `[start, end)`, the words themselves, and what follows, in about `most` characters."""
    before, words, after = one_line(text[:start]), one_line(text[start:end]), one_line(text[end:])
    room = max(most - len(words), 0)
    left = max(room // 2, room - len(after))
    if len(before) > left:
        tail = before[len(before) - left :]
        before = "…" + (tail.split(" ", 1)[1] if " " in tail else tail)
    after = clip(after, max(room - len(before), 8))
    gap_before = " " if before and text[start - 1 : start].isspace() else ""
    gap_after = " " if after and text[end : end + 1].isspace() else ""
    return before + gap_before, words, gap_after + after
