"""Suspects: words that were hardly said and that no term explains are listed; nothing is changed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dictionary import Dictionary, Term
from pipeline.errors import BadInput
from pipeline.matching.sound_index import Talked
from pipeline.matching.suspect_words import FEATURES, doubts, features
from pipeline.matching.suspects import MOST, Guessable, general, guesses, suspects
from pipeline.model import Place
from pipeline.run import run
from pipeline.stages.terms import Terms
from pipeline.suspects import Listed, dump, listed, parse, undecided
from say import say

TALK = (
    "so in this talk i want to show how we train a neural network with many layers on a large set of"
    " labelled images and then we are going to look at labrador filtering so that we can make a"
    " recommendation for every user because the data are noisy and the model has to work for movies that"
    " nobody has seen and after that we turn to the loss and to the learning rate and what we have"
    " learned about them on the way which is what most people do in practice"
)
WORDS = TALK.split()
AT = WORDS.index("labrador")


def test_a_word_from_nowhere_is_doubted_more_than_the_others():
    chances = doubts(WORDS)

    assert int(np.argmax(chances)) == AT
    assert np.median(chances) < 0.02


def test_each_word_has_a_row_and_a_word_of_two_is_as_doubtful_as_its_worst():
    talk = Talked(("well-labrador", "-", "filtering"), frozenset())

    assert features(talk).shape == (3, len(FEATURES))
    assert doubts(talk.texts)[1] == 0


def test_what_is_explained_is_no_suspect():
    assert [(one.start, one.stop, one.times) for one in suspects(WORDS)][:1] == [(AT, AT + 1, 1)]
    assert not any(one.start <= AT < one.stop for one in suspects(WORDS, {AT}))


@pytest.mark.parametrize("texts", [[], ["-"], ["um"], ["the"] * 40])
def test_next_to_nothing_said_is_not_suspected(texts):
    assert suspects(texts) == []


@given(st.lists(st.sampled_from([*WORDS, "grab", "teary", "arafat", "collie", "-"]), max_size=60))
def test_suspects_are_few_apart_and_likeliest_first(texts):
    found = suspects(texts)
    words = [word for one in found for word in range(one.start, one.stop)]

    assert len(found) <= len(texts) * MOST / 1000 + 1
    assert len(words) == len(set(words))
    assert [one.chance for one in found] == sorted((one.chance for one in found), reverse=True)


def test_the_nearest_terms_by_sound_subject_and_neighbours_are_guessed():
    names = ("collaborative filtering", "Laravel", "gradient descent", "labrador", "recommendation")
    (guess,) = guesses(WORDS, [(AT, AT + 1)], Guessable.of(map(Term, names)))

    assert guess[0] == "collaborative filtering"
    assert "labrador" not in guess


def test_nothing_to_guess_from_gives_no_guess():
    assert guesses(WORDS, [(AT, AT + 1)], Guessable.of([])) == [()]


def test_the_general_list_has_terms_and_names_and_no_everyday_words():
    names = {term.name for term in general()}

    assert {"Kubernetes", "backend", "functional programming"} <= names
    assert not {"the", "today", "people", "really", "question"} & names
    assert not {"asshole", "Holy crap", "WTF", "freaking cool"} & names


def test_a_run_of_the_terms_stage_leaves_suspects_with_places_and_guesses():
    dictionary = Dictionary((Term("collaborative filtering"),))
    step = run(say(TALK), Terms(dictionary, sound=False), lambda edit: True)

    first = listed([step], dictionary)[0]

    assert (first.heard, first.place, first.times) == ("labrador", Place(AT, AT + 1), 1)
    assert first.guesses[0] == "collaborative filtering"
    assert first.left.endswith("look at")
    assert step.after == step.before


def test_a_project_of_another_field_is_given_no_guesses_of_technical_talk():
    step = run(say(TALK), Terms(sound=False), lambda edit: True)

    assert any(one.guesses for one in listed([step], Dictionary()))
    assert not any(one.guesses for one in listed([step], Dictionary(), technical=False))


def test_a_term_of_the_dictionary_and_of_the_talk_is_known():
    step = run(say(TALK), Terms(sound=False), lambda edit: True)
    known = Dictionary((Term("labrador"),))

    assert [one.heard for one in listed([step], Dictionary())][:1] == ["labrador"]
    assert "labrador" not in [one.heard for one in listed([step], known)]


def test_without_the_terms_stage_nothing_is_listed():
    assert listed([], Dictionary()) == []


def one(start, stop, guesses=("GPU",), left="on a"):
    return Listed("0:00:02", 0.5, 1, left, "cheap, you", 'said "x"', guesses, Place(start, stop))


def test_the_list_reads_back_as_it_was_written():
    every = [one(1.0, 3.0), one(7.0, 7.5, (), left="=SUM(1)")]

    assert parse(dump(every)) == every
    assert ",'=SUM(1)," in dump(every)


def test_another_file_is_refused():
    with pytest.raises(BadInput, match="not a list of suspects; clean the talk again"):
        parse("time,heard\n1,2\n")


def test_what_was_decided_upon_is_no_longer_asked():
    every = [one(1.0, 3.0), one(7.0, 8.0)]

    assert undecided(every, [Place(2.0, 3.0), Place(8.0, 9.0)]) == every[1:]
