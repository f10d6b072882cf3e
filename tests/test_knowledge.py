"""The tables hold what they say: sources, codes, no row twice; and names lead to whom they mean."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

import legation
from legation.entries import TYPES
from legation.knowledge import offices, own, places, tables
from legation.knowledge.naming import known
from legation.knowledge.tables import BodyRow, PersonRow, StateName, key
from legation.knowledge.trigger_types import mode_of, type_of
from legation.resolving.codes import modes

SECTORS = set("GOV MIL LEG JUD COP SPY PTY OPP REB UAF CVL REF NGO IGO MNC BUS JRN EDU REL CRM ELI LAB".split()) | {""}
BODIES = {
    "organisations": tables.organisations, "groups": tables.groups, "parties": tables.parties, "bodies": tables.bodies,
}  # fmt: skip


def codes() -> set[str]:
    return set(tables.states()) | {"", "IGO"}


def test_tables_are_as_large_as_promised() -> None:
    assert len(tables.states()) >= 250
    assert len(tables.organisations()) >= 150
    assert len(tables.groups()) >= 250
    assert len(tables.parties()) >= 400
    assert len({m.organisation for m in tables.memberships()}) >= 40
    assert len(tables.people()) >= 10_000
    assert len(tables.regions()) >= 400


def test_every_row_has_a_source_and_a_valid_code() -> None:
    bodies = [row for read in BODIES.values() for row in read()]
    rows: list[StateName | PersonRow | BodyRow] = [*tables.state_names(), *tables.people(), *bodies]
    valid = codes()
    for row in rows:
        assert row.source, row
        assert row.code in valid, row
        assert row.sector in SECTORS, row
    assert all(row.source and row.code in valid for row in tables.regions())
    assert all(row.source for row in tables.states().values())


@pytest.mark.parametrize("name", BODIES)
def test_no_body_stands_twice(name: str) -> None:
    names = Counter((key(row.name), row.code) for row in BODIES[name]())
    assert [name for name, n in names.items() if n > 1] == []


def test_no_form_stands_for_one_state_twice() -> None:
    forms = Counter((row.code, row.form, row.kind) for row in tables.state_names())
    assert [form for form, n in forms.items() if n > 1] == []


def test_no_person_holds_an_office_twice_from_one_day() -> None:
    terms = Counter((key(row.name), row.code, row.office, row.since) for row in tables.people())
    assert [term for term, n in terms.items() if n > 1] == []
    assert all(row.since and (not row.until or row.since[:4] <= row.until[:4]) for row in tables.people())


CHIEFS = ("President", "Prime Minister", "King", "Queen", "Chancellor", "Minister of Foreign Affairs", "Minister of Defence", "leader")


def test_no_two_hold_one_office_at_once() -> None:
    seats: dict[tuple[str, str], list[PersonRow]] = {}
    for row in tables.people():
        if row.code == "YEM":  # two governments claim it
            continue
        if row.office in CHIEFS or (row.code == "IGO" and row.office.startswith(("Secretary", "President of the E", "Director"))):
            seats.setdefault((row.code, row.office), []).append(row)
    for rows in seats.values():
        rows.sort(key=lambda row: row.since)
        for one, next_ in pairwise(rows):
            until = one.until or "9999-12-31"
            shortest = min(len(until), len(next_.since))
            assert until[:shortest] <= next_.since[:shortest] or key(one.name) == key(next_.name), (one, next_)


MEMBERS = [
    ("NATO", "2003", "POL", True),
    ("NATO", "2003", "FIN", False),
    ("European Union", "2019", "GBR", True),
    ("European Union", "", "GBR", False),
]


@pytest.mark.parametrize(("organisation", "on", "code", "belongs"), MEMBERS)
def test_who_belonged_to_what(organisation: str, on: str, code: str, belongs: bool) -> None:
    assert (code in tables.members(organisation, on)) is belongs


def test_memberships_are_of_known_states_and_organisations() -> None:
    names = {row.name for row in tables.organisations()}
    for m in tables.memberships():
        assert m.code in tables.states(), m
        assert m.organisation in names, m
        assert m.source, m
        assert not m.until or m.since[:4] <= m.until[:4], m
    assert len({(m.organisation, m.code, m.since) for m in tables.memberships()}) == len(tables.memberships())


def test_words_that_tell_of_one_type() -> None:
    rows = list(tables.lines("trigger_types.tsv"))
    assert len(rows) > 100
    assert len({word for word, *_ in rows}) == len(rows)
    for word, type_, most, of in rows:
        assert type_ in TYPES, word
        assert int(of) >= 4, word
        assert int(most) >= 0.9 * int(of), word
    told = {w: type_of(w) for w in ("Apologised", "shootings", "riots", "zebra")}
    assert told == {"Apologised": "CONCEDE", "shootings": "ASSAULT", "riots": "PROTEST", "zebra": ""}


def test_words_that_tell_of_one_mode() -> None:
    rows = list(tables.lines("trigger_modes.tsv"))
    assert len(rows) > 300
    assert len({(type_, word) for type_, word, *_ in rows}) == len(rows)
    for type_, word, mode, most, of in rows:
        assert mode in ("", *modes(type_)), word
        assert int(of) >= 4, word
        assert int(most) >= 0.8 * int(of), word
    assert [mode_of("SANCTION", "sentenced"), mode_of("AGREE", "agreement"), mode_of("SANCTION", "zebra")] == ["convict", "", None]


def test_the_gazetteer_is_sorted_by_its_keys() -> None:
    lines = places._text().decode("utf-8").splitlines()
    keys = [places._key(line) for line in lines[::500]]
    assert keys == sorted(keys)
    assert len(lines) > 100_000
    some = Counter(tables.key(line.partition("\t")[0]) for line in lines)
    for line in (lines[0], *lines[::5000], lines[-1]):
        name = line.partition("\t")[0]
        assert len(places._exactly(name)) == some[tables.key(name)] * bool(name), name
    assert places._exactly("") == places._exactly("zzz") == places._exactly("Xanadu upon Thames") == ()


def test_the_keys_of_many_forms_are_those_of_each() -> None:
    forms = [f for row in tables.people() for f in (row.name, row.surname, *row.forms)]
    forms += ["  The  West Wing ", "The", "the", "", "Ngô Đình-Diệm", "O’Neil", "ﬁnance", "U.S.", "St. - Pierre .", "Straße"]
    assert tables.keys(forms) == [tables.key(form) for form in forms]
    assert tables.keys([]) == []


@pytest.mark.parametrize(
    ("form", "code", "kind"),
    [
        ("United States", "USA", "name"), ("U.S.", "USA", "abbreviation"), ("Americans", "USA", "demonym"),
        ("the British", "GBR", "demonym"), ("U.K.", "GBR", "abbreviation"), ("Pyongyang", "PRK", "capital"),
        ("the White House", "USA", "government"), ("Kremlin", "RUS", "government"), ("élysée", "", ""),
        ("Élysée", "FRA", "government"), ("Elysee", "FRA", "government"), ("Türkiye", "TUR", "name"),
        ("Burma", "MMR", "former"), ("Soviet Union", "SUN", "former"), ("Iraqis", "IRQ", "demonym"), ("us", "", ""),
        ("DRC", "COD", "abbreviation"), ("Kyiv", "UKR", "capital"), ("North Korean", "PRK", "demonym"),
    ],
)  # fmt: skip
def test_forms_of_states(form: str, code: str, kind: str) -> None:
    row = tables.state_form(form)
    assert (row.code if row else "", row.kind if row else "") == (code, kind)


def test_names_that_are_also_something_else_are_marked() -> None:
    for form in ("Jordan", "Chad", "Georgia", "Israel"):
        row = tables.state_form(form)
        assert row is not None
        assert row.ambiguous
    assert tables.state_name("PRK") == "North Korea"
    assert tables.state_of("Atlantis") == ""


@pytest.mark.parametrize(
    ("name", "code", "sector"),
    [
        ("UN Security Council", "IGO", "IGO"), ("NATO", "IGO", "IGO"), ("WHO", "IGO", "IGO"), ("KCNA", "PRK", "JRN"),
        ("Amnesty International", "", "NGO"), ("ISIS", "", "REB"), ("Taliban", "AFG", "REB"), ("YPG", "SYR", "REB"),
        ("Hezbollah", "LBN", "REB"), ("AK Party", "TUR", "PTY"), ("Bundestag", "DEU", "LEG"), ("Pentagon", "USA", "MIL"),
        ("Turkish officials", "TUR", "GOV"), ("U.S. Supreme Court", "USA", "JUD"), ("Ukrainian army", "UKR", "MIL"),
        ("Hong Kong police", "HKG", "COP"), ("residents of Aleppo", "SYR", "CVL"), ("protesters", "", "CVL"),
        ("Ministry of Defence of Ukraine", "UKR", "GOV"), ("analysts", "", "EDU"), ("gunmen", "", "UAF"),
        ("former presidents", "", "ELI"), ("the White House", "USA", "GOV"), ("North Carolina", "USA", "GOV"),
        ("Victoria police", "AUS", "COP"), ("Thames Valley Police", "", "COP"), ("Congolese forces", "COD", "MIL"),
        ("Angela Merkel", "DEU", "GOV"), ("António Guterres", "IGO", "IGO"), ("France", "FRA", ""),
    ],
)  # fmt: skip
def test_what_a_name_says_by_itself(name: str, code: str, sector: str) -> None:
    found = known(name)
    assert found is not None
    assert (found.code, found.sector) == (code, sector)


@pytest.mark.parametrize("word", ["who", "is", "Zzyzx Qwfp", "the", ""])
def test_words_that_name_nobody(word: str) -> None:
    assert known(word) is None


@pytest.mark.parametrize(
    ("spelling", "name"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"), ("Volodymyr Zelenskiy", "Volodymyr Zelenskyy"),
        ("Kim Jong-un", "Kim Jong Un"), ("Sergei Lavrov", "Sergey Lavrov"), ("Nicolas Maduro", "Nicolás Maduro"),
    ],
)  # fmt: skip
def test_spellings_of_one_person(spelling: str, name: str) -> None:
    found = tables.person(spelling)
    assert found is not None
    assert found.name == name


def test_a_person_is_who_they_were_on_that_day() -> None:
    sectors = {on: row.sector for on in ("2016-08-01", "2018-05-01", "2022-05-01", "2025-08-25")
               if (row := tables.person("Donald Trump", on))}  # fmt: skip
    assert sectors == {"2016-08-01": "PTY", "2018-05-01": "GOV", "2022-05-01": "ELI", "2025-08-25": "GOV"}
    lavrov = tables.by_surname("Lavrov", "2020-01-01")
    assert lavrov[0].office == "Minister of Foreign Affairs"
    president = offices.holder("FRA", "president", "2015-03-01")
    assert president is not None
    assert president.name == "François Hollande"


HELD = [
    ("FRA", "president", "2015-03-01", "François Hollande"),
    ("DEU", "chancellor", "2004-01-01", "Gerhard Schröder"),
    ("USA", "secretary of state", "2014-06-01", "John Kerry"),
    ("JPN", "prime minister", "2016-11-11", "Shinzo Abe"),
    ("TUR", "foreign minister", "2021-05-01", "Mevlüt Çavuşoğlu"),
]


@pytest.mark.parametrize(("code", "office", "on", "name"), HELD)
def test_who_held_an_office(code: str, office: str, on: str, name: str) -> None:
    row = offices.holder(code, office, on)
    assert row is not None
    assert (row.name, bool(row.source)) == (name, True)


ASKED = [
    ("French president", "2015-03-01", ["François Hollande"]),
    ("British prime minister", "2022", ["Boris Johnson", "Liz Truss", "Rishi Sunak"]),
    ("UN secretary general", "2015", ["Ban Ki-moon"]),
    ("Secretary General of NATO", "2015", ["Jens Stoltenberg"]),
    ("the chancellor of Germany", "2004", ["Gerhard Schröder"]),
    ("Narendra Modi", "2016", ["Narendra Modi"]),
    ("nobody at all", "2010", []),
]


@pytest.mark.parametrize(("said", "on", "names"), ASKED)
def test_who(said: str, on: str, names: list[str]) -> None:
    assert [f.name for f in legation.who(said, on=on)] == names


def test_no_office_no_holder() -> None:
    assert offices.holder("FRA", "gardener", "2015-03-01") is None
    assert offices.holder("FRA", "president", "") is None
    assert offices.holder("", "president", "2015-03-01") is None


def test_own_rows_go_first_and_leave_again(tmp_path: Path) -> None:
    path = tmp_path / "legation.tsv"
    path.write_text("kind\tname\tforms\tcode\tsector\noffice\n", encoding="utf-8")
    with pytest.raises(legation.BadKnowledge, match="line 2: kind 'office' is none of"):
        own.load(path)
    path.write_text("kind\tname\tforms\tcode\tsector\ngroup\tNorthern Front\tNF fighters\tMLI\tREB\n", encoding="utf-8")
    try:
        assert own.load(path) == 1
        row = tables.group("NF fighters")
        assert row is not None
        assert (row.name, row.code, row.sector, row.source.endswith("line 2")) == ("Northern Front", "MLI", "REB", True)
        assert getattr(known("Northern Front commanders"), "code", None) == "MLI"
    finally:
        tables.use()
    assert tables.group("NF fighters") is None
    assert getattr(known("Northern Front commanders"), "code", None) == ""


BAD_TABLES = [
    ("", "is empty"),
    ("name\tcode\n", "the column 'kind' is missing"),
    ("kind\tname\tcolour\n", "no column is called 'colour'"),
    ("kind\tname\tname\n", "the column 'name' is there twice"),
    ("kind\tname\nparty\tX\0Y\n", "line 2: name 'X\\x00Y' holds a character that can't be seen"),
    ("kind\tname\nparty\tX\u200bY\n", "line 2: name 'X\\u200bY' holds a character that can't be seen"),
    ("kind\tname\nbody\tRussia\n", "line 2: name 'Russia' is a state's (RUS)"),
    ("kind\tname\nbody\t...\n", "line 2: name '...' has no letter"),
    ("kind\tname\nparty\tX\u2028Y\n", "line 2: name 'X\\u2028Y' holds a character that can't be seen"),
    ("kind\tname\tcode\nparty\tX\tXX\n", "line 2: code 'XX' is no state"),
    ("kind\tname\nparty\t\n", "line 2: has no name"),
    ("kind\tname\tsector\nparty\tX\tABC\n", "line 2: sector 'ABC' is none of"),
    ("kind\tname\tsince\nperson\tX\tMay 2019\n", "line 2: since 'May 2019' is no date"),
    ("kind\tname\tsince\tuntil\nperson\tX\t2019-05\t2018\n", "line 2: until 2018 is before since 2019-05"),
    ("kind\tname\nparty\tX\tFRA\n", "line 2: has 3 cells, the first line only 2"),
]


@pytest.mark.parametrize(("text", "message"), BAD_TABLES)
def test_a_bad_table_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(legation.BadKnowledge, match=re.escape(message)):
        own.load(path)
    assert tables.own_rows() == 0
