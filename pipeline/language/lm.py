"""A small trigram language model of spoken technical English: how surprising are these words here?

The model is our own (`training/terms/lm.py`, `models/terms.md`): interpolated Kneser-Ney
trigrams, pruned, probabilities in 256 steps. It is loaded at its first use in a process.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from math import exp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.language.counts import count
from pipeline.language.packaged import packaged
from pipeline.language.spelling import ISE

WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?(?:\+\+|#)?|&", re.ASCII)
DIGITS = re.compile(r"[0-9]+")
# What British spelling does otherwise, and always.
AMERICAN = (
    (re.compile(r"^(behavi|col|fav|neighb|lab|hon|flav|harb|rum|vap|hum|end)our(?!s?e)"), r"\1or"),
    (
        re.compile(
            r"^(label|model|travel|cancel|signal|level|channel|fuel|total)l(?=ed$|ing$|ers?$)"
        ),
        r"\1",
    ),
    (re.compile(r"(?<=[a-z]{2}[al])yse(?=[sdr]?$)"), "yze"),
    (re.compile(r"(?<=[a-z]{2}[al])ysing$"), "yzing"),
    (re.compile(r"^(cent|met|fib|theat)re(?=s?$)"), r"\1er"),
    (re.compile(r"^practis(?=e[sd]?$|ing$)"), "practic"),
)
NUMBER = "0"  # every number is the same word to the model
UNKNOWN, BOUNDARY = 0, 1  # ids of a word outside the vocabulary, and of the edge of a text
STEP = 1 / 16  # a step of the quantised log probabilities, in nats


def spoken(text: str) -> list[str]:
    """The words the model sees in a text: lower case, hyphens split, every number alike, American."""
    plain = text.lower().replace("\u2019", "'")
    return [american(word) for word in WORD.findall(plain)]


@cache
def american(word: str) -> str:
    """The spelling the model was trained on: "optimization" for "optimisation"; a number is NUMBER."""
    if DIGITS.fullmatch(word):
        return NUMBER
    other = ISE.sub("iz", word)
    if count(other) > count(word):
        return other
    for pattern, instead in AMERICAN:
        word = pattern.sub(instead, word)
    return word


@dataclass(frozen=True, eq=False)
class LanguageModel:
    """Trigram log probabilities (nats). Sorted packed keys, so that a look-up is a binary search: what stands at a place
    of `bigram` is of the pair whose key stands there in `bigram_keys`, and of trigrams the same. V is the number of words.
    """

    words: tuple[str, ...]
    unigram: NDArray[np.float32]  # log P(w)
    unigram_back: NDArray[np.float32]  # log back-off weight of the context w
    bigram_keys: NDArray[np.int64]  # u * V + w
    bigram: NDArray[np.float32]
    bigram_back: NDArray[np.float32]
    trigram_keys: NDArray[np.int64]  # index of the bigram (u, v) * V + w
    trigram: NDArray[np.float32]

    @cached_property
    def ids(self) -> dict[str, int]:
        """The number of each word of the vocabulary."""
        return {word: number for number, word in enumerate(self.words)}

    def encode(self, words: Iterable[str]) -> list[int]:
        """The numbers of `words`; a word outside the vocabulary is UNKNOWN."""
        known = self.ids
        return [known.get(word, UNKNOWN) for word in words]

    def surprise(self, ids: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """-log P of every word of a text (nats), given the two before it."""
        text = np.concatenate([[BOUNDARY, BOUNDARY], np.asarray(ids, dtype=np.int64)])
        return -self.log_probability(text[:-2], text[1:-1], text[2:])

    def log_probability(
        self, first: NDArray[np.int64], second: NDArray[np.int64], third: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """log P(third | first, second), element by element (nats)."""
        size = len(self.words)
        before, seen_before = find(self.bigram_keys, first * size + second)
        triple, seen_triple = find(self.trigram_keys, before * size + third)
        lower = self.pair_probability(second, third)
        backed = np.where(seen_before, self.bigram_back[before], np.float32(0)) + lower
        return np.where(seen_before & seen_triple, self.trigram[triple], backed)

    def pair_probability(
        self, first: NDArray[np.int64], second: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """log P(second | first), element by element (nats)."""
        pair, seen = find(self.bigram_keys, first * len(self.words) + second)
        return np.where(seen, self.bigram[pair], self.unigram_back[first] + self.unigram[second])


@cache
def language_model() -> LanguageModel:
    """The shipped model, loaded at its first use in this process."""
    return unpack(packaged("models/terms_lm.npz"))


def per_million(phrase: str) -> float:
    """How often people say `phrase` in a million words of technical talk when nothing is misheard.

    An estimate, for phrases rather low: `benchmarks/often.py` measures it (docs/review.md). A phrase
    with a word the model does not know counts 0.
    """
    model = language_model()
    ids = np.array(model.encode(spoken(phrase)), dtype=np.int64)
    if not len(ids) or UNKNOWN in ids:
        return 0.0
    # A phrase begins anywhere: its first word is weighed alone, the second knows of the first.
    line = np.concatenate([[UNKNOWN], ids])
    rest = model.log_probability(line[:-2], line[1:-1], line[2:])
    return 1e6 * exp(float(model.unigram[ids[0]]) + float(rest.sum()))


def pack(model: LanguageModel) -> bytes:
    """The model as a file: keys as differences, byte by byte, probabilities in steps of STEP."""
    out = BytesIO()
    arrays: dict[str, Any] = {name: _steps(getattr(model, name)) for name in PROBABILITIES}
    arrays["words"] = np.frombuffer("\n".join(model.words).encode(), dtype=np.uint8)
    arrays |= {name: _planes(getattr(model, name)) for name in KEYS}
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def unpack(packed: bytes) -> LanguageModel:
    """The model that `pack` wrote."""
    with np.load(BytesIO(packed)) as parts:
        words = tuple(parts["words"].tobytes().decode().split("\n"))
        arrays: dict[str, Any] = {name: _joined(parts[name]) for name in KEYS}
        arrays |= {name: parts[name].astype(np.float32) * -STEP for name in PROBABILITIES}
    return LanguageModel(words, **arrays)


KEYS = ("bigram_keys", "trigram_keys")
PROBABILITIES = ("unigram", "unigram_back", "bigram", "bigram_back", "trigram")


def find(
    keys: NDArray[np.int64], wanted: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each wanted number stands in sorted keys, and whether it does."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return at, keys[at] == wanted


def _steps(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(np.rint(-values / STEP), 0, 255), dtype=np.uint8)


def _planes(keys: NDArray[np.int64]) -> NDArray[np.uint8]:
    # Differences of sorted keys are small; their high bytes, kept together, pack to almost nothing.
    gaps = np.diff(keys, prepend=0).astype("<u8")
    return np.ascontiguousarray(gaps.view(np.uint8).reshape(-1, 8).T)


def _joined(planes: NDArray[np.uint8]) -> NDArray[np.int64]:
    gaps = np.ascontiguousarray(planes.T).reshape(-1).view("<i8")
    return np.cumsum(gaps, dtype=np.int64)
