"""Which word of one text stands where a word of another does."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache

from pipeline.scoring.words import ScoredWord

Pair = tuple[int | None, int | None]
# What it costs that one text lacks a word; and that the words differ, from less like to more.
MISSING, UNLIKE, LIKENESS = 0.7, 1.2, 0.8
# A gap between equal words of so many pairs is none that words stand for each other in.
WIDEST = 250_000


def partners(truth: Sequence[ScoredWord], ours: Sequence[ScoredWord]) -> list[int | None]:
    """For each true word the index of ours that stands in its place."""
    found: list[int | None] = [None] * len(truth)
    for one, other in aligned([word.key for word in truth], [word.key for word in ours]):
        if one is not None:
            found[one] = other
    return found


def aligned(true: Sequence[str], ours: Sequence[str]) -> list[Pair]:
    """The indices of words that stand for each other, in order; None for one that has no partner. Long stretches of
    equal words hold the two texts together, and what lies between is aligned by how alike words are."""
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, true, ours, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(i1, i2), range(j1, j2), strict=True)
        elif (i2 - i1) * (j2 - j1) > WIDEST:
            pairs += [*((i, None) for i in range(i1, i2)), *((None, j) for j in range(j1, j2))]
        else:
            inside = _between(true[i1:i2], ours[j1:j2])
            pairs += [
                (None if i is None else i1 + i, None if j is None else j1 + j) for i, j in inside
            ]
    return pairs


def _between(true: Sequence[str], ours: Sequence[str]) -> list[Pair]:
    """The cheapest alignment of a few words."""
    costs = _costs(true, ours)
    return [*_way_back(costs, true, ours)][::-1]


def _costs(true: Sequence[str], ours: Sequence[str]) -> list[list[float]]:
    """By how many words of each text are aligned, what that costs at least."""
    costs = [[MISSING * j for j in range(len(ours) + 1)]]
    for i, one in enumerate(true, 1):
        above, row = costs[-1], [MISSING * i]
        for j, other in enumerate(ours, 1):
            row.append(
                min(above[j - 1] + _unlike(one, other), above[j] + MISSING, row[-1] + MISSING)
            )
        costs.append(row)
    return costs


def _way_back(
    costs: Sequence[Sequence[float]], true: Sequence[str], ours: Sequence[str]
) -> Iterator[Pair]:
    i, j = len(true), len(ours)
    while i or j:
        both = i and j and costs[i - 1][j - 1] + _unlike(true[i - 1], ours[j - 1])
        if i and j and abs(costs[i][j] - both) < 1e-9:
            i, j = i - 1, j - 1
            yield i, j
        elif i and abs(costs[i][j] - costs[i - 1][j] - MISSING) < 1e-9:
            i -= 1
            yield i, None
        else:
            j -= 1
            yield None, j


@cache
def _unlike(one: str, other: str) -> float:
    if one == other:
        return 0.0
    return UNLIKE - LIKENESS * SequenceMatcher(None, one, other).ratio()
