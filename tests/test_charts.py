"""Charts: which months an event counts in, what the bars say, and that every way of showing them says the same."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from telling import Deed, keep, record
from test_views import PAYLOADS, Elements, shape

from legation.entries import Record
from legation.errors import MissingPart
from legation.record import asking
from legation.record.activity import Activities, Activity, activity
from legation.record.derive import current
from legation.record.relations import Month, Relations, relations
from legation.record.store import Store
from legation.views import bars, charts, figures, plotly


def deed(said: str, trigger: str, type: str, status: str, who: str, whom: str, when: str) -> Deed:
    return Deed(said, trigger, type, status, who, whom, when=when)  # type: ignore[arg-type]


def kept(path: Path, *records: Record) -> Store:
    store = keep(path, *records)
    current(store)
    return store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return kept(
        tmp_path / "r.db",
        record("a", "2018-01-09", deed("Washington and Pyongyang talk.", "talk", "CONSULT", "happened", "USA", "PRK", "2018-01-09")),
        record("b", "2018-01-20", deed("Washington sends Pyongyang grain.", "sends", "AID", "happened", "USA", "PRK", "2018-01-20")),
        record("c", "2018-04-02", deed("Pyongyang denounces Washington.", "denounces", "ACCUSE", "happened", "PRK", "USA", "2018-04")),
        record("d", "2018-04-03", deed("Pyongyang will visit Washington.", "visit", "CONSULT", "planned", "PRK", "USA", "2018-06")),
        record("e", "2018-04-04", deed("Washington once struck Pyongyang.", "struck", "ASSAULT", "happened", "USA", "PRK", "1950/1953")),
        record("f", "2018-04-05", deed("Pyongyang says it never struck Seoul.", "struck", "ASSAULT", "not_happened", "PRK", "KOR", "")),
    )


# An event's time (EDTF), and the month in which it counts: none where it may belong to several.
MONTHS = [
    ("2018-06-12", "2018-06"),
    ("2018-06", "2018-06"),
    ("2018-06-10/2018-06-12", "2018-06"),
    ("2018-06-28/2018-07-02", "2018-06"),
    ("2018-06-01/2018-07-31", ""),
    ("2018-06-10/2018-08-20", ""),
    ("2018-12-30/2019-01-02", "2018-12"),
    ("2018", ""),
    ("2018/2019", ""),
    ("2018-06-12/..", "2018-06"),
    ("../2018-06-12", ""),
    ("", ""),
    ("0001-01-01", "0001-01"),
    ("9999-12-31", "9999-12"),
]


def test_the_month_in_which_an_event_counts(tmp_path: Path) -> None:
    whom = ["ALB", "AND", "ARG", "ARM", "AUS", "AUT", "AZE", "BEL", "BGD", "BGR", "BOL", "BRA", "CAN", "CHE"]  # each talks once
    told = [
        record(code, "2018-06-12", deed("They talk.", "talk", "CONSULT", "happened", "USA", code, when))
        for code, (when, _) in zip(whom, MONTHS, strict=True)
    ]
    with kept(tmp_path / "r.db", *told) as store:
        for code, (when, month) in zip(whom, MONTHS, strict=True):
            found = relations(store, "USA", code)
            assert (when, [m.month for m in found.months], found.undated) == (when, [month] if month else [], not month)
        counted = Counter(month for _, month in MONTHS)
        assert activity(store).undated == counted.pop("")
        assert {m.month: m.happened for m in activity(store).months} == counted


def test_the_bars_of_a_relation_and_their_entries(store: Store) -> None:
    with store:
        found = relations(store, "USA", "PRK")
        told = {row["event_id"]: row["evidence"] for row in store.query("SELECT event_id, evidence FROM events")}
    chart = charts.relation(found, ("United States", "North Korea"))
    assert chart.title == "Conflict and cooperation between United States and North Korea by month"
    assert chart.labels == ("2018-01", "2018-02", "2018-03", "2018-04")
    assert {s.key: s.values for s in chart.series} == {
        "verbal_cooperation": (1, 0, 0, 0),
        "material_cooperation": (1, 0, 0, 0),
        "verbal_conflict": (0, 0, 0, 1),
        "material_conflict": (0, 0, 0, 0),
    }
    assert [told[id] for s in chart.series for ids in s.entries for id in ids] == [
        "Washington and Pyongyang talk.",
        "Washington sends Pyongyang grain.",
        "Pyongyang denounces Washington.",
    ]
    assert chart.note == "Only what happened counts; 1 more has no month of its own."


def test_activity_counts_what_is_only_held_out_or_denied_apart(store: Store) -> None:
    with store:
        found = activity(store)
        assert found.months == (Activity("2018-01", 2, 0, 0), Activity("2018-04", 1, 0, 0), Activity("2018-06", 0, 1, 0))
        assert found.undated == 2
        some = [row[0] for row in store.query("SELECT event_id FROM events WHERE type = 'AID'")]
        assert activity(store, some) == Activities((Activity("2018-01", 1, 0, 0),), 0)
        assert activity(store, []) == Activities((), 0)


def test_the_docket_by_state(store: Store) -> None:
    with store:
        chart = charts.docket_states(asking.docket(store, (), "2018-12-31", only_open=False))
    assert (chart.labels, chart.series[0].values, len(chart.series[0].entries[0])) == (("lapsed",), (1,), 1)


def by_month(*months: str) -> Relations:
    one = Month("", 3, 1, 0, 0, 2, 0.0, 0.0, (("x",), (), (), ("y", "z")))
    return Relations(("USA", "PRK"), tuple(replace(one, month=m) for m in months), 0)


def test_a_long_time_is_shown_by_years() -> None:
    chart = charts.relation(by_month("1950-06", "1950-07", "2018-06"), ("A", "B"))
    assert (chart.by, chart.labels[0], chart.labels[-1], len(chart.labels)) == ("year", "1950", "2018", 69)
    assert chart.title.endswith("by year")
    assert (chart.series[0].values[0], chart.series[3].values[0], chart.series[3].entries[0]) == (2, 4, ("y", "z", "y", "z"))


def rectangles(svg: str) -> list[dict[str, str]]:
    return [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in re.findall(r"<rect [^>]*>", svg)]


def test_bars_are_as_high_as_what_they_count_and_hang_where_it_is_conflict() -> None:
    drawn = rectangles(bars.svg(charts.relation(by_month("2018-06", "2018-08"), ("A", "B"))))
    up, down = (next(r for r in drawn if r["class"] == kind) for kind in ("verbal_cooperation", "material_conflict"))
    assert float(down["height"]) == pytest.approx(2 * float(up["height"]), abs=0.02)
    assert float(up["y"]) + float(up["height"]) == pytest.approx(float(down["y"]), abs=0.02)
    assert (up["data-entries"], down["data-entries"]) == ("x", "y z")
    assert len(drawn) == 4
    assert float(drawn[1]["x"]) > float(drawn[0]["x"]) + 2 * float(drawn[0]["width"])  # July is left free


def test_bars_on_one_side_stand_upon_each_other() -> None:
    first, second = rectangles(bars.svg(charts.activity(Activities((Activity("2018-06", 3, 2, 0),), 0))))
    assert float(second["y"]) + float(second["height"]) == pytest.approx(float(first["y"]), abs=0.02)


@pytest.mark.parametrize("most", [1, 3, 7, 10, 99, 12345])
def test_lines_across_stand_at_few_round_numbers(most: int) -> None:
    svg = bars.svg(charts.activity(Activities((Activity("2018-06", most, 0, 0),), 0)))
    numbers = [int(n) for n in re.findall(r'text-anchor="end">(\d+)<', svg)]
    assert numbers[0] == 0
    assert 2 <= len(numbers) <= 6
    assert re.fullmatch("[125]0*", str(numbers[1]))


def test_each_bar_leads_where_it_is_told_to() -> None:
    chart = charts.relation(by_month("2018-06"), ("A", "B"))
    linked = bars.svg(chart, lambda bar: f"/timeline?month={bar.label}&type={bar.series}")
    assert Elements(linked).links == ["/timeline?month=2018-06&type=verbal_cooperation", "/timeline?month=2018-06&type=material_conflict"]
    assert 'aria-label="2018-06: 2 conflict in deeds"' in linked
    assert 'role="group"' in linked
    assert "<a" not in bars.svg(chart)
    assert 'role="img"' in bars.svg(chart)


def test_plotly_the_table_and_the_csv_show_the_same_figures(store: Store) -> None:
    with store:
        chart = charts.relation(relations(store, "USA", "PRK"), ("A", "B"))
    data = plotly.figure(chart)["data"]
    rows = list(csv.DictReader(io.StringIO("".join(charts.figures(chart)))))
    assert isinstance(data, list)
    for series, trace in zip(chart.series, data, strict=True):
        assert [abs(v) for v in trace["y"]] == list(series.values) == [int(row[series.key]) for row in rows]
        assert trace["customdata"] == [list(ids) for ids in series.entries]
    assert min(v for trace in data for v in trace["y"]) == -1
    axis = plotly.figure(chart)["layout"]["yaxis"]
    assert axis["ticktext"] == [str(abs(v)) for v in axis["tickvals"]] == re.findall(r'class="tick"[^>]*>(\d+)<', bars.svg(chart))
    assert [row["month"] for row in rows] == list(chart.labels)
    html = figures.figure(chart)
    assert re.findall(r'<th scope="row">([^<]*)</th>', html) == ["2018-01", "2018-04"]  # months of nothing are left out
    assert 'href="data:text/csv' in html
    assert 'href="/relation/USA/PRK.csv"' in figures.figure(chart, data="/relation/USA/PRK.csv")


def test_a_chart_of_nothing_is_none() -> None:
    assert figures.figure(charts.activity(Activities((), 3))) == ""
    assert figures.figure(charts.relation(Relations(("A", "B"), (), 0), ("A", "B"))) == ""
    assert bars.svg(charts.docket_states([])).count("<rect") == 0


def test_every_series_has_its_colour() -> None:
    keys = {key for key, *_ in (*charts.QUADS, *charts.KINDS)} | {"items"}
    style = (Path(charts.__file__).parent / "charts.css").read_text(encoding="utf-8")
    assert keys == set(plotly.COLOURS)
    assert not [key for key in keys if f"rect.{key}" not in style]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_name_becomes_markup(payload: str) -> None:
    def drawn(name: str) -> str:
        chart = charts.relation(by_month("2018-06"), (name, name))
        return figures.figure(replace(chart, note=name), lambda bar: f"#{name}")

    assert shape(drawn(payload)) == shape(drawn("Trump"))
    drawn(payload).encode()


def test_plotlys_javascript_comes_from_its_wheel_or_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plotly, "find_spec", lambda name: None)
    with pytest.raises(MissingPart, match=r"\.\[web\]"):
        plotly.javascript()
    monkeypatch.undo()
    pytest.importorskip("plotly")
    assert b"plotly.js" in plotly.javascript().read_bytes()[:200]
