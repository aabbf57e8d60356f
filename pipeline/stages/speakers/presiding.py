"""Who leads a panel whose programme tells names and no parts: by elimination.

At the beginning those who sit at the table say who they are, or are spoken of. Who opens before them is the one of the
programme who is left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.stages.speakers.cast import CHAIRS, PANELLISTS, Cast, Person
from pipeline.stages.speakers.evidence import INTRODUCES_HIMSELF, Sign, all_signs
from pipeline.stages.speakers.introductions import OPENING, opening_names
from pipeline.stages.speakers.units import Unit


def with_leader(cast: Cast, units: Sequence[Unit]) -> Cast:
    """The cast of a panel; the one of its people who leads stands in place of a moderator without a name, where the
    programme tells no parts and only one may be he."""
    roles = [person.entry.role for person in cast.people if person.entry]
    if cast.kind != "event" or len(roles) <= PANELLISTS or any(map(str.strip, roles)):
        return cast
    left = [*_left(cast, units, all_signs(units, cast))]
    if len(left) != 1:
        return cast
    people = [
        replace(person, part="chair") if n in left else person
        for n, person in enumerate(cast.people)
        if person.is_named or person.part != "chair"
    ]
    return replace(cast, people=tuple(people))


def by_elimination(person: Person) -> bool:
    """Whether it is by elimination that a person of the programme leads."""
    return (
        person.entry is not None and person.part == "chair" and not CHAIRS.search(person.entry.role)
    )


def _left(cast: Cast, units: Sequence[Unit], heard: Sequence[Sequence[Sign]]) -> Iterator[int]:
    """Those who are neither introduced nor named at the beginning, if another seems to speak before several introduce
    themselves, all of them people of the cast."""
    given = {n: {*_bearers(name, cast), *_givers(heard[n])} for n, name in opening_names(units)}
    introduced = {person for people in given.values() for person in people}
    opened = any(unit.turns > 0 for unit in units[1 : min(given, default=0) + 1])
    if not opened or len(introduced) < PANELLISTS or not all(given.values()):
        return
    early = (n for n, unit in enumerate(units) if unit.tokens[0].at.start < OPENING)
    spoken_of = {sign.person for n in early for sign in heard[n]}
    for n, person in enumerate(cast.people):
        if person.is_named and n not in introduced | spoken_of:
            yield n


def _bearers(name: str, cast: Cast) -> Iterator[int]:
    return (n for n, person in enumerate(cast.people) if person.is_called(name))


def _givers(signs: Sequence[Sign]) -> Iterator[int]:
    return (sign.person for sign in signs if sign.weight >= INTRODUCES_HIMSELF)
