"""The places of an article: what each name of one means, how often it is named, and which events point at it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from legation.entries import Frame, Name, Place, Quote, quote
from legation.knowledge.tables import is_demonym, key, state_form
from legation.resolving.actors import Cast
from legation.resolving.phrases import noun_phrase

WITHIN: Final = frozenset(("in", "at", "near", "across", "outside", "inside", "around", "throughout"))
POINTED: Final = 0.1  # an arc leads to a place, be it no name of one ("the White House")
PLACED: Final = 0.3  # from here an arc tells where the article's last event was


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that an article names: what it is, and the (first, last exclusive) words of each mention; nothing for "not told".

    `number`: its place among those that the article names, -1 for what only an arc leads to."""

    place: Place
    mentions: tuple[tuple[int, int], ...] = ()
    number: int = -1


NOWHERE: Final = Spot(Place())


class Gazette:
    """All places of one article, each once, however often it is named."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._sentences: dict[int, list[int]] = {}
        self._within: dict[int, tuple[int, frozenset[int]]] = {}
        self._told: dict[int, tuple[tuple[float, ...], tuple[bool, ...]]] = {}

    @cached_property
    def spots(self) -> list[Spot]:
        found: dict[object, list[tuple[int, int]]] = {}
        for name in self.cast.names:
            if self._is_place(name):
                place = self.at(name.first, name.last)
                same = (place.code, place.latitude, place.longitude) if place.latitude is not None else key(place.name)
                found.setdefault(same, []).append((name.first, name.last))
        return [Spot(self.at(*mentions[0]), tuple(mentions), n) for n, mentions in enumerate(found.values())]

    def _is_place(self, name: Name) -> bool:
        words = self.cast.words(name.first, name.last)
        return name.first not in self.cast.person_of and (name.kind == "LOC" or bool(state_form(words))) and not is_demonym(words)

    def at(self, first: int, last: int) -> Place:
        """The place that some words name."""
        words = self.words(first, last)
        known = self.cast.place(words.text)
        name = self.cast.state_said(known.code) if is_demonym(words.text) else words.text
        return Place(name, known.code, known.latitude, known.longitude, words if name == words.text else None)

    def sentences(self, spot: Spot) -> list[int]:
        """The sentence of each mention of a spot, in the order of the text."""
        if spot.number < 0:
            return [self.cast.sentence_of[first] for first, _ in spot.mentions]
        if spot.number not in self._sentences:
            self._sentences[spot.number] = [self.cast.sentence_of[first] for first, _ in spot.mentions]
        return self._sentences[spot.number]

    def within(self, spot: Spot) -> tuple[int, frozenset[int]]:
        """How many mentions say that something is there ("in Kabul"), and in which sentences."""
        if spot.number not in self._within:
            at = [self.cast.sentence_of[first] for first, last in spot.mentions if self.link(first, last) in WITHIN]
            if spot.number < 0:
                return len(at), frozenset(at)
            self._within[spot.number] = len(at), frozenset(at)
        return self._within[spot.number]

    def told(self, spot: Spot) -> tuple[tuple[float, ...], tuple[bool, ...]]:
        """What tells of a spot whatever happens: how the article names it, and what kind of place it is."""
        if spot.number < 0:
            return self._naming(spot), _kind(spot.place)
        if spot.number not in self._told:
            self._told[spot.number] = self._naming(spot), _kind(spot.place)
        return self._told[spot.number]

    def _naming(self, spot: Spot) -> tuple[float, ...]:
        """How often the article names a place, and whether first or most of all."""
        count = len(spot.mentions)
        most = spot.number >= 0 and count == self.most
        most_town = spot.place.latitude is not None and count == self.most_town
        leads = self.cast.sentence_of[spot.mentions[0][0]] <= 1
        return count, count / max(1, self.mentioned), most, most_town, leads, spot.number == 0

    def link(self, first: int, last: int) -> str:
        """The preposition before a mention, "" for none."""
        return self.cast.hangs(first, last)[1]

    def words(self, first: int, last: int) -> Quote:
        return quote(self.cast.reading.text, self.cast.tokens[first].span.start, self.cast.tokens[last - 1].span.end)

    @cached_property
    def mentioned(self) -> int:
        """How often any place is named."""
        return sum(len(s.mentions) for s in self.spots)

    @cached_property
    def most(self) -> int:
        """How often the place is named that is named most."""
        return max((len(s.mentions) for s in self.spots), default=0)

    @cached_property
    def most_town(self) -> int:
        """The same of those that have coordinates."""
        return max((len(s.mentions) for s in self.spots if s.place.latitude is not None), default=0)

    @cached_property
    def of_token(self) -> dict[int, int]:
        """The number of the spot that each word names."""
        return {t: i for i, s in enumerate(self.spots) for first, last in s.mentions for t in range(first, last)}

    @cached_property
    def pulls(self) -> list[tuple[int, int, str, dict[int, float]]]:
        """For each frame its first word, sentence and type, and how strongly it points at each spot that it points at."""
        found = []
        for frame in self.cast.reading.frames:
            pull: dict[int, float] = {}
            for arc in frame.arcs:
                if arc.slot == "place" and arc.score >= POINTED and (spot := self.of_token.get(arc.token)) is not None:
                    pull[spot] = max(pull.get(spot, 0.0), arc.score)
            if pull:
                found.append((frame.first, self.cast.sentence_of[frame.first], frame.type, pull))
        return found

    @cached_property
    def trail(self) -> list[tuple[int, int]]:
        """(sentence, spot) of the frames whose arcs tell where they were, in the order of the text."""
        found = []
        for frame in self.cast.reading.frames:
            arcs = [a for a in frame.arcs if a.slot == "place" and a.score >= PLACED and a.token in self.of_token]
            if arcs:
                found.append((self.cast.sentence_of[frame.first], self.of_token[max(arcs, key=lambda a: a.score).token]))
        return found

    @cached_property
    def trail_of(self) -> dict[int, list[int]]:
        """The sentences in which the trail leads to each spot."""
        found: dict[int, list[int]] = defaultdict(list)
        for number, spot in self.trail:
            found[spot].append(number)
        return found

    @cached_property
    def pulled(self) -> dict[str, dict[int, float]]:
        """How strongly all frames together point at each spot, by their type; under "" those of every type."""
        found: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
        for _, _, type_, pull in self.pulls:
            for spot, much in pull.items():
                for kind in ("", type_):
                    found[kind][spot] += much
        return found


def _kind(place: Place) -> tuple[bool, ...]:
    """Whether a place is a town, a state, a region or of no state at all."""
    town, state = place.latitude is not None, bool(state_form(place.name))
    return town, state, bool(place.code) and not town and not state, not place.code


def spots(gazette: Gazette, frame: Frame) -> list[Spot]:
    """All places that may be the frame's, none first: those that the article names, and what else its arcs lead to."""
    cast = gazette.cast
    found = [NOWHERE, *gazette.spots]
    pointed = [a for a in frame.arcs if a.slot == "place" and a.score >= POINTED and a.token not in gazette.of_token]
    for arc in sorted(pointed, key=lambda a: -a.score):
        name = cast.named.get(arc.token)
        if arc.token in cast.person_of or (name and (name.kind == "PER" or name.first in cast.person_of)):
            continue  # nothing happens in a person
        words = (name.first, name.last) if name else noun_phrase(cast.tokens, arc.token)
        if cast.tokens[words[0]].text[0].isupper() and not any(words in s.mentions for s in found):
            found.append(Spot(gazette.at(*words), (words,)))
    return found
