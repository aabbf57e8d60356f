"""How near what is said lies to a subject: vectors of words that occur together in technical talk.

Those of the speakers stage, made by `training/speakers/topics.py` (`models/speakers.md`); the terms stage has its own
(`topics.py`).
"""

from collections.abc import Iterable
from functools import cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from pipeline.language.packaged import packaged

Vector = NDArray[np.float32]  # as many numbers as the vectors of words have


def direction(words: Iterable[str]) -> Vector:
    """Where `words` (keys) point together, as a sum of unit vectors; unknown words add nothing."""
    number, rows = _vectors()
    known = [number[word] for word in words if word in number]
    return np.asarray(rows[known].sum(axis=0), dtype=np.float32)


def has_direction(word: str) -> bool:
    """Whether it is known where a word (key) points."""
    return word in _vectors()[0]


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of two directions: 1 the same, 0 nothing in common or nothing known."""
    size = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / size if size else 0.0


@cache
def _vectors() -> tuple[dict[str, int], Vector]:
    with np.load(BytesIO(packaged("models/speakers_topics.npz"))) as stored:
        words = str(stored["words"]).split("\n")
        rows = stored["rows"].astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True) + 1e-9
    return {word: n for n, word in enumerate(words)}, rows
