"""How what is said is cut into subtitles, and how long they are shown."""

from dataclasses import replace
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.edits import apply, recue
from pipeline.formats import FORMATS
from pipeline.formats.cut import LONGEST, WIDTH, cut
from pipeline.formats.signs import signs
from pipeline.model import Cue, Segment, Transcript, Word
from say import WORD, say, segments
from strategies import plain


def texts(transcript):
    return [cue.text for cue in cut(transcript)]


def timed(said):
    """The transcript that `said` describes, from a recogniser that timed each word."""
    return Transcript.of("talk", [replace(s, words=tuple(_words(s))) for s in segments(said)])


def one_sentence(way, said):
    """The transcript of `said` in one of these ways, its lines joined."""
    told = way(said)
    return apply(told, [recue(cue, None, "line break") for cue in told.cues[1:]])


def _words(segment):
    for n, word in enumerate(segment.text.split()):
        yield Word(word, segment.start + n * WORD, segment.start + (n + 1) * WORD)


@given(plain())
def test_subtitles_are_short_enough_to_read(transcript):
    for cue in cut(transcript):
        lines = cue.text.split("\n")
        assert len(lines) <= 2
        assert all(len(line) <= WIDTH or " " not in line for line in lines)
        assert 0 <= cue.end - cue.start <= LONGEST


def spoken(*times):
    """One word in each of these times, by turns."""
    who = cycle(("Ann", "Bob"))
    return Transcript.of("talk", [Segment(start, end, "Okay", next(who)) for start, end in times])


@pytest.mark.parametrize(
    ("times", "shown"),
    [
        ([(0, 100), (2000, 3000)], [(0, 833), (2000, 3000)]),
        ([(0, 0), (300, 900)], [(0, 300), (300, 1133)]),
        ([(0, 900), (900, 900), (900, 2000)], [(0, 900), (900, 1733), (900, 2000)]),
        ([(0, 900), (900, 900)], [(0, 900), (900, 1733)]),
        (
            [(0, 0), (0, 400), (600, 900), (2000, 2500)],
            [(0, 600), (0, 600), (600, 1433), (2000, 2833)],
        ),
        ([(0, 0), (0, 0)], [(0, 0), (0, 0)]),  # no times
        ([(0, 1000), (1450, 2500)], [(0, 1367), (1450, 2500)]),  # two frames before it
        ([(0, 1000), (1500, 2500)], [(0, 1000), (1500, 2500)]),
        ([(0, 1400), (1450, 2500)], [(0, 1400), (1450, 2500)]),
        ([(0, 1000), (900, 2500)], [(0, 900), (900, 2500)]),  # two at once, for a moment
        ([(0, 1000), (800, 2500)], [(0, 1000), (800, 2500)]),  # there would be no time to see it
        ([(0, 2000), (1500, 2500)], [(0, 2000), (1500, 2500)]),  # two at once
        ([(0, 6900), (7300, 9000)], [(0, 7000), (7300, 9000)]),
    ],
)
def test_a_subtitle_lasts_a_moment_and_to_the_next_and_spares_it(times, shown):
    assert [(cue.start, cue.end) for cue in cut(spoken(*times))] == shown


# Two who speak at once, the words of each timed: Bob begins, and ends, while Ann speaks.
ANN = "We can tell you that the whole of it is cut into two or more, and that all of these are shown in time."
AT_ONCE = Transcript.of(
    "talk",
    [
        replace(s, words=tuple(_words(s)))
        for s in (
            Segment(0, 23 * WORD, ANN, "Ann Lee"),
            Segment(7 * WORD, 9 * WORD, "Right, exactly.", "Bob Day"),
            Segment(25 * WORD, 27 * WORD, "So be it.", "Bob Day"),
        )
    ],
)


def test_what_begins_first_is_shown_first_where_people_speak_at_once():
    assert [(cue.speaker, cue.text) for cue in cut(AT_ONCE)] == [
        ("Ann Lee", "We can tell you that the whole\nof it is cut into two or more,"),
        ("Bob Day", "Right, exactly."),
        ("Ann Lee", "and that all of these are shown in time."),
        ("Bob Day", "So be it."),
    ]


@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_whoever_goes_on_is_named_again_where_people_speak_at_once(form):
    read = list(FORMATS[form].read(FORMATS[form].write(AT_ONCE)))

    said = {
        who: " ".join(s.text for s in read if s.speaker == who) for who in ("Ann Lee", "Bob Day")
    }
    assert said == {"Ann Lee": ANN, "Bob Day": "Right, exactly. So be it."}


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30), st.sampled_from("AB")), max_size=6)
)
def test_subtitles_stand_in_the_order_of_time(spans):
    told = [
        Segment(start * WORD, (start + size) * WORD, " ".join(["Okay"] * size), who)
        for start, size, who in sorted(spans)
    ]
    transcript = Transcript.of("talk", [replace(s, words=tuple(_words(s))) for s in told])
    shown = list(cut(transcript, signs(transcript, {"A", "B"})))

    assert [cue.start for cue in shown] == sorted(cue.start for cue in shown)
    for who in "AB":
        said = [cue.text.replace(f">> {who}: ", "").split() for cue in shown if cue.speaker == who]
        assert sum(map(len, said)) == sum(size for _, size, name in spans if name == who)


def test_a_subtitle_stays_until_it_is_read_if_the_screen_is_free():
    said = "It is seventeen letters in a second."  # 36 letters
    told = [Segment(0, 900, said), Segment(9000, 9900, said), Segment(10_500, 12_900, said)]

    shown = [(cue.start, cue.end) for cue in cut(Transcript.of("talk", told))]
    assert shown == [(0, 2118), (9000, 10_417), (10_500, 12_900)]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Right. | Now we need a bound.", ["Right. Now we need a bound."]),
        ("A> We need a bound. | A> Right? | B> Yes.", ["We need a bound. Right?", "Yes."]),
        ("Right. |2| Now we need a bound.", ["Right.", "Now we need a bound."]),
        ("Ann> Right. | Bob> Now we need a bound.", ["Right.", "Now we need a bound."]),
        ("So it is good. | - |2| We can go on.", ["So it is good. -", "We can go on."]),
        ("We can go on. |3| ♪ |3| And so on.", ["We can go on.", "♪", "And so on."]),
        (
            "Right. | Now we need to find a bound on the expected error, or two.",
            ["Right. Now we need to find a bound\non the expected error, or two."],
        ),
        (
            "We have to find a bound on the error. | Then we can go on to the next part.",
            ["We have to find a bound on the error.", "Then we can go on to the next part."],
        ),
    ],
)
def test_a_short_sentence_joins_its_neighbour(said, shown):
    assert texts(timed(said)) == shown


def test_a_long_sentence_is_cut_where_it_pauses():
    sentence = (
        "We tried to train the same network on the larger images from the web, "
        "but in the end it did not make any difference to the error on the test set."
    )

    assert texts(say(sentence)) == [
        "We tried to train the same network\non the larger images from the web,",
        "but in the end it did not make any\ndifference to the error on the test set.",
    ]


def test_a_word_over_a_pause_is_not_shown_for_ever():
    told = Transcript.of("talk", [Segment(0, 60_000, "Okay")])

    assert [(cue.start, cue.end) for cue in cut(told)] == [(0, LONGEST)]


def test_a_word_too_long_for_a_line_stands_alone():
    word = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"

    assert texts(say(f"the {word} is")) == ["the", word, "is"]


def test_the_word_behind_a_name_waits_for_the_next_as_elsewhere():
    told = say("Bob> Yes. | Ann Lee> The unreasonable effectiveness.")

    *_, last = cut(told, signs(told, {"Ann Lee"}))
    assert last.text == ">> Ann Lee: The unreasonable\neffectiveness."


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (  # at a mark
            "And what we did then was new, and nobody thought of it.",
            ["And what we did then was new,\nand nobody thought of it."],
        ),
        (  # before a word that opens a phrase
            "We looked at the result of the experiment in another laboratory.",
            ["We looked at the result\nof the experiment in another laboratory."],
        ),
        (  # not within a name
            "I had good fortune in attending Carnegie Mellon University then.",
            ["I had good fortune in attending\nCarnegie Mellon University then."],
        ),
        (  # nor within a number
            "Research was all in all seven point seven million dollars then.",
            ["Research was all in all\nseven point seven million dollars then."],
        ),
        (  # nor behind a sign that joins two
            "We say that it is true if sigma < lambda and not otherwise.",
            ["We say that it is true\nif sigma < lambda and not otherwise."],
        ),
    ],
)
def test_lines_break_where_phrases_do(said, shown):
    assert texts(say(said)) == shown


def test_subtitles_end_where_phrases_do():
    told = timed(
        "Research and development expenses were three point four million dollars which is up fifty two percent"
        " and I had the good fortune of attending Carnegie Mellon University at which I met my partners."
    )

    assert texts(told) == [
        "Research and development expenses\nwere three point four million dollars",
        "which is up fifty two percent\nand I had the good fortune",
        "of attending Carnegie Mellon University\nat which I met my partners.",
    ]


MANY = "graph " * 20


@pytest.mark.parametrize(
    ("said", "sizes"),
    [
        (timed(MANY), [14, 6]),
        (one_sentence(timed, f"{MANY[: 6 * 8]}|0.4| {MANY[: 6 * 12]}"), [8, 12]),  # at a pause
        (one_sentence(say, f"{MANY[: 6 * 8]}| {MANY[: 6 * 12]}"), [8, 12]),  # at a time of the file
        (one_sentence(timed, f"{MANY[: 6 * 8]}| {MANY[: 6 * 12]}"), [14, 6]),  # all are
    ],
)
def test_a_sentence_is_cut_at_pauses_and_where_its_time_is_known(said, sizes):
    assert [len(text.split()) for text in texts(said)] == sizes


def test_captions_that_are_good_are_cut_as_they_were():
    lines = "Okay. So that is the first part of the proof. | Right? Now we need a bound. | Yes. Please, go ahead."
    told = say(lines)
    begins = [n for n, word in enumerate(told.words) if word.text[0].isupper()]
    sentences = apply(
        told,
        [
            recue(None, Cue(n), "sentence")
            for n in begins
            if all(n != line.first for line in told.lines)
        ],
    )

    assert [text.replace("\n", " ") for text in texts(sentences)] == lines.split(" | ")
