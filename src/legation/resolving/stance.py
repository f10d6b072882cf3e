"""How far a thing has come by the words of stance that it hangs on: what is considered is possible, what is ruled out is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from legation.entries import Frame, Status, Token
from legation.knowledge.status_words import (
    ALLEGED,
    ALMOST,
    BELIEVED,
    CLAIMS,
    CONDITIONS,
    CONSIDERING,
    DEMANDS,
    DENYING,
    DESCRIBING,
    EXPECTED,
    FAILING,
    FRIENDLY,
    HARMS,
    INTENDING,
    LISTING,
    MAYBE,
    NEGATIONS,
    OPEN_TO,
    PARTICLE_VERBS,
    PLANS,
    STANCE_VERBS,
    VETOING,
    WARNING,
)
from legation.resolving.grammar import Below, subjects, trigger_head

GOVERNED: Final = ("obj", "xcomp", "ccomp")
ADJECTIVE_GOVERNS: Final = ("xcomp", "ccomp", "obl", "advcl")
NEAR: Final = 8  # words before a verb in which its auxiliaries and conjunctions stand
AROUND: Final = 6
LIST: Final = 25  # words between "demands include" and the last of them
STEPS: Final = 2  # up the tree from what is demanded


def stance_of(tokens: Sequence[Token], frame: Frame) -> Status | None:
    """The status that a word of stance tells; None where none does."""
    at = trigger_head(tokens, frame)
    if ruled := _ruled_out(tokens, at):
        return ruled
    if _unintended(tokens, at) or _withheld(tokens, frame, at) or (_word(tokens, at) in VETOING and frame.type != "REJECT"):
        return "refused"
    if _failed(tokens, frame, at) or _had_it_been(tokens, at) or (frame.status == "happened" and _almost(tokens, at)):
        return "not_happened"
    if _demanded(tokens, at) or (_held_out(tokens, at) and frame.type not in HARMS):
        return "proposed"
    if frame.status == "planned" and frame.type in HARMS and _warned_of(tokens, at):
        return "threatened"
    if _considered(tokens, frame, at) or _expected(tokens, at) or (_conditional(tokens, at) and frame.status != "proposed"):
        return "possible"
    if frame.status == "alleged" and _claimed(tokens, at):
        return "happened"  # by those who did it themselves
    if frame.status != "refused" and (described := _described(tokens, at)):
        return described
    if frame.status in ("happened", "refused", "threatened") and any(_word(tokens, t) in MAYBE for t in _auxiliaries(tokens, at)):
        return "possible"
    return "alleged" if frame.status == "happened" and (_alleged(tokens, at) or _believed(tokens, at)) else None


def holders(tokens: Sequence[Token], frame: Frame, below: Below) -> tuple[int, ...]:
    """The words for who takes the stance, where its verb has a subject or an agent: "|Denmark| rejected the offer".

    `below` are the `dependents` of the words."""
    at = trigger_head(tokens, frame)
    for _ in range(STEPS + 1):
        if _word(tokens, at) in STANCE_VERBS:
            return subjects(tokens, at, at + 1, below)
        at = tokens[at].head
    return ()


def negated(tokens: Sequence[Token], at: int) -> bool:
    """Whether a "not", "never" or "no" hangs on a word."""
    return any(tokens[t].head == at and _word(tokens, t) in NEGATIONS for t in range(max(0, at - 5), min(len(tokens), at + 2)))


def _word(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text.lower() if at < len(tokens) else ""


def _before(tokens: Sequence[Token], at: int, far: int = NEAR) -> list[int]:
    """What hangs on a word, of the words before it."""
    return [t for t in range(max(0, at - far), at) if tokens[t].head == at]


def _warned_of(tokens: Sequence[Token], at: int) -> bool:
    """ "warned that it would close the strait": the harm is one's own."""
    own = any(tokens[t].rel == "nsubj" and tokens[t].xpos == "PRP" for t in _before(tokens, at))
    return own and tokens[at].rel == "ccomp" and _word(tokens, tokens[at].head) in WARNING


def _unintended(tokens: Sequence[Token], at: int) -> bool:
    """ "has no plans to meet", "is not considering sanctions"."""
    above = tokens[at].head
    return above != at and _word(tokens, above) in PLANS | INTENDING and negated(tokens, above)


def _withheld(tokens: Sequence[Token], frame: Frame, at: int) -> bool:
    """ "denied them funding": what is denied is no claim, but something good."""
    behind = [_word(tokens, t) for t in range(at + 1, min(at + NEAR, len(tokens))) if tokens[t].head == at and tokens[t].rel == "obj"]
    good = frame.type in FRIENDLY or frame.type == "RETREAT"
    return good and _word(tokens, at) in DENYING and bool(behind) and CLAIMS.isdisjoint(behind)


def _ruled_out(tokens: Sequence[Token], at: int) -> Status | None:
    """ "ruled out sending troops", "called off the talks": the word that is said to be so, or what it governs; not ruled out, it may be."""
    above = tokens[at].head
    verb = at if _with_particle(tokens, at) in PARTICLE_VERBS else above
    governs = verb == at or tokens[at].rel in (*GOVERNED, "nsubj:pass")
    if not governs or _with_particle(tokens, verb) not in PARTICLE_VERBS:
        return None
    return "possible" if negated(tokens, verb) else "refused"


def _with_particle(tokens: Sequence[Token], at: int) -> tuple[str, str]:
    return _word(tokens, at), _word(tokens, at + 1)


def _failed(tokens: Sequence[Token], frame: Frame, at: int) -> bool:
    """ "|failed to stop| the shipment"."""
    return _word(tokens, at) in FAILING and any(_word(tokens, t) == "to" for t in range(at + 1, min(at + 3, frame.last)))


def _auxiliaries(tokens: Sequence[Token], at: int) -> list[int]:
    return [t for t in _before(tokens, at) if tokens[t].rel.startswith("aux")]


def _almost(tokens: Sequence[Token], at: int) -> bool:
    """ "almost shot down an aircraft"."""
    return tokens[at].upos == "VERB" and any(_word(tokens, t) in ALMOST and t >= at - 2 for t in _before(tokens, at))


def _believed(tokens: Sequence[Token], at: int) -> bool:
    """ "is believed to have killed"."""
    above = tokens[at].head
    return tokens[at].rel == "xcomp" and tokens[above].xpos == "VBN" and _word(tokens, above) in BELIEVED


def _had_it_been(tokens: Sequence[Token], at: int) -> bool:
    """ "Had the army attacked, …"."""
    had = [t for t in _before(tokens, at) if _word(tokens, t) == "had" and tokens[t].rel == "aux"]
    subject = [t for t in _before(tokens, at) if tokens[t].rel.startswith("nsubj")]
    return tokens[at].rel == "advcl" and bool(had and subject) and had[0] < subject[0]


def _demanded(tokens: Sequence[Token], at: int) -> bool:
    """ "Their demands include the release of prisoners", "demands for the release"."""
    for _ in range(STEPS):
        at = _first_of_list(tokens, at)
        above = tokens[at].head
        listed = _word(tokens, above) in LISTING and any(_word(tokens, t) in DEMANDS for t in _before(tokens, above, LIST))
        if above != at and (listed or (_word(tokens, above) in DEMANDS and tokens[above].upos == "NOUN")):
            return True
        at = above
    return False


def _first_of_list(tokens: Sequence[Token], at: int) -> int:
    """The first of what is listed together, by which the others hang."""
    for _ in range(LIST):
        if tokens[at].rel != "conj" or tokens[at].head >= at:
            break
        at = tokens[at].head
    return at


def _claimed(tokens: Sequence[Token], at: int) -> bool:
    """ "claimed responsibility for scores of attacks"."""
    for _ in range(STEPS + 1):
        if tokens[at].rel != "nmod":
            return False
        at = tokens[at].head
        if _word(tokens, at) == "responsibility":
            return True
    return False


def _held_out(tokens: Sequence[Token], at: int) -> bool:
    """ "is willing to release them", "is open to talks"."""
    above = tokens[at].head
    adjective = tokens[above].upos == "ADJ" and _word(tokens, above) in OPEN_TO
    return adjective and tokens[at].rel in ADJECTIVE_GOVERNS and not negated(tokens, above)


def _considered(tokens: Sequence[Token], frame: Frame, at: int) -> bool:
    """ "is |considering sanctions|", "weighs a blockade"."""
    above = tokens[at].head
    if _word(tokens, at) in CONSIDERING and frame.last - frame.first > 1:
        return not negated(tokens, at)
    return _word(tokens, above) in CONSIDERING and tokens[at].rel in GOVERNED and not negated(tokens, above)


def _expected(tokens: Sequence[Token], at: int) -> bool:
    """ "is expected to veto it"."""
    above = tokens[at].head
    return _word(tokens, above) in EXPECTED and tokens[at].rel in GOVERNED and not negated(tokens, above)


def _conditional(tokens: Sequence[Token], at: int) -> bool:
    """ "if Iran leaves the treaty"."""
    return tokens[at].rel == "advcl" and any(_word(tokens, t) in CONDITIONS for t in _before(tokens, at))


def _described(tokens: Sequence[Token], at: int) -> Status | None:
    """ "the planned visit", "the help pledged last week"."""
    if tokens[at].upos != "NOUN":
        return None
    before = [t for t in _before(tokens, at, AROUND) if tokens[t].rel == "amod"]
    after = [t for t in range(at + 1, min(at + AROUND, len(tokens))) if tokens[t].head == at and tokens[t].rel == "acl"]
    return next((DESCRIBING[_word(tokens, t)] for t in (*before, *after) if _word(tokens, t) in DESCRIBING), None)


def _alleged(tokens: Sequence[Token], at: int) -> bool:
    """ "allegedly bombed", "the alleged attack"."""
    around = range(max(0, at - AROUND), min(len(tokens), at + AROUND // 2))
    return any(tokens[t].head == at and _word(tokens, t) in ALLEGED for t in around)
