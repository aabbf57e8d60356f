"""What conversation sounds like: scores for a change of speaker between sentences and between words.

Small linear models (logistic regressions) over hashed n-grams, trained by `training/speakers/train.py` on transcripts of
technical conversation (`models/speakers.md`). They read words without case and marks, so they work on raw captions
too. Each score is a log-odds: 0 is even, positive speaks for it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from zlib import crc32

from pipeline.language.english import FILLERS
from pipeline.language.packaged import packaged

BITS = 20
# Sentences are read this far in from either end.
REACH = 16
# Words too common to count as taken up from the sentence before.
LIGHT = frozenset(
    "that this with have from they what there about would which your just like know think really "
    "because when then some into them were been will more also very could their going want well "
    "yeah right things thing people actually kind here where other than only over doing does".split()
)


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as the models read it: its words' keys, and whether it carries a question mark."""

    words: tuple[str, ...]
    asks: bool = False

    @classmethod
    def of(cls, words: Iterable[str], asks: bool = False) -> "Said":
        """A sentence of `words` (keys), without fillers."""
        return cls(tuple(word for word in words if word and word not in FILLERS), asks)


NOTHING = Said(())


def change(before: Sequence[Said], after: Sequence[Said]) -> float:
    """Log-odds that another person speaks between the last sentence before and the first after."""
    return _score("change", change_features(before, after))


def breaks_in(left: Sequence[str], right: Sequence[str]) -> float:
    """Log-odds of a change of speaker between two words, whatever the sentences are."""
    return _score("gap", gap_features(left, right))


def change_features(before: Sequence[Said], after: Sequence[Said]) -> Iterator[str]:
    """The n-grams that tell of a change between `before` and `after` (each up to two sentences)."""
    last = before[-1] if before else NOTHING
    earlier = before[-2] if len(before) > 1 else NOTHING
    first = after[0] if after else NOTHING
    later = after[1] if len(after) > 1 else NOTHING
    yield "bias"
    yield from _opening("n", first.words, 4)
    yield from _opening("p", last.words, 3)
    yield from _opening("m", later.words, 2)
    yield from _opening("e", earlier.words, 2)
    yield from _closing("q", last.words)
    yield from _bag("f", first.words[:REACH])
    yield from _bag("l", last.words[-REACH:])
    for name, said in (("n", first), ("p", last), ("m", later), ("e", earlier)):
        yield f"{name}s{_size(said.words)}{said.asks}"
        if len(said.words) <= 4:
            yield f"{name}w " + " ".join(said.words)
    yield from _crossing(last, first)
    yield f"x {last.asks}{first.asks}{later.asks} {_size(last.words)}{_size(first.words)}"


def gap_features(left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
    """The n-grams that tell of a change of speaker between two words."""
    left, right = left[-REACH:], right[:REACH]
    yield "bias"
    yield from _opening("n", right, 4)
    yield from _closing("q", left)
    yield from _bag("f", right[:12])
    yield from _bag("l", left[-12:])
    yield from _crossing(Said(tuple(left)), Said(tuple(right)))


def _opening(name: str, words: Sequence[str], most: int) -> Iterator[str]:
    for size in range(1, min(most, len(words)) + 1):
        yield f"{name}{size} " + " ".join(words[:size])


def _closing(name: str, words: Sequence[str]) -> Iterator[str]:
    for size in range(1, min(3, len(words)) + 1):
        yield f"{name}{size} " + " ".join(words[-size:])


def _bag(name: str, words: Sequence[str]) -> Iterator[str]:
    yield from {f"{name}b {word}" for word in words}
    yield from {f"{name}2 {one} {two}" for one, two in pairwise(words)}


def _crossing(last: Said, first: Said) -> Iterator[str]:
    for one in (last.words[-1:], last.words[-2:], last.words[:1], last.words[:2]):
        for two in (first.words[:1], first.words[:2]):
            yield f"c {' '.join(one)} | {' '.join(two)}"
    yield f"z {_size(last.words)} {' '.join(first.words[:2])}"
    yield f"t {last.asks} {' '.join(first.words[:2])}"
    taken = {word for word in first.words if len(word) > 3} & set(last.words) - LIGHT
    yield f"o {min(len(taken), 3)} {_size(first.words)}"


def _size(words: Sequence[str]) -> int:
    """The length of a sentence in steps: 0, 1, 2, 3-4, 5-8, 9-16, 17-32, more."""
    return min((len(words) - 1).bit_length() + 1, 7) if words else 0


def slot(feature: str) -> int:
    """The place of a feature among the weights."""
    return crc32(feature.encode()) & ((1 << BITS) - 1)


def _score(model: str, features: Iterable[str]) -> float:
    weights, scale = _weights()[model]
    return sum(map(weights.__getitem__, map(slot, features))) * scale


@cache
def _weights() -> dict[str, tuple[memoryview, float]]:
    """The weights of each model as small whole numbers, and what one of them is worth."""
    import numpy as np

    with np.load(BytesIO(packaged("models/speakers.npz"))) as stored:
        # A memoryview is read element by element faster than an array is.
        return {
            name: (memoryview(stored[name]), float(stored[f"{name}.scale"]))
            for name in stored.files
            if not name.endswith(".scale")
        }
