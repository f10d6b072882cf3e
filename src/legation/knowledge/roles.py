"""Words that stand for people: pronouns, titles and roles. Source: own list, from English grammar."""

from __future__ import annotations

from typing import Final

FIRST_PERSON: Final = frozenset("i me my mine myself we us our ours ourselves".split())
SINGULAR: Final = frozenset("he him his himself she her hers herself".split())
PERSONAL: Final = SINGULAR | frozenset("it its itself they them their theirs themselves".split())
RELATIVE: Final = frozenset(["who", "whom", "whose", "which", "that"])

TITLE_WORDS: Final = frozenset(
    (
        "mr mrs ms miss dr sir lord lady president prime minister premier chancellor king queen prince princess pope "
        "general gen col colonel lt sgt maj major capt captain adm admiral sen senator rep representative gov "
        "governor rev prof professor secretary ambassador sheikh ayatollah the vice deputy foreign defense defence "
        "speaker mullah imam cleric comrade cde "
        "senior acting interim incumbent current then justice constable officer sergeant detective"
    ).split()
)
FORMER: Final = frozenset(["former", "ex", "deposed", "ousted", "late"])

# A role that one person holds: "the president" may stand for a person named elsewhere in the article.
ROLE_WORDS: Final = frozenset(
    (
        "president premier chancellor minister king queen prince emir sultan pope leader secretary chief chairman "
        "chairwoman head ambassador envoy spokesman spokeswoman spokesperson senator governor mayor commander general "
        "director commissioner representative judge prosecutor lawmaker candidate dictator ruler monarch adviser "
        "professor"
    ).split()
)

SHORT_ROLES: Final = {
    "gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "pres": "president", "prof": "professor",
}  # fmt: skip

# One of many, named by what they are: "rebel areas" speaks of rebels, "terrorist havens" of terrorists.
MEMBERS: Final = frozenset(
    (
        "rebel terrorist militant insurgent jihadist extremist separatist gunman soldier civilian refugee migrant protester demonstrator "
        "activist dissident prisoner student worker settler lawmaker opponent critic supporter hostage journalist official"
    ).split()
)

# Between the first surname and the second.
PARTICLES: Final = frozenset("de del da dos y e".split())

# What an adjective says of many states at once: "Western sanctions".
OF_MANY: Final = {"western": "West"}

# Also the name of a body; as an adjective they tell of what kind a thing is and not whose: "military aid".
KINDS: Final = frozenset(("military",))

# Of no state unless one is named with them: "analysts say", "Western countries", "migrants".
STATELESS: Final = frozenset(
    (
        "countries nations powers governments leaders community communities allies analysts analyst experts critics observers scientists "
        "reports investors tourists platforms entities migrants refugees immigrants seekers traffickers smugglers jihadists terrorists "
        "assailants attackers"
    ).split()
)

# With one of these, states are no one state's: "several Arab states", "a dozen EU states".
TOGETHER: Final = frozenset(
    "arab eu member gulf baltic nato western european african asian nordic muslim islamic neighbouring neighboring allied".split()
)

# "The country", "his nation": a state named before.
COUNTRY_WORDS: Final = frozenset(["country", "nation", "homeland", "republic", "kingdom", "archipelago", "mainland"])

# Names that bodies of several states bear: the tables' state is only the likeliest.
SHARED_BODIES: Final = frozenset(
    (
        "congress",
        "house",
        "house of representatives",
        "senate",
        "supreme court",
        "national security council",
        "defense department",
        "department of defense",
        "justice department",
        "department of justice",
        "treasury department",
        "department of the treasury",
        "commerce department",
        "department of commerce",
        "energy department",
        "department of energy",
        "department of the interior",
        "food and drug administration",
        "marine corps",
        "border patrol",
        "secret service",
        "foreign office",
        "house of commons",
        "commons",
        "investigative committee",
        "foreign intelligence service",
        "federal constitutional court",
        "constitutional council",
        "federation council",
        "federal supreme court",
        "supreme federal court",
        "supreme national security council",
        "state council",
        "central military commission",
        "legislative council",
        "national intelligence service",
        "republican guard",
        "national guard",
        "joint chiefs of staff",
        "securities and exchange commission",
        "environmental protection agency",
        "senate foreign relations committee",
        "central bureau of investigation",
        "national electoral council",
        "civil guard",
        "government of national unity",
        "general national congress",
        "grand national assembly",
        "metropolitan police",
    )
)

# "Taliban fighters": the group that they are of.
FIGHTERS: Final = frozenset(
    "militants fighters insurgents terrorists extremists jihadists jihadis gunmen militiamen guerrillas combatants".split()
)

# What speaks for whoever made it.
DOCUMENTS: Final = frozenset(
    (
        "report statement summary motion legislation bill letter indictment complaint lawsuit resolution communique declaration ruling "
        "verdict study survey tweet memo petition spokesman spokesperson spokeswoman"
    ).split()
)

PRESS: Final = frozenset("newspaper paper daily broadcaster network magazine outlet".split())

COUNTERPARTS: Final = frozenset(["counterpart", "counterparts", "opposite"])

# "Both leaders", "the two sides": two that were named before.
PEOPLE_SIDES: Final = frozenset("leaders presidents ministers premiers men women officials diplomats".split())
SIDES: Final = PEOPLE_SIDES | frozenset(
    "sides countries nations states governments neighbours neighbors parties rivals allies foes capitals koreas".split()
)

# Words for bodies: "the ministry said" is of no person that was named before.
BODIES: Final = frozenset(
    (
        "administration", "agency", "alliance", "army", "bloc", "cabinet", "coalition", "commission", "committee", "council", "court",
        "delegation", "department", "embassy", "government", "group", "ministry", "mission", "movement", "navy", "office", "organisation",
        "organization", "parliament", "party", "police", "senate", "union",
    )
)  # fmt: skip
