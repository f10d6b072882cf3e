"""`legation serve` as a user types it: what it needs, what it refuses, and a record that is served until it is stopped."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import house
import pytest
from click.testing import CliRunner

from legation import cli


def test_a_record_is_served_until_it_is_stopped(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "legation.cli", "serve", "--record", str(house.story(tmp_path / "r.db")), "--port", "0", "--no-open"]
    serving = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert serving.stdout
        found = re.search(r"at http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends it\)", serving.stdout.readline())
        assert found
        asking = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=60)
        asking.request("GET", "/search.json?q=Sentosa")
        answer = asking.getresponse()
        assert (answer.status, b"Sentosa in Singapore" in answer.read(), answer.getheader("server")) == (200, True, None)
        asking.close()
        serving.terminate()
        assert serving.wait(60) == -signal.SIGTERM
    finally:
        serving.kill()
        serving.communicate()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--record", "none.db"], "there is no record"),
        (["--host", "0.0.0.0"], "give --password-file"),
        (["--host", "192.0.2.1"], "give --password-file"),
        (["--host", "0.0.0.0", "--password-file", "empty"], "its first line is empty"),
        (["--host", "0.0.0.0", "--password-file", "none"], "can't be read"),
        (["--port", "70000"], "--port"),
        (["--password-file", "r.db"], "is the record itself"),
    ],
)
def test_serve_says_in_one_line_why_it_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], says: str) -> None:
    monkeypatch.chdir(tmp_path)
    house.story(tmp_path / "r.db")
    (tmp_path / "empty").write_text("\n")
    said = CliRunner().invoke(
        cli.main, ["serve", "--no-open", *(arguments if "--record" in arguments else ["--record", "r.db", *arguments])]
    )
    assert (said.exit_code, says in said.stderr, said.stderr.count("\n")) == (2, True, 1), said.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = CliRunner().invoke(cli.main, ["serve", "--no-open", "--record", str(house.story(tmp_path / "r.db")), "--port", str(port)])
    assert (said.exit_code, f"127.0.0.1:{port}: can't be served on" in said.stderr) == (2, True), said.stderr


def test_without_the_extra_serve_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "legation.web.serving", None)
    said = CliRunner().invoke(cli.main, ["serve", "--record", str(tmp_path / "r.db")])
    assert (said.exit_code, "pip install -e '.[web]' where Legation lies" in said.stderr) == (2, True)
