"""How likely a candidate is right: gradient-boosted trees over its features, calibrated.

The trees are trained by `training/terms/fit.py` and kept as plain arrays, so that numpy is enough to
walk them: all candidates go down one tree together, a level at a time.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
LEAF = -1
LEAST_SHARE, MOST_SHARE = 1e-5, 0.5  # of right candidates in a talk
EVERY = 10  # trees between two looks at which rows are hopeless


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
        """The probability of each row of features; 0 for those that cannot reach `least`."""
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
        total = np.full(len(rows), -np.inf, dtype=np.float32)
        alive, mine = np.arange(len(rows)), np.full(len(rows), self.base, dtype=np.float32)
        for n, root in enumerate(self.roots):
            if n % EVERY == 0:
                hopeful = mine + self._to_come[n] >= needed
                rows, alive, mine = rows[hopeful], alive[hopeful], mine[hopeful]
            mine += self.value[self._leaves(rows, int(root))]
        total[alive] = mine
        return total

    @cached_property
    def _to_come(self) -> Floats:
        """The most that the trees from each one on can still add."""
        most = np.maximum.reduceat(np.where(self.feature == LEAF, self.value, -np.inf), self.roots)
        return np.asarray(np.cumsum(most[::-1])[::-1], dtype=np.float32)

    def _leaves(self, rows: Floats, root: int) -> NDArray[np.int32]:
        node = np.full(len(rows), root, dtype=np.int32)
        moving = np.arange(len(rows))
        while len(moving):
            here = node[moving]
            inner = self.feature[here] != LEAF
            moving, here = moving[inner], here[inner]
            low = rows[moving, self.feature[here]] <= self.threshold[here]
            node[moving] = np.where(low, self.below[here], self.above[here])
        return node


def for_talk(
    chances: Floats, usual: float, most: float, weight: float = 0.0, rounds: int = 50
) -> Floats:
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
    for _ in range(rounds):
        moved = odds * (share / (1 - share) * (1 - usual) / usual)
        right = float((moved / (1 + moved)).sum()) + weight * usual
        share = float(np.clip(right / (len(odds) + weight), LEAST_SHARE, MOST_SHARE))
    odds = odds * float(np.clip(share / (1 - share) * (1 - usual) / usual, 1 / most, most))
    return np.asarray(odds / (1 + odds), dtype=np.float32)


ARRAYS = ("roots", "feature", "threshold", "below", "above", "value", "scores", "chances")


@cache
def scorer() -> Scorer:
    """The shipped scorer, loaded at its first use in this process."""
    return unpack(files("pipeline.language").joinpath("models/terms_scorer.npz").read_bytes())


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
