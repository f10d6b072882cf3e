"""The process that takes pages apart: it is killed when a page costs too much, so it holds nothing but the page.

It is run by its path, so that it is found however the program was, and loads of ours only what reads pages.
Asked on standard input and answering on standard output, both as frames: eight bytes of length, then the bytes.
"""

from __future__ import annotations

import contextlib
import struct
import sys
from pathlib import Path
from typing import IO, Final

MEMORY: Final = 512 * 2**20  # bytes of address space, unless it is given another number
NEAR: Final = 0.7  # of the memory: a page that finds nothing after so much was too large
FRAME: Final = struct.Struct(">Q")


def main(memory: int = MEMORY) -> None:
    """Answer pages until standard input ends; a page on which the libraries fail with an empty frame."""
    from legation.intake.extraction import take_apart
    from legation.intake.parts import packed

    limit_memory(memory)
    while (page := read_frame(sys.stdin.buffer)) is not None:
        before = peak()
        try:
            parts = take_apart(page)
            # The libraries find nothing, and do not say so, where memory fails them.
            answer = b"" if not parts.text and before < NEAR * memory < peak() else packed(parts)
        except MemoryError:
            raise
        except Exception:  # whatever a page made them do: the next one is read all the same
            answer = b""
        write_frame(sys.stdout.buffer, answer)


def peak() -> int:
    """The most address space that this process has had, in bytes; 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line for line in lines if line.startswith("VmPeak:")).split()[1]) * 1024
    return 0


def limit_memory(most: int) -> None:
    """Hold this process to so many bytes of address space, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next frame; None at the end of the stream, or where it breaks off."""
    head = stream.read(FRAME.size)
    if len(head) < FRAME.size:
        return None
    (size,) = FRAME.unpack(head)
    body = stream.read(size)
    return body if len(body) == size else None


def write_frame(stream: IO[bytes], body: bytes) -> None:
    """Write one frame, at once."""
    stream.write(FRAME.pack(len(body)) + body)
    stream.flush()


if __name__ == "__main__":
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    main(int(sys.argv[1]))
