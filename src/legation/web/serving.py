"""The house put on its address: what must hold before anything is served, and serving until it is stopped."""

from __future__ import annotations

import socket
import webbrowser
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Final

import uvicorn

from legation.errors import LegationError
from legation.record.derive import current_if_small
from legation.record.store import Store
from legation.views.writing import same_file
from legation.web.app import house_of
from legation.web.house import LOOPBACK, House, hashed, is_loopback

WIDE: Final = ("0.0.0.0", "::")
MOMENT: Final = 0.6  # seconds until a browser may be opened
LAST: Final = 3  # seconds for answers on their way when it is stopped
LONGEST: Final = 1024  # characters of a password


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the record is to be served: `names` are hosts by which it may also be asked for, `who` whom decisions are put down to."""

    record: Path
    host: str
    port: int
    names: tuple[str, ...]
    password_file: str
    opens: bool
    who: str


def serve(wanted: Wanted) -> None:
    """Serve the record until it is stopped. Raises LegationError where it can't be."""
    password = _password(wanted)
    with Store(wanted.record) as store:
        current_if_small(store)
    with _listening(wanted.host, wanted.port) as listening:
        port = int(listening.getsockname()[1])
        names = LOOPBACK | {name.lower() for name in (*wanted.names, wanted.host)}
        house = House(wanted.record, port, wanted.who, names, wanted.host in WIDE, password)
        address = f"http://{_written(wanted.host)}:{port}/"
        print(f"legation: {wanted.record} at {address} (Ctrl-C ends it)", flush=True)
        if wanted.opens:
            _open_soon(address)
        config = uvicorn.Config(
            house_of(house), log_level="warning", server_header=False, access_log=False, ws="none", lifespan="on",
            timeout_graceful_shutdown=LAST,
        )  # fmt: skip
        uvicorn.Server(config).run(sockets=[listening])


def _password(wanted: Wanted) -> str:
    """The password's hash; who serves to others must ask for one."""
    if not wanted.password_file:
        if not is_loopback(wanted.host):
            raise LegationError(f"--host {wanted.host}: others could read the record (give --password-file, or leave --host out)")
        return ""
    if same_file(wanted.password_file, str(wanted.record)):
        raise LegationError(f"--password-file {wanted.password_file}: is the record itself")
    try:
        with Path(wanted.password_file).open(encoding="utf-8") as file:
            first = file.readline(LONGEST).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise LegationError(f"--password-file {wanted.password_file}: can't be read: {getattr(error, 'strerror', '') or error}") from error
    if not first:
        raise LegationError(f"--password-file {wanted.password_file}: its first line is empty (write the password there)")
    return hashed(first)


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        listening = socket.socket(family, kind, protocol)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
            listening.listen(128)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        hint = "name another with --port" if port else "name another with --host"
        raise LegationError(f"{host}:{port}: can't be served on: {error.strerror or error} ({hint})") from error
    return listening


def _written(host: str) -> str:
    shown = "127.0.0.1" if host in WIDE else host
    return f"[{shown}]" if ":" in shown else shown


def _open_soon(address: str) -> None:
    timer = Timer(MOMENT, webbrowser.open, (address,))
    timer.daemon = True
    timer.start()
