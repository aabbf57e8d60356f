"""Scores: what each measure counts, on transcripts of a line."""

import pytest

from pipeline.scoring import Rate, score
from say import say

TRUTH = "Ann> Do you use backprop? | Bob> Yes, we train nets. | Bob> It works."


def test_a_perfect_transcript():
    perfect = score(say(TRUTH), say(TRUTH))

    assert perfect.word_error_rate == 0
    assert perfect.case_accuracy == 1
    assert perfect.sentence == perfect.period.__class__(1, 1, 1, 3)
    assert (perfect.comma.true, perfect.period.true, perfect.question.true) == (1, 2, 1)
    assert perfect.turn == Rate(1, 1, 1, 1)
    assert (perfect.speaker_error_rate, perfect.speaker_named) == (0, 1)


def test_case_marks_and_fillers_are_not_word_errors():
    assert (
        score(
            say("umm do you use backprop mm yes we train nets it works"), say(TRUTH)
        ).word_error_rate
        == 0
    )


def test_a_misheard_word_is_one_error_in_ten():
    heard = TRUTH.replace("backprop", "backdrop")

    assert score(say(heard), say(TRUTH)).word_error_rate == pytest.approx(1 / 10)


def test_words_improved_and_harmed_are_told_apart():
    raw = say("do you use backdrop yes we train nets it works")
    clean = say("Do you use backprop? | Yes, we train nuts. | It works.")

    result = score(clean, say(TRUTH), raw)

    assert (result.improved, result.harmed) == (1, 1)
    assert result.raw_word_error_rate == pytest.approx(1 / 10)


def test_sentences_and_marks_are_found_and_missed():
    result = score(say("Do you use backprop, yes, we train nets. | It works."), say(TRUTH))

    assert result.sentence == Rate(1.0, 2 / 3, 0.8, 3)
    assert result.comma == Rate(0.5, 1.0, 2 / 3, 1)
    assert result.question == Rate(0.0, 0.0, 0.0, 1)


def test_a_mark_within_a_word_is_none():
    said = "(3.5) and 1,000 next.js pages."

    assert score(say(said), say(said)).period.true == 1
    assert score(say(said), say(said)).comma.true == 0


def test_labels_of_other_names_count_by_their_best_mapping():
    ours = TRUTH.replace("Ann", "Speaker 1").replace("Bob", "Speaker 2")

    result = score(say(ours), say(TRUTH))

    assert (result.speaker_error_rate, result.speaker_named) == (0, 0)


def test_a_turn_is_found_if_it_stands_near():
    late = "Ann> Do you use backprop? Yes, | Bob> we train nets. | It works."

    assert score(say(late), say(TRUTH)).turn == Rate(0.5, 1.0, 2 / 3, 1)


def test_without_speakers_there_is_nothing_to_say_of_them():
    result = score(say("Do you?"), say("Do you?"))

    assert (result.turn, result.speaker_error_rate, result.speaker_named) == (None, None, None)
