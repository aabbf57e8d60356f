"""A dictionary file that people write in: what they wrote stays, whatever is added or taken out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.dictionary import Dictionary, Term, dump, load, merge, parse, text_of
from pipeline.dictionary.rewriting import rewritten

OURS = """\
# Our terms.

# --- hardware, checked by Ann ---

# the card
[CUDA]
heard = ["cooda"]  # seen in talk 3
near = [
    "nvidia",  # not "kernel"
]
# what follows is about CUDA, too

# --- methods ---

# do not list "value" here, see issue 12
[ReLU]
heard = ["re lu"]

# to be asked: Theano?
"""


@pytest.fixture
def path(tmp_path):
    (tmp_path / "own.toml").write_text(OURS, encoding="utf-8")
    return tmp_path / "own.toml"


def added(path, *terms: Term) -> str:
    return text_of(load(path).with_all(Dictionary.of(terms)), path)


def test_nothing_added_changes_nothing(path):
    assert added(path) == OURS


def test_a_new_entry_comes_where_it_belongs_and_all_else_stays(path):
    new = '[Keras]\nheard = ["care us"]\n\n'

    assert added(path, Term("Keras", heard=("care us",))) == OURS.replace(
        "# --- methods", f"{new}# --- methods"
    )


def test_the_first_and_the_last_leave_head_and_foot_in_place(path):
    text = added(path, Term("Adam"), Term("VGG"))

    assert text.startswith("# Our terms.\n\n# --- hardware, checked by Ann ---\n\n[Adam]\n\n# the")
    assert text.endswith('["re lu"]\n\n[VGG]\n\n# to be asked: Theano?\n')


def test_an_entry_laid_out_by_hand_is_added_to_as_it_stands(path):
    more = Term("CUDA", "product", heard=("could a",), near=("gpu",))

    assert added(path, more) == OURS.replace(
        'heard = ["cooda"]  #', 'heard = ["cooda", "could a"]  #'
    ).replace(
        '    "nvidia",  # not "kernel"\n]\n',
        '    "nvidia",  # not "kernel"\n    "gpu",\n]\n',
    ).replace("about CUDA, too\n", 'about CUDA, too\ncategory = "product"\n')


def test_an_entry_as_the_program_writes_it_is_written_so_again(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('# Ours.\n\n[GPU]\nnear = ["cuda"]\n', encoding="utf-8")

    assert added(path, Term("GPU", "hardware")) == (
        '# Ours.\n\n[GPU]\ncategory = "hardware"\nnear = ["cuda"]\n'
    )


def test_with_an_entry_go_the_comments_right_above_it(path):
    assert text_of(load(path).without("ReLU"), path) == OURS.replace(
        '# do not list "value" here, see issue 12\n[ReLU]\nheard = ["re lu"]\n\n', ""
    )
    assert text_of(Dictionary(), path) == (
        "# Our terms.\n\n# --- hardware, checked by Ann ---\n\n# --- methods ---\n\n"
        "# to be asked: Theano?\n"
    )


def test_a_file_in_an_order_of_its_own_keeps_it(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("# Ours.\n[ReLU]\n[CUDA]", encoding="utf-8")

    assert added(path, Term("Adam")) == "# Ours.\n[ReLU]\n[CUDA]\n[Adam]\n"


CLOSE = """\
[Bopp]
[Grimm]
near = ["law"]

# people
[Sapir]
[Whorf]
[Zipf]
"""


def test_entries_without_blank_lines_between_stay_so(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(CLOSE, encoding="utf-8")

    assert added(path, Term("Adam"), Term("Humboldt"), Term("Verner")) == CLOSE.replace(
        "[Bopp]", "[Adam]\n[Bopp]"
    ).replace('["law"]\n', '["law"]\n[Humboldt]\n').replace("[Whorf]", "[Verner]\n[Whorf]")
    assert added(path, Term("Grimm", near=("fairy",))) == CLOSE.replace('"law"', '"law", "fairy"')
    assert text_of(load(path).without("Grimm"), path) == CLOSE.replace(
        '[Grimm]\nnear = ["law"]\n', ""
    )


def test_what_stands_in_no_table_of_its_own_is_added_to_all_the_same(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('CUDA = { heard = ["cooda"] }\n', encoding="utf-8")

    assert added(path, Term("Adam")) == 'CUDA = { heard = ["cooda"] }\n\n[Adam]\n'
    assert added(path, Term("CUDA", "product")) == (
        '[CUDA]\ncategory = "product"\nheard = ["cooda"]\n'
    )


names = st.sampled_from(["Adam", "CUDA", "C#", "Yann LeCun", "ReLU", "VGG"])
forms = st.lists(st.sampled_from(["cooda", "could a", '"quoted"', "a # b"]), unique=True)
terms = st.builds(Term, names, near=forms.map(tuple))
dictionaries = st.lists(terms).map(lambda found: merge(Dictionary((term,)) for term in found))


@given(dictionaries, dictionaries, st.lists(st.sampled_from(["", "# note"]), max_size=30))
def test_what_is_written_is_what_was_meant_and_no_comment_is_lost(old, more, notes):
    lines = dump(old).splitlines()
    for n, note in enumerate(notes):
        lines.insert(n * 7 % (len(lines) + 1), note)
    text = "".join(f"{line}\n" for line in lines)
    known = parse(text)
    new = known.with_all(more)

    changed = rewritten(text, known, new, lambda term: dump(Dictionary((term,))))
    assert parse(changed).terms == new.terms
    assert changed.count("# note") == text.count("# note")
    less = Dictionary(new.terms[::2])
    emptied = rewritten(changed, new, less, lambda term: dump(Dictionary((term,))))
    assert parse(emptied).terms == less.terms


def test_a_list_that_is_emptied_goes(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text("[CUDA]\nnear = ['kernel']\nheard = ['cooda']\n", encoding="utf-8")

    without = load(path).with_term(Term("CUDA", near=("kernel",)))
    assert text_of(without, path) == "[CUDA]\nnear = ['kernel']\n"
