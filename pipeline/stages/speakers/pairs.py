"""Who of two leads, where the programme names both and tells no parts.

A conversation of two is a host and a guest, whatever the programme leaves out. Which of the names is the host's is told
by what each says of himself and of the other; where that leaves it open, the parts stand without names.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.stages.speakers.cast import Cast, Part, Person
from pipeline.stages.speakers.decode import chances, moves
from pipeline.stages.speakers.evidence import all_signs
from pipeline.stages.speakers.scores import basic
from pipeline.stages.speakers.units import Unit

TWO = 2
# One way round must be so much likelier than the other (log-likelihoods of the talk).
CLEARLY = 3.0


def with_parts(cast: Cast, by_words: Cast, units: Sequence[Unit]) -> Cast:
    """The cast; of two without parts, in a talk that is an interview `by_words` alone, one is the host and one the guest,
    or both are left out where either may be."""
    named = [person for person in cast.people if person.is_named]
    roles = [person.entry.role for person in named if person.entry]
    if len(named) != TWO or any(map(str.strip, roles)) or by_words.kind != "interview":
        return cast
    one, other = (
        replace(by_words, people=(_as(host, "chair"), _as(guest, "panel")))
        for host, guest in (named, named[::-1])
    )
    ahead = _fit(one, units) - _fit(other, units)
    if abs(ahead) < CLEARLY:
        return by_words
    return one if ahead > 0 else other


def _as(person: Person, part: Part) -> Person:
    return replace(person, part=part)


def _fit(cast: Cast, units: Sequence[Unit]) -> float:
    return chances(basic(units, cast, all_signs(units, cast)), moves(cast))[1]
