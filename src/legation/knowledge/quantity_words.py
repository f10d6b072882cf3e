"""Words that count: round numbers, bounds, what is counted, and what happened to those counted. Source: own lists."""

from __future__ import annotations

from typing import Final

INF: Final = float("inf")

# Round numbers: (least, most).
ROUND: Final[dict[str, tuple[float, float]]] = {
    "a dozen": (12, 12), "two dozen": (24, 24), "three dozen": (36, 36), "half a dozen": (6, 6), "a hundred": (100, 100),
    "a thousand": (1000, 1000), "a million": (1_000_000, 1_000_000), "a couple of": (2, 2), "a handful of": (3, 9),
    "several": (3, 9), "dozens of": (24, 99), "scores of": (40, 99), "hundreds of": (200, 999), "several hundred": (300, 999),
    "thousands of": (2000, 9999), "several thousand": (3000, 9999), "tens of thousands of": (20_000, 99_999),
    "hundreds of thousands of": (200_000, 999_999), "millions of": (2_000_000, 9_999_999), "dozens": (24, 99), "hundreds": (200, 999),
    "thousands": (2000, 9999), "tens of thousands": (20_000, 99_999), "hundreds of thousands": (200_000, 999_999),
    "a few dozen": (24, 60), "a few hundred": (200, 600),
}  # fmt: skip

TIMES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}

# Bounds before a number: what they make of (least, most).
AT_LEAST: Final = ("at least", "more than", "over", "upwards of", "no fewer than", "no less than", "not less than")
AT_MOST: Final = ("at most", "up to", "as many as", "fewer than", "less than", "under", "no more than", "almost", "nearly")

CURRENCY_WORDS: Final = frozenset("dollars dollar euros euro pounds yen yuan rubles roubles rupees francs won riyals shekels lira".split())

# What was done to those counted, by the verb nearest to the number.
DONE: Final[dict[str, frozenset[str]]] = {
    "killed": frozenset(
        "kill kills killed killing killings dead died die dies death deaths slain executed executing massacred fatalities".split()
    ),
    "wounded": frozenset("wound wounds wounded wounding injure injures injured injuring injuries hurt".split()),
    "arrested": frozenset("arrest arrests arrested arresting detain detains detained detaining jailed jailing imprisoned".split()),
    "abducted": frozenset("abduct abducted abducting kidnap kidnapped kidnapping seized".split()),
    "released": frozenset("release releases released releasing free freed freeing pardon pardoned pardoning".split()),
    "displaced": frozenset("displace displaced displacing fled evacuated evacuating".split()),
    "deported": frozenset("deport deported deporting expel expelled expelling".split()),
    "sentenced": frozenset("sentence sentenced sentencing convicted convicting".split()),
}  # fmt: skip

# What is counted, by the noun itself.
COUNTED: Final[dict[str, frozenset[str]]] = {
    "troops": frozenset("troops soldiers peacekeepers marines forces personnel fighters reservists servicemen".split()),
    "protesters": frozenset("protesters protestors demonstrators marchers strikers".split()),
    "refugees": frozenset("refugees migrants asylum-seekers".split()),
    "diplomats": frozenset("diplomats ambassadors envoys".split()),
    "weapons": frozenset("missiles rockets tanks aircraft jets warships ships drones vehicles helicopters".split()),
}  # fmt: skip

PEOPLE: Final = frozenset(
    (
        "people persons civilians men women children residents villagers others militants rebels insurgents terrorists policemen officers "
        "police students workers activists journalists suspects prisoners detainees hostages citizens nationals demonstrators protesters "
        "troops soldiers fighters members"
    ).split()
)

# Which counts may belong to which type of event.
BELONGS: Final[dict[str, frozenset[str]]] = {
    "killed": frozenset(["ASSAULT", "PROTEST", "ACCUSE"]),
    "wounded": frozenset(["ASSAULT", "PROTEST"]),
    "arrested": frozenset(["COERCE"]),
    "abducted": frozenset(["ASSAULT"]),
    "released": frozenset(["RETREAT", "CONCEDE"]),
    "displaced": frozenset(["COERCE", "ASSAULT"]),
    "deported": frozenset(["COERCE", "SANCTION"]),
    "sentenced": frozenset(["SANCTION"]),
    "troops": frozenset(["MOBILIZE", "AID", "RETREAT", "COOPERATE", "ASSAULT", "CONSULT"]),
    "protesters": frozenset(["PROTEST"]),
    "refugees": frozenset(["AID", "RETREAT", "COERCE"]),
    "diplomats": frozenset(["SANCTION"]),
    "weapons": frozenset(["MOBILIZE", "AID", "COERCE", "ASSAULT"]),
    "money": frozenset(["AID", "SANCTION", "COOPERATE", "CONCEDE", "RETREAT", "COERCE", "AGREE"]),
}  # fmt: skip
