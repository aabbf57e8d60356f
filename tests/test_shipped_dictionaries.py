"""The dictionaries that ship: written as the program writes them, nothing claimed twice, nothing rash."""

import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.dictionary import Dictionary, Term, check, dump, load, merge
from pipeline.language.counts import common
from pipeline.language.phones import known, parts, readings
from pipeline.matching.forms import forms

FILES = sorted((Path(__file__).parent.parent / "dictionaries").glob("*.toml"))
SHIPPED = {path.stem: load(path) for path in FILES}
TERMS = [term for dictionary in SHIPPED.values() for term in dictionary.terms]
CATEGORIES = set(
    "term model language library product hardware dataset person organisation conference".split()
)


def letters(name: str) -> str:
    return re.sub(r"[^\w+#]", "", name).casefold()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_stands_as_the_program_writes_it(path: Path):
    assert dump(load(path)) == path.read_text(encoding="utf-8")


def test_nothing_is_claimed_twice_and_no_everyday_word_lacks_its_context():
    assert list(check(merge(SHIPPED.values()), common)) == []


def test_a_term_has_one_entry_however_it_is_written():
    times = Counter(letters(term.name) for term in TERMS)

    assert [name for name, count in times.items() if count > 1] == []


def test_there_is_real_breadth():
    assert len(TERMS) >= 1500
    assert set(SHIPPED) >= {"computing", "machine-learning", "organisations", "people"}


def test_every_category_is_one_of_the_known():
    assert {term.category for term in TERMS} - CATEGORIES == set()


def test_context_words_are_single_and_in_lower_case():
    near = [(term.name, word) for term in TERMS for word in term.near]

    assert [pair for pair in near if pair[1] != pair[1].lower() or " " in pair[1]] == []


def test_a_term_gives_at_most_ten_words_of_context_and_none_twice():
    assert [t.name for t in TERMS if len(t.near) > 10 or len(set(t.near)) < len(t.near)] == []


def test_what_is_misheard_as_everyday_words_alone_gives_context():
    """ "and supervised" may be meant: only the words around it can tell."""
    bare = [term for term in TERMS if not term.near]
    said = [(term.name, form) for term in bare for form, _ in term.readings()]

    assert [pair for pair in said if all(map(common, pair[1].split()))] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_no_mishearing_is_listed_that_the_program_makes_by_itself(name: str):
    listed = [
        (term.name, form)
        for term in SHIPPED[name].terms
        for form, reads in term.readings()
        if reads == term.name and is_generated(term, form)
    ]

    assert listed == []


def is_generated(term: Term, form: str) -> bool:
    alone = Term(term.name, term.category, term.aliases)
    words = tuple(form.lower().split())
    return any(made.words == words for made in forms(Dictionary((alone,))))


@pytest.mark.parametrize("name", SHIPPED)
def test_a_pronunciation_given_by_hand_is_arpabet(name: str):
    for term in SHIPPED[name].terms:
        assert not term.sounds or all(readings(term.name, [sound]) for sound in term.sounds)


def test_a_name_that_no_dictionary_knows_comes_with_its_pronunciation():
    silent = [
        term for term in TERMS if not term.sounds and not all(map(is_sayable, term.name.split()))
    ]

    assert [term.name for term in silent] == []


def is_sayable(word: str) -> bool:
    """Whether the pronouncing dictionary has the word, its parts, or its letters are named."""
    pieces = re.findall(r"[A-Z]+s?(?![a-z])|[A-Z]?[a-zà-ÿ']+", word)
    return all(
        piece.isupper()
        or not re.search(r"[aeiouy]", piece)
        or len(piece) < 3
        or any(map(known, stems(piece.lower())))
        or parts(piece.lower()) is not None
        for piece in (pieces if not known(word.lower()) else ())
    )


def stems(word: str) -> list[str]:
    bare = word.removesuffix("'s").rstrip("'")
    cut = [
        bare[: -len(end)] + new
        for end in ("s", "ed", "ing", "er", "ly")
        for new in ("", "e")
        if bare.endswith(end)
    ]
    return [bare, *cut]
