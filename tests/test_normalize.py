"""The normalize stage: cases, laws on anything, and what it says of itself."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.dictionary import Dictionary, Term
from pipeline.edits import apply
from pipeline.errors import Unknown
from pipeline.model import Segment, Transcript
from pipeline.run import run
from pipeline.stages.normalize import LEVELS, PASSES, Normalize
from pipeline.stages.normalize.numbers import value
from say import cases, read, say
from strategies import COMMON, everything, texts, transcripts

stages = st.builds(
    Normalize,
    level=st.sampled_from(sorted(LEVELS)),
    **{setting: st.sampled_from(["", *choices]) for setting, choices in PASSES.items()},
)


def normalized(said: str, **settings: Any) -> str:
    transcript = say(said)
    return read(apply(transcript, Normalize(**settings)(transcript)))


@pytest.mark.parametrize("case", cases("normalize") + cases("normalize-negative"))
def test_cases(case):
    assert normalized(case["said"], **case.get("settings", {})) == case["want"]


LISTED = Dictionary(
    (
        Term("Cilium", aliases=("silly um",)),
        Term("HMM"),
        Term("momentum", heard=("moment um",), near=("gradient",)),
    )
)


@pytest.mark.parametrize(
    ("said", "want"),
    [
        ("the mesh to silly um | and um it has", "the mesh to silly um | and it has"),
        ("the mesh to silly um um it has", "the mesh to silly um it has"),
        ("that is silly, um, but", "that is silly, but"),
        ("Ann> is it silly | Bob> um it is", "Ann> is it silly | Bob> it is"),
        ("well hmm it has", "well it has"),
        ("at the moment um we", "at the moment we"),
        ("the gradient at the moment um we", "the gradient at the moment um we"),
    ],
)
def test_what_sounds_like_a_filler_in_a_form_of_the_dictionary_stays(said, want):
    assert normalized(said, dictionary=LISTED) == want


@given(transcripts(), stages)
def test_whatever_was_said_the_licence_holds_and_all_edits_fit(transcript, stage):
    step = run(transcript, stage, everything)

    assert not step.breach
    assert not step.held


@given(transcripts(), stages)
def test_what_was_done_can_be_undone(transcript, stage):
    edits = list(stage(transcript))

    assert apply(apply(transcript, edits), [edit.undo for edit in edits]) == transcript


@given(st.lists(st.sampled_from(COMMON), max_size=30).map(" ".join))
def test_verbatim_loses_no_word(text):
    transcript = say(text)

    kinds = {edit.kind for edit in Normalize(level="verbatim")(transcript)}

    assert kinds <= {"form", "spacing"}


@given(texts(min_words=1, max_words=30))
@example("GP um use")
@example("L um S")
@example("U. S uh.")
@example("L S w- we")
@example("I M. S M.'s")
@example("no - um?")
def test_once_is_enough(text):
    transcript = say(text.replace("|", "").replace(">", "") or "x")
    once = apply(transcript, Normalize()(transcript))
    again = [edit for edit in Normalize()(once) if edit.kind != "drop"]

    assert again == []


def test_one_edit_for_changes_that_touch():
    transcript = say("so I, um. And the LST M.'s uh. Yes")
    edits = list(Normalize()(transcript))

    assert [(edit.was, edit.now, edit.why) for edit in edits] == [
        ("I,", "I.", "stop of a filler; 'um'"),
        ("um.", "", "filler; 'um'"),
        ("LST M.'s", "LSTMs.", "stop of a filler; 'uh'; letters; \"LST M.'s.\""),
        ("uh.", "", "filler; 'uh'"),
    ]


def test_a_caption_at_the_same_time_was_not_said_twice():
    segments = [
        Segment(0, 900, "thank you"),
        Segment(0, 900, "thank you"),
        Segment(900, 1000, "so"),
    ]
    transcript = Transcript.of("talk", segments)

    assert read(apply(transcript, Normalize()(transcript))) == "thank you | so"


def test_a_caption_too_fast_to_be_said():
    segments = [Segment(0, 900, "we see that"), Segment(900, 950, "we see that")]
    transcript = Transcript.of("talk", segments)

    assert read(apply(transcript, Normalize()(transcript))) == "we see that"


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"level": "cleaner"},
            "no level of normalize 'cleaner'; there are: clean, readable, verbatim",
        ),
        (
            {"fillers": "drop"},
            "no choice of normalize.fillers 'drop'; there are: keep, mark, remove",
        ),
        ({"numbers": "yes"}, "no choice of normalize.numbers 'yes'; there are: digits, keep"),
    ],
)
def test_an_unknown_setting_names_those_there_are(settings, message):
    with pytest.raises(Unknown) as error:
        Normalize(**settings)

    assert str(error.value) == message


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("two thousand ten", 2010),
        ("two million three hundred thousand and five", 2_300_005),
        ("twelve hundred", 1200),
        ("ninety nine", 99),
        ("zero", 0),
        ("four five", None),
        ("twenty eleven", None),
        ("thousand", None),
        ("two thousand million", None),
        ("and five", None),
        ("five and", None),
        ("cats", None),
        ("", None),
    ],
)
def test_the_value_of_number_words(words, number):
    assert value(words.split()) == number


@given(st.integers(1, 999_999_999))
def test_every_number_has_its_value(number):
    assert value(spoken(number).split()) == number


def spoken(number: int) -> str:
    """A number in words, as people say it."""
    small = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen"
    ).split()
    tens = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            return f"{spoken(number // size)} {name}" + (f" {spoken(rest)}" if rest else "")
    if number < 20:
        return small[number]
    return tens[number // 10] + (f" {small[number % 10]}" if number % 10 else "")
