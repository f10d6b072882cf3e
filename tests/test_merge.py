"""One event, many tellings: what is merged, what is not, and that nothing hangs on the order in which articles came."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from telling import Deed, keep, record

from legation import cli
from legation.entries import Record
from legation.knowledge.tables import lines
from legation.record.derive import current
from legation.record.features import features
from legation.record.likeness import likeness, sketch
from legation.record.same import FOREST, columns
from legation.record.search import Asked, timeline
from legation.record.signs import signs
from legation.record.store import DERIVED, Store
from legation.record.tellings import load
from legation.record.verify import verify
from legation.resolving import forest

LEADERS = "USA Donald Trump, PRK Kim Jong Un"
SINGAPORE = Deed(
    "Trump and Kim met in Singapore on 12 June.", "met", "CONSULT", "happened", LEADERS, when="2018-06-12", place="Singapore/SGP"
)
PARIS = Deed(
    "Gunmen killed 12 people at the offices of Charlie Hebdo in Paris.",
    "killed",
    "ASSAULT",
    "happened",
    "IMG gunmen",
    "FRA 12 people",
    "2015-01-07",
    "Paris/FRA",
    killed=12,
)
EXPELLED = Deed(
    "Germany expelled four Russian diplomats over the Salisbury poisoning.",
    "expelled",
    "SANCTION",
    "happened",
    "DEU",
    "RUS",
    "2018-03-26",
    mode="expel",
)
INVITED = Deed("Kim invited Trump to a meeting.", "meeting", "CONSULT", "proposed", "PRK Kim Jong Un", "USA Donald Trump")

# What two articles tell, whether it is one event, and the days on which they told it.
PAIRS = [
    # the same meeting in other words, by states instead of persons, or without the day
    (
        SINGAPORE,
        Deed(
            "The two leaders shook hands at the Singapore summit.",
            "summit",
            "CONSULT",
            "happened",
            LEADERS,
            when="2018-06-12",
            place="Singapore/SGP",
        ),
        True,
    ),
    (
        SINGAPORE,
        Deed(
            "The United States and North Korea met in Singapore.",
            "met",
            "CONSULT",
            "happened",
            "USA, PRK",
            when="2018-06",
            place="Singapore/SGP",
        ),
        True,
    ),
    (
        SINGAPORE,
        Deed(
            "Trump met Kim in Singapore, a day earlier in Washington.",
            "met",
            "CONSULT",
            "happened",
            LEADERS,
            when="2018-06-11",
            place="Singapore/SGP",
        ),
        True,
    ),
    # other days, places, persons, states, sides
    (SINGAPORE, Deed("Trump and Kim met in Hanoi.", "met", "CONSULT", "happened", LEADERS, when="2019-02-27", place="Hanoi/VNM"), False),
    (
        SINGAPORE,
        Deed(
            "Pompeo met Kim Yong Chol on 12 June.",
            "met",
            "CONSULT",
            "happened",
            "USA Mike Pompeo, PRK Kim Yong Chol",
            when="2018-06-12",
            place="New York/USA",
        ),
        False,
    ),
    (
        SINGAPORE,
        Deed(
            "Trump and Lee Hsien Loong met in Singapore on 12 June.",
            "met",
            "CONSULT",
            "happened",
            "USA Donald Trump, SGP Lee Hsien Loong",
            when="2018-06-12",
            place="Singapore/SGP",
        ),
        False,
    ),
    (
        SINGAPORE,
        Deed(
            "Trump will meet Kim in Singapore on 12 June.", "meet", "CONSULT", "planned", LEADERS, when="2018-06-12", place="Singapore/SGP"
        ),
        False,
    ),
    (
        EXPELLED,
        Deed(
            "Berlin expelled Russian diplomats in answer to the Salisbury poisoning.",
            "expelled",
            "SANCTION",
            "happened",
            "DEU",
            "RUS",
            "2018-03-26",
            mode="expel",
        ),
        True,
    ),
    (
        EXPELLED,
        Deed("Moscow expelled German diplomats in answer.", "expelled", "SANCTION", "happened", "RUS", "DEU", "2018-03-26", mode="expel"),
        False,
    ),
    (
        EXPELLED,
        Deed("Germany extended its asset freeze against Russian banks.", "freeze", "SANCTION", "happened", "DEU", "RUS", "2018-03-27"),
        False,
    ),
    # of whom the reader is much less sure tells for and against nothing
    (
        EXPELLED,
        Deed("Berlin expelled Russian diplomats in answer to Salisbury.", "expelled", "SANCTION", "happened", "DEU, RUS?", "RUS, DEU?",
             "2018-03-26", mode="expel"),
        True,
    ),
    (
        EXPELLED,
        Deed("Moscow expelled German diplomats in answer to Salisbury.", "expelled", "SANCTION", "happened", "RUS, DEU?", "DEU, RUS?",
             "2018-03-26", mode="expel"),
        False,
    ),
    # numbers that differ do not part what all else joins; other attacks of the day are others
    (
        PARIS,
        Deed(
            "Gunmen killed 11 people at Charlie Hebdo in Paris.",
            "killed",
            "ASSAULT",
            "happened",
            "IMG gunmen",
            "FRA 12 people",
            "2015-01-07",
            "Paris/FRA",
            killed=11,
        ),
        True,
    ),
    (
        PARIS,
        Deed(
            "A policewoman was shot dead in Montrouge.",
            "shot",
            "ASSAULT",
            "happened",
            "IMG gunmen",
            "FRA policewoman",
            "2015-01-07",
            "Montrouge/FRA",
        ),
        False,
    ),
    # proposals without a time: the same words within days, not months later
    (
        INVITED,
        Deed(
            "Kim Jong Un had invited Trump to a meeting, the White House said.",
            "meeting",
            "CONSULT",
            "proposed",
            "PRK Kim Jong Un",
            "USA Donald Trump",
        ),
        True,
    ),
    # whose people they were is guessed where nobody says it
    (
        Deed("A Russian airstrike on a hospital in Mariupol killed three people.", "airstrike", "ASSAULT", "happened", "RUS",
             "UKR three people", "2022-03-09", "Mariupol/UKR"),
        Deed("The airstrike on Mariupol's hospital killed three people.", "airstrike", "ASSAULT", "happened", "RUS",
             "RUS three people", "2022-03-09", "Mariupol/UKR"),
        True,
    ),
    # what two plan is told beside names that have nothing to do with it
    (
        Deed("Tunnels at Punggye-ri were blown up for confidence before the scheduled summit.", "summit", "CONSULT", "planned", LEADERS),
        Deed("Envoys met in Panmunjom to put the June summit in Singapore together again.", "summit", "CONSULT", "planned", LEADERS,
             when="2018-06-12"),
        True,
    ),
    # whose deed it is called is known already; what "they launch" is told first on its day
    (
        Deed("Iran fires missiles at U.S. bases in Iraq.", "fires missiles", "ASSAULT", "happened", "IRN", "USA", "2018-06-10"),
        Deed("Trudeau condemns Iran's missile attack on U.S. bases in Iraq.", "missile attack", "ASSAULT", "happened", "IRN", "USA",
             "2018-06-13"),
        True,
    ),
    (
        Deed("Iran fires missiles at U.S. bases in Iraq.", "fires missiles", "ASSAULT", "happened", "IRN", "USA", "2018-06-10"),
        Deed("Iran launches a missile attack on U.S. bases in Iraq.", "missile attack", "ASSAULT", "happened", "IRN", "USA", "2018-06-13"),
        False,
    ),
    # a round that is counted is a new one
    (
        Deed("Russia and Ukraine hold talks by video.", "talks", "CONSULT", "happened", "RUS, UKR", when="2018-06-10"),
        Deed("The fourth round of talks between Russia and Ukraine begins.", "fourth round of talks", "CONSULT", "happened", "RUS, UKR",
             when="2018-06-13"),
        False,
    ),
    (INVITED, Deed("Kim offered sanctions relief talks.", "talks", "CONSULT", "proposed", "PRK Kim Jong Un", "CHN Xi Jinping"), False),
]


def events(store: Store) -> list[tuple[object, ...]]:
    current(store)
    return [tuple(r) for r in store.query("SELECT event_id, status, disputed, tellings, articles, sources FROM events ORDER BY event_id")]


@pytest.mark.parametrize(("one", "other", "same"), PAIRS, ids=[p[1].said for p in PAIRS])
def test_pairs(tmp_path: Path, one: Deed, other: Deed, same: bool) -> None:
    with keep(tmp_path / "r.db", record("a", "2018-06-12", one), record("b", "2018-06-13", other)) as store:
        assert len(events(store)) == (1 if same else 2)
        assert list(verify(store)) == []


def test_what_an_article_takes_up_again_is_what_it_told_of(tmp_path: Path) -> None:
    three = "RUS, UKR, BLR"
    begun = Deed("Russia and Ukraine hold a second round of talks.", "round of talks", "CONSULT", "happened", "RUS, UKR", when="2022-03-03")
    third = Deed("Russia and Ukraine hold talks in Belarus again.", "talks", "CONSULT", "happened", three, when="2022-03-07")
    during = Deed("During the talks, both said that there was progress.", "talks", "CONSULT", "happened", three, when="2022-03-07")
    with keep(tmp_path / "r.db", record("a", "2022-03-03", begun), record("b", "2022-03-07", third, during)) as store:
        current(store)
        assert sorted(row[0] for row in store.query("SELECT tellings FROM events")) == [1, 2]
        assert store.query("SELECT reason FROM members WHERE reason LIKE '%taken up again%'")


def test_months_later_an_offer_is_another(tmp_path: Path) -> None:
    with keep(tmp_path / "r.db", record("a", "2018-03-08", INVITED), record("b", "2018-11-08", INVITED)) as store:
        assert len(events(store)) == 2


def test_an_event_bears_the_id_of_its_first_telling_and_every_id_leads_to_it(tmp_path: Path) -> None:
    late, early = record("a", "2018-06-14", SINGAPORE), record("b", "2018-06-12", SINGAPORE)
    with keep(tmp_path / "r.db", late, early) as store:
        (found,) = timeline(store, Asked())
        assert found.entry.id == early.events[0].id
        assert found.told is not None
        assert (found.told.tellings, found.told.sources, found.told.first, found.told.last) == (2, 1, "2018-06-12", "2018-06-14")
        aliases = {tuple(r) for r in store.query("SELECT id, event_id FROM aliases")}
        assert aliases == {(r.events[0].id, early.events[0].id) for r in (late, early)}


def test_a_denial_stands_beside_its_claim(tmp_path: Path) -> None:
    claim = Deed(
        "Kyiv accuses Russia of shelling Donetsk market.",
        "shelling",
        "ASSAULT",
        "alleged",
        "RUS",
        "UKR",
        "2022-03-14",
        "Donetsk/UKR",
        by="UKR",
    )
    denial = Deed(
        "Russia denies shelling Donetsk market.", "shelling", "ASSAULT", "not_happened", "RUS", "UKR", "2022-03-14", "Donetsk/UKR", by="RUS"
    )
    with keep(tmp_path / "r.db", record("a", "2022-03-14", claim), record("b", "2022-03-15", denial)) as store:
        (only,) = events(store)
        assert only[1:3] == ("alleged", 1)


def test_a_corrected_article_is_told_once(tmp_path: Path) -> None:
    old = record("a", "2018-06-12", SINGAPORE)
    said = Deed("Correction: Trump and Kim met in Singapore on 12 June.", "met", "CONSULT", "happened", LEADERS, when="2018-06-12")
    new = record("a", "2018-06-12", said, version=2)
    with keep(tmp_path / "r.db", old, new) as store:
        assert [e[0] for e in events(store)] == [new.events[0].id]
        assert store.query("SELECT event_id FROM aliases WHERE id = ?", (old.events[0].id,))[0][0] == new.events[0].id


def test_what_an_article_no_longer_tells_is_no_event(tmp_path: Path) -> None:
    with keep(tmp_path / "r.db", record("a", "2018-06-12", SINGAPORE), record("a", "2018-06-12", EXPELLED, version=2)) as store:
        assert len(events(store)) == 1
        assert list(verify(store)) == []


WIRE = (
    "SINGAPORE — The leaders of the United States and North Korea met on Tuesday and signed a joint text of four points, "
    "the first such meeting ever."
)
ALIKE = [
    (WIRE, WIRE, 1.0, 1.0),
    (WIRE, "(Reuters) " + WIRE + " Reporting by our staff.", 0.6, 0.95),
    (WIRE, "The leaders of France and Germany met on Tuesday in Aachen and signed a treaty of friendship.", 0.0, 0.2),
    ("", "", 0.0, 1.0),
]


@pytest.mark.parametrize(("one", "other", "least", "most"), ALIKE)
def test_copies_are_alike(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(sketch(one), sketch(other)) <= most


# --- nothing hangs on the order


def many(count: int) -> list[Record]:
    """Articles about few states and days, so that much is alike and much nearly so."""
    chance = random.Random(7)
    made = []
    for i in range(count):
        a, b = chance.sample(["USA", "CHN", "RUS", "UKR", "PRK"], 2)
        type, verb = chance.choice([("CONSULT", "met"), ("SANCTION", "expelled"), ("ACCUSE", "criticised")])
        status = chance.choice(["happened", "planned", "proposed", "refused"])
        when = chance.choice(["", "2022-03", *(f"2022-03-{d:02}" for d in range(1, 6))])
        place = chance.choice(["", "Geneva/CHE", "Vienna/AUT"])
        words = " ".join(chance.sample("envoys of both sides again over grain gas missiles prisoners visas".split(), 6))
        said = f"{a} {verb} {b}: {words}."
        made.append(record(f"a{i}", f"2022-03-{1 + i % 9:02}", Deed(said, verb, type, status, a, b, when, place)))  # type: ignore[arg-type]
    return made


def derived(store: Store) -> list[list[tuple[object, ...]]]:
    current(store)
    return [sorted(tuple(r) for r in store.query(f"SELECT * FROM {table}")) for table in DERIVED]


def test_the_order_of_articles_changes_nothing(tmp_path: Path) -> None:
    articles = many(150)
    found = []
    for run in range(3):
        with keep(tmp_path / f"{run}.db", *articles) as store:
            found.append(derived(store))
        random.Random(run).shuffle(articles)
    assert found[0] == found[1] == found[2]
    assert 20 < len(found[0][-1]) < 150


def test_adding_bit_by_bit_gives_the_same(tmp_path: Path) -> None:
    articles = many(60)
    with keep(tmp_path / "whole.db", *articles) as store:
        whole = derived(store)
    for part in (articles[:20], articles[20:40], articles[40:]):
        with keep(tmp_path / "parts.db", *part) as store:
            bit_by_bit = derived(store)
    assert bit_by_bit == whole


# --- merges undone


def test_a_split_stays(tmp_path: Path) -> None:
    path = tmp_path / "r.db"
    first, second, third = (record(name, f"2018-06-1{i}", SINGAPORE) for i, name in enumerate("abc", 2))
    keep(path, first, second).__exit__(None, None, None)
    run = CliRunner().invoke
    assert run(cli.main, ["split", second.events[0].id, "--record", str(path), "--who", "Ada"]).exit_code == 0
    with keep(path, third) as store:
        assert sorted(e[3] for e in events(store)) == [1, 2]
        assert list(verify(store)) == []
    assert run(cli.main, ["split", second.events[0].id, "--undo", "--record", str(path)]).exit_code == 0
    with Store(path) as store:
        assert [e[3] for e in events(store)] == [3]
    assert run(cli.main, ["split", first.events[0].id, "--record", str(path)]).exit_code == 0
    with Store(path) as store:
        assert [e[3] for e in events(store)] == [1, 1, 1]


WRONG = [["split", "nothing"], ["split", "{id}"], ["split", "{id}", "--undo"]]


@pytest.mark.parametrize("arguments", WRONG)
def test_what_can_not_be_split_is_one_line(tmp_path: Path, arguments: list[str]) -> None:
    path, one = tmp_path / "r.db", record("a", "2018-06-12", SINGAPORE)
    keep(path, one).__exit__(None, None, None)
    given = [a.format(id=one.events[0].id) for a in arguments]
    found = CliRunner().invoke(cli.main, [*given, "--record", str(path)])
    assert (found.exit_code, found.stderr.count("\n")) == (2, 1)


BROKEN = [
    ("UPDATE members SET event_id = 'nothing'", "event that is not there"),
    ("DELETE FROM members", "without the members"),
    ("UPDATE events SET status = 'refused'", "not what was made"),
    ("UPDATE moves SET words = 'x'", "not what was made"),
    ("UPDATE aliases SET event_id = 'x'", "not what was made"),
]


@pytest.mark.parametrize(("change", "told"), BROKEN)
def test_verify_proves_what_is_derived(tmp_path: Path, change: str, told: str) -> None:
    with keep(tmp_path / "r.db", record("a", "2018-06-12", SINGAPORE), record("b", "2018-03-08", INVITED)) as store:
        current(store)
        assert list(verify(store)) == []
        store.write(change)
        assert any(told in line for line in verify(store))


# --- what it is judged by


def test_every_sign_is_told_of_in_the_table_and_known_to_the_forest(tmp_path: Path) -> None:
    known = {name for name, *_ in lines("merging_signs.tsv")}
    assert forest.load(FOREST).names == columns(name for name, *_ in lines("merging_signs.tsv"))
    for n, (one, other, _) in enumerate(PAIRS):
        with keep(tmp_path / f"{n}.db", record("a", "2018-06-12", one), record("b", "2018-06-13", other)) as store:
            first, second = (features(t, t.article) for t in load(store))
            assert {sign.name for sign in signs(first, second) or ()} <= known


def test_whichever_telling_is_given_first(tmp_path: Path) -> None:
    for n, (one, other, _) in enumerate(PAIRS):
        with keep(tmp_path / f"{n}.db", record("a", "2018-06-12", one), record("b", "2018-06-13", other)) as store:
            first, second = (features(t, t.article) for t in load(store))
            assert signs(first, second) == signs(second, first)


def test_more_that_speaks_for_one_event_never_makes_it_less_likely() -> None:
    """Each sign of the table that can only speak for it, or against it, on pairs drawn by chance."""
    chance = np.random.default_rng(1)
    same = forest.load(FOREST)
    drawn = chance.uniform(0, 1, (200, len(same.names))).astype(np.float32)
    before = same.chances(drawn)[:, 1]
    for name, speaks, _ in lines("merging_signs.tsv"):
        more = drawn.copy()
        more[:, same.names.index(name)] += 1
        change = same.chances(more)[:, 1] - before
        assert not (speaks == "for" and (change < -1e-6).any()), name
        assert not (speaks == "against" and (change > 1e-6).any()), name


def test_nothing_that_measures_was_learned_from() -> None:
    """No item of the pairs that merging is measured on stands among those that it learned from."""
    house = Path(__file__).parent.parent

    def articles(path: Path) -> set[str]:
        with path.open(encoding="utf-8", newline="") as rows:
            return {r[s] for r in csv.DictReader((line for line in rows if line[0] != "#"), delimiter="\t") for s in ("one", "other")}

    learned, measured = articles(house / "training/labels/pairs.tsv"), articles(house / "benchmarks/merging/pairs.tsv")
    assert len(learned) > 1000
    assert learned.isdisjoint(measured)
