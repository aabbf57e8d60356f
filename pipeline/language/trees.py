"""Where rows of features end up in a decision tree, thousands of rows side by side.

Nothing walks: every split of a tree is asked of all rows, and rules out the leaves on the side a row does
not take, as bits of a whole number (QuickScorer: Lucchese and others, 2015). The leftmost leaf that is
not ruled out is where the row ends. That is four passes of the processor's vector unit a split.
"""

from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
LEAF = -1
MOST_LEAVES = 64  # bits of the widest whole number


class Split(NamedTuple):
    """A question a tree asks, and the leaves (bits) that are out of reach above the threshold."""

    feature: int
    threshold: np.float32
    below: np.int32 | np.int64


@dataclass(frozen=True, eq=False)
class Tree:
    """A tree's splits in any order, and the values of its leaves from left to right."""

    splits: tuple[Split, ...]
    values: Floats

    @classmethod
    def of(
        cls,
        root: int,
        feature: NDArray[np.int16],
        threshold: Floats,
        below: NDArray[np.int32],
        above: NDArray[np.int32],
        value: Floats,
    ) -> Self:
        """The tree at node `root`; `feature` is LEAF where a node has no split.

        Raises ValueError for a tree of more than MOST_LEAVES leaves.
        """
        leaves: list[int] = []
        inner: list[tuple[int, int, int]] = []  # a split, and the leaves below it: first, end

        def visit(node: int) -> None:
            if feature[node] == LEAF:
                leaves.append(node)
                return
            first = len(leaves)
            visit(below[node])
            inner.append((node, first, len(leaves)))
            visit(above[node])

        visit(root)
        if len(leaves) > MOST_LEAVES:
            raise ValueError(f"a tree of {len(leaves)} leaves; {MOST_LEAVES} is the most")
        size = 32 if len(leaves) <= 32 else 64
        # -0.0 + 0.0 is 0.0: the gap of two zeros shall have no sign.
        splits = [
            Split(int(feature[node]), threshold[node] + np.float32(0), _bits(first, end, size))
            for node, first, end in inner
        ]
        return cls(tuple(splits), value[leaves])

    def leaf(self, columns: Floats) -> Floats:
        """The value of the leaf each row of features ends in; `columns` has them turned: features by rows."""
        size = columns.shape[1]
        if not self.splits:
            return np.repeat(self.values, size)
        gap, over = np.empty(size, np.float32), np.empty(size, np.int32)
        gone = np.zeros(size, self.splits[0].below.dtype)
        passed = np.empty_like(gone)
        for split in self.splits:
            np.subtract(split.threshold, columns[split.feature], out=gap)
            # The sign of the gap, spread over all bits: all are set where the value is above.
            np.right_shift(gap.view(np.int32), 31, out=over)
            np.bitwise_and(over, split.below, out=passed)
            np.bitwise_or(gone, passed, out=gone)
        # The lowest bit that is not set, alone; its exponent says which it is.
        left = ~gone & (gone + 1)
        _, place = np.frexp(left.view(f"u{left.itemsize}").astype(np.float64))
        return np.asarray(self.values[place - 1], dtype=np.float32)


def _bits(first: int, end: int, size: int) -> np.int32 | np.int64:
    """A number of `size` bits, those from `first` to `end` set."""
    bits = (1 << end) - (1 << first)
    signed = bits - (1 << size if bits >> (size - 1) else 0)
    return np.int32(signed) if size == 32 else np.int64(signed)
