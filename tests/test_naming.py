"""Names of people: which words are theirs, on a programme and in what is said, and whether two are one person's."""

import pytest

from pipeline.language.names import folded
from pipeline.language.naming import given_name, is_name, parts_of, people, read, same


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Dr. Maria Costa", "Maria Costa"),
        ("Prof Sir John Bell", "John Bell"),
        ("Mayor Linda Castellano", "Linda Castellano"),
        ("Rev. James Holt", "James Holt"),
        ("Moss, Helen", "Helen Moss"),
        ("van der Berg, Daniel", "Daniel van der Berg"),
        ("Ann Lee, PhD", "Ann Lee"),
        ("Ann Lee (Oslo)", "Ann Lee"),
        ("Alan Whitaker, Dean", "Alan Whitaker"),
        ("Stone Gossard", "Stone Gossard"),
        ("Operator", "Operator"),
        ("", ""),
    ],
)
def test_the_words_of_a_name_on_a_programme(name: str, parts: str) -> None:
    assert " ".join(parts_of(name)) == parts


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("helen moss", True),
        ("HELEN MOSS", True),
        ("Dr. Maria Costa", True),
        ("Łukasz", True),
        ("AMD panellist", False),
        ("guest", False),
        ("Helen the moderator", False),
        ("", False),
    ],
)
def test_what_names_somebody_and_what_describes(name: str, names: bool) -> None:
    assert is_name(name) == names


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("José Álvarez, and I", "José Álvarez"),
        ("Daniel van der Berg from Delft", "Daniel van der Berg"),
        ("Daniel Van der berg", "Daniel Van der Berg"),
        ("Maria del Carmen Ruiz.", "Maria del Carmen Ruiz"),
        ("J. R. Smith from Leeds", "J. R. Smith"),
        ("Mary Jane Watson.", "Mary Jane Watson"),
        ("Chris Belcher Bitcoin is", "Chris Belcher"),
        ("Mayor Linda Castellano.", "Linda Castellano"),
        ("professor Ann Lee", "Ann Lee"),
        ("Roman Catholic", "Roman"),
        ("Ann I think", "Ann"),
        ("Ann We're here", "Ann"),
        ("It's Jeff Geerling.", "None"),
        ("sure about it", "None"),
        ("K3tan.", "None"),
    ],
)
def test_the_name_that_begins_a_text(said: str, name: str) -> None:
    assert str(read(said.split())) == name


@pytest.mark.parametrize(
    ("one", "other", "are"),
    [
        ("Ann Lee", "Ann", True),
        ("Dr. Ann Lee", "Lee", True),
        ("Cory Fields", "Cory Field", True),
        ("José Álvarez", "jose alvarez", True),
        ("Chris Lattner", "Chris Benson", False),
        ("Robert Okonkwo", "Bob", False),
    ],
)
def test_names_of_one_person(one: str, other: str, are: bool) -> None:
    assert same(one, other) == are == same(other, one)


def test_people_have_their_names_in_full() -> None:
    assert people(["Ann", "Ann Lee", "Bob", "Lee"]) == ["Ann Lee", "Bob"]


def test_names_are_compared_without_what_english_does_not_write() -> None:
    assert [folded(word) for word in ("Łukasz", "Øystein", "Sørensen")] == [
        "lukasz",
        "oystein",
        "sorensen",
    ]
    assert given_name("Prof. Øystein Berg") == "oystein"
