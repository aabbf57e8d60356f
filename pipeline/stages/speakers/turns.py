"""Turns: runs of units by one person, and how far it is to be believed that it is that person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.language.naming import same
from pipeline.reason import Why
from pipeline.stages.speakers.acts import phrases
from pipeline.stages.speakers.cast import ROOMS, ROUNDS, Cast, Kind, Person
from pipeline.stages.speakers.decode import Grid
from pipeline.stages.speakers.evidence import HANDED, INTRODUCES_HIMSELF, SOMEBODY, Sign
from pipeline.stages.speakers.handovers import hands_over, puts_off, thanks_first
from pipeline.stages.speakers.introductions import given_in, own_names
from pipeline.stages.speakers.likeness import dwelt_on
from pipeline.stages.speakers.scores import ACTED, FEW, HOLDS, read_out
from pipeline.stages.speakers.solve import Course
from pipeline.stages.speakers.units import Unit

# How far a choice between people of one part is to be believed, by kind of talk: what was right where
# speakers are known (docs/evaluation/speakers.md). Two guests, or three hosts, text hardly tells apart.
TRUST: dict[Kind, float] = {"event": 0.7, "lecture": 0.7, "hosts": 0.2, "interview": 0.0}
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
# Log-odds from which on it is told that a turn is more like its person than like others, and words that are quoted then.
APART, QUOTED = 1.0, 3
# Who begins to speak says who he is in so many sentences; later he may tell of others.
GIVEN_IN = 2
# Who alone speaks, where one name is known, mostly bears it.
ONLY = 0.9


@dataclass(frozen=True)
class Turn:
    """A run of units by one person of the cast, with the mean probability of everybody (`sure`).

    `odds` are the log-odds of the change that it opens with, `heard` all signs in it, `handed` the words by which the
    person was handed to just before; `given` is the label it came with, `stranger` another's name that is given in it;
    `tells` is what else says that it is this person.

    `reads_out`: a call is read out, nobody asks yet. In such a turn `handed` may be words behind it that thank the
    person, and `took_over` tells that it opens like that of one who was handed to in words that had no name.
    """

    person: int
    units: tuple[Unit, ...]
    sure: Grid
    odds: float
    heard: tuple[Sign, ...] = ()
    handed: str = ""
    given: str | None = None
    stranger: str | None = None
    tells: tuple[str, ...] = ()
    reads_out: bool = False
    took_over: bool = False

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
    read_by = _read_by(said, read, course)
    starts = _starts(said, cast, course, labels, read)
    turns = []
    for n, (low, high) in enumerate(pairwise([*starts, len(said)])):
        person, units, signs = course.path[low], said[low:high], [*chain(*heard[low:high])]
        handed = _handed(person, chain(*heard[max(0, low - len(HOLDS)) : low + 1]))
        tells = [
            *_phrases(person, units, cast),
            *_apart(person, units, cast, course, slice(low, high)),
        ]
        took_over = False
        if read[low]:
            handed = handed or _thanked(person, chain(*heard[high : high + 1]))
            over = chain(*heard[max(0, low - 1) : low])
            took_over = thanks_first(said[low].tokens) or _somebody(over)
        elif read_by[person] and cast.people[person].part == "panel":
            label = cast.people[person].label
            tells.append(f"{label} read out {read_by[person]:.0%} of what was read")
        turns.append(
            Turn(
                person,
                units=tuple(units),
                sure=course.sure[low:high].mean(axis=0),
                odds=float(course.turns[low]),
                heard=tuple(signs),
                handed=handed,
                given=labels[low],
                stranger=_stranger(course.path, starts[: n + 1], units, signs, cast),
                tells=tuple(tells),
                reads_out=bool(read[low]),
                took_over=took_over,
            )
        )
    return turns


def _starts(
    said: Sequence[Unit],
    cast: Cast,
    course: Course,
    labels: Sequence[str | None],
    read: NDArray[np.bool_],
) -> list[int]:
    """The units with which turns begin."""
    starts = [0]
    for n in range(1, len(said)):
        before, person = said[starts[-1] : n], cast.people[course.path[n]]
        likely = bool(course.turns[n] > 0)
        if (
            (course.path[n], labels[n]) != (course.path[n - 1], labels[n - 1])
            or (cast.kind in ROOMS and _newcomer(before, said[n], person, likely=likely))
            or (read[n] and likely and _takes_over(before, said[n], person))
        ):
            starts.append(n)
    return starts


def _phrases(person: int, units: Sequence[Unit], cast: Cast) -> list[str]:
    """The phrases of his part that a person says in a turn, quoted, the first of them."""
    acts = ACTED.get(cast.kind, ())
    said = (phrases(unit.tokens, cast.people[person].part, acts) for unit in units)
    return [f"says “{phrase}”" for phrase in dict.fromkeys(chain(*said))][:QUOTED]


def _apart(
    person: int, units: Sequence[Unit], cast: Cast, course: Course, turn: slice
) -> Iterator[str]:
    """What of a turn, besides signs, is more like its person than like any other of his part."""
    part = cast.people[person].part
    others = [n for n, one in enumerate(cast.people) if one.part == part and n != person]
    if not others:
        return
    label = cast.people[person].label
    subject, manner = (
        told[person] - told[others].max()
        for told in (grid[turn].sum(axis=0) for grid in (course.subject, course.manner))
    )
    if subject >= APART:
        words = [f"“{word}”" for word in dwelt_on(units, person, cast)[:QUOTED]]
        quoted = f": {', '.join(words)}" if words else ""
        yield f"nearer to {label}’s subject than to another’s{quoted}"
    if manner >= APART:
        yield f"talks as {label} does elsewhere"


def _read_by(said: Sequence[Unit], read: NDArray[np.bool_], course: Course) -> Grid:
    """The share of the words read out in a call that each person read (people)."""
    words = np.array([len(unit.said.words) for unit in said]) * read
    told = np.bincount(course.path, words, course.sure.shape[1])
    return np.asarray(told / max(1, words.sum()))


def _handed(person: int, heard: Iterable[Sign]) -> str:
    """What says that a person was handed to in the units before his turn; nothing if he was not."""
    return next(
        (s.says for s in heard if s.person == person and s.when == "next" and s.weight >= HANDED),
        "",
    )


def _thanked(person: int, heard: Iterable[Sign]) -> str:
    """What says that a person is thanked in the unit behind his turn; nothing if he is not."""
    return next((s.says for s in heard if (s.person, s.when) == (person, "last")), "")


def _somebody(heard: Iterable[Sign]) -> bool:
    """Whether somebody without a name is handed to in the unit before a turn."""
    return any((sign.when, sign.weight) == ("next", SOMEBODY) for sign in heard)


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


def _newcomer(before: Sequence[Unit], unit: Unit, person: Person, *, likely: bool) -> bool:
    """Whether who speaks a unit is another of those with that label than who spoke `before`: gives his name where
    another was given, or, in the audience, after a question, if a change is `likely`."""
    name = given_in(unit)
    if name is None:
        return False
    given = [known for one in before if (known := given_in(one))]
    if any(not same(known, name) for known in given):
        return True
    asked = any(len(one.said.words) >= FEW for one in before)
    return person.part == "audience" and asked and likely


def _takes_over(before: Sequence[Unit], unit: Unit, person: Person) -> bool:
    """Whether who reads out a unit of a call is another of the house than who spoke before, though neither has a
    name: thanks him by name, or was handed to. An "okay" before it is his own."""
    unnamed = person.part == "panel" and not person.is_named
    spoke = sum(len(one.said.words) for one in before) >= FEW
    if not (unnamed and spoke):
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
        if turn.handed or turn.took_over:
            return part * among * (CALLED_ON if turn.handed else UNKNOWN)
        return part * min(among, ANSWERS)
    told = sum(s.weight for s in turn.heard if s.person == turn.person and s.when == "now")
    trust = TRUST[cast.kind]
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
