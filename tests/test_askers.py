"""Who in the audience is one person: who goes on after the answer, and who has a number for it."""

import pytest

from pipeline.edits import apply
from pipeline.model import Place, Talk
from pipeline.stages.speakers import Speakers
from pipeline.stages.speakers.askers import goes_on
from pipeline.verdicts import Axis, Verdict, decided, hand_id, standing
from pipeline.verdicts.hand import STAGE
from say import say
from speaking import PANEL, labelled

ROUND = (
    "Okay, are there any more questions? |2| Hi, I have a question for the panel. | "
    "How much data do you need to train a network? |2| "
    "That's a good question. | I think it depends on the network that you want to train. |3| "
    "Okay, next question from the back. |2| "
    "Thank you for your talks, I was wondering whether this works on a phone? |2| "
    "I think it depends on the phone and on the network. | "
    "At Facebook we have tried it on many of them. | And it was never fast enough for us. |2| "
    "But what about the battery, because in your presentation you showed how long it takes? |2| "
    "Yeah, I think there are a lot of people who work on that. | It depends on the network."
)
CALL = (
    "Ladies and gentlemen, welcome to the earnings conference call, all lines are in listen-only mode. |2| "
    "Thank you, operator, and good afternoon everyone. | Our revenue grew by ten percent in the quarter. | "
    "And we expect it to grow further in the coming year. |3| "
    "Your first question comes from the line of Tim Roe with Big Bank, your line is open. |2| "
    "Good afternoon, guys, can you talk about how you see margins in the second half? |2| "
    "Sure, we think that margins will be about the same as in the first half. | We see demand in all markets. |2| "
    "Great, and what about your capital spending, could you give us some colour? |2| "
    "Yes, it was five million in the quarter, and we expect it to stay there. |3| "
    "Your next question comes from the line of Sue Poe with Small Bank, your line is open. |2| "
    "Hi, congratulations on the quarter, can you tell us about the new product? |2| "
    "Sure, the new product is in production, and we ship it to our customers."
)


def labels(said: str, talk: Talk | None = PANEL) -> list[str | None]:
    """The labels of the segments, every one given."""
    return [s.speaker for s in labelled(say(said, talk)).segments]


def test_who_goes_on_after_the_answer_is_who_asked() -> None:
    told = labels(ROUND)

    assert told[1] == told[2] == "Audience"
    assert told[6] == told[10] == "Audience 2"


def test_the_label_quotes_what_links_it() -> None:
    whys = [e.why for e in Speakers()(say(ROUND, PANEL)) if "But what" in e.why]

    assert [why.split("; ")[-1] for why in whys] == [
        "leans back (“but what”) after the answer, as who asked “thank you for your talks”"
    ]


def test_after_a_hand_over_another_person_asks() -> None:
    told = labels(ROUND.replace("|2| But what", "|2| Okay, next question please. |2| But what"))

    assert told[6] == told[11] == "Audience"


def test_a_name_given_once_goes_with_the_person() -> None:
    told = labels(ROUND.replace("Thank you for your talks,", "Hi, my name's Eve,"))

    assert told[6] == told[10] == "Audience (Eve)"


def test_in_a_call_everybody_is_called_before_he_asks() -> None:
    told = labels(CALL, None)

    assert told[5] == told[8]
    assert told[5].startswith("Analyst ")
    assert told[11] == "Analyst"


@pytest.mark.parametrize(
    ("opening", "called", "same"),
    [
        ("just a follow up on that", False, True),
        ("yeah but how do you do that", False, True),
        ("as i asked before", False, True),
        ("so you are saying that it works", False, True),
        ("hi but what about phones", False, False),
        ("so i have another question", False, False),
        ("what about phones", False, False),
        ("what about phones", True, True),
    ],
)
def test_words_that_go_on_from_ones_own_question(opening: str, called: bool, same: bool) -> None:
    assert (goes_on(opening, called) is not None) == same


def test_a_numbered_person_is_renamed_everywhere_and_can_be_taken_back() -> None:
    transcript = say(ROUND, PANEL)
    rename = Verdict(
        hand_id("rename", Place(0, 0), "Audience 2"), "rename", "Eve Moss", was="Audience 2",
        stage=STAGE, anchor=Axis(transcript).around(Place(0, 0)),
    )  # fmt: skip
    results, lost = decided(
        transcript, [Speakers()], lambda e: e.confidence >= 0.5, standing([rename])
    )
    told = [segment.speaker for segment in results[-1].after.segments]
    undone = results[-1].after
    for step in reversed(results):
        undone = apply(undone, [edit.undo for edit in step.made])

    assert not lost
    assert told[6] == told[10] == "Eve Moss"
    assert told[1] == "Audience"
    assert undone == transcript
