"""What people decide stays: corrections, through reading again, new versions, rebuilding and forgetting; relations count them."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from telling import Deed, keep, record

from legation import BadRecord, cli
from legation.entries import STATUSES, TYPES, Article
from legation.errors import SourceError
from legation.record.adding import add
from legation.record.derive import again, current
from legation.record.opening import SCHEMA
from legation.record.relations import Relations, goldstein, relations, score
from legation.record.store import Store
from legation.record.verify import verify
from legation.resolving.codes import cameo_code, modes

HANOI = Deed("Trump and Kim met in Hanoi.", "met", "CONSULT", "happened", "USA Donald Trump, PRK Kim Jong Un", when="2019-02-27")
LATER = replace(HANOI, said="Trump and Kim met in Hanoi last month.")


def run(path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, [*arguments, "--record", str(path)])


WRONG = [
    (["--mode", "riot"], "--mode riot: is no mode of CONSULT (visit, "),
    (["--mode", "visit", "--type", "protest"], "--mode visit: is no mode of PROTEST ("),
    (["--actor", "(IRL)"], "(IRL): a name is missing before the brackets (write the state by itself: IRL)"),
    (["--actor", "Ada (XYZ)"], "Ada (XYZ): XYZ is no state's code"),
    (["--when", "soon"], "--when soon: is no date (2015, "),
    (["--when", "2020-05/2019"], "--when 2020-05/2019: ends before it begins"),
    (["--actor", " "], "' ': names nobody ("),
    (["--actor", "France; Mali"], "France; Mali: several names (give each with an option of its own)"),
    (["--actor", "Kim (prk)"], "Kim (prk): in brackets stands a state's code, in capitals, behind the name"),
    (["--actor", "Kim (PRK) (USA)"], "Kim (PRK) (USA): in brackets stands a state's code"),
    (["--where", "Ha\u200bnoi"], "holds a character that can't be seen"),
    (["--note", "x" * 20, "--where", "x" * 900], "is too long (write it anew)"),
]


@pytest.mark.parametrize(("given", "line"), WRONG)
def test_what_a_correction_can_not_say(tmp_path: Path, given: list[str], line: str) -> None:
    first = record("a", "2019-02-28", HANOI)
    keep(tmp_path / "r.db", first).__exit__(None, None, None)
    done = run(tmp_path / "r.db", "correct", first.events[0].id, *given)
    assert (done.exit_code, line in done.stderr) == (2, True), done.stderr
    assert run(tmp_path / "r.db", "corrections").stdout == ""


def test_a_correction_tells_what_it_did_and_of_parties_that_no_table_knows(tmp_path: Path) -> None:
    first = record("a", "2019-02-28", HANOI)
    keep(tmp_path / "r.db", first).__exit__(None, None, None)
    entry = first.events[0].id
    done = run(tmp_path / "r.db", "correct", entry, "--actor", "Vietnman", "--where", "Hanoi")
    assert done.stderr.splitlines() == [
        'legation: Vietnman: is no state, and stands without one (of a state: "Vietnman (GBR)")',
        f"legation: {entry}: is corrected (`legation corrections --withdraw 2` takes it back)",
    ]
    (event,) = events(tmp_path / "r.db")
    assert (event["where"], event["where_code"]) == ("Hanoi", "VNM")


def events(path: Path) -> list[dict[str, object]]:
    return list(json.loads(run(path, "timeline", "--format", "json").stdout))


def test_a_correction_survives_reading_again_rebuilding_and_a_new_version(tmp_path: Path) -> None:
    path, first = tmp_path / "r.db", record("a", "2019-02-28", HANOI)
    keep(path, first).__exit__(None, None, None)
    entry = first.events[0].id
    wanted = ["--status", "refused", "--actor", "Vietnam", "--actor", "Kim Jong Un (PRK)", "--when", "2019-03", "--note", "no summit"]
    assert run(path, "correct", entry[:8], *wanted, "--who", "Ada").exit_code == 0

    def holds(path: Path) -> None:
        (event,) = events(path)
        assert (event["status"], event["when"], event["plover"]) == ("refused", "2019-03", "REJECT/meet")
        assert [a["code"] for a in event["actors"]] == ["VNM", "PRK"]  # type: ignore[attr-defined]
        assert {(c["field"], c["who"], c["note"]) for c in event["corrections"]} == {  # type: ignore[attr-defined]
            (field, "Ada", "no summit") for field in ("status", "actors", "when")
        }

    holds(path)
    # Newer weights find the same event with a longer trigger: it has another id, and the correction stays.
    longer = replace(HANOI, trigger="met in Hanoi")
    with Store(path) as store:
        store.keep(replace(record("a", "2019-02-28", longer), model="newer"))
        again(store)
        assert list(verify(store)) == []
    holds(path)
    with keep(path, record("a", "2019-02-28", replace(HANOI, said="Corrected: Trump and Kim met in Hanoi."), version=2)):
        pass
    holds(path)
    listed = json.loads(run(path, "corrections", "--format", "json").stdout)
    assert [(c["id"], c["value"]) for c in listed if c["field"] == "status"] == [(1, "refused")]
    assert run(path, "corrections", "--withdraw", "1").exit_code == 0
    assert events(path)[0]["status"] == "happened"
    assert run(path, "corrections", "--withdraw", "1").exit_code == 2


def test_how_often_it_was_told_is_said_in_words_that_fit(tmp_path: Path) -> None:
    told = {"two": (record("a", "2019-02-28", HANOI), record("b", "2019-02-28", HANOI)), "one": (record("a", "2019-02-28", HANOI, LATER),)}
    said = []
    for name, records in told.items():
        keep(tmp_path / name, *records).__exit__(None, None, None)
        (event,) = events(tmp_path / name)
        said += [line for line in run(tmp_path / name, "show", event["id"]).stdout.splitlines() if line.startswith("told ")]
    assert said == ["told 2 times in 2 articles, 1 of them no copy:", "told 2 times in 1 article:"]


def test_a_correction_passes_on_when_its_article_is_forgotten(tmp_path: Path) -> None:
    path, first = tmp_path / "r.db", record("a", "2019-02-28", HANOI)
    keep(path, first, record("b", "2019-03-01", LATER)).__exit__(None, None, None)
    assert len(events(path)) == 1
    run(path, "correct", first.events[0].id, "--where", "Hanoi", "--note", "told elsewhere")
    assert run(path, "forget", "a").exit_code == 0
    (event,) = events(path)
    assert (event["where"], event["tellings"]) == ("Hanoi", 1)
    assert run(path, "forget", "b").exit_code == 0
    assert json.loads(run(path, "corrections", "--format", "json").stdout) == []
    assert run(path, "verify").exit_code == 0


REFUSED = [
    ["--status", "done"],
    ["--type", "WAR"],
    ["--mode", "slowly"],
    ["--when", "soon"],
    ["--actor", "Kim (XYZ)"],
    [],
]


@pytest.mark.parametrize("wanted", REFUSED)
def test_what_can_not_be_corrected_is_one_line(tmp_path: Path, wanted: list[str]) -> None:
    path, first = tmp_path / "r.db", record("a", "2019-02-28", HANOI)
    keep(path, first).__exit__(None, None, None)
    found = run(path, "correct", first.events[0].id, *wanted)
    assert (found.exit_code, found.stderr.count("\n")) == (2, 1)
    assert run(path, "correct", "nothing", "--note", "x").exit_code == 2


def test_verify_tells_a_changed_correction(tmp_path: Path) -> None:
    path, first = tmp_path / "r.db", record("a", "2019-02-28", HANOI)
    keep(path, first).__exit__(None, None, None)
    run(path, "correct", first.events[0].id, "--status", "refused")
    with Store(path) as store:
        assert list(verify(store)) == []
        store.write("UPDATE corrections SET who = 'somebody else'")
        assert any("corrections and splits" in line for line in verify(store))


# --- relations


def deed(type: str, who: str, whom: str, when: str, status: str = "happened", mode: str = "") -> Deed:
    return Deed(f"{who} {type} {whom} {when} {mode}.", type, type, status, who, whom, when, mode=mode)  # type: ignore[arg-type]


TOLD = [
    deed("CONSULT", "USA, PRK", "", "2018-06-12"),
    deed("CONSULT", "PRK", "USA", "2018-06-20", mode="visit"),
    deed("SANCTION", "USA", "PRK", "2018-06-28"),
    deed("ACCUSE", "PRK", "USA", "2018-08-02", mode="disapprove"),
    deed("AID", "USA", "PRK", "2018-08-09"),
    deed("CONSULT", "USA, PRK", "", "2018-09-01", "planned"),  # has not happened
    deed("SANCTION", "USA, KOR", "PRK", "2018-10-01"),  # together, against a third: nothing between the two
    deed("ASSAULT", "USA, PRK", "", "1950-06-25/1953-07-27"),  # no month of its own
]


def test_relations_by_month(tmp_path: Path) -> None:
    with keep(tmp_path / "r.db", *(record(f"a{i}", "2018-12-01", d) for i, d in enumerate(TOLD))) as store:
        current(store)
        found = relations(store, "United States", "PRK")
        assert [(m.month, m.events, m.verbal, m.material) for m in found.months] == [
            ("2018-06", 3, 2, 1),
            ("2018-08", 2, 1, 1),
            ("2018-10", 1, 0, 1),
        ]
        june, august = found.months[:2]
        assert (june.plover, june.goldstein) == (round((2.5 + 4 - 6) / 3, 2), round((1 + 1.9 - 4) / 3, 2))
        assert (august.verbal_conflict, august.material_cooperation, august.plover) == (1, 1, 4.0)
        assert found.undated == 1
        assert relations(store, "PRK", "USA") == replace(found, parties=("PRK", "USA"))
        assert [m.month for m in relations(store, "USA", "PRK", since="2018-08", until="2018-09").months] == ["2018-08"]
        assert relations(store, "USA", "KOR") == Relations(("USA", "KOR"), (), 0)
    for form in ("table", "json", "jsonl", "csv", "markdown"):
        shown = run(tmp_path / "r.db", "relations", "USA", "PRK", "--format", form)
        assert (shown.exit_code, "2018-08" in shown.stdout) == (0, True)


def test_every_type_and_mode_has_its_scores() -> None:
    for type in TYPES:
        for mode in ("", *modes(type)):
            assert -10 <= score(type, mode).plover <= 10
            for status in STATUSES:
                assert cameo_code(type, mode, status, False) in ("", *goldstein())


# --- older files, many processes


def test_an_older_record_is_brought_up_to_date_after_a_backup(tmp_path: Path) -> None:
    path, first = tmp_path / "r.db", record("a", "2019-02-28", HANOI)
    keep(path, first).__exit__(None, None, None)
    older(path)
    with Store(path) as store:
        assert store.setting("schema") == str(SCHEMA)
        assert list(verify(store)) == []
        current(store)
        assert store.query("SELECT event_id FROM events")[0][0] == first.events[0].id
        store.keep(replace(first, model="other weights"))
        assert store.query("SELECT count(*) FROM words")[0][0] == len(first.events) + len(first.statements)
    backup = tmp_path / "r.db.schema-1"
    with sqlite3.connect(backup) as db:
        assert db.execute("SELECT count(*) FROM events").fetchone()[0] == 1
        db.execute("UPDATE settings SET value = '99'")
    db.close()
    with pytest.raises(BadRecord, match="newer Legation"):
        Store(backup)


def older(path: Path) -> None:
    """Make of a record what the first schema was."""
    made = files("legation.record").joinpath("derived.sql").read_text(encoding="utf-8")
    with sqlite3.connect(path) as db:
        for word in ("VIEW", "TABLE"):
            for line in made.splitlines():
                if line.startswith(f"CREATE {word} "):
                    db.execute(f"DROP {word} {line.split()[2]}")
        for table in ("corrections", "splits", "former", "feed_items", "feeds", "pages", "word_rows"):
            db.execute(f"DROP TABLE {table}")
        db.execute("ALTER TABLE tellings RENAME TO events")
        db.execute("ALTER TABLE events RENAME COLUMN telling_id TO event_id")
        db.execute("ALTER TABLE quantities RENAME COLUMN telling_id TO event_id")
        db.execute("DROP INDEX tellings_of_article")
        for index, columns in (("of_article", "article_id, version"), ("by_time", "happens_from"), ("by_type", "type")):
            db.execute(f"CREATE INDEX events_{index} ON events ({columns})")
        db.execute("CREATE VIEW timeline AS SELECT * FROM events")
        db.execute("CREATE VIEW sayings AS SELECT * FROM statements")
        db.execute("DELETE FROM settings WHERE name <> 'schema'")
        db.execute("UPDATE settings SET value = '1'")
    db.close()


def test_processes_that_read_at_once_give_the_same_record(tmp_path: Path) -> None:
    texts = [f"Germany expelled {n} Russian diplomats on Monday." for n in (4, 40, 10)]
    articles: list[Article | SourceError] = [Article(f"a{i % 2}", "", text, published="2022-04-05") for i, text in enumerate(texts)]
    articles.insert(1, SourceError("bad.txt", "is empty"))
    found = []
    for workers in (1, 2):
        with Store(tmp_path / f"{workers}.db", create=True) as store:
            outcome = [str(o) for o in add(store, articles, "", 0, workers=workers)]
            current(store)
            tables = ("tellings", "parties", "quantities", "events", "members")
            found.append((outcome, [sorted(map(tuple, store.query(f"SELECT * FROM {t}"))) for t in tables]))
    assert found[0] == found[1]
    assert found[0][0] == ["added", "bad.txt: is empty", "added", "new version"]
