"""Exports for those who map, draw, link and annotate, read back by the tools that take them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import geojson
import jsonschema
import networkx
import pytest
from exported import EVENTS, TOLD, exported, kept, run

from legation.views.exports import graphml
from legation.views.exports.registry import FORMATS

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("exports") / "r.db")


def test_timelinejs(path: Path) -> None:
    done = run(path, "timelinejs")
    made = json.loads(done.stdout)
    jsonschema.validate(made, json.loads((HERE / "timelinejs.schema.json").read_text(encoding="utf-8")))
    assert len(made["events"]) == EVENTS - 2
    assert done.stderr == "legation: left out, as the format can't hold them: 2 without a date\n"
    summit = next(s for s in made["events"] if "Kim" in s["text"]["headline"])
    assert summit["start_date"] == {"year": 2018, "month": 6, "day": 12}
    assert 'href="https://news.example/a1"' in summit["text"]["text"]
    visit = next(s for s in made["events"] if "Macron" in s["text"]["headline"])
    assert (visit["start_date"], visit["display_date"]) == ({"year": 2018, "month": 4}, "2018-04")


def test_geojson(path: Path) -> None:
    done = run(path, "geojson")
    made = geojson.loads(done.stdout)
    assert made.is_valid
    assert len(made.features) == 3
    assert done.stderr == f"legation: left out, as the format can't hold them: {EVENTS - 3} without a place\n"
    where = {f.properties["where"]: f.geometry and list(f.geometry.coordinates) for f in made.features}
    assert where == {"Singapore": [103.85, 1.29], "Berlin": [13.41, 52.52], "Crimea": None}


def test_graphml(path: Path) -> None:
    done = run(path, "graphml")
    graph = networkx.read_graphml(io.BytesIO(done.stdout.encode()), force_multigraph=True)
    assert isinstance(graph, networkx.MultiDiGraph)
    assert graph.number_of_edges() == EVENTS - 1 + 1  # the march has one party; the summit goes both ways
    assert done.stderr == "legation: left out, as the format can't hold them: 1 without two parties\n"
    assert graph.nodes["PRK/kim-jong-un"] == {"label": "Kim Jong Un", "code": "PRK", "state": "North Korea", "sector": "GOV"}
    (edge,) = graph.get_edge_data("DEU", "RUS").values()
    assert (edge["type"], edge["status"], edge["day"], edge["weight"], edge["goldstein"]) == (
        "SANCTION",
        "happened",
        "2018-03-26",
        -5.5,
        -7.0,
    )
    assert set(edge) <= set(graphml.EDGE) | {"id"}


# What FollowTheMoney's model lets each of these entities have (properties of Thing, Interval, Event, LegalEntity).
THING = {"name", "summary", "country", "keywords", "sourceUrl", "publisher"}
FTM = {
    "Event": THING | {"startDate", "endDate", "date", "recordId", "location", "organizer", "involved"},
    **dict.fromkeys(("Person", "Organization", "PublicBody", "Company", "LegalEntity"), THING),
}


def test_followthemoney(path: Path) -> None:
    entities = [json.loads(line) for line in exported(path, "followthemoney").splitlines()]
    events = [e for e in entities if e["schema"] == "Event"]
    assert len(events) == EVENTS
    seen: set[str] = set()
    for e in entities:
        assert set(e) == {"id", "schema", "properties"}
        assert set(e["properties"]) <= FTM[e["schema"]]
        assert e["properties"]["name"]
        assert all(isinstance(v, str) and v for values in e["properties"].values() for v in values)
        assert set(e["properties"].get("involved", [])) <= seen  # who takes part stands before
        assert e["id"] not in seen
        seen.add(e["id"])
    by = {e["properties"]["name"][0]: e for e in entities}
    assert (by["Germany"]["schema"], by["Germany"]["properties"]["country"]) == ("PublicBody", ["de"])
    assert (by["Kim Jong Un"]["schema"], by["NATO"]["schema"]) == ("Person", "Organization")


def test_web_annotations_find_their_words_again(path: Path) -> None:
    made = json.loads(exported(path, "annotations"))
    assert (made["@context"], made["type"], made["first"]["type"]) == (
        "http://www.w3.org/ns/anno.jsonld", "AnnotationCollection", "AnnotationPage",
    )  # fmt: skip
    items = made["first"]["items"]
    assert made["total"] == len(items) == len(TOLD)
    assert len({a["id"] for a in items}) == len(items)
    texts = {f"https://news.example/{r.article.id}": r.article.text for r in TOLD}
    for a in items:
        quote, position = a["target"]["selector"]
        text = texts[a["target"]["source"]]
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert (quote["prefix"] + quote["exact"] + quote["suffix"]) in text
    linked = [b["source"] for a in items for b in a["body"] if b["type"] == "SpecificResource"]
    assert len(set(linked)) == EVENTS


def test_notes_link_each_other(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    exported(path, "notes", "-o", str(folder))
    events, parties = ({p.stem: p.read_text(encoding="utf-8") for p in (folder / of).rglob("*.md")} for of in ("events", "parties"))
    assert len(events) == EVENTS
    assert {p.parent.name for p in (folder / "events").rglob("*.md")} == {"2014", "2018", "2020", "2022", "undated"}
    (summit,) = (text for name, text in events.items() if name.startswith("2018-06-12 consult"))
    front = dict(line.split(": ", 1) for line in summit.split("---\n")[1].splitlines())
    assert json.loads(front["who"]) == ["Donald Trump", "Kim Jong Un"]
    assert json.loads(front["latitude"]) == 1.29
    assert "[[parties/PRK-kim-jong-un|Kim Jong Un]]" in summit
    assert summit.count("https://news.example/") == 2
    linked = {link.split("|")[0] for text in events.values() for link in text.split("[[parties/")[1:]}
    assert linked == set(parties)


def test_a_folder_is_there_whole_or_not_at_all(path: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    exported(path, "notes", "-o", str(mine))  # it was empty
    again = run(path, "notes", "-o", str(mine))
    assert (again.exit_code, again.stderr) == (2, f"legation: {mine}: is not an empty folder (name a new one)\n")
    nameless = run(path, "notes")
    assert (nameless.exit_code, nameless.stderr) == (2, "legation: --format notes: is a folder of files (name a new one with -o FOLDER)\n")
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


# --- all of them

TEXTS = [name for name, format in FORMATS.items() if not format.folder and name != "parquet"]


@pytest.mark.parametrize("form", TEXTS)
def test_the_same_record_gives_the_same_bytes(path: Path, tmp_path: Path, form: str) -> None:
    from telling import keep

    other = tmp_path / "other.db"
    keep(other, *reversed(TOLD)).__exit__(None, None, None)
    assert exported(path, form) == exported(other, form)


@pytest.mark.parametrize("form", TEXTS)
def test_what_is_asked_for_and_nothing_else(path: Path, form: str) -> None:
    some = exported(path, form, "--party", "Germany", "--since", "2018-03", "--until", "2018-03", "--type", "sanction", "--status", "all")
    assert "diplomats" in some or form in ("gdelt", "gdelt-mentions", "icews", "polecat", "petrarch")
    assert "Singapore" not in some
    assert len(some) < len(exported(path, form))
    nothing = run(path, form, "--party", "Fiji")
    assert nothing.exit_code == 0
    assert nothing.stderr == f"legation: nothing fits, of {len(TOLD)} tellings in {path}\n"


def test_json_formats_are_whole_where_nothing_fits(path: Path) -> None:
    for form in ("timelinejs", "geojson", "annotations"):
        assert json.loads(exported(path, form, "--party", "Fiji"))
    assert networkx.read_graphml(io.BytesIO(exported(path, "graphml", "--party", "Fiji").encode())).number_of_nodes() == 0


def test_every_format_is_documented() -> None:
    page = (HERE.parent / "docs" / "exports.md").read_text(encoding="utf-8")
    headings = "\n".join(line for line in page.splitlines() if line.startswith("### "))
    for form in FORMATS:
        assert f"`{form}`" in page
        assert f"`{form}`" in headings


def test_wrong_use_is_one_line(path: Path, tmp_path: Path) -> None:
    for arguments in (["--status", "maybe"], ["--type", "talk"], ["--since", "soon"], ["-o", str(path)]):
        done = run(path, "csv", *arguments)
        assert (done.exit_code, done.stderr.count("\n")) == (2, 1), arguments
    assert run(path, "xml").exit_code == 2
    assert run(tmp_path / "none.db", "csv").exit_code == 2
