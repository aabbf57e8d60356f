"""The network that says how likely each word was misheard."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.language.doubt import Told, doubts, doubts_around, read
from pipeline.language.encoder import each

WRONG = (
    "we trained a small network with backdrop on about a million images and it took two days",
    "you can write your kernels in could a and run them on the graphics card",
    "the service talks to a post dress database and we cash the answers in red is",
)
RIGHT = (
    "we trained a small network with backprop on about a million images and it took two days",
    "you can write your kernels in cuda and run them on the graphics card",
    "the service talks to a postgres database and we cache the answers in redis",
)


@pytest.mark.parametrize(("wrong", "right"), list(zip(WRONG, RIGHT, strict=True)))
def test_what_was_misheard_is_doubted_more_than_what_was_said(wrong, right):
    assert doubts(wrong.split()).max() > doubts(right.split()).max() + 1


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(["the", "layer", "co-author", "—", "GPU,", "3.5", "don’t"])))
def test_every_word_has_its_doubt_and_marks_have_none(texts):
    found = doubts(texts)

    assert len(found) == len(texts)
    assert all(
        np.isneginf(doubt) == (text == "—") for doubt, text in zip(found, texts, strict=True)
    )


def test_case_and_marks_are_no_evidence():
    assert np.allclose(doubts("We use CUDA, now.".split()), doubts("we use cuda now".split()))


def test_more_than_a_window_is_cut_at_the_left():
    left, right = ["recurrent"] * 200, ["network"] * 3
    found = doubts_around(left, ["backdrop"], right)

    assert len(found) == 204
    assert np.isneginf(found[0])
    assert np.isfinite(found[-4:]).all()


def test_what_stands_there_and_what_might_are_read_among_the_same_words():
    texts = WRONG[0].split()
    at = texts.index("backdrop")

    heard, instead = read(texts, at, at + 1), read(texts, at, at + 1, "backprop")

    assert heard.worst == doubts_around(texts[:at], ["backdrop"], texts[at + 1 :])[at]
    assert instead.worst == doubts_around(texts[:at], ["backprop"], texts[at + 1 :])[at]
    assert heard.worst > instead.worst


def test_a_place_is_told_by_its_words_and_their_neighbours():
    told = Told.of(np.array([-8.0, 1.0, -3.0, -1.0, 2.0, -4.0, -6.0, -7.0, -5.0]), 2, 4)

    assert told == Told(worst=-1.0, mean=-2.0, near=2.0)


def test_windows_read_at_once_tell_what_they_tell_one_by_one(monkeypatch):
    talk = " ".join((*WRONG, *RIGHT) * 6).split()
    told = []
    for threads in ("1", "4"):
        monkeypatch.setenv("OMP_NUM_THREADS", threads)
        told.append(doubts(talk))

    assert np.array_equal(*told)


@given(st.lists(st.integers()), st.sampled_from(["1", "3", "", "0", "2,1"]))
def test_each_is_read_in_order(items, threads):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OMP_NUM_THREADS", threads)

        assert each(lambda item: item + 1, items) == [item + 1 for item in items]
