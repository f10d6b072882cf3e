"""What the record's types and statuses mean, in a few words for who does not know them. Source: docs/record.md; PLOVER 2.0."""

from __future__ import annotations

from typing import Final

TYPES: Final = {
    "ACCUSE": "condemn, criticise, accuse, sue, investigate",
    "AGREE": "agree or commit to cooperate",
    "AID": "give material help",
    "ASSAULT": "attack, kill, abduct",
    "COERCE": "seize, arrest, deport, restrict",
    "CONCEDE": "give way in words: ease, lift, pardon, declare a ceasefire",
    "CONSULT": "meet, visit, talk, negotiate, mediate",
    "COOPERATE": "cooperate in deeds: trade, joint exercises, extradition",
    "MOBILIZE": "move, exercise or build up forces, test weapons",
    "PROTEST": "demonstrate, strike, riot",
    "REJECT": "reject or refuse",
    "REQUEST": "ask or demand",
    "RETREAT": "give way in deeds: withdraw, release, disarm, let in, resign",
    "SANCTION": "cut relations, aid or trade, expel, convict",
    "SUPPORT": "praise, endorse, recognise, sign a treaty",
    "THREATEN": "threaten or warn",
}

STATUSES: Final = {
    "happened": "told as having taken place, or taking place now",
    "planned": "scheduled, decided or promised by those who would do it",
    "proposed": "wanted, offered, requested or demanded, and not settled",
    "threatened": "a harm that its doer holds out",
    "refused": "declined, rejected, called off or blocked",
    "alleged": "claimed against somebody, the article not vouching for it",
    "possible": "conditional, feared, foretold or considered",
    "not_happened": "said not to have happened, or denied",
}

DOCKET: Final = {
    "open": "held out, and nothing has become of it yet",
    "postponed": "put off, and still held out",
    "kept": "it was done",
    "carried_out": "the threat was carried out",
    "refused": "another side refused it",
    "called_off": "called off after it had been planned",
    "withdrawn": "taken back by who held it out",
    "lapsed": "its time passed, or a year, and nothing more was told",
}
