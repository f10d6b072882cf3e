"""Whether a trigger is told as news or as known already: "a strike killed nine", "the strike", "after being freed", "had fled"."""

from __future__ import annotations

from typing import Final

from legation.entries import Frame, Token
from legation.resolving.actors import BEGINNING, Cast
from legation.resolving.grammar import trigger_head
from legation.resolving.signs import one_of

DEFINITE: Final = frozenset(("the", "this", "that", "these", "those"))
INDEFINITE: Final = frozenset(("a", "an"))
EARLIER: Final = frozenset(("previous", "earlier", "last", "recent", "past", "former"))
HAVING: Final = frozenset(("has", "have"))
OPEN: Final = frozenset(("will", "would", "could", "may", "might"))
LINKS: Final = (
    ("after", "following", "since"), ("during", "amid", "while"), ("despite", "over", "because", "for"), ("before", "until", "ahead"),
    ("in", "at"), ("of",), ("to",),
)  # fmt: skip
RELATIONS: Final = (
    "root", "conj", "advcl", "acl", "nsubj", "obj", "obl", "nmod", "ccomp", "xcomp", "amod", "compound", "parataxis",
)  # fmt: skip
TENSES: Final = ("VBD", "VBZ", "VBN", "VBP", "VBG", "MD")
BEFORE: Final = 8  # words before a trigger among which its own stand
BEHIND: Final = 4
ABOVE: Final = 6  # steps up to the verb that governs it

FEATURES: Final = (
    "definite", "somebody's", "indefinite", "earlier", *(f"link {words[0]}" for words in LINKS), "had", "has", "would",
    *(f"rel {r}" for r in RELATIONS), *(f"above {t}" for t in TENSES), "above had", "above has", "said before", "highest",
)  # fmt: skip


def features(cast: Cast, frame: Frame) -> list[float]:
    """What tells: the trigger's article, preposition and auxiliaries, how it hangs, the verb above it, and the same word before."""
    tokens, inside = cast.tokens, range(frame.first, frame.last)
    head = trigger_head(tokens, frame)
    around = (*range(max(0, frame.first - BEFORE), frame.first), *range(frame.last, min(len(tokens), frame.last + BEHIND)))
    own = [tokens[t] for t in around if tokens[t].head in inside]
    articles, links, kinds = (_texts(own, *rels) for rels in (("det",), ("case", "mark"), ("amod",)))
    above = _verb_above(tokens, head)
    verb = head if above is None else above
    tense = "" if above is None else tokens[above].xpos
    helping, its = _texts(own, "aux"), _texts([t for t in tokens[max(0, verb - ABOVE) : verb] if t.head == verb], "aux")
    said = tokens[head].text.lower()[:BEGINNING]
    found = (
        articles & DEFINITE, any(t.rel == "nmod:poss" for t in own), articles & INDEFINITE, kinds & EARLIER,
        *(links & set(words) for words in LINKS), "had" in helping, helping & HAVING, helping & OPEN,
        *one_of(RELATIONS, tokens[head].rel.split(":")[0]), *one_of(TENSES, tense), "had" in its, its & HAVING,
        cast.first_with(said) < frame.first, above is None,
    )  # fmt: skip
    return [float(bool(x)) for x in found]


def _texts(tokens: list[Token], *rels: str) -> set[str]:
    return {t.text.lower() for t in tokens if t.rel.split(":")[0] in rels}


def _verb_above(tokens: tuple[Token, ...], at: int) -> int | None:
    """The nearest verb above a word, None where there is none near."""
    for _ in range(ABOVE):
        if tokens[at].head == at:
            return None
        at = tokens[at].head
        if tokens[at].upos in ("VERB", "AUX"):
            return at
    return None
