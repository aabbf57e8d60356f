"""Turns: runs of units by one person, and how far it is to be believed that it is that person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np

from pipeline.language.naming import same
from pipeline.reason import Why
from pipeline.stages.speakers.cast import Cast, Kind
from pipeline.stages.speakers.decode import Grid
from pipeline.stages.speakers.evidence import HANDED, INTRODUCES_HIMSELF, SOMEBODY, Sign
from pipeline.stages.speakers.handovers import hands_over, puts_off, thanks_first
from pipeline.stages.speakers.introductions import given_in, own_names
from pipeline.stages.speakers.scores import FEW, HOLDS, ROOMS, ROUNDS, read_out
from pipeline.stages.speakers.solve import Course
from pipeline.stages.speakers.units import Unit

# How far a choice between people of one part is to be believed, by kind of talk: what was right where
# speakers are known (docs/evaluation/speakers.md). Two guests, or three hosts, text hardly tells apart.
TRUST: dict[Kind, float] = {"event": 0.7, "hosts": 0.2, "interview": 0.0}
# In a round, where the programme says what people work on; and with a sign of this weight.
TRUST_KNOWN, TRUST_TOLD, TOLD = 0.6, 0.7, 2.0
# In a call: who was handed to; and how sure who answers is at most, as all that tells is how much each read out.
CALLED_ON, ANSWERS = 0.95, 0.75
# Who in a call takes over before anybody asks was handed to: if that was not understood, his name is not among those
# that were.
UNKNOWN = 0.4
# One alone in his part is as sure as the part, but parts are less sure with more than two people: a host
# beside several guests, and a moderator among a panel that talks among itself.
PAIR_POWER, ALONE_POWER, CHAIR_TRUST = 1.3, 3.0, 0.6
# Who begins to speak says who he is in so many sentences; later he may tell of others.
GIVEN_IN = 2
# Who alone speaks, where one name is known, mostly bears it.
ONLY = 0.9


@dataclass(frozen=True)
class Turn:
    """A run of units by one person of the cast, with the mean probability of everybody.

    `odds` are the log-odds of the change that it opens with, `heard` all signs in it, `handed` the
    words by which the person was handed to just before, or thanked behind it while a call is read out, `given` the label it came with,
    `stranger` the name of another that is given in it; `unasked`: a call is read out, nobody asks yet, `unheard`: it
    opens so that somebody took over who was handed to in words that had no name.
    """

    person: int
    units: tuple[Unit, ...]
    sure: Grid
    odds: float
    heard: tuple[Sign, ...] = ()
    handed: str = ""
    given: str | None = None
    stranger: str | None = None
    unasked: bool = False
    unheard: bool = False

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
    why: Why = ""


def turns_of(
    said: Sequence[Unit],
    cast: Cast,
    heard: Sequence[Sequence[Sign]],
    course: Course,
    labels: Sequence[str | None],
) -> list[Turn]:
    """The turns of a talk. Where the label changes that the units came with, another begins."""
    read = read_out(said, cast)
    starts = [0]
    for n in range(1, len(said)):
        changed = (course.path[n], labels[n]) != (course.path[n - 1], labels[n - 1])
        another = cast.kind in ROOMS and _newcomer(said[starts[-1] : n], said[n], cast, course, n)
        if (
            changed
            or another
            or (read[n] and _takes_over(said[starts[-1] : n], said[n], cast, course, n))
        ):
            starts.append(n)
    return [
        Turn(
            course.path[low],
            tuple(said[low:high]),
            course.sure[low:high].mean(axis=0),
            float(course.turns[low]),
            tuple(sign for signs in heard[low:high] for sign in signs),
            _handed(course.path[low], heard[max(0, low - len(HOLDS)) : low + 1])
            or (_thanked(course.path[low], heard[high : high + 1]) if read[low] else ""),
            labels[low],
            _stranger(course.path, starts[: n + 1], said[low:high], chain(*heard[low:high]), cast),
            bool(read[low]),
            bool(read[low])
            and (thanks_first(said[low].tokens) or _somebody(heard[max(0, low - 1) : low])),
        )
        for n, (low, high) in enumerate(pairwise([*starts, len(said)]))
    ]


def _handed(person: int, heard: Sequence[Sequence[Sign]]) -> str:
    """What says that a person was handed to in the units before his turn; nothing if he was not."""
    signs = (sign for signs in heard for sign in signs)
    return next(
        (s.says for s in signs if s.person == person and s.when == "next" and s.weight >= HANDED),
        "",
    )


def _thanked(person: int, heard: Sequence[Sequence[Sign]]) -> str:
    """What says that a person is thanked in the unit behind his turn; nothing if he is not."""
    signs = (sign for signs in heard for sign in signs)
    return next((s.says for s in signs if (s.person, s.when) == (person, "last")), "")


def _somebody(heard: Sequence[Sequence[Sign]]) -> bool:
    """Whether somebody without a name is handed to in the unit before a turn."""
    return any((sign.when, sign.weight) == ("next", SOMEBODY) for signs in heard for sign in signs)


def _stranger(
    path: Sequence[int],
    starts: Sequence[int],
    units: Sequence[Unit],
    heard: Iterable[Sign],
    cast: Cast,
) -> str | None:
    """The name with which the last turn begun opens, if it is not that of whose turn it seems to be: his own,
    misheard or short, he gives in his first. What only sounds like a name of the programme is no new one."""
    person = path[starts[-1]]
    one = cast.people[person]
    name = next(own_names(units[:GIVEN_IN]), None) if one.is_named else None
    spoke = any(path[start] == person for start in starts[:-1])
    if not name or not spoke or one.is_called(name):
        return None
    given = [sign.person for sign in heard if sign.weight >= INTRODUCES_HIMSELF]
    return name if all(cast.people[other].is_called(name) for other in given) else None


def _newcomer(before: Sequence[Unit], unit: Unit, cast: Cast, course: Course, n: int) -> bool:
    """Whether who speaks unit `n` is another of those with that label than who spoke `before`: gives his
    name where another was given, or, in the audience, after a question."""
    name = given_in(unit)
    if name is None:
        return False
    given = [known for one in before if (known := given_in(one))]
    if any(not same(known, name) for known in given):
        return True
    asked = any(len(one.said.words) >= FEW for one in before)
    return cast.people[course.path[n]].part == "audience" and asked and course.turns[n] > 0


def _takes_over(before: Sequence[Unit], unit: Unit, cast: Cast, course: Course, n: int) -> bool:
    """Whether who reads out unit `n` of a call is another of the house than who spoke before, though neither has a
    name: thanks him by name, or was handed to. An "okay" before it is his own."""
    person = cast.people[course.path[n]]
    unnamed = person.part == "panel" and not person.is_named
    spoke = sum(len(one.said.words) for one in before) >= FEW
    if not (unnamed and spoke and course.turns[n] > 0):
        return False
    words = before[-1].said.words
    return thanks_first(unit.tokens) or (hands_over(words) and not puts_off(words))


def trusted(turn: Turn, cast: Cast, part: float) -> float:
    """The probability of the turn's person, as far as it was right in talks with known speakers.

    Two people with two parts are told apart as surely as the decoder says; people of one part are
    not, not even where a name, a house or an own work is heard.
    """
    person = cast.people[turn.person]
    peers = sum(one.part == person.part for one in cast.people)
    if peers == 1:
        return _alone(turn.person, cast, part)
    among = float(turn.sure[turn.person]) / part if part else 0.0
    if cast.kind == "call":
        if turn.handed or turn.unheard:
            return part * among * (CALLED_ON if turn.handed else UNKNOWN)
        return part * min(among, ANSWERS)
    told = sum(s.weight for s in turn.heard if s.person == turn.person and s.when == "now")
    trust = TRUST.get(cast.kind, TRUST["event"])
    if told >= TOLD:
        trust = TRUST_TOLD
    elif cast.kind in ROUNDS and person.entry and (person.entry.talk or person.entry.affiliation):
        trust = TRUST_KNOWN
    return part * (1 / peers + trust * (among - 1 / peers))


def _alone(person: int, cast: Cast, part: float) -> float:
    """The probability of one who alone plays his part."""
    if len(cast.people) == 1:
        return ONLY
    in_round = cast.kind in ROUNDS
    if len(cast.people) == 2 or (in_round and cast.people[person].part == "panel"):
        return float(part**PAIR_POWER)
    return CHAIR_TRUST * part if in_round else float(part**ALONE_POWER)
