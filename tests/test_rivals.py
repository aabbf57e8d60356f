"""How a candidate does beside the others of its place, and what other places say for it."""

import numpy as np

from pipeline.dictionary import Term
from pipeline.matching.rivals import ALONE, COLUMNS, MOST, Witness, compared
from pipeline.matching.sound_index import Found, SoundIndex, Talked


def beside(text, *candidates, witnesses=()):
    """A row of named numbers for each candidate: words heard, term, distance, log odds."""
    words = text.split()
    talk = Talked(tuple(words), frozenset())
    index = SoundIndex.of(map(Term, dict.fromkeys(term for _, term, _, _ in candidates)))
    spans = []
    for heard, *_ in candidates:
        size = len(heard.split())
        spans.append(next(n for n in range(len(words)) if words[n : n + size] == heard.split()))
    which = [
        next(n for n, entry in enumerate(index.spelled) if entry.text == term)
        for _, term, _, _ in candidates
    ]
    found = Found(
        np.array(spans),
        np.array([at + len(c[0].split()) for at, c in zip(spans, candidates, strict=True)]),
        np.array(which),
        np.array([distance for _, _, distance, _ in candidates], np.float32),
    )
    odds = np.array([value for *_, value in candidates], np.float32)
    same = np.zeros_like(odds)
    rows = compared(talk, index, found, odds, same, same, same, witnesses)
    return [dict(zip(COLUMNS, row.tolist(), strict=True)) for row in rows]


def test_one_alone_at_its_place_has_no_rival() -> None:
    (row,) = beside("the see pews are faster", ("see pews", "CPU", 0.1, 1.0))

    assert np.allclose([row[name] for name in COLUMNS[:-1]], ALONE)
    assert row["elsewhere"] == -MOST


def test_of_two_for_one_place_what_speaks_for_the_one_speaks_against_the_other() -> None:
    near, far = beside(
        "the see pews are faster", ("see pews", "CPU", 0.1, 1.0), ("the see pews", "GPU", 0.2, 0.5)
    )

    assert near["nearer"] == -far["nearer"] > 0
    assert near["odds_over"] == -far["odds_over"] > 0
    assert near["wider"] == -far["wider"] < 0


def test_a_form_said_in_two_ways_is_no_rival_of_itself() -> None:
    rows = beside("the see pews are faster", ("see pews", "CPU", 0.1, 1.0), ("see pews", "CPU", 0.2, 0.5))  # fmt: skip

    assert [row["rivals"] for row in rows] == [0, 0]


def test_another_mishearing_of_the_term_is_a_witness() -> None:
    text = "the hyper rounds of tuning and her parameter there"
    one, other = beside(
        text,
        ("hyper rounds", "hyperparameters", 0.3, -2.0),
        ("her parameter", "hyperparameter", 0.1, 3.0),
    )

    assert one["elsewhere"] == 3
    assert other["elsewhere"] == -2


def test_the_same_words_are_no_second_witness() -> None:
    rows = beside(
        "lesson one and then the lesson two",
        ("lesson", "Willison", 0.1, 2.0),
        ("the lesson", "Willison", 0.2, 2.0),
    )

    assert [row["elsewhere"] for row in rows] == [-MOST, -MOST]


def test_a_listed_mishearing_of_the_term_is_a_witness() -> None:
    text = "a page and optimisation and then vision optimisation again"
    candidate = ("page and optimisation", "Bayesian optimization", 0.1, -2.0)

    (alone,) = beside(text, candidate)
    (row,) = beside(text, candidate, witnesses=[Witness(6, 8, "Bayesian optimisation", 2.5)])
    (other,) = beside(text, candidate, witnesses=[Witness(6, 8, "random search", 2.5)])

    assert (alone["elsewhere"], row["elsewhere"], other["elsewhere"]) == (-MOST, 2.5, -MOST)
