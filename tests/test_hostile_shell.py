"""Whole commands as they are typed: closed, full and broken streams, wrong use, and files that must not be lost."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner

import legation
from legation import cli
from legation.errors import BadDate
from legation.views import writing

LEGATION = f"{sys.executable} -m legation.cli"


def shell(command: str, folder: Path) -> tuple[int, str, str]:
    """What a command typed in `folder` ends with, prints and complains of; "legation" is this one."""
    done = subprocess.run(
        ["bash", "-c", "set -o pipefail; " + command.replace("legation ", f"{LEGATION} ")],
        cwd=folder, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")


@needs_full
@pytest.mark.parametrize("command", ["legation who France > /dev/full", "legation --help > /dev/full", "legation who France -o /dev/full"])
def test_a_full_disk_is_one_line(tmp_path: Path, command: str) -> None:
    code, out, err = shell(command, tmp_path)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("legation: ")
    assert "No space left" in err


def test_standard_output_that_is_closed(tmp_path: Path) -> None:
    code, out, err = shell("legation who France >&-", tmp_path)
    assert (code, out, err) == (2, "", "legation: standard output: it is closed (write to a file with -o FILE)\n")
    assert shell("legation who France -o out.txt >&- <&-", tmp_path) == (0, "", "")
    assert "France" in (tmp_path / "out.txt").read_text(encoding="utf-8")


def test_standard_input_that_is_closed(tmp_path: Path) -> None:
    code, out, err = shell("legation read - <&-", tmp_path)
    assert (code, out) == (2, "")
    assert err == "legation: standard input: it is closed (give a file, or text on standard input)\n"


def test_standard_error_that_is_closed(tmp_path: Path) -> None:
    assert shell("legation who Nobody At All 2>&-", tmp_path) == (2, "", "")


@pytest.mark.parametrize("command", ["legation who African Union", "legation --help"])
def test_a_reader_that_leaves_early_hears_no_complaint(tmp_path: Path, command: str) -> None:
    code, out, err = shell(f"{command} | head -1", tmp_path)
    assert (code in (0, 1), out.count("\n"), err) == (True, 1, "")


# --- wrong use, in one process


MISUSE = [
    (["read", "--format", "xml", "a"], "legation: invalid value for '--format': 'xml' is not one of "),
    (["read", "--nothing", "a"], "legation: no such option"),
    (["raed", "a"], "legation: no such command 'raed'"),
    (["read", "-o"], "legation: option '-o' requires an argument"),
    (["show", "--record", "x"], "legation: missing argument 'ENTRY'"),
    (["timeline", "--limit", "many"], "legation: invalid value for '--limit'"),
    (["who", "France", "--on", "2015-02-30"], "legation: --on 2015-02-30: is not in the calendar"),
    (["who", "France", "--on", "nonsense"], "legation: --on nonsense: is no date"),
    (["who", "France", "--on", "٢٠١٥"], "legation: --on ٢٠١٥: is no date"),
    (["timeline", "--since", "2015-13"], "legation: --since 2015-13: is not in the calendar"),
    (["timeline", "--until", "0000"], "legation: --until 0000: is not in the calendar"),
]


@pytest.mark.parametrize(("arguments", "words"), MISUSE, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_wrong_use_is_one_line_with_a_way_out(arguments: list[str], words: str) -> None:
    result = CliRunner().invoke(cli.main, arguments, prog_name="legation")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.lower().startswith(words.lower())
    assert result.stderr.endswith(")\n")


@pytest.mark.parametrize("arguments", [["--help"], ["read", "--help"], ["--version"]])
def test_help_is_no_failure(arguments: list[str]) -> None:
    assert CliRunner().invoke(cli.main, arguments).exit_code == 0


@pytest.mark.parametrize("column", ["since", "until"])
@pytest.mark.parametrize("day", ["2015-02-30", "2015-13", "0000", "soon", "٢٠١٥"])
def test_a_bad_date_in_a_table_of_ones_own(tmp_path: Path, column: str, day: str) -> None:
    table = tmp_path / "own.tsv"
    table.write_text(f"kind\tname\tcode\toffice\t{column}\nperson\tAnn Holt\tFRA\tpresident\t{day}\n", encoding="utf-8")
    result = CliRunner().invoke(cli.main, ["who", "Ann", "Holt", "--knowledge", str(table)])
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert f"own.tsv, line 2: {column} '{day}' is " in result.stderr


# --- files that must not be lost


@pytest.mark.parametrize("link", [False, True])
def test_a_source_is_not_overwritten(tmp_path: Path, link: bool) -> None:
    source = tmp_path / "a.json"
    source.write_text('{"text": "Jimmy Carter met Anwar Sadat."}', encoding="utf-8")
    target = tmp_path / "b.json"
    target.hardlink_to(source) if link else None
    output = target if link else tmp_path / "." / "a.json"
    result = CliRunner().invoke(cli.main, ["read", "--format", "json", "-o", str(output), str(source)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"would overwrite {source}, which is read (name another file)" in result.stderr
    assert source.read_text(encoding="utf-8").startswith('{"text"')


def test_neither_is_a_record(tmp_path: Path) -> None:
    from legation.record.store import Store

    record = str(tmp_path / "legation.db")
    with Store(Path(record), create=True):
        pass
    for command in (["timeline"], ["statements"]):
        result = CliRunner().invoke(cli.main, [*command, "--record", record, "-o", record])
        assert result.exit_code == 2
        assert "would overwrite" in result.stderr
    with Store(Path(record)) as store:
        assert store.counts()["articles"] == 0


@pytest.mark.parametrize("command", [["read", "a.json"], ["read", "--dry-run", "a.json"], ["who", "Iran"]])
@pytest.mark.parametrize("state", ["closed", "open", "linked"])
def test_neither_is_another_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], state: str) -> None:
    from legation.record.store import Store

    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text('{"text": "Jimmy Carter met Anwar Sadat."}', encoding="utf-8")
    Path("link.db").symlink_to("r.db")
    with Store(Path("r.db"), create=True):
        pass
    with Store(Path("r.db")) if state == "open" else nullcontext():
        result = CliRunner().invoke(cli.main, [*command, "-o", output := "link.db" if state == "linked" else "r.db"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"legation: -o {output}: is a record of Legation's, and is not overwritten (name another file)\n"
    with Store(Path("r.db")) as store:
        assert store.counts()["articles"] == 0


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_an_overwritten_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"old")
    target.chmod(mode)
    assert writing.write_whole(target, [b"new"])
    assert (target.read_bytes(), stat.S_IMODE(target.stat().st_mode)) == (b"new", mode)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_run_that_is_stopped_leaves_nothing_half_written(tmp_path: Path, number: int) -> None:
    code = (
        "import signal, time; from pathlib import Path; from legation.views.writing import write_whole\n"
        "signal.signal(signal.SIGHUP, signal.SIG_DFL); signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def parts():\n    yield b'half'; print('on', flush=True); time.sleep(60); yield b'rest'\n"
        "write_whole(Path('out'), parts())"
    )
    (tmp_path / "out").write_bytes(b"old")
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.1)
        os.kill(process.pid, number)
        assert process.wait(60) != 0
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out", b"old")]


INTERRUPTED = """
import sys

class Stop:
    def find_spec(self, name, *_):
        if name == {0!r}:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Stop())
from legation.cli import main
main(["who", "Iran"])
"""


@pytest.mark.parametrize("loaded", ["click", "legation.cli.asking", "legation.cli.updating", "legation.knowledge.lookup"])
def test_ctrl_c_while_the_program_is_loaded_is_no_traceback(loaded: str) -> None:
    run = subprocess.run([sys.executable, "-c", INTERRUPTED.format(loaded)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr.strip()) == (130, "", "legation: stopped")


def test_a_run_with_several_processes_ends_without_a_word(tmp_path: Path) -> None:
    code = (
        "import time; from legation.together import processes\n"
        "with processes(2, None) as pool:\n    pool.submit(abs, 1).result(); print('on', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.terminate()
        assert process.stderr.read() == b""
        assert process.wait(60) == 128 + signal.SIGTERM


# --- from Python


@pytest.mark.parametrize(("text", "kind"), [(None, "NoneType"), (b"bytes", "bytes"), (5, "int"), (Path("a"), "Path")])
def test_what_is_no_text_is_a_type_error(text: object, kind: str) -> None:
    with pytest.raises(TypeError, match=f"^text must be str, not .*{kind}"):
        legation.read(text)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^published must be str, not "):
        legation.read("text", published=text)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^name must be str, not "):
        legation.who(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", ["nonsense", "2015-02-30", "2015-1-1", "2015/2016"])
def test_a_day_that_is_none_is_a_bad_date(day: str) -> None:
    with pytest.raises(BadDate, match=f"^on '{day}': is "):
        legation.who("France", on=day)
