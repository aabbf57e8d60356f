"""A probe shows what an entry changes, before it is saved."""

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.batch import Job, outcome
from pipeline.dictionary import Dictionary, Term, dump, load
from pipeline.probe import probe
from pipeline.stages.normalize import Normalize
from pipeline.stages.terms import Terms
from pipeline.stages.terms.reach import Reach
from reviewing import decide

QUESTIONNAIRE = Term("questionnaire", aliases=("questions",))


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
    more = load(config.dictionaries[0]).with_term(QUESTIONNAIRE)

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
    same = own.with_term(QUESTIONNAIRE)
    wider = own.with_term(Term("any questionnaire", aliases=("any questions",)))

    assert changes(config, same) == []
    (change,) = probe(config, wider, config.dictionaries[0])
    assert (change.made, change.held) == (False, True)


def test_a_project_without_talks_has_nothing_to_show(config):
    Path(config.raw / "talk.txt").unlink()
    config.raw.rmdir()

    assert list(probe(config, Dictionary())) == []


def told(config, term, **said):
    """The talks in which an entry changes something, in the order in which it is told; `said` are more talks."""
    for name, text in said.items():
        (config.raw / f"{name}.txt").write_text(text, encoding="utf-8")
    own = config.dictionaries[1]
    found = probe(config, load(own).with_term(term), own)
    return [*dict.fromkeys(change.talk for change in found)]


def test_what_is_written_is_told_before_what_only_sounds_alike(config):
    alike = "Ann: We train it with backdrop on the machine.\nBob: I asked people."
    written = "Ann: Then there is bag drop.\nBob: Yes."

    backprop = Term("backprop", aliases=("bag drop",))
    assert told(config, backprop, alike=alike, written=written) == ["written", "alike"]


def test_a_talk_that_has_nothing_of_an_entry_is_not_weighed(config, monkeypatch):
    weighed, terms = [], Terms.__call__
    monkeypatch.setattr(
        Terms, "__call__", lambda own, talk: weighed.append(talk.name) or terms(own, talk)
    )

    assert told(config, QUESTIONNAIRE, other="Ann: So we all went home.\nBob: Yes.") == ["talk"]
    assert set(weighed) == {"talk"}


def test_what_is_said_before_terms_is_taken_from_the_last_run(config, monkeypatch):
    more = load(config.dictionaries[0]).with_term(QUESTIONNAIRE)
    want, raw = changes(config, more), config.raw / "talk.txt"
    assert not outcome(Job(raw, config)).failed

    with monkeypatch.context() as without:
        without.setattr(Normalize, "__call__", None)
        assert changes(config, more) == want
    raw.write_text(f"Um, well.\n{raw.read_text()}")  # its record is of another text by now
    assert [row[1:3] for row in changes(config, more)] == [row[1:3] for row in want]


@pytest.mark.parametrize("since", ["nothing", "a decision", "an entry"])
def test_what_terms_said_is_taken_from_the_last_run_if_it_still_holds(config, monkeypatch, since):
    assert not outcome(Job(config.raw / "talk.txt", config)).failed
    if since == "a decision":
        decide(config, "talk", "questions", "reject", "questionnaire")
    if since == "an entry":
        config.dictionaries[1].write_text(dump(Dictionary((Term("Zyzzogeton"),))))
    weighed, terms = [], Terms.__call__
    monkeypatch.setattr(
        Terms, "__call__", lambda own, talk: weighed.append(own) or terms(own, talk)
    )
    more = load(config.dictionaries[0]).with_term(Term("anything", aliases=("any",)))

    assert [row[1:3] for row in changes(config, more)] == [("any", "anything")]
    assert len(weighed) == (1 if since == "nothing" else 2)


def test_an_entry_may_be_saved_before_its_changes_are_asked_for(config):
    own = config.dictionaries[1]
    more = load(own).with_term(QUESTIONNAIRE)
    found = probe(config, more, own)
    own.write_text(dump(more))

    assert [change.edit.now for change in found] == ["questionnaire"]


GAN = Term("GAN", heard=("gone",), near=("loss",))


@pytest.mark.parametrize(
    ("other", "forms", "sounds"),
    [
        (GAN, [], False),
        (replace(GAN, heard=("gone", "gun")), [" gun ", " guns "], False),
        (replace(GAN, near=()), [" gan ", " gone ", " g a n "], False),
        (replace(GAN, sounds=("JH AE N",)), [], True),
        (replace(GAN, origins=("general",)), [" gan ", " gone ", " g a n "], True),
        (Term("ReLU"), [" gan ", " gone ", " relu ", " relus "], True),
    ],
)
def test_how_far_a_change_of_an_entry_reaches(other, forms, sounds):
    reach = Reach.of(*(Terms(Dictionary((term, Term("Torch")))) for term in (GAN, other)))

    assert set(forms) <= set(reach.forms)
    assert (bool(reach.forms), bool(reach.sounds)) == (bool(forms), sounds)
    assert " torch " not in reach.forms


def test_a_change_that_would_only_be_suggested_is_told_as_lost(config):
    file = config.dictionaries[1]
    own = load(file).with_term(QUESTIONNAIRE)
    file.write_text(dump(own), encoding="utf-8")
    rival = Term("questioning", aliases=("questions",))
    told = [(c.edit.now, c.made, c.lost) for c in probe(config, own.with_term(rival), file)]

    assert told == [("questioning", True, False), ("questionnaire", False, True)]
