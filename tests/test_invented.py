"""The reports that we made up to learn from: their annotations stand in their texts, as docs/record.md says."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from legation.entries import STATUSES, TYPES
from legation.knowledge.tables import state_name

FILE = Path(__file__).parent.parent / "training/labels/invented.jsonl.gz"
GONE = {"IGO", "SUN", "YUG", "RHO"}  # no state, or one that was
SLOTS = ("actors", "recipients", "by", "according_to")


@pytest.fixture(scope="module")
def reports() -> list[dict[str, Any]]:
    with gzip.open(FILE, "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def test_each_is_there_once(reports: list[dict[str, Any]]) -> None:
    assert len(reports) > 400
    for of in ("id", "text"):
        assert max(Counter(r[of] for r in reports).values()) == 1


def test_words_stand_where_they_are_said_to(reports: list[dict[str, Any]]) -> None:
    for r in reports:
        size = len(r["text"])
        for entry in (*r["events"], *r["statements"]):
            spans = [v for k, v in entry.items() if k in ("evidence", "trigger", "when_text", "content", "cue")]
            assert all(0 <= start < end <= size for start, end in spans), (r["id"], entry)
        for event in r["events"]:
            (first, last), (start, end) = event["evidence"], event["trigger"]
            assert first <= start < end <= last, (r["id"], event)


def test_types_statuses_and_states_are_known(reports: list[dict[str, Any]]) -> None:
    for r in reports:
        for event in r["events"]:
            assert event["type"] in TYPES, (r["id"], event)
            assert event["status"] in STATUSES, (r["id"], event)
            assert event.get("actors") or event.get("recipients"), (r["id"], event)
            codes = {a["code"] for slot in SLOTS for a in event.get(slot, ()) if a.get("code")} - GONE
            assert all(state_name(code) != code for code in codes), (r["id"], codes)
