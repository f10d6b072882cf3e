"""Annotated articles: what the record holds, with what people corrected, in the form that the guide gives and its checker takes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from exported import EXPELLED, TOLD, exported, kept, run
from telling import Deed, keep, record

from legation import cli
from legation.entries import STATUSES, TYPES
from legation.resolving.codes import modes

ARTICLE = {"id", "title", "published", "source", "text", "furniture", "statements", "events"}
EVENT = {
    "type", "mode", "status", "trigger", "evidence", "actors", "recipients", "by", "according_to", "when", "when_text", "said", "where",
    "where_code",
}  # fmt: skip
DATE = r"\d{4}(-\d{2}(-\d{2})?)?~?"
WHEN = re.compile(rf"({DATE}|{DATE}/{DATE}|{DATE}/\.\.|\.\./{DATE})?")


def articles(path: Path, *arguments: str) -> dict[str, dict[str, object]]:
    return {a["id"]: a for a in map(json.loads, exported(path, "articles", *arguments).splitlines())}


def check(article: dict[str, object]) -> None:
    """The rules of `docs/record.md`."""
    assert set(article) == ARTICLE
    text = str(article["text"])
    for e in article["events"]:  # type: ignore[attr-defined]
        assert set(e) == EVENT
        assert e["type"] in TYPES
        assert e["mode"] in ("", *modes(e["type"]))
        assert e["status"] in STATUSES
        assert e["trigger"] in e["evidence"]
        assert e["evidence"] in text
        assert e["actors"] or e["recipients"]
        assert not (e["status"] == "happened" and e["by"])
        assert WHEN.fullmatch(e["when"])
        assert e["when_text"] in text
        assert all(set(a) == {"name", "code", "sector"} and a["name"] for a in e["actors"] + e["recipients"])


def test_articles_keep_the_form_of_the_guide(tmp_path: Path) -> None:
    found = articles(kept(tmp_path / "r.db"))
    assert list(found) == [r.article.id for r in sorted(TOLD, key=lambda r: (r.article.published, r.article.id))]
    for article in found.values():
        check(article)


def test_only_articles_that_tell_what_is_asked_for_and_these_whole(tmp_path: Path) -> None:
    said = Deed("Berlin thanks Paris for its help.", "thanks", "SUPPORT", "happened", "DEU", "FRA", when="2018-03-26")
    keep(tmp_path / "r.db", record("x", "2018-03-27", EXPELLED, said), TOLD[0]).__exit__(None, None, None)
    found = articles(tmp_path / "r.db", "--type", "SANCTION")
    assert {id: [e["type"] for e in a["events"]] for id, a in found.items()} == {"x": ["SANCTION", "SUPPORT"]}  # type: ignore[attr-defined]


CORRECTIONS = [  # what a reviewer says, and what stands in the annotation
    (["--status", "planned"], {"status": "planned", "type": "SANCTION", "mode": "expel"}),
    (["--type", "AID"], {"type": "AID", "mode": ""}),
    (["--when", "2018-03-25"], {"when": "2018-03-25", "when_text": ""}),
    (["--actor", "France"], {"actors": [{"name": "France", "code": "FRA", "sector": ""}]}),
]


@pytest.mark.parametrize(("said", "expected"), CORRECTIONS)
def test_what_a_reviewer_corrects_is_an_annotation(tmp_path: Path, said: list[str], expected: dict[str, object]) -> None:
    path = kept(tmp_path / "r.db")
    entry = next(r for r in TOLD if r.article.id == "a3").events[0].id
    done = CliRunner().invoke(cli.main, ["correct", entry, "--record", str(path), "--who", "reviewer", *said])
    assert done.exit_code == 0, done.output
    article = articles(path)["a3"]
    check(article)
    (event,) = article["events"]  # type: ignore[misc]
    assert {name: event[name] for name in expected} == expected
    assert run(path, "csv").stdout.count("True") == 1  # the one that is corrected
