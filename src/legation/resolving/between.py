"""The one event between two parties that are given: what coders of sentences ask for, where something has to be chosen.

The record leaves out what the reader is not sure of; here the likeliest act is told even where it is below the reader's threshold.
Two witnesses vote for each of PLOVER's types: the reader, for every word by how likely it is a trigger and how strongly its arcs lead to
the two parties; and the words on the way through the tree from one party to the other, by `act_words`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from legation.entries import TYPES, Span, Status, Token
from legation.knowledge.act_words import APPEALING, APPEALS_BY, COMING, HOSTILE, NOUNS, OUGHT, STANCE, UNDOES, UNDOING_NOUNS, VERBS
from legation.knowledge.status_words import NEGATIONS
from legation.reading.decode import SLOTS, Weighed, weigh
from legation.reading.reader import model
from legation.resolving.codes import plover_code

FAINT: Final = 0.2  # what a word without an arc to a party still counts
ASIDE: Final = 0.1  # what a word off the way between the parties counts
BESIDE: Final = 0.7  # what an object of a word on the way counts ("imposed sanctions on")
SILENT: Final = 0.4  # what a type that the words do not name still counts, beside 1 for the one they name alone
UNLIKELY: Final = 0.02  # and one that the reader does not see
DEEPER: Final = 0.5  # what each further act on the way counts: the governing one decides
LONGEST: Final = 12  # steps up the tree

# The code for a content (type), how far it has come, and whether the actor is the one who would do it.
Code = Callable[[str, Status, bool], str]


@dataclass(frozen=True, slots=True)
class Act:
    """PLOVER's type of what the actor does to the recipient, its share of all votes (0 to 1), and the word that says so most."""

    plover: str
    score: float
    trigger: Span


def plover_type(kind: str, status: Status, own: bool) -> str:
    """PLOVER's type of a content that has come so far; what is only possible keeps its own, working together that fails is refused."""
    if status == "not_happened" and kind not in HOSTILE:
        return "REJECT"
    return plover_code(kind, "", status, own).split(" ")[0].split("/")[0] or kind


def between(text: str, actor: Span | None, recipient: Span | None, code: Code = plover_type) -> Act:
    """The likeliest act of one party towards another; they are given by where the text names them (code points), None for nobody."""
    return act_between(weigh(text), actor, recipient, code)


def act_between(weighed: Weighed, actor: Span | None, recipient: Span | None, code: Code = plover_type) -> Act:
    """The same of a text that has been read; it has at least one word."""
    by_word, words = votes_between(weighed, actor, recipient, code)
    votes = together(by_word, words)
    best = int(votes.argmax())
    return Act(TYPES[best], float(votes[best]), weighed.reading.tokens[int(by_word[:, best].argmax())].span)


def together(by_word: NDArray[np.float64], words: NDArray[np.float64]) -> NDArray[np.float64]:
    """The share of each of PLOVER's types when both witnesses are heard."""
    return _share((_share(by_word.sum(0)) + UNLIKELY) * (_share(words) + SILENT))


def votes_between(
    weighed: Weighed, actor: Span | None, recipient: Span | None, code: Code = plover_type
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The reader's votes [W, PLOVER types] and those of the words [PLOVER types]."""
    tokens = weighed.reading.tokens
    does, gets = _inside(tokens, actor), _inside(tokens, recipient)
    way = _way(tokens, does, gets)
    return _reader_votes(weighed, does, gets, way, code), _word_votes(tokens, way, code)


def _inside(tokens: Sequence[Token], span: Span | None) -> list[int]:
    return [i for i, t in enumerate(tokens) if span and t.span.start < span.end and span.start < t.span.end]


def _share(votes: NDArray[np.float64]) -> NDArray[np.float64]:
    return votes / max(float(votes.sum()), 1e-9)


# --- the way through the tree


def _way(tokens: Sequence[Token], does: Sequence[int], gets: Sequence[int]) -> list[int]:
    """The words outside the parties that lead through the tree from the actor up and down to the recipient, in that order."""
    up, down = _above(tokens, does), _above(tokens, gets)
    shared = next((w for w in up if w in down), None)
    if shared is None:  # one party only: what it hangs on
        return [*up[:2], *reversed(down[:2])]
    path = [*up[: up.index(shared) + 1], *reversed(down[: down.index(shared)])]
    return path if any(tokens[w].upos == "VERB" for w in path) else [*up[: up.index(shared)], *up[up.index(shared) :][:2], *path]


def _above(tokens: Sequence[Token], party: Sequence[int]) -> list[int]:
    """The words above a party, nearest first."""
    inside = set(party)
    at = next((i for i in party if tokens[i].head not in inside or tokens[i].head == i), -1)
    found: list[int] = []
    while at >= 0 and len(found) < LONGEST and tokens[at].head != at:
        at = tokens[at].head
        if at not in inside:
            found.append(at)
    return found


def _objects(tokens: Sequence[Token], word: int) -> Iterator[int]:
    """What a verb takes: "held |talks|", "provided |aid|"; and the particle or noun that carries its sense."""
    for i in range(max(0, word - 20), min(len(tokens), word + 20)):
        if tokens[i].head == word and i != word and tokens[i].rel.split(":")[0] in ("obj", "xcomp", "obl", "compound", "nmod", "ccomp"):
            yield i


def _weights(tokens: Sequence[Token], way: Sequence[int], parties: set[int]) -> NDArray[np.float64]:
    """How much each word counts by where it stands: on the way, beside it, or aside."""
    weight = np.full(len(tokens), ASIDE)
    for word in way:
        weight[[o for o in _objects(tokens, word) if o not in parties]] = BESIDE
    weight[list(way)] = 1.0
    weight[list(parties)] *= ASIDE
    return weight


# --- the reader's vote


def _reader_votes(weighed: Weighed, does: Sequence[int], gets: Sequence[int], way: Sequence[int], code: Code) -> NDArray[np.float64]:
    """[W, PLOVER types]: what each word would be, by how far it is a trigger of something between the two."""
    tokens = weighed.reading.tokens
    to = {slot: i for i, slot in enumerate(SLOTS)}
    acts = _to(weighed, (to["actor"], to["by"]), does)
    takes = _to(weighed, (to["recipient"], to["actor"]), gets)
    own = _to(weighed, (to["actor"],), does) >= _to(weighed, (to["actor"],), gets)
    weight = _weights(tokens, way, {*does, *gets}) * (FAINT + acts) * (FAINT + takes)
    kinds = np.einsum("wt,ws->wts", weighed.type[:, 1:], weighed.status).reshape(len(tokens), -1)
    return cast(NDArray[np.float64], weight[:, None] * np.where(own[:, None], kinds @ _codes(True, code), kinds @ _codes(False, code)))


def _to(weighed: Weighed, slots: Sequence[int], party: Sequence[int]) -> NDArray[np.float64]:
    """Each word's strongest arc of these slots to a party."""
    if not len(party):
        return np.zeros(len(weighed.type))
    return np.asarray(weighed.slot[list(slots)][:, :, list(party)].max((0, 2)), dtype=np.float64)


@cache
def _codes(own: bool, code: Code) -> NDArray[np.float64]:
    """[types × statuses, PLOVER types]: 1 where a type with a status is coded so."""
    labels = model().labels
    table = np.zeros((len(labels["type"]) - 1, len(labels["status"]), len(TYPES)))
    for t, kind in enumerate(labels["type"][1:]):
        for s, status in enumerate(labels["status"]):
            table[t, s, TYPES.index(code(kind, cast(Status, status), own))] = 1.0
    return table.reshape(-1, len(TYPES))


# --- the words' vote


def _word_votes(tokens: Sequence[Token], way: Sequence[int], code: Code) -> NDArray[np.float64]:
    """[PLOVER types]: what the words on the way name, the first most."""
    votes = np.zeros(len(TYPES))
    weight = 1.0
    for n, word in enumerate(way):
        kind = "REQUEST" if n and _has(tokens, word, OUGHT) else _named(tokens, word, code)
        if kind:
            votes[TYPES.index(kind)] += weight
            weight *= DEEPER
    return votes


def _named(tokens: Sequence[Token], word: int, code: Code) -> str:
    """The act that a word names with what it governs: "lifted sanctions" yields, "will free" is to yield, "did not sign" rejects."""
    content, verb = _content(tokens, word), tokens[word].upos in ("VERB", "AUX")
    kind = _alone(tokens, word)
    if content and _text(tokens, word) in (UNDOES if verb else UNDOING_NOUNS):
        kind = "CONCEDE" if content in HOSTILE else "SANCTION"
    elif verb and content and (not kind or STANCE.get(kind) == "planned"):
        kind = code(content, "planned", True) if kind else content
    if kind in ("", *HOSTILE):
        return kind
    if _has(tokens, word, NEGATIONS):
        return "REJECT"
    return code(kind, "planned", True) if _coming(tokens, word) else kind


def _alone(tokens: Sequence[Token], word: int) -> str:
    """The act that a word names by itself."""
    text, upos = _text(tokens, word), tokens[word].upos
    if text in APPEALING and not _has(tokens, word, APPEALS_BY, deep=True):
        return "CONSULT" if text.startswith("call") else ""
    if upos == "ADJ":
        return "AGREE" if text in COMING and _content(tokens, word) else ""
    return (VERBS if upos in ("VERB", "AUX") else NOUNS).get(text, "")


def _content(tokens: Sequence[Token], word: int) -> str:
    """The act that a word's object or infinitive names."""
    return next((named for i in _objects(tokens, word) if (named := _alone_in(tokens, i))), "")


def _alone_in(tokens: Sequence[Token], word: int) -> str:
    return (VERBS if tokens[word].upos == "VERB" else NOUNS).get(_text(tokens, word), "")


def _text(tokens: Sequence[Token], word: int) -> str:
    """A word with what a hyphen joins to its front: "cease-fire"."""
    text = tokens[word].text.lower()
    joined = word > 1 and tokens[word - 1].text == "-" and tokens[word - 1].span.end == tokens[word].span.start
    return f"{tokens[word - 2].text.lower()}-{text}" if joined else text


def _coming(tokens: Sequence[Token], word: int) -> bool:
    """Whether the word is told as yet to come: "will free", "is ready to free"."""
    above = tokens[word].head
    return _has(tokens, word, COMING) or (tokens[word].rel == "xcomp" and tokens[above].text.lower() in COMING)


def _has(tokens: Sequence[Token], word: int, some: frozenset[str], *, deep: bool = False) -> bool:
    """Whether one of some words hangs on this one (or, deep, on a word that does)."""
    near = range(max(0, word - 8), min(len(tokens), word + 16))
    heads = {word} | ({i for i in near if tokens[i].head == word} if deep else set())
    return any(tokens[i].head in heads and tokens[i].text.lower() in some for i in near if i != word)
