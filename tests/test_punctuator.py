"""What is known of words, their pieces, and the network that reads both."""

import time
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.encoder import MARGIN, WINDOW, stretches
from pipeline.language.heard import FEATURES, Heard, bits, heard, slacks
from pipeline.language.punctuator import tags
from pipeline.language.wordpiece import MOST, WordPieces
from pipeline.language.words import CAPITAL, MIXED, UPPER, core, mark, shape, tail
from say import say
from strategies import transcripts

TALK = (
    "we need a nonlinearity in the system otherwise the whole thing would be linear why does it work "
    "well we don't know in two thousand ten we started to play with it and we got this result that it "
    "works a lot better for training deep nets "
)


@pytest.mark.parametrize(
    ("text", "word", "sign"),
    [
        ("word", "word", ""),
        ("word.", "word", "."),
        ("(word),", "word", ","),
        ('"word?"', "word", "?"),
        ('"word?",', "word", ","),
        ("(word!),", "word", ","),
        ("word?!", "word", "?"),
        ("Gen.", "Gen", ""),
        ("gen.", "gen", "."),
        ("word...", "word", "."),
        ("don't", "don't", ""),
        ("3.5", "3.5", ""),
        ("C++.", "C++", "."),
        ("Dr.", "Dr", ""),
        ("U.S.", "U.S", ""),
        ("—", "", ","),
        ("&", "", ""),
    ],
)
def test_a_token_is_a_word_and_its_mark(text, word, sign):
    assert (core(text), mark(text)) == (word, sign)


@given(st.text(st.characters(exclude_categories=("Cs", "Z", "Cc")), min_size=1, max_size=8))
def test_a_word_and_what_follows_it_end_the_token(text):
    assert text.endswith(core(text) + tail(text))


@pytest.mark.parametrize(
    ("word", "form"),
    [("so", 0), ("So", CAPITAL), ("GPU", UPPER), ("I", CAPITAL), ("iPhone", MIXED), ("10", 0)],
)
def test_the_shape_of_a_word(word, form):
    assert shape(word) == form


def test_lines_and_pauses_are_heard():
    found = heard(say("Ann> so we |1.5| Ann> go on | Bob> yes"))

    assert [item.cue for item in found] == [0, 1, 0, 2, 1]
    assert [item.pause for item in found] == [0, 1.5, 0, 0, 0]


def test_a_slow_line_is_told_from_the_others():
    assert slacks([(2.0, 40)] * 12 + [(7.0, 40)]) == [0.0] * 12 + [5.0]


def test_of_few_lines_nothing_is_said():
    assert slacks([(2.0, 40)] * 9) == [None] * 9


@given(transcripts())
def test_every_token_is_heard(transcript):
    found = heard(transcript)

    assert [item.text for item in found] == [token.text for token in transcript.tokens]
    assert all(0 <= bits(item) < 1 << FEATURES for item in found)


def pieces(*vocabulary: str) -> WordPieces:
    """Pieces of a small vocabulary, after those that every one has."""
    return WordPieces(("[UNK]", "[CLS]", "[SEP]", *vocabulary))


def test_a_word_is_cut_into_the_longest_pieces():
    assert pieces("back", "backprop", "##prop", "##s").cut("Backprops") == (4, 6)


def test_what_has_no_pieces_is_unknown():
    assert pieces("a").cut("日") == (0,)


def test_accents_do_not_count_and_marks_stand_alone():
    assert pieces("don", "'", "t").cut("dón't") == (3, 4, 5)


def test_a_word_without_end_takes_no_longer_for_it():
    started = time.process_time()

    assert len(pieces("a", "##a").cut("a" * 8_000)) == MOST
    assert time.process_time() - started < 1


@given(st.text(max_size=30))
def test_any_word_has_some_pieces(word):
    assert 1 <= len(pieces("a", "##a", "b").cut(word)) <= MOST


def test_the_network_finds_sentences():
    words = (
        "hello and welcome to the show my name is John and today we talk about machine learning what do "
        "you think about the new models I think they are very good but we need more data so we asked for it"
    ).split()
    found = tags([Heard(word) for word in words])

    ends = [words[n] for n, tag in enumerate(found) if tag.end > 0.5]
    assert ends[:4] == ["show", "learning", "models", "data"]
    assert found[words.index("models")].question > 0.5


def test_a_hand_over_is_felt():
    words = "thank you very much next question please hi my name is John I have a question about training".split()
    found = tags([Heard(word) for word in words])

    assert max(range(1, len(words)), key=lambda n: found[n].turn) == words.index("hi")


@settings(max_examples=20)
@given(st.lists(st.sampled_from(TALK.split()), max_size=400))
def test_probabilities_are_shares(words):
    found = tags([Heard(word) for word in words])

    assert len(found) == len(words)
    for tag in found:
        assert sum(tag[:4]) == pytest.approx(1, abs=0.001)
        assert sum(tag[4:7]) == pytest.approx(1, abs=0.001)
        assert 0 <= tag.turn <= 1


@pytest.mark.parametrize("length", [1, 2 * MARGIN, WINDOW - 3, WINDOW - 2, WINDOW - 1, 2 * WINDOW])
def test_windows_cover_every_length(length):
    assert len(tags([Heard("so")] * length)) == length


def test_a_word_put_right_changes_what_is_near_it_alone():
    words = Random(0).choices(TALK.split(), k=700)
    wider = [*words[:350], "back", "propagation", "networks", *words[351:]]
    found, other = (tags([Heard(word) for word in each]) for each in (words, wider))

    assert found[:220] == other[:220]
    assert found[-220:] == other[-220:]
    assert found[348:350] != other[348:350]


@given(st.lists(st.integers(0, 40), max_size=600), st.integers(1, 50))
def test_stretches_follow_one_another_and_fit_a_window(pieces, apart):
    parts = stretches(np.array(pieces, np.int64), apart)

    assert [n for low, high in parts for n in range(low, high)] == [*range(len(pieces))]
    assert all(high - low <= WINDOW - 2 - 2 * MARGIN for low, high in parts)
