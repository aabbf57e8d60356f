"""What words are talked about together: short vectors, close where two words share their company.

Made by `training/terms/topics.py` from human transcripts of technical talk (`models/terms.md`).
Loaded at its first use in a process.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from pipeline.language.packaged import packaged

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Topics:
    """A vector for each word; everyday words, which go with everything, have none."""

    words: tuple[str, ...]
    vectors: Floats  # words by dimensions; the longer the more a word tells

    @cached_property
    def ids(self) -> dict[str, int]:
        """The row of each word."""
        return {word: row for row, word in enumerate(self.words)}

    def of(self, words: Iterable[str]) -> Floats:
        """The vectors of `words`, a row each; zeros where a word is unknown or says nothing."""
        rows = np.array([self.ids.get(word, len(self.words)) for word in words], dtype=np.int64)
        return self._with_none[rows]

    @cached_property
    def _with_none(self) -> Floats:
        return np.vstack([self.vectors, np.zeros((1, self.vectors.shape[1]), np.float32)])


def likeness(one: Floats, other: Floats) -> Floats:
    """The cosine of vectors row by row; 0 where either is nothing."""
    sizes = np.linalg.norm(one, axis=1) * np.linalg.norm(other, axis=1)
    products = np.einsum("nf,nf->n", one, other)
    none = np.zeros_like(products)
    return np.asarray(np.divide(products, sizes, out=none, where=sizes > 0), dtype=np.float32)


@cache
def topics() -> Topics:
    """The shipped vectors, loaded at their first use in this process."""
    return unpack(packaged("models/terms_topics.npz"))


def pack(model: Topics) -> bytes:
    """The vectors as a file, in 255 steps."""
    out = BytesIO()
    step = float(np.abs(model.vectors).max()) / 127
    np.savez_compressed(
        out,
        words=np.frombuffer("\n".join(model.words).encode(), dtype=np.uint8),
        vectors=np.rint(model.vectors / step).astype(np.int8),
        step=np.float32(step),
    )
    return out.getvalue()


def unpack(packed: bytes) -> Topics:
    """The vectors that `pack` wrote."""
    with np.load(BytesIO(packed)) as parts:
        words = tuple(parts["words"].tobytes().decode().split("\n"))
        return Topics(words, parts["vectors"].astype(np.float32) * np.float32(parts["step"]))
