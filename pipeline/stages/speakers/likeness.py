"""What a unit has in common with a person: the subject he works on, and his ways of talking."""

from collections.abc import Sequence

import numpy as np

from pipeline.language.counts import count
from pipeline.language.dialogue_topics import direction, has_direction, likeness
from pipeline.stages.speakers.cast import ROOMS, Cast, own_subject
from pipeline.stages.speakers.decode import Grid
from pipeline.stages.speakers.style import Manner
from pipeline.stages.speakers.units import Unit

# How much nearness to a person's subject is worth, for units of at least so many words.
SUBJECT_WEIGHT, LONG = 1.6, 12
# A subject told in few words ("AMD") is known less well: of so many words it counts half.
HALF_KNOWN = 4
# By how much more a word must be like what a person works on, to be quoted as that.
DWELT = 0.15
# What ways of talking are worth: more where few people speak much, and nothing in a call, where they tell
# reading out from answering.
STYLE_WEIGHT: dict[str, float] = {"event": 0.85, "lecture": 0.7, "call": 0.0}
STYLE_ELSE, STYLE_MOST = 1.5, 2.0


def subjects(units: Sequence[Unit], cast: Cast) -> Grid:
    """How near each unit lies to what each person of the programme works on (units x people).

    Compared with the whole talk, since all of it may be near to one of them; and the less the programme
    tells of a person, the less it counts.
    """
    grid = np.zeros((len(units), len(cast.people)))
    said = [direction(unit.said.words) for unit in units]
    for person, about in enumerate(cast.people):
        if about.entry is None:
            continue
        own = own_subject(about.entry, cast)
        told = sum(map(has_direction, set(own)))
        home = direction(own)
        near = np.array([likeness(one, home) for one in said])
        long = np.array([min(1.0, len(unit.said.words) / LONG) for unit in units])
        middle = np.average(near, weights=long + 1e-9)
        spread = np.sqrt(np.average((near - middle) ** 2, weights=long + 1e-9)) + 1e-9
        grid[:, person] = told / (told + HALF_KNOWN) * (near - middle) / spread * long
    # Who asks speaks of what others work on.
    answers = 1 / (1 + np.exp([unit.asks for unit in units]))
    return _within_parts(SUBJECT_WEIGHT * grid * answers[:, None], cast)


def dwelt_on(units: Sequence[Unit], person: int, cast: Cast) -> list[str]:
    """The words (keys) in units that lie clearly nearer to what a person works on than to what others of his part do,
    the nearest first."""
    own = cast.people[person]
    homes = {
        n: direction(own_subject(one.entry, cast))
        for n, one in enumerate(cast.people)
        if one.entry and one.part == own.part
    }

    def _nearer(word: str) -> float:
        near = {n: likeness(direction((word,)), home) for n, home in homes.items()}
        return near.pop(person, 0.0) - max(near.values(), default=0.0)

    words = {word: _nearer(word) for unit in units for word in unit.said.words if count(word)}
    return sorted((word for word in words if words[word] > DWELT), key=lambda word: -words[word])


def style(manner: Manner, cast: Cast, likely: Grid) -> Grid:
    """How each unit's common words sound like each person, given who `likely` spoke (units x people).

    Everybody has his "um", "like" and "you know"; what a person said elsewhere in the talk tells.
    """
    weight = STYLE_WEIGHT.get(cast.kind, STYLE_ELSE)
    told = np.clip(weight * manner.speaks_for(likely), -STYLE_MOST, STYLE_MOST)
    return _within_parts(told, cast)


def _within_parts(grid: Grid, cast: Cast) -> Grid:
    """Evidence between the people of one part, with no say on which part it is.

    The best of several always looks better than one: without this a large panel would take over what
    the audience says. Where everybody plays a part of his own, ways of talking do tell the parts.
    """
    if cast.kind not in ROOMS:
        return grid
    out = grid.copy()
    for part in {person.part for person in cast.people}:
        same = [n for n, person in enumerate(cast.people) if person.part == part]
        mean = np.log(np.exp(grid[:, same]).mean(axis=1))
        out[:, same] -= mean[:, None]
    return out
