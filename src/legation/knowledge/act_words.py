"""Words that name a political act by themselves: verbs and nouns of each event type, and verbs that turn what they govern.

Source: our own lists, from general knowledge of English and from the definitions of PLOVER's types (docs/record.md). A word stands
where its first political meaning is; a word with no clear one ("hold", "make", "take") is left out.
"""

from __future__ import annotations

from typing import Final

from legation.entries import Status

# Type → verbs, in the base form.
_VERBS: Final = {
    "CONSULT": """meet visit host talk negotiate confer consult phone telephone discuss mediate converse greet receive parley""",
    "SUPPORT": """praise endorse back support approve sign ratify recognize recognise applaud laud hail congratulate commend thank
        welcome defend honor honour salute inaugurate normalize normalise restore reaffirm""",
    "CONCEDE": """apologize apologise pardon concede relent amnesty ease lift relax loosen legalize legalise reinstate exonerate
        acquit regret unfreeze""",
    "COOPERATE": "cooperate collaborate trade extradite partner share coproduce",
    "AID": """aid donate provide supply give grant lend fund finance arm deliver shelter rescue feed assist help contribute evacuate
        subsidize subsidise airlift train equip vaccinate""",
    "RETREAT": """release free withdraw retreat surrender disarm resign return evacuate demobilize demobilise dismantle pull-out
        repatriate vacate yield step-down demilitarize demine compensate""",
    "ACCUSE": """accuse condemn criticize criticise denounce blame sue charge investigate indict prosecute rebuke slam blast decry
        deplore lambast lambaste chide scold castigate chastise probe interrogate question deride mock insult ridicule censure berate
        implicate audit fault rap allege summon""",
    "PROTEST": """protest demonstrate rally riot march picket boycott strike chant heckle barricade vandalize loot""",
    "SANCTION": """sanction embargo convict sentence fine expel downgrade sever suspend dismiss fire sack oust impeach disqualify
        blacklist recall penalize penalise""",
    "MOBILIZE": """mobilize mobilise deploy station reinforce patrol conscript fortify amass redeploy encircle""",
    "COERCE": """arrest detain seize confiscate deport ban censor imprison jail raid capture occupy annex blockade hack restrict
        outlaw prohibit curb repress suppress persecute nationalize evict impound intercept besiege ransack freeze curtail silence
        oppress subdue displace block disperse search jam apprehend forbid bar""",
    "ASSAULT": """attack kill bomb shell assassinate murder shoot abduct kidnap torture execute behead ambush invade strike stab
        wound injure massacre bombard assault rape beat slaughter fire-on storm raze burn target maim lynch poison clash fight
        destroy hit explode detonate slay gun-down hijack mutilate""",
    "THREATEN": "threaten warn menace intimidate",
    "REQUEST": """demand urge ask request appeal call plead implore order press pressure exhort petition insist lobby seek beg
        solicit instruct invite propose suggest push""",
    "REJECT": """reject refuse decline deny rebuff veto oppose spurn snub rule-out dismiss cancel disagree resist defy ignore
        disregard abandon thwart shun renege forgo fail""",
    "AGREE": "agree pledge promise vow commit offer undertake assure guarantee consent accept accede intend volunteer",
}  # fmt: skip

# Type → nouns.
_NOUNS: Final = {
    "CONSULT": "meeting talks negotiation negotiations visit summit consultation consultations dialogue discussions conference mediation",
    "SUPPORT": "support endorsement praise recognition treaty accord pact ratification ties relations",
    "CONCEDE": "concession concessions apology amnesty pardon truce ceasefire cease-fire",
    "COOPERATE": "cooperation collaboration trade extradition",
    "AID": """aid assistance relief loan loans donation donations asylum refuge grant funds funding peacekeepers inspectors observers
        advisers trainers""",
    "RETREAT": "withdrawal release resignation surrender disarmament pullout",
    "ACCUSE": "accusation accusations criticism condemnation lawsuit suit probe investigation inquiry complaint charges indictment",
    "PROTEST": "protest protests demonstration demonstrations rally rallies riot riots boycott march hunger-strike",
    "SANCTION": "sanctions sanction embargo expulsion tariffs conviction",
    "MOBILIZE": "troops deployment mobilization mobilisation buildup drills exercises manoeuvres maneuvers missiles warships",
    "COERCE": "arrest arrests detention crackdown curfew blockade raid raids censorship repression siege occupation restrictions ban curbs",
    "ASSAULT": """attack attacks assault assaults bombing bombings airstrike airstrikes strikes shelling killing killings massacre raid
        invasion offensive gunfire fire clashes violence fighting hostilities war""",
    "THREATEN": "threat threats ultimatum warning warnings",
    "REQUEST": "demand demands appeal request requests call calls proposal",
    "REJECT": "refusal rejection veto objection denial",
    "AGREE": "agreement deal promise pledge commitment offer",
}  # fmt: skip

# Irregular past forms → base form.
_IRREGULAR: Final = dict(
    pair.split(":")
    for pair in """met:meet gave:give given:give lent:lend fed:feed withdrew:withdraw withdrawn:withdraw freed:free shot:shoot
    beat:beat beaten:beat fought:fight struck:strike slew:slay slain:slay froze:freeze frozen:freeze sought:seek undertook:undertake
    undertaken:undertake burnt:burn hit:hit begged:beg forbade:forbid forbidden:forbid overthrew:overthrow forewent:forgo
    forsook:forsake""".split()
)

# Verbs by which what they govern is undone: "lift sanctions" yields, "suspend aid" cuts relations.
UNDOING: Final = """lift ease end halt stop suspend cancel drop cut reduce remove withdraw revoke rescind terminate discontinue freeze
    slash scrap abolish curtail annul repeal loosen relax break sever waive abandon cease call-off""".split()
UNDOING_NOUNS: Final = frozenset("suspension withdrawal lifting easing end cancellation removal halt termination freeze cut cuts".split())
HOSTILE: Final = frozenset(["ACCUSE", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "THREATEN", "REQUEST", "REJECT"])

# What the content of a speaking verb has come to by it: "pledged to release" is a release planned.
STANCE: Final[dict[str, Status]] = {
    "AGREE": "planned", "REQUEST": "proposed", "REJECT": "refused", "THREATEN": "threatened", "ACCUSE": "alleged",
}  # fmt: skip


# How a verb or adjective tells what is yet to come, or what somebody ought to do.
COMING: Final = frozenset("will 'll ’ll wo shall would willing ready prepared set".split())
OUGHT: Final = frozenset("must should ought".split())
# Verbs that are an appeal only with one of these words: "call on", "push for"; "he called her" is a talk.
APPEALING: Final = frozenset("call calls called calling press presses pressed pressing push pushes pushed pushing".split())
APPEALS_BY: Final = frozenset("for on upon".split())


def _forms(base: str) -> set[str]:
    """The regular forms of a verb: "deny" → deny, denies, denied, denying."""
    if "-" in base:
        return set()
    stem = base[:-1] if base.endswith("e") else base
    double = base + base[-1]
    forms = {
        base,
        stem + "ed",
        stem + "ing",
        double + "ed",
        double + "ing",
        base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s"),
    }
    if base.endswith("y") and base[-2] not in "aeiou":
        forms |= {base[:-1] + "ies", base[:-1] + "ied"}
    return forms


def _by_form(lists: dict[str, str]) -> dict[str, str]:
    return {form: kind for kind, words in lists.items() for base in words.split() for form in _forms(base)}


def _irregular(forms: dict[str, str]) -> dict[str, str]:
    return {form: forms[base] for form, base in _IRREGULAR.items() if base in forms}


VERBS: Final = (lambda forms: {**forms, **_irregular(forms)})(_by_form(_VERBS))
NOUNS: Final = {word: kind for kind, words in _NOUNS.items() for word in words.split()}
UNDOES: Final = (lambda forms: frozenset({*forms, *_irregular(forms)}))(_by_form({"undo": " ".join(UNDOING)}))
