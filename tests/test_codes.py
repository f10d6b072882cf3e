"""The codes that other tools use, for every type, mode and status."""

from __future__ import annotations

import re

import pytest

from legation.entries import STATUSES, Status
from legation.resolving.codes import cameo_code, modes, plover_code

TYPES = (
    "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT"
).split()


@pytest.mark.parametrize(
    ("type", "mode", "status", "own", "plover", "cameo"),
    [
        ("CONSULT", "visit", "happened", False, "CONSULT/visit", "042"),
        ("CONSULT", "", "planned", False, "AGREE", "036"),
        ("CONSULT", "", "proposed", True, "AGREE", "036"),
        ("CONSULT", "", "proposed", False, "REQUEST/meet", "026"),
        ("CONSULT", "", "refused", True, "REJECT/meet", "125"),
        ("CONSULT", "", "possible", False, "CONSULT (hypothetical)", ""),
        ("CONSULT", "visit", "not_happened", False, "CONSULT/visit (negation)", ""),
        ("ASSAULT", "aerial", "happened", False, "ASSAULT/aerial", "195"),
        ("ASSAULT", "", "threatened", True, "THREATEN/violence", "138"),
        ("ASSAULT", "", "planned", True, "THREATEN/violence", "138"),
        ("AID", "", "alleged", False, "ACCUSE/allege", "112"),
        ("AID", "", "planned", True, "AGREE", "033"),
        ("COOPERATE", "", "planned", True, "AGREE", "031"),
        ("RETREAT", "release", "proposed", False, "REQUEST/yield", "0253"),
        ("RETREAT", "withdraw", "planned", True, "CONCEDE", "0356"),
        ("CONCEDE", "", "planned", True, "CONCEDE", "035"),
        ("SANCTION", "expel", "threatened", True, "THREATEN/expel", "136"),
        ("PROTEST", "demo", "happened", False, "PROTEST/demo", "141"),
        ("AGREE", "", "happened", False, "AGREE", "030"),
        ("NONSENSE", "", "happened", False, "", ""),
    ],
)
def test_codes(type: str, mode: str, status: Status, own: bool, plover: str, cameo: str) -> None:
    assert plover_code(type, mode, status, own) == plover
    assert cameo_code(type, mode, status, own) == cameo


@pytest.mark.parametrize("type", TYPES)
@pytest.mark.parametrize("status", STATUSES)
def test_every_type_mode_and_status_has_codes(type: str, status: Status) -> None:
    for mode in ("", *modes(type)):
        for own in (True, False):
            assert plover_code(type, mode, status, own)
            cameo = cameo_code(type, mode, status, own)
            assert bool(cameo) == (status not in {"possible", "not_happened"})
            assert not cameo or re.fullmatch(r"(0[2-9]|1\d|20)\d{1,2}", cameo)
