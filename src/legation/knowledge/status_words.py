"""Verbs that tell how far what they govern has come: "pledged to reopen" is planned. Source: docs/record.md's table of typical words."""

from __future__ import annotations

from typing import Final

from legation.entries import Status

# The verb above an infinitive, in any form → the status of what it governs.
_FORMS: Final[dict[Status, str]] = {
    "planned": "pledge pledges pledged pledging vow vows vowed vowing promise promises promised promising agree agrees agreed",
    "proposed": "want wants wanted wish wishes wished offer offers offered offering urge urges urged urging like",
    "threatened": "threaten threatens threatened threatening",
    "refused": "refuse refuses refused refusing decline declines declined",
    "not_happened": "fail fails failed failing",
}
GOVERNING: Final[dict[str, Status]] = {word: status for status, words in _FORMS.items() for word in words.split()}

NEGATIONS: Final = frozenset(["not", "n't", "n’t", "never", "no"])

# "Little progress was made in curbing it": what little or no headway was made in has not happened.
HEADWAY: Final = frozenset(["progress", "headway", "breakthrough", "movement", "success"])
FEW: Final = frozenset(["little", "no", "scant", "hardly", "scarce"])

# What a status says about whether its content has taken place (-3 to 3), by docs/record.md's definitions; the status head learns by it.
TAKEN_PLACE: Final = {
    "happened": 3.0, "alleged": 1.0, "planned": -1.0, "proposed": -1.0, "threatened": -1.0, "possible": -1.0, "refused": -2.0,
    "not_happened": -3.0,
}  # fmt: skip

# Verbs whose subject holds the stance.
STANCE_VERBS: Final = frozenset(
    (
        "rejected rejects reject rejecting vetoed vetoes veto vetoing refused refuses refuse refusing declined declines decline "
        "blocked blocks ruled opposed opposes oppose dismissed dismisses called calls call urged urges urge demanded demands "
        "demand demanding proposed proposes offered offers want wants wanted asked asks ask threatened threatens threaten vowed "
        "vows pledged pledges promised promises agreed agrees warned warns accused accuses accuse blamed blames blame denied "
        "denies deny ordered orders requested requests sought seeks seek"
    ).split()
)

# Words of stance (docs/record.md's border cases): what somebody is open to is proposed, unless it is a harm.
OPEN_TO: Final = frozenset("willing ready open prepared".split())
HARMS: Final = frozenset(("ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "PROTEST", "THREATEN"))
FRIENDLY: Final = frozenset(("AGREE", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "CONSULT"))
PLANS: Final = frozenset("plan plans intention intentions interest desire".split())
INTENDING: Final = frozenset("considering consider planning intend intends".split())
CONSIDERING: Final = frozenset("considering weighing mulling contemplating pondering".split())
EXPECTED: Final = frozenset(("expected", "likely"))
CONDITIONS: Final = frozenset(("if",))
DEMANDS: Final = frozenset(("demand", "demands"))
LISTING: Final = frozenset("include includes included including are were".split())
ALLEGED: Final = frozenset(("alleged", "allegedly"))
DESCRIBING: Final[dict[str, Status]] = {
    "planned": "planned", "upcoming": "planned", "forthcoming": "planned", "scheduled": "planned", "pledged": "planned",
    "promised": "planned", "proposed": "proposed", "suspected": "alleged", "threatened": "threatened",
}  # fmt: skip
ALMOST: Final = frozenset(("almost", "nearly"))
MAYBE: Final = frozenset(("might", "may"))
BELIEVED: Final = frozenset("believed thought suspected rumoured rumored".split())
FAILING: Final = frozenset(_FORMS["not_happened"].split())
VETOING: Final = frozenset("veto vetoes vetoed vetoing".split())
PARTICLE_VERBS: Final = frozenset(
    (verb, particle)
    for verbs, particle in (("rule rules ruled ruling", "out"), ("call calls called calling", "off"), ("vote votes voted voting", "down"))
    for verb in verbs.split()
)

# Verbs of which a meeting is the subject or object that does not take place (now): "the talks are postponed".
PUT_OFF: Final = frozenset(
    (
        "postpone postpones postponed postponing cancel cancels cancelled canceled cancelling canceling delay delays delayed delaying "
        "scrap scraps scrapped shelve shelves shelved"
    ).split()
)
PUT_OFF_TYPES: Final = frozenset(("CONSULT", "COOPERATE"))

# What is called so may come, or may have been; what there are prospects for is no more than that.
POSSIBLE: Final = frozenset("possible potential eventual".split())
PROSPECTS: Final = frozenset("prospect prospects possibility possibilities chance chances likelihood".split())

# Who accepts an invitation plans what he is invited to.
ACCEPTING: Final = frozenset("accept accepts accepted accepting".split())
INVITING: Final = frozenset("invitation invitations invite offer offers proposal proposals".split())

# Who invites somebody proposes to meet.
INVITES: Final = frozenset("invite invites invited inviting".split())

# Of what is denied nothing happened, as far as the denier goes.
DENYING: Final = frozenset("deny denies denied denying".split())

# Who denies one of these says that it is not so; who denies somebody anything else refuses it.
CLAIMS: Final = frozenset(
    (
        "charge charges allegation allegations accusation accusations claim claims report reports involvement role "
        "responsibility knowledge wrongdoing guilt rumour rumours rumor rumors ties links connection connections it this that"
    ).split()
)

# What eases a sanction or ban concedes something.
EASING: Final = frozenset(
    (
        "lift lifts lifted lifting ease eases eased easing relax relaxes relaxed relaxing waive waives waived waiving remove removes "
        "removed removing end ends ended ending suspend suspends suspended suspending scrap scraps scrapped"
    ).split()
)
RESTRICTIONS: Final = frozenset("sanction sanctions embargo embargoes ban bans restriction restrictions tariff tariffs blockade".split())

# As does who drops a case against somebody.
DROPPING: Final = frozenset("drop drops dropped dropping close closes closed closing".split())
CASES: Final = frozenset("charge charges case cases probe probes investigation investigations inquiry indictment lawsuit lawsuits".split())

# Who summons an ambassador complains.
SUMMONING: Final = frozenset("summon summons summoned summoning".split())
ENVOYS: Final = frozenset("ambassador ambassadors envoy envoys diplomat diplomats chargé commissioner attaché consul embassy".split())

# A cease-fire that is declared or agreed is a concession (docs/record.md); one that is kept is more.
TRUCES: Final = frozenset("ceasefire ceasefires truce truces cease-fire cease-fires".split())
DECLARING: Final = frozenset(
    (
        "declared declares declare declaring announced announces announce announcing reached signed agreed agree agrees approved approves"
    ).split()
)

# An attack that is to be ended is no attack that is to come.
HALTING: Final = frozenset("halt halts halted halting stop stops stopped stopping end ends ended ending cease ceases ceased".split())

# To recognise a state or a government supports it, be it refused.
RECOGNISING: Final = frozenset(f"recogni{end}" for end in "se ses sed sing ze zes zed zing tion".split())

# A missile fired there, or to test it, is aimed at nobody.
MISSILES: Final = frozenset("missile missiles rocket rockets projectile projectiles".split())
FIRING: Final = frozenset("fire fires fired firing launch launches launched launching launchings test tests tested testing firings".split())
AT_SEA: Final = frozenset("sea ocean waters test tests tested testing".split())

# Who is acquitted is not convicted.
ACQUITTING: Final = frozenset("acquit acquits acquitted acquitting acquittal acquittals".split())

# With "not to" these ask: "warned the neighbours not to interfere".
WARNING: Final = frozenset("warn warns warned warning caution cautions cautioned cautioning".split())
