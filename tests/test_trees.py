"""Decision trees: all rows at once end where each would by itself."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.trees import LEAF, Tree

VALUES = st.floats(-3, 3, width=32)


@st.composite
def nodes(draw):
    """A tree over three features, as the arrays of its nodes."""
    feature, threshold, below, above = [LEAF], [0.0], [0], [0]
    for _ in range(draw(st.integers(0, 45))):
        leaf = draw(st.sampled_from([n for n, asked in enumerate(feature) if asked == LEAF]))
        feature[leaf], threshold[leaf] = draw(st.integers(0, 2)), draw(VALUES)
        below[leaf], above[leaf] = len(feature), len(feature) + 1
        for column, value in ((feature, LEAF), (threshold, 0.0), (below, 0), (above, 0)):
            column += [value, value]
    value = np.arange(len(feature), dtype=np.float32)
    kinds = np.int16, np.float32, np.int32, np.int32
    arrays = zip((feature, threshold, below, above), kinds, strict=True)
    return (*(np.array(column, dtype=kind) for column, kind in arrays), value)


def walk(tree, row):
    """The leaf that one row ends in, step by step."""
    feature, threshold, below, above, value = tree
    node = 0
    while feature[node] != LEAF:
        low = row[feature[node]] <= threshold[node]
        node = below[node] if low else above[node]
    return value[node]


@given(nodes(), st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=1, max_size=20))
def test_rows_end_where_each_would_by_itself(tree, rows):
    rows = np.array(rows, dtype=np.float32)

    assert Tree.of(0, *tree).leaf(rows.T).tolist() == [walk(tree, row) for row in rows]


def chain(leaves):
    """A tree that asks its only feature for 0, 1, 2 ... in turn."""
    inner = leaves - 1
    feature = np.array([0] * inner + [LEAF] * leaves, dtype=np.int16)
    threshold = np.arange(2 * leaves - 1, dtype=np.float32)
    below = np.array([*range(inner, 2 * inner), *[0] * leaves], dtype=np.int32)
    above = np.array([*range(1, inner), 2 * inner, *[0] * leaves], dtype=np.int32)
    return feature, threshold, below, above, np.arange(-inner, leaves, dtype=np.float32)


@pytest.mark.parametrize("leaves", [1, 2, 31, 32, 33, 63, 64])
def test_every_leaf_is_reached_whatever_their_number(leaves):
    columns = np.arange(leaves, dtype=np.float32)[None, :]

    assert Tree.of(0, *chain(leaves)).leaf(columns).tolist() == [*range(leaves)]


def test_a_tree_of_too_many_leaves_is_refused():
    with pytest.raises(ValueError, match="65 leaves"):
        Tree.of(0, *chain(65))
