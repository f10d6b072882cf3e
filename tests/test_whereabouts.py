"""Where an event was: the place that its sentence names, else the one that the article speaks of."""

from __future__ import annotations

import numpy as np
import pytest

import legation
from legation.entries import Article
from legation.pipeline import read_article
from legation.reading.decode import read
from legation.resolving.actors import Cast
from legation.resolving.forest import load
from legation.resolving.gazette import NOWHERE, Gazette, spots
from legation.resolving.parties import Parties
from legation.resolving.whereabouts import FEATURES, features

ALEPPO = (
    "Syrian government forces shelled rebel-held parts of Aleppo on Tuesday. Residents said at least six people were killed. "
    "The army said it had warned them. Rebels fired rockets at government positions in return."
)


@pytest.mark.parametrize(
    ("text", "trigger", "place"),
    [
        ("Angela Merkel met Emmanuel Macron in Berlin on 29 June 2020.", "met", "Berlin"),
        ("Police arrested 40 protesters in Minsk on Sunday.", "arrested", "Minsk"),
        ("Gunmen killed 12 people at a market in Maiduguri, in northeastern Nigeria, on Friday.", "killed", "Maiduguri"),
        (ALEPPO, "shelled", "Aleppo"),
        (ALEPPO, "fired rockets", "Aleppo"),
    ],
)
def test_where_it_was(text: str, trigger: str, place: str) -> None:
    record = read_article(Article("a", "", text, "2020-07-01"))
    found = [e.where for e in record.events if trigger in e.trigger.text or e.trigger.text in trigger]
    assert place in [w.name for w in found]


def test_a_place_that_stands_elsewhere_is_quoted_from_there() -> None:
    for event in legation.read(ALEPPO, published="2016-12-13").events:
        if event.where.words:
            span = event.where.words.span
            assert ALEPPO[span.start : span.end] == event.where.words.text == event.where.name


def test_each_place_is_offered_once_and_none_first() -> None:
    reading = read("Iran and Iraq met in Baghdad. In Baghdad, Iran asked Iraq to close camps near the border with Iran.")
    gazette = Gazette(Cast(reading, "2023-03-20"))
    assert reading.frames
    for frame in reading.frames:
        some = spots(gazette, frame)
        assert some[0] is NOWHERE
        assert len({s.place.name for s in some}) == len(some)
        rows = features(gazette, frame, Parties(), some)
        assert rows.shape == (len(some), len(FEATURES))
        assert np.isfinite(rows).all()


def test_the_forest_was_grown_on_these_features() -> None:
    assert load("places").names == FEATURES
