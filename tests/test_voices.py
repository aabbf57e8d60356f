"""What is decided about a name stays with the voice that had it, or is told as lost: names move from run to run."""

import json
from dataclasses import replace

import pytest

from pipeline.model import Place, Segment, Transcript
from pipeline.verdicts import Anchor, Axis, Verdict, decided, dump, hand_id, parse, told
from say import read, say

TURNS = (
    "first we looked at all of the old tapes",
    "I was in the other room by that time",
    "then they came back with a smaller machine",
    "nobody told us how it should be used",
    "so I read what the makers wrote about it",
    "and I still think it was a mistake",
)
THEN = "XYXYXY"


def talk(names, turns=TURNS):
    """The talk, each turn by the voice of that letter."""
    return say(" | ".join(f"{name}> {turn}" for name, turn in zip(names, turns, strict=True)))


def line(verdict, was, text, place=(0, 0), then=None):
    """A decision as the review page writes it, read again from its line."""
    raw = then or talk(THEN)
    place = Place(*map(float, place))
    name = hand_id(verdict, place, was)
    bare = Verdict(name, verdict, text, anchor=Anchor(place), was=was, now=text)
    (again,), _ = parse(dump(Axis(raw).spoken(bare, raw.cues)))
    return again


def heard(raw, *lines):
    """Who speaks turn by turn under these decisions, and how many are lost."""
    after, lost = decided(raw, [], lambda _: True, lines)
    return [cue.speaker for cue in (after[-1].after if after else raw).cues], len(lost)


RENAMED = [line("rename", "X", "Ann"), line("rename", "Y", "Bob", then=talk("AYAYAY"))]


@pytest.mark.parametrize(
    ("now", "want", "lost"),
    [
        ("XYXYXY", "ABABAB", 0),
        ("YXYXYX", "ABABAB", 0),  # swapped
        ("PQPQPQ", "ABABAB", 0),  # other names
        ("XYXYXQ", "ABABAQ", 0),  # a turn is another's
        ("ZXZXZX", "ABABAB", 0),  # one name more, and one of the old ones is the other's
        ("XXXXXX", "XXXXXX", 2),  # one name for both
        ("PQRPQR", "PQRPQR", 2),  # nothing as it was
    ],
)
def test_a_name_stays_with_the_voice_it_was_given_to(now, want, lost):
    names, count = heard(talk(now), *RENAMED)

    assert ("".join(name[0] for name in names), count) == (want, lost)


def test_a_voice_is_found_where_its_words_moved_to():
    said = ("welcome to all of you", *TURNS[:2], TURNS[2].replace("came", "come"), *TURNS[3:])

    names, lost = heard(talk("PQRQRQR", said), line("rename", "X", "Ann"))

    assert (names, lost) == (["P", "Ann", "R", "Ann", "R", "Ann", "R"], 0)


def test_a_renaming_of_which_too_few_turns_are_found_is_lost():
    said = tuple(f"well {turn[7:]}" for turn in TURNS)

    assert heard(talk("XYXYXY", said), line("rename", "X", "Ann")) == ([*"XYXYXY"], 1)


@pytest.mark.parametrize("verdict", ["rename", "speaker-on"])
def test_an_old_renaming_of_nobody_is_told(verdict):
    old = replace(line(verdict, "Q", "Ann", (0, 48)), turns=())

    assert heard(talk(THEN), old) == ([*THEN], 1)


def test_from_here_on_follows_the_voice_or_is_told():
    later = line("speaker-on", "Y", "Bob", (26, 51))

    assert heard(talk("PQPQPQ"), later) == (["P", "Q", "P", "Bob", "P", "Bob"], 0)
    assert heard(talk("PQPPPP"), later) == ([*"PQPPPP"], 1)


def test_from_a_word_on_means_the_rest_of_its_segment_too():
    raw = say("X> one two three four five six | Y> seven | X> eight nine")
    step = decided(raw, [], bool, [line("speaker-on", "X", "Ann", (3, 9), then=raw)])[0][-1]

    assert read(step.after) == "X> one two three | Ann> four five six | Y> seven | Ann> eight nine"


def test_a_stretch_is_not_given_to_who_has_that_name_by_now():
    given = line("speaker", "X", "Y", (0, 9))

    assert heard(talk(THEN), given) == ([*"YYXYXY"], 0)
    assert heard(talk("YXYXYX"), given) == ([*"YXYXYX"], 1)
    assert heard(talk("PQPQPQ"), given) == ([*"YQPQPQ"], 0)


def test_what_was_said_later_of_a_turn_tells_nothing_of_its_voice():
    raw = talk("XXY", TURNS[:3])
    rename = line("rename", "X", "Ann", then=raw)
    later = Verdict(
        "e", "accept", anchor=Axis(raw).around(Place(0.0, 0.0)), stage="speakers", kind="speaker",
        was="X", now="Y",
    )  # fmt: skip

    assert heard(raw, rename, later) == (["Y", "Ann", "Y"], 0)


# ---- stretches -----------------------------------------------------------------------------------

LONG = "Ann> " + " ".join(f"w{n}" for n in range(60))


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize(
    ("verdict", "changed", "stands"),
    [
        ("speaker", [30], True),
        ("speaker", [8], True),  # beside its beginning
        ("speaker", [51], True),
        ("speaker", [9, 11], False),
        ("speaker", [49, 51], False),
        ("speaker-on", [30, 49, 51], True),
        ("speaker-on", [9, 11], False),
    ],
)
def test_a_stretch_is_found_by_its_ends(verdict, changed, stands, old):
    raw = say(LONG)
    place = (10, 50) if verdict == "speaker" else (10, 60)
    given = line(verdict, "Ann", "Bob", place, then=raw)
    if old:  # all its words are kept
        given = replace(given, anchor=Axis(raw).around(given.place), turns=())
    said = " ".join("new" if n in changed else f"w{n}" for n in range(60))

    _, lost = heard(say(f"Ann> oh {said}"), given)

    assert lost == (not stands)


def test_of_a_long_stretch_the_ends_are_kept():
    given = line("speaker", "Ann", "Bob", (10, 50), then=say(LONG))

    assert given.anchor.heard == "w10 w11 w12 w13 w14 … w45 w46 w47 w48 w49"


@pytest.mark.parametrize("turns", [[["X", [0], "w"]], [["X", [0, 1]]], [[1, [0, 1], "w"]], 7])
def test_turns_that_are_none_are_a_damaged_line(turns):
    text = json.dumps({"id": "rename:X", "verdict": "rename", "was": "X", "turns": turns})

    assert [len(part) for part in parse(text)] == [0, 1]


# ---- in words ------------------------------------------------------------------------------------

EDIT = Verdict(
    "e", "accept", anchor=Anchor(Place(2.0, 4.0)), was="could a", now="CUDA", stage="terms"
)


@pytest.mark.parametrize(
    ("lost", "want"),
    [
        (line("rename", "X", "Ann"), "X → Ann everywhere"),
        (line("rename", "", "Ann"), "no name → Ann everywhere"),
        (line("speaker-on", "Y", "Bob", (26, 51)), "Y → Bob from 0:00:10 on"),
        (line("speaker", "X", "Y", (0, 18)), "X → Y from 0:00:00 to 0:00:07"),
        (EDIT, "'could a' → 'CUDA' at 0:00:00"),
        (replace(EDIT, verdict="reject"), "'could a' stays, not 'CUDA', at 0:00:00"),
        (replace(EDIT, now=""), "'could a' → nothing at 0:00:00"),
        (
            replace(EDIT, verdict="open", anchor=Anchor(EDIT.place, right="we go")),
            "a sentence begins before 'we go' at 0:00:00",
        ),
        (
            Verdict("e", "words", "x", anchor=Anchor(Place(60.0, 70.0), "", "a b c d e f g h i j")),
            "'a b c d e f g h …' → 'x' at 0:00:20",
        ),
    ],
)
def test_a_decision_is_told_in_a_few_words(lost, want):
    assert told(lost, talk(THEN)) == want


def test_without_times_a_stretch_is_told_by_its_words():
    raw = Transcript.of("t", [Segment(0, 0, "we go there", "Ann")])

    assert (
        told(line("speaker-on", "Ann", "Bob", (1, 3), raw), raw) == "Ann → Bob from 'go there' on"
    )


def test_a_stretch_given_to_a_numbered_voice_goes_with_that_voice():
    then = say(
        "Speaker 1> first we looked | Speaker 2> I was in the room | Speaker 1> then they came"
    )
    now = say("Guest> first we looked | Host> I was in the room | Guest> then they came")
    given = line("speaker", "Speaker 2", "Speaker 1", place=(3, 8), then=then)

    assert heard(now, given) == (["Guest", "Guest", "Guest"], 0)
