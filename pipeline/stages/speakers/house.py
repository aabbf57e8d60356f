"""What those of the house are called who read out in a call and whose names were not understood.

Two of them are not one person. The office with which somebody was handed to says more than a number.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.stages.speakers.cast import ROLES, Cast
from pipeline.stages.speakers.decode import best_parts
from pipeline.stages.speakers.handovers import BACK, hands_over, office
from pipeline.stages.speakers.turns import Label, Turn, trusted

# The hand-over is among so many last sentences of the turn before: "Please go ahead" may follow it.
LAST = 2
ROLE = ROLES["call"]["panel"]


def house(turns: Sequence[Turn], cast: Cast, named: float) -> dict[int, Label]:
    """The label of each turn that is read out in a call by somebody of the house without a name, where two of them
    speak one after the other: his office, or a number; but who reads most of those without an office stays "Speaker",
    as it is mostly he who answers. One handed back to spoke before, whoever he is."""
    nameless = dict(_nameless(turns, cast, named)) if cast.kind == "call" else {}
    if not any(n + 1 in nameless for n in nameless):
        return {}
    first = [n for n, over in nameless.items() if not BACK.search(" ".join(over))]
    offices = {n: office(nameless[n]) for n in first}
    rest = [n for n in first if not offices[n] and {n - 1, n + 1} & nameless.keys()]
    most = max(rest, key=lambda n: _words(turns[n]), default=None)
    others = [n for n in rest if n != most]
    numbers = {n: f"{ROLE} {number}" for number, n in enumerate(others, 2)}
    return {n: Label(label) for n, label in (offices | numbers).items() if label}


def _words(turn: Turn) -> int:
    return sum(len(unit.said.words) for unit in turn.units)


def _nameless(
    turns: Sequence[Turn], cast: Cast, named: float
) -> Iterator[tuple[int, Sequence[str]]]:
    """The turns that are read out by the house and get no name, and the words that handed over to each."""
    parts = [one.part for one in cast.people]
    for n, (before, turn) in enumerate(pairwise(turns), 1):
        person, part = cast.people[turn.person], best_parts(parts, turn.sure)["panel"]
        known = turn.introduced or (person.is_named and trusted(turn, cast, part) >= named)
        if turn.reads_out and person.part == "panel" and not known:
            last = [unit.said.words for unit in before.units[-LAST:]]
            yield n, next((words for words in reversed(last) if hands_over(words)), ())
