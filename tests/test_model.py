"""The axis: segments go in and come out, and everything leads back to what was heard, and when."""

import time
from dataclasses import replace

import pytest
from hypothesis import assume, given

from pipeline.edits import apply, rewrite
from pipeline.model import Cue, Place, Segment, Token, Transcript, key, keys, stretches, text_of
from say import read, say
from strategies import Chance, chances, segments, transcripts


@given(segments())
def test_segments_come_back_as_they_went_in(made):
    assert list(Transcript.of("talk", made).segments) == made


@given(transcripts())
def test_the_builder_of_our_tests_says_what_it_reads(transcript):
    said = read(transcript)
    assume(not any(sign in transcript.text for sign in "|>"))

    assert read(say(said)) == said


@given(transcripts(), chances())
def test_every_token_leads_to_words_and_a_time(transcript, chance: Chance):
    after = apply(transcript, chance(transcript))

    for token in after.tokens:
        heard = after.heard(token.at)
        assert heard
        assert heard[0].start <= after.time(token.at.start) <= heard[-1].end


@given(transcripts(), chances())
def test_words_keep_their_order_and_segments_their_times(transcript, chance: Chance):
    after = apply(transcript, chance(transcript))

    places = [token.at for token in after.tokens]
    starts = [segment.start for segment in after.segments]
    assert places == sorted(places)
    assert starts == sorted(starts)
    assert " ".join(segment.text for segment in after.segments) in after.text


def test_a_segment_without_words_leaves_no_trace():
    blank = Segment(0, 900, " \t")

    assert list(Transcript.of("talk", [blank, Segment(900, 1000, "so")]).segments) == [
        Segment(900, 1000, "so")
    ]


def test_words_share_the_time_of_their_segment_by_their_length():
    words = Transcript.of("talk", [Segment(1000, 2000, "a longer")]).words

    assert [(word.text, word.start, word.end) for word in words] == [
        ("a", 1000, 1222),
        ("longer", 1222, 2000),
    ]


def test_marks_that_stand_alone_take_no_time():
    told = Transcript.of(
        "talk", [Segment(0, 900, "&gt;&gt; Is it - yes"), Segment(900, 1100, "♪ ♪")]
    )

    assert [(word.text, word.start) for word in told.words] == [
        ("&gt;&gt;", 0),
        ("Is", 0),
        ("it", 270),
        ("-", 540),
        ("yes", 540),
        ("♪", 900),
        ("♪", 1000),
    ]


def test_a_rest_is_spread_over_its_line_where_nobody_knows_better():
    told = Transcript.of("talk", [Segment(0, 1000, "so it", rest=2000), Segment(3000, 4000, "was")])

    assert [(word.start, word.end) for word in told.words] == [(0, 500), (500, 1000), (3000, 4000)]
    assert [(word.start, word.end) for word in told.spread] == [
        (0, 1500),
        (1500, 3000),
        (3000, 4000),
    ]


def test_a_rest_lies_where_a_sentence_begins_in_its_line():
    told = Transcript.of(
        "talk", [Segment(0, 1000, "so it we", rest=2000), Segment(3000, 4000, "do")]
    )
    clean = replace(told, cues=(Cue(0.0), Cue(2.0)))

    assert [(s.start, s.end) for s in told.segments] == [(0, 1000), (3000, 4000)]
    assert [(s.start, s.end, s.text) for s in clean.segments] == [
        (0, 666, "so it"),
        (2666, 4000, "we do"),
    ]


def test_a_mark_that_stands_alone_does_not_part_the_rest_of_its_line():
    line = Segment(4000, 10_000, "that is the end. >> Okay so", rest=20_000)
    told = Transcript.of("talk", [line, Segment(30_000, 31_000, "and then")])

    for opens in (4, 5):  # with the mark or behind it
        clean = replace(told, cues=(Cue(0), Cue(opens), Cue(7)))
        assert [(s.start, s.end) for s in clean.segments] == [
            (4000, 8080),
            (28_080, 30_000),
            (30_000, 31_000),
        ]
    assert [(word.start, word.end) for word in told.spread[3:6]] == [
        (16_480, 21_680),
        (21_680, 21_680),
        (21_680, 26_880),
    ]


def test_lines_that_touch_have_each_their_rest():
    told = Transcript.of(
        "talk", [Segment(0, 1000, "so it", rest=2000), Segment(1000, 2000, "we do", rest=4000)]
    )
    clean = replace(told, cues=(Cue(0), Cue(1), Cue(2)))

    assert [(s.start, s.end) for s in clean.segments] == [(0, 500), (2500, 3000), (1000, 2000)]


def test_times_in_a_long_line_are_found_at_once():
    told = Transcript.of("talk", [Segment(0, 6_000_000, "word " * 20_000, rest=6_000_000)])
    began = time.process_time()
    ends = [told.end(n) for n in range(1, 20_001)]

    assert ends[-1] == 6_000_000
    assert time.process_time() - began < 2  # by the square of the words: half a minute


def test_half_a_word_is_half_its_time():
    transcript = say("one two")

    assert [transcript.time(place) for place in (0, 0.5, 1, 2)] == [0, 200, 400, 800]
    assert [transcript.end(place) for place in (0.5, 1, 2)] == [200, 400, 800]


def test_a_silence_belongs_to_no_segment():
    transcript = say("one |3| two")

    assert [(segment.start, segment.end) for segment in transcript.segments] == [
        (0, 400),
        (3400, 3800),
    ]


def test_a_cue_left_without_words_shows_no_segment():
    transcript = say("one | two | three")
    left = Transcript("talk", transcript.words, transcript.tokens[::2], transcript.cues)

    assert read(left) == "one | three"


def test_halves_of_a_word_were_heard_as_the_whole():
    transcript = say("alot more")

    assert [word.text for word in transcript.heard(Place(0.5, 1))] == ["alot"]
    assert [word.text for word in transcript.heard(Place(0.5, 2))] == ["alot", "more"]


def test_an_empty_transcript_has_neither_text_nor_time():
    empty = Transcript.of("talk", [])

    assert (empty.text, list(empty.segments), empty.time(0)) == ("", [], 0)


def test_a_speaker_belongs_to_the_segment():
    assert say("Ann> yes | no").cues == (Cue(0, "Ann"), Cue(1, None))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("GPUs.", "gpus"),
        ("“don’t”", "dont"),
        ("C++,", "c++"),
        ("C#", "c#"),
        ("R&D", "r&d"),
        ("5%", "5%"),
        ("co-op", "coop"),
        ("Straße", "strasse"),
        ("snake_case", "snakecase"),
        ("--", ""),
    ],
)
def test_a_key_is_the_word_without_case_and_punctuation(text, folded):
    assert key(text) == folded


def test_punctuation_alone_has_no_key():
    tokens = [Token("So", Place(0, 1)), Token("-", Place(1, 2))]

    assert keys(tokens) == ("so",)


def test_a_text_goes_on_between_what_stands_on_its_words():
    tokens = say("a b c d e").tokens
    edits = [rewrite(tokens[low:high], "x", "") for low, high in ((2, 4), (0, 1), (1, 3))]
    told = [(text_of(here), on) for _, here, on in stretches(tokens, edits)]

    assert told == [("a", [edits[1]]), ("b c d", [edits[2], edits[0]]), ("e", [])]
