"""What was fetched, kept as a web archive (WARC 1.1) that other tools open: one file a run, named by its time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final

from legation.errors import LegationError

if TYPE_CHECKING:
    from legation.intake.fetched import Fetched

# The body is kept unpacked: what said how it was packed, or how long it was then, is kept under another name.
NO_LONGER: Final = ("content-encoding", "transfer-encoding", "content-length")
KEPT_AS: Final = "X-Archive-Orig-"
FOLDER: Final = "name a folder that may be written to and has room"
PAGE: Final = 200


class Archive:
    """A file in a folder that takes what is fetched; it is made when the first page comes. Use as a context manager."""

    def __init__(self, folder: Path, software: str) -> None:
        self.folder, self.software = folder, software
        self.path: Path | None = None
        self._file: IO[bytes] | None = None
        self._writer: Any = None

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file:
            self._file.close()

    def keep(self, fetched: Fetched) -> None:
        """Write one answer, whole; an unchanged page is none. Raises a LegationError where it can't be written."""
        if fetched.status != PAGE:
            return
        try:
            writer = self._opened()
            answer = self._answer(writer, fetched)
            records = [answer, *self._redirect(writer, fetched, answer)]
            for record in records:
                writer.write_record(record)
            if self._file:
                self._file.flush()
        except OSError as error:
            raise LegationError(f"--archive {self.folder}: can't be written: {error.strerror or error} ({FOLDER})") from error

    def _opened(self) -> Any:
        """The writer, with the file's first record, which says what wrote it."""
        if self._writer is None:
            from warcio.warcwriter import WARCWriter

            self.folder.mkdir(parents=True, exist_ok=True)
            self.path, self._file = _new_file(self.folder)
            self._writer = WARCWriter(self._file, gzip=True, warc_version="1.1")
            told = {"software": self.software, "format": "WARC File Format 1.1", "robots": "classic"}
            self._writer.write_record(self._writer.create_warcinfo_record(self.path.name, told))
        return self._writer

    def _answer(self, writer: Any, fetched: Fetched) -> Any:
        from warcio.statusandheaders import StatusAndHeaders

        headers = StatusAndHeaders("200 OK", _headers(fetched.headers, len(fetched.body)), protocol="HTTP/1.1")
        return writer.create_warc_record(
            fetched.final, "response", payload=BytesIO(fetched.body), length=len(fetched.body), http_headers=headers,
            warc_headers_dict={"WARC-Date": _moment(fetched.at)},
        )  # fmt: skip

    def _redirect(self, writer: Any, fetched: Fetched, answer: Any) -> Iterable[Any]:
        """Which address was asked for, where that led to another, and that robots.txt was not asked."""
        told = [("via", fetched.address)] if fetched.address != fetched.final else []
        told += [("robots", "ignored")] if fetched.ignored_robots else []
        if told:
            fields = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in told).encode()
            yield writer.create_warc_record(
                fetched.final, "metadata", payload=BytesIO(fields), length=len(fields), warc_content_type="application/warc-fields",
                warc_headers_dict={
                    "WARC-Date": _moment(fetched.at), "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID"),
                },
            )  # fmt: skip


def _new_file(folder: Path) -> tuple[Path, IO[bytes]]:
    """A file named by the time, that was not there before."""
    stamp, number = datetime.now(UTC).strftime("legation-%Y%m%d%H%M%S"), 0
    while True:
        path = folder / f"{stamp}-{number:05}.warc.gz"
        try:
            return path, path.open("xb")
        except FileExistsError:
            number += 1


def _headers(given: Iterable[tuple[str, str]], size: int) -> list[tuple[str, str]]:
    told = [(KEPT_AS + name if name.lower() in NO_LONGER else name, " ".join(value.split())) for name, value in given]
    return [*told, ("Content-Length", str(size))]


def _moment(at: str) -> str:
    """A time in UTC as archives write it."""
    return datetime.fromisoformat(at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
