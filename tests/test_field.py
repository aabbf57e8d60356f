"""How far a talk is of a dictionary's field."""

from pathlib import Path

import pytest

from pipeline.config import shipped
from pipeline.dictionary import Dictionary, Term, load, merge
from pipeline.matching.field import MANY, by_term, familiar
from pipeline.model import Segment, Talk, Transcript
from pipeline.run import MADE_FROM
from pipeline.stages.terms import Terms

FIELD = Dictionary.of(
    [
        Term("MEMS", heard=("mens",)),
        Term("oscillator"),
        *(Term(f"Quxor{n}") for n in range(MANY)),
    ]
)
LAW = "for murder the crown must show the guilty act and the guilty mind which is mens rea in latin"


OWN = Dictionary((Term("mens rea"), Term("actus reus"), Term("recklessness")))
COURT = "the court held that recklessness is no mens rea and so there was no actus reus"


def worth(text, dictionary=FIELD, talk=None):
    """What it is worth that "mens" was MEMS, asked or not."""
    transcript = Transcript.of("", [Segment(0, 60, text)], talk)
    stage = Terms(dictionary, suggest=0.0, sound=False)
    edits = [edit for edit in stage(transcript) if edit.was == "mens"]
    return max((edit.confidence for edit in edits), default=0.0)


def test_a_listed_form_is_worth_less_where_the_field_is_another():
    other = " ".join(["the court held that this was so and the appeal was dismissed"] * 60)
    own = " ".join(["the oscillator of this clock is as small as the other oscillator"] * 60)

    assert worth(f"{LAW} {other}") < worth(f"{LAW} {own}") / 2


def test_the_longer_nothing_of_it_is_said_the_less_of_its_field_is_a_talk():
    said = ["gradient descent"]

    assert familiar(said, 100, MANY) > familiar(said, 1_000, MANY) > familiar(said, 10_000, MANY)
    assert familiar(said * 100, 1_000, MANY) == 1


@pytest.mark.parametrize("word", ["I", "Twenty", "people"])
def test_what_is_said_in_any_talk_tells_nothing(word):
    assert familiar([word] * 100, 1_000, MANY) == familiar([], 1_000, MANY)


def test_a_small_dictionary_need_not_be_said():
    assert familiar([], 10_000, MANY - 1) == 1


@pytest.mark.parametrize("listed", [True, False], ids=["dictionary", "vocabulary"])
def test_what_is_said_of_ones_own_terms_tells_nothing_of_the_field_that_ships(listed):
    text = f"{LAW.replace(' rea', '')} {' '.join([COURT] * 60)}"
    own = merge([FIELD.general(), OWN]) if listed else FIELD.general()
    talk = None if listed else Talk(vocabulary=tuple(term.name for term in OWN.terms))

    assert worth(text, own, talk) < worth(text, merge([FIELD, OWN])) / 2


def test_what_comes_up_in_any_talk_tells_nothing_of_the_field_that_ships():
    text = f"{LAW.replace(' rea', '')} {' '.join([COURT] * 60)}"
    any_talk = OWN.general(of_any_field=True)

    apart, together = (
        worth(text, merge([FIELD.general(), other])) for other in (any_talk, OWN.general())
    )

    assert apart < together / 2


@pytest.mark.parametrize("listed", [True, False], ids=["dictionary", "vocabulary"])
def test_what_ships_and_is_ones_own_too_is_believed_wherever_it_is_said(listed):
    text, mems = f"{LAW} {' '.join([COURT] * 60)}", Dictionary((Term("MEMS"),))
    own = merge([FIELD.general(), mems]) if listed else FIELD.general()
    talk = None if listed else Talk(vocabulary=("MEMS",))

    assert worth(text, own, talk) > worth(text, FIELD.general())


def test_what_ships_and_the_abstract_names_is_believed_wherever_it_is_said():
    text, told = (
        f"{LAW} {' '.join([COURT] * 60)}",
        Talk(abstract="What MEMS have to do with the law."),
    )

    assert worth(text, FIELD.general(), told) > worth(text, FIELD.general())


def test_what_is_listed_twice_tells_of_the_field_all_the_same():
    terms = merge([FIELD.general(), Dictionary((Term("oscillator"),))]).terms
    said = [(term, "oscillator") for term in terms if term.name == "oscillator"]

    assert by_term(said * 10, 1_000, terms)["MEMS"] == 1


def test_a_lecture_of_another_field_is_left_alone():
    text = (Path(__file__).parents[1] / "benchmarks/other_fields/criminal-law.txt").read_text()
    edits = Terms(merge(map(load, shipped())))(Transcript.of("", [Segment(0, 360, text)]))

    assert [
        edit.was for edit in edits if edit.kind == "words" and edit.confidence >= MADE_FROM
    ] == []
