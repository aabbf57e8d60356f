"""How surprising a talk's words are where a term may have been misheard, and how the term would be."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from pipeline.language.lm import BOUNDARY, UNKNOWN, language_model
from pipeline.matching.sound_index import Found, SoundIndex, Talked
from pipeline.matching.sound_search import Floats, Ints

AFTER = 2  # words after the span whose surprise changes with it
RARE = (
    14.0  # nats by which a word outside the model's vocabulary is rarer than all of those together
)
# What the best of the hopeless lack: gain in surprise, less a price of their distance. Of the right
# candidates of the training talks, 1 % do worse.
FAR_PRICE, HOPELESS = 40.0, -26.0


@dataclass(frozen=True, slots=True, eq=False)
class Surprise:
    """How surprising the words are as written, in place and alone (nats): of each in place, and running sums of both."""

    in_place: Floats
    sums: Floats
    alone_sums: Floats

    @classmethod
    def of(cls, talk: Talked) -> Self:
        """Of every word of a talk."""
        unknown = RARE * (talk.ids == UNKNOWN)
        in_place = (language_model().surprise(talk.ids) + unknown).astype(np.float32)
        alone = unknown - language_model().unigram[talk.ids]
        return cls(in_place, _sums(in_place), _sums(alone))


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """For each candidate: its words in `talk.flat`, and what they and the term cost there (nats)."""

    first: Ints
    last: Ints
    raw: Floats
    raw_alone: Floats
    term: Floats
    term_alone: Floats
    unknown: Floats  # words of the term that the model does not know

    @classmethod
    def of(cls, talk: Talked, index: SoundIndex, found: Found, surprise: Surprise) -> Self:
        """The lines of all candidates."""
        first, last = talk.offsets[found.start], talk.offsets[found.stop]
        after = np.minimum(last + AFTER, len(talk.ids))
        raw = surprise.sums[after] - surprise.sums[first]
        raw_alone = surprise.alone_sums[last] - surprise.alone_sums[first]
        return cls(first, last, raw, raw_alone, *_with_term(talk, index, found, first, last))

    def take(self, rows: Ints) -> "Lines":
        """Some of the candidates."""
        return Lines(*(getattr(self, name)[rows] for name in self.__slots__))


def hopeful(index: SoundIndex, found: Found, lines: Lines) -> Ints:
    """The rows of the candidates that are worth a second look."""
    badness = found.distance + 0.5 / index.sizes[found.which]
    return np.flatnonzero(lines.raw - lines.term - FAR_PRICE * badness > HOPELESS)


def _with_term(
    talk: Talked, index: SoundIndex, found: Found, first: Ints, last: Ints
) -> tuple[Floats, Floats, Floats]:
    model = language_model()
    size = len(found.start)
    total, alone, unknown = (np.zeros(size, dtype=np.float32) for _ in range(3))
    lengths = index.lengths[found.which]
    padded = np.concatenate([[BOUNDARY] * 2, talk.ids, [BOUNDARY] * AFTER])
    for length in np.unique(lengths):
        rows = np.flatnonzero(lengths == length)
        middle = index.coded[found.which[rows], :length]
        before = padded[first[rows][:, None] + np.arange(2)]
        behind = padded[last[rows][:, None] + 2 + np.arange(AFTER)]
        line = np.concatenate([before, middle, behind], axis=1)
        price = -model.log_probability(line[:, :-2], line[:, 1:-1], line[:, 2:])
        # Beyond the last word there is nothing to be surprised at.
        price[:, length:][behind == BOUNDARY] = 0
        missing = (middle == UNKNOWN).sum(axis=1)
        total[rows] = price.sum(axis=1) + RARE * missing
        alone[rows] = -model.unigram[middle].sum(axis=1) + RARE * missing
        unknown[rows] = missing
    return total, alone, unknown


def _sums(values: NDArray[np.floating]) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)]).astype(np.float64)
