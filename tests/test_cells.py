"""Cells: no spreadsheet runs them, and they come back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cells import harmless, plain


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=cmd()", "'=cmd()"),
        ("+1", "'+1"),
        ("-x", "'-x"),
        ("@SUM", "'@SUM"),
        ("\t=1", "'\t=1"),
        ("'=1", "''=1"),
        ("'cause", "'cause"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_what_would_run_is_quoted(text, cell):
    assert harmless(text) == cell


@given(st.text("'=+-@\ta", max_size=5))
def test_a_cell_comes_back_as_it_was(text):
    assert plain(harmless(text)) == text
