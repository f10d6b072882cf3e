"""The best tree for a sentence's arc scores: every word its best head, mended where that makes a cycle or several roots."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Heads = NDArray[np.int64]
Table = NDArray[np.float64]
NEVER: Final = -1e9
ROOTS: Final = 3  # words that are tried as the root


def tree(scores: NDArray[np.float32]) -> Heads:
    """Heads [n] from scores [n, n] (word, head); the root is its own head, and there is exactly one."""
    n = len(scores)
    greedy: Heads = scores.argmax(1)
    if sum(word == head for word, head in enumerate(greedy.tolist())) == 1 and not len(_cycle(greedy)):
        return greedy
    table = scores.astype(np.float64)
    roots = np.diag(table).copy()
    np.fill_diagonal(table, NEVER)
    best = table.max(1)
    bounds = best.sum() - best + roots  # no tree below a root is worth more than this
    found, worth = greedy, NEVER * n
    for root in np.argsort(-bounds)[:ROOTS]:
        if bounds[root] <= worth:
            break
        heads = _rooted(table, int(root))
        if (total := _total(table, roots, heads)) > worth:
            found, worth = heads, total
    return found


def _total(table: Table, roots: Table, heads: Heads) -> float:
    words = np.arange(len(heads))
    return float(sum(np.where(heads == words, roots, table[words, heads]).tolist()))


def _rooted(table: Table, root: int) -> Heads:
    """The best tree below a given root (Chu and Liu 1965, Edmonds 1967)."""
    heads = _edmonds(table, root)
    heads[root] = root
    return heads


def _edmonds(table: Table, root: int) -> Heads:
    n = len(table)
    heads: Heads = table.argmax(1)
    heads[root] = root
    cycle = _cycle(heads)
    if not len(cycle):
        return heads
    inside = np.zeros(n, dtype=np.bool_)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    # One node stands for the cycle: into it at the word whose change costs least, out of it from the word that pays most.
    kept = table[cycle, heads[cycle]]
    left = table[outside]
    into = table[cycle][:, outside] + (kept.sum() - kept)[:, None]
    out_of = left[:, cycle]
    small = np.full((len(outside) + 1, len(outside) + 1), NEVER)
    small[:-1, :-1] = left[:, outside]
    small[-1, :-1], small[:-1, -1] = into.max(0), out_of.max(1)
    done = _edmonds(small, int(np.flatnonzero(outside == root)[0]))
    heads[outside] = np.where(done[:-1] == len(outside), cycle[out_of.argmax(1)], outside[np.minimum(done[:-1], len(outside) - 1)])
    entry = int(done[-1])
    heads[cycle[int(into[:, entry].argmax())]] = outside[entry]
    heads[root] = root
    return heads


def _cycle(heads: Heads) -> Heads:
    """The words of one cycle longer than a root's own, or none."""
    above = heads.tolist()  # quicker to ask one by one
    seen = [0] * len(above)
    for start in range(len(above)):
        path, at = [], start
        while not seen[at]:
            seen[at] = start + 1
            path.append(at)
            at = above[at]
        if seen[at] == start + 1 and above[at] != at:
            return np.array(path[path.index(at) :], dtype=np.int64)
    return np.zeros(0, dtype=np.int64)


def as_tagged(rel: str, upos: str, head: str) -> str:
    """A relation that fits the tags of its two words, as the English Web Treebank has it: some are never compounds there.

    A proper name on a number ("March 3") is nmod:unmarked in its training part (233 of the 233 that are one or the other), an adjective on
    anything but a verb amod (8,896 of 8,907).
    """
    if rel != "compound":
        return rel
    if upos == "PROPN" and head == "NUM":
        return "nmod:unmarked"
    return "amod" if upos == "ADJ" and head != "VERB" else rel
