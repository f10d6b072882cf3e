"""A small record in which every format has something to hold and something to leave out, and exports of it as a user makes them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner, Result
from telling import Deed, keep, record

from legation import cli
from legation.entries import Actor, Place, Record, Span

LEADERS = "USA Donald Trump, PRK Kim Jong Un"
SINGAPORE = Place("Singapore", "SGP", 1.29, 103.85)
BERLIN = Place("Berlin", "DEU", 52.52, 13.41)


def deed(type: str, status: str, said: str, trigger: str, who: str, whom: str = "", **more: str) -> Deed:
    return Deed(said, trigger, type, status, who, whom, **more)  # type: ignore[arg-type]


SUMMIT = deed("CONSULT", "happened", "Trump and Kim meet in Singapore.", "meet", LEADERS, when="2018-06-12", place="Singapore/SGP")
AGAIN = deed("CONSULT", "happened", "In Singapore Kim met Trump for an hour.", "met", LEADERS, when="2018-06-12", place="Singapore/SGP")
EXPELLED = deed(
    "SANCTION", "happened", "Germany expelled four Russian diplomats.", "expelled", "DEU", "RUS",
    when="2018-03-26", place="Berlin/DEU", mode="expel",
)  # fmt: skip
VISIT = deed(
    "CONSULT", "planned", "Macron will visit Washington in April.", "visit", "FRA Emmanuel Macron", "USA", when="2018-04", mode="visit"
)
STRIKE = deed("ASSAULT", "threatened", "Iran threatens to strike Israel.", "strike", "IRN", "ISR")
DENIED = deed("ASSAULT", "not_happened", "Moscow denies that it attacked Kharkiv.", "attacked", "RUS", "UKR", by="RUS", when="2022-03-01")
ARMED = deed("AID", "alleged", "Israel accuses Iran of arming Hezbollah.", "arming", "IRN", "LBN Hezbollah", by="ISR")
SEIZED = deed("COERCE", "happened", "Russia seized Crimea in 2014.", "seized", "RUS", "UKR", when="2014", mode="seize", place="Crimea/UKR")
MARCH = deed("PROTEST", "happened", "Thousands of Belarusians march in Minsk.", "march", "BLR", when="2020-08-16", mode="demo")
RAID = deed(
    "ASSAULT", "happened", "NATO bombs the Taliban on Monday.", "bombs", "IGO NATO", "AFG Taliban", when="2018-06-11", mode="aerial"
)


def tell(id: str, published: str, deed: Deed, place: Place | None = None) -> Record:
    """One article with an address, whose actors have the places where they are named."""
    made = record(id, published, deed, source="Daily Example")
    event = made.events[0]
    actors, recipients = (tuple(mentioned(a, made.article.text) for a in each) for each in (event.actors, event.recipients))
    event = replace(event, actors=actors, recipients=recipients, where=place or event.where)
    return replace(made, article=replace(made.article, url=f"https://news.example/{id}"), events=(event,))


def mentioned(actor: Actor, text: str) -> Actor:
    """The actor with where the text has a word of its name."""
    word = next((w for w in actor.name.split() if w in text), "")
    return replace(actor, mentions=(Span(text.index(word), text.index(word) + len(word)),)) if word else actor


TOLD = [
    tell("a1", "2018-06-12", SUMMIT, SINGAPORE), tell("a2", "2018-06-13", AGAIN, SINGAPORE), tell("a3", "2018-03-27", EXPELLED, BERLIN),
    tell("a4", "2018-03-20", VISIT), tell("a5", "2018-05-01", STRIKE), tell("a6", "2022-03-02", DENIED), tell("a7", "2018-05-02", ARMED),
    tell("a8", "2018-05-03", SEIZED), tell("a9", "2020-08-17", MARCH), tell("b1", "2018-06-12", RAID),
]  # fmt: skip
EVENTS = 9  # the summit is told twice
HAPPENED = 5


def kept(path: Path) -> Path:
    """The record file."""
    keep(path, *TOLD).__exit__(None, None, None)
    return path


def run(path: Path, form: str, *arguments: str) -> Result:
    return CliRunner().invoke(cli.main, ["export", "--record", str(path), "--format", form, *arguments])


def exported(path: Path, form: str, *arguments: str) -> str:
    """What the command writes."""
    done = run(path, form, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout
