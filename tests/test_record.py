"""The record of edits: what is written is read again, and what is broken is named by its line."""

import pytest
from hypothesis import given

from pipeline import record
from pipeline.edits import rewrite
from pipeline.errors import BadInput, EditConflict
from pipeline.processes import spread
from pipeline.reason import Reason
from pipeline.run import Step, steps
from say import say
from strategies import chances, everything, transcripts


@given(transcripts(), chances(), chances())
def test_a_record_holds_all_that_was_done(raw, first, second):
    done = list(steps(raw, [first, second], everything))

    edits = list(record.parse(record.dump(done)))

    assert edits == [entry for step in done for entry in record.entries(step)]
    assert record.rebuild(raw, edits) == done[-1].after


def test_a_name_may_hold_any_sign():
    edit = rewrite(say("x y").tokens[:1], "z", "by hand: Ann\u2028Lee")

    assert next(record.parse(record.dump([Step("", say("x"), (edit,), (), say("x"))]))) == (
        edit,
        True,
    )


def test_suggestions_are_kept_apart_from_what_was_made():
    raw = say("a b")
    stage = type("S", (), {"name": "s", "licence": {"words"}, "__call__": lambda _, t: [
        rewrite(t.tokens[:1], "x", "one", 0.9), rewrite(t.tokens[1:], "y", "two", 0.3)]})()  # fmt: skip
    done = list(steps(raw, [stage], lambda edit: edit.confidence > 0.5))

    (step,) = record.replay(raw, record.parse(record.dump(done)))

    assert [edit.now for edit in step.made] == ["x"]
    assert [edit.now for edit in step.held] == ["y"]


def test_a_record_whose_reasons_are_texts_is_read_as_well():
    line = '{"stage": "terms", "made": true, "confidence": 0.9, "before": [], "after": [], "why": "sound: GPU; rare"}'

    ((edit, made),) = record.parse(line)

    assert (edit.reason, made) == (Reason("sound: GPU", ("rare",)), True)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": 1}',
        '{"before": [{"cue": 1}], "after": []}',
        '{"before": [], "after": [], "reason": "chance"}',
        '{"before": [], "after": [], "reason": {"told": ["a rule is missing"]}}',
        '{"before": [], "after": [], "reason": {"rule": "a", "later": true}}',
    ],
)
def test_a_broken_line_is_named(line):
    with pytest.raises(BadInput, match=r"edits\.jsonl:1: not a line of an edit record"):
        list(record.parse(line, "edits.jsonl"))


def test_a_record_of_another_talk_does_not_fit():
    edit = rewrite(say("x y").tokens[:1], "z", "")

    with pytest.raises(EditConflict):
        record.rebuild(say("a b"), [(edit, True)])


def test_processes_give_results_in_the_order_of_the_items():
    assert list(spread(abs, [-3, 1, -2], 2)) == [3, 1, 2]
