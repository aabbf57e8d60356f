"""What else may have been said at a candidate's place, and where else its term may have been misheard.

Trees and networks judge each candidate by itself: to them "see pews" may be very like *CPUs* and very like
*GPUs*. It can be one of them only, so each is held against the others.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.language.english import FUNCTION
from pipeline.language.lm import spoken
from pipeline.matching.sound_index import Found, SoundIndex, Talked, without_endings
from pipeline.matching.sound_search import Floats
from pipeline.model import key

COLUMNS = (
    "odds_over",  # the log odds less those of all rivals together
    "nearer",  # by how much less it is away in sound than the nearest of them
    "judged_over",  # what the judge gives it more than the best of them
    "doubted_less",  # the doubt of its words, and of those beside it, less than the least doubted of them
    "near_doubted_less",
    "rivals",
    "wider",  # words it takes more than the likeliest of them
    "elsewhere",  # the best log odds of its term where it was heard as something else
)
MOST = 6.0  # that any of them counts
# Words from a place beyond which no witness is heard: in a long talk, something speaks for everything.
FAR = 1500
ALONE = (MOST, 0.2, 4.0, 2.0, 1.0, 0.0, 0.0)


class Witness(NamedTuple):
    """Words `start` to `stop` (exclusive), known to be often misheard so, are `reading` by these log odds."""

    start: int
    stop: int
    reading: str
    odds: float


def compared(
    talk: Talked,
    index: SoundIndex,
    found: Found,
    odds: Floats,
    judged: Floats,
    mean: Floats,
    near: Floats,
    witnesses: Sequence[Witness],
) -> Floats:
    """A row of COLUMNS a candidate: log odds, what the judge says, and the doubts of its words and of its
    neighbours are held against those of its rivals; `witnesses` are settled places that are no candidates."""
    width = found.stop - found.start

    def against(row: int, rivals: list[int]) -> tuple[float, ...]:
        """All but the last column of a row."""
        if not rivals:
            return ALONE
        likeliest = max(rivals, key=lambda other: float(odds[other]))
        return (
            odds[row] - np.logaddexp.reduce(odds[rivals]),
            found.distance[rivals].min() - found.distance[row],
            judged[row] - judged[rivals].max(),
            mean[rivals].min() - mean[row],
            near[rivals].min() - near[row],
            len(rivals),
            width[row] - width[likeliest],
        )

    words = [index.spelled[which].words for which in found.which.tolist()]
    starts, stops = found.start.tolist(), found.stop.tolist()
    rows = [
        against(row, [other for other in others if words[other] != words[row]])
        for row, others in enumerate(_overlapping(starts, stops))
    ]
    elsewhere = _elsewhere(
        talk,
        np.append(found.start, [each.start for each in witnesses]).astype(np.int64),
        np.append(found.stop, [each.stop for each in witnesses]).astype(np.int64),
        [
            *map(without_endings, words),
            *(without_endings(spoken(each.reading)) for each in witnesses),
        ],
        np.append(odds, [each.odds for each in witnesses]).astype(np.float32),
    )[: len(odds)]
    table = np.column_stack([np.array(rows).reshape(-1, len(ALONE)), elsewhere])
    return np.asarray(np.clip(table, -MOST, MOST), np.float32)


def _overlapping(starts: list[int], stops: list[int]) -> list[list[int]]:
    """For each span the others that share a word with it."""
    at: dict[int, list[int]] = defaultdict(list)
    for row, span in enumerate(map(range, starts, stops)):
        for word in span:
            at[word].append(row)
    return [
        sorted({*chain.from_iterable(at[word] for word in span)} - {row})
        for row, span in enumerate(map(range, starts, stops))
    ]


def _elsewhere(
    talk: Talked,
    starts: NDArray[np.int64],
    stops: NDArray[np.int64],
    terms: Sequence[tuple[str, ...]],
    odds: Floats,
) -> Floats:
    """For each place the best log odds of its term at another nearby where something else was heard: what
    comes back as the same words ("lesson") is no second witness."""
    said: dict[tuple[str, ...], int] = {}
    alike: dict[tuple[str, ...], list[int]] = defaultdict(list)
    heard = np.zeros(len(terms), np.int64)
    for row, (start, stop) in enumerate(zip(starts.tolist(), stops.tolist(), strict=True)):
        words = tuple(word for word in map(key, talk.texts[start:stop]) if word not in FUNCTION)
        heard[row] = said.setdefault(words, len(said))
        alike[terms[row]].append(row)
    best = np.full(len(terms), -MOST, np.float32)
    for rows in map(np.array, alike.values()):
        for row in rows.tolist():
            apart = (starts[rows] >= stops[row]) | (stops[rows] <= starts[row])
            near = np.abs(starts[rows] - starts[row]) < FAR
            other = apart & near & (heard[rows] != heard[row])
            best[row] = odds[rows[other]].max(initial=-MOST)
    return best
