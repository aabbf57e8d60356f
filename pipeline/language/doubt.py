"""The network that doubts (an error detector): how likely was each word misheard, by all that is said around it?

It learned from talk into which mishearings were put, from real recognisers' output, and from terms
written where they were not said, so it judges what was heard and what might be written alike
(training/encoder/README.md, models/encoder_MODEL_CARD.md).
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple, Self

import numpy as np

from pipeline.language.encoder import SPARSE, WINDOW, Floats, cuts, flat, scores, window

NETWORK = "doubt.onnx.gz"
LEFT, RIGHT = 30, 16  # words around a place that are read
NEAR = 3  # words beside it that count as its neighbours
LOWEST, NONE = -12.0, -9.0  # log odds: the least that counts, and of words that are not there


def doubts(texts: Sequence[str]) -> Floats:
    """The log odds that each word of a text was misheard; of a word with a hyphen, its worst part; -inf for what is
    nothing without its marks."""
    words = [cuts(text) for text in texts]
    pieces = flat(each for parts in words for each in parts)
    if not len(pieces):
        return np.full(len(texts), -np.inf, np.float32)
    return _of_words(scores(pieces, NETWORK, SPARSE)[:, 0], words)


def doubts_around(left: Sequence[str], middle: Sequence[str], right: Sequence[str]) -> Floats:
    """The same for words in the `middle` of others, read in one window: that is cheap, and whatever may stand in the
    middle can be compared. What is too much for a window is cut at the left."""
    words = [cuts(text) for text in (*left, *middle, *right)]
    sizes = [sum(map(len, parts)) for parts in words]
    skip = 0
    while sum(sizes[skip:]) > WINDOW - 2 and skip < len(left):
        skip += 1
    pieces = flat(each for parts in words[skip:] for each in parts)[: WINDOW - 2]
    if not len(pieces):
        return np.full(len(words), -np.inf, np.float32)
    found = window(pieces, NETWORK)[:, 0]
    known = np.concatenate([found, np.full(sum(sizes[skip:]) - len(found), -np.inf, np.float32)])
    return np.concatenate([np.full(skip, -np.inf, np.float32), _of_words(known, words[skip:])])


class Told(NamedTuple):
    """What the doubts around a place tell of it, in log odds."""

    worst: float  # of the words of the place
    mean: float
    near: float  # the worst of its neighbours: a wrong reading makes them doubtful as well

    @classmethod
    def of(cls, doubts: Floats, low: int, high: int) -> Self:
        """Of the words from `low` to `high` (exclusive) among those read with them."""
        doubts = np.maximum(doubts, LOWEST)
        inside = doubts[low:high] if high > low else np.array([NONE])
        beside = [*doubts[max(0, low - NEAR) : low], *doubts[high : high + NEAR]]
        return cls(float(inside.max()), float(inside.mean()), float(max([NONE, *beside])))


def read(texts: Sequence[str], start: int, stop: int, instead: str | None = None) -> Told:
    """The doubts of words `start` to `stop` (exclusive) of a talk, or of what might stand there instead,
    by the words around them."""
    left, right = texts[max(0, start - LEFT) : start], texts[stop : stop + RIGHT]
    middle = texts[start:stop] if instead is None else instead.split()
    return Told.of(doubts_around(left, middle, right), len(left), len(left) + len(middle))


def _of_words(found: Floats, words: Sequence[Sequence[tuple[int, ...]]]) -> Floats:
    """The worst first piece of each word's parts: only first pieces were trained."""
    starts = [0, *accumulate(len(each) for parts in words for each in parts)]
    out, at = np.full(len(words), -np.inf, np.float32), 0
    for n, parts in enumerate(words):
        if parts:
            out[n] = found[starts[at : at + len(parts)]].max()
        at += len(parts)
    return out
