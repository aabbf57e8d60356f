"""Numbers as they are said in names."""

import pytest

from pipeline.language.numerals import in_words


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("0", "zero"),
        ("4", "four"),
        ("16", "sixteen"),
        ("50", "fifty"),
        ("52", "fifty two"),
        ("100", "one hundred"),
        ("101", "one oh one"),
        ("152", "one fifty two"),
        ("007", "007"),
        ("2014", "2014"),
        ("v2", "v2"),
    ],
)
def test_a_number_in_words(digits: str, words: str):
    assert " ".join(in_words(digits)) == words
