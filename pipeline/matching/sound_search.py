"""Which of many pronunciations sound like which of many others: a filter, then exact distances.

Comparing everything with everything by dynamic programming would take minutes. So each pronunciation
becomes a short vector (which phones, about where), whose products with all others are one matrix
multiplication; only pairs that come close are aligned phone by phone, thousands side by side.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.language.alphabet import NUMBERS, PHONES, costs

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FEATURES = 24  # principal axes of the phones' likeness that the filter looks at
SHARPNESS = 0.45  # how fast likeness falls with cost
BINS = 4  # places along a pronunciation that it tells apart
LONGEST = 30  # phones; what is longer is cut
# A window may be shorter or longer than the term by this factor.
STRETCH = 1.5
BLOCK = 4096  # pronunciations compared at once
PRICE = 500  # a cost of 1 in the whole numbers of the alignment
CHUNK = 4096  # pairs aligned at once: their rows stay in the processor's cache


@dataclass(frozen=True, eq=False)
class Sounds:
    """Pronunciations in the form the search needs, ordered by length."""

    phones: NDArray[np.int8]  # a row each, numbers of `alphabet`, 0 beyond the end
    lengths: Ints
    vectors: Floats
    order: Ints  # which of those given stands in each row

    @classmethod
    def of(cls, pronunciations: Sequence[str]) -> "Sounds":
        """The pronunciations, shortest first."""
        lengths = np.array([min(len(said), LONGEST) for said in pronunciations], dtype=np.int64)
        order = np.argsort(lengths, kind="stable")
        padded = "".join(pronunciations[which][:LONGEST].ljust(LONGEST) for which in order)
        letters = np.frombuffer(padded.encode("ascii"), dtype=np.uint8)
        phones = _numbers()[letters].reshape(len(order), LONGEST)
        lengths = lengths[order]
        return cls(phones, lengths, _vectors(phones, lengths), order)


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs that sound alike: which, of either list as given, and how far apart (0 to 1)."""

    left: Ints
    right: Ints
    distance: Floats


def alike(left: Sounds, right: Sounds, nearness: float, farthest: float) -> Pairs:
    """All pairs whose vectors have a cosine of `nearness` and whose distance is at most `farthest`."""
    found = [
        (rows[near], columns[near], far[near])
        for rows, columns in _near(left, right, nearness)
        for far in [distances(left, rows, right, columns, farthest)]
        for near in [far <= farthest]
    ]
    if not found:
        return Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32))
    rows, columns, far = (np.concatenate(part) for part in zip(*found, strict=True))
    return Pairs(left.order[rows], right.order[columns], far)


def distances(
    left: Sounds, rows: Ints, right: Sounds, columns: Ints, farthest: float = 1.0
) -> Floats:
    """The cost of turning the one into the other, by phone of the longer (0 to 1), pair by pair.

    A pair beyond `farthest` is given up on the way; what it gets is more than that, and no distance.
    """
    result = np.empty(len(rows), dtype=np.float32)
    # Pairs of like length together: then no row is aligned further than it must be.
    order = np.lexsort((left.lengths[rows], right.lengths[columns]))
    for chunk in (order[n : n + CHUNK] for n in range(0, len(order), CHUNK)):
        result[chunk] = _aligned(left, rows[chunk], right, columns[chunk], farthest)
    return result


def _near(left: Sounds, right: Sounds, nearness: float) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of rows that pass the filter, block by block; a block is of one length, so that nothing
    is compared that is too long or too short for it."""
    edges = np.searchsorted(left.lengths, np.arange(LONGEST + 2))
    blocks = (
        (start, min(start + BLOCK, int(end)), length)
        for length, (begin, end) in enumerate(pairwise(edges))
        for start in range(int(begin), int(end), BLOCK)
    )
    for start, stop, length in blocks:
        low = np.searchsorted(right.lengths, length / STRETCH)
        high = np.searchsorted(right.lengths, length * STRETCH, side="right")
        for first in range(int(low), int(high), BLOCK):
            last = min(first + BLOCK, int(high))
            close = left.vectors[start:stop] @ right.vectors[first:last].T
            rows, columns = np.divmod(np.flatnonzero(close >= nearness), last - first)
            yield rows + start, columns + first


def _aligned(left: Sounds, rows: Ints, right: Sounds, columns: Ints, farthest: float) -> Floats:
    """Distances of a chunk of pairs, a cell of the alignment at a time for all of them.

    Pairs lie along the last axis and prices are small whole numbers: so each step is one pass of the
    processor's vector unit, fifteen times faster than pair by pair rows of fractions.
    """
    table = _prices()
    tall, wide = left.lengths[rows], right.lengths[columns]
    height, width = int(tall.max(initial=0)), int(wide.max(initial=0))
    down = np.ascontiguousarray(left.phones[rows, :height].T).astype(np.int16)
    across = np.ascontiguousarray(right.phones[columns, :width].T).astype(np.int16)
    added, dropped = table.take(across), table.take(down)
    state = np.zeros((width + 1, len(rows)), dtype=np.int16)
    np.cumsum(added, axis=0, out=state[1:])
    limit = farthest * PRICE * np.maximum(tall, wide)
    result = np.full(len(rows), 2.0, dtype=np.float32)
    alive = np.arange(len(rows))
    size, cheapest = np.int16(len(PHONES) + 1), table[1 : len(PHONES) + 1].min()
    for step in range(height):
        new = state + dropped[step]
        swapped = table.take(down[step] * size + across)
        swapped += state[:-1]
        np.minimum(new[1:], swapped, out=new[1:])
        for place in range(width):
            np.minimum(new[place + 1], new[place] + added[place], out=new[place + 1])
        state = new
        done = np.flatnonzero(tall == step + 1)
        ended = state[wide[done], done] / (np.maximum(tall[done], wide[done]) * np.float32(PRICE))
        result[alive[done]] = np.minimum(ended, 1)
        if step + 1 in (height // 2, 3 * height // 4):
            # What is too dear already, with the phones that one side still has over, stays so.
            over = np.abs(
                (tall - wide - step - 1).astype(np.int16)
                + np.arange(width + 1, dtype=np.int16)[:, None]
            )
            near = np.flatnonzero((state + over * cheapest).min(axis=0) <= limit)
            alive, tall, wide, limit = alive[near], tall[near], wide[near], limit[near]
            down, dropped, across = down[:, near], dropped[:, near], across[:, near]
            added, state = added[:, near], state[:, near]
    return result


@cache
def _numbers() -> NDArray[np.int8]:
    """The number of each phone by its letter; 0 for what is none."""
    table = np.zeros(128, dtype=np.int8)
    for phone, number in NUMBERS.items():
        table[ord(phone)] = number
    return table


@cache
def _prices() -> NDArray[np.int16]:
    return np.rint(costs() * PRICE).astype(np.int16).ravel()


@cache
def _axes() -> Floats:
    """A vector for each phone whose products come near to 1 - cost."""
    likeness = np.exp(-((costs()[1:, 1:].astype(np.float64) / SHARPNESS) ** 1.5))
    # What all phones have in common tells nothing: without it, half as many pairs pass for as many hits.
    likeness -= likeness.mean(axis=0)[None, :] + likeness.mean(axis=1)[:, None] - likeness.mean()
    values, vectors = np.linalg.eigh((likeness + likeness.T) / 2)
    best = np.argsort(values)[::-1][:FEATURES]
    axes = np.zeros((len(PHONES) + 1, FEATURES), dtype=np.float32)
    axes[1:] = vectors[:, best] * np.sqrt(np.maximum(values[best], 0))
    return axes


def _vectors(phones: NDArray[np.int8], lengths: Ints) -> Floats:
    """What each row sounds like, where: unit vectors."""
    places = np.arange(LONGEST)
    centre = (places[None, :] + 0.5) / np.maximum(lengths, 1)[:, None] * (BINS - 1)
    vectors = np.zeros((len(phones), BINS, FEATURES), dtype=np.float32)
    for rows in (slice(n, n + BLOCK) for n in range(0, len(phones), BLOCK)):
        heard = _axes()[phones[rows]]
        for spot in range(BINS):
            weight = np.maximum(0, 1 - np.abs(centre[rows] - spot)).astype(np.float32)
            weight[places[None, :] >= lengths[rows, None]] = 0
            vectors[rows, spot] = np.einsum("nl,nlf->nf", weight, heard)
    flat = vectors.reshape(len(phones), BINS * FEATURES)
    sizes = np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-6)
    return np.asarray(flat / sizes, dtype=np.float32)
