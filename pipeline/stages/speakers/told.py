"""What is told of a host and a guest by turns that are told: where the raw text marks every change, a turn is known as a
whole, and so is who asks to be answered and who answers himself."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from pipeline.stages.speakers.cast import Cast
from pipeline.stages.speakers.decode import Grid
from pipeline.stages.speakers.units import Unit

# Log-odds of the host where a turn ends with a question, and where it does not; and against him for each word of a turn
# beyond so many (docs/evaluation/speakers_tried.md).
ASKS, STATES = 2.0, -0.3
LONG, WORD = 64, 1 / 180
# No single turn tells more against him: he may read something out.
MOST = -2.5


def _turns(units: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    """The units from each mark to the next."""
    starts = [0, *(n for n, unit in enumerate(units) if n and unit.marked > 0)]
    return (units[low:high] for low, high in zip(starts, [*starts[1:], len(units)], strict=True))


def tells_turns(units: Sequence[Unit], cast: Cast) -> bool:
    """Whether every turn of an interview is told by marks."""
    return cast.kind == "interview" and any(unit.marked < 0 for unit in units)


def by_turn(units: Sequence[Unit], cast: Cast) -> Grid:
    """What each turn as a whole tells of who speaks it, at its last unit (units x people)."""
    odds = np.zeros(len(units))
    if tells_turns(units, cast):
        ends = np.cumsum([len(turn) for turn in _turns(units)]) - 1
        odds[ends] = [_of_host(turn) for turn in _turns(units)]
    return np.asarray(np.outer(odds, [person.part == "chair" for person in cast.people]))


def shares(units: Sequence[Unit], cast: Cast) -> Grid:
    """What the words of each unit are worth beside the others of its turn (units x 1): those of one turn are no independent
    witnesses of who speaks it."""
    if not tells_turns(units, cast):
        return np.ones((len(units), 1))
    sizes = [len(turn) for turn in _turns(units) for _ in turn]
    return np.asarray(1 / np.sqrt(np.array(sizes))[:, None])


def _of_host(turn: Sequence[Unit]) -> float:
    words = sum(len(unit.said.words) for unit in turn)
    asks = ASKS if turn[-1].said.asks else STATES
    return max(MOST, asks - WORD * max(0, words - LONG))


def unanswered(units: Sequence[Unit], cast: Cast) -> list[Unit]:
    """The units, those that ask what the same person goes on to answer no more like one who asks than not."""
    if not tells_turns(units, cast):
        return [*units]
    return [
        replace(unit, asks=min(unit.asks, 0.0)) if unit.said.asks and unit is not turn[-1] else unit
        for turn in _turns(units)
        for unit in turn
    ]
