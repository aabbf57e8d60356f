"""The speakers stage: where the speaker changes, what part each plays, who it is, and how sure."""

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.edits import apply
from pipeline.language.captioning import changes
from pipeline.language.dialogue import Said, change
from pipeline.language.dialogue_habits import ways
from pipeline.model import Speaker, Talk, Transcript
from pipeline.stages.normalize import Normalize
from pipeline.stages.speakers import Speakers, parted
from pipeline.stages.speakers.acts import acts_in
from pipeline.stages.speakers.alone import speaks_alone
from pipeline.stages.speakers.called import called
from pipeline.stages.speakers.cast import Cast, cast_of, joined
from pipeline.stages.speakers.decode import Scores, chances, course, moves
from pipeline.stages.speakers.disproved import disproved
from pipeline.stages.speakers.evidence import all_signs, known_by, signs, speaks_to
from pipeline.stages.speakers.imported import marginals
from pipeline.stages.speakers.introductions import introduced, own_name, presented
from pipeline.stages.speakers.likeness import subjects
from pipeline.stages.speakers.misheard import misheard
from pipeline.stages.speakers.scores import basic
from pipeline.stages.speakers.silence import silences
from pipeline.stages.speakers.style import Manner
from pipeline.stages.speakers.turns import Turn
from pipeline.stages.speakers.units import told_apart, units_of
from say import cases, read, say
from speaking import PANEL, labelled, named

SPEAKERS = Speakers()
ROUND = (
    "Okay, are there any more questions? |2| Hi, my name's Martin, I'm a physicist. | "
    "My question is, how much data do you need to train a network? |2| "
    "That's a good question. | At Facebook we train on all the images that we have. | "
    "And we found that more data is always better. |3| "
    "Okay, next question from the back. |2| "
    "Thank you for your talks, I was wondering whether this works on a phone? |2| "
    "I think it depends on the phone and on the network."
)


def sentence(text: str) -> Said:
    return Said.of(text.split(), asks=False)


@pytest.mark.parametrize("case", cases("speakers"))
def test_speakers(case: dict[str, object]) -> None:
    roster = tuple(Speaker(n, role, home, talk=talk) for n, role, home, talk in case["roster"])
    transcript = say(case["said"], Talk(speakers=roster))

    assert read(named(transcript)) == case["want"]


def test_sounds_are_named_in_their_order() -> None:
    said = units_of(say(f"so it is | {' | '.join(['[Applause]'] * 20)} | and so on"))

    assert [cue.at for cue in said[0].sounds] == list(range(3, 23))


def test_a_question_round_has_its_parts() -> None:
    labels = [s.speaker for s in labelled(say(ROUND, PANEL)).segments]

    assert labels[0] == "Moderator"
    assert labels[1] == labels[2] == "Audience (Martin)"
    assert {labels[3], labels[4], labels[5]} == {"Bob Ray"}
    assert labels[6] == "Moderator"
    assert labels[7] == "Audience"


def test_a_label_quotes_its_evidence() -> None:
    reasons = [
        edit.why for edit in SPEAKERS(say(ROUND, PANEL)) if edit.after[0].speaker == "Bob Ray"
    ]

    assert any("at facebook we train" in why for why in reasons)


def test_a_label_quotes_the_phrases_of_its_part() -> None:
    said = say("Okay, let's take the next question. | So what do you make of it?", PANEL)
    why = next(edit.why for edit in SPEAKERS(said) if edit.after[0].speaker == "Moderator")

    assert "says “next question”" in why


NAMES = ("Ann Lee", "Bob Ray", "Cy Poe")
THREE = tuple(map(Speaker, NAMES))
SHOW = "welcome to the show. | this is a podcast. | in this episode we talk about trees. | "


@pytest.mark.parametrize(
    ("people", "said", "kind"),
    [
        (THREE, SHOW, "hosts"),
        (THREE, "hello all. | we talk about trees.", "event"),
        ((replace(THREE[0], role="panellist"), *THREE[1:]), SHOW, "event"),
        ((replace(THREE[0], role="host"), *THREE[1:]), SHOW, "interview"),
        ((), "any more questions? | next question. | in the back please.", "event"),
    ],
)
def test_what_kind_of_talk_it_is(people: tuple[Speaker, ...], said: str, kind: str) -> None:
    assert cast_of(Talk(speakers=people), said).kind == kind


def test_who_is_interviewed_leads_nothing() -> None:
    people = (Speaker("Ann Lee", "interviewer"), Speaker("Bob Ray", "interviewee"))

    cast = cast_of(Talk(speakers=people), SHOW)

    assert (cast.kind, [person.part for person in cast.people]) == ("interview", ["chair", "panel"])


def test_of_several_hosts_only_who_gives_a_name_has_one() -> None:
    said = SHOW + "so i think a tree is a graph. |2| yeah and a graph is a tree. |2| "
    said += "hi i am bob ray and i like trees. |2| so do i, they are cool, i think."
    told = named(say(said, Talk(speakers=THREE)))
    given = [segment.speaker for segment in told.segments if segment.speaker in NAMES]

    assert set(given) <= {"Bob Ray"}


TABLE = (
    "Welcome to our panel. | Maybe we start with who you are? |2| "
    "So I'm Ann Lee, I work on networks at a university. |2| "
    "Hi, my name is Bob Ray, I write software for phones. |2| "
    "Okay, so what is a network to you, Ann? |2| "
    "I think that a network is a graph of simple functions. |2| "
    "And do you agree with that, Bob? |2| "
    "Yeah, I would say it is a program that somebody else wrote. |2| "
    "Are there questions from the audience? |2| "
    "Hello, I was wondering whether it runs on a phone? |2| "
    "I think it depends on the phone."
)


def cast_in(said: str, talk: Talk) -> Cast:
    units = units_of(say(said))
    return joined(cast_of(talk, said), [], introduced(units))


def test_who_introduces_himself_at_a_table_is_of_the_panel() -> None:
    assert [(person.label, person.part) for person in cast_in(TABLE, Talk(title="Panel")).people] == [
        ("Ann Lee", "panel"), ("Bob Ray", "panel"),
        ("Moderator", "chair"), ("Panellist", "panel"), ("Audience", "audience"),
    ]  # fmt: skip


def test_who_introduces_himself_where_the_programme_names_people_is_not() -> None:
    assert cast_in(TABLE, PANEL) == cast_of(PANEL, TABLE)


def test_three_who_introduce_themselves_in_a_show_are_its_hosts() -> None:
    three = cast_in(SHOW + "I'm Ann. |1| I'm Bob. |1| And I'm Cyril.", Talk())
    two = cast_in(SHOW + "I'm Ann. |1| And I'm Bob.", Talk())

    assert (three.kind, [person.label for person in three.people]) == (
        "hosts",
        ["Ann", "Bob", "Cyril"],
    )
    assert two.kind == "interview"


def test_numbered_voices_of_a_panel_get_the_names_they_give_themselves() -> None:
    lines = [line.strip() for line in re.split(r" \|(?:\d\|)? ", TABLE)]
    voices = "00120102034"[: len(lines)]
    said = " | ".join(f"Speaker {n}> {line}" for n, line in zip(voices, lines, strict=True))

    told = {s.speaker for s in named(say(said, Talk(title="Panel"))).segments}

    assert told == {"Speaker 0", "Ann Lee", "Bob Ray", "Speaker 3", "Speaker 4"}


def test_only_who_introduces_himself_at_the_beginning_counts() -> None:
    units = units_of(say(f"I'm Ann Lee. | {'word ' * 600} | I'm Bob."))

    assert [one.name for one in introduced(units)] == ["Ann Lee"]


def test_who_says_his_name_to_ask_is_not_of_the_panel() -> None:
    said = (
        "Hi, my name is Ann Lee, and I was wondering whether it works on a phone? |2| I think it does. |2| "
        "Hello, I'm Bob. | My question is what it needs? |2| It depends on the phone."
    )

    assert introduced(units_of(say(said))) == []


def test_who_says_his_name_once_the_audience_is_asked_is_not_of_the_panel() -> None:
    said = "Are there questions from the audience? |2| Hi, I'm Ann Lee. | This works. |2| Hello, I'm Bob. | So does this."

    assert introduced(units_of(say(said))) == []


def test_who_speaks_before_the_first_introduction_leads_and_who_gives_a_name_has_it() -> None:
    opening = "I founded a school where we teach how networks work. | We work on phones. |2| "
    said = opening + TABLE.partition(" |2| ")[2]

    labels = [s.speaker for s in named(say(said, Talk(title="Panel"))).segments]
    assert labels[:4] == ["Moderator", "Moderator", "Ann Lee", "Bob Ray"]


def test_who_gives_his_name_in_a_turn_has_it_there_however_little_else_tells(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.stages.speakers.trusted", lambda *_: 0.2)

    segments = list(named(say(TABLE, Talk(title="Panel"))).segments)
    assert [s.speaker for s in segments if "Ann Lee" in s.text] == ["Ann Lee"]
    assert "Ann Lee" not in {s.speaker for s in segments if "Ann Lee" not in s.text}


def test_nobody_of_the_audience_speaks_before_it_is_asked() -> None:
    labels = [s.speaker for s in named(say(TABLE, Talk(title="Panel"))).segments]
    asked = labels.index("Audience")

    assert labels[0] == labels[1] == "Moderator"
    assert {"Ann Lee", "Bob Ray"} <= set(labels)
    assert "audience" in list(say(TABLE).segments)[asked - 1].text


def test_nothing_was_said() -> None:
    assert list(SPEAKERS(Transcript.of("empty", []))) == []


def test_an_affiliation_named_from_outside_speaks_against() -> None:
    unit = units_of(say("But Facebook actually makes one of the best libraries there."))[0]
    cast = cast_of(PANEL, "")
    found = list(signs(unit, [known_by(person, cast) for person in cast.people]))

    assert [(cast.people[sign.person].label, sign.weight < 0) for sign in found] == [
        ("Bob Ray", True)
    ]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("And, you know, Facebook have all got these products.", False),
        ("So do you know what Facebook makes of it?", True),
        ("And what do you make of it at Facebook?", True),
    ],
)
def test_you_know_is_said_to_nobody(said: str, asked: bool) -> None:
    unit = units_of(say(said))[0]
    cast = cast_of(PANEL, "")
    found = list(signs(unit, [known_by(person, cast) for person in cast.people]))

    assert any(sign.when == "next" for sign in found) == asked


def test_what_asks_nobody_puts_no_question() -> None:
    assert not speaks_to(("it", "grew", "you", "know", "right"))
    assert speaks_to(("do", "you", "know", "you", "know"))
    assert speaks_to(("you",))


@pytest.mark.parametrize("said", ["we are", "we're", "We’ll be"])
def test_who_says_we_at_an_affiliation_is_of_it(said: str) -> None:
    unit = units_of(say(f"So at Facebook, at least, {said} not doing any research."))[0]
    cast = cast_of(PANEL, "")
    found = list(signs(unit, [known_by(person, cast) for person in cast.people]))

    assert [(cast.people[sign.person].label, sign.weight > 0) for sign in found] == [
        ("Bob Ray", True)
    ]


def test_who_is_spoken_of_is_asked_next_and_does_not_speak() -> None:
    unit = units_of(say("My question is for Ann, as she mentioned this in her talk."))[0]
    cast = cast_of(PANEL, "")
    found = {
        sign.when: sign.weight for sign in signs(unit, [known_by(p, cast) for p in cast.people])
    }

    assert found["next"] > 0 > found["now"]


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("hello i'm corey and i write code", {("corey",)}),
        ("so as yeshua said in his talk", {("yeshua",)}),
        ("and as a years show was mentioning in his talk", {("a", "years", "show")}),
        ("and yeah sure has his pet project", {("yeah", "sure")}),
        ("i think as you ashes said we do not", {("you", "ashes")}),
        ("so as you already said", set()),
        ("as you guys said before", set()),
        ("oh my name's martin i am a physicist", set()),
        ("yeshua may be anything where no name is due", set()),
        ("i'm sorry as i said before the core is very small", set()),
        ("as cory and joshua said", set()),
    ],
)
def test_a_name_is_heard_by_its_sound(said: str, form: set[tuple[str, ...]]) -> None:
    people = [[("cory",)], [("yoshua",)], [("joshua",)]]
    heard = misheard(people, [said.split()])

    assert heard[0] | heard[1] == form


def test_a_name_in_other_letters_names_its_bearer() -> None:
    talk = Talk(speakers=(Speaker("Cory Fields", "panellist"), Speaker("Ann Lee", "panellist")))
    spoken = say("hello i'm corey and i write code. |2| and i am ann lee i test it.", talk)

    assert [s.speaker for s in named(spoken).segments] == ["Cory Fields", "Ann Lee"]


def test_among_people_of_one_part_nobody_is_sure() -> None:
    chances = [e.confidence for e in SPEAKERS(say(ROUND, PANEL)) if e.after[0].speaker == "Bob Ray"]

    assert chances
    assert max(chances) < 0.9


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("oh yeah my name's martin i am a physicist", "Martin"),
        ("my name is Eve", "Eve"),
        ("the name is long", None),
        ("my name is on the list", None),
        ("So I'm Corey, I have a background", "Corey"),
        ("I'm your host, Dr. McKayla.", "McKayla"),
        ("Hello, I am Ann van der Berg.", "Ann van der Berg"),
        ("I'm Ann And this is the show", "Ann"),
        ("Good afternoon, this is Tom O'Malley on for Blaine Curtis.", "Tom O'Malley"),
        ("This is Emily Ross from Barclays.", "Emily Ross"),
        ("This is Microsoft on Windows.", None),
        ("This is Bill Kennedy's show.", None),
        ("I'm Ann Lee Python is what I do", "Ann Lee"),
        ("I'm Canadian.", None),
        ("Hello, my name is K3tan.", None),
        ("I'm Daniel's friend.", None),
        ("I'm sure", None),
        ("and so my name is misspelled on the sign", None),
        ("my name is hyphenated", None),
        ("i said, my name is nobody in particular", None),
        ("my name is said in two ways", None),
        ("hello my name is priyanka", "Priyanka"),
        ("my name is xochiquetl", "Xochiquetl"),
        ("as i said my name is eve", "Eve"),
        ("hello my name is Inigo Montoya he says in the film", None),
        ("and she says, hi, I'm Ann Lee", None),
        ("and the guy goes my name is Tom", None),
        ("and I was like I'm Tom", None),
        ("I'm Martha some days, and I'm Mary on others", None),
        ("This is Florence in fifteen hundred, with the walls", None),
        ("I'm Dean of the faculty", None),
        ("I'm Austin based", None),
        ("I'm Roman Catholic", None),
        ("I'm Mason by trade", None),
        ("This is Ruby on Rails", None),
        ("My name is Important to me", None),
        ("I'm Rene and I write code", "Rene"),
        ("I'm Dean.", "Dean"),
        ("I'm Lucy from the Environment Agency.", "Lucy"),
        ("I'm Professor Alan Whitaker.", "Alan Whitaker"),
        ("I'm Mayor Linda Castellano.", "Linda Castellano"),
        ("I'm Dr. Okafor.", "Okafor"),
        ("I'm your host this week, Nick Nisi.", "Nick Nisi"),
        ("This is your host, Ann Lee.", "Ann Lee"),
        ("My name is José Álvarez.", "José Álvarez"),
        ("I'm Øystein Berg.", "Øystein Berg"),
        ("It's Marcus here, and today", "Marcus"),
        ("It's Marcus.", None),
    ],
)
def test_a_name_one_gives_himself(text: str, name: str | None) -> None:
    assert own_name(text) == name


@pytest.mark.parametrize(
    ("text", "after", "name"),
    [
        ("This is Daniel Whitenack.", "", "Daniel Whitenack"),
        ("Daniel Reyes.", "I farm sheep outside Hexham.", "Daniel Reyes"),
        ("Bill Hargrove, Fourth Street.", "I'd like to know who pays.", "Bill Hargrove"),
        ("Daniel Reyes.", "He farms sheep.", None),
        ("Hey Daniel Reyes.", "I know you farm sheep.", None),
        ("This is Ada Lovelace.", "She wrote programs.", None),
        ("This is Florence Nightingale in the hospital.", "", None),
        ("Daniel Reyes?", "I farm sheep.", None),
    ],
)
def test_a_name_that_is_one_s_own_where_the_talk_begins(
    text: str, after: str, name: str | None
) -> None:
    assert own_name(text, after, opens=True) == name
    assert own_name(text, after) is None


def test_what_is_told_of_somebody_in_his_own_words_names_nobody() -> None:
    labels = {
        segment.speaker
        for segment in named(
            say(
                "Hello. | My name is Inigo Montoya. | He says, in the film, and I run the shop. | We sell bread."
            )
        ).segments
    }

    assert labels == {"Speaker"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Today I have the pleasure to talk to Jigyasa Grover.", ["Jigyasa Grover"]),
        ("I'm joined by Chris Lattner.", ["Chris Lattner"]),
        ("My guest today is Ann.", ["Ann"]),
        ("Welcome to the show, Ann Lee.", ["Ann Lee"]),
        ("Liz Rice, welcome back.", ["Liz Rice"]),
        ("I'm joined by doctor Maria Gonzalez.", ["Maria Gonzalez"]),
        ("I'm here with Red Hat.", []),
        ("We talk about Python.", []),
        ("I was talking to Michael Palin about this last week.", []),
        ("Next week I'll be talking to Helen Marsh.", []),
        (
            "With me are Ann Lee from Exeter and Maria Costa from Lisbon.",
            ["Ann Lee", "Maria Costa"],
        ),
        ("With me today are Ann Lee, Bob Ray and Cy Poe.", ["Ann Lee", "Bob Ray", "Cy Poe"]),
        ("With me is Frank Dubois, our director.", ["Frank Dubois"]),
        (
            "Our witnesses: Ms. Okafor, chief of NorthLink; Mr. Daniel Reyes, of the Alliance; and Prof. Ann Lee.",
            ["Okafor", "Daniel Reyes", "Ann Lee"],
        ),
        ("Today we have Ann Lee.", ["Ann Lee"]),
        ("We have Ruby here.", []),
        ("It is my pleasure to introduce Ann Lee.", ["Ann Lee"]),
    ],
)
def test_a_guest_who_is_presented(text: str, names: list[str]) -> None:
    assert list(presented(text)) == names


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        ("hello and welcome to the show", "interview"),
        ("welcome back to the changelog", "interview"),
        ("welcome to the talk", "lecture"),
        ("hello and welcome to the deep learning course", "lecture"),
        (
            "be very welcome to the results of the first semester, thank you for joining us",
            "lecture",
        ),
    ],
)
def test_a_talk_one_is_welcomed_to_is_no_show(opening: str, kind: str) -> None:
    assert cast_of(Talk(), f"{opening} today we look at how networks learn").kind == kind


@pytest.mark.parametrize(
    ("said", "changes", "kind"),
    [
        ("this line of code. | and that line of code. | one line of code more.", 5, "lecture"),
        (  # of a call that is heard badly the operator's own phrases are left
            "which require operator assistance. | welcome to the hill. | now turn the call over to where.",
            1,
            "call",
        ),
        ("welcome to the earnings call. | please see our forward-looking statements.", 5, "call"),
        (
            "on this podcast our quarterly results, and the earnings call of this episode",
            5,
            "interview",
        ),
        ("so a tree is a graph. | yeah, and a graph is a tree.", 20, "interview"),
        (SHOW + "for an audience. | an audience is here. | our audience.", 20, "interview"),
    ],
)
def test_what_the_words_make_it(said: str, changes: float, kind: str) -> None:
    assert cast_of(Talk(), said, changes).kind == kind


LESSON = (
    "Let's get started, today we will look at the French revolution. | Are there any questions about the homework? | "
    "Yes. | Hi, I'm Sarah. | I wasn't here last week, is the essay due on Friday? | It is due on Monday by noon. | "
    "So in seventeen eighty nine the king had run out of money, and he called the estates. | "
    "There were three estates, the clergy, the nobles, and everybody else."
)
AFTER_A_TALK = (
    "I'd like to thank my lab, and I'm happy to take questions. |2| We have some time for questions. | Yes, over there. |2| "
    "Hi. | My name is Gloria, from the physics department. | I was wondering how many mice did you use? |2| "
    "So we used forty mice in each group, and the groups were matched by age. |2| Okay, next question. | "
    "Yes, in the front. |2| How do you know that they were asleep? |2| That's a great question, we recorded from the brain."
)
PANEL_WITH_DASHES = (
    "Good afternoon everyone, I'm Helen Marsh from the Guardian, and this is our panel. | - Thank you, Helen. | "
    "- Let me start with you, what did the summit achieve? | - Not as much as we hoped. | - Do you agree? | "
    "- I do and I don't. | - We have time for questions, the gentleman with the red tie. | "
    "- Hi, I'm Tom, I'm with Oxfam, what about the poor? | - Great question, Tom."
)


@pytest.mark.parametrize(
    ("said", "name", "gives"),
    [
        (LESSON, "Sarah", "I'm Sarah"),
        (AFTER_A_TALK, "Gloria", "My name is Gloria"),
        (PANEL_WITH_DASHES, "Tom", "I'm Tom"),
    ],
)
def test_who_asks_gives_his_name_to_nobody_else(said: str, name: str, gives: str) -> None:
    segments = list(named(say(said)).segments)
    [asker] = [segment for segment in segments if gives in segment.text]

    assert asker.speaker == f"Audience ({name})"
    assert segments[0].speaker != asker.speaker
    assert segments[-1].speaker != asker.speaker


def test_who_is_on_the_programme_asks_nothing_by_giving_his_name() -> None:
    said = "Okay, next question. |2| Hi, I'm Ann Lee, I work on learning theory at the university."

    assert [segment.speaker for segment in named(say(said, PANEL)).segments][-1] == "Ann Lee"


def test_who_leads_a_panel_is_not_named_by_who_asks() -> None:
    first, *later = (segment.speaker for segment in named(say(PANEL_WITH_DASHES)).segments)

    assert first == "Moderator (Helen Marsh)"
    assert {label for label in later if label and label.startswith("Moderator")} == {first}


def test_a_turn_in_which_another_name_is_given_has_not_the_name_of_who_seems_to_speak() -> None:
    said = [f"I'm {name}." for name in ("Ann Lee", *["sure"] * 11, "Dan Ray")]
    turns = [
        Turn(n % 2, tuple(units_of(say(line))), np.ones(2), 1.0) for n, line in enumerate(said)
    ]

    labels = called(turns, cast_of(Talk(), SHOW))

    assert [n for n, label in labels.items() if label.text == "Ann Lee"] == [0, 2, 4, 6, 8, 10]


ALONE = (
    "hey guys welcome back to my channel. | today i show how i sort my mugs. | so what do i need? | "
    "what do i never use? | do you have as many mugs as i do? | yeah, i thought so. | okay, next. | "
    "thank you so much for watching."
)
JOKES = (
    "So we go to the store. | She says, where do you want it? | And I say, where do you want it? | "
    "She says, I asked you first. | I go, yeah. | And he says, can I help you? | I say, no."
)


@pytest.mark.parametrize(
    ("said", "alone"),
    [
        (ALONE, True),
        (JOKES, True),
        ("Turn with me to the book of Ruth.", True),
        ("You've been great, good night.", True),
        ("I'm Ben and I'm Kate, and today we're making soup.", False),
        (ALONE + " | My guest today is Ann.", False),
        (ALONE + " | Thank you so much for having me.", False),
        ("She says it works, and I say it does not.", False),
        ("What do you think? | I think it works.", False),
    ],
)
def test_what_tells_that_one_person_speaks_to_many(said: str, alone: bool) -> None:
    assert speaks_alone(said) == alone


@pytest.mark.parametrize("said", [ALONE, JOKES])
def test_who_asks_himself_and_tells_of_others_is_one(said: str) -> None:
    assert {segment.speaker for segment in named(say(said)).segments} == {"Speaker"}


@pytest.mark.parametrize(
    ("said", "several", "kind"),
    [
        (SHOW, False, "lecture"),
        (SHOW + "my guests answer questions, and today i do.", False, "lecture"),
        (SHOW + "thank you so much for having me.", False, "interview"),
        (SHOW + "i have the pleasure to talk to an expert.", False, "interview"),
        (SHOW + "so " * 700 + "thanks for having me.", False, "lecture"),
        (SHOW, True, "interview"),
    ],
)
def test_a_show_that_is_not_lively_has_a_guest_only_if_one_is_greeted(
    said: str, several: bool, kind: str
) -> None:
    assert cast_of(Talk(), said, 2, several=several).kind == kind
    assert cast_of(Talk(), said, 4).kind == "interview"


def test_in_a_show_without_a_guest_nobody_asks() -> None:
    def parts(said: str) -> list[str]:
        return [person.part for person in cast_of(Talk(), said, 2).people]

    assert parts(SHOW + "what is a tree? | a good question.") == ["panel"]
    assert parts(
        SHOW + "the next question is | any more questions | the next question is | the audience"
    ) == ["panel", "audience"]


def test_three_who_introduce_themselves_are_hosts_of_a_show_that_is_not_lively(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pipeline.stages.speakers.liveliness", lambda _: 2.0)
    said = (
        SHOW
        + "I'm Emma Bostian. | I'm Kelly Vaughn. | And I'm Ali Spittel. | How did you get started with trees? | "
    )
    said += "Well, I was a student and I planted some for my thesis. | Yeah, me too."

    *_, asks, answers, agrees = (segment.speaker for segment in named(say(said)).segments)

    assert asks == "Ali Spittel"
    assert answers != agrees


def test_who_shows_something_and_takes_questions_has_an_audience() -> None:
    assert [person.part for person in cast_of(Talk(), ALONE + " any questions?").people] == [
        "panel",
        "audience",
    ]


def test_where_the_raw_text_tells_speakers_apart_nobody_speaks_alone() -> None:
    marked, bare = ">> " + ALONE.replace(". | do", ". | >> do"), ALONE
    marked = marked.replace("? | yeah", "? | >> yeah")

    assert [told_apart(units_of(say(said))) for said in (marked, bare)] == [True, False]
    assert cast_of(Talk(), ALONE, 30, several=True).kind == "interview"
    assert cast_of(Talk(), ALONE, 30).kind == "lecture"


@pytest.mark.parametrize(
    "said",
    [
        "Hi everybody. | Today I want to talk about how networks learn. | We start with a simple loss.",
        "How networks learn. | My name is Ann Lee, and I work on vision. | We start with a simple loss.",
        "Thank you for the introduction. | So what is a loss? | It tells how wrong we are.",
    ],
)
def test_a_lecture_opens_with_who_gives_it(said: str) -> None:
    labels = {segment.speaker for segment in named(say(said)).segments}

    assert labels <= {"Speaker", "Ann Lee"}


INTERVIEW = (
    "Welcome to the show, this is the podcast on testing. | I'm your host, Ann Lee. | "
    "My guest today is Bob Ray. | Bob, what do you work on? |2| "
    "Thank you for having me, it's great to be on. | I work on tests for a large company, and we write a lot. |2| "
    "And how do you know that you are done? |2| "
    "We never are, we look at what breaks and then we add a test for that. |2| "
    "That sounds like a lot of work, why do you do it? |2| "
    "It is, but it pays when you change things, and we change things all the time."
)


def test_host_and_guest_are_called_what_the_talk_calls_them() -> None:
    spoken = named(say(INTERVIEW))

    labels = [s.speaker for s in spoken.segments]
    assert labels[:6] == ["Ann Lee"] * 4 + ["Bob Ray"] * 2
    assert set(labels) <= {"Ann Lee", "Bob Ray", "Guest"}  # the part alone, where little is sure
    sure = {e.after[0].speaker: e.confidence for e in SPEAKERS(say(INTERVIEW))}
    assert max(sure.values()) < 0.9  # there may be a third person


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Hey Bob. | Welcome back.", "greets Bob Ray"),
        ("And now Bob. | Bob's book is good.", "speaks of Bob Ray"),
        ("We have Bob with us. | I met Bob at a fair.", "speaks of Bob Ray"),
        ("I'm Bob, and this is Bob's show.", None),  # once beside his own
        ("He was, hey Bob, and you said, Bob was here. | They call me Bob the apple man.", None),
        ("Bob, are you there? | Bob? | Thank you, Bob.", None),  # to him, and by whom is not clear
        ("Bob Wiggins wrote it. | I like Bob Wiggins and his book.", None),
        (
            "And then I met Bob at a fair. |" + " We sell a lot of it." * 40 + " | So Bob came.",
            None,
        ),
        ("Hey Bob. |" + " We sell a lot of it." * 12, None),  # may hold somebody else's answer
    ],
)
def test_who_greets_somebody_or_tells_of_him_is_another(said: str, told: str | None) -> None:
    assert disproved(units_of(say(said)), "Bob Ray") == told


@pytest.mark.parametrize(
    ("guest", "second", "third"),
    [("Bob Ray", "Ann Lee", "Ann Lee"), ("Ann Ray", "Ann Ray", "Ann Ray")],
)
def test_a_turn_that_disproves_one_of_two_names_is_the_others(
    guest: str, second: str, third: str
) -> None:
    first = guest.split()[0]
    said = [f"I'm Ann Lee. | My guest is {guest}.", "Thank you.", "Good."]
    said += [f"I met {first} there. | {first} left.", "Good.", f"Hey {first}. | Welcome."]
    said += ["Good.", f"I'm {guest}. | Hey {first}. | {first} left us."]
    turns = [
        Turn(n % 2, tuple(units_of(say(line))), np.ones(2), 1.0) for n, line in enumerate(said)
    ]

    told = called(turns, cast_of(Talk(), SHOW))

    assert [told[n].text for n in range(0, 8, 2)] == ["Ann Lee"] * 4
    assert [told[n].text for n in range(1, 8, 2)] == [guest, second, third, guest]


def test_who_gives_two_names_is_two_people_and_nobody_is_named() -> None:
    two = INTERVIEW.replace("I'm your host, Ann Lee.", "Hi, I'm Eve. | And I'm Dan.")

    assert {s.speaker for s in named(say(two)).segments} <= {"Host", "Guest", None}


def test_who_is_presented_in_full_may_be_greeted_by_another_name() -> None:
    said = INTERVIEW.replace("Bob Ray. | Bob, what", "Robert Ray. | Bob, welcome. | What")

    assert {"Ann Lee", "Robert Ray"} <= {s.speaker for s in named(say(said)).segments}


@pytest.mark.parametrize(
    "presents",
    ["With me are Bob Ray and Cy Poe.", "I'm here with Bob Ray. | And with me is Cy Poe."],
)
def test_where_several_are_presented_no_guest_has_one_name(presents: str) -> None:
    said = INTERVIEW.replace("My guest today is Bob Ray.", presents)
    own = said.replace("I work on tests", "I'm Cy Poe, I work on tests")

    assert {s.speaker for s in named(say(said)).segments} <= {"Ann Lee", "Host", "Guest"}
    assert [s.speaker for s in named(say(own)).segments if s.speaker == "Cy Poe"] != []
    assert [*named(say(own)).segments][-1].speaker != "Cy Poe"


def test_a_host_is_named_by_nobody_who_comes_to_the_microphone() -> None:
    said = (
        "Welcome to the show. | Let us hear from you, please come to the microphone. |2| "
        "Hi, my name is Dorothy Chen, I live on Maple Avenue. | My question is about the room. | Is it open? |2| "
        "Yes it is, from ten to eight. |2| Thank you."
    )

    told = [(s.speaker, s.text) for s in named(say(said)).segments]
    assert all("Dorothy" not in str(speaker) for speaker, _ in (*told[:2], *told[-2:]))


def test_who_asks_has_no_name_of_the_programme() -> None:
    lecture = Talk(speakers=(Speaker("Daniel Moss", "speaker"),))
    said = (
        "Welcome to the show. | I'm Daniel Moss, and this is a river. |2| We take questions from the audience. |2| "
        "Hi, I'm Lucy, from the agency. | How would you change it? |2| I would put in a second box."
    )

    told = {s.text: s.speaker for s in named(say(said, lecture)).segments}
    asker = [speaker for text, speaker in told.items() if "Lucy" in text]
    assert asker
    assert "Daniel Moss" not in asker
    assert "Lucy" not in {
        told["Welcome to the show."],
        told["We take questions from the audience."],
    }


@pytest.mark.parametrize(
    "name", ["Ms. Ann Lee", "Lee, Ann", "ann lee", "ANN LEE", "Mayor Ann Lee", "Ann Lee, PhD"]
)
@pytest.mark.parametrize(
    "says",
    [
        "I'm Ann Lee.",
        "My name is Dr. Lee.",
        "I'm your host, Ann Lee.",
        "I'm Professor Lee.",
        "Ann Lee. | I farm.",
    ],
)
def test_a_name_of_the_programme_is_known_however_it_is_told(name: str, says: str) -> None:
    cast = cast_of(Talk(speakers=(Speaker(name, "panellist"), Speaker("Bob Ray", "panellist"))), "")

    heard = all_signs(units_of(say(says)), cast)[0]
    assert [(sign.person, sign.when) for sign in heard if sign.weight > 5] == [(0, "now")]


def test_aliases_take_no_part_of_a_name_away() -> None:
    lee = Speaker("Ann Lee", "panellist", aliases=("Anne Lee",))
    cast = cast_of(Talk(speakers=(lee, Speaker("Bob Ray", "panellist"))), "")

    assert any(sign.person == 0 for sign in all_signs(units_of(say("Thank you, Lee.")), cast)[0])


VOICES = (
    "Speaker 0> Welcome to the show. | Speaker 0> I'm your host, Ann Lee. | "
    "Speaker 0> My guest today is Robert Ray. | Speaker 0> Bob, welcome. | Speaker 1> Thanks, Ann. | "
    "Speaker 1> She said to me, I'm Eve. | Speaker 0> Robert Ray, thank you for coming in. | Speaker 1> Thank you."
)


@pytest.mark.parametrize(
    "people", [(), (Speaker("Cy Poe", "guest"),), (Speaker("Ann Lee", "host"),)]
)
def test_a_numbered_voice_has_the_name_that_is_given_in_it(people: tuple[Speaker, ...]) -> None:
    segments = named(say(VOICES, Talk(speakers=people))).segments

    assert [s.speaker for s in segments] == ["Ann Lee"] * 4 + ["Robert Ray"] * 2 + [
        "Ann Lee",
        "Robert Ray",
    ]


def test_in_a_round_another_name_opens_another_turn() -> None:
    spoken = say(
        "Okay, are there any more questions from the audience? |2| "
        "Hi, my name is Gloria, my question is, do you think it works on a phone? | "
        "Hello, my name is Corey, I was wondering whether you have used it on a phone? |2| "
        "That's a good question, I think it depends on the phone.",
        Talk(title="Questions"),
    )

    labels = [s.speaker for s in named(spoken).segments]
    assert labels[1:3] == ["Audience (Gloria)", "Audience (Corey)"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("okay next question please", "chair"),
        ("i go to the board to select some questions", "chair"),
        ("hi i have a more practical question", "audience"),
        ("thank you for the talk", "audience"),
        ("yeah i agree with that", "panel"),
        ("i just want to add one thing", "panel"),
        ("we trained it on images", None),
        ("this question is open", None),
    ],
)
def test_acts(text: str, part: str | None) -> None:
    assert {act.part for act in acts_in(text.split())} == ({part} if part else set())


def test_an_answer_follows_a_question() -> None:
    question = Said.of("so how did you come to that idea".split(), asks=True)
    answer = sentence("yeah thats a good question i think it started at school")
    going_on = sentence("and then it grew and grew until we had to rewrite it")

    assert change([question], [answer]) > 0 > change([answer], [going_on])


def test_silence_tells_as_much_as_it_does_in_this_talk() -> None:
    words = np.array([3.0, *[-4.0] * 9] * 20)
    told = silences([4.0 if odds > 0 else 0.1 for odds in words], words)
    anywhere = silences([4.0 if n % 3 else 0.1 for n in range(200)], words)

    assert told[0] > anywhere[1] > anywhere[0] > told[1]


def test_a_talk_without_times_has_no_silences() -> None:
    assert not silences([None, None], np.array([1.0, -1.0])).any()


def test_who_leads_gives_the_floor_sooner() -> None:
    scores, table = scores_of(0, 2, 2)
    even = replace(scores, turns=np.zeros(2), speaks=np.zeros((2, 2)), yields=np.zeros((2, 2)))
    leading = replace(
        even, yields=np.array([[2.0, 0.0]] * 2), speaks=np.array([[5.0, 0.0], [0.0, 0.0]])
    )
    following = replace(leading, yields=np.zeros((2, 2)))

    assert chances(leading, table)[0][1, 0] < chances(following, table)[0][1, 0]


def test_between_an_answer_and_the_next_question_the_moderator_returns() -> None:
    cast = cast_of(PANEL, "")
    parts = [person.part for person in cast.people]
    speaks = np.zeros((3, len(parts)))
    speaks[0] = [0.0 if part == "panel" else -8.0 for part in parts]
    speaks[2] = [0.0 if part == "audience" else -8.0 for part in parts]
    nothing = np.zeros(speaks.shape)
    turns, short, brief = np.full(3, 4.0), np.zeros(3, dtype=bool), np.zeros(len(parts))
    scores = Scores(turns, speaks, nothing, nothing, short, brief, nothing)

    assert [parts[n] for n in course(scores, moves(cast))] == ["panel", "chair", "audience"]


def test_nobody_answers_his_own_question() -> None:
    spoken = units_of(say("how much data do you need? | it depends on the size of the network."))
    cast = cast_of(PANEL, "")
    parts = [person.part for person in cast.people]
    scores = basic(spoken, cast, [()] * len(spoken))
    told = dict(zip(parts, scores.yields[1], strict=True))

    assert told["chair"] > told["audience"] > told["panel"] == 0
    path = course(scores, moves(cast))
    assert parts[path[0]] != "panel"
    assert parts[path[1]] == "panel"


def test_who_gives_his_name_begins_to_speak() -> None:
    spoken = units_of(say("and it is cool. | i am ann lee and i test it."))
    cast = cast_of(PANEL, "")
    known = [known_by(person, cast) for person in cast.people]
    heard = [tuple(signs(unit, known)) for unit in spoken]

    assert basic(spoken, cast, heard).turns[1] > basic(spoken, cast, [()] * 2).turns[1] + 2


@pytest.mark.parametrize(
    ("said", "ways_of_it"),
    [
        ("um you know", {"um", "you", "know", "^ you", "you know"}),
        ("so", {"so", "^ so"}),
        ("", set()),
    ],
)
def test_words_and_pairs_are_habits(said: str, ways_of_it: set[str]) -> None:
    assert set(ways(said.split())) == ways_of_it


def test_habits_of_a_person_are_known_by_his_other_turns() -> None:
    lines = ["you know it is sort of you know basically right"] * 3
    lines += ["essentially we could and so of course"] * 3
    spoken = units_of(say(". | ".join(lines)))
    likely = np.array([[0.9, 0.1]] * 2 + [[0.5, 0.5]] + [[0.1, 0.9]] * 2 + [[0.5, 0.5]])
    told = Manner.of(spoken, np.arange(6)).speaks_for(likely)

    assert told[2, 0] > told[2, 1]
    assert told[5, 1] > told[5, 0]


def test_a_stretch_is_no_witness_of_itself() -> None:
    spoken = units_of(say("you know it is sort of right. | you know it is sort of right."))
    likely = np.array([[0.9, 0.1], [0.9, 0.1]])
    apart, together = np.array([0, 1]), np.array([0, 0])

    assert Manner.of(spoken, apart).speaks_for(likely)[0, 0] > 0
    assert not Manner.of(spoken, together).speaks_for(likely).any()


def test_who_asks_reads_otherwise_than_who_answers() -> None:
    asked, answered = units_of(
        say(
            "So I would like to know, do you think that we can train these networks on a phone? | "
            "What we found in our lab is that the memory is what limits it, and so we made them smaller."
        )
    )

    assert asked.asks > 0 > answered.asks
    assert asked.leads < 0  # one of the audience


def test_the_label_says_how_the_words_read() -> None:
    asked = next(e for e in SPEAKERS(say(ROUND, PANEL)) if "Thank you for" in e.why)

    assert "reads like one who asks (" in asked.why


def test_who_asks_speaks_of_what_others_work_on() -> None:
    cast = cast_of(PANEL, "")
    units = units_of(
        say("We study the theory of learning at the university. | That is a nice thing to do.")
    )

    told = [subjects([replace(unit, asks=asks) for unit in units], cast) for asks in (-3.0, 3.0)]

    ann, bob = 0, 1
    stated, asked = (grid[0, ann] - grid[0, bob] for grid in told)
    assert stated > 3 * asked > 0


def scores_of(seed: int, units: int, people: int) -> tuple[Scores, np.ndarray]:
    rng = np.random.default_rng(seed)
    table = rng.normal(0, 1, (people, people))
    np.fill_diagonal(table, -np.inf)
    zeros = np.zeros((units, people))
    turns, speaks = rng.normal(0, 2, units), rng.normal(0, 2, (units, people))
    short, brief = rng.random(units) < 0.5, -rng.random(people) * 3
    return Scores(
        turns, speaks, zeros, zeros, short, brief, rng.normal(0, 1, (units, people))
    ), table


def weight(scores: Scores, table: np.ndarray, path: tuple[int, ...]) -> float:
    total = scores.speaks[0, path[0]]
    for n in range(1, len(path)):
        one, two = path[n - 1], path[n]
        odds = scores.turns[n] + scores.yields[n, one]
        stays = -np.logaddexp(0, odds)
        total += scores.speaks[n, two] + (stays if one == two else odds + stays + table[one, two])
        # The turn that ends here was one unit of few words. The talk's first is not held to that.
        opened = n > 1 and path[n - 2] != one
        total += scores.brief[one] if one != two and opened and scores.short[n - 1] else 0.0
    return float(total)


@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(2, 3))
@settings(max_examples=30)
def test_the_course_is_the_likeliest_of_all_and_chances_add_them_up(
    seed: int, units: int, people: int
) -> None:
    scores, table = scores_of(seed, units, people)
    paths = list(product(range(people), repeat=units))
    weights = np.exp([weight(scores, table, path) for path in paths])

    assert tuple(course(scores, table)) == paths[int(weights.argmax())]
    wanted = np.zeros((units, people))
    for path, value in zip(paths, weights, strict=True):
        for n, person in enumerate(path):
            wanted[n, person] += value / weights.sum()
    assert np.allclose(chances(scores, table)[0], wanted)


@given(st.integers(0, 10_000), st.integers(1, 4), st.integers(1, 3))
@settings(max_examples=30)
def test_nobody_is_two_people(seed: int, rows: int, columns: int) -> None:
    gain = np.random.default_rng(seed).normal(0, 2, (rows, columns))
    ways = [
        way
        for way in product(range(-1, columns), repeat=rows)
        if len({c for c in way if c >= 0}) == sum(c >= 0 for c in way)
    ]
    weights = np.exp([sum(gain[r, c] for r, c in enumerate(way) if c >= 0) for way in ways])
    wanted = np.zeros((rows, columns))
    for way, value in zip(ways, weights, strict=True):
        for row, column in enumerate(way):
            if column >= 0:
                wanted[row, column] += value / weights.sum()

    assert np.allclose(marginals(gain), wanted)


def test_a_sentence_in_which_another_goes_on_is_two() -> None:
    before, first = say("to me, i guess, | yeah").tokens[3:5]

    assert [(edit.was, edit.now) for edit in parted(before, first, 0.7)] == [
        ("guess,", "guess."),
        ("yeah", "Yeah"),
    ]
    assert not list(parted(None, replace(first, text="Yeah"), 0.7))


WORDS = st.sampled_from(
    "so what do you think yeah okay thanks i we question ann facebook um no. yes?".split()
)


@given(st.lists(st.lists(WORDS, min_size=1, max_size=9), min_size=1, max_size=12))
@settings(max_examples=25)
def test_labels_change_no_word_and_can_be_taken_back(lines: list[list[str]]) -> None:
    transcript = say(" | ".join(" ".join(line) for line in lines), PANEL)
    edits = list(SPEAKERS(transcript))
    after = apply(transcript, edits)

    assert [token.key for token in after.tokens] == [token.key for token in transcript.tokens]
    assert all(cue.speaker for cue in after.cues)
    assert {edit.kind for edit in edits} <= SPEAKERS.licence
    assert apply(after, [edit.undo for edit in edits]) == transcript


def test_another_speaks_where_the_captions_say_so_from_the_first_words_on() -> None:
    raw = say(
        "Welcome everybody to the talk on networks. >> Thank you for having me. | >> It is good."
    )
    clean = named(raw)
    first, second, third = (segment.speaker for segment in clean.segments)

    assert first != second != third


DASHED = "- Well, some do. | {} | - Let him finish. | - As I was saying. | - So?"


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("- [Laughter]", ["Let", "As", "So?"]),
        ("- (audience laughs)", ["Let", "As", "So?"]),
        ("- [crosstalk] No, no.", ["[crosstalk]", "Let", "As", "So?"]),
        ("- [laughs] Yes.", ["[laughs]", "Let", "As", "So?"]),
    ],
)
def test_nobody_begins_to_speak_with_a_sound(line: str, changed: list[str]) -> None:
    raw = say(DASHED.format(line))
    clean = apply(raw, Normalize()(raw))
    begun = changes(raw)

    assert [raw.tokens[n + 1].text for n in sorted(begun)] == changed
    assert "-" not in clean.text
