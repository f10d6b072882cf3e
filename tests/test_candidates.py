"""Whom a trigger may speak of, and that the forests are fed what they were grown on."""

from __future__ import annotations

import numpy as np
import pytest

from legation.reading.decode import read
from legation.resolving import candidates, worth
from legation.resolving.actors import Cast
from legation.resolving.forest import load
from legation.resolving.parties import parties

TEXTS = [
    ("Russia accused Ukraine of shelling the border town of Shebekino.", {"Russia", "Ukraine"}),
    ("Emmanuel Macron met Angela Merkel in Berlin on Monday and they discussed Libya.", {"Emmanuel Macron", "Angela Merkel"}),
]


@pytest.mark.parametrize(("text", "names"), TEXTS)
def test_every_name_of_the_sentence_is_offered(text: str, names: set[str]) -> None:
    reading = read(text)
    told = candidates.Prominence(Cast(reading, "2020-05-04"))
    assert reading.frames
    for frame in reading.frames:
        some = candidates.candidates(told, frame)
        assert names <= {c.actor.name for c in some}
        assert len({c.actor.id for c in some}) == len(some)
        rows = candidates.features(told, frame, some)
        assert rows.shape == (len(some), len(candidates.FEATURES))
        assert np.isfinite(rows).all()


def test_frames_asked_together_tell_what_each_tells_alone() -> None:
    reading = read(" ".join(text for text, _ in TEXTS))
    told = candidates.Prominence(Cast(reading, "2020-05-04"))
    offered = [candidates.candidates(told, frame) for frame in reading.frames]
    alone = [candidates.features(told, frame, some) for frame, some in zip(reading.frames, offered, strict=True)]
    assert (candidates.features_of(told, reading.frames, offered) == np.concatenate(alone)).all()


def test_forests_were_grown_on_these_features() -> None:
    assert load("parties").names == candidates.FEATURES
    for name in ("stances", "sources"):
        assert load(name).names == (*candidates.FEATURES, "does", "gets")
    for name in ("worth", "right"):
        assert load(name).names == worth.FEATURES


def test_nobody_both_does_and_suffers_it() -> None:
    reading = read("China sanctioned Taiwan after Japan criticised China. South Korea thanked Japan and condemned North Korea.")
    told = candidates.Prominence(Cast(reading, "2022-08-05"))
    for who in parties(told, reading.frames):
        assert not {a.id for a in who.actors} & {a.id for a in who.recipients}


def test_no_frames_no_parties() -> None:
    told = candidates.Prominence(Cast(read("It rained all day."), "2022-08-05"))
    assert parties(told, []) == []
