"""How likely a candidate is right: gradient-boosted trees over its features, calibrated.

The trees are trained by `training/terms/fit.py` and kept as plain arrays, so that numpy is enough to
ask them (`trees.py`).
"""

from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from pipeline.language.packaged import packaged
from pipeline.language.trees import LEAF, Floats, Tree

LEAST_SHARE, MOST_SHARE = 1e-5, 0.5  # of right candidates in a talk
EVERY = 10  # trees between two looks at which rows are hopeless
FEW = 0.5  # share of the rows, below which they are moved together
ROUNDS = 50  # of the estimate of that share
ROWS = 16384  # rows at once: what is worked on stays in the processor's cache


@dataclass(frozen=True, eq=False)
class Scorer:
    """Trees in one array each of splits, and the curve from their sum to a probability."""

    features: tuple[str, ...]
    roots: NDArray[np.int32]
    feature: NDArray[np.int16]  # LEAF where there is no split
    threshold: Floats
    below: NDArray[np.int32]  # the node for values up to the threshold
    above: NDArray[np.int32]
    value: Floats
    base: float
    scores: Floats  # knots of the calibration curve
    chances: Floats

    def __call__(self, rows: Floats, least: float = 0.0) -> Floats:
        """The probability of each row, whose columns are the `features`; 0 for those that cannot reach `least`."""
        knot = int(np.searchsorted(self.chances, least))
        needed = float(self.scores[knot - 1]) if knot else -np.inf
        return np.interp(self.score(rows, needed), self.scores, self.chances, left=0.0).astype(
            np.float32
        )

    def score(self, rows: Floats, needed: float = -np.inf) -> Floats:
        """The sum of the trees (log odds before calibration).

        A row that cannot reach `needed`, whatever the trees still to come say, is given up on the
        way: -inf. Most candidates are hopeless, so this is where the time goes.
        """
        parts = (np.ascontiguousarray(rows[n : n + ROWS].T) for n in range(0, len(rows), ROWS))
        return np.concatenate(
            [np.zeros(0, np.float32), *(self._sums(part, needed) for part in parts)]
        )

    def _sums(self, columns: Floats, needed: float) -> Floats:
        total = np.full(columns.shape[1], -np.inf, dtype=np.float32)
        alive, mine = np.arange(len(total)), np.full(len(total), self.base, dtype=np.float32)
        hopeful = np.ones(len(total), dtype=np.bool_)
        for n, tree in enumerate(self._trees):
            if n % EVERY == 0:
                hopeful &= mine + self._to_come[n] >= needed
                # Moving rows together costs as much as asking them a dozen splits more.
                if np.count_nonzero(hopeful) < FEW * len(hopeful):
                    columns, alive, mine = columns[:, hopeful], alive[hopeful], mine[hopeful]
                    hopeful = np.ones(len(alive), dtype=np.bool_)
            mine += tree.leaf(columns)
        total[alive[hopeful]] = mine[hopeful]
        return total

    @cached_property
    def _trees(self) -> tuple[Tree, ...]:
        nodes = self.feature, self.threshold, self.below, self.above, self.value
        return tuple(Tree.of(int(root), *nodes) for root in self.roots)

    @cached_property
    def _to_come(self) -> Floats:
        """The most that the trees from each one on can still add."""
        most = np.maximum.reduceat(np.where(self.feature == LEAF, self.value, -np.inf), self.roots)
        return np.asarray(np.cumsum(most[::-1])[::-1], dtype=np.float32)


def for_talk(chances: Floats, usual: float, most: float, weight: float) -> Floats:
    """The probabilities of all candidates of a talk, in the light of how much was misheard in it.

    A scorer learned from talks of every kind, in which the share `usual` was right. Where it finds next
    to nothing, what it does find is more often wrong, and the other way round: the share of right
    candidates in this talk is estimated from the probabilities themselves (expectation maximisation:
    Saerens, Latinne and Decaestecker 2002), as if `weight` candidates of the usual share were among them,
    and the odds move with it, by a factor of `most` at most.
    """
    if not len(chances):
        return chances
    odds = chances / (1 - chances)
    share = usual
    for _ in range(ROUNDS):
        moved = odds * (share / (1 - share) * (1 - usual) / usual)
        right = float((moved / (1 + moved)).sum()) + weight * usual
        share = float(np.clip(right / (len(odds) + weight), LEAST_SHARE, MOST_SHARE))
    factor = share / (1 - share) * (1 - usual) / usual
    return times_odds(chances, float(np.clip(factor, 1 / most, most)))


def times_odds(chances: Floats, factor: float | Floats) -> Floats:
    """The probabilities, their odds times `factor`."""
    odds = chances / (1 - chances) * factor
    return np.asarray(odds / (1 + odds), dtype=np.float32)


ARRAYS = ("roots", "feature", "threshold", "below", "above", "value", "scores", "chances")


@cache
def scorer(name: str) -> Scorer:
    """The shipped trees of a name ("terms_scorer"), loaded at their first use in this process."""
    return unpack(packaged(f"models/{name}.npz"))


def pack(model: Scorer) -> bytes:
    """The scorer as a file."""
    out = BytesIO()
    names = np.array(model.features)
    arrays = {name: getattr(model, name) for name in ARRAYS}
    np.savez_compressed(out, features=names, base=np.float32(model.base), **arrays)
    return out.getvalue()


def unpack(packed: bytes) -> Scorer:
    """The scorer that `pack` wrote."""
    with np.load(BytesIO(packed)) as parts:
        features = tuple(map(str, parts["features"]))
        arrays = {name: parts[name] for name in ARRAYS}
        return Scorer(features, base=float(parts["base"]), **arrays)
