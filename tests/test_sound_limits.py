"""Kinds of candidates that are shown, never written, however likely they seem."""

import numpy as np
import pytest

from pipeline.dictionary import Term
from pipeline.matching.sound_index import Found, SoundIndex, Talked
from pipeline.matching.sound_limits import SUGGESTED, most_allowed


def most(heard, term, **around):
    """The most that reading `heard` as `term` is worth."""
    return limit(heard, term, **around)[0]


def limit(heard, term, *, distance=0.1, likely=0.8, before="", elsewhere="", people=()):
    """The same, and why it is only shown, behind `before` in a talk that says `elsewhere`, too, with `people` on its
    programme."""
    words, first = heard.split(), len(before.split())
    talk = Talked((*before.split(), *words, *elsewhere.split()), frozenset())
    index = SoundIndex.of([*(Term(name, "person") for name in people), Term(term)])
    which = next(n for n, entry in enumerate(index.spelled) if entry.text == term)
    found = Found(
        np.array([first]),
        np.array([first + len(words)]),
        np.array([which]),
        np.array([distance], np.float32),
    )
    (most,), (why,) = most_allowed(talk, index, found, np.array([likely], np.float32))
    return float(most), why


@pytest.mark.parametrize(
    ("heard", "term", "why"),
    [
        ("and supervised", "unsupervised", "the one denies the other"),
        ("in unsupervised", "unsupervised learning", "function words make the difference"),
        ("the learning", "deep learning", "function words make the difference"),
        ("the polling", "pooling", "one plain word for another"),
        ("by these", "bias", "nothing but function words"),
        ("the I", "AI", "nothing but function words"),
        ("an L", "Intel", "a letter and function words"),
        ("USA the", "USB", "letters, for other letters"),
        ("USA the", "U.S", "a phrase before it is a term"),
        ("random search", "RandomSearcher", "the same but for an ending"),
        (
            "machine learning engineering",
            "machine learning engineer",
            "the same but for the form of a word",
        ),
        ("the modal", "the model", "a phrase before it is a term"),
        ("closer", "Clojure", "a plain word, for a name that is not said here"),
        ("can", "GAN", "nothing but function words"),
        ("TLS", "RSA", "letters, for other letters"),
        ("sick", "Snyk", "a short word, for a short name or letters"),
        ("Christine Payne", "Chris Benson", "one person's name for another's"),
        ("peter novak", "Peter Norvig", "one person's name for another's"),
        ("is Jeff Dunn", "Jeff Dean", "one person's name for another's"),
        ("Eric Syrian", "Ericsson", "somebody's name, for what is nobody"),
        ("in Sid Mcanally", "Silicon Valley", "somebody's name, for what is nobody"),
        ("What's up?", "WhatsApp", "a clause of its own"),
        ("pay joining", "Payjoin", "the same but for an ending"),
        ("micro economic", "macroeconomic", "the one denies the other"),
        ("p h d", "PHP", "letters, for other letters"),
        ("an s l o", "SLA", "letters, for other letters"),
        ("c s lewis", "CSS", "letters, for other letters"),
        ("r and b", "R&D", "letters, for other letters"),
        ("the w and the z", "W3C", "letters, for other letters"),
        ("two ls", "TLS", "a letter of which there are several"),
        ("tennyson", "Ted Nelson", "one person's name for another's"),
    ],
)
def test_what_only_a_reader_can_tell_is_shown_and_says_why(heard, term, why):
    assert limit(heard, term) == (SUGGESTED, why)


@pytest.mark.parametrize(
    ("heard", "term"),
    [
        ("could a", "CUDA"),
        ("backdrop", "backprop"),
        ("declining", "deep learning"),
        ("page and optimization", "Bayesian optimization"),
        ("face book", "Facebook"),
        ("face but", "Facebook"),
        ("pie on", "Python"),
        ("eric syrian", "Ericsson"),
        ("Jason web token", "JSON Web Token"),
        ("Jason Web tokens", "JSON Web Token"),
        ("a GI", "AGI"),
        ("NYUV", "NYU"),
        ("Joshua Banjo", "Yoshua Bengio"),
        ("Jeff Hinton", "Geoffrey Hinton"),
    ],
)
def test_anything_else_may_be_written(heard, term):
    assert most(heard, term) == 1


@pytest.mark.parametrize("heard", ["data set", "our data set", "a hyper parameter"])
def test_a_term_that_stands_there_set_apart_is_no_mishearing(heard):
    term = "dataset" if "data" in heard else "hyperparameter"

    assert most(heard, term) == 0


@pytest.mark.parametrize(
    ("heard", "term"), [("two thousand nineteen", "COVID-19"), ("twenty four", "GPT-4")]
)
def test_a_number_is_no_mishearing(heard, term):
    assert most(heard, term) == 0


@pytest.mark.parametrize(
    ("heard", "term", "other"),
    [
        ("clay twenty", "COVID-19", True),
        ("twenty nine jean", "COVID-19", True),
        ("a s thirty", "S3", True),
        ("coven 18", "COVID-19", True),
        ("coven 19", "COVID-19", False),
        ("cove in nine", "COVID-19", False),
        ("dull ninety", "COVID-19", False),
        ("page one", "Payjoin", False),  # no number in its name
    ],
)
def test_another_number_is_no_mishearing_of_a_name_that_has_one(heard, term, other):
    assert (most(heard, term) == 0) == other


def test_who_gives_his_own_name_may_be_anybody():
    assert most("Jeff Teen", "Jeff Dean") == 1
    assert most("Jeff Teen", "Jeff Dean", before="Hi my name is") == SUGGESTED


@pytest.mark.parametrize(
    ("heard", "people", "distance", "same"),
    [
        ("Corey", ("Cory",), 0.0, True),
        ("Corey's", ("Cory",), 0.0, True),
        ("Kari", ("Cory",), 0.15, False),
        ("core", ("Cory",), 0.1, False),  # no name
        ("John", ("Jon",), 0.0, False),  # all over the place
        ("Corey", ("Cory", "Corey"), 0.0, False),  # both are there
    ],
)
def test_a_name_that_is_said_as_one_of_the_programme_may_be_that(heard, people, distance, same):
    _, why = limit(heard, people[0], distance=distance, people=people)

    assert (why == "a name that is said the same") == same


@pytest.mark.parametrize(
    ("heard", "term", "before", "shown"),
    [
        ("Jarrett", "Jira", "on", False),
        ("Jarrett", "Jira", "to Charlie", True),
        ("Xyzzet", "Jira", "to Charlie", True),
        ("Jarrett", "Jira", "well Charlie,", False),
        ("Segal", "Siegel", "with Charlie", False),
    ],
)
def test_a_word_behind_a_first_name_may_be_a_name(heard, term, before, shown):
    likely = most(heard, term, before=before, elsewhere=f"we know {term}")

    assert likely == (SUGGESTED if shown else 1)


def test_nothing_is_made_of_a_part_of_the_letters_that_are_said():
    assert most("d n s", "DNS", before="the e") == 0
    assert most("s f", "SF", elsewhere="d and") == 0
    assert most("d n s", "DNA", before="a", elsewhere="i think") == SUGGESTED


def test_a_plain_word_may_be_a_name_that_the_talk_says():
    assert most("closer", "Clojure", elsewhere="we write clojure") == 1
    assert most("people", "Peepul", elsewhere="we know peepul") == SUGGESTED


@pytest.mark.parametrize("heard", ["carpenter", "a carpenter"])
def test_a_plain_word_is_no_name_for_the_article_before_it(heard):
    assert most(heard, "Karpenter", before="said") == SUGGESTED


def test_a_number_is_not_cut():
    assert most("covert nineteen", "COVID-19", elsewhere="two") == SUGGESTED
    assert most("covert nineteen", "COVID-19", before="in", elsewhere="we") == 1


def test_plain_words_that_somebody_joined_are_meant():
    assert most("get-ups", "GitOps", before="it") == SUGGESTED
    assert most("e-cash", "Zcash", before="the", distance=0.03) == SUGGESTED
    assert most("get-ups", "GitOps", before="it", elsewhere="gitops") == 1
    assert most("non-gap", "non-GAAP", before="the", distance=0.0) == 1
    assert most("xyz-ups", "GitOps", before="it") == 1


def test_no_term_is_heard_over_the_end_of_a_sentence():
    assert most("no. Vack", "Novak") == SUGGESTED
    assert most("no vack", "Novak") == 1
    assert most("U.S. Senators", "Essenators") == 1  # no end there
    assert most("yes, three", "S3", elsewhere="yes") == SUGGESTED


def test_a_name_nobody_knows_is_not_another_that_is_a_little_like_it():
    assert most("Solow", "Sulla", before="Samuelson and", distance=0.2) == SUGGESTED
    assert most("Solow", "Sulla", before="Samuelson and", distance=0.2, elsewhere="Sulla") == 1
    assert most("Lynton", "Linton", before="said", distance=0.02) == 1
    assert most("Michela", "Michaela", before="I'm", distance=0.2) == 1  # spelled alike
    assert most("solow", "Sulla", before="samuelson and", distance=0.2) == 1  # no capitals told


def test_an_abbreviation_is_meant():
    assert most("jpp.", "GPT", before="see", elsewhere="181") == SUGGESTED
    assert most("jpp.", "GPT", before="see", elsewhere="And") == 1


def test_an_address_is_meant():
    assert most("w.nt", "WMT", before="at") == SUGGESTED
    assert most("w.n.t.", "WMT", before="at", elsewhere="And") != SUGGESTED


def test_words_that_bring_it_no_nearer_hide_no_ending():
    assert most("cluster too", "clustering") == SUGGESTED
    assert most("clusters ring", "clustering") == 1
    assert most("TX one", "TX1", distance=0.0) == 1


def test_a_short_term_must_be_near():
    assert most("deep queue", "GPU", distance=0.27) == SUGGESTED
    assert most("patient ovation", "Bayesian optimization", distance=0.27) == 1


def test_what_is_not_shared_must_sound_alike():
    assert most("unsupervised versus", "unsupervised learning", distance=0.19) == SUGGESTED
    assert most("vision optimization", "Bayesian optimization", distance=0.06) == 1


@pytest.mark.parametrize(
    ("heard", "term"),
    [("supervised learning", "unsupervised learning"), ("nonlinear", "linear")],
)
def test_a_denial_for_which_nothing_was_heard_is_not_worth_a_look(heard, term):
    assert most(heard, term) == 0


@pytest.mark.parametrize(
    ("heard", "term"),
    [
        ("unsupervised versus", "unsupervised learning"),
        ("be cashflow", "free cash flow"),
        ("state chain", "sidechain"),
        ("block seven", "blockchain"),
    ],
)
def test_what_is_left_beside_shared_words_must_sound_alike_too(heard, term):
    assert most(heard, term, distance=0.22) == SUGGESTED


def test_a_half_of_a_compound_may_be_heard_rightly():
    assert most("tail end", "Tailwind", distance=0.14) == 1
    assert most("face poking", "Facebook", distance=0.25) == SUGGESTED
    assert most("face poking", "Facebook", distance=0.25, likely=0.95) == 1


@pytest.mark.parametrize(
    ("heard", "term"),
    [
        ("Gly Buride", "glimepiride"),
        ("dalba van sin", "daptomycin"),
        ("clocks a sillin", "cefazolin"),
    ],
)
def test_what_is_spelled_as_it_was_heard_is_no_term_that_sounds_otherwise(heard, term):
    assert most(heard, term, distance=0.24) == SUGGESTED
    assert most(heard, term, distance=0.15) == 1


def test_known_words_may_be_any_term_that_they_sound_like():
    assert most("declining", "deep learning", distance=0.24) == 1
