"""Who of a few leads, where the programme names them and tells no parts.

A conversation of two is a host and a guest, whatever the programme leaves out. Which of the names is the host's is told
by what each says of himself and of the other; where that leaves it open, the parts stand without names. So they do where
three talk with each other, or more of a show: who asks is heard better than which of them speaks.
"""

from collections.abc import Sequence
from dataclasses import replace

from pipeline.stages.speakers.acts import asks
from pipeline.stages.speakers.cast import Cast, Part, Person
from pipeline.stages.speakers.decode import chances, moves
from pipeline.stages.speakers.evidence import all_signs
from pipeline.stages.speakers.introductions import invites
from pipeline.stages.speakers.scores import basic
from pipeline.stages.speakers.units import Unit

TWO, THREE = 2, 3
# One way round must be so much likelier than the other (log-likelihoods of the talk).
CLEARLY = 3.0


def with_parts(cast: Cast, by_words: Cast, units: Sequence[Unit]) -> Cast:
    """The cast; where two or three of a programme, or all of a show, have no parts, it is not told who leads, and it is no
    call, the parts of an interview if it is one `by_words` alone. Of two one is the host and one the guest, if the words
    tell which."""
    named = [person for person in cast.people if person.is_named]
    roles = [person.entry.role for person in named if person.entry]
    led = any(person.part == "chair" for person in named)
    if led or any(map(str.strip, roles)) or by_words.kind == "call":
        return cast
    talks = by_words.kind == "interview"
    if len(named) == TWO and (talks or _among_themselves(units)):
        return _host_and_guest(named, cast, units) or (by_words if talks else cast)
    several = len(named) == THREE or cast.kind == "hosts"
    return by_words if talks and several else cast


def _host_and_guest(named: Sequence[Person], cast: Cast, units: Sequence[Unit]) -> Cast | None:
    """Two people as a host and a guest, the way round that is clearly likelier; None where either may be."""
    one, other = (
        Cast("interview", (_as(host, "chair"), _as(guest, "panel")), cast.about)
        for host, guest in (named, named[::-1])
    )
    ahead = _fit(one, units) - _fit(other, units)
    if abs(ahead) < CLEARLY:
        return None
    return one if ahead > 0 else other


def _among_themselves(units: Sequence[Unit]) -> bool:
    """Whether no audience is asked for questions, or puts one."""
    return not any(invites(unit) or asks(unit.said.words) for unit in units)


def _as(person: Person, part: Part) -> Person:
    return replace(person, part=part)


def _fit(cast: Cast, units: Sequence[Unit]) -> float:
    return chances(basic(units, cast, all_signs(units, cast)), moves(cast))[1]
