"""Exports for those who count events, read back by pandas and DuckDB: what stands in which column, and in how many rows."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas
import pytest
from exported import EVENTS, HAPPENED, TOLD, deed, exported, kept, run, tell
from hypothesis import given
from hypothesis import strategies as st
from telling import actors, keep

from legation.knowledge.exchange import act, alpha2, cameo_state, cow, fips, known_group, sector
from legation.knowledge.tables import lines
from legation.record.relations import goldstein
from legation.views.exports import flat, gdelt, gdelt_mentions, icews, petrarch, polecat
from legation.views.exports.coded import coded, dyads, uncoded
from legation.views.exports.dated import day, edges, known


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept(tmp_path_factory.mktemp("exports") / "r.db")


def table(text: str, columns: tuple[str, ...] = ()) -> pandas.DataFrame:
    """Tab-separated rows as pandas reads them: all text, and "" where nothing stands."""
    names = {"header": None, "names": list(columns)} if columns else {}
    return pandas.read_csv(io.StringIO(text), sep="\t", dtype=str, keep_default_na=False, **names)


def cells(frame: pandas.DataFrame, key: str, value: str, *columns: str) -> tuple[str, ...]:
    """Cells of the one row that says this."""
    (row,) = frame[frame[key] == value].to_dict("records")
    return tuple(row[c] for c in columns)


# --- times: never more than is known

TIMES = [
    ("2018-06-12", "2018-06-12", "2018-06-12", ("2018-06-12", "2018-06-12")),
    ("2018-06", "2018-06", "", ("2018-06", "2018-06")),
    ("2018~", "2018", "", ("2018", "2018")),
    ("2018-06-12~", "2018-06", "", ("2018-06", "2018-06")),
    ("2018-06-12/2018-06-14", "2018-06", "", ("2018-06-12", "2018-06-14")),
    ("2018-06-30/2018-07-01", "2018", "", ("2018-06-30", "2018-07-01")),
    ("2018/2019", "", "", ("2018", "2019")),
    ("2022-02-24/..", "2022-02-24", "2022-02-24", ("2022-02-24", "")),
    ("../2018-06-12", "", "", ("", "2018-06-12")),
    ("", "", "", ("", "")),
    ("soon", "", "", ("", "")),
]


@pytest.mark.parametrize(("edtf", "sure", "to_the_day", "both"), TIMES)
def test_a_time_says_what_is_sure_of_it(edtf: str, sure: str, to_the_day: str, both: tuple[str, str]) -> None:
    assert (known(edtf), day(edtf), edges(edtf)) == (sure, to_the_day, both)


@given(st.text(max_size=20) | st.from_regex(r"\d{4}(-\d{2}){0,2}[~?]?(/(\.\.|\d{4}(-\d{2}){0,2}))?", fullmatch=True))
def test_whatever_a_time_says_it_is_a_day_a_month_a_year_or_nothing(edtf: str) -> None:
    assert {len(iso) for iso in (known(edtf), day(edtf), *edges(edtf))} <= {0, 4, 7, 10}
    assert known(edtf).startswith(day(edtf))


# --- codes


def test_codes_of_other_lists() -> None:
    assert [fips(c) for c in ("PRK", "GBR", "DEU", "CHN", "KOS", "SSD", "XXX")] == ["KN", "UK", "GM", "CH", "KV", "OD", ""]
    assert (fips("PSE"), fips("PSE", 34.45), fips("PSE", 35.2)) == ("", "GZ", "WE")
    states = {"USA": "2", "PRK": "731", "SUN": "365", "DEU": "255", "SRB": "345", "YEM": "679", "TWN": "713", "VNM": "816", "ABW": ""}
    assert {code: cow(code) for code in states} == states
    assert [cameo_state(c) for c in ("ROU", "USA")] == ["ROM", "USA"]
    assert [alpha2(c) for c in ("NAM", "KOS", "VDR")] == ["NA", "XK", ""]
    assert (known_group("NATO"), known_group("nobody"), sector("JRN").cameo, sector("").icews) == ("NAT", "", "MED", "")
    assert (act("036").name, act("164").goldstein, goldstein()["164"]) == ("Express intent to meet or negotiate", -7.0, -6.5)


def test_every_code_of_the_record_has_a_name_and_a_score() -> None:
    used = {code for row in lines("codes.tsv") for code in row[2:7] if code}
    assert [code for code in used if not act(code).name or act(code).goldstein is None] == []


# --- GDELT


def test_gdelt_events(path: Path) -> None:
    rows = table(exported(path, "gdelt"), gdelt.COLUMNS)
    assert len(gdelt.COLUMNS) == 61
    assert len(rows) == HAPPENED + 1  # the summit both ways
    assert rows["GLOBALEVENTID"].is_unique
    expelled = cells(
        rows, "EventCode", "166", "SQLDATE", "MonthYear", "Year", "FractionDate", "Actor1Code", "Actor1Name", "Actor1CountryCode",
        "Actor1Type1Code", "Actor2Code", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "ActionGeo_Type",
        "ActionGeo_Fullname", "ActionGeo_CountryCode", "ActionGeo_Lat", "ActionGeo_Long", "DATEADDED", "SOURCEURL", "AvgTone",
    )  # fmt: skip
    assert expelled == (
        "20180326", "201803", "2018", "2018.2356", "DEUGOV", "Germany", "DEU", "GOV", "RUSGOV", "166", "16", "4", "-7", "1", "4",
        "Berlin, Germany", "GM", "52.52", "13.41", "20180327000000", "https://news.example/a3", "",
    )  # fmt: skip
    seized = cells(
        rows, "Actor2CountryCode", "UKR", "SQLDATE", "MonthYear", "Year", "FractionDate", "ActionGeo_CountryCode", "ActionGeo_Lat"
    )
    assert seized == ("", "", "2014", "", "UP", "")
    raid = cells(rows, "Actor1KnownGroupCode", "NAT", "Actor1Code", "Actor1CountryCode", "Actor1Type1Code", "Actor2Code", "ActionGeo_Type")
    assert raid == ("IGOGOVNAT", "", "IGO", "AFGGOVTAL", "")
    march = cells(rows, "Actor1CountryCode", "BLR", "Actor2Code", "Actor2Name", "IsRootEvent")
    assert march == ("", "", "1")


def test_what_two_do_together_goes_both_ways(path: Path) -> None:
    rows = table(exported(path, "gdelt", "--type", "consult"), gdelt.COLUMNS)
    assert [(r.Actor1Name, r.Actor2Name) for r in rows.itertuples()] == [
        ("Donald Trump", "Kim Jong Un"), ("Kim Jong Un", "Donald Trump"),
    ]  # fmt: skip
    assert set(zip(rows["NumMentions"], rows["NumArticles"], rows["DATEADDED"], strict=True)) == {("2", "2", "20180612000000")}


def test_gdelt_mentions_belong_to_gdelt_events(path: Path) -> None:
    events = table(exported(path, "gdelt"), gdelt.COLUMNS)
    rows = table(exported(path, "gdelt-mentions"), gdelt_mentions.COLUMNS)
    assert len(gdelt_mentions.COLUMNS) == 16
    counted = rows.groupby("GLOBALEVENTID").size().astype(str).to_dict()
    assert counted == dict(zip(events["GLOBALEVENTID"], events["NumMentions"], strict=True))
    texts = {f"https://news.example/{r.article.id}": r.article.text for r in TOLD}
    for row in rows.itertuples():
        text = texts[row.MentionIdentifier]
        assert text[int(row.ActionCharOffset) :].split()[0].strip(".") in ("meet", "met", "expelled", "seized", "march", "bombs")
        assert row.MentionDocLen == str(len(text))
    named = rows[rows["MentionIdentifier"] == "https://news.example/a2"][["Actor1CharOffset", "Actor2CharOffset"]].values.tolist()
    trump, kim = (str(texts["https://news.example/a2"].index(name)) for name in ("Trump", "Kim"))
    assert named == [[trump, kim], [kim, trump]]
    assert set(rows["Confidence"]) == {"90"}


SIDES = [  # who, to whom; the pairs
    ("DEU", "RUS", [("DEU", "RUS")]),
    ("DEU, FRA", "RUS, BLR", [("DEU", "RUS"), ("DEU", "BLR"), ("FRA", "RUS"), ("FRA", "BLR")]),
    ("DEU, FRA", "", [("DEU", "FRA"), ("FRA", "DEU")]),
    ("USA Trump, USA Pompeo, PRK", "", [("USA/trump", "PRK"), ("USA/pompeo", "PRK"), ("PRK", "USA/trump"), ("PRK", "USA/pompeo")]),
    ("USA Trump, USA Pompeo", "", [("USA/trump", "USA/pompeo"), ("USA/pompeo", "USA/trump")]),
    ("IGO NATO, IGO EU", "", [("IGO/nato", "IGO/eu"), ("IGO/eu", "IGO/nato")]),
    ("DEU, DEU", "RUS, DEU", [("DEU", "RUS")]),
    ("BLR", "", [("BLR", "")]),
    ("", "RUS", [("", "RUS")]),
    ("", "", []),
]


def test_an_event_without_a_party_is_left_out() -> None:
    assert uncoded(replace(TOLD[2].events[0], actors=(), recipients=())) == "without a party"


@pytest.mark.parametrize(("who", "whom", "pairs"), SIDES)
def test_who_to_whom(who: str, whom: str, pairs: list[tuple[str, str]]) -> None:
    event = replace(TOLD[2].events[0], actors=actors(who), recipients=actors(whom))
    assert [tuple(a.id if a else "" for a in pair) for pair in dyads(coded(event))] == pairs


# --- what happened, unless another status is asked for

STANCES = [  # status; CAMEO's code, the doer, the other, the day on which it was said
    ("planned", ("036", "Emmanuel Macron", "United States", "20180320")),
    ("threatened", ("138", "Iran", "Israel", "20180501")),
    ("alleged", ("112", "Israel", "Iran", "20180502")),
]


@pytest.mark.parametrize(("status", "expected"), STANCES)
def test_a_stance_is_coded_as_the_speech_it_is(path: Path, status: str, expected: tuple[str, ...]) -> None:
    rows = table(exported(path, "gdelt", "--status", status), gdelt.COLUMNS)
    assert rows[["EventCode", "Actor1Name", "Actor2Name", "SQLDATE"]].values.tolist()[0] == list(expected)


@pytest.mark.parametrize("form", ["gdelt", "gdelt-mentions", "icews", "petrarch", "polecat"])
def test_formats_without_a_status_hold_what_happened(path: Path, form: str) -> None:
    assert exported(path, form) == exported(path, form, "--status", "happened")
    everything = run(path, form, "--status", "all")
    assert len(everything.stdout.splitlines()) > len(exported(path, form).splitlines())
    assert everything.stderr.startswith("legation: left out, as the format can't hold them: 1 ")  # what was denied


# --- ICEWS, POLECAT, PETRARCH, PLOVER


def test_icews(path: Path) -> None:
    rows = table(exported(path, "icews"))
    assert tuple(rows.columns) == icews.COLUMNS
    assert (len(icews.COLUMNS), len(rows)) == (20, HAPPENED + 1)
    assert cells(
        rows, "CAMEO Code", "166", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "Intensity",
        "Target Country", "Publisher", "City", "Country", "Latitude", "Sentence Number",
    ) == ("2018-03-26", "Germany", "Government", "Germany", "Expel or withdraw", "-7", "Russia", "Daily Example", "Berlin", "Germany",
          "52.52", "")  # fmt: skip
    assert (rows["Event ID"] + rows["Event Date"]).is_unique


def test_polecat(path: Path) -> None:
    rows = table(exported(path, "polecat"))
    assert tuple(rows.columns) == polecat.COLUMNS
    assert (len(polecat.COLUMNS), len(rows)) == (40, HAPPENED)
    assert cells(
        rows, "Event Type", "CONSULT", "Event Mode", "Event Date", "Quad Code", "Intensity", "Actor Name", "Actor Country", "Actor COW",
        "Actor Name Raw", "Recipient Name", "City", "Country", "Publication Date", "Contexts",
    ) == ("None", "2018-06-12", "VERBAL COOPERATION", "2.5", "Donald Trump; Kim Jong Un", "USA; PRK", "2; 731", "Trump; Kim", "None",
          "Singapore", "SGP", "2018-06-12", "None")  # fmt: skip
    assert cells(rows, "Event Type", "COERCE", "Event Date", "Province", "Country") == ("None", "None", "UKR")
    planned = table(exported(path, "polecat", "--status", "planned"))
    assert planned[["Event Type", "Event Date", "Actor Name"]].values.tolist() == [["AGREE", "2018-03-20", "Emmanuel Macron"]]


def test_petrarch(path: Path) -> None:
    rows = table(exported(path, "petrarch"), petrarch.COLUMNS)
    assert len(rows) == HAPPENED + 1
    summit = rows[rows["code"] == "040"].iloc[0]
    assert summit[["date", "source", "target", "ids", "story_source", "event_text"]].tolist() == [
        "20180612", "USAGOV", "PRKGOV", "a1_0;a2_0", "Daily Example", "meet",
    ]  # fmt: skip
    assert summit["url"] == "https://news.example/a1;https://news.example/a2"
    assert cells(rows, "source", "BLRGOV", "target") == ("",)


def test_plover(path: Path) -> None:
    records = [json.loads(line) for line in exported(path, "plover").splitlines()]
    assert len(records) == EVENTS
    assert all({"id", "date", "actor", "event"} <= r.keys() for r in records)
    by = {(r["legation"]["type"], r["legation"]["status"]): r for r in records}
    summit = by["CONSULT", "happened"]
    assert (summit["date"], summit["event"], summit["quad_code"], summit["event_scale"]) == ("2018-06-12", ["CONSULT"], 1, 2.5)
    assert [(a["code"], a["identifier_text"]) for a in summit["actor"]] == [("USA", "Donald Trump"), ("PRK", "Kim Jong Un")]
    assert summit["event_loc"] == {
        "resolved_place": "Singapore", "country_code": "SGP", "lat": 1.29, "lon": 103.85, "city": "Singapore", "resolution": 4,
    }  # fmt: skip
    visit, denied = by["CONSULT", "planned"], by["ASSAULT", "not_happened"]
    assert (visit["event"], visit["date"], visit["legation"]["when"]) == (["AGREE"], "2018-03-20", "2018-04")
    assert (denied["event"], denied["mode"]) == (["ASSAULT"], ["negation"])
    for r in records:
        text = next(t.article.text for t in TOLD if t.article.id == r["legation"]["article"])
        assert text[r["text_info"]["start"] : r["text_info"]["end"]] == r["text"]


# --- CSV and Parquet


def test_csv_and_parquet_hold_the_same(path: Path, tmp_path: Path) -> None:
    sheet, file = tmp_path / "events.csv", tmp_path / "events.parquet"
    exported(path, "csv", "-o", str(sheet))
    exported(path, "parquet", "-o", str(file))
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": False}) as db:
        types = {name: str(type) for name, type, *_ in db.execute(f"DESCRIBE SELECT * FROM '{file}'").fetchall()}
        rows = db.execute(f"SELECT * FROM '{file}'").fetchall()
        summit = db.execute(f"SELECT who, who_code, latitude, tellings, sources, first_told, disputed FROM '{file}' WHERE cameo = '040'")
        assert summit.fetchall() == [("Donald Trump; Kim Jong Un", "USA; PRK", 1.29, 2, 2, "2018-06-12", False)]
    assert types == flat.SCHEMA
    frame = pandas.read_csv(sheet, dtype=str, keep_default_na=False)
    assert tuple(frame.columns) == flat.COLUMNS
    assert (len(rows), len(frame)) == (EVENTS, EVENTS)
    assert [row[0] for row in rows] == frame["id"].tolist()
    assert frame["plover"].tolist().count("ASSAULT (negation)") == 1
    first = file.read_bytes()
    exported(path, "parquet", "-o", str(file))
    assert file.read_bytes() == first


def test_parquet_holds_long_words(tmp_path: Path) -> None:
    said = "Germany expelled " + 'very, "very" ' * 20_000 + "many diplomats."
    long = tell("long", "2018-03-27", deed("SANCTION", "happened", said, "expelled", "DEU", "RUS"))
    keep(tmp_path / "r.db", long).__exit__(None, None, None)
    file = tmp_path / "events.parquet"
    exported(tmp_path / "r.db", "parquet", "-o", str(file))
    with duckdb.connect(":memory:") as db:
        assert db.execute(f"SELECT words FROM '{file}'").fetchall() == [(said,)]
