"""The speakers stage: what the decoder decides by."""

from dataclasses import replace

import numpy as np

from pipeline.model import Speaker, Talk
from pipeline.stages.speakers.cast import Cast, Person, cast_of
from pipeline.stages.speakers.likeness import subjects
from pipeline.stages.speakers.scores import basic
from pipeline.stages.speakers.silence import together
from pipeline.stages.speakers.units import units_of
from say import say


def test_a_yeah_without_a_silence_goes_on() -> None:
    words, quiet = np.array([2.0, 2.0, 2.0, -2.0]), np.array([-1.0, 0.0, 1.0, -1.0])
    far, even, near, never = together(words, quiet)

    assert far < 1
    assert (even, near, never) == (2, 3, -3)


def test_little_told_of_a_person_tells_little_of_what_he_says() -> None:
    people = (
        Speaker("Ann", "host", "AMD"),
        Speaker("Bob", "guest", "AMD", talk="chips memory power"),
    )
    cast = cast_of(Talk(speakers=people), "")
    units = units_of(
        say("We measured the power of the memory. | It rained for most of the summer.")
    )
    little, much = np.ptp(subjects(units, cast), axis=0)

    assert 0 < little < much


def test_words_for_a_change_are_believed_less_in_a_round() -> None:
    units = units_of(say("It is. | Yeah, it is good."))
    panel, hosts = (
        basic(
            units,
            cast_of(Talk(speakers=(Speaker("Ann", role), Speaker("Bob", role))), ""),
            [(), ()],
        )
        for role in ("panellist", "host")
    )

    assert 0 < panel.turns[1] < hosts.turns[1]


def test_a_question_that_is_read_out_may_be_the_chairs() -> None:
    asked = "What would you say is the hardest part of it, in your opinion?"
    cast = cast_of(Talk(speakers=(Speaker("Ann", "panellist"), Speaker("Bob", "panellist"))), "")
    parts = [person.part for person in cast.people]

    def of_the_chair(opening: str) -> float:
        units = units_of(say(f"{opening} | {asked}"))
        units = [replace(unit, turns=-2.0, leads=-3.0) for unit in units]
        told = dict(zip(parts, basic(units, cast, [(), ()]).speaks[1], strict=True))
        return float(told["chair"] - told["audience"])

    assert of_the_chair("I will take some questions from the board.") == 0
    assert of_the_chair("I will think of it at home.") < -0.5


def test_where_the_raw_text_marks_changes_they_are_believed_and_hardly_any_others() -> None:
    told = "we train it on all of the images | and it works well >> so we use it"
    cast = cast_of(Talk(), "")
    bare, marked = (units_of(say(text)) for text in (told.replace(">> ", ""), told))
    plain, known = (basic(units, cast, [()] * len(units)).turns for units in (bare, marked))

    assert [unit.marked > 0 for unit in marked] == [False, False, True]
    assert known[2] > 5
    assert known[1] < plain[1]


def test_dashes_speak_for_another_and_against_nobody() -> None:
    told = "- We train it on all of the images. | And it works. | - So we use it."
    cast = cast_of(Talk(), "")
    bare, marked = (units_of(say(text)) for text in (told.replace("- ", ""), told))
    plain, known = (basic(units, cast, [()] * len(units)).turns for units in (bare, marked))

    assert [unit.marked > 0 for unit in marked] == [False, False, True]
    assert known[2] > plain[2] + 2


def test_what_a_call_reads_out_before_any_question_is_not_the_audiences() -> None:
    cast = Cast(
        "call",
        (Person("Operator", "chair"), Person("Speaker", "panel"), Person("Analyst", "audience")),
    )

    def of_the_audience(after: str) -> list[bool]:
        units = units_of(say(f"These statements are based on our view of it. | {after}"))
        return [bool(row[2] < -3) for row in basic(units, cast, [()] * len(units)).speaks]

    assert of_the_audience("We close the sale of our towers.") == [True, True]
    assert of_the_audience("Your line is open. | We like it.") == [True, True, False]
    assert of_the_audience("Operator. | My question is on towers.") == [True, True, False]
    assert of_the_audience("That is the question.") == [True, True]
    assert of_the_audience("If you have a question, note it.") == [True, True]
    assert of_the_audience("Then we will take your questions. | We like it.") == [True] * 3
    assert of_the_audience("We have a line of credit. | We like it.") == [True] * 3
    assert of_the_audience("My question is on towers. | We like it.") == [False] * 3
