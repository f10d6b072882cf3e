"""Which place a name means: its state and, for a town, where it lies.

Source: our own rules; the places are the gazetteer's. A state or region has a code and no coordinates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from legation.entries import Place
from legation.knowledge.places import KEPT, PlaceRow, find, find_regions
from legation.knowledge.tables import RegionRow, StateName, state_form

# "northern Syria", "southeast of Aleppo", "the outskirts of Mosul", "central Baghdad"
_PART: Final = re.compile(
    r"^(?:the\s+)?(?:(?:far|mid|old|inner|greater|upper|lower|rural|coastal|mainland|downtown|central|occupied|"
    r"government-held|rebel-held|war-torn|Islamic State-held|"
    r"(?:north|south|east|west)(?:-?(?:north|south|east|west|central))?(?:ern(?:most)?)?)[\s-]+)+",
    re.IGNORECASE,
)
_OF: Final = re.compile(r"^.*?\b(?:of|in|near|outside|at|off|with|between|from|to|around|inside|over)\s+(?:the\s+)?(?=[A-Z])")
_KIND: Final = re.compile(
    r"\s+(?:province|governorate|region|district|state|city|county|oblast|prefecture|countryside|area|airport|"
    r"international airport|town|village|border|coast|capital|suburbs?|peninsula|island|islands|municipality|"
    r"air ?base|air ?field|prison|university|refugee camp|camp|square)$",
    re.IGNORECASE,
)


def resolve_place(name: str, near: Sequence[str]) -> Place:
    """The place that a name means in an article that mentions the states `near`, most mentioned first."""
    if _several(name):
        return Place(name)
    for form in _readings(name):
        found = _known(form, near)
        if found:
            code, town = found
            return Place(name, code, town.latitude if town else None, town.longitude if town else None)
    return Place(name, _mentioned(name))


@lru_cache(maxsize=KEPT)
def _several(name: str) -> bool:
    # "Syria and Iraq" lies in no one state.
    parts = [part.strip() for part in re.split(r"\band\b|,|/|–", name) if part.strip()]
    codes = {row.code for part in parts if (row := state_form(_PART.sub("", part))) and row.kind == "name"}
    return len(codes) > 1 and " and " in name


@lru_cache(maxsize=KEPT)
def _readings(name: str) -> tuple[str, ...]:
    # The name as it stands, then what it is a part of: "northern Syria"; "Aleppo province"; "the outskirts of Mosul".
    forms = [name, _PART.sub("", name), _KIND.sub("", name), _KIND.sub("", _PART.sub("", name)), _OF.sub("", name)]
    last = re.search(r"(?<!\S)((?:[A-Z][\w'’.-]*\s?)+)$", name)  # not "Nu'man" of "al-Nu'man"
    lead = re.match(r"((?:[A-Z][\w'’.-]*\s?)+)", name)
    forms += [part.group(1).strip() for part in (last, lead) if part]
    return tuple(form for form in dict.fromkeys(forms) if form)


def _mentioned(name: str) -> str:
    """The state whose name, people or well-known city stands within a longer name: "Swedish Parliament"."""
    words = name.split()
    for size in (3, 2, 1):
        for at in range(len(words) - size + 1):
            form = re.sub(r"['’]s?$", "", " ".join(words[at : at + size]))
            row = state_form(form)
            towns = [town for town in find(form) if town.rank <= 1] if form[:1].isupper() else []
            if row or towns:
                return row.code if row else towns[0].code
    return ""


def _known(form: str, near: Sequence[str]) -> tuple[str, PlaceRow | None] | None:
    first, comma, rest = form.partition(",")
    if comma:
        return _within(form, first.strip(), rest.strip(), near)
    if not form[:1].isupper() and not form.lower().startswith(("al-", "el-", "the ", "ad-", "as-", "ash-", "an-")):
        return None
    state, regions = state_form(form), find_regions(form)
    if state and state.kind in {"name", "abbreviation", "former"} and not _rather_region(state, regions, near):
        return state.code, None
    region = _nearest([row for row in regions if row.kind not in {"city", "province"}], near)
    if region:
        return region.code, None
    return _town(form, state, regions, near)


def _town(form: str, state: StateName | None, regions: Sequence[RegionRow], near: Sequence[str]) -> tuple[str, PlaceRow | None] | None:
    city = _nearest([row for row in regions if row.kind == "city"], near)
    province = _nearest([row for row in regions if row.kind == "province"], near)
    town = _best_town(find(form), near, city)
    if town and state and state.kind == "capital" and town.code == state.code and town.rank > 0:
        return state.code, None  # a town of the capital's name is not the capital
    sure = town is not None and (town.rank <= 1 or town.code in near)
    if town and (sure or not (city or province or (state and state.kind == "capital"))):
        sole = town.code in near or town.rank <= 2 or len({row.code for row in find(form)}) == 1
        return (town.code, town) if sole else None
    if city or province:
        return (city or province).code, None  # type: ignore[union-attr]
    return (state.code, None) if state and state.kind == "capital" else None


def _within(form: str, first: str, rest: str, near: Sequence[str]) -> tuple[str, PlaceRow | None] | None:
    whole = find_regions(form)
    outer = resolve_place(rest, near).code
    if whole and not outer:
        return whole[0].code, None
    towns = [row for row in find(first) if row.code == outer] if outer else []
    inside = [row for row in towns if row.admin1 and row.admin1 in rest]
    if outer:
        return outer, next(iter(inside or towns), None)
    return _known(first, near)


def _rather_region(state: StateName, regions: Sequence[RegionRow], near: Sequence[str]) -> bool:
    # Georgia: the US state where the article speaks of the USA and not of the other Georgia.
    others = [row.code for row in regions if row.code != state.code and row.code]
    return bool(others) and state.code not in near and any(code in near for code in others)


def _nearest(regions: Sequence[RegionRow], near: Sequence[str]) -> RegionRow | None:
    ranked = sorted(regions, key=lambda row: near.index(row.code) if row.code in near else len(near))
    return ranked[0] if ranked else None


def _best_town(towns: Sequence[PlaceRow], near: Sequence[str], region: RegionRow | None) -> PlaceRow | None:
    """Capitals and well-known cities before anything, unless the article speaks of the state of another such town."""

    def worth(row: PlaceRow) -> tuple[int, int, int]:
        place = near.index(row.code) if row.code in near else len(near)
        known = 0 if region is not None and row.code == region.code else 1
        famous = row.rank <= 1
        # A famous town is passed over only for one in the state that the article speaks of most, and not of its own.
        tier = 0 if famous and row.code in near else 1 if famous else 2 if row.code in near else 3
        if tier == 2 and place == 0 and row.rank <= 2:
            tier = 1
        return tier, place, known + row.rank

    return min(towns, key=worth, default=None)
