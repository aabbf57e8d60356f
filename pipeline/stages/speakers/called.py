"""What people without an entry on the programme are called in the talk itself.

Where one person alone plays a part, the host and the guest of an interview or who gives a lecture, the
name holds for all he says. Elsewhere text hardly tells people of one part apart, and a name holds for the
turn in which it is given.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from pipeline.stages.speakers.cast import ROLES, Cast
from pipeline.stages.speakers.introductions import invites, own_names, presented
from pipeline.stages.speakers.turns import Label, Turn

ALONE = frozenset({"interview", "lecture"})
# How far such a name is believed: with a third person, who is never named, it is wrong now and then
# (docs/evaluation/speakers.md).
OWN, PRESENTED = 0.85, 0.83
# People say who they are in one of so many first turns; later they tell of others.
OPENING = 12


def called(turns: Sequence[Turn], cast: Cast) -> dict[int, Label]:
    """The label of each turn of one outside the audience whose name is told only in the talk."""
    people = {
        n
        for n, person in enumerate(cast.people)
        if not person.is_named and person.part != "audience"
    }
    if cast.kind in ALONE:
        names = _names(turns[:OPENING], cast, people)
        return {
            n: names[turn.person]
            for n, turn in enumerate(turns)
            if turn.person in names and not _another(turn, names[turn.person].text)
        }
    return {
        n: Label(f"{ROLES[cast.kind][cast.people[turn.person].part]} ({turn.introduced})")
        for n, turn in enumerate(turns)
        if turn.person in people and turn.introduced
    }


def _another(turn: Turn, name: str) -> bool:
    """Whether another name than `name` is given in a turn: then it is somebody else's, whoever he is."""
    return bool(_firsts(own_names(turn.units)) - _firsts([name]))


def _names(opening: Sequence[Turn], cast: Cast, people: Collection[int]) -> dict[int, Label]:
    """The names of those who alone play their parts; none if somebody gives two, and so is two people."""
    given = [*_unasked(opening)] if cast.kind == "lecture" else opening
    own = {person: _own(person, given) for person in people}
    if any(len(_firsts(names)) > 1 for names in own.values()):
        return {}
    taken = _firsts(name for names in own.values() for name in names) | _firsts(
        one.label for one in cast.people if one.is_named
    )
    found = {n: Label(_longest(names), OWN, "gives this name") for n, names in own.items() if names}
    for guest in (n for n in people - found.keys() if cast.people[n].part == "panel"):
        names = {name for name in _presented(guest, opening) if name.split()[0] not in taken}
        if len(_firsts(names)) == 1:
            found[guest] = Label(_longest(names), PRESENTED, "presented by this name")
    return found if len(_firsts(name.text for name in found.values())) == len(found) else {}


def _unasked(turns: Iterable[Turn]) -> Iterator[Turn]:
    """The turns up to where anybody is asked for questions: names that follow are theirs who ask."""
    for turn in turns:
        before = tuple(takewhile(lambda unit: not invites(unit), turn.units))
        yield replace(turn, units=before)
        if before != turn.units:
            return


def _own(person: int, opening: Sequence[Turn]) -> set[str]:
    """The names that a person gives himself."""
    return {name for turn in opening if turn.person == person for name in own_names(turn.units)}


def _presented(guest: int, opening: Sequence[Turn]) -> Iterator[str]:
    """The names by which others present a guest."""
    for turn in opening:
        if turn.person != guest:
            for unit in turn.units:
                yield from presented(unit.text)


def _firsts(names: Iterable[str]) -> set[str]:
    return {name.split()[0] for name in names}


def _longest(names: Collection[str]) -> str:
    return max(names, key=lambda name: (len(name), name))
