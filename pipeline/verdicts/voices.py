"""Whose voice a name means: a name that a program gave ("Speaker 1") may be another's in the next run.

So the line of a decision about a name keeps some turns of the voices, and they say which name a voice has by now: the
one that most of its words have, if most of what has that name is of this voice. Else nobody knows.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from pipeline.model import Cue, Place
from pipeline.verdicts.lines import Turn

# So many turns of a voice are kept, from all of the talk.
MOST = 8
# So large a part of the words is most of them.
CLEAR = 2 / 3


def longest(cues: Sequence[Cue], place: Place) -> Iterator[tuple[str, Place]]:
    """Turns of everybody who has a name within a place, the longest of each part of the place."""
    of: defaultdict[str, list[Place]] = defaultdict(list)
    for name, turn in _turns(cues, place):
        of[name].append(turn)
    for name, turns in of.items():
        parts = min(MOST, len(turns)) if name else 0
        edges = (len(turns) * part // (parts or 1) for part in range(parts + 1))
        for low, high in pairwise(edges):
            yield name, max(turns[low:high], key=attrgetter("length"))


def name_now(name: str, turns: Iterable[Turn], cues: Sequence[Cue]) -> str | None:
    """The name that whoever was called `name` has by now, by `turns` from then; None if that is not clear."""
    words: Counter[tuple[str, str]] = Counter()
    for turn in turns:
        for now, part in _turns(cues, turn.place):
            words[turn.name, now] += round(2 * part.length)  # halves of words are whole
    own = {now: count for (then, now), count in words.items() if then == name}
    if not own:
        return name
    now = max(own, key=lambda other: own[other])
    there = sum(count for (_, other), count in words.items() if other == now)
    return now if now and own[now] >= CLEAR * max(sum(own.values()), there) else None


def _turns(cues: Sequence[Cue], place: Place) -> Iterator[tuple[str, Place]]:
    """Who speaks within a place, turn by turn."""
    low = max(0, bisect_right(cues, place.start, key=attrgetter("at")) - 1)
    here = cues[low : bisect_left(cues, place.stop, key=attrgetter("at"))]
    edges = [*(max(cue.at, place.start) for cue in here), place.stop]
    parts = zip(here, pairwise(edges), strict=True)
    for name, turn in groupby(parts, key=lambda part: part[0].speaker or ""):
        (_, (start, stop)), *rest = turn
        yield name, Place(start, rest[-1][1][1] if rest else stop)
