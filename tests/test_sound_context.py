"""What a candidate by sound is worth by what a network reads, and by what the rest of the talk is worth."""

import numpy as np

from pipeline.dictionary import Term
from pipeline.dictionary.terms import GENERAL, OWN
from pipeline.matching.sound import MOST_MOVED, by_places
from pipeline.matching.sound_context import contenders, groups, reread
from pipeline.matching.sound_index import Found, SoundIndex, Talked, find

MISHEARD = "we trained a small network with backdrop on about a million images and it took two days"
MEANT = "they hung a red backdrop behind the stage of the theatre"


def candidates(text, term, chance):
    talk, index = Talked(tuple(text.split()), frozenset()), SoundIndex.of([Term(term)])
    found = find(talk, index)
    return talk, index, found, np.full(len(found.start), chance, np.float32)


def reading_backdrop(text):
    """What a candidate of .3 is worth when its sentence was read."""
    talk, index, found, chances = candidates(text, "backprop", 0.3)
    row = next(
        n
        for n, (a, b) in enumerate(zip(found.start, found.stop, strict=True))
        if talk.texts[a:b] == ("backdrop",) and index.spelled[found.which[n]].text == "backprop"
    )
    return reread(talk, index, found, chances)[row]


def test_what_reads_better_is_likelier_than_what_reads_worse():
    assert reading_backdrop(MISHEARD) > 2 * reading_backdrop(MEANT)


def test_only_the_best_of_a_place_are_read():
    talk, _, found, chances = candidates(MISHEARD, "backprop", 0.3)

    assert 0 < len(contenders(talk, found, chances)) < len(chances)
    assert not len(contenders(talk, found, np.full_like(chances, 0.001)))


def talk_with(*said, origins=((OWN,),)):
    """A talk of 1,000 words with a candidate of one word and probability .3 on each of `said`, of terms of these
    `origins` in turn."""
    texts = [*said, *["word"] * (1000 - len(said))]
    at = np.arange(len(said))
    terms = [Term(f"Quxor{n}", origins=origins[n % len(origins)]) for n in at]
    index = SoundIndex.of(terms)
    firsts = {entry.text: n for n, entry in reversed([*enumerate(index.spelled)])}
    which = np.array([firsts[term.name] for term in terms])
    found = Found(at, at + 1, which, np.full(len(at), 0.1, np.float32))
    talk = Talked(tuple(texts), frozenset())
    return by_places(talk, index, found, np.full(len(at), 0.3, np.float32))


def test_the_more_was_misheard_in_a_talk_the_likelier_is_each_candidate():
    few, many = talk_with("one"), talk_with(*map(str, range(30)))

    assert few[0] < 0.3 < many[0]
    assert (many == many[0]).all()


def test_what_was_misheard_of_ones_own_terms_tells_nothing_of_general_ones():
    said = [*map(str, range(30))]
    own, *others = talk_with("one", *said, origins=((OWN,), *[(GENERAL,)] * 30))
    mixed = talk_with("one", *said, origins=((GENERAL,), *[(OWN,)] * 30))
    alone = talk_with("one", origins=((GENERAL,),))

    assert mixed[0] == alone[0] < 0.3 < mixed[1]
    assert own == talk_with("one", *said)[0]
    assert (np.array(others) == talk_with(*said)).all()


def test_where_all_terms_are_of_one_origin_it_does_not_matter_of_which():
    said = [*map(str, range(30))]
    ways = [talk_with(*said, origins=(way,)) for way in ((OWN,), (GENERAL,), (GENERAL, OWN))]

    assert all((way == ways[0]).all() for way in ways)


def test_a_mishearing_that_comes_back_counts_once():
    assert talk_with("one")[0] == talk_with(*["one"] * 30)[0]


def test_a_talk_moves_the_odds_by_so_much_at_most():
    odds = talk_with(*map(str, range(500)))[0]
    odds /= 1 - odds

    assert np.isclose(odds, 0.3 / 0.7 * MOST_MOVED)


def test_groups_are_places_with_their_best_readings_first():
    start, stop = np.array([0, 0, 1, 4]), np.array([2, 1, 2, 5])
    found = Found(start, stop, np.array([0, 1, 0, 2]), np.full(4, 0.1, np.float32))

    chances = np.array([0.5, 0.6, 0.2, 0.05], np.float32)

    assert groups(found, chances, 0.1, 0.02) == [[1, 0], [2]]
