"""What people decide about speakers: it stands in every rerun, and reaches every output."""

from dataclasses import replace

import pytest

from pipeline.edits import recue
from pipeline.model import Cue, Place
from pipeline.verdicts import Axis, Verdict, decided, hand_id, standing
from pipeline.verdicts.hand import STAGE
from say import say

SAID = "so what is cuda? | a toolkit. | any more questions? | no."
ANSWERS = ("Ann", "Bob", "Ann", "Cy")


class Labels:
    """Names the segments, as sure as asked."""

    name = "speakers"
    licence = frozenset({"speaker", "break"})

    def __init__(self, *labels, sure=0.8):
        self.labels, self.sure = labels, sure

    def __call__(self, transcript):
        """A label for each segment."""
        for cue, label in zip(transcript.cues, self.labels, strict=True):
            yield recue(cue, Cue(cue.at, label), "because", self.sure)


def run(stage, *verdicts):
    results, lost = decided(say(SAID), [stage], lambda e: e.confidence >= 0.5, standing(verdicts))
    return [segment.speaker for segment in results[-1].after.segments], lost


def about(number, verdict, text=""):
    """A verdict about the label that the stage gave to a segment, as the review page writes it."""
    edit = [replace(e, stage="speakers") for e in Labels(*ANSWERS)(say(SAID))][number]
    return Axis(say(SAID)).anchored(Verdict(edit.id, verdict, text), edit)


def test_a_label_turned_down_is_not_given():
    assert run(Labels(*ANSWERS), about(1, "reject")) == (["Ann", None, "Ann", "Cy"], [])


def test_a_label_too_unsure_is_given_where_a_person_says_so():
    labels, _ = run(Labels(*ANSWERS, sure=0.2), about(1, "accept"))

    assert labels == [None, "Bob", None, None]


def test_another_name_is_given_to_the_segment():
    assert run(Labels(*ANSWERS), about(1, "other", "Eve")) == (["Ann", "Eve", "Ann", "Cy"], [])


def test_an_accepted_label_stands_when_the_stage_changes_its_mind():
    later = Labels("Ann", "Dan", "Ann", "Cy")

    assert run(later, about(1, "accept")) == (["Ann", "Bob", "Ann", "Cy"], [])


def test_a_label_turned_down_leaves_room_for_another():
    later = Labels("Ann", "Dan", "Ann", "Cy")

    assert run(later, about(1, "reject")) == (["Ann", "Dan", "Ann", "Cy"], [])


def test_a_confirmed_label_is_renamed_with_the_others():
    rename = Verdict(
        hand_id("rename", Place(0, 0), "Bob"), "rename", "Robert", was="Bob", stage=STAGE,
        anchor=Axis(say(SAID)).around(Place(0, 0)),
    )  # fmt: skip

    labels, lost = run(Labels("Ann", "Bob", "Ann", "Bob"), about(1, "accept"), rename)

    assert (labels, lost) == (["Ann", "Robert", "Ann", "Robert"], [])


def named(*acts):
    """Lines that people wrote about speakers, one an action: verdict, who it was, who it is, from where to where."""
    lines = []
    for number, (verdict, was, text, *stretch) in enumerate(acts):
        place = Place(*map(float, stretch or (0, 0)))
        anchor = Axis(say(SAID)).around(place)
        lines.append(
            Verdict(
                hand_id(verdict, place, was), verdict, text, anchor=anchor, was=was, stage=STAGE,
                act=f"a{number}", when=f"2026-01-0{number + 1}",
            )
        )  # fmt: skip
    return lines


SWAPPED = [("rename", "Ann", "X"), ("rename", "Bob", "Ann"), ("rename", "X", "Bob")]


@pytest.mark.parametrize(
    ("acts", "want"),
    [
        (SWAPPED, ["Bob", "Ann", "Bob", "Cy"]),
        ([*SWAPPED, ("rename", "Ann", "Ann Lee")], ["Bob", "Ann Lee", "Bob", "Cy"]),
        (
            [("rename", "Bob", "Ann"), ("speaker", "Ann", "Bob", 6, 9), ("rename", "Bob", "Eve")],
            ["Ann", "Ann", "Eve", "Cy"],
        ),
        (
            [("speaker-on", "Ann", "Eve", 4, 10), ("rename", "Eve", "Ann"),
             ("speaker-on", "Ann", "Dan", 4, 10), ("rename", "Ann", "Eve")],
            ["Eve", "Bob", "Dan", "Cy"],
        ),
        ([("close", "", "", 4, 4), ("open", "", "", 4, 4)], ["Ann", "Ann", "Ann", "Cy"]),
    ],
)  # fmt: skip
def test_only_those_are_renamed_who_have_the_name_by_then(acts, want):
    assert run(Labels(*ANSWERS), *named(*acts)) == (want, [])


def test_a_renaming_that_was_undone_leaves_the_names_before_it():
    lines = [*named(*SWAPPED, ("rename", "Ann", "Ann Lee")), Verdict("a3", "undo", when="2026-02")]

    assert run(Labels(*ANSWERS), *lines) == (["Bob", "Ann", "Bob", "Cy"], [])
