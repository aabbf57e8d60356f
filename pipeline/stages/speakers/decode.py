"""One decision over the whole talk: the likeliest course of speakers, and how sure each label is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.stages.speakers.cast import Cast, Kind, Part

Grid = NDArray[np.float64]

# Who speaks after whom, once the speaker changes: shares by the part before and the part after.
AFTER: dict[Kind, dict[Part, dict[Part, float]]] = {
    "event": {
        "chair": {"audience": 0.5, "panel": 0.5},
        "audience": {"panel": 0.8, "chair": 0.2},
        "panel": {"chair": 0.3, "audience": 0.3, "panel": 0.4},
    },
    "call": {
        "chair": {"audience": 0.55, "panel": 0.45},
        "audience": {"panel": 0.9, "chair": 0.1},
        "panel": {"chair": 0.3, "audience": 0.5, "panel": 0.2},
    },
}
EVEN: dict[Part, float] = {"chair": 1 / 3, "panel": 1 / 3, "audience": 1 / 3}


# How much a person's share of the talk tells of the next turn (who answers in a call was told so from what each
# had read out: 1,171 answers in 124 calls), and the share everybody has to begin with.
SHARE: dict[Kind, float] = {"event": 0.7, "call": 1.0}
FLOOR = 0.05


@dataclass(frozen=True, slots=True)
class Scores:
    """What the decoder decides by, all log-odds or log-probabilities.

    `turns` (units): that the speaker changes before the unit; `speaks` (units x people): for each
    person as its speaker; `enters` and `leaves` (units x people): for a change before the unit to
    or from a person. `short` (units) are those of few words, `brief` (people) what it costs that a
    turn is no more than one of them; `yields` (units x people) what is added to a change before the
    unit where that person spoke.
    """

    turns: Grid
    speaks: Grid
    enters: Grid
    leaves: Grid
    short: NDArray[np.bool_]
    brief: Grid
    yields: Grid


def moves(cast: Cast) -> Grid:
    """Log-probability of who speaks next, given that another person does (people x people)."""
    size = len(cast.people)
    parts = [person.part for person in cast.people]
    table = np.full((size, size), -np.inf)
    for one in range(size):
        shares = AFTER.get(cast.kind, {}).get(parts[one], EVEN)
        raw = [
            0.0 if other == one else shares.get(parts[other], 0.0) / parts.count(parts[other])
            for other in range(size)
        ]
        total = sum(raw)
        for other in range(size):
            if total and raw[other]:
                table[one, other] = np.log(raw[other] / total)
    return table


def shares(cast: Cast, likely: Grid, counts: Grid) -> Grid:
    """What the share a person had so far adds for him against others of his part (people x people); `counts` says how
    much each unit counts for that.

    Who has spoken much will speak again.
    """
    people = len(cast.people)
    spoken = counts @ likely + counts.sum() * FLOOR
    out = np.zeros(people)
    # Where all sit at one table the least sign would make one of them speak all the time.
    for part in {person.part for person in cast.people} if cast.kind in SHARE else ():
        same = [n for n, person in enumerate(cast.people) if person.part == part]
        out[same] = SHARE[cast.kind] * np.log(spoken[same] / spoken[same].mean())
    return np.broadcast_to(out, (people, people))


def course(scores: Scores, table: Grid) -> list[int]:
    """The likeliest speaker of each unit (Viterbi)."""
    units, people = scores.speaks.shape
    steps_in = _all_steps(scores, table)
    says = _says(scores)
    best = says[0].copy()
    back = np.zeros((units, 2 * people), dtype=int)
    for n in range(1, units):
        steps = best[:, None] + steps_in[n]
        back[n] = steps.argmax(axis=0)
        best = steps.max(axis=0) + says[n]
    path = [int(best.argmax())]
    for n in range(units - 1, 0, -1):
        path.append(int(back[n, path[-1]]))
    return [state % people for state in path[::-1]]


def chances(scores: Scores, table: Grid) -> tuple[Grid, float]:
    """The probability of each person as speaker of each unit, and the log-likelihood of it all.

    Forward and backward, scaled at every step.
    """
    units, people = scores.speaks.shape
    every = _says(scores)
    top = every.max(axis=1, keepdims=True)
    says = np.exp(every - top)
    steps = np.exp(_all_steps(scores, table))
    ahead, behind = np.empty_like(says), np.ones_like(says)
    sizes = np.empty(units)
    row = says[0] / people
    for n in range(units):
        if n:
            row = (row @ steps[n]) * says[n]
        sizes[n] = row.sum()
        row = row / sizes[n]
        ahead[n] = row
    for n in range(units - 2, -1, -1):
        row = steps[n + 1] @ (says[n + 1] * behind[n + 1])
        behind[n] = row / row.sum()
    both = (ahead * behind).reshape(units, 2, people).sum(axis=1)
    return both / both.sum(axis=1, keepdims=True), float(np.log(sizes).sum() + top.sum())


def _says(scores: Scores) -> Grid:
    """What each unit's words say for each state (units x states).

    A person is two states: one whose turn is as yet a few words, and one who has the floor.
    """
    both = np.concatenate([scores.speaks, scores.speaks], axis=1)
    both[0, : scores.speaks.shape[1]] = -np.inf
    return np.asarray(both)


def _all_steps(scores: Scores, table: Grid) -> Grid:
    """Log-weight of each step from state to state into each unit (units x states x states)."""
    turns = scores.turns[:, None] + scores.yields
    change = -np.logaddexp(0.0, -turns)[:, :, None] + table[None]
    change = change + scores.enters[:, None, :] + scores.leaves[:, :, None]
    units, size = len(scores.turns), len(table)
    people = np.arange(size)
    out = np.full((units, 2 * size, 2 * size), -np.inf)
    brief, floor = slice(0, size), slice(size, 2 * size)
    short = scores.short[:, None, None]
    for state, cost in ((brief, scores.brief), (floor, 0.0)):
        after = change + np.asarray(cost).reshape(-1, 1)
        out[:, state, brief] = np.where(short, after, -np.inf)
        out[:, state, floor] = np.where(short, -np.inf, after)
        out[:, people + state.start, people + size] = -np.logaddexp(0.0, turns)
    return out


def best_parts(people: Sequence[Part], row: Grid) -> dict[Part, float]:
    """The probability of each part, its people's added up."""
    parts: dict[Part, float] = {}
    for part, value in zip(people, row, strict=True):
        parts[part] = parts.get(part, 0.0) + float(value)
    return parts
