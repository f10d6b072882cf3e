"""Remakes the tables of `src/legation/knowledge/` that follow from public data; rows written by hand stay as they are.

    python training/knowledge.py --data DIR      (else LEGATION_DATA; DIR holds knowledge/, or data/knowledge/)

A row whose source begins with "own" is ours and is kept (a person's takes in the spellings of the others); every other
row is thrown away and made again, unless ours say the same. Each names its set. Runs in under a minute.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import gzip
import html
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from legation.knowledge.tables import key

HERE = Path(__file__).parent.parent / "src" / "legation" / "knowledge"
MONTHS = {calendar.month_name[i].lower(): i for i in range(1, 13)}

FACTBOOK, WIKIDATA, GEONAMES, REIGN = "CIA World Factbook", "Wikidata", "GeoNames", "REIGN"
CLDR, ODA, PHOENIX = "Unicode CLDR", "Wikipedia (open-data-archive)", "Phoenix dictionaries"

Line = list[str]


# --- files


def kept(file: str) -> list[Line]:
    """The rows of a table that were written by hand."""
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if line.split("\t")[-1].startswith("own")]


def write(file: str, rows: Iterable[Line]) -> None:
    """A table: the headings it has, then the rows."""
    path = HERE / file
    heading = path.read_text(encoding="utf-8").splitlines()[0]
    lines = [heading, *("\t".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{file}: {len(lines) - 1} rows")


def table(path: Path, encoding: str = "utf-8") -> list[dict[str, str]]:
    """A CSV with headings."""
    with path.open(encoding=encoding, errors="ignore", newline="") as file:
        return [{k: v or "" for k, v in row.items() if k} for row in csv.DictReader(file)]


def plain(text: str) -> str:
    """Text without tags and character entities."""
    return " ".join(re.sub(r"<[^>]*>", " ", html.unescape(html.unescape(text))).split())


# --- states and their names


def states(data: Path) -> list[Line]:
    """Every ISO 3166-1 code with its common name; ours (former states, names as news writes them) go first."""
    ours = kept("states.tsv")
    known = {row[0] for row in ours}
    rows = [[row["ISO3166-1-Alpha-3"], row["CLDR display name"], "", "", CLDR] for row in countries(data)]
    return sorted(ours + [row for row in rows if row[0] not in known])


def countries(data: Path) -> list[dict[str, str]]:
    """The table of country codes."""
    return [row for row in table(data / "country-codes.csv") if row["ISO3166-1-Alpha-3"]]


def two_letters(data: Path) -> dict[str, str]:
    """The alpha-3 code of each alpha-2 code."""
    return {row["ISO3166-1-Alpha-2"]: row["ISO3166-1-Alpha-3"] for row in countries(data)} | {"XK": "KOS"}


def factbook(data: Path) -> dict[str, dict[str, Any]]:
    """What the World Factbook says of each state, by ISO code."""
    gec = {row["FIPS"].lower(): row["ISO3166-1-Alpha-3"] for row in countries(data) if len(row["FIPS"]) == 2}
    gec |= {"kv": "KOS", "ri": "SRB", "we": "PSE", "nl": "NLD", "rs": "RUS"}
    pages = json.loads((data / "factbook_countries.json").read_text(encoding="utf-8"))
    return {gec[code]: page for code, page in pages.items() if code in gec}


def demonyms(nationality: dict[str, str]) -> Iterator[str]:
    """The adjective and the people, one and many: "Algerian(s)" gives Algerian and Algerians."""
    for text in (nationality.get("adjective", ""), nationality.get("noun", "")):
        for part in re.split(r",|;| or |/", re.sub(r"\((?!s\))[^)]*\)", "", plain(text).split("note")[0])):
            form = part.strip()
            if not re.fullmatch(r"[A-ZÀ-Ý][\w’' -]+(\(s\))?", form) or form in {"NA", "Chinese", "French", "Dutch"}:
                continue
            yield form.removesuffix("(s)")
            if form.endswith("(s)"):
                yield form.removesuffix("(s)") + "s"


def state_names(data: Path, states_: list[Line]) -> list[Line]:
    """Names, capitals and demonyms that ours do not have yet; of one form for two states, the first stays."""
    rows = kept("state_names.tsv")
    seen = {key(row[1]) for row in rows}

    def add(code: str, form: str, kind: str, source: str) -> None:
        if form and key(form) not in seen:
            seen.add(key(form))
            rows.append([code, form, kind, "", "", "1" if (code, form) in AMBIGUOUS else "", source])

    codes = {row[0] for row in states_}
    for row in states_:
        add(row[0], row[1], "former" if row[3] else "name", row[4])
    for country in countries(data):
        add(country["ISO3166-1-Alpha-3"], country["CLDR display name"].replace("’", "'"), "name", CLDR)
        add(country["ISO3166-1-Alpha-3"], country["CLDR display name"].replace("&", "and"), "name", CLDR)
        add(country["ISO3166-1-Alpha-3"], country["official_name_en"], "name", CLDR)
        add(country["ISO3166-1-Alpha-3"], country["Capital"], "capital", CLDR)
    for code, facts in factbook(data).items():
        if code not in codes:
            continue
        for name in ("conventional long form", "conventional short form"):
            form = plain(str(facts["country_name"].get(name, "")))
            if re.fullmatch(r"[\w’' ,.-]+", form) and form.lower() != "none" and len(form) < 50:
                add(code, form, "name", FACTBOOK)
        for form in demonyms(facts["nationality"] or {}):
            add(code, form, "demonym", FACTBOOK)
        capital = re.split(r"[;(]", plain(str(facts["capital"] or "")))[0].strip()
        add(code, capital if capital.istitle() else "", "capital", FACTBOOK)
    return sorted(rows, key=lambda row: (row[0], ORDER.index(row[2]), row[1]))


ORDER = ("name", "abbreviation", "demonym", "capital", "government", "former")
# Names of states and capitals that are also names of people, of other places or of something else.
AMBIGUOUS = {
    ("JOR", "Jordan"), ("TCD", "Chad"), ("GEO", "Georgia"), ("ISR", "Israel"), ("CUB", "Cuba"), ("JEY", "Jersey"),
    ("DMA", "Dominica"), ("MLI", "Mali"), ("IND", "India"), ("KEN", "Kenya"), ("PAN", "Panama"), ("SYC", "Victoria"),
    ("CYM", "George Town"), ("GUY", "Georgetown"), ("JAM", "Kingston"), ("LCA", "Castries"), ("MCO", "Monaco"),
    ("CRI", "San José"), ("CRI", "San Jose"), ("MLT", "Valletta"), ("BHS", "Nassau"), ("BMU", "Hamilton"),
    ("VCT", "Kingstown"), ("NFK", "Kingston"), ("FLK", "Stanley"), ("SHN", "Jamestown"), ("PRI", "San Juan"),
    ("AIA", "The Valley"), ("IMN", "Douglas"), ("MSR", "Plymouth"), ("VGB", "Road Town"), ("GIN", "Guinea"),
}  # fmt: skip


# --- people

HONOURS = re.compile(
    r"(?i)\b(dr|gen|lt|maj|col|brig|adm|capt|cdr|cmdr|ret|field marshal|sir|dame|hon|rev|hrh|his|her|majesty|highness|"
    r"ambassador|professor|prof|mr|mrs|ms|general|lieutenant|cardinal|archbishop|the|lord|lady|al-haji|alhaji|ing|"
    r"kpm|gcl|obe|kbe|state minister|sheikh|shaykh|ayatollah|constitutional)\b\.?"
)
OFFICE = re.compile(
    r"(?:(?:acting|interim|caretaker|transitional|transition|first|second|third|vice|deputy|federal|co-)\s+)*"
    r"(?:president(?: of the (?:swiss confederation|republic|government|council of ministers|presidential council|"
    r"executive council|transitional council))?|prime minister|deputy premier|premier|chancellor|king|queen|emperor|"
    r"emir|amir|sultan|crown prince|prince|grand duke|governor[- ]general|governor|supreme leader|chief executive|"
    r"chairman(?: of [a-z ]+)?|chairperson(?: of [a-z ]+)?|chief minister|secretary of state|pope|state counsell?or|"
    r"head of government|taoiseach|o le ao o le malo|captain regent|co-prince|leader|general secretary|paramount ruler|"
    r"presidents?|prime ministers?|chief of the cabinet|minister(?: of state)?)\b",
    re.IGNORECASE,
)

MORE = r"(?i)^ (?:of (?:spain|australia|new zealand|the transitional government)|(?:and|or) (?:acting )?prime minister)\b"


def day(text: str) -> str:
    """The ISO date of "28 April 1999", "May 2002" or "1979", "" for none."""
    found = re.search(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]+) )?((?:19|20)\d\d)\b", text)
    if not found:
        return ""
    date, month = found[3], MONTHS.get((found[2] or "").lower(), 0)
    if month:
        date += f"-{month:02}"
        date += f"-{int(found[1]):02}" if found[1] else ""
    return date


PARTICLES = frozenset("de van von da dos du di al bin bint ibn del ben le la den der el ter ould".split())


def small(word: str) -> str:
    """A name in capitals as news writes it: AL-ASSAD gives al-Assad, DOS dos, MCCAIN McCain."""
    if not (len(word) > 1 and word.isupper()) or re.fullmatch(r"(?:[A-Z]\.)+|I{1,3}|IV|VI{0,3}|X[IV]*", word):
        return word
    if word.lower() in PARTICLES:
        return word.lower()
    article, hyphen, rest = word.partition("-")
    if hyphen and article in {"AL", "EL", "AS", "AR", "AD", "ASH", "AN"}:
        return f"{article.lower()}-{small(rest)}"
    done = "-".join(part.capitalize() for part in word.split("-"))
    return re.sub(r"\b(Mc|O')([a-z])", lambda m: m[1] + m[2].upper(), done)


def leader(segment: str) -> tuple[str, str, str, str] | None:
    """Name, surname, office and since when, of one person in the Factbook's words; None where they are not plain."""
    found = re.match(r"(.*?)\((?:[^()]*?)since ([^();,]*)", segment)
    office = OFFICE.match(found[1].strip()) if found else None
    if not found or not office:
        return None
    rest = re.sub(MORE, "", found[1].strip()[office.end() :])
    words = re.sub(r"\([^)]*\)|\"[^\"]*\"", " ", rest).replace(",", " ").split()
    words = [w for w in words if not HONOURS.fullmatch(w)]
    words = " ".join(words).split(" also ")[0].split()
    surname = " ".join(small(w) for w in words if len(w) > 1 and w.isupper() and not w.endswith("."))
    name = " ".join(small(w) for w in words)
    since = day(found[2])
    if not surname or not since or not 1 <= len(words) <= 6 or re.search(r"\d|:| of | and ", name):
        return None
    post = re.sub(r"(President|Minister)s\b", r"\1", office[0].title().replace(" Of ", " of ").replace("The ", "the "))
    post = post.replace("Amir", "Emir")
    return name, surname, post, since


def short(name: str, surname: str) -> str:
    """Shorter forms: each given name with the surname, and the name without what follows the surname."""
    before, _, after = name.partition(surname)
    first = [w for w in before.split() if len(w) > 2]
    forms = [f"{word} {surname}" for word in first] if len(first) > 1 or len(before.split()) > len(first) else []
    forms += [f"{before}{surname}".strip()] if after and before else []
    return "|".join(dict.fromkeys(form for form in forms if form != name))


def factbook_leaders(data: Path) -> Iterator[Line]:
    """Heads of state and government, their deputies, and governors general, 2015 to 2026."""
    gec = {row["FIPS"].lower(): row["ISO3166-1-Alpha-3"] for row in countries(data) if len(row["FIPS"]) == 2}
    gec |= {"kv": "KOS", "ri": "SRB", "we": "PSE"}
    dependent = {row["ISO3166-1-Alpha-3"] for row in countries(data) if row["is_independent"] != "Yes"} - {"TWN", "PSE"}
    last: dict[tuple[str, str, str], tuple[str, str, str, str]] = {}
    for row in table(data / "factbook_leaders_raw.csv"):
        code = gec.get(row["gec"], "")
        for segment in re.split(r";|\brepresented by\b", plain(row["text"]).split("note -")[0].split("note:")[0]):
            found = leader(segment.strip())
            if code and found and not borrowed(code in dependent, *found):
                name, surname, office, since = found
                person = (code, office, key(surname))
                before = last.get(person)
                if not before or row["last_seen"] > before[3]:
                    last[person] = (name, surname, since, row["last_seen"])
    offices: dict[tuple[str, str], list[tuple[str, str, str, str]]] = defaultdict(list)
    for (code, office, _), held in last.items():
        offices[code, office].append(held)
    for (code, office), holders in offices.items():
        yield from ended(code, office, sorted(holders, key=lambda h: h[2]))


def borrowed(dependent: bool, name: str, _surname: str, office: str, _since: str) -> bool:
    """Whether the person is another state's: a sovereign's president or queen, the crown of the Commonwealth's realms."""
    if dependent or office == "Co-Prince":
        return not re.search(r"(?i)governor|premier|minister|chief", office)
    return bool(re.fullmatch(r"Elizabeth II|Charles III", name))


def ended(code: str, office: str, holders: list[tuple[str, str, str, str]]) -> Iterator[Line]:
    """Each holder to the day on which the next began, or on which the Factbook last named them."""
    for i, (name, surname, since, seen) in enumerate(holders):
        after = holders[i + 1][2] if i + 1 < len(holders) else ""
        until = "" if seen >= "2026-01" else (after if after >= seen else seen)
        yield [name, short(name, surname), surname, code, "GOV", office, since, until, FACTBOOK]


REPOS = {
    "united-kingdom": "GBR", "us": "USA", "australia": "AUS", "france": "FRA", "japan": "JPN", "india": "IND",
    "nigeria": "NGA", "sudan": "SDN", "canada": "CAN", "russia": "RUS", "ukraine": "UKR", "philippines": "PHL",
    "belarus": "BLR", "pakistan": "PAK", "south-korea": "KOR", "israel": "ISR", "brazil": "BRA", "turkey": "TUR",
    "yemen": "YEM", "china": "CHN", "indonesia": "IDN", "mexico": "MEX", "iraq": "IRQ", "iran": "IRN", "egypt": "EGY",
}  # fmt: skip
EAST = {"CHN", "PRK", "KOR", "TWN", "VNM", "KHM"}


def sector(position: str) -> str:
    """The sector of an office by its name."""
    for pattern, found in (
        (r"(?i)\bjudge|justice of|chief justice|prosecutor", "JUD"),
        (r"(?i)speaker|president of the (senate|chamber|national assembly|legislat)|leader of the house", "LEG"),
        (
            r"(?i)chief of (the )?(general |naval |air |defence )?staff|of staff of the army|commander|joint chiefs|"
            r"chief of (the )?(army|navy|air force|defence force|naval operations)",
            "MIL",
        ),
        (r"(?i)leader of the opposition", "OPP"),
        (r"(?i)intelligence|\bcia\b", "SPY"),
    ):
        if re.search(pattern, position) and "Minister of" not in position and "White House" not in position:
            return found
    return "GOV"


def surname_of(name: str, code: str) -> str:
    """The surname: first in East Asia, from the first particle on elsewhere, else the last word."""
    words = re.sub(r",? (Jr\.?|Sr\.?|I{1,3}|IV)$", "", name).split()
    if code in EAST and len(words) > 1:
        return words[0]
    for i, word in enumerate(words[1:], 1):
        if word.lower() in PARTICLES or word.lower().startswith(("al-", "el-")):
            return " ".join(words[i:])
    return words[-1]


def given(name: str, code: str, sector_: str, office: str, since: str, until: str, source: str) -> Line:
    """A row for a person whose name is written as news writes it."""
    name = plain(name.split(",")[0] if re.search(r", (Baron|Lord|Earl|Visc|Marq)", name) else name)
    return [name, "", surname_of(name, code), code, sector_, office, since, until, source]


MINOR = re.compile(r"(?i)whip|lord of the treasury|parliamentary (private )?secretary|ambassador to (?!the united n)|whip|"
                   r"deputy governor|judge|counsel to|under-secretary|assistant|solicitor|youth|sport|tourism")  # fmt: skip


def everypolitician(data: Path) -> Iterator[Line]:
    """Ministers and other holders since about 2000 in 25 states."""
    for row in table(data / "everypolitician_holders21.csv"):
        code = REPOS.get(re.sub(r"-(cabinet|ministers)$", "", row["repo"]), "")
        if (
            code
            and not MINOR.search(row["position"])
            and row["start"] >= "1945"
            and len(row["person"].split()) > 1
            and not row["person"].startswith(("Elizabeth II", "Charles III"))
        ):
            position = re.sub(r"^Federal ", "", row["position"])
            position = position.replace("Defence", "Defense") if code == "USA" else position
            yield given(row["person"], code, sector(position), position, row["start"], row["end"], WIKIDATA)


def foreign_ministers(data: Path, names: dict[str, str]) -> Iterator[Line]:
    """The foreign ministers of 2023, from two lists."""
    for file in ("foreign-ministers-2023-wikidata.csv", "foreign-ministers-2023-scraped.csv"):
        for row in table(data / file):
            code = names.get(key(row["countryLabel"]), "")
            if code and row["name"] and row["start"] and "Vacant" not in row["name"]:
                yield given(row["name"], code, "GOV", "Minister of Foreign Affairs", row["start"], "", WIKIDATA)


def organisation_heads(data: Path) -> Iterator[Line]:
    """Heads of international organisations."""
    for row in table(data / "international-organisation-heads.csv"):
        if not re.search(r"Judge|Permanent Rep", row["position"]) and row["start"] and " " in row["person"]:
            court = "JUD" if "Court" in row["position"] else "IGO"
            yield given(row["person"], "IGO", court, row["position"], row["start"], row["end"], WIKIDATA)


def world_leaders(data: Path) -> Iterator[Line]:
    """Heads of state and government of 30 states in August 2026."""
    alpha3 = two_letters(data)
    pages = json.loads((data / "world-leaders-2026-08-22.json").read_text(encoding="utf-8"))["countries"]
    for page in pages.values():
        code = alpha3.get(page["country"]["iso_code"], "")
        for position in page["positions"].values():
            held = (position or {}).get("current_holder") or {}
            if code and held.get("name_en") and held.get("since"):
                yield given(held["name_en"], code, "GOV", position["title_en"], held["since"], "", ODA)


# The Correlates of War's abbreviations where they are not ISO's.
COW = dict(pair.split("=") for pair in (
    "AAB=ATG ALG=DZA ANG=AGO AUL=AUS AUS=AUT BAH=BHR FIJ=FJI BAR=BRB BFO=BFA BHM=BHS BNG=BGD BOS=BIH BOT=BWA BRU=BRN "
    "BUI=BDI BUL=BGR CAM=KHM CAO=CMR CAP=CPV CDI=CIV CEN=CAF CHA=TCD CON=COG COS=CRI CRO=HRV CZE=CSK CZR=CZE "
    "DEN=DNK DRC=COD DRV=VNM EQG=GNQ ETM=TLS FRN=FRA GAM=GMB GDR=DDR GFR=DEU GMY=DEU GRG=GEO GRN=GRD GUA=GTM "
    "GUI=GIN HAI=HTI HON=HND ICE=ISL INS=IDN IRE=IRL KUW=KWT KYR=KGZ KZK=KAZ LAT=LVA LEB=LBN LES=LSO LIB=LBY "
    "LIT=LTU MAA=MRT MAC=MKD MAD=MDV MAG=MDG MAL=MYS MAS=MUS MAW=MWI MLD=MDA MLT=MLT MNC=MCO MNG=MNE BHU=BTN MON=MNG MOR=MAR "
    "MSI=MHL MYA=MMR MZM=MOZ NAU=NRU NEP=NPL NEW=NZL NIG=NGA NIR=NER NTH=NLD OMA=OMN PAL=PLW PAR=PRY PHI=PHL "
    "POR=PRT ROK=KOR ROM=ROU RVN=VDR SAF=ZAF SAL=SLV SEY=SYC SIE=SLE SIN=SGP SKN=KNA SLO=SVK SLU=LCA SLV=SVN "
    "SNM=SMR SOL=SLB SPN=ESP SRI=LKA SUD=SDN SVG=VCT SWA=SWZ SWD=SWE SWZ=CHE TAJ=TJK TAZ=TZA THI=THA TOG=TGO "
    "TRI=TTO UAE=ARE UKG=GBR URU=URY VAN=VUT YAR=YEM YPR=YMD ZAM=ZMB ZIM=ZWE HUN=HUN BEN=BEN BLR=BLR"
).split())  # fmt: skip


def reign(data: Path) -> Iterator[Line]:
    """Leaders since 1945; mostly surnames alone."""
    for row in table(data / "reign_leaders.csv"):
        name = re.sub(r"\(.*", "", row["leader"]).strip()
        name = re.sub(r"^([\w' -]+), ([A-Z]\.)$", r"\2 \1", name)
        if not re.fullmatch(r"[A-Z][\w.' -]+", name) or not row["syear"].isdigit():
            continue
        code = COW.get(row["stateabb"], row["stateabb"])
        code = "SUN" if code == "RUS" and row["syear"] < "1991" else code
        since = f"{row['syear']}-{int(row['smonth'] or 1):02}-{int(row['sdate'] or 1):02}"
        until = f"{row['eyear']}-{int(row['emonth'] or 12):02}" if row["eyear"].isdigit() else ""
        yield [name, "", surname_of(name, code), code, "GOV", "leader", since, until, REIGN]


# Some lists put down a body where several led together.
BODY_NAME = re.compile(r"(?i)\b(?:junta|council|government|committee|regency)\b")


def people(data: Path, names: dict[str, str], codes: set[str]) -> list[Line]:
    """Everyone, each office once. A source is passed over for an office of which a better one already tells."""
    rows = kept("people.tsv")
    held: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for row in rows:
        for word in {last_word(row), *(key(form).split()[-1] for form in row[1].split("|") if key(form))}:
            held[row[3], word].append(row)
    sources = (
        everypolitician(data), organisation_heads(data), factbook_leaders(data), world_leaders(data),
        foreign_ministers(data, names), reign(data),
    )  # fmt: skip
    for source in sources:
        for row in source:
            known = held[row[3], last_word(row)]
            if (row[7] and row[7][:4] < row[6][:4]) or BODY_NAME.search(row[0]):
                continue
            told = [other for other in known if same(row, other)]
            if row[3] not in codes | {"IGO"} or any(row[8] != REIGN or key(other[5]) == "leader" for other in told):
                continue
            known.append(row)
            rows.append(named(row, told) if row[8] == REIGN else row)
    once = {(key(row[0]), row[3], row[5], row[6]): row for row in reversed(rows)}
    return sorted(seated(once.values()), key=lambda row: (row[3], row[6], row[0], row[5]))


def last_word(row: Line) -> str:
    """What a surname is compared by: its last word."""
    return key(row[2]).split()[-1] if key(row[2]) else ""


def same(row: Line, other: Line) -> bool:
    """Whether two rows of one surname and state tell of one term: one office, begun within two months; REIGN's of any."""
    offices = key(row[5]) == key(other[5]) or row[8] == REIGN or (sector_rank(row[5]) == sector_rank(other[5]) != "")
    return offices and abs(months(row[6]) - months(other[6])) <= (14 if row[8] == REIGN else 2)


CHIEF = re.compile(r"(?i)president|prime minister|premier|chancellor|taoiseach|king|queen|emperor|emir|sultan|supreme leader|"
                   r"pope|prince|grand duke|chairman|head of government|general secretary|chief executive")  # fmt: skip


def named(row: Line, told: list[Line]) -> Line:
    """A leader of REIGN, mostly a surname alone, by the full name that the table has for a head of state or government.
    Of others who led when REIGN's copy ends, nobody knows for how long they did."""
    chiefs = [other for other in told if CHIEF.match(ACTING.sub("", key(other[5])))]
    fitting = [other for other in chiefs if " " not in row[0] or alike(row[0], other[0], True)]
    best = min(fitting, key=lambda other: abs(months(other[6]) - months(row[6])), default=None)
    return [best[0], "", best[2], *row[3:7], row[7] or best[7], row[8]] if best else [*row[:7], row[7] or REIGN_ENDS, row[8]]


def sector_rank(office: str) -> str:
    """President, prime minister or foreign minister, however a source puts it; "" for any other office."""
    low = office.lower()
    if re.search(r"vice|deputy|former|-elect|spokes|aide|candidate|ambassador|senate|general assembly|to the |bank", low):
        return ""
    if low == "secretary of state":
        return "fm"
    for word, rank in (("foreign", "fm"), ("external", "fm"), ("prime minister", "pm"), ("premier", "pm"),
                       ("chancellor", "pm"), ("president", "pres")):  # fmt: skip
        if word in low:
            return rank
    return ""


def months(date: str) -> int:
    """Months since year 0."""
    return int(date[:4]) * 12 + int(date[5:7] or 1)


# Offices, after their state's code, that several people hold at once: by law, or as the sources mix them (ministers of
# Australia's states and Canada's provinces among theirs, districts' mayors, Yemen's two governments). Any other office is
# one seat.
SHARED = re.compile(
    r"(?i)... (?:.*\bdeputy .*|.*\bjustice of the supreme court|supreme court justice|election commissioner|senator|"
    r"representative|member of .*|former .*|presidential candidate|opposition .*|activist|journalist|.* spokes(?:wo)?man|"
    r"spokesman|(?:special |senior )?(?:advis[eo]r|counsell?or|ambassador|envoy|representative)\b.*|captain regent|"
    r"under-secretary-general .*|vice premier of .*|state councilor|vice president of the national people's congress|"
    r"minister without portfolio|minister of state\b(?! of).*|co-prince|chairman of ways and means|mayor of seoul city)|"
    r"(?:AFG|BDI|BOL|CRI|ESP|IRN|IRQ|MMR|PER|SDN|SSD|SYR) (?:first |second )?vice president|"
    r"GBR (?:downing street chief of staff|minister for women and equalities)|"
    r"AUS (?!prime minister|governor.general|minister for (?:foreign affairs|defence|trade)$|leader of).*|"
    r"CAN (?:minister of (?!foreign affairs|national defence)|president of the treasury|lieutenant|speaker).*|"
    r"YEM (?:minister of (?!foreign affairs|defence)|governor|permanent representative).*"
)
ACTING = re.compile(r"^(?:acting|interim|caretaker|transition(?:al)?) ")
RANK = {WIKIDATA: 1, ODA: 2, FACTBOOK: 3, REIGN: 4}
REIGN_ENDS = "2021-02"
LAST = "9999-12-31"


def seated(rows: Iterable[Line]) -> Iterator[Line]:
    """Rows of which no two people hold one seat at once. The sources overlap: one spells a name otherwise than another,
    the Factbook goes on naming who has left until it is revised, and many terms in Wikidata's copy lack an end."""
    seats: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for row in rows:
        seats[row[3], ACTING.sub("", key(row[5]))].append(row)
    for holders in seats.values():
        shared = SHARED.fullmatch(f"{holders[0][3]} {holders[0][5]}")
        yield from holders if shared else in_turn(merged(holders))


def merged(holders: list[Line]) -> list[Line]:
    """One row for a term that sources tell of under several spellings; the better source's, or the latest, leads."""
    found: list[Line] = []
    latest = sorted(holders, key=lambda row: row[7] or LAST, reverse=True)
    for row in sorted(latest, key=lambda row: RANK.get(row[8], 0)):
        known = next((one for one in found if one_term(one, row)), None)
        if not known:
            found.append(list(row))
            continue
        forms = [*known[1].split("|"), row[0], *row[1].split("|")]
        known[1] = "|".join(dict.fromkeys(form for form in forms if form and form != known[0]))
        if not own(known):
            stale = known[8] == WIKIDATA and not known[7] and row[8] == FACTBOOK
            known[6] = min(known[6], row[6])
            known[7] = row[7] if stale else max(known[7] or LAST, row[7] or LAST)
            known[7] = "" if known[7] == LAST else known[7]
    return found


def in_turn(holders: list[Line]) -> list[Line]:
    """Terms one after another: each ends where the next begins, and goes on after a stand-in's. Rows written by hand stay
    as they are, and the others fill what they leave."""
    taken = [row for row in holders if own(row)]
    for row in sorted(sorted((row for row in holders if not own(row)), key=ends), key=since, reverse=True):
        taken += [piece for piece in beside(row, sorted(taken, key=since)) if piece is row or lasts(piece)]
    return taken


def beside(row: Line, taken: list[Line]) -> list[Line]:
    """What is left of a term beside those of other people, which are in order."""
    for other in taken:
        if key(row[0]) == key(other[0]) or not overlap(row, other):
            continue
        goes_on = other[7] and ends(row) > ends(other)
        # Of those who were there before, only Wikidata's with an end are known to have come back.
        back = goes_on and (since(row) >= since(other) or (row[8] == WIKIDATA and row[7]))
        before = [[*row[:7], other[6], row[8]]] if since(row) < since(other) else []
        return before + (beside([*row[:6], other[7], *row[7:]], taken) if back else [])
    return [row]


def since(row: Line) -> str:
    """When a term began, as far as it is told."""
    return row[6]


def own(row: Line) -> bool:
    """Whether a row was written by hand."""
    return row[8].startswith("own")


def begins(row: Line) -> str:
    """The last day on which a term may have begun."""
    return row[6] + LAST[len(row[6]) :]


def ends(row: Line) -> str:
    """The first day on which a term may have ended."""
    return row[7] + "0000-01-01"[len(row[7]) :] if row[7] else LAST


def overlap(row: Line, other: Line) -> bool:
    """Whether two terms share a day for certain, however their dates are cut short."""
    return max(begins(row), begins(other)) < min(ends(row), ends(other))


def lasts(row: Line) -> bool:
    """Whether a term may have lasted a day."""
    n = min(len(row[6]), len(row[7]))
    return row[6][:n] < row[7][:n] or (row[6][:n] == row[7][:n] and len(row[6]) != len(row[7]))


def one_term(row: Line, other: Line) -> bool:
    """Whether two rows of one office tell of one person's term."""
    forms, others = ({key(form) for form in [r[0], *r[1].split("|")] if form} for r in (row, other))
    began = row[6] == other[6]
    return (began or overlap(row, other)) and (not forms.isdisjoint(others) or alike(row[0], other[0], began))


def alike(name: str, other: str, began: bool) -> bool:
    """Whether two names spell one: "Hasan Fereidun Ruhani" and "Hassan Rouhani". Less will do for those who `began` on
    one day: "Raman Halowchenka" and "Roman Golovchenko"."""
    few, many = sorted((words(name), words(other)), key=len)
    whole = SequenceMatcher(None, "".join(few), "".join(many)).ratio()
    pairs = [next((i for i, word in enumerate(many) if sounds(word, one)), -1) for one in few]
    hits = sum(i >= 0 for i in pairs)
    if not hits or whole >= 0.85 or (began and whole >= 0.5):
        return bool(hits)
    first = pairs[0] == 0 or (len(many) > len(few) and 0 <= pairs[0] < len(many) - 1)
    return first and hits >= 2


def words(name: str) -> list[str]:
    """The words of a name by which it is compared, without articles and titles."""
    return [word for word in re.split(r"[ -]", key(name)) if word not in PARTICLES | {"al", "el", "sultan", "king"}]


def sounds(word: str, other: str) -> bool:
    """Whether two words are spellings of one: few letters differ, or only vowels and doubled letters."""
    bones, others = (
        re.sub(r"[aeiouy'’.]|(.)(?=\1)", "", one.replace("x", "ks").replace("w", "v").replace("c", "k")) for one in (word, other)
    )
    return (bones == others and len(bones) > 1) or SequenceMatcher(None, word, other).ratio() >= 0.8


# --- armed groups


def groups(data: Path, codes: set[str]) -> list[Line]:
    """Ours, then those of the Phoenix dictionary of militarised non-state actors that they lack."""
    rows = kept("groups.tsv")
    seen = {key(form) for row in rows for form in [row[0], *row[1].split("|")] if form}
    text = (data / "Phoenix.MilNonState.actors.txt").read_text(encoding="utf-8", errors="ignore")
    for block in re.split(r"\n\s*\n", re.sub(r"(?m)^#.*$|;.*$", "", text)):
        code = re.search(r"\[([A-Z]{3})REB", block)
        forms = [title(form) for form in re.findall(r"(?m)^\+?([A-Z][A-Z'_ ().-]+?)_? *$", block)]
        fresh = [form for form in forms if key(form) not in seen and len(form.split()) > 1]
        if not code or code[1] not in codes or not fresh or len(fresh) < len(forms):
            continue
        seen.update(map(key, fresh))
        rows.append([fresh[0], "|".join(dict.fromkeys(fresh[1:])), code[1], "REB", PHOENIX])
    return rows


def title(form: str) -> str:
    """NATIONAL_LIBERATION_ARMY_ as a name: National Liberation Army."""
    words = re.sub(r"\([^)]*\)", "", form.replace("_", " ")).split()
    few = {"OF", "THE", "FOR", "AND", "IN", "TO", "AL", "DE", "LA", "ON"}
    return " ".join(w.lower() if i and w in few else w.capitalize() for i, w in enumerate(words))


# --- places


SEATS = {("SLE", "freetown", "Western Area")}  # capitals in a region of another name, where the state has more towns of theirs
CALLED = {"Washington, D.C.": "Washington"}  # towns that news calls by a shorter name


def places(data: Path, names: list[Line], codes: set[str]) -> Iterator[Line]:
    """The gazetteer by rank: 0 capital, 1 in the table of regions, 2 bears its region's name, 3 its county's, 4 other."""
    alpha3 = two_letters(data)
    capitals = {(row[0], key(row[1])) for row in names if row[2] == "capital"}
    regions = [line.split("\t") for line in (HERE / "regions.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    cities = {(r[2], key(form)) for r in regions if r[3] == "city" for form in [r[0], *r[1].split("|")]}
    best: dict[tuple[str, str, str], Line] = {}
    with gzip.open(data / "rg_cities1000.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row | {"name": CALLED.get(row["name"], row["name"])} for row in csv.DictReader(file)]
        alike = Counter((alpha3.get(row["cc"], ""), key(row["name"])) for row in rows)
        for row in rows:
            code, name = alpha3.get(row["cc"], ""), row["name"]
            if code not in codes or "\t" in name:
                continue
            spot = (code, key(name))
            # Of thirteen Washingtons one is the capital.
            own = alike[spot] == 1 or key(row["admin1"]).startswith(spot[1]) or (*spot, row["admin1"]) in SEATS
            tests = (spot in capitals and own, spot in cities, spot[1] == key(row["admin1"]), bool(row["admin2"]) and
                     key(row["admin2"]).startswith(spot[1]))  # fmt: skip
            rank = tests.index(True) if True in tests else 4
            spots = [f"{float(row[axis]):.2f}" for axis in ("lat", "lon")]
            line = [name, code, *spots, row["admin1"], str(rank), GEONAMES]
            best.setdefault((spot[1], code, row["admin1"]), line)
    yield from sorted(best.values(), key=lambda r: (key(r[0]), r[5], r[1], r[4], r[2]))


def regions(data: Path, codes: set[str]) -> list[Line]:
    """Ours, then the first-level regions of the gazetteer, as provinces."""
    alpha3 = two_letters(data)
    rows = kept("regions.tsv")
    seen = {(row[2], key(form)) for row in rows for form in [row[0], *row[1].split("|")]}
    with gzip.open(data / "rg_cities1000.csv.gz", "rt", encoding="utf-8", newline="") as file:
        found = {(alpha3.get(row["cc"], ""), row["admin1"]) for row in csv.DictReader(file) if row["admin1"]}
    for code, name in sorted(found):
        if code in codes and (code, key(name)) not in seen and not re.search(r"\d", name):
            seen.add((code, key(name)))
            rows.append([name, "", code, "province", GEONAMES])
    return rows


def write_places(rows: Iterable[Line]) -> None:
    """The gazetteer, sorted by key so that it can be searched without an index; the same bytes each time."""
    heading = "name\tcode\tlatitude\tlongitude\tadmin1\trank\tsource"
    text = "\n".join([heading, *("\t".join(row) for row in rows)]) + "\n"
    with (HERE / "places.tsv.gz").open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as file:
        file.write(text.encode())
    print(f"places.tsv.gz: {text.count(chr(10)) - 1} rows")


def main() -> None:
    """Every derived table, in the order in which they need each other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("LEGATION_DATA"), help="else LEGATION_DATA")
    given_ = parser.parse_args().data
    if not given_:
        parser.error("say where the data is: --data DIR or LEGATION_DATA")
    data = next((d for d in (given_ / "data/knowledge", given_ / "knowledge") if d.is_dir()), given_)
    states_ = states(data)
    write("states.tsv", states_)
    names = state_names(data, states_)
    write("state_names.tsv", names)
    codes = {row[0] for row in states_}
    write("groups.tsv", groups(data, codes))
    write("people.tsv", people(data, {key(row[1]): row[0] for row in names if row[2] != "capital"}, codes))
    write("regions.tsv", regions(data, codes))
    write_places(places(data, names, codes))


if __name__ == "__main__":
    main()
