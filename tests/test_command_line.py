"""What all commands have in common: the same options mean the same everywhere."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from telling import Deed, keep, record

from legation import cli
from legation.record.store import Store

EXAMPLES = sorted(map(str, (Path(__file__).parent.parent / "examples").glob("*.json")))
FORMATS = ["table", "json", "jsonl", "csv", "markdown"]
LISTING = ("timeline", "statements", "docket", "relations", "corrections", "show", "who")
COMMANDS = sorted(cli.main.commands.items())
MEETING = Deed("Trump and Kim meet in Singapore.", "meet", "CONSULT", "happened", "USA Donald Trump, PRK Kim Jong Un", when="2018-06-12")


def options(command: click.Command) -> dict[str, click.Parameter]:
    return {name: parameter for parameter in command.params for name in parameter.opts if name.startswith("-")}


@pytest.mark.parametrize(("name", "command"), COMMANDS)
def test_options_are_the_same_on_every_command(name: str, command: click.Command) -> None:
    has = options(command)
    if "--record" in has:
        assert (has["--record"].envvar, has["--record"].default) == ("LEGATION_RECORD", "legation.db")
    if "--format" in has:
        assert name in ("report", "export") or has["--format"].type.choices[: len(FORMATS)] == tuple(FORMATS)  # type: ignore[attr-defined]
        assert "-o" in has
    if "-o" in has:
        assert "--output" in has
    if "--workers" in has:
        assert (has["--workers"].default, "--quiet" in has) == (1, True)
    for flag in {"--quiet", "--offline"} & set(has):
        assert has[flag].is_flag  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", LISTING)
def test_what_lists_takes_every_format(name: str) -> None:
    assert {"--format", "-o"} <= set(options(cli.main.commands[name]))


ASKED = {
    "timeline": ["timeline"],
    "statements": ["statements"],
    "docket": ["docket", "--all"],
    "relations": ["relations", "USA", "PRK"],
    "corrections": ["corrections"],
}


@pytest.fixture
def kept(tmp_path: Path) -> str:
    keep(tmp_path / "r.db", record("a", "2018-06-12", MEETING)).__exit__(None, None, None)
    return str(tmp_path / "r.db")


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_json_is_an_array_and_json_lines_are_objects(kept: str, asked: list[str]) -> None:
    whole = CliRunner().invoke(cli.main, [*asked, "--record", kept, "--format", "json"])
    lines = CliRunner().invoke(cli.main, [*asked, "--record", kept, "--format", "jsonl"])
    assert (whole.exit_code, lines.exit_code) == (0, 0)
    assert [json.loads(line) for line in lines.stdout.splitlines()] == json.loads(whole.stdout)


NOTHING = {
    "timeline": "no event fits, of 1 tellings in {}",
    "statements": "no statement fits, of 0 statements in {}",
    "docket": "nothing on the docket fits, of 1 tellings in {}",
    "relations": "nothing with a month of its own happened between the two, of 1 tellings in {}",
    "corrections": "nothing is corrected in {}",
}


def test_where_nothing_is_open_it_is_said_what_else_there_may_be(kept: str) -> None:
    said = CliRunner().invoke(cli.main, ["docket", "--record", kept]).stderr
    assert said == f"legation: nothing open on the docket fits, of 1 tellings in {kept} (--all shows what is closed, too)\n"


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_quiet_says_nothing_beside_the_answer(kept: str, asked: list[str]) -> None:
    more = ["--since", "2030"] if asked[0] in ("timeline", "relations") else []
    loud = CliRunner().invoke(cli.main, [*asked, *more, "--record", kept])
    quiet = CliRunner().invoke(cli.main, [*asked, *more, "--record", kept, "--quiet"])
    assert loud.stderr == f"legation: {NOTHING[asked[0]].format(kept)}\n"  # in its own words
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (0, loud.stdout, "")


def test_who_is_told_in_every_format() -> None:
    told = {form: CliRunner().invoke(cli.main, ["who", "Angela Merkel", "--format", form]).stdout for form in FORMATS}
    facts = json.loads(told["json"])
    assert [json.loads(line) for line in told["jsonl"].splitlines()] == facts
    rows = list(csv.DictReader(io.StringIO(told["csv"], newline="")))
    assert [row["source"] for row in rows] == [fact["source"] for fact in facts]
    assert told["markdown"].startswith("| name | kind | code |")


def test_several_processes_read_the_same_in_the_same_order(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("")
    sources = [*EXAMPLES[:2], str(tmp_path / "empty.txt"), *EXAMPLES[2:3]]
    one, two = (CliRunner().invoke(cli.main, ["read", *sources, "--format", "jsonl", "--workers", n]) for n in "12")
    assert (one.exit_code, two.exit_code) == (1, 1)
    assert one.stdout == two.stdout
    assert one.stderr == two.stderr
    assert len(two.stdout.splitlines()) == 3


def test_what_is_given_in_other_letters_is_one_line(tmp_path: Path) -> None:
    record = tmp_path / "r.db"
    Store(record, create=True).__exit__(None, None, None)
    command = [sys.executable, "-m", "legation.cli", "timeline", "--record", str(record), "--party", b"Jos\xe9"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"legation: what is given is not UTF-8 (write it in UTF-8, or set the terminal to it)\n"


def test_an_empty_name_is_no_folder() -> None:
    done = subprocess.run([sys.executable, "-m", "legation.cli", "read", ""], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (2, b'legation: "": an empty name (give a file, a folder or an address)\n')
