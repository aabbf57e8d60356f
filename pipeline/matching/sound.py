"""Terms that were misheard, found by sound and weighed by their context.

`listen` is the whole interface: a talk's words in, groups of candidates out, each with a calibrated
probability and the reasons a reviewer can judge it by.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.language.scorer import for_talk, scorer
from pipeline.matching.sound_evidence import FEATURES, weigh
from pipeline.matching.sound_index import Found, SoundIndex, Talked, find
from pipeline.matching.sound_limits import most_allowed

__all__ = ["APPLY", "SUGGEST", "Candidate", "SoundIndex", "listen"]

# Measured on clean human transcripts (docs/evaluation/terms.md): above APPLY at most 5 words in
# 100,000 are made wrong, above SUGGEST at most 4 places in 1,000 words are shown in vain.
APPLY = 0.8
SUGGEST = 0.1
OFFERED = 3  # candidates of one place that a reviewer is shown
# The share of right candidates in the talks the scorer learned from, and how far a talk moves the odds.
RIGHT, MOST_MOVED = 0.0052, 4.5
LEAST = 0.02  # a further candidate below this is not worth reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `start` to `stop` (exclusive) may be `reading`, a form of `term`, misheard."""

    start: int
    stop: int
    reading: str
    term: str
    distance: float  # 0 the same sound .. 1 nothing alike
    probability: float
    reasons: tuple[str, ...]


def listen(
    texts: Sequence[str],
    index: SoundIndex,
    edges: Collection[int] = (),
    known: Iterable[tuple[int, int, str]] = (),
) -> list[tuple[Candidate, ...]]:
    """Groups of at most OFFERED candidates, likeliest first, a group a place, in the talk's order.

    `edges` are the words that open a segment; `known` the places (start, stop, term) settled before,
    which no candidate touches. A group's first candidate has at least the probability SUGGEST.
    """
    settled = list(known)
    talk = Talked(tuple(texts), frozenset(edges))
    if not talk.flat or not index.spelled:
        return []
    found = find(talk, index, [(start, stop) for start, stop, _ in settled])
    if not len(found.start):
        return []
    found, rows = weigh(talk, index, found, [term for _, _, term in settled])
    chances = for_talk(scorer()(rows, LEAST / MOST_MOVED), RIGHT, MOST_MOVED)
    hopeful = np.flatnonzero(chances >= LEAST)
    chances[hopeful] = np.minimum(chances[hopeful], most_allowed(talk, index, found, hopeful))
    columns = dict(zip(FEATURES, rows.T, strict=True))
    return [
        tuple(_candidate(talk, index, found, chances, columns, row) for row in group)
        for group in _groups(found, chances)
    ]


def _groups(found: Found, chances: NDArray[np.float32]) -> list[list[int]]:
    """Rows that compete for one place: the likeliest, and what overlaps it."""
    likely = np.flatnonzero(chances >= LEAST)
    order = likely[np.argsort(-chances[likely], kind="stable")]
    groups: list[list[int]] = []
    owner: dict[int, int] = {}
    for row in order.tolist():
        span = range(int(found.start[row]), int(found.stop[row]))
        owners = {owner[word] for word in span if word in owner}
        if owners:
            groups[min(owners)].append(row)
        elif chances[row] >= SUGGEST:
            owner.update(dict.fromkeys(span, len(groups)))
            groups.append([row])
    groups.sort(key=lambda group: int(found.start[group[0]]))
    return [_different(found, group) for group in groups]


def _different(found: Found, group: list[int]) -> list[int]:
    first: dict[int, int] = {}
    for row in group:
        first.setdefault(int(found.which[row]), row)
    return list(first.values())[:OFFERED]


def _candidate(
    talk: Talked,
    index: SoundIndex,
    found: Found,
    chances: NDArray[np.float32],
    columns: dict[str, NDArray[np.float32]],
    row: int,
) -> Candidate:
    start, stop = int(found.start[row]), int(found.stop[row])
    entry = index.spelled[found.which[row]]
    distance = round(float(found.distance[row]), 3)
    value = {name: float(column[row]) for name, column in columns.items()}
    chance = round(float(chances[row]), 3)
    return Candidate(
        start,
        stop,
        entry.text,
        entry.term,
        distance,
        chance,
        _reasons(talk, entry.text, start, value),
    )


def _reasons(talk: Talked, reading: str, start: int, value: dict[str, float]) -> tuple[str, ...]:
    """What a reviewer can judge the candidate by, the sound first."""
    reasons = [f"sounds like {reading!r} (distance {value['distance']:.2f})"]
    before = " ".join(talk.texts[max(0, start - 3) : start])
    if value["strange"]:
        reasons.append("no English word")
    if value["gain"] > 3:
        reasons.append(f"likelier after {before!r}" if before else "likelier here")
    elif value["worst_word"] > 9:
        reasons.append("rare here")
    if value["said"]:
        reasons.append("said elsewhere in the talk")
    if value["bursts"] > 3 and not value["strange"]:
        reasons.append("the written words come back oddly often")
    return tuple(reasons)
