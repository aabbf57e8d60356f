"""What a programme does and does not tell the speakers stage: one name, many names, names of others."""

from dataclasses import replace
from itertools import product
from time import perf_counter

import numpy as np
import pytest

from pipeline.edits import apply
from pipeline.model import Speaker, Talk, Transcript
from pipeline.stages.speakers import BARE, Speakers, reason
from pipeline.stages.speakers.cast import LIVELY, cast_of
from pipeline.stages.speakers.evidence import Sign, all_signs, known_by, signs
from pipeline.stages.speakers.imported import marginals
from pipeline.stages.speakers.pairs import with_parts
from pipeline.stages.speakers.scores import basic
from pipeline.stages.speakers.solve import Course
from pipeline.stages.speakers.turns import Turn, turns_of
from pipeline.stages.speakers.units import liveliness, lively_stretches, units_of
from pipeline.talks import parse_talk
from say import say

STAGE = Speakers()
TUTORIAL = (
    "Hey guys welcome back to my channel. | Today I show how I sort my mugs. | So what do I need? | "
    "What do I never use? | Do you have as many mugs as I do? | Yeah, I thought so. | Okay, next. | "
    "Thank you so much for watching."
)
LECTURE = (
    "So a river is not a line. | It is part of something wider. | Thank you very much. | "
    "Thank you, Daniel. | Any more questions? | Yes, please, in the front. | "
    "Did you see a difference between summer and winter? | We did, in summer the bed clogs up with algae. | "
    "Next question, over there. | How would you change the models? | I would put in a second box."
)
LAKES = Talk(
    title="The future of lakes",
    speakers=(
        Speaker("Helen Moss", "moderator"),
        Speaker("Alan Whitaker", "panellist", "Exeter"),
        Speaker("Maria Costa", "panellist", "Lisbon"),
    ),
)


def labels(transcript: Transcript) -> list[str | None]:
    given = [edit for edit in STAGE(transcript) if edit.confidence >= STAGE.named]
    return [segment.speaker for segment in apply(transcript, given).segments]


def test_few_voices_and_many_people_are_weighed_in_all_ways() -> None:
    gain = np.random.default_rng(1).normal(-2, 3, (2, 30))
    ways = [(a, b) for a, b in product(range(-1, 30), repeat=2) if a != b or a < 0]
    weights = np.exp([sum(gain[r, c] for r, c in enumerate(way) if c >= 0) for way in ways])
    wanted = np.zeros((2, 30))
    for way, value in zip(ways, weights, strict=True):
        for row, column in enumerate(way):
            if column >= 0:
                wanted[row, column] += value / weights.sum()

    assert np.allclose(marginals(gain), wanted)


def test_many_voices_and_many_people_take_no_time_and_nobody_is_two() -> None:
    gain = np.random.default_rng(1).normal(-4, 1, (30, 30)) + 9 * np.eye(30)
    begun = perf_counter()
    found = marginals(gain)

    assert perf_counter() - begun < 2
    assert found.sum(axis=0).max() <= 1 + 1e-9
    assert found.sum(axis=1).max() <= 1 + 1e-9
    assert np.diag(found).min() > 0.5


def test_who_leads_by_elimination_is_told_to() -> None:
    talk = Talk(speakers=tuple(map(Speaker, ["Carol Moss", "Ann Lee", "Bob Ray"])))
    panel = say(
        "Thank you all for coming to this panel. | Could we begin with a round of introductions? | "
        "My name is Ann Lee, and I wrote a compiler. | Hello, I'm Bob Ray, and I work on networks.",
        talk,
    )

    first = next(iter(STAGE(panel)))

    assert first.after[0].speaker == "Carol Moss"
    assert "leads: the others of the roster say who they are" in str(first.why)


ROUND = (
    "Thank you all for coming to this panel. | My name is Ann Lee, and I wrote a compiler. | Hello, I'm Bob Ray, and I work on networks. | "
    "So what is hard about compilers? | Well, you must know the whole language. | And the networks? | "
    "Yeah, networks lose what you send. | I think you must send it again. | Any questions from the audience? | "
    "I work on a parser, and I would like to know what you think of it? | I think it is great."
)


@pytest.mark.parametrize(
    ("known", "doubtful"),
    [({"role": "panellist"}, True), ({"affiliation": "X"}, True), ({}, False)],
)
def test_where_nothing_is_told_but_names_they_must_be_surer(
    known: dict[str, str], doubtful: bool
) -> None:
    talk = Talk(speakers=(Speaker("Ann Lee", **known), Speaker("Bob Ray")))
    edits = [*Speakers(named=0.35)(say(ROUND, talk))]
    names = {edit.confidence for edit in edits if edit.told[1] in ("Ann Lee", "Bob Ray")}

    assert max(names) > BARE
    assert (min(names) < BARE) == doubtful


@pytest.mark.parametrize("role", ["", "host", "speaker"])
def test_who_alone_speaks_has_the_one_name_of_the_programme(role: str) -> None:
    talk = Talk(speakers=(Speaker("Ann Lee", role),))

    assert {*labels(say(TUTORIAL, talk))} == {"Ann Lee"}


INTERVIEW = (
    "Hello and welcome to the podcast. | I'm your host, Ann Lee, and today I have the pleasure to talk to Bob Ray. | "
    "Bob, thank you so much for joining the show. | Thanks for having me, I'm happy to be here. | "
    "How did you start with compilers? | Well, I wrote a small one at university, and I never stopped. | "
    "So tell me, what do you like about them? | I like that they are a program that reads programs. | "
    "What do you do today? | Today I work on a parser for a large database."
)
PAIR = Talk(speakers=(Speaker("Bob Ray"), Speaker("Ann Lee")))


def test_two_names_without_parts_are_a_host_and_a_guest() -> None:
    bob, ann = "Bob Ray", "Ann Lee"

    assert labels(say(INTERVIEW, PAIR))[:6] == [ann, ann, ann, bob, ann, bob]


def test_two_names_that_may_be_either_s_are_given_to_nobody() -> None:
    nameless = (
        INTERVIEW.replace("I'm your host, Ann Lee, and", "And").replace("Bob Ray", "a friend")
    ).replace("Bob, thank", "Thank")

    assert {*labels(say(nameless, PAIR))} == {"Host", "Guest"}


STREET = (
    "Hi everybody, I'm Ann Lee, and I'm down here with Bob Ray. | I'd like to hear what you say of the paper on scripts. | "
    "Well, it is a way of saying what a script may cost. | It takes away what held us up for ten years. | "
    "All right, I'd like to thank you for sitting down with me, Bob. | Thank you so much, Ann."
)
QUESTION = " | Any questions from the audience?"
EARNINGS = " | We may make forward-looking statements on this conference call."


@pytest.mark.parametrize("more", ["", QUESTION, EARNINGS])
def test_two_names_talk_with_each_other_where_no_audience_is_asked_and_it_is_no_call(
    more: str,
) -> None:
    asks = [2, 2, -2, -2, 2, -2, 2]  # Ann asks, Bob answers
    units = [
        replace(unit, asks=asking, turns=-3.0 if unit.text.startswith(("I", "It")) else 3.0)
        for unit, asking in zip(units_of(say(STREET + more)), asks, strict=False)
    ]
    cast = cast_of(PAIR, STREET + more, 0.0)

    found = with_parts(cast, cast_of(Talk(), STREET + more, 0.0), units)
    if more:
        assert found == cast
    else:
        assert [(one.label, one.part) for one in found.people] == [
            ("Ann Lee", "chair"),
            ("Bob Ray", "panel"),
        ]


@pytest.mark.parametrize(
    ("place", "more"),
    [("you all", ["Cy Poe"]), ("the podcast", ["Cy Poe"]), ("the podcast", ["Cy Poe", "Di Fox"])],
)
def test_three_names_or_a_show_without_parts_leave_who_asks_and_who_answers_to_the_words(
    place: str, more: list[str]
) -> None:
    talk = Talk(speakers=(*PAIR.speakers, *map(Speaker, more)))
    said = INTERVIEW.replace("the podcast", place).replace("Ann Lee", "Ann")

    assert {*labels(say(said, talk))} == {"Ann Lee", "Bob Ray"}


TALE = (
    "We are full, he said. | I want a horse, said a voice. | The landlord turned. | And who might you be? | He asked her. | "
    "My name is Eleanor, she said. | Thomas! | Cried the landlord. | Is it Holloway you're going to? | Asked the boy. | How did you know?"
)


def test_who_asks_himself_is_not_taken_for_two() -> None:
    assert {*labels(say(TALE))} == {"Speaker"}


@pytest.mark.parametrize(
    ("turns", "asks", "two"), [(5.0, 1.5, True), (5.0, 0.02, False), (1.0, 1.5, False)]
)
def test_two_talk_where_who_asks_and_who_answers_surely_change(
    turns: float, asks: float, two: bool
) -> None:
    units = [
        replace(unit, turns=turns, asks=asks * (-1) ** n)
        for n, unit in enumerate(units_of(say(TALE)))
    ]

    assert (liveliness(units) > LIVELY) == two


def test_where_two_talk_in_a_lecture_a_change_is_likelier_than_elsewhere_in_it() -> None:
    said = " | ".join(["So this is what the lake does in a summer like this one, by day."] * 120)
    units = [
        replace(unit, turns=5.0 if n >= 80 else -1.0, asks=1.5 * (-1) ** n)
        for n, unit in enumerate(units_of(say(said)))
    ]
    cast = cast_of(Talk(speakers=(Speaker("Ann Lee", "speaker"),)), said, 0.0)
    asked = [units[0], *(replace(unit, turns=-1.0) for unit in units[1:])]

    lively = basic(units, cast, [()] * 120).turns - basic(asked, cast, [()] * 120).turns
    assert (cast.kind, lively_stretches(units, LIVELY)[:40]) == ("lecture", [False] * 40)
    assert all(lively_stretches(units, LIVELY)[90:])
    assert lively[119] > (5.0 + 1.0) / 2 + 2


def test_the_one_voice_of_a_file_has_the_one_name_of_the_programme() -> None:
    talk = Talk(speakers=(Speaker("Ann Lee"),))
    said = "SPEAKER_00> So we have three jobs. | SPEAKER_00> What is the first?"

    assert {*labels(say(said, talk))} == {"Ann Lee"}
    assert {*labels(say(said + " | SPEAKER_01> Which ones?", talk))} == {"SPEAKER_00", "SPEAKER_01"}


def test_a_lecture_with_questions_is_a_round_whether_or_not_it_is_known_who_gives_it() -> None:
    roster = (Speaker("Daniel Berg", "speaker"),)

    assert [cast_of(Talk(speakers=one), LECTURE, 20).kind for one in ((), roster)] == ["event"] * 2


def test_a_turn_in_which_a_stranger_gives_his_name_has_not_the_name_of_the_one_who_leads() -> None:
    talk = Talk(speakers=(Speaker("Ben Carter", "interviewer"), Speaker("Amara Nwosu", "guest")))
    said = (
        "I'm Ben Carter, and I write about energy. | Amara, thanks for doing this. | Thanks for having me, Ben. | "
        "What was the problem that you wanted to solve? | My mother was paying for a night rate and nobody had told her. | "
        "Let's take a question from the audience. | Hi Amara, I'm Josh. | What are you working on now? | "
        "It's the same story, only wetter, and we have two more years."
    )
    found = labels(say(said, talk))

    assert found[0] == "Ben Carter"
    assert found[6] == "Josh"
    assert found[8] == "Amara Nwosu"


def test_who_leads_a_panel_is_no_audience_where_none_is_asked() -> None:
    cast = cast_of(LAKES, "")
    parts = [person.part for person in cast.people]

    def of_the_audience(said: str) -> float:
        told = basic(units := units_of(say(said)), cast, [()] * len(units)).speaks[0]
        values = dict(zip(parts, told, strict=True))
        return float(values["audience"] - values["chair"])

    panel = "Maria, is it the same in Lisbon? | No, it isn't, we have reservoirs and not lakes."
    assert of_the_audience(panel) < -4
    assert of_the_audience(f"{panel} | Are there any more questions?") > -4


def test_in_a_text_with_its_own_marks_hardly_a_turn_begins_at_a_comma() -> None:
    said = "For a parser, yes. | Because you know what you want before you know how. | For anything else, no, I don't."
    within = [unit.turns for unit in units_of(say(said)) if unit.cue is None]

    assert max(within, default=0.0) < 1


def test_what_speaks_against_a_label_is_not_told_for_it() -> None:
    heard = (Sign(0, "now", -2.0, "speaks of “ann”"), Sign(0, "now", 2.5, "“we at oslo”"))
    told = reason(Turn(0, tuple(units_of(say("We at Oslo do it."))), np.ones(1), 1.0, heard))

    assert told.rule == "turn opens"
    assert str(told).startswith("turn opens “We at Oslo do it.” (")
    assert "“we at oslo”" in told.told
    assert "speaks of" not in str(told)


def test_what_speaks_for_several_is_told_of_none_and_nothing_twice() -> None:
    deep, torch = "speaks of “deep”", "speaks of “torch”"
    heard = (
        Sign(0, "now", 0.5, deep),
        Sign(1, "now", 0.5, deep),
        Sign(0, "now", 0.5, torch),
        Sign(0, "now", 0.5, torch),
    )
    turn = Turn(0, tuple(units_of(say("Deep nets in Torch."))), np.ones(1), 1.0, heard)

    assert reason(turn).told == (torch,)


def test_a_panellist_known_by_his_subject_is_told_with_the_words_that_lie_near_it() -> None:
    people = (
        Speaker("Ann Lee", "panellist", talk="chips memory power hardware"),
        Speaker("Bob Ray", "panellist", talk="theory probability statistics"),
    )
    cast = cast_of(Talk(title="Panel discussion", speakers=people), "")
    said = units_of(say("The memory of these chips needs power. | That is all."))
    near, silent = np.zeros((2, len(cast.people))), np.zeros((2, len(cast.people)))
    near[0, 0] = 2.0
    course = Course([0, 0], np.ones_like(near), np.ones(2), near, silent)
    (turn,) = turns_of(said, cast, [()] * 2, course, [None] * 2)

    assert turn.tells == (
        "nearer to Ann Lee’s subject than to another’s: “chips”, “memory”, “power”",
    )


def test_an_article_before_the_house_does_not_make_it_anothers() -> None:
    talk = Talk(
        speakers=(
            Speaker("Anna Bloch", "panellist", "Met Office"),
            Speaker("Carl Drake", "panellist", "Vestas"),
        )
    )
    whys = [
        edit.why for edit in STAGE(say("I work at the Met Office, and we forecast wind.", talk))
    ]

    assert any("“i work at the met office" in why for why in whys)


def test_names_in_capitals_are_written_as_names() -> None:
    file = '[[speakers]]\nname = "HELEN O\'BRIEN"\naliases = ["HELEN BRIEN"]\n[[speakers]]\nname = "NVIDIA"\n'
    helen, house = parse_talk(file).speakers

    assert (helen.name, helen.aliases, house.name) == ("Helen O'Brien", ("Helen Brien",), "NVIDIA")


def test_who_is_called_up_by_name_in_a_call_speaks_next() -> None:
    cast = cast_of(Talk(speakers=(Speaker("Susan Park", "analyst"),)), "")
    [unit] = units_of(say("Our next question comes from the line of Susan Park with Baird."))
    told = signs(unit, [known_by(person, cast) for person in cast.people])

    assert max(told, key=lambda sign: sign.weight).says == "“susan park” handed to"


@pytest.mark.parametrize(
    ("role", "kind"), [("presenter", "lecture"), ("speaker", "lecture"), ("", "interview")]
)
def test_one_who_gives_a_talk_by_the_programme_is_not_interviewed(role: str, kind: str) -> None:
    cast = cast_of(Talk(speakers=(Speaker("Ann Lee", role),)), "So a river is not a line.", 20)

    assert cast.kind == kind


def test_a_name_that_sounds_like_one_of_the_programme_is_nobody_new() -> None:
    cast = cast_of(
        Talk(speakers=(Speaker("Mary Hall", "host"), Speaker("Trisha Gee", "guest"))), ""
    )
    said = units_of(say("Trisha, hello. | Hello. | So I'm Tricia, I'd like to know more about it."))
    nothing = np.zeros((3, 2))
    path = Course([0, 1, 0], np.eye(2)[[0, 1, 0]], np.ones(3), nothing, nothing)

    turns = turns_of(said, cast, all_signs(said, cast), path, [None] * 3)

    assert [turn.stranger for turn in turns] == [None] * 3
