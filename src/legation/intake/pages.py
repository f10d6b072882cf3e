"""The killable worker, seen from outside: a page goes in, its parts come out, or nothing within the time.

One worker serves all pages of a run, since starting it takes longer than most pages do.
"""

from __future__ import annotations

import atexit
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Final

from legation.errors import MissingPart
from legation.intake.parts import Parts, unpacked
from legation.intake.worker import MEMORY, read_frame, write_frame

SECONDS: Final = 8.0  # with what is left to do with a page given up, it costs ten at most
START: Final = 90.0  # seconds for the worker to load its libraries, on a slow disk
PAGES: Final = 500  # served by one worker, lest leaks add up
# Elements take up to a kilobyte each while a page is taken apart: of more than so many tags the worker's memory is not enough.
MOST_TAGS: Final = 400_000
# One pass over a costly page: what these hold is no text of the article, and those break a line.
MUTE: Final = ("script", "style", "noscript", "template", "nav", "footer")
BREAKS: Final = (
    "p", "div", "br", "li", "ul", "ol", "tr", "td", "section", "article", "blockquote", "figure", "title",
    "h1", "h2", "h3", "h4",
)  # fmt: skip


class GivenUp(Exception):
    """The page could not be taken apart."""


class TooCostly(GivenUp):
    """It took too long or too much memory."""


@dataclass(slots=True)
class Worker:
    """Asks one worker process, and starts another after one was killed."""

    seconds: float = SECONDS
    memory: int = MEMORY
    script: str = "worker.py"
    what: str = "HTML"
    package: str = "trafilatura"
    process: subprocess.Popen[bytes] | None = None
    served: int = 0
    lock: Lock = field(default_factory=Lock)

    def take_apart(self, page: bytes) -> Parts:
        """The parts of a page; TooCostly where it takes longer than `seconds`, GivenUp where the libraries fail on it.

        One of too many tags is not tried.
        """
        if page.count(b"<") > MOST_TAGS:
            raise TooCostly
        with self.lock:
            if self.process is None or self.served >= PAGES:
                self._start()
            self.served += 1
            answer = self._ask(page, self.seconds)
            if not answer:
                self.stop()  # what failed on a page is not trusted with the next
        if answer is None:
            raise TooCostly
        if not answer:
            raise GivenUp
        return unpacked(answer)

    def answer(self, question: bytes) -> bytes | None:
        """What the process answers, as it comes; None where it takes longer than `seconds`, or more memory than it may."""
        with self.lock:
            if self.process is None or self.served >= PAGES:
                self._start()
            self.served += 1
            return self._ask(question, self.seconds)

    def stop(self) -> None:
        """End the process, if there is one."""
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _close(stream)
        process.wait()

    def _start(self) -> None:
        self.stop()
        path = Path(__file__).with_name(self.script)
        self.process = subprocess.Popen(
            [sys.executable, "-P", str(path), str(self.memory)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.served = 0
        # The first page pays for loading the library: let an easy one do it.
        if self._ask(b"<html><body><p>.</p></body></html>", START) is None:
            raise MissingPart(f"{self.what} can't be read: its worker does not start (install {self.package}, or give plain text)")

    def _ask(self, page: bytes, seconds: float) -> bytes | None:
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        timer = Timer(seconds, process.kill)
        timer.daemon = True
        timer.start()
        try:
            write_frame(process.stdin, page)
            answer = read_frame(process.stdout)
        except OSError:
            answer = None
        finally:
            timer.cancel()
        if answer is None:
            self.stop()
        return answer


def _close(stream: IO[bytes]) -> None:
    with suppress(OSError):
        stream.close()


@cache
def worker() -> Worker:
    """The one worker of this process."""
    one = Worker()
    atexit.register(one.stop)
    return one


def strip(page: bytes) -> str:
    """The words between the tags, a line a block: what is left to do with a page too costly to take apart."""
    text = page.decode("utf-8", "replace")
    parts, at, unclosed = list[str](), 0, set[str]()
    while (start := text.find("<", at)) >= 0:
        parts.append(text[at:start])
        tag = _tag(text[start + 1 : start + 12])
        stop = text.find(">", start)
        if tag in MUTE and tag not in unclosed:
            end = text.find(f"</{tag}", start)
            unclosed |= {tag} if end < 0 else set()  # not to be looked for again, to the end of the page each time
            stop = max(stop, text.find(">", end)) if end >= 0 else stop
        if stop < 0:
            return _lines(parts)
        parts.append("\n" if tag.strip("/") in BREAKS else " ")
        at = stop + 1
    return _lines([*parts, text[at:]])


def _tag(words: str) -> str:
    """The name of a tag, with its stroke if it is a closing one."""
    return words.replace(">", " ").replace("\n", " ").split(" ")[0].removesuffix("/").lower()


def _lines(parts: list[str]) -> str:
    lines = (" ".join(line.split()) for line in unescape("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)
