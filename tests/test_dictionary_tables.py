"""Dictionaries as tables: as spreadsheets write them, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dictionary import Dictionary, Term, dump_table, left_out, parse_table
from pipeline.errors import BadInput

GPU = Term("GPU", "hardware", heard=("jeep you", "G P you"))


@pytest.mark.parametrize(
    "text",
    [
        "term,category,heard\nGPU,hardware,jeep you; G P you\n",
        "category;heard;term\nhardware;\"jeep you; G P you\";GPU\n",
        "Term \tCategory\tHEARD\nGPU\thardware\tjeep you;G P you\n",
        'term,category,heard\r\nGPU,hardware,"jeep you\r\nG  P\tyou"\r\n',
        "\n\nheard,term,category,\n,,,\njeep you; ;G P you,GPU,hardware\n",
    ],
)  # fmt: skip
def test_a_table_is_read_as_programs_write_it(text):
    assert parse_table(text).terms == (GPU,)


def test_a_short_row_has_no_more_than_it_says():
    assert parse_table("category,term\nproduct\nhardware,GPU\n").terms == (Term("GPU", "hardware"),)


def test_headings_may_be_in_the_singular():
    assert parse_table("Term,Alias,Sound\nGPU,graphics unit,JH IY P IY Y UW\n").terms == (
        Term("GPU", aliases=("graphics unit",), sounds=("JH IY P IY Y UW",)),
    )


def test_a_line_break_within_a_name_is_a_space():
    assert parse_table('term\n"Bar\nBaz"\n').terms == (Term("Bar Baz"),)


def test_rows_of_one_name_are_joined():
    assert parse_table("term,heard\nGPU,a\nGPU,b\n").terms == (Term("GPU", heard=("a", "b")),)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,heard\nGPU,x\n", "t.csv:1: no column named term; name the columns in the first line: term, category, aliases, heard, sounds, near"),
        ("term,alias,Aliases\nGPU\n", "t.csv:1: two columns named aliases; take one out"),
        ("", "t.csv:1: no column named term; name the columns in the first line: term, category, aliases, heard, sounds, near"),
        ("term,heard\nGPU,jeep you,G P you\n", 't.csv:2: 3 cells in 2 columns; put several forms into one cell: "gone; gun"'),
        ("term,heard\n\nGPU,x\nCUDA,...\n", "t.csv:4: [CUDA] heard has '...', neither a letter nor a digit; take it out"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(text, message):
    with pytest.raises(BadInput) as error:
        parse_table(text, "t.csv")

    assert str(error.value) == message


def test_what_a_term_has_nothing_for_is_told_and_left_out():
    table = "Number,Term,Mishearings,,Alias\n7,GPU,x,,graphics unit\n"

    assert left_out(table) == ["number", "mishearings"]
    assert parse_table(table).terms == (Term("GPU", aliases=("graphics unit",)),)


def test_the_whole_table():
    terms = (Term("=cmd()", heard=("@x",)), Term("Foo", "c", ("a",), ("a; b", 'the "x" -> Y')))

    assert dump_table(Dictionary.of(terms)) == (
        "term,category,aliases,heard,sounds,near\n"
        "'=cmd(),,,'@x,,\n"
        'Foo,c,a,"""a; b""; the ""x"" -> Y",,\n'
    )


words = st.text("ab=+-@'\";, ", min_size=1, max_size=6).filter(
    lambda text: text == " ".join(text.split()) and text.strip("'\"-@;, ") != ""
)  # fmt: skip
lists = st.lists(words, unique=True, max_size=3).map(tuple)
terms = st.builds(Term, words, words, lists, lists.filter(lambda h: "->" not in str(h)))


@given(st.lists(terms, max_size=4))
def test_what_is_exported_is_imported(entries):
    dictionary = Dictionary()
    for term in entries:
        dictionary = dictionary.with_term(term)

    assert parse_table(dump_table(dictionary)) == dictionary
