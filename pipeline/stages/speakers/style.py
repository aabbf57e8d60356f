"""How each person of a talk talks, learned from what he said elsewhere in it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.language.dialogue_habits import habits, is_pair, ways
from pipeline.stages.speakers.decode import Grid
from pipeline.stages.speakers.units import Unit

# Words of a person's own that stand against each of the talk's, as in training.
SMOOTH = 60.0
# However often a habit is heard in one unit, it counts no further than this.
MOST_TIMES = 3
Numbers = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Manner:
    """The habits heard in a talk, an entry for each unit and each habit in it.

    `unit`, `habit` and `count` (entries): where, which, how often; `stretch` (units): a number, the
    same for neighbours that one person will have said; `worth` and `paired` (habits): how far each
    tells, and whether it is a pair.
    """

    unit: Numbers
    habit: Numbers
    count: Grid
    stretch: Numbers
    worth: Grid
    paired: Numbers

    @classmethod
    def of(cls, units: Sequence[Unit], stretch: Numbers) -> "Manner":
        """What is heard in the units."""
        known = habits()
        number = {way: n for n, way in enumerate(known)}
        heard = [Counter(number[w] for w in ways(unit.heard) if w in number) for unit in units]
        entries = [(n, habit, count) for n, of in enumerate(heard) for habit, count in of.items()]
        unit, habit, count = np.array(entries, dtype=np.intp).reshape(-1, 3).T
        paired = np.array([is_pair(way) for way in known], dtype=np.intp)
        return cls(unit, habit, count.astype(float), stretch, np.array([*known.values()]), paired)

    def speaks_for(self, likely: Grid) -> Grid:
        """The log-odds of each person by his habits, given who `likely` spoke (units x people)."""
        size = len(self.worth)
        kind = self.paired[self.habit]
        said = np.bincount(self.habit, self.count, size)
        every = np.bincount(self.paired, said, 2) + np.bincount(self.paired, minlength=2)
        share = ((said + 1) / every[self.paired])[self.habit]
        # Without the stretch itself, or it would sound like whoever it was given to.
        stretch = self.stretch[self.unit]
        _, own = np.unique(stretch * size + self.habit, return_inverse=True)
        out = np.zeros(likely.shape)
        for person in range(likely.shape[1]):
            mine = likely[self.unit, person] * self.count
            heard = np.bincount(self.habit, mine, size)[self.habit] - np.bincount(own, mine)[own]
            whole = np.bincount(kind, mine, 2)[kind]
            rest = whole - np.bincount(stretch * 2 + kind, mine)[stretch * 2 + kind]
            ratio = np.log((np.maximum(heard, 0) + SMOOTH * share) / (rest + SMOOTH) / share)
            told = np.minimum(self.count, MOST_TIMES) * ratio * self.worth[self.habit]
            out[:, person] = np.bincount(self.unit, told, len(likely))
        return out
