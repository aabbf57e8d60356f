"""Who speaks each unit: the decoder run to and fro with what it teaches of how each person talks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.stages.speakers.cast import Cast, Kind
from pipeline.stages.speakers.decode import Grid, Scores, chances, course, moves, shares
from pipeline.stages.speakers.evidence import HANDED, Sign
from pipeline.stages.speakers.introductions import own_name, own_names
from pipeline.stages.speakers.scores import FEW, HOLDS, ROOMS, ROUNDS, basic, style
from pipeline.stages.speakers.style import Manner
from pipeline.stages.speakers.units import Unit

# How people talk is learned from several starts, in so many passes each; the ends are
# averaged.
STARTS, PASSES = 8, 5
# Log-likelihood by which an end counts e times less.
SPREAD = 4.0
# How far a choice between people of one part is to be believed, by kind of talk: what was right where
# speakers are known (docs/evaluation/speakers.md). Two guests, or three hosts, text hardly tells apart.
TRUST: dict[Kind, float] = {"event": 0.7, "hosts": 0.2, "interview": 0.0}
# In a round, where the programme says what people work on; and with a sign of this weight.
TRUST_KNOWN, TRUST_TOLD, TOLD = 0.6, 0.7, 2.0
# In a call: who was handed to, and who answers.
CALLED_ON, ANSWERS = 0.95, 0.7
# One alone in his part is as sure as the part, but parts are less sure with more than two people: a host
# beside several guests, and a moderator among a panel that talks among itself.
PAIR_POWER, ALONE_POWER, CHAIR_TRUST = 1.3, 3.0, 0.6
# How far the starts differ, and the log-odds of a change that part one stretch from the next.
SHAKE, BLOCK = 1.5, -1.5


@dataclass(frozen=True)
class Turn:
    """A run of units by one person of the cast, with the mean probability of everybody.

    `odds` are the log-odds of the change that it opens with, `heard` all signs in it, `handed` the
    words by which the person was handed to just before, `given` the label it came with.
    """

    person: int
    units: tuple[Unit, ...]
    sure: Grid
    odds: float
    heard: tuple[Sign, ...] = ()
    handed: str = ""
    given: str | None = None

    @property
    def asks(self) -> float:
        """Mean log-odds that who speaks asks or leads rather than answers, by the words."""
        sizes = [len(unit.tokens) for unit in self.units]
        return float(np.average([unit.asks for unit in self.units], weights=sizes))

    @property
    def introduced(self) -> str | None:
        """The name the speaker gives himself."""
        return next(own_names(self.units), None)


@dataclass(frozen=True, slots=True)
class Label:
    """What a turn may be labelled with in place of its part: how sure, if the part is right, and what tells."""

    text: str
    sure: float = 1.0
    why: str = ""


class Course(NamedTuple):
    """Who speaks each unit, how probable everybody is, and the log-odds of a change before it."""

    path: list[int]
    sure: Grid
    turns: Grid


def turns_of(
    said: Sequence[Unit],
    cast: Cast,
    heard: Sequence[Sequence[Sign]],
    course: Course,
    labels: Sequence[str | None],
) -> list[Turn]:
    """The turns of a talk. Where the label changes that the units came with, another begins."""
    starts = [0]
    for n in range(1, len(said)):
        changed = (course.path[n], labels[n]) != (course.path[n - 1], labels[n - 1])
        if changed or (
            cast.kind in ROOMS and _newcomer(said[starts[-1] : n], said[n], cast, course, n)
        ):
            starts.append(n)
    return [
        Turn(
            course.path[low],
            tuple(said[low:high]),
            course.sure[low:high].mean(axis=0),
            float(course.turns[low]),
            tuple(sign for signs in heard[low:high] for sign in signs),
            _handed(course.path[low], heard[max(0, low - len(HOLDS)) : low + 1]),
            labels[low],
        )
        for low, high in pairwise([*starts, len(said)])
    ]


def _handed(person: int, heard: Sequence[Sequence[Sign]]) -> str:
    """What says that a person was handed to in the units before his turn; nothing if he was not."""
    signs = (sign for signs in heard for sign in signs)
    return next(
        (s.says for s in signs if s.person == person and s.when == "next" and s.weight >= HANDED),
        "",
    )


def _newcomer(before: Sequence[Unit], unit: Unit, cast: Cast, course: Course, n: int) -> bool:
    """Whether who speaks unit `n` is another of those with that label than who spoke `before`: gives his
    name where another was given, or, in the audience, after a question."""
    name = own_name(unit.text)
    if name is None:
        return False
    given = [known for one in before if (known := own_name(one.text))]
    if any(known.split()[0] != name.split()[0] for known in given):
        return True
    asked = any(len(one.said.words) >= FEW for one in before)
    return cast.people[course.path[n]].part == "audience" and asked and course.turns[n] > 0


def trusted(turn: Turn, cast: Cast, part: float) -> float:
    """The probability of the turn's person, as far as it was right in talks with known speakers.

    Two people with two parts are told apart as surely as the decoder says; people of one part are
    not, not even where a name, a house or an own work is heard.
    """
    person = cast.people[turn.person]
    peers = sum(one.part == person.part for one in cast.people)
    if peers == 1:
        return _alone(cast, part)
    among = float(turn.sure[turn.person]) / part if part else 0.0
    if cast.kind == "call":
        return part * among * (CALLED_ON if turn.handed else ANSWERS)
    told = sum(s.weight for s in turn.heard if s.person == turn.person and s.when == "now")
    trust = TRUST.get(cast.kind, TRUST["event"])
    if told >= TOLD:
        trust = TRUST_TOLD
    elif cast.kind in ROUNDS and person.entry and (person.entry.talk or person.entry.affiliation):
        trust = TRUST_KNOWN
    return part * (1 / peers + trust * (among - 1 / peers))


def _alone(cast: Cast, part: float) -> float:
    """The probability of one who alone plays his part."""
    if len(cast.people) == 2:
        return float(part**PAIR_POWER)
    return CHAIR_TRUST * part if cast.kind in ROUNDS else float(part**ALONE_POWER)


def decoded(said: Sequence[Unit], cast: Cast, heard: Sequence[Sequence[Sign]]) -> Course:
    """The course of a talk; ways of talking are learned on the way."""
    table = moves(cast)
    plain = basic(said, cast, heard)
    first, _ = chances(plain, table)
    blocks = _blocks(plain)
    manner = Manner.of(said, blocks)
    ends = []
    for seed in range(STARTS):
        likely = _shaken(first, blocks, seed)
        for _ in range(PASSES):
            likely, fit = chances(
                _styled(plain, manner, cast, likely), table + shares(cast, likely)
            )
        ends.append((fit, likely))
    likely = _agreed(ends)
    scores = _styled(plain, manner, cast, likely)
    table = table + shares(cast, likely)
    return Course(course(scores, table), chances(scores, table)[0], plain.turns)


def _styled(plain: Scores, manner: Manner, cast: Cast, likely: Grid) -> Scores:
    return replace(plain, speaks=plain.speaks + style(manner, cast, likely))


def _agreed(ends: Sequence[tuple[float, Grid]]) -> Grid:
    """What the ends say together, those that fit better counting for more.

    One end alone is a matter of luck: a word more or less, and another one fits best.
    """
    fits = np.array([fit for fit, _ in ends])
    weights = np.exp((fits - fits.max()) / SPREAD)
    grids = np.array([likely for _, likely in ends])
    return np.asarray(np.tensordot(weights / weights.sum(), grids, axes=1))


def _blocks(scores: Scores) -> NDArray[np.intp]:
    """A number for each unit, the same for neighbours that one person hardly did not say."""
    return np.asarray(np.cumsum(scores.turns > BLOCK), dtype=np.intp)


def _shaken(likely: Grid, blocks: NDArray[np.intp], seed: int) -> Grid:
    """Another start: people alike in all that is known must differ in something to part."""
    if not seed:
        return likely
    # Always the same numbers for the same seed: chance that repeats.
    noise = np.random.default_rng(seed).normal(0, SHAKE, (int(blocks[-1]) + 1, likely.shape[1]))
    grid = likely * np.exp(noise[blocks])
    return np.asarray(grid / grid.sum(axis=1, keepdims=True))
