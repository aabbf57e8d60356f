"""Labels that came with the transcript: kept, and numbers ("Speaker 2") given names on evidence.

All numbers are given names at once, so that nobody is two people; a number may stay without one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from pipeline.stages.speakers.cast import Cast
from pipeline.stages.speakers.decode import Grid
from pipeline.stages.speakers.evidence import Sign

NUMBERED = re.compile(
    r"(?:speaker|spk|person|voice|participant|channel)[ _-]?(?:\d{1,3}|[A-Z])|[A-Z]", re.IGNORECASE
)
# The parts of a deposition, which look like numbers.
ASKS, ANSWERS = "Q", "A"
# Evidence repeats itself: however often it is heard, it counts no further than this.
LEAST, MOST = -6.0, 8.0
# Log-odds that a name needs before it is better than none: most labels belong to somebody unnamed.
NOBODY = 2.5


@dataclass(frozen=True, slots=True)
class Naming:
    """A numbered label, the name it seems to stand for, how probable, and why."""

    label: str
    name: str
    chance: float
    why: str


def is_number(label: str | None) -> bool:
    """Whether a label only tells voices apart ("Speaker 0", "spk_1", "B")."""
    return label is not None and NUMBERED.fullmatch(label) is not None


def namings(
    labels: Sequence[str | None],
    cast: Cast,
    heard: Sequence[Sequence[Sign]],
    plays: Grid,
) -> list[Naming]:
    """Names for the numbered labels, each with its probability over all ways to give them.

    `plays` is the evidence of subject and part for each unit and person of the cast.
    """
    taken = {label for label in labels if label and not is_number(label)}
    people = [n for n, one in enumerate(cast.people) if one.is_named and one.label not in taken]
    numbers = sorted({label for label in labels if label is not None and is_number(label)})
    if ASKS in numbers:
        numbers = [label for label in numbers if label not in (ASKS, ANSWERS)]
    if not people or not numbers:
        return []
    scores, quotes = _evidence(labels, numbers, heard, plays)
    chances = marginals(np.clip(scores[:, people], LEAST, MOST) - NOBODY)
    out = []
    for row, label in enumerate(numbers):
        column = int(chances[row].argmax())
        person = people[column]
        said = "; ".join(quotes.get((label, person), [])[:3]) or "by part and subject"
        why = f"“{label}” all through: {said}"
        out.append(Naming(label, cast.people[person].label, float(chances[row, column]), why))
    return out


def _evidence(
    labels: Sequence[str | None],
    numbers: Sequence[str],
    heard: Sequence[Sequence[Sign]],
    plays: Grid,
) -> tuple[Grid, dict[tuple[str, int], list[str]]]:
    """Log-odds for each number and person, and the words that speak for it."""
    row = {label: n for n, label in enumerate(numbers)}
    scores = np.zeros((len(numbers), plays.shape[1]))
    quotes: dict[tuple[str, int], list[str]] = {}
    for n, signs in enumerate(heard):
        for sign in signs:
            label = _of(sign, labels, n)
            if label is not None and label in row:
                scores[row[label], sign.person] += sign.weight
                if sign.weight > 0:
                    quotes.setdefault((label, sign.person), []).append(sign.says)
    for label, n in row.items():
        mine = plays[[at for at, one in enumerate(labels) if one == label]]
        # Units of one voice are no independent witnesses.
        scores[n] += mine.sum(axis=0) / np.sqrt(len(mine))
    return scores, quotes


def _of(sign: Sign, labels: Sequence[str | None], at: int) -> str | None:
    """The label of whom a sign in unit `at` tells."""
    if sign.when == "now":
        return labels[at]
    return _other(labels, at, 1 if sign.when == "next" else -1)


def _other(labels: Sequence[str | None], at: int, step: int) -> str | None:
    """The label of the turn after (or before) the one that unit `at` is in."""
    runs = [label for label, _ in groupby(labels[at:] if step > 0 else labels[at::-1])]
    return runs[1] if len(runs) > 1 else None


def marginals(gain: Grid) -> Grid:
    """The probability that a row has a column, over all ways to give each column at most one row."""
    rows, columns = gain.shape
    weights = np.exp(gain)
    ahead = [_nothing_used(columns)]
    for row in range(rows):
        ahead.append(_given(ahead[-1], weights[row]))
    out = np.zeros((rows, columns))
    for row in range(rows):
        for column in range(columns):
            only = np.zeros(columns)
            only[column] = weights[row, column]
            state = _given(ahead[row], only, nobody=False)
            for later in range(row + 1, rows):
                state = _given(state, weights[later])
            out[row, column] = state.sum()
    return np.asarray(out / ahead[-1].sum())


def _nothing_used(columns: int) -> Grid:
    state = np.zeros(1 << columns)
    state[0] = 1.0
    return state


def _given(state: Grid, weights: Grid, nobody: bool = True) -> Grid:
    """One more row has taken a column nobody had, or none: sums by the set of columns used."""
    out = state.copy() if nobody else np.zeros_like(state)
    used = np.arange(len(state))
    for column, weight in enumerate(weights):
        free = used[(used >> column) & 1 == 0]
        out[free | (1 << column)] += state[free] * weight
    return out
