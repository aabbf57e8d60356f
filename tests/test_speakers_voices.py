"""Numbered voices of a file: what a voice's part says of its name, and what names that are told say."""

import numpy as np
import pytest

from pipeline.model import Speaker, Talk
from pipeline.stages.speakers.cast import cast_of
from pipeline.stages.speakers.imported import namings
from say import say
from speaking import named

SHOW = Talk(speakers=(Speaker("Ann Lee", "host"), Speaker("Bob Ray", "guest")))
TALK = Talk(speakers=(Speaker("Ann Lee", "speaker"),))
ASKS, ANSWERS = [0.0, -3.0], [-3.0, 0.0]


def given(talk: Talk, voices: str, plays: dict[str, list[float]]) -> dict[str, str]:
    """The names of the voices, where they tell by how each `plays` the parts alone."""
    cast = cast_of(talk, "", 0.0)
    grid = np.array([plays[voice] for voice in voices])
    found = namings([f"Speaker {v}" for v in voices], cast, [()] * len(voices), grid, told=False)
    return {one.label: one.name for one in found if one.chance > 0.5}


@pytest.mark.parametrize(
    ("second", "names"),
    [(ANSWERS, {"Speaker 1": "Ann Lee", "Speaker 0": "Bob Ray"}), (ASKS, {})],
)
def test_the_voices_of_a_host_and_a_guest_are_told_by_who_asks(
    second: list[float], names: dict[str, str]
) -> None:
    assert given(SHOW, "0101" * 5, {"0": second, "1": ASKS}) == names


def test_a_host_may_explain_all_and_be_asked() -> None:
    assert given(SHOW, "0" * 20 + "1", {"0": ANSWERS, "1": [0.0, -20.0]}) == {}


def test_a_third_voice_leaves_open_which_are_those_of_a_host_and_a_guest() -> None:
    plays = {"0": ANSWERS, "1": ASKS, "2": ASKS}

    assert given(SHOW, "0101" * 5 + "2", plays) == {}


@pytest.mark.parametrize(
    ("voices", "names"),
    [("0" * 20 + "12", {"Speaker 0": "Ann Lee"}), ("012" * 20, {})],
)
def test_who_says_most_of_a_lecture_gives_it(voices: str, names: dict[str, str]) -> None:
    plays = {"0": [0.0, -3.0], "1": [-0.5, 0.0], "2": [-0.5, 0.0]}

    assert given(TALK, voices, plays) == names


def test_a_voice_that_gives_a_name_like_one_of_the_programme_has_that() -> None:
    talk = Talk(speakers=(Speaker("Satsie"), Speaker("Jonas Lee"), Speaker("Armin Moss")))
    said = (
        "Speaker 0> Welcome to our panel. | Speaker 0> My name is Satsi, and I work on channels. | "
        "Speaker 1> I'm Jonas, and I write software. | Speaker 2> Hello, I'm Armin, I write, too."
    )

    assert [segment.speaker for segment in named(say(said, talk)).segments][:2] == ["Satsie"] * 2


def test_who_asks_a_guest_has_not_the_guest_s_name() -> None:
    said = (
        "Speaker 2> Welcome to the podcast. | Speaker 2> Our guest today is Sergi Delgado. | "
        "Speaker 1> Sergi, how did you come to work on this? | Speaker 1> What did you do before, and what do you like? | "
        "Speaker 0> Well, I was at a university, and I wrote a paper about the network. | "
        "Speaker 0> It took me two years, and I learned a lot from it. | "
        "Speaker 1> So what was the paper about? | Speaker 1> And is it true that nobody read it? | "
        "Speaker 0> It was about how transactions travel, and I think three people read it. | "
        "Speaker 2> Welcome, Sergi Delgado. | Speaker 1> So tell me, what do you do today? | "
        "Speaker 0> Today I work on a tower that watches channels for others."
    )

    spoken = [segment.speaker for segment in named(say(said)).segments]
    assert "Sergi Delgado" not in spoken[2:4]
