"""Words and pairs of words by which people in one conversation differ, and how far each tells.

"like", "essentially", "you know", a sentence that opens with "okay": everybody has his own. Weighed by
`training/speakers/habits.py` (`models/speakers.md`).
"""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from pipeline.language.english import FILLERS
from pipeline.language.packaged import packaged

# Stands before the first word, so that it makes a pair too.
OPENS = "^"


@cache
def habits() -> dict[str, float]:
    """Each word or pair (of keys) with its weight: log-odds a unit of log-ratio between two people."""
    lines = packaged("models/speakers_habits.tsv").decode().splitlines()
    rows = (line.split("\t") for line in lines)
    return {said: float(weight) for said, weight in rows}


def ways(words: Sequence[str]) -> Iterator[str]:
    """The words of a sentence (keys), then its pairs; fillers stand in no pair."""
    yield from (word for word in words if word)
    told = [OPENS, *(word for word in words if word and word not in FILLERS)]
    yield from (f"{one} {two}" for one, two in pairwise(told))


def is_pair(way: str) -> bool:
    """Whether a habit is a pair rather than a word: they are counted apart."""
    return " " in way
