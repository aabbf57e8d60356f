"""Who is handed to in a call by name, and what is known of a turn for that."""

import re

import pytest

from pipeline.model import Speaker, Talk
from pipeline.stages.speakers import Speakers
from pipeline.stages.speakers.cast import cast_of, joined
from pipeline.stages.speakers.handovers import (
    gives_floor,
    handed,
    office,
    puts_off,
    taking_over,
    thanks_first,
    to_operator,
)
from pipeline.stages.speakers.scores import basic
from pipeline.stages.speakers.units import units_of
from say import say
from speaking import labelled, named

CALL = (
    "Good day and welcome to the earnings conference call, all lines are in listen-only mode. | "
    "I would now like to turn the call over to Dru Anderson. | Please go ahead. |2| "
    "Thank you, operator, and good morning. | With us are Brett Ponton, chief executive officer, and "
    "Brian Hall, chief financial officer. | Some of what we say is a forward-looking statement. | "
    "With that, I will turn the call over to Brett. |2| "
    "Thank you, Dru, and good morning everyone. | Sales were up ten percent in the quarter. | "
    "We opened twelve stores, and all of them are doing well. | "
    "I'll now turn it over to Brian for the financial review. |2| "
    "Thanks, Brett. | Gross margin was down by half a point. | We ended the quarter with no debt. | "
    "With that, I'd like to turn the call back to the operator for questions. |2| "
    "Your first question comes from the line of Tim Roe with Big Bank, your line is open. |2| "
    "Good morning, guys, can you talk about how you see margins in the second half? |2| "
    "Sure, we think that margins will be about the same as in the first half."
)


def keys(said: str) -> list[str]:
    return [token.key for token in say(said).tokens]


def names(said: str) -> list[str]:
    return [person.name for person in taking_over(say(said).by_cue())]


def test_who_is_handed_to_in_a_call_has_his_name_and_in_full_if_it_was_told() -> None:
    told = {s.text.split(",")[0]: s.speaker for s in labelled(say(CALL)).segments}

    assert told["Sales were up ten percent in the quarter."] == "Brett Ponton"
    assert told["Gross margin was down by half a point."] == "Brian Hall"
    assert told["Some of what we say is a forward-looking statement."] == "Dru Anderson"
    assert told["Your first question comes from the line of Tim Roe with Big Bank"] == "Operator"


def test_with_a_roster_its_people_are_the_calls() -> None:
    roster = Talk(
        speakers=(
            Speaker("Brett Ponton", "chief executive"),
            Speaker("Brian Hall", "chief financial officer"),
        )
    )

    said = f"{CALL} | With that, I will turn the call back over to whoever wants to close. | Thank you."
    told = {s.text.split(",")[0]: s.speaker for s in labelled(say(said, roster)).segments}

    assert told["Sales were up ten percent in the quarter."] == "Brett Ponton"
    assert told["Gross margin was down by half a point."] == "Brian Hall"


def test_what_is_handed_back_for_is_nobodys_name() -> None:
    assert not names("Let me turn the call back to the operator for Q&A. | Operator.")


def test_the_label_says_that_he_was_handed_to() -> None:
    whys = [edit.why for edit in Speakers()(say(CALL)) if "Thank you, Dru" in edit.why]

    assert whys
    assert all("“brett” handed to" in why for why in whys)


def test_an_answer_says_how_much_who_answers_read_out() -> None:
    more = "We have said so before. | Our stores in the south are newer, and cost us less to run."
    edits = Speakers()(say(f"{CALL} | {more}"))
    whys = [str(edit.why) for edit in edits if "Sure, we think" in edit.why]

    assert whys
    assert all(re.search(r"read out \d\d% of what was read", why) for why in whys)


def test_nobody_of_the_audience_speaks_before_the_first_is_called_up() -> None:
    labels = [segment.speaker or "" for segment in labelled(say(CALL)).segments]

    first = next(n for n, label in enumerate(labels) if label.startswith("Analyst"))
    assert first > labels.index("Brian Hall")


@pytest.mark.parametrize(
    ("own", "name"),
    [
        ("We opened twelve stores, and all of them are doing well.", "Brett Ponton"),
        ("Gross margin was down by half a point.", "Brian Hall"),
    ],
)
def test_who_read_out_most_words_of_a_call_answers_by_name(own: str, name: str) -> None:
    """However many sentences the others made of theirs."""
    more = "and in the stores that we have had for more than a year sales were up by four percent in the quarter"
    answer = "That is a great question. | We continue to see strong demand, and we feel good about our margins. | "
    said = CALL.replace(own, f"{own[:-1]}, {', '.join([more] * 5)}.").replace(
        "Sure", f"{answer}Sure"
    )

    assert labels_of(said)["We continue to see strong demand"] == name


def labels_of(said: str) -> dict[str, str | None]:
    """The label of each sentence of a call, by its first words."""
    return {s.text.split(",")[0]: s.speaker for s in named(say(said)).segments}


def test_numbered_voices_of_a_call_get_the_names_of_those_who_are_handed_to() -> None:
    voices = "000111122223333042"  # of the lines of CALL
    lines = re.split(r" \|(?:\d\|)? ", CALL)
    said = " | ".join(f"Speaker {n}> {line}" for n, line in zip(voices, lines, strict=True))

    told = {segment.speaker for segment in labelled(say(said)).segments}

    assert told == {"Speaker 0", "Dru Anderson", "Brett Ponton", "Brian Hall", "Speaker 4"}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("I'd like to turn the call over to our CFO, Art Chadwick.", ["Art Chadwick"]),
        ("With that, over to you, Selorm.", ["Selorm"]),
        ("And now back to Francis.", ["Francis"]),
        ("Let me hand over to my colleague Markus.", ["Markus"]),
        ("I'd like to introduce the company's chief financial officer, Mr. Josh Reed.", ["Josh Reed"]),
        ("I will turn the call over to the operator for questions.", []),
        ("Let me turn it over to questions.", []),
        ("I'll turn the call over to see if Lindsey is here.", []),
        ("I'll turn it back over to rod.", ["Rod"]),
        ("You would give the quarter to Lisa and ask her to forward it.", []),
        ("Orders moved over to the second half.", []),
        ("I'll turn it over to our CEO Mary Burner Mary Thanks Colin.", ["Mary Burner"]),
    ],
)  # fmt: skip
def test_names_of_those_who_are_handed_to(said: str, found: list[str]) -> None:
    assert names(said) == found


def test_a_name_misheard_or_cut_short_is_the_same_person() -> None:
    people = taking_over(
        say(
            "I'll turn the call over to Alan Schnitzer. | Let me turn it back to Alan Schnitzler. | "
            "I'll hand it over to Vince. | Let me turn the call over to Vincent Gordy."
        ).by_cue()
    )

    assert [(p.name, p.aliases) for p in people] == [
        ("Alan Schnitzer", ("Alan Schnitzler",)),
        ("Vincent Gordy", ("Vince",)),
    ]


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Our CFO, Carolina Dada Coppa, is here.", "Carolina Dada Coppa"),
        ("We have Carolina van der Berg with us.", "Carolina van der Berg"),
        ("With us is Carolina Coppa, Dada and Rodriguez.", "Carolina Coppa"),
        ("Carolina Kowalski GE is the best.", "Carolina Kowalski"),
        ("Carolina Kowalski will speak.", "Carolina Kowalski"),
        ("Carolina de spoke.", "Carolina"),
    ],
)
def test_a_first_name_is_given_with_all_names_that_are_told(told: str, name: str) -> None:
    assert names(f"{told} | I'll turn it over to Carolina.") == [name]


@pytest.mark.parametrize(
    ("said", "thanks"),
    [
        ("Thank you, Mark, and good morning.", True),
        ("Great. Thanks so much, Andrew.", True),
        ("Thank you, operator.", True),
        ("Thank you for joining the call.", False),
        ("Thank you, Mark, for all that you did.", False),
        ("We want to thank Mark.", False),
        ("Thank you all, and good morning, Mark.", False),
    ],
)
def test_who_thanks_somebody_by_name_first(said: str, thanks: bool) -> None:
    assert thanks_first(say(said).tokens) is thanks


def test_who_thanks_another_by_name_begins_to_speak_where_the_hand_over_was_not_understood() -> (
    None
):
    said = CALL.replace("I'll now turn it over to Brian for the financial review.", "The starter.")
    labels = {s.text.split(",")[0]: s.speaker for s in named(say(said)).segments}
    turns = {e.why.split("”")[0] for e in Speakers()(say(said)) if e.why.startswith("turn opens")}

    assert any("Thanks, Brett" in opening for opening in turns)
    assert labels["Gross margin was down by half a point."] != "Dru Anderson"


def test_the_house_is_no_analyst_where_the_recording_ends_before_anybody_asks() -> None:
    opening = CALL.split("With that, I'd like to turn the call back")[0]
    for more in ("If you have a question, please note it.", "Then we will take your questions."):
        said = opening.replace("Some of what we say", f"{more} | Some of what we say")
        labels = [segment.speaker or "" for segment in named(say(said)).segments]
        assert not [label for label in labels if label.startswith("Analyst")]


def test_whose_question_is_put_is_an_analyst_though_nobody_is_called_up() -> None:
    said = CALL.replace(
        "Your first question comes from the line of Tim Roe with Big Bank, your line is open.",
        "Tim Roe.",
    )
    told = {s.text.split(",")[0]: s.speaker or "" for s in named(say(said)).segments}

    assert told["Good morning"].startswith("Analyst")


def test_who_asks_is_an_analyst_where_the_recording_begins_among_the_questions() -> None:
    said = say(
        "So we feel good about the results of the quarter, and we plan to deliver against that. |1| "
        "Thanks. | Can I drive a little bit deeper into Mexico, are there any new rules for packaging? |1| "
        "Yeah, absolutely, so the government did put new labels in place. | "
        "We expect that we'll see less impact from that than others will. |1| Okay, very good. | Thank you. |1| "
        "Thank you. | Our next question comes from the line of David Palmer, please proceed. |1| "
        "Good morning, can you talk about how you see investor relations and margins next year? |1| "
        "Sure, we think that margins will be about the same as this year."
    )
    told = {s.text.split(",")[0]: s.speaker or "" for s in named(said).segments}

    assert told["Can I drive a little bit deeper into Mexico"].startswith("Analyst")
    assert told["Our next question comes from the line of David Palmer"] == "Operator"


def test_a_next_question_that_is_heard_first_leaves_what_is_read_out() -> None:
    called = "Your first question comes from the line of Tim Roe with Big Bank, your line is open."
    said = CALL.replace(called, "Our next question is from Tim Roe with Big Bank.")

    told = {s.text.split(",")[0]: s.speaker for s in named(say(said)).segments}

    assert told["Sales were up ten percent in the quarter."] == "Brett Ponton"
    assert told["Gross margin was down by half a point."] == "Brian Hall"


def test_two_with_one_first_name_stay_two() -> None:
    said = "I'll turn it over to Steve Lindsay. | I'll turn the call over to Steve Rashy."

    assert names(said) == ["Steve Lindsay", "Steve Rashy"]


def test_thanking_the_operator_is_no_call_for_him() -> None:
    assert to_operator(keys("So please, operator."))
    assert not to_operator(keys("Thank you, operator."))
    assert to_operator(keys("With that, we will take your questions."))
    assert not to_operator(
        keys("Sam will speak, and then we will open the call for some questions.")
    )
    assert gives_floor(keys("I'll turn the call back over to it."))
    assert gives_floor(keys("Please go ahead."))
    assert gives_floor(keys("Sir, you may proceed."))
    assert not handed(keys("We handed out the slides to Ann"), 6)


READ_OUT = (
    "Welcome to the third quarter earnings conference call. | All participants are in a listen only mode. | "
    "There will be a question and answer session. | To ask a question press star then one. | "
    "I hand the conference over to Bernie Craig, Vice President of Investor Relations. | "
    "Good morning, and thank you for joining the call for a discussion of our results. | "
    "We will make forward-looking statements. | The company does not undertake to update them. | "
    "I will turn the call over to Jim Gooch. | Thank you, Bernie. | Revenue grew by six percent. | "
)


def test_where_questions_are_only_announced_no_analyst_speaks() -> None:
    said = units_of(say(READ_OUT))
    cast = joined(cast_of(Talk(), READ_OUT.lower()), taking_over([u.tokens for u in said]), ())
    told = dict(
        zip(
            [p.part for p in cast.people],
            basic(said, cast, [()] * len(said)).speaks[5],
            strict=True,
        )
    )

    assert told["audience"] < told["panel"] - 2


READ = (
    "Welcome to the earnings call, this is the quarterly results conference call. | "
    "I will now turn the call over to Mr That Gugino. |2| "
    "Thanks, Crystal. | Good morning, everyone, our forward-looking statements are on the slide. | "
    "With that, I'd like to turn the call over the tongue. |2| "
    "Thanks, Matt. | And good morning, everyone. | Sales grew by five percent in the quarter. | "
    "Our margin was better than we had expected. | {over} |2| "
    "Thanks, Tom. | {then} | Cash flow was two hundred million. | The outlook is the same as before."
)


def readers(over: str = "The starter.", then: str = "And good morning.") -> dict[str, str]:
    said = say(READ.format(over=over, then=then))
    return {s.text: s.speaker or "" for s in named(said).segments}


def test_who_reads_most_of_those_without_a_name_has_no_number() -> None:
    """It is mostly he who answers later, when nobody says who speaks."""
    over, then = "I'll turn the call over to the starter.", "And good morning, everyone."
    said = READ.format(over=over, then=then).replace("Thanks, Tom.", "Thank you.")
    told = {s.text: s.speaker or "" for s in named(say(said)).segments}

    assert told["Thanks, Crystal."] == "Speaker 2"
    assert told["Sales grew by five percent in the quarter."] == "Speaker"


def test_who_alone_has_no_name_has_no_office_for_a_label() -> None:
    """He answers later, too, where nobody says who he is."""
    told = readers("I'll turn it over to our chief financial officer, if Culp.")

    assert told["Cash flow was two hundred million."] == "Speaker"


@pytest.mark.parametrize(
    ("over", "label"),
    [
        ("I'll turn it over to our chief financial officer, if Culp.", "Chief Financial Officer"),
        ("I'll turn the call over to the starter.", "Speaker 3"),
        ("I'll turn it back over to the starter.", "Speaker"),
    ],
)
def test_who_takes_over_from_another_without_a_name_has_a_label_of_his_own(
    over: str, label: str
) -> None:
    said = READ.format(over=over, then="And good morning, everyone.").replace(
        "Thanks, Tom.", "Thank you."
    )
    told = {s.text: s.speaker or "" for s in named(say(said)).segments}

    assert told["Cash flow was two hundred million."] == label


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("I'll turn the call over to our CFO, if Culp.", "CFO"),
        (
            "I will turn it over to the xyz, Vice President of Investor Relations.",
            "Vice President of Investor Relations",
        ),
        (
            "I'll turn the call over to our president and chief executive officer.",
            "President and Chief Executive Officer",
        ),
        ("I'll turn the call over to the tongue.", ""),
        ("Our CFO is here.", ""),
        ("I'll turn it over to somebody who will tell you more than our CFO did.", ""),
    ],
)
def test_the_office_of_who_is_handed_to(said: str, told: str) -> None:
    assert office(keys(said)) == told


def test_a_hand_over_by_name_holds_though_the_next_words_are_misheard() -> None:
    said = CALL.replace("Thanks, Brett. |", "Please turn the paid for this. |")
    assert said != CALL
    labels = {s.text.split(",")[0]: s.speaker for s in named(say(said)).segments}

    assert (
        labels["Please turn the paid for this."] == labels["Gross margin was down by half a point."]
    )
    assert puts_off(keys("Before I turn the call over to Brian, a word."))
    assert not puts_off(keys("I will turn the call over to Brian."))
