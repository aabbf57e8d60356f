"""Files that name a speaker here and there: what is labelled stays, and the rest is told apart."""

from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.edits import apply
from pipeline.model import Transcript
from pipeline.stages.speakers import Speakers
from say import say
from speaking import named

SPEAKERS = Speakers()
NEWS = (
    ">> Good morning, I'm Carla Reyes with the news at eight. | >> And I'm Dan Wu. | A big storm is on its way. | "
    ">> Our reporter is there. What do you see? | Reporter> Carla, the waves are six feet high. | "
    ">> Is anybody still on the beach? | >> A few surfers. The police told them to go home. | "
    ">> Stay safe out there. | >> Thank you. Back to you. | >> Coming up, a look at sports."
)
CALL = (
    "{}Good afternoon and welcome to the third quarter earnings call. | "
    "I would now like to turn the call over to Dana Whitcomb. | Please go ahead. | "
    "Thank you, operator, and good afternoon everyone. | "
    "With me today are our CEO, Marco Steiner, and our CFO, Priya Natarajan. | "
    "We'll make forward-looking statements. | I'll now turn it over to Marco. | "
    "Thanks, Dana. | It was a record quarter. | Revenue was up twelve percent year over year."
)


def turns(transcript: Transcript) -> list[tuple[str | None, str]]:
    """Each speaker with the first word of his turn."""
    runs = groupby(transcript.segments, key=lambda segment: segment.speaker)
    return [(speaker, next(run).text.removeprefix(">> ").split()[0]) for speaker, run in runs]


def test_beside_one_label_the_chevrons_tell_who_speaks() -> None:
    told = turns(named(say(NEWS)))

    assert ("Reporter", "Carla,") in told
    assert [first for _, first in told] == [
        "Good", "And", "Our", "Carla,", "Is", "A", "Stay", "Thank", "Coming",
    ]  # fmt: skip
    assert all(speaker for speaker, _ in told)


def test_one_label_at_the_beginning_makes_nobody_else_speak_otherwise() -> None:
    with_label, without = say(CALL.format("Operator> ")), say(CALL.format(""))

    assert turns(named(with_label)) == turns(named(without))
    assert turns(named(with_label))[0] == ("Operator", "Good")
    assert ("Dana Whitcomb", "Thank") in turns(named(with_label))


def test_who_is_labelled_goes_on_until_another_is_likely() -> None:
    said = "Ann Lee> So today we talk about trees. | " + " | ".join(
        [
            "A tree is a graph without cycles.",
            "We will see that each tree has a leaf.",
            "And then we take it away.",
        ]
        * 3
    )
    edits = list(SPEAKERS(say(said)))

    assert {segment.speaker for segment in named(say(said)).segments} == {"Ann Lee"}
    assert any("“Ann Lee” goes on" in edit.why for edit in edits)


@pytest.mark.parametrize("rest", ["And so on.", ">> Yes. | >> No."])
def test_where_nearly_all_is_labelled_the_rest_is_nobodys(rest: str) -> None:
    raw = say(
        "Ann> So what is a tree to you, if I may ask? | Bob> A tree is a graph without cycles, I would say. | "
        + rest
    )

    assert {segment.speaker for segment in named(raw).segments} == {"Ann", "Bob", None}


WORDS = st.sampled_from(
    "so what do you think yeah okay thanks i we question ann >> >> no. yes?".split()
)
LINES = st.tuples(
    st.sampled_from(["", "", "", "Ann> ", "Moderator> "]), st.lists(WORDS, min_size=1, max_size=9)
)


@given(st.lists(LINES, min_size=1, max_size=12))
@settings(max_examples=25)
def test_labels_stand_and_the_others_can_be_taken_back(
    lines: list[tuple[str, list[str]]],
) -> None:
    raw = say(" | ".join(label + " ".join(words) for label, words in lines))
    edits = list(SPEAKERS(raw))
    after = apply(raw, edits)

    assert {cue for cue in raw.cues if cue.speaker} <= set(after.cues)
    assert apply(after, [edit.undo for edit in edits]) == raw
