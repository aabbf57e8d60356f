"""What people without an entry on the programme are called in the talk itself.

Where one person alone plays a part, the host and the guest of an interview, who gives a lecture or leads a
round, the name holds for all he says. Elsewhere text hardly tells people of one part apart, and a name holds for the
turn in which it is given. Who gives his name once anybody was asked for questions is neither.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.language.naming import given_name, people, same
from pipeline.model import Speaker
from pipeline.stages.speakers.cast import ROLES, Cast
from pipeline.stages.speakers.disproved import disproved
from pipeline.stages.speakers.introductions import (
    OPENING,
    guests,
    invites,
    own_names,
)
from pipeline.stages.speakers.turns import Label, Turn
from pipeline.stages.speakers.units import Unit

SHOWS = frozenset({"interview", "hosts"})
ALONE = frozenset({"interview", "lecture"})
# How far such a name is believed: with a third person, who is never named, it is wrong now and then
# (docs/evaluation/speakers.md).
OWN, PRESENTED = 0.85, 0.83
# And that of the other of two, where the words speak against the one whose turn it seems to be.
OTHER, PAIR = 0.7, 2
# People say who they are in one of so many first turns; later they tell of others.
TURNS = 12


def called(turns: Sequence[Turn], cast: Cast) -> dict[int, Label]:
    """The label of each turn of one outside the audience whose name is told only in the talk."""
    opening = dict(_opening(turns, cast))
    if cast.kind not in ALONE:
        return _led(turns, [*opening.values()], cast) | _by_turn(turns, cast)
    names = _names([*opening.values()], cast)
    for_all = {
        n: label
        for n, turn in enumerate(turns)
        if turn.person in names and (label := _for_turn(turn, names, cast))
    }
    given = {n: people(own_names(turn.units)) for n, turn in opening.items()}
    for_turn = {
        n: Label(one[0], OWN, "gives this name")
        for n, one in given.items()
        if len(one) == 1 and turns[n].person in _unnamed(cast)
    }
    return for_turn | for_all


def as_listed(labels: Mapping[int, Label], roster: Sequence[Speaker]) -> dict[int, Label]:
    """The labels, names that are told as the programme has them, where only one there may be meant."""
    return {n: _listed(label, roster) for n, label in labels.items()}


def _listed(label: Label, roster: Sequence[Speaker]) -> Label:
    names = [one.name for one in roster if same(label.text, one.name)]
    return replace(label, text=names[0]) if len(names) == 1 else label


def _led(turns: Sequence[Turn], opening: Sequence[Turn], cast: Cast) -> dict[int, Label]:
    """The name of who alone leads a round and gives one at its beginning, for all he says."""
    chairs = [n for n in _unnamed(cast) if (cast.kind, cast.people[n].part) == ("event", "chair")]
    names = people(name for n in chairs for name in _own(n, opening))
    if len(names) != 1:
        return {}
    label = Label(f"{ROLES[cast.kind]['chair']} ({names[0]})", OWN, "gives this name")
    return {n: label for n, turn in enumerate(turns) if turn.person in chairs}


def _by_turn(turns: Sequence[Turn], cast: Cast) -> dict[int, Label]:
    """The name that is given in a turn, for that turn."""
    return {
        n: Label(f"{ROLES[cast.kind][cast.people[turn.person].part]} ({turn.introduced})")
        for n, turn in enumerate(turns)
        if turn.introduced and turn.person in _unnamed(cast)
    }


def _unnamed(cast: Cast) -> set[int]:
    return {
        n
        for n, person in enumerate(cast.people)
        if not person.is_named and person.part != "audience"
    }


def _invites(unit: Unit, cast: Cast) -> bool:
    return invites(unit, host=cast.kind in SHOWS)


def _opening(turns: Sequence[Turn], cast: Cast) -> Iterator[tuple[int, Turn]]:
    """The turns of a talk's first OPENING words, up to where anybody is asked for questions."""
    for n, turn in enumerate(turns[:TURNS]):
        units = []
        for unit in turn.units:
            if unit.tokens[0].at.start >= OPENING or _invites(unit, cast):
                break
            units.append(unit)
        yield n, replace(turn, units=tuple(units))
        if len(units) < len(turn.units):
            return


def _for_turn(turn: Turn, names: Mapping[int, Label], cast: Cast) -> Label | None:
    """The label of one of those with `names` for a turn of his; where its words tell that it is not his it is the
    other's, if two speak and he has a name, or nobody's."""
    mine = names[turn.person]
    if turn.introduced:
        return None if _others(turn, mine.text) else mine
    others = [label for person, label in names.items() if person != turn.person]
    shared = any(given_name(label.text) == given_name(mine.text) for label in others)
    told = None if shared else disproved(turn.units, mine.text)
    if not told:
        return mine
    known = others if len(cast.people) == PAIR else []
    return next((Label(label.text, OTHER, told) for label in known), None)


def _others(turn: Turn, name: str) -> bool:
    """Whether another name than `name` is given in a turn: then it is somebody else's, whoever he is."""
    return not all(same(given, name) for given in own_names(turn.units))


def _names(opening: Sequence[Turn], cast: Cast) -> dict[int, Label]:
    """The names of those who alone play their parts; none if somebody gives two, and so is two people."""
    unnamed = _unnamed(cast)
    own = {person: people(_own(person, opening)) for person in unnamed}
    if any(len(names) > 1 for names in own.values()):
        return {}
    found = {n: Label(names[0], OWN, "gives this name") for n, names in own.items() if names}
    taken = [label.text for label in found.values()]
    taken += [person.label for person in cast.people if person.is_named]
    presented = _guests(opening, taken)
    for guest in (n for n in unnamed if cast.people[n].part == "panel"):
        if len(presented) > 1 or (presented and guest in found):
            found.pop(guest, None)  # more people than parts
        elif by_others := _guests([turn for turn in opening if turn.person != guest], taken):
            found[guest] = Label(by_others[0], PRESENTED, "presented by this name")
    return found if len(people(label.text for label in found.values())) == len(found) else {}


def _own(person: int, opening: Sequence[Turn]) -> Iterator[str]:
    """The names that a person gives himself."""
    for turn in opening:
        if turn.person == person:
            yield from own_names(turn.units)


def _guests(turns: Sequence[Turn], taken: Sequence[str]) -> list[str]:
    """The names of those who are presented in some turns, and are not those who have a name."""
    names = guests(unit for turn in turns for unit in turn.units)
    return [name for name in names if not any(same(name, one) for one in taken)]
