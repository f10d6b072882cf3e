"""The command line: what it takes, what it writes, and with which code it ends."""

from __future__ import annotations

import json
import subprocess
import sys
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import stub
from click.testing import CliRunner, Result

import legation
from legation import cli
from legation.cli.intake import Intake
from legation.cli.options import FORMATS
from legation.entries import Article, Record
from legation.errors import BadDate, EmptySource, MissingPart, SourceError
from legation.intake.columns import Columns

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


@pytest.fixture
def stubbed(monkeypatch: pytest.MonkeyPatch) -> list[Intake]:
    """No reader, no files: a source named "empty" is empty, any other gives the stub's record. Returns the options."""
    seen: list[Intake] = []

    def articles(sources: Iterable[str], intake: Intake, say: object) -> Iterator[Article | SourceError]:
        seen.append(intake)
        for source in sources:
            if source == "bad date":
                raise BadDate("'soon' is no date (give it as 2025-08-25)")
            yield EmptySource(source, "is empty\x1b[2J") if source.startswith("empty") else stub.record(source).article

    pipeline = types.ModuleType("legation.pipeline")
    pipeline.read_article = lambda article: stub.record(article.title)  # type: ignore[attr-defined]
    monkeypatch.setattr(cli.reading, "articles", articles)
    monkeypatch.setattr(legation, "pipeline", pipeline, raising=False)
    monkeypatch.setitem(sys.modules, "legation.pipeline", pipeline)
    return seen


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["read", *arguments])


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        (["one"], 0),
        (["one", "two"], 0),
        (["one", "empty"], 1),
        (["empty", "one"], 1),
        (["empty"], 2),
        (["empty", "empty"], 2),
    ],
)
@pytest.mark.parametrize("form", FORMATS)
def test_exit_code_says_how_much_could_be_read(stubbed: object, sources: list[str], code: int, form: str) -> None:
    result = run("--format", form, *sources)
    assert result.exit_code == code
    assert bool(result.stdout) == (code < 2)
    failed = sources.count("empty")
    assert result.stderr == "legation: empty: is empty\\x1b[2J\n" * failed


def test_json_is_one_array_and_json_lines_an_object_a_line(stubbed: object) -> None:
    assert [one["title"] for one in json.loads(run("--format", "json", "one", "two").stdout)] == ["one", "two"]
    lines = run("--format", "jsonl", "one", "two").stdout.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["one", "two"]


def test_options_reach_the_intake(stubbed: list[Intake]) -> None:
    run("one")
    run("--published", "2025-08-25", "--allow-long", "--any-language", "--text-column", "body", "--id-column", "n", "one")
    assert stubbed == [Intake(), Intake("2025-08-25", allow_long=True, any_language=True, columns=Columns(text="body", id="n"))]


def test_output_is_written_whole_or_not_at_all(stubbed: object, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    assert run("--format", "json", "-o", str(target), "empty").exit_code == 2
    assert not target.exists()
    result = run("--format", "json", "-o", str(target), "one", "empty")
    assert (result.exit_code, result.stdout) == (1, "")
    assert json.loads(target.read_text(encoding="utf-8"))[0]["title"] == "one"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("target", ["no/such/folder/out.json", "."])
def test_output_that_cannot_be_written_is_one_line(stubbed: object, target: str) -> None:
    result = run("-o", target, "one")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"legation: {target}: can't be written: ")
    assert result.stderr.count("\n") == 1


def test_minus_is_standard_output(stubbed: object) -> None:
    assert run("--format", "json", "-o", "-", "one").stdout.startswith("[")


def test_a_bad_date_is_one_line(stubbed: object) -> None:
    result = run("bad date")
    assert (result.exit_code, result.stderr) == (2, "legation: 'soon' is no date (give it as 2025-08-25)\n")


def test_a_missing_part_ends_the_run(stubbed: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_article(article: Article) -> Record:
        raise MissingPart("the reader's weights are not installed (reinstall legation)")

    monkeypatch.setattr(sys.modules["legation.pipeline"], "read_article", read_article)
    result = run("one", "two")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("arguments", [["--format", "xml", "one"], ["--nothing"], ["-o"]])
def test_wrong_use_ends_with_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_every_option_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for name, command in cli.main.commands.items():
        assert f"`legation {name}" in page
        for parameter in command.params:
            for option in parameter.opts:
                assert not option.startswith("-") or f"`{option}" in page, option


# --- whole processes, with the real reader


def legation_process(*arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "legation.cli", *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, **options)


def test_version() -> None:
    assert legation_process("--version").stdout.decode().split() == ["legation,", "version", legation.__version__]


def test_import_is_light() -> None:
    code = "import sys, legation; print([m for m in ('onnxruntime', 'numpy', 'trafilatura', 'rich') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"


def test_the_public_names_are_there_and_no_others() -> None:
    code = "import legation; print(*sorted(n for n in vars(legation) if n[0] != '_'))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout.split()
    assert set(found) - {"annotations", "entries", "errors"} == set(legation.__all__) - {"__version__"}


def test_examples_are_read_from_files_and_from_standard_input() -> None:
    path = EXAMPLES[0]
    from_file = legation_process("read", "--format", "json", str(path))
    assert (from_file.returncode, from_file.stderr) == (0, b"")
    (made,) = json.loads(from_file.stdout)
    assert made["title"] == json.loads(path.read_text(encoding="utf-8"))["title"]
    assert made["events"]
    assert made["statements"]
    for entry in made["events"] + made["statements"]:
        for slot, (start, end) in entry["spans"].items():
            assert slot == "speaker" or made["text"][start:end] == entry[slot]
    from_input = legation_process("read", "--format", "json", "-", input=path.read_bytes())
    assert json.loads(from_input.stdout)[0]["events"] == made["events"]


def test_bad_sources_are_named_and_the_others_read(tmp_path: Path) -> None:
    empty, picture, missing = tmp_path / "empty.txt", tmp_path / "picture.txt", tmp_path / "missing.txt"
    empty.touch()
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(range(256)))
    bad = [str(empty), str(picture), str(missing)]
    some = legation_process("read", "--format", "jsonl", *bad, str(EXAMPLES[0]))
    assert (some.returncode, some.stdout.count(b"\n")) == (1, 1)
    lines = some.stderr.decode().splitlines()
    assert len(lines) == 3
    assert all(line.startswith("legation: ") and path in line for line, path in zip(lines, bad, strict=True))
    none = legation_process("read", *bad)
    assert (none.returncode, none.stdout, none.stderr) == (2, b"", some.stderr)


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = [sys.executable, "-m", "legation.cli", "read", "--format", "jsonl", *map(str, EXAMPLES * 2)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        said = process.stderr.read()
        code = process.wait(120)
    assert (code, said) == (1, b"")
