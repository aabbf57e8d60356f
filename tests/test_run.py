"""Stages propose, `accept` decides, and a stage that breaks its licence is not heard."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.edits import Edit, Kind, apply, recue, rewrite
from pipeline.model import Cue, Place, Token, Transcript
from pipeline.reason import Reason
from pipeline.run import run, steps
from say import read, say
from strategies import ALL_KINDS, Chance, chances, everything, transcripts


@dataclass(frozen=True, slots=True)
class Says:
    """A stage whose whole opinion is a function."""

    opinion: Callable[[Transcript], Iterable[Edit]]
    licence: frozenset[Kind] = ALL_KINDS
    name: str = "says"

    def __call__(self, transcript: Transcript) -> Iterable[Edit]:
        return self.opinion(transcript)


def replacing(word: str, text: str, confidence: float = 1.0) -> Says:
    return Says(
        lambda transcript: [
            rewrite([token], text, f"{word} is {text}", confidence)
            for token in transcript.tokens
            if token.text == word
        ]
    )


@given(transcripts(), st.lists(chances(), max_size=4))
def test_each_step_takes_up_where_the_one_before_left(raw, chances):
    before = raw
    for step in steps(raw, chances, everything):
        assert step.before == before
        assert step.after == apply(before, step.made)
        before = step.after


@given(transcripts(), chances(), st.floats(0, 1))
def test_every_edit_is_either_made_or_held(transcript, chance, threshold):
    step = run(transcript, chance, lambda edit: int(edit.id, 16) / 2**64 < threshold)

    assert not step.breach
    assert sorted(edit.id for edit in (*step.made, *step.held)) == sorted(
        Edit(edit.before, edit.after, edit.reason, stage="chance").id for edit in chance(transcript)
    )


@given(transcripts(), chances(), st.sets(st.sampled_from(sorted(ALL_KINDS))))
def test_a_stage_that_breaks_its_licence_is_not_heard(transcript, chance, kinds):
    stage = Chance(chance.runs, chance.cuts, licence=frozenset(kinds))
    outside = {edit.kind for edit in stage(transcript)} - kinds

    step = run(transcript, stage, everything)

    assert bool(step.breach) == bool(outside)
    if outside:
        assert step.after == transcript
        assert step.made == step.held == ()


def test_a_breach_says_who_did_what():
    stage = Says(replacing("backdrop", "backprop").opinion, frozenset({"form", "drop"}), "marks")

    step = run(say("the backdrop"), stage, everything)

    assert step.breach == (
        "marks may make drop, form edits, and proposed 1 of another kind, "
        "first: words, 'backdrop' -> 'backprop' (backdrop is backprop)"
    )


def test_edits_are_signed_by_their_stage():
    step = run(say("a b"), replacing("a", "x"), everything)

    assert [edit.stage for edit in step.made] == ["says"]


def test_what_is_not_accepted_is_held_and_not_made():
    step = run(say("a b"), replacing("a", "x", 0.4), lambda edit: edit.confidence >= 0.5)

    assert (read(step.after), [edit.now for edit in step.held]) == ("a b", ["x"])


def test_a_later_stage_reads_what_an_earlier_one_made():
    *_, last = steps(say("a b"), [replacing("a", "x"), replacing("x", "y")], everything)

    assert read(last.after) == "y b"


def test_of_two_readings_of_one_place_the_surer_is_made():
    def both(transcript: Transcript) -> list[Edit]:
        return [
            rewrite(transcript.tokens[:1], "less", "", 0.6),
            rewrite(transcript.tokens[:2], "more", "", 0.8),
        ]

    step = run(say("a b c"), Says(both), everything)

    assert read(step.after) == "more c"
    assert [edit.now for edit in step.held] == ["less"]


def test_of_two_cues_at_one_place_one_is_opened():
    def both(transcript: Transcript) -> list[Edit]:
        return [recue(None, Cue(1, "Ann"), "", 0.6), recue(None, Cue(1, "Bob"), "", 0.8)]

    step = run(say("a b"), Says(both), everything)

    assert read(step.after) == "a | Bob> b"
    assert [edit.after for edit in step.held] == [(Cue(1, "Ann"),)]


@st.composite
def proposals(draw):
    """A transcript, and edits of which each may take out and put in anything, a word twice too."""
    transcript = draw(transcripts(max_size=3))
    there = [*transcript.tokens, *transcript.cues]
    at = st.sampled_from([n / 2 for n in range(2 * len(transcript.words) + 1)])
    places = st.tuples(at, at).map(sorted).map(lambda edges: Place(*edges))
    items = st.one_of(
        st.builds(Token, st.sampled_from(("x", "y")), places),
        st.builds(Cue, at, st.sampled_from((None, "Ann"))),
        *([st.sampled_from(there)] if there else []),
    )
    taken = st.lists(st.sampled_from(there), max_size=3) if there else st.just([])
    edits = st.builds(
        Edit,
        taken.map(tuple),
        st.lists(items, max_size=3).map(tuple),
        st.just(Reason("any")),
        st.sampled_from((0.5, 0.7, 1.0)),
    )
    return transcript, draw(st.lists(edits.filter(lambda e: e.before or e.after), max_size=8))


@settings(max_examples=200)
@given(proposals())
def test_no_edits_of_a_stage_make_a_talk_fail(proposed):
    transcript, edits = proposed

    step = run(transcript, Says(lambda _: edits), everything)

    assert not step.breach
    assert len(step.made) + len(step.held) == len(edits)
    assert apply(step.after, [edit.undo for edit in step.made]) == transcript


def test_an_edit_that_takes_a_word_out_twice_is_held():
    def twice(transcript: Transcript) -> list[Edit]:
        one, two, _ = transcript.tokens
        return [rewrite([one, one], "x", "", 0.9), rewrite([one, two], "y", "", 0.8)]

    step = run(say("a b c"), Says(twice), everything)

    assert read(step.after) == "y c"
    assert [edit.now for edit in step.held] == ["x"]


def test_edits_that_do_not_fit_discard_the_stage_and_not_the_talk():
    def overreaching(transcript: Transcript) -> list[Edit]:
        return [rewrite(say("x y z").tokens[:1], "w", "takes out what is not there")]

    first, second = steps(say("a b c d"), [Says(overreaching), replacing("a", "x")], everything)

    assert "do not fit" in first.breach
    assert read(second.after) == "x b c d"
