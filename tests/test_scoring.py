"""Scores: what each measure counts, on transcripts of a line."""

from dataclasses import replace

import pytest

from pipeline.model import Transcript
from pipeline.scoring import Rate, score, words
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


def test_a_segment_without_a_word_has_none() -> None:
    assert [word.text for word in words(say("yes | … | no"))] == ["yes", "no"]


def test_a_turn_is_found_if_it_stands_near():
    late = "Ann> Do you use backprop? Yes, | Bob> we train nets. | It works."

    assert score(say(late), say(TRUTH)).turn == Rate(0.5, 1.0, 2 / 3, 1)


def test_without_speakers_there_is_nothing_to_say_of_them():
    result = score(say("Do you?"), say("Do you?"))

    assert (result.turn, result.speaker_error_rate, result.speaker_named) == (None, None, None)


def test_a_filler_a_repetition_and_a_number_in_digits_are_no_errors():
    said = say("um so we we have twenty five nets")

    result = score(say("so we have 25 nets"), said, said)

    assert (result.word_error_rate, result.improved, result.harmed) == (0, 0, 0)


def test_digits_stand_for_every_word_that_is_a_number():
    said = say("a model of two trillion weights")

    assert score(say("a model of 2,000,000,000,000 weights"), said).word_error_rate == 0


def test_a_word_that_is_parted_otherwise_is_not_harmed():
    result = score(
        say("a dataset of words"), say("a data set of words"), say("a data set of words")
    )

    assert result.harmed == 0
    assert score(say("deep-learning"), say("deep learning")).word_error_rate == 0


def test_what_is_nearer_to_what_was_said_is_told_of_what_changed():
    raw = say("do you use backdrop yes we train nets it works")
    clean = say("Do you use backprop? | Yes, we train nuts. | It works.")

    result = score(clean, say(TRUTH), raw)

    assert (result.harmed_per_1000, result.edit_precision) == (100, 0.5)
    assert score(raw, say(TRUTH), raw).edit_precision is None


WHOLE = " | ".join(
    f"Line {n} tells of topic {n * n} in {n * 31} words of its own." for n in range(80)
)


def part(first: int, last: int, *, timed: bool = True) -> Transcript:
    """A few lines of the talk, with its times or without any."""
    segments = list(say(WHOLE).segments)[first:last]
    kept = segments if timed else [replace(one, start=0, end=0) for one in segments]
    return Transcript.of("part", (replace(one, words=()) for one in kept))


@pytest.mark.parametrize(("reference", "raw"), [(True, True), (True, False), (False, True)])
def test_a_part_of_a_talk_is_measured_against_a_reference_of_it(reference, raw):
    truth, heard = part(20, 40, timed=reference), part(20, 40, timed=raw)

    result = score(say(WHOLE), truth, heard)

    assert (result.word_error_rate, result.raw_word_error_rate, result.harmed) == (0, 0, 0)
    assert result.span == (
        (truth if reference else heard).words[0].start,
        truth.words[-1].end or heard.words[-1].end,
    )
    assert result.words == len(list(words(truth)))


def test_a_raw_transcript_of_the_whole_talk_is_cut_as_the_clean_one():
    result = score(say(WHOLE), part(20, 40), say(WHOLE))

    assert (result.word_error_rate, result.raw_word_error_rate) == (0, 0)


def test_a_whole_talk_is_measured_whole():
    longer = say(WHOLE + " | And so on.")

    result = score(longer, part(0, 80))

    assert (result.span, result.short) == (None, 0)
    assert result.word_error_rate == pytest.approx(3 / result.words)


def test_a_short_reference_without_times_is_told():
    result = score(say(WHOLE), part(20, 40, timed=False))

    assert (result.span, result.short) == (None, len(list(words(say(WHOLE)))))
