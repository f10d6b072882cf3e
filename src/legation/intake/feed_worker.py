"""The process that reads feeds by feedparser: like the one for pages it is killed when a feed costs too much.

A question is the base address, the letters that the server names, and the feed, with line ends between; the answer is packed Feed.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from legation.intake.feed import Entry, Feed
from legation.intake.worker import MEMORY, limit_memory, read_frame, write_frame


def main() -> None:
    """Answer feeds until standard input ends."""
    limit_memory(MEMORY)
    while (asked := read_frame(sys.stdin.buffer)) is not None:
        write_frame(sys.stdout.buffer, answered(asked))


def answered(asked: bytes) -> bytes:
    """The answer to a question: a feed, or that there is none."""
    from legation.intake.syndication import from_syndication

    try:
        base, charset, data = asked.split(b"\n", 2)
        return packed(from_syndication(data, base.decode(), charset.decode()))
    except Exception:  # whatever a feed makes feedparser do: the next one is read all the same
        return packed(None)


def question(data: bytes, base: str, charset: str) -> bytes:
    """What the worker is asked."""
    return f"{base}\n{charset}\n".encode() + data


def packed(feed: Feed | None) -> bytes:
    """A feed as bytes."""
    return json.dumps(feed and asdict(feed)).encode()


def unpacked(answer: bytes) -> Feed | None:
    """The feed of these bytes."""
    given = json.loads(answer)
    return given and Feed(**{**given, "entries": tuple(Entry(**one) for one in given["entries"]), "parts": ()})


if __name__ == "__main__":
    main()
