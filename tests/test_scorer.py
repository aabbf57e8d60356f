"""The language model, the topic vectors and the trees, as shipped and made by hand."""

import numpy as np
import pytest

from pipeline.language import lm, scorer, topics
from pipeline.matching.sound_evidence import FEATURES


def small_model():
    """P(b | a) = .5 beside unigrams of .25."""
    quarter = np.full(4, np.log(0.25), dtype=np.float32)
    back = np.full(4, np.log(0.5), dtype=np.float32)
    return lm.LanguageModel(
        ("<unk>", "<s>", "a", "b"),
        quarter,
        back,
        np.array([2 * 4 + 3]),
        np.array([np.log(0.5)], dtype=np.float32),
        np.array([0.0], dtype=np.float32),
        np.array([0]),
        np.array([-1.0], dtype=np.float32),
    )


def test_a_known_pair_costs_its_own_price_and_others_back_off():
    after_a, unknown_pair = small_model().surprise([2, 3, 3])[1:]

    assert after_a == pytest.approx(np.log(2), abs=0.01)
    assert unknown_pair == pytest.approx(np.log(2) + np.log(4), abs=0.01)


def test_a_model_that_was_packed_answers_as_before():
    model = small_model()
    again = lm.unpack(lm.pack(model))

    assert again.words == model.words
    assert np.allclose(again.surprise([2, 3]), model.surprise([2, 3]), atol=lm.STEP)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("State-of-the-art GPUs, isn't it?", ["state", "of", "the", "art", "gpus", "isn't", "it"]),
        ("in 2016", ["in", "0"]),
        ("C++ and C#", ["c++", "and", "c#"]),
        ("that’s", ["that's"]),
        ("—", []),
    ],
)
def test_words_are_counted_as_they_are_spoken(text, words):
    assert lm.spoken(text) == words


def test_the_shipped_model_finds_sense_likelier_than_nonsense():
    model = lm.language_model()
    sense, nonsense = (
        model.surprise(model.encode(text.split())).sum()
        for text in ("we train a neural network", "network we neural a train")
    )

    assert sense < nonsense


def test_words_of_one_subject_are_close():
    vectors = topics.topics().of(["gpu", "nvidia", "revenue"])
    near, far = topics.likeness(vectors[:1].repeat(2, axis=0), vectors[1:])

    assert near > far


def test_an_unknown_word_has_no_subject():
    nothing = topics.topics().of(["qqqqq"])

    assert not nothing.any()
    assert topics.likeness(nothing, nothing) == [0]


def test_vectors_that_were_packed_are_as_before():
    model = topics.Topics(("a", "b"), np.array([[1, 0], [0.5, -1]], dtype=np.float32))
    again = topics.unpack(topics.pack(model))

    assert again.words == model.words
    assert np.allclose(again.vectors, model.vectors, atol=0.01)


def small_scorer():
    """One tree: up to .5 in the second feature -2, else 3."""
    return scorer.Scorer(
        features=("one", "two"),
        roots=np.array([0], dtype=np.int32),
        feature=np.array([1, -1, -1], dtype=np.int16),
        threshold=np.array([0.5, 0, 0], dtype=np.float32),
        below=np.array([1, 0, 0], dtype=np.int32),
        above=np.array([2, 0, 0], dtype=np.int32),
        value=np.array([0, -2, 3], dtype=np.float32),
        base=1.0,
        scores=np.array([-1, 4], dtype=np.float32),
        chances=np.array([0, 0.9], dtype=np.float32),
    )


def test_rows_go_down_the_trees_and_come_out_as_probabilities():
    rows = np.array([[9, 0.5], [9, 0.6]], dtype=np.float32)

    assert small_scorer().score(rows).tolist() == [-1, 4]
    assert small_scorer()(rows) == pytest.approx([0, 0.9])


def test_a_scorer_that_was_packed_is_as_before():
    again = scorer.unpack(scorer.pack(small_scorer()))

    assert again.features == ("one", "two")
    assert again.score(np.array([[0, 1]], dtype=np.float32)).tolist() == [4]


def test_the_shipped_scorer_was_trained_on_the_features_we_compute():
    assert scorer.scorer("terms_scorer").features == tuple(FEATURES)


def test_its_probabilities_rise_with_its_scores():
    shipped = scorer.scorer("terms_scorer")

    assert (np.diff(shipped.scores) > 0).all()
    assert (np.diff(shipped.chances) >= 0).all()
    assert 0 <= shipped.chances.min() <= shipped.chances.max() < 1
