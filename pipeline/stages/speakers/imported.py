"""Labels that came with the transcript: kept, and numbers ("Speaker 2") given names on evidence.

All numbers are given names at once, so that nobody is two people; a number may stay without one.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest

import numpy as np

from pipeline.language.names import folded
from pipeline.language.naming import is_voice, parts_of, people, same
from pipeline.model import Speaker, Transcript
from pipeline.reason import Reason
from pipeline.stages.speakers.cast import Cast, Person
from pipeline.stages.speakers.decode import Grid
from pipeline.stages.speakers.evidence import Sign
from pipeline.stages.speakers.introductions import OPENING, given_in, guests
from pipeline.stages.speakers.misheard import sound_alike
from pipeline.stages.speakers.turns import ONLY
from pipeline.stages.speakers.units import Unit

# The parts of a deposition, which look like numbers.
ASKS, ANSWERS = "Q", "A"
# Evidence repeats itself: however often it is heard, it counts no further than this.
LEAST, MOST = -6.0, 8.0
# So many voices, or people, are weighed against one another at once.
AT_ONCE = 10
# People say who they are within so many of their own first words.
BEGINS = 100
# Log-odds that a name needs before it is better than none: most labels belong to somebody unnamed.
NOBODY = 2.5
# Who is spoken to by name in the last words of a turn has the next one: how much more than elsewhere that counts
# (docs/evaluation/speakers.md).
ANSWERS_NEXT = 1.6
# Where all voices but one have surely one of the names that there are, the last has the name that is left, if it says so
# much of the talk; and how sure that is at most.
SURELY, MUCH, LEFT = 0.9, 0.1, 0.9
# Where a part is one person's, it tells his voice if the words are so much likelier for him (log-likelihoods).
TWO, CLEARLY = 2, 10.0
# Of two who talk with each other each says so much; a host who explains all, and is asked, looks like a guest.
BOTH = 0.2


@dataclass(frozen=True, slots=True)
class Naming:
    """A numbered label, the name it seems to stand for, how probable, and why."""

    label: str
    name: str
    chance: float
    why: Reason


def with_guests(cast: Cast, said: Sequence[Unit]) -> Cast:
    """The cast with those whom others present at the beginning: they are asked, and do not lead."""
    opening = [unit for unit in said if unit.tokens[0].at.start < OPENING]
    return _with_new(cast, guests(opening))


def with_told(cast: Cast, said: Sequence[Unit], labels: Sequence[str | None]) -> Cast:
    """The cast with those who say their names among their own first words, whatever part they play."""
    words = Counter[str | None]()
    names: list[str] = []
    for (unit, then), label in zip(zip_longest(said, said[1:]), labels, strict=True):
        early = words.total() < OPENING or words[label] < BEGINS
        if early and (name := given_in(unit, then)):
            names.append(name)
        words[label] += len(unit.tokens)
    return _with_new(cast, names)


def _with_new(cast: Cast, names: Sequence[str]) -> Cast:
    """The cast with those of `names` who are nobody in it."""
    known = [person.label for person in cast.people if person.is_named]
    new = [name for name in people(names) if not any(_are_one(name, one) for one in known)]
    return replace(cast, people=(*cast.people, *(Person(n, "panel", Speaker(n)) for n in new)))


def _are_one(name: str, known: str) -> bool:
    """Whether a name that is told may be one of the programme, though misheard ("Satsi" for Satsie, "John Atack" for Jon)."""
    first, *more = map(folded, parts_of(name))
    given, *family = map(folded, parts_of(known))
    return same(name, known) or (not (more and family) and sound_alike(first, given))


def namings(
    labels: Sequence[str | None],
    cast: Cast,
    heard: Sequence[Sequence[Sign]],
    plays: Grid,
    *,
    told: bool,
) -> list[Naming]:
    """Names for the numbered labels, each with its probability over all ways to give them.

    `plays` is the evidence of subject and part for each unit and person of the cast, those left out whose part is not
    known; `told`: the talk itself names people of the cast.
    """
    numbers = sorted({label for label in labels if label and is_voice(label)})
    known = list(_by_roster(numbers, cast))
    sure = {one.label for one in known}
    taken = {label.casefold() for label in labels if label and not is_voice(label)}
    taken |= {one.name.casefold() for one in known}
    named = [
        n for n, one in enumerate(cast.people) if one.is_named and one.label.casefold() not in taken
    ]
    settled = {*sure, ASKS, ANSWERS} if ASKS in numbers else sure
    open_ones = [label for label in numbers if label not in settled]
    return [*known, *_likely(labels, open_ones, cast, named, heard, plays, told=told)]


def _by_roster(numbers: Sequence[str], cast: Cast) -> Iterator[Naming]:
    """The names of those whom the roster also calls by a number of the file: `aliases = ["SPEAKER_01"]`. A number that
    several have is nobody's."""
    for label in numbers:
        named = [one.label for one in cast.people if one.entry and _calls(one.entry, label)]
        if len(named) == 1:
            rule = "by the roster"
            why = Reason(rule, quoted=f"“{label}” is {named[0]} {rule}")
            yield Naming(label, named[0], 1.0, why)


def no_voices(raw: Transcript) -> Iterator[str]:
    """What is to be said of numbers by which the roster calls people, and that no voice of the file has. A single letter
    may be short for a name, where the file has no such voices."""
    voices = sorted({cue.speaker for cue in raw.cues if cue.speaker and is_voice(cue.speaker)})
    lengths = {len(voice) == 1 for voice in voices}
    for entry in raw.talk.speakers:
        for alias in filter(is_voice, entry.aliases):
            if (len(alias) == 1) in lengths and alias.casefold() not in map(str.casefold, voices):
                yield f"{entry.name} has the alias {alias!r}, but the voices of the file are {', '.join(voices)}"


def _calls(entry: Speaker, label: str) -> bool:
    return label.casefold() in map(str.casefold, entry.aliases)


def _likely(
    labels: Sequence[str | None],
    numbers: Sequence[str],
    cast: Cast,
    named: Sequence[int],
    heard: Sequence[Sequence[Sign]],
    plays: Grid,
    *,
    told: bool,
) -> list[Naming]:
    if not named or not numbers:
        return []
    if len(named) == len(set(labels)) == 1:
        name = cast.people[named[0]].label
        rule = "alone speaks, and one name is known"
        return [Naming(numbers[0], name, ONLY, Reason(rule, quoted=f"“{numbers[0]}” {rule}"))]
    signs, quotes = _by_signs(labels, numbers, heard, len(cast.people))
    scores = signs + _by_parts(labels, numbers, plays, len(cast.people))
    chances = marginals(np.clip(scores[:, named], LEAST, MOST) - NOBODY)
    out = []
    for row, label in enumerate(numbers):
        column = int(chances[row].argmax())
        person = named[column]
        said, *more = quotes.get((label, person), [])[:3] or ["by part and subject"]
        why = Reason("all through", tuple(more), quoted=f"“{label}” all through: {said}")
        out.append(Naming(label, cast.people[person].label, float(chances[row, column]), why))
    people = [cast.people[person] for person in named]
    if told:  # more than who speaks, it may be
        return out
    if by_parts := _by_part_alone(labels, numbers, cast, scores):
        return _with_parts(out, by_parts, cast)
    contradicted = {
        (label, cast.people[person].label)
        for label, row in zip(numbers, signs, strict=True)
        for person in named
        if row[person] < 0
    }
    return _with_last(out, people, cast, labels, contradicted)


def _by_part_alone(
    labels: Sequence[str | None], numbers: Sequence[str], cast: Cast, scores: Grid
) -> dict[str, int]:
    """The person of each voice whose part tells it: of the two of a host and a guest, and of the one that says most of
    a lecture."""
    if len(cast.people) != TWO:
        return {}
    named = [n for n, person in enumerate(cast.people) if person.is_named]
    parts = {cast.people[n].part for n in named}
    least = min(map(labels.count, numbers))
    ahead = scores[:, 0] - scores[:, 1]  # of the one of the cast before the other
    if cast.kind == "interview" and len(numbers) == len(set(labels)) == len(parts) == TWO:
        first = int(ahead[0] < ahead[1])
        told = abs(ahead[0] - ahead[1]) >= CLEARLY and least >= BOTH * len(labels)
        return dict(zip(numbers, (first, 1 - first), strict=True)) if told else {}
    if cast.kind == "lecture" and parts == {"panel"} and len(named) == 1:
        most = max(numbers, key=labels.count)
        lead = ahead[numbers.index(most)] * (1 if named[0] == 0 else -1)
        told = lead >= CLEARLY and labels.count(most) > len(labels) / 2
        return {most: named[0]} if told else {}
    return {}


def _with_parts(found: Sequence[Naming], by_parts: Mapping[str, int], cast: Cast) -> list[Naming]:
    """The namings, those by parts in place of less sure ones, unless a sure one is against them."""
    rule = "by the part that this voice plays"
    given = [
        Naming(label, cast.people[person].label, LEFT, Reason(rule, quoted=f"“{label}” {rule}"))
        for label, person in by_parts.items()
    ]
    sure = {one.label: one for one in found if one.chance >= SURELY}
    if any(sure[one.label].name != one.name for one in given if one.label in sure):
        return [*found]
    return [sure.get(one.label, one) for one in given]


def _with_last(
    found: list[Naming],
    people: Sequence[Person],
    cast: Cast,
    labels: Sequence[str | None],
    contradicted: AbstractSet[tuple[str, str]],
) -> list[Naming]:
    """The namings, the last voice with the last name, where as many voices speak as there are names; not if he says what
    the one so named would not, or may be one without a name who leads or asks."""
    sure = [one for one in found if one.chance >= SURELY]
    left = [one for one in people if one.label not in {naming.name for naming in sure}]
    if len(found) != len(people) or len(sure) != len(found) - 1 or len(left) != 1:
        return found
    [last], [person] = (one for one in found if one not in sure), left
    has_part = person.entry is not None and bool(person.entry.role) and person.part != "chair"
    if (
        labels.count(last.label) < MUCH * len(labels)
        or (has_part and not all(one.is_named for one in cast.people))
        or (last.label, person.label) in contradicted
    ):
        return found
    rule = "the other voices have the other names"
    why = Reason(rule, quoted=f"“{last.label}”: {rule}")
    return [*sure, Naming(last.label, person.label, LEFT * min(one.chance for one in sure), why)]


def _by_signs(
    labels: Sequence[str | None],
    numbers: Sequence[str],
    heard: Sequence[Sequence[Sign]],
    people: int,
) -> tuple[Grid, dict[tuple[str, int], list[str]]]:
    """Log-odds by what is said, for each number and person of so many, and the words that speak for it."""
    row = {label: n for n, label in enumerate(numbers)}
    scores = np.zeros((len(numbers), people))
    quotes: dict[tuple[str, int], list[str]] = {}
    for n, signs in enumerate(heard):
        for sign in signs:
            label = _of(sign, labels, n)
            if label is not None and label in row:
                scores[row[label], sign.person] += _weight(sign, labels, n)
                if sign.weight > 0:
                    quotes.setdefault((label, sign.person), []).append(sign.says)
    return scores, quotes


def _by_parts(
    labels: Sequence[str | None], numbers: Sequence[str], plays: Grid, people: int
) -> Grid:
    """Log-odds by the parts that their words play, for each number and person of so many."""
    scores = np.zeros((len(numbers), people))
    for n, label in enumerate(numbers):
        mine = plays[[at for at, one in enumerate(labels) if one == label]]
        # Units of one voice are no independent witnesses. What is as much against everybody is against nobody.
        told = mine.sum(axis=0) / np.sqrt(len(mine))
        scores[n, : len(told)] = told - min(told.max(), 0.0)
    return scores


def _weight(sign: Sign, labels: Sequence[str | None], at: int) -> float:
    """What a sign in unit `at` is worth where it is certain who speaks next."""
    ends = labels[at + 1 : at + 2] != labels[at : at + 1]
    return sign.weight * (ANSWERS_NEXT if ends and sign.spoken_to else 1)


def _of(sign: Sign, labels: Sequence[str | None], at: int) -> str | None:
    """The label of whom a sign in unit `at` tells."""
    if sign.when == "now":
        return labels[at]
    return _other(labels, at, 1 if sign.when == "next" else -1)


def _other(labels: Sequence[str | None], at: int, step: int) -> str | None:
    """The label of the turn after (or before) the one that unit `at` is in."""
    runs = [label for label, _ in groupby(labels[at:] if step > 0 else labels[at::-1])]
    return runs[1] if len(runs) > 1 else None


def marginals(gain: Grid) -> Grid:
    """The probability that a row has a column, over all ways to give each column at most one row, and each row at
    most one column; where there are many of both, so many rows at a time, those with the best columns first."""
    if min(gain.shape) <= AT_ONCE:
        return _all_ways(gain) if gain.shape[1] <= AT_ONCE else _all_ways(gain.T).T
    surest = np.argsort(-gain.max(axis=1), kind="stable")[:AT_ONCE]
    out = np.zeros_like(gain)
    out[surest] = _all_ways(gain[surest].T).T
    rest = np.setdiff1d(np.arange(len(gain)), surest)
    out[rest] = marginals(gain[rest]) * (1 - out.sum(axis=0))  # who is left
    return out


def _all_ways(gain: Grid) -> Grid:
    """The same, by the sets of columns that the rows before and those behind may have."""
    rows, columns = gain.shape
    weights = np.exp(gain)
    used = np.arange(1 << columns)
    without = [used[(used >> column) & 1 == 0] for column in range(columns)]
    ahead = [
        (used == 0).astype(float)
    ]  # by the set used up to a row: the sum over all ways to use it
    behind = [np.ones(len(used))]  # and over all ways to go on from there
    for row in weights:
        ahead.append(ahead[-1].copy())
        for column, free in enumerate(without):
            ahead[-1][free | 1 << column] += ahead[-2][free] * row[column]
    for row in weights[::-1]:
        behind.append(behind[-1].copy())
        for column, free in enumerate(without):
            behind[-1][free] += behind[-2][free | 1 << column] * row[column]
    out = np.zeros((rows, columns))
    for row, (before, after) in enumerate(zip(ahead, behind[-2::-1], strict=False)):
        for column, free in enumerate(without):
            out[row, column] = weights[row, column] * (before[free] @ after[free | 1 << column])
    return np.asarray(out / ahead[-1].sum())
