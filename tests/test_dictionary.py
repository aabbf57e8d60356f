"""Dictionary files: what is written is read, what is wrong is named, what is read is written again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dictionary import (
    Dictionary,
    Term,
    check,
    clashes,
    dump,
    load,
    merge,
    overruled,
    parse,
    parse_list,
    text_of,
)
from pipeline.errors import BadConfig, BadInput
from pipeline.model import key

GPU = """\
# Machines.

[GPU]
category = "hardware"
aliases = ["graphics card"]
heard = ["GP use -> GPUs", "G P you"]
sounds = ["JH IY P IY Y UW"]
near = ["cuda", "memory"]

["Yann LeCun"]
category = "person"
"""


def readable(heard: tuple[str, ...]) -> bool:
    return not any("->" in form for form in heard)


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
said = texts.filter(key)
lists = st.lists(said, max_size=3).map(tuple)
sounds = st.lists(st.sampled_from(["JH IY", "K AH1 D AH0"]), max_size=2).map(tuple)
terms = st.builds(Term, said, texts, lists, lists.filter(readable), sounds, lists)


def never(word: str) -> bool:
    return False


def test_a_file_is_read_and_written_again_as_it_was():
    dictionary = parse(GPU)

    assert dictionary.get("GPU") == Term(
        "GPU",
        "hardware",
        aliases=("graphics card",),
        heard=("GP use -> GPUs", "G P you"),
        sounds=("JH IY P IY Y UW",),
        near=("cuda", "memory"),
    )
    assert dump(dictionary) == GPU


@given(st.lists(terms, max_size=5))
def test_what_is_written_is_read_again(entries):
    dictionary = merge([Dictionary((term,)) for term in entries])

    assert parse(dump(dictionary)) == dictionary


def test_a_hearing_says_how_it_should_read():
    term = Term("GPU", heard=("GP use -> GPUs", "G P you"))

    assert list(term.readings()) == [("GP use", "GPUs"), ("G P you", "GPU")]


def test_a_plain_list_is_a_dictionary():
    dictionary = parse_list("# terms\nCUDA\n\nbackprop\nCUDA\n")

    assert [term.name for term in dictionary.terms] == ["backprop", "CUDA"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[GPU]\nhaerd = []", "d.toml: [GPU] has an unknown key 'haerd'; the keys are category, aliases, heard, sounds, near"),
        ("[GPU]\nheard = 'x'", "d.toml: [GPU] heard must be a list of texts"),
        ("[GPU]\ncategory = ['x']", "d.toml: [GPU] category must be a text"),
        ("GPU = 1", "d.toml: 'GPU' stands outside a table; write [GPU]"),
        ('["-----"]', "d.toml: [-----] has neither a letter nor a digit; take it out"),
        ("[GPU]\naliases = ['']", "d.toml: [GPU] aliases has '', neither a letter nor a digit; take it out"),
        ("[GPU]\nheard = ['…']", "d.toml: [GPU] heard has '…', neither a letter nor a digit; take it out"),
        ("[GPU]\nheard = ['-> GPUs']", "d.toml: [GPU] heard has '', neither a letter nor a digit; take it out"),
        ("[GPU]\nnear = ['🙂']", "d.toml: [GPU] near has '🙂', neither a letter nor a digit; take it out"),
        ("[GPU]\nsounds = ['JEE P IY']", "d.toml: [GPU] sounds has 'JEE P IY', and 'JEE' is no sound of ARPAbet; write it like \"JH IY P IY Y UW\""),
        ("[GPU]\nsounds = ['']", "d.toml: [GPU] sounds has '', which is empty; write it like \"JH IY P IY Y UW\""),
        ('["G\\u007FPU"]', "d.toml: 'G\\x7fPU' has a control character (U+007F); take it out"),
        ("[GPU]\nnear = ['a\tb']", "d.toml: 'a\\tb' has a control character (U+0009); take it out"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(text, message):
    with pytest.raises(BadConfig) as error:
        parse(text, "d.toml")

    assert str(error.value) == message


def test_a_broken_file_says_where():
    with pytest.raises(BadConfig, match=r"d\.toml: not a TOML file: .*line 2"):
        parse("[GPU]\nheard = x", "d.toml")


def test_bullets_and_numbers_of_a_copied_list_are_no_part_of_its_terms():
    dictionary = parse_list("• AlexNet\n1. ResNet\n- k-means\n3D CNN\n-ise\n")

    assert {term.name for term in dictionary.terms} == {
        "AlexNet",
        "ResNet",
        "k-means",
        "3D CNN",
        "-ise",
    }


def test_a_table_is_no_list():
    with pytest.raises(BadConfig, match=r"terms\.txt:2: a list has one term a line.*csv"):
        parse_list("CUDA\nk-means\tclustering\n", "terms.txt")


def test_a_separator_is_no_term():
    with pytest.raises(BadConfig, match=r"terms\.txt:2: \[-----\] has neither.*take it out"):
        parse_list("AlexNet\n-----\nResNet\n", "terms.txt")


def test_a_list_stays_one_with_its_comments_and_its_order(tmp_path):
    path = tmp_path / "terms.txt"
    path.write_text("# ours\nReLU\n\n# hardware\n• CUDA\nTPU\n", encoding="utf-8")
    own = load(path).without("TPU").with_term(Term("Adam"))

    assert text_of(own, path) == "# ours\nReLU\n\n# hardware\n• CUDA\nAdam\n"
    with pytest.raises(BadConfig, match=r"terms\.txt: a list holds names alone.*'Adam'"):
        text_of(own.with_term(Term("Adam", heard=("atom",))), path)


@pytest.mark.parametrize(
    ("name", "message"), [("a.csv", "dict import"), ("a.toml", "No such file")]
)
def test_what_is_no_dictionary_is_told(tmp_path, name, message):
    with pytest.raises(BadInput, match=message):
        load(tmp_path / name)


def test_an_added_entry_keeps_the_order_and_replaces_its_namesake():
    dictionary = parse("[b]\n\n[d]\n").with_term(Term("C")).with_term(Term("b", "new"))

    assert [(term.name, term.category) for term in dictionary.terms] == [
        ("b", "new"),
        ("C", ""),
        ("d", ""),
    ]


def test_merging_joins_entries_of_one_name():
    general, own = parse("[a]\nheard = ['x']"), parse("[a]\nheard = ['y', 'x']\ncategory = 'c'")

    assert merge([general, own]).terms == (Term("a", "c", heard=("x", "y")),)


def test_what_differs_by_capitals_or_joints_is_one_term_as_the_later_dictionary_writes_it():
    general = parse(
        "[GPU]\naliases = ['Gpu', 'graphics card']\nheard = ['GP use -> GPUs']\n[ImageNet]"
    )

    assert merge([general, parse("[Gpu]\nheard = ['G P you']\n['image net']")]).terms == (
        Term("Gpu", aliases=("graphics card",), heard=("GP use -> Gpus", "G P you")),
        Term("image net"),
    )


def test_within_one_dictionary_the_first_of_them_is_written():
    own = parse("[gpu]\nheard = ['G P use -> gpus']\n[GPU]\n[Gpu]")

    assert merge([own]).terms == (Term("GPU", heard=("G P use -> GPUs",)),)
    assert list(clashes([own])) == [
        "[Gpu] and [GPU] differ by capitals or joints alone, and [GPU] is written: take one out",
        "[gpu] and [GPU] differ by capitals or joints alone, and [GPU] is written: take one out",
    ]


def test_a_file_keeps_both_spellings():
    assert parse("[GPU]").with_all(parse("[Gpu]")).terms == (Term("GPU"), Term("Gpu"))


def test_a_general_name_that_is_overruled_is_told():
    general = parse("[PyTorch]\n[GPU]")

    assert list(overruled([general], [parse("[Pytorch]\n[GPU]")])) == [
        "[Pytorch] is written instead of [PyTorch], which ships with mondegreen"
    ]
    assert list(clashes([general, parse("[GPU]")])) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[a]\naliases = ['x']\n[b]\nheard = ['x']", "[b] and [a] both claim 'x': keep it in one"),
        ("[a]\naliases = ['a']", "[a] lists itself as 'a': take it out"),
        ("[a]\naliases = ['x', 'x']", "[a] lists 'x' twice"),
        ("[a]\nheard = ['b']\n[b]\n", "[a] claims 'b', which is a term itself: take one out"),
        ("[GAN]\nheard = ['again']", "[GAN] is heard as 'again', a very common word: give it `near` words"),
    ],
)  # fmt: skip
def test_the_check_finds(text, problem):
    assert problem in list(check(parse(text), lambda word: word == "again"))


def test_the_check_is_content_with_a_good_dictionary():
    assert list(check(parse(GPU), never)) == []


def test_an_entry_is_kept_without_forms_that_are_its_own_name():
    entry = Term("Foo", aliases=("Foo", "FOO"), heard=("foo", "fu", "foo -> Foo's"))

    assert entry.without_itself() == Term("Foo", aliases=("FOO",), heard=("fu", "foo -> Foo's"))
