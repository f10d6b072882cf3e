"""The map: states are areas and towns are pins, where they lie, how strongly shaded; nothing that can't be drawn is lost."""

from __future__ import annotations

import re
from importlib import resources
from math import cos, radians
from pathlib import Path

import pytest
from click.testing import CliRunner
from telling import Deed, keep, record
from test_views import PAYLOADS, Elements, shape

from legation import cli
from legation.knowledge.outline import OutlineRow, outlines
from legation.knowledge.places import PlaceRow, _row, _text
from legation.knowledge.tables import states
from legation.record.finding import telling_of
from legation.record.located import Located, Places, located
from legation.record.store import Store
from legation.views import map as world
from legation.views import mapped
from legation.views.projection import HEIGHT, WIDTH, WORLD, project, view

# No outline: gone, no part of the small scale, or shown as part of the state they belong to.
WITHOUT = set("ATA BES BVT CCK CSK CXR DDR GLP GUF MTQ MYT REU SCG SJM SUN TKL VDR YMD YUG ZAR".split())

# Capitals on islands that so small a scale leaves out.
ON_OTHER_ISLANDS = {"Adamstown", "Malabo", "Mata-Utu", "Papeete", "Port-Vila", "Praia", "Tarawa"}

SINGAPORE = Located("Singapore", "SGP", 1.29, 103.85, ("s1", "s2", "s3", "s4"))
PYONGYANG = Located("Pyongyang", "PRK", 39.03, 125.75, ("p1",))
KOREA = Located("North Korea", "PRK", None, None, ("k1", "k2"))
NORTH = Located("northern North Korea", "PRK", None, None, ("k3",))
LIMA = Located("Lima", "PER", -12.04, -77.03, ("l1",))
FRANCE = Located("France", "FRA", None, None, ("f1",))
BAHRAIN = Located("Bahrain", "BHR", None, None, ("b1",))
SOVIET = Located("Soviet Union", "SUN", None, None, ("u1",))
REGION = Located("the region", "", None, None, ("r1", "r2"))
ALL = (SINGAPORE, PYONGYANG, KOREA, NORTH, FRANCE, BAHRAIN, SOVIET, REGION)


def test_every_state_has_an_outline_or_stands_among_those_without() -> None:
    drawn = {row.code for row in outlines()}
    assert set(states()) - drawn == WITHOUT
    assert drawn - set(states()) == {""}
    assert {row.name for row in outlines() if not row.code} == {"N. Cyprus", "Somaliland"}


def test_the_outline_is_small_and_whole() -> None:
    assert (resources.files("legation.knowledge") / "outline.tsv").stat().st_size < 150_000  # type: ignore[attr-defined]
    for row in outlines():
        for ring in row.rings:
            assert len(ring) > 2
            assert all(-180 <= east <= 180 and -90 <= north <= 90 for east, north in ring)
            steps = zip(ring, (*ring[1:], ring[0]), strict=True)
            assert all(abs(a[0] - b[0]) < 100 for a, b in steps), row.name  # none runs across the map


def inside(row: OutlineRow, east: float, north: float) -> bool:
    """Whether a point lies in a state, by how often a line to the east crosses its rings."""
    crossings = 0
    for ring in row.rings:
        for (x, y), (to_x, to_y) in zip(ring, (*ring[1:], ring[0]), strict=True):
            if (y > north) != (to_y > north) and east < (to_x - x) * (north - y) / (to_y - y) + x:
                crossings += 1
    return crossings % 2 == 1


def near(row: OutlineRow, east: float, north: float) -> bool:
    """The same, give or take what the small scale leaves out of a coast."""
    return any(inside(row, east + dx, north + dy) for dx in (-0.5, 0, 0.5) for dy in (-0.5, 0, 0.5))


def fits(row: OutlineRow, town: PlaceRow) -> bool:
    if row.rings:
        return near(row, town.longitude, town.latitude)
    return abs(row.latitude - town.latitude) + abs(row.longitude - town.longitude) < 1.5


def test_capitals_lie_in_their_states() -> None:
    by_code = {row.code: row for row in outlines()}
    capitals = [row for row in map(_row, _text().decode("utf-8").splitlines()) if row.rank == 0 and row.code in by_code]
    assert len(capitals) > 150
    assert {town.name for town in capitals if not fits(by_code[town.code], town)} == ON_OTHER_ISLANDS


def test_who_holds_the_ground_is_whose_it_is_shown_to_be() -> None:
    by_name = {row.name: row for row in outlines()}
    assert inside(by_name["Russia"], 34.1, 45.0)  # Simferopol: as Natural Earth has it, and the map says so
    assert inside(by_name["N. Cyprus"], 33.5, 35.27)
    assert "de facto" in world.svg(world.marks(ALL))
    assert "Natural Earth (public domain)" in world.svg(world.marks(ALL))


def test_states_are_areas_and_towns_are_pins() -> None:
    found = world.marks(ALL)
    assert [(a.code, a.name, a.entries) for a in found.areas] == [
        ("PRK", "North Korea", ("k1", "k2", "k3")),  # a region counts for its state
        ("BHR", "Bahrain", ("b1",)),
        ("FRA", "France", ("f1",)),
    ]
    assert found.towns == (SINGAPORE, PYONGYANG)
    assert found.elsewhere == (SOVIET, REGION)
    drawn = world.svg(found)
    assert re.findall(r'class="land area-(\d)"[^>]*><title>([^<]*)<', drawn) == [("3", "France: 1 entry"), ("5", "North Korea: 3 entries")]
    assert re.findall(r'<circle class="land dot area-(\d)"[^>]*><title>([^<]*)<', drawn) == [("3", "Bahrain: 1 entry")]
    assert re.findall(r'<circle class="pin"[^>]*><title>([^<]*)<', drawn) == ["Singapore (SGP): 4 entries", "Pyongyang (PRK): 1 entry"]


def test_a_pin_stands_where_its_town_lies_and_is_the_larger_the_more_entries_it_has() -> None:
    pins = re.findall(r'<circle class="pin" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"', world.svg(world.marks([SINGAPORE, PYONGYANG])))
    (sx, sy, sr), (px, py, pr) = (map(float, pin) for pin in pins)
    assert sr == 2 * pr  # four times the entries are four times the circle
    assert sx < px  # Pyongyang lies further east and north
    assert sy > py
    assert project(0, 0)[0] == WIDTH / 2
    assert project(180, 0)[0] == pytest.approx(WIDTH)


@pytest.mark.parametrize(
    ("places", "whole"),
    [((SINGAPORE,), False), ((PYONGYANG, KOREA), False), ((SINGAPORE, PYONGYANG), False), ((SINGAPORE, LIMA), True), ((), True)],
)
def test_near_by_the_map_shows_the_part_with_marks_and_no_mark_is_cut_off(places: tuple[Located, ...], whole: bool) -> None:
    found = world.marks(places)
    seen = view(world._points(found))
    assert (seen == WORLD) == whole
    assert seen.width / seen.height == pytest.approx(WIDTH / HEIGHT)
    assert 0 <= seen.left <= WIDTH - seen.width + 1e-6
    assert 0 <= seen.top <= HEIGHT - seen.height + 1e-6
    assert all(seen.left < x < seen.left + seen.width and seen.top < y < seen.top + seen.height for x, y in world._points(found))
    assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in world.svg(found)


@pytest.mark.parametrize("north", [-45, 0, 30, 60, 75])
def test_areas_keep_their_true_proportions(north: int) -> None:
    def size(of: int) -> float:
        """What a field of a degree around a parallel measures on the map, as it would at the equator."""
        (_, low), (_, high) = (project(0, of + half) for half in (-0.5, 0.5))
        return (project(1, of)[0] - project(0, of)[0]) * (low - high) / cos(radians(of))

    assert size(north) == pytest.approx(size(0), rel=1e-3)


@pytest.mark.parametrize("most", [0, 1, 2, 3, 5, 6, 17, 100, 4711])
def test_shades_cover_every_number_once_and_the_most_is_the_darkest(most: int) -> None:
    bounds = world.shades(most)
    assert [n for low, high in bounds for n in range(low, high + 1)] == list(range(1, most + 1))
    classes = [name for name, _ in world.shade_classes(most)]
    assert classes == sorted(set(classes))
    assert classes[-1:] == (["area-5"] if most else [])


def test_marks_lead_where_they_are_told_to_and_what_is_not_drawn_is_told() -> None:
    html = mapped.figure(Places(ALL, 7), lambda place: f"/timeline?place={place.code}")
    assert Elements(html).links.count("/timeline?place=PRK") == 4  # an area and a pin, on the map and in the table
    assert "Not drawn: Soviet Union (1 entry), the region (2 entries). 7 entries name no place." in html
    assert mapped.figure(Places((REGION,), 3)) == ""


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_name_becomes_markup(payload: str) -> None:
    def drawn(name: str) -> str:
        town, area, nowhere = (
            Located(name, name, 1.0, 2.0, (name,)),
            Located(name, "FRA", None, None, (name,)),
            Located(name, "", None, None, ()),
        )
        return mapped.figure(Places((town, area, nowhere), 0), lambda place: f"#{name}")

    assert shape(drawn(payload)) == shape(drawn("Trump"))
    drawn(payload).encode()


def deed(said: str, place: str, when: str) -> Deed:
    return Deed(said, "meet", "CONSULT", "happened", "USA Donald Trump, PRK Kim Jong Un", when=when, place=place)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "r.db"
    keep(
        path,
        record("a", "2018-06-12", deed("Trump and Kim meet in Singapore.", "Singapore/SGP", "2018-06-12")),
        record("b", "2019-02-28", deed("Trump and Kim meet in Vietnam.", "Vietnam/VNM", "2019-02-27")),
        record("c", "2019-06-30", deed("Trump and Kim meet.", "", "2019-06-30")),
    ).__exit__(None, None, None)
    return path


def test_the_places_of_a_record(path: Path) -> None:
    with Store(path) as store:
        found = located(store)
        ids = {place.name: place.entries[0] for place in found.places}
        assert {(p.name, p.code, len(p.entries)) for p in found.places} == {("Singapore", "SGP", 1), ("Vietnam", "VNM", 1)}
        assert found.unplaced == 1
        assert [p.name for p in located(store, [ids["Vietnam"]]).places] == ["Vietnam"]
        assert located(store, []) == Places((), 0)


def test_a_place_that_a_person_corrected_is_looked_up_anew(path: Path) -> None:
    with Store(path) as store:
        id = next(place.entries[0] for place in located(store).places if place.name == "Vietnam")
        assert telling_of(store, id)[1] == id
    done = CliRunner().invoke(cli.main, ["correct", id, "--where", "Hanoi", "--record", str(path)])
    assert done.exit_code == 0
    with Store(path) as store:
        (hanoi,) = [place for place in located(store).places if place.name == "Hanoi"]
    assert (hanoi.code, round(hanoi.latitude or 0), round(hanoi.longitude or 0)) == ("VNM", 21, 106)


def test_of_very_many_towns_those_of_most_entries_are_drawn() -> None:
    towns = tuple(Located(f"Town {n}", "FRA", 45 + n / 1000, 2.0, tuple(f"{n}-{k}" for k in range(1 + n % 7))) for n in range(500))
    drawn = mapped.figure(Places(towns, 0))
    assert drawn.count('class="pin"') == mapped.MOST
    assert "The 100 places of fewest entries stand in the data alone." in drawn
    assert ">Town 6<" in drawn
    assert ">Town 497<" not in drawn  # of one entry, as 71 more are, and behind them by its name
