"""A probe shows what an entry changes, before it is saved."""

from pathlib import Path

from pipeline.dictionary import Dictionary, Term, load
from pipeline.probe import probe
from reviewing import decide


def changes(config, dictionary):
    own = config.dictionaries[0]
    return [
        (change.left, change.edit.was, change.edit.now, change.right, change.made, change.new)
        for change in probe(config, dictionary, own)
    ]


def test_an_entry_that_changes_nothing(config):
    same = load(config.dictionaries[0])

    assert changes(config, same.with_term(Term("entropy"))) == []


def test_a_new_entry_shows_its_place(config):
    more = load(config.dictionaries[0]).with_term(Term("questionnaire", aliases=("questions",)))

    assert changes(config, more) == [
        ("and about image net any", "questions", "questionnaire", "Yes I have one what", True, True)
    ]


def test_an_entry_taken_out_shows_what_is_no_longer_fixed(config):
    less = load(config.dictionaries[0]).without("CUDA")

    assert [row[1:3] + row[5:] for row in changes(config, less)] == [("cuda", "CUDA", False)]


def test_a_form_that_ends_like_a_filler_shows_its_place(config):
    more = load(config.dictionaries[0]).with_term(Term("Soom", heard=("so um",), near=("today",)))

    assert [row[1:3] for row in changes(config, more)] == [("So um", "Soom")]


def test_what_people_rejected_is_no_change(config):
    decide(config, "talk", "questions", "reject", "questionnaire")
    own = load(config.dictionaries[0])
    same = own.with_term(Term("questionnaire", aliases=("questions",)))
    wider = own.with_term(Term("any questionnaire", aliases=("any questions",)))

    assert changes(config, same) == []
    (change,) = probe(config, wider, config.dictionaries[0])
    assert (change.made, change.held) == (False, True)


def test_a_project_without_talks_has_nothing_to_show(config):
    Path(config.raw / "talk.txt").unlink()
    config.raw.rmdir()

    assert list(probe(config, Dictionary())) == []
