"""Sentences and words as they are cut, and that nothing is lost in cutting."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from legation.reading.pieces import SEEN_AS, UNKNOWN, pieces
from legation.reading.reader import model
from legation.reading.trees import as_tagged, tree
from legation.reading.words import sentences, words

SENTENCES = [
    ("Mr. Lavrov flew to Geneva. Mr. Kerry followed.", ["Mr. Lavrov flew to Geneva.", "Mr. Kerry followed."]),
    ("Talks in the U.S. failed. The envoys left.", ["Talks in the U.S. failed.", "The envoys left."]),
    ("They met in the U.S. The talks failed.", ["They met in the U.S.", "The talks failed."]),
    ("U.S. President Joe Biden spoke.", ["U.S. President Joe Biden spoke."]),
    ("“We will not yield.” He left at once.", ["“We will not yield.”", "He left at once."]),
    ("A headline without a stop\nThe first line.", ["A headline without a stop", "The first line."]),
    ("It fell by 3.5 percent on Jan. 5 in Kyiv.", ["It fell by 3.5 percent on Jan. 5 in Kyiv."]),
    ("Will they meet? Nobody knows!", ["Will they meet?", "Nobody knows!"]),
    ("", []),
    (" \n \n", []),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[s.start : s.end] for s in sentences(text)] == expected


WORDS = [
    ("The U.S. didn't sign Iran's long-term deal.", ["The", "U.S.", "did", "n't", "sign", "Iran", "'s", "long", "-", "term", "deal", "."]),
    ("“I’d like to meet him…”", ["“", "I", "’d", "like", "to", "meet", "him", "…", "”"]),
    ("$1,000.50 on Sept. 11, 2001", ["$", "1,000.50", "on", "Sept.", "11", ",", "2001"]),
    ("Shi'ite rebels hold Sana'a, he'll say", ["Shi'ite", "rebels", "hold", "Sana'a", ",", "he", "'ll", "say"]),
    ("the 1990s and the 3rd of May", ["the", "1990s", "and", "the", "3rd", "of", "May"]),
    ("see https://example.org/a?b=1 now", ["see", "https://example.org/a?b=1", "now"]),
]


@pytest.mark.parametrize(("text", "expected"), WORDS)
def test_words(text: str, expected: list[str]) -> None:
    (sentence,) = sentences(text)
    assert [text[w.start : w.end] for w in words(text, sentence)] == expected


@given(st.text(max_size=400))
def test_every_visible_character_is_in_exactly_one_word(text: str) -> None:
    covered = [i for s in sentences(text) for w in words(text, s) for i in range(w.start, w.end)]
    assert len(covered) == len(set(covered))
    missing = {text[i] for i in set(range(len(text))) - set(covered)}
    assert all(c.isspace() for c in missing)


@given(st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_a_tree_has_one_root_and_no_cycle(n: int, seed: int) -> None:
    heads = tree(np.random.default_rng(seed).normal(size=(n, n)).astype(np.float32))
    assert sum(heads[i] == i for i in range(n)) == 1
    for word in range(n):
        at = word
        for _ in range(n):
            at = int(heads[at])
        assert heads[at] == at


def test_a_cycle_is_broken_where_it_costs_least() -> None:
    scores = np.full((3, 3), -9.0, dtype=np.float32)
    scores[1, 2] = scores[2, 1] = 5  # each the other's head: a cycle
    scores[0, 0], scores[2, 0], scores[1, 0] = 4, 3, -1
    assert tree(scores).tolist() == [0, 2, 0]


@pytest.mark.parametrize("blank", [" ", "\n", "\t", " \n", "\u00a0", "\u2028", "\r\n"])
def test_a_megabyte_of_blanks_takes_no_time(blank: str) -> None:
    text = "He left." + blank * (1_000_000 // len(blank)) + "She came."
    before = time.process_time()
    found = sentences(text)
    assert time.process_time() - before < 1
    assert [text[s.start : s.end] for s in found] == ["He left.", "She came."]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("IS militants fled", "ISIS militants fled"), ("between IS and the Taliban", "between ISIS and the Taliban"),
        ("WHO IS NEXT ?", "WHO IS NEXT ?"), ("This is Mosul", "This is Mosul"),
    ],
)  # fmt: skip
def test_an_abbreviation_is_not_seen_as_the_verb_that_it_looks_like(text: str, seen: str) -> None:
    tokenizer = model().tokenizer
    assert pieces(tokenizer, text.split()) == pieces(tokenizer, seen.split())


@given(st.lists(st.text(min_size=1).filter(lambda word: word not in SEEN_AS), max_size=8))
def test_words_have_the_same_pieces_together_and_alone(some: list[str]) -> None:
    tokenizer = model().tokenizer
    alone = [tuple(tokenizer.encode([word], is_pretokenized=True, add_special_tokens=False).ids[:12]) or (UNKNOWN,) for word in some]
    assert pieces(tokenizer, some) == alone


@pytest.mark.parametrize(
    ("rel", "upos", "head", "settled"),
    [
        ("compound", "PROPN", "NUM", "nmod:unmarked"), ("compound", "ADJ", "NOUN", "amod"), ("compound", "ADJ", "VERB", "compound"),
        ("compound", "NOUN", "NOUN", "compound"), ("obj", "ADJ", "NOUN", "obj"),
    ],
)  # fmt: skip
def test_a_relation_fits_the_tags_of_its_words(rel: str, upos: str, head: str, settled: str) -> None:
    assert as_tagged(rel, upos, head) == settled
