"""Edits are arithmetic of sets: in any order, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.edits import Edit, apply, recue, reword, rewrite, spelled
from pipeline.errors import EditConflict
from pipeline.model import Cue, Place, Token, Transcript
from pipeline.reason import Reason
from pipeline.run import steps
from say import read, say
from strategies import all_made, chances, everything, transcripts

runs = st.lists(chances(), max_size=4)


def changed(transcript: Transcript, *edits: Edit) -> str:
    return read(apply(transcript, edits))


@given(transcripts(), chances())
def test_what_is_undone_is_as_before(transcript, chance):
    edits = list(chance(transcript))

    assert apply(apply(transcript, edits), [edit.undo for edit in edits]) == transcript


@given(transcripts(), runs, st.randoms(use_true_random=False))
def test_all_edits_of_a_run_at_once_and_in_any_order_give_its_end_and_its_beginning(
    raw, chances, random
):
    done = list(steps(raw, chances, everything))
    edits = all_made(done)
    random.shuffle(edits)

    clean = done[-1].after if done else raw
    assert apply(raw, edits) == clean
    assert apply(clean, [edit.undo for edit in edits]) == raw


@given(transcripts(), chances())
def test_an_edit_says_what_was_and_what_is_now_and_where(transcript, chance):
    for edit in chance(transcript):
        assert edit.was == " ".join(token.text for token in edit.tokens_before)
        assert edit.undo.now == edit.was
        assert edit.undo.place == edit.place
        assert all(edit.place.start <= token.at.start for token in edit.tokens_after)
        assert all(token.at.stop <= edit.place.stop for token in edit.tokens_after)


@given(transcripts(), chances())
def test_edits_of_one_stage_have_names_of_their_own(transcript, chance):
    edits = [edit for edit in chance(transcript) if edit.before != edit.after]

    assert len({edit.id for edit in edits}) == len(edits)


def test_a_name_is_the_same_in_every_process_and_for_ever():
    edit = rewrite(say("the GP use").tokens[1:], "GPUs", "letters", 0.9)

    assert edit.id == "9d048fcc30bd30f0"
    assert recue(None, Cue(3, "Bob"), "a question").id == "67470484f773c76e"


def test_a_name_does_not_hang_on_reason_or_confidence():
    tokens = say("GP use").tokens

    assert rewrite(tokens, "GPUs", "letters").id == rewrite(tokens, "GPUs", "sound", 0.4).id
    assert rewrite(tokens, "GPUs", "letters").id != rewrite(tokens, "GPU", "letters").id


def test_as_many_words_keep_their_places():
    transcript = say("con that's work")

    assert [t.at for t in rewrite(transcript.tokens[:2], "the nets", "").tokens_after] == [
        Place(0, 1),
        Place(1, 2),
    ]


def test_other_words_share_the_stretch():
    tokens = say("convolution are net works").tokens

    assert [token.at for token in rewrite(tokens[:3], "convolutional nets", "").tokens_after] == [
        Place(0, 1.5),
        Place(1.5, 3),
    ]
    assert rewrite(tokens[:1], "a b", "").tokens_after == (
        Token("a", Place(0, 0.5)),
        Token("b", Place(0.5, 1)),
    )


@pytest.mark.parametrize(
    ("said", "text", "want"),
    [
        ("GP use.", "GPUs", "GPUs."),
        ('"GP use",', "GPUs", '"GPUs",'),
        ("(GP use)", "GPUs", "(GPUs)"),
        ("GP use.", "GPUs?", "GPUs?"),
        ("GP use...", "GPUs", "GPUs..."),
        ("“GP use”", "GPUs", "“GPUs”"),
        ("GP use", "the GPUs", "the GPUs"),
    ],
)
def test_reword_keeps_the_marks_around(said, text, want):
    assert reword(say(said).tokens, text, "").now == want


@pytest.mark.parametrize(
    ("said", "want"), [("F.D.A.", "FDA"), ("(F.D.A.),", "(FDA),"), ("F.", "FDA."), ("FDA.", "FDA.")]
)
def test_the_last_dot_of_initials_goes_with_them_where_nothing_ends(said, want):
    assert reword(say(said).tokens, "FDA", "", ends=False).now == want


@pytest.mark.parametrize(
    ("said", "text", "kind"),
    [
        ("the cat.", "The cat", "form"),
        ("cat", "“cat”", "form"),
        ("GP use", "GPUs", "spacing"),
        ("LST M.'s", "LSTMs", "spacing"),
        ("a lot", "alot", "spacing"),
        ("gonna", "gon na", "spacing"),
        ("um", "", "drop"),
        ("the the cat", "the cat", "drop"),
        ("two thousand ten", "2010", "number"),
        ("so two thousand ten", "so 2010", "number"),
        ("two cats", "2 dogs", "words"),
        ("backdrop", "backprop", "words"),
        ("you use", "yous", "words"),
    ],
)
def test_the_kind_is_read_off_the_words(said, text, kind):
    assert rewrite(say(said).tokens, text, "").kind == kind


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (Cue(3), None, "break"),
        (None, Cue(3), "break"),
        (None, Cue(3, "Ann"), "break"),
        (Cue(3), Cue(3, "Ann"), "speaker"),
        (Cue(3, "Bob"), Cue(3), "speaker"),
        (Cue(3), Cue(4), "break"),
    ],
)
def test_the_kind_is_read_off_the_cues(before, after, kind):
    assert recue(before, after, "").kind == kind


def test_letters_spell_what_the_recogniser_wrote_as_use():
    assert spelled(say("GP use").tokens) == "gpus"
    assert spelled(say("we use").tokens) == "weuse"


def test_a_term_over_a_line_break_loses_no_segment():
    transcript = say("the GP | use is fast")

    assert changed(transcript, rewrite(transcript.tokens[1:3], "GPUs", "")) == "the GPUs | is fast"


def test_a_line_that_loses_its_first_word_stays_a_line():
    transcript = say("yes | um no")

    assert changed(transcript, rewrite(transcript.tokens[1:2], "", "")) == "yes | no"


@pytest.mark.parametrize("twice", [True, False])
def test_what_is_not_there_cannot_be_taken_out(twice):
    transcript = say("um no")
    drop = rewrite(transcript.tokens[:1], "", "filler")
    elsewhere = rewrite(say("uh no").tokens[:1], "", "filler")

    with pytest.raises(EditConflict, match="um" if twice else "uh"):
        apply(transcript, [drop, drop if twice else elsewhere])


def test_two_tokens_cannot_stand_at_one_place():
    transcript = say("a b c")
    over = Edit(transcript.tokens[:1], (Token("ab", Place(0, 2)),), Reason("reaches too far"))

    with pytest.raises(EditConflict, match="ab"):
        apply(transcript, [over])


def test_two_segments_cannot_open_at_one_place():
    with pytest.raises(EditConflict):
        apply(say("a b"), [recue(None, Cue(0.0, "Ann"), "")])
