"""Where an event took place, as GDELT's geography and others have it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from legation.entries import Place
from legation.knowledge.exchange import fips
from legation.knowledge.places import find_regions
from legation.knowledge.tables import state_name, state_of

COUNTRY, US_STATE, US_CITY, CITY, REGION = 1, 2, 3, 4, 5  # GDELT's kinds of place
HOME: Final = "USA"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: GDELT's kind (None where nothing is known), its name with its country's, and the country in FIPS 10-4."""

    kind: int | None
    name: str
    country: str
    latitude: float | None
    longitude: float | None


def spot(place: Place) -> Spot:
    """The place of an event."""
    if not place.code and place.latitude is None:
        return Spot(None, place.name, "", None, None)
    name = ", ".join(dict.fromkeys(filter(None, (place.name, state_name(place.code)))))
    return Spot(_kind(place), name, fips(place.code, place.longitude), place.latitude, place.longitude)


def town(place: Place) -> str:
    """The place's name where it is a town, else ""."""
    return place.name if place.latitude is not None else ""


def province(place: Place) -> str:
    """The place's name where it is a first-level region, else ""."""
    return place.name if place.latitude is None and _is_province(place) else ""


def _kind(place: Place) -> int:
    if place.latitude is not None:
        return US_CITY if place.code == HOME else CITY
    if _is_province(place):
        return US_STATE if place.code == HOME else REGION
    return COUNTRY


def _is_province(place: Place) -> bool:
    if not place.name or state_of(place.name) == place.code:
        return False
    return any(row.code == place.code and row.kind in ("province", "state") for row in find_regions(place.name))
