"""Improbable words that no term of the dictionary explains: is one missing from it?

`suspects` gives the most doubtful stretches of a talk, `guesses` the terms of a list that sound like them.
They are questions for a person; nothing is changed by them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np

from pipeline.dictionary import Term
from pipeline.language.english import FILLERS, FUNCTION
from pipeline.language.lm import language_model, spoken
from pipeline.language.packaged import packaged
from pipeline.language.phones import readings
from pipeline.language.topics import likeness, topics
from pipeline.matching.related import same_stem
from pipeline.matching.sound_index import Talked
from pipeline.matching.sound_search import Floats, Sounds, alike
from pipeline.matching.suspect_words import doubts

# At most so many are listed, of 1,000 words: more than that nobody reads.
MOST = 5.0
# The chance from which a word is worth a question, and the share of it that draws a neighbour in.
LEAST, DRAWN, WIDEST = 0.15, 0.35, 4
OFFERED = 3
# No term is heard as one of these alone.
EMPTY = FUNCTION | FILLERS | {"mhm", "huh"}
# What may be guessed: cosine and distance of sounds, wider than where the dictionary's own are looked for.
NEARNESS, FARTHEST = 0.4, 0.42
SHORTEST = 4  # phones: what is shorter sounds like everything
# What makes a guess worse: few phones, words taken in from outside, or left; better: the subject, and
# every nat by which the term is likelier between its neighbours.
SHORT_PRICE, OUTSIDE_PRICE, SUBJECT, FIT, MOST_FIT = 0.5, 0.02, 0.1, 0.006, 20.0
READ = 40  # the nearest by sound, which are weighed
COMPANY = 25  # words on either side that tell the subject


@dataclass(frozen=True, slots=True)
class Suspect:
    """Words `start` to `stop` (exclusive) were hardly said; they stand `times` times in the talk.

    `chance` is how likely it is that a term or a name was said instead.
    """

    start: int
    stop: int
    chance: float
    times: int


@dataclass(frozen=True, eq=False)
class Guessable:
    """Terms that may be guessed, a row for each way to say one."""

    names: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]  # as the language model sees them
    phones: tuple[str, ...]

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "Guessable":
        """The terms with their pronunciations."""
        rows = [
            (term.name, tuple(spoken(term.name)), phones)
            for term in terms
            for phones in readings(term.name, term.sounds)
            if len(phones) >= SHORTEST
        ]
        names, words, phones = zip(*rows, strict=True) if rows else ((), (), ())
        return cls(names, words, phones)

    @cached_property
    def sounds(self) -> Sounds:
        """The pronunciations as the search needs them."""
        return Sounds.of(self.phones)


@cache
def general() -> tuple[Term, ...]:
    """The terms and names of technical talk at large, made by `training/terms/general.py`."""
    return tuple(map(Term, packaged("data/general.txt.gz").decode().splitlines()))


def suspects(texts: Sequence[str], explained: Collection[int] = ()) -> list[Suspect]:
    """At most MOST suspects in 1,000 words, the likeliest first, each phrase once.

    `explained` are the words that a term stands at or is proposed for.
    """
    chances = doubts(texts)
    chances[list(explained)] = 0
    found: dict[str, Suspect] = {}
    for start, stop in _stretches(chances):
        words = [word for text in texts[start:stop] for word in spoken(text)]
        # Who speaks is written, not said ("Ann: so this talk").
        if EMPTY.issuperset(words) or texts[stop - 1].endswith(":"):
            continue
        said = " ".join(words)
        chance = round(float(chances[start:stop].max()), 3)
        first = found.get(said, Suspect(start, stop, chance, 0))
        found[said] = replace(first, times=first.times + 1)
    likeliest = sorted(found.values(), key=lambda one: (-one.chance, one.start))
    return likeliest[: max(1, int(len(texts) * MOST / 1000))]


def guesses(
    texts: Sequence[str], places: Sequence[tuple[int, int]], guessable: Guessable
) -> list[tuple[str, ...]]:
    """For each place the terms that sound most like it, or like it and a word beside it."""
    talk = Talked(tuple(texts), frozenset())
    heard = [
        (number, window, "".join(talk.phones[window[0] : window[1]]))
        for number, (start, stop) in enumerate(places)
        for window in _windows(start, stop, len(texts))
    ]
    heard = [entry for entry in heard if len(entry[2]) >= SHORTEST]
    found: list[list[tuple[float, int, tuple[int, int]]]] = [[] for _ in places]
    if heard and guessable.names:
        said = Sounds.of([phones for *_, phones in heard])
        pairs = alike(said, guessable.sounds, NEARNESS, FARTHEST)
        rows = zip(pairs.left.tolist(), pairs.right.tolist(), pairs.distance.tolist(), strict=True)
        for left, right, distance in rows:
            number, window, _ = heard[left]
            outside = abs(window[0] - places[number][0]) + abs(window[1] - places[number][1])
            far = distance + SHORT_PRICE / len(guessable.phones[right]) + OUTSIDE_PRICE * outside
            if not _same(talk, window, guessable.words[right]):
                found[number].append((far, right, window))
    return [
        _likeliest(talk, place, sorted(near)[:READ], guessable)
        for place, near in zip(places, found, strict=True)
    ]


def _stretches(chances: Floats) -> Iterator[tuple[int, int]]:
    """The stretches of doubtful words, the most doubtful first; none touches another."""
    free = np.ones(len(chances), dtype=np.bool_)
    for peak in np.argsort(-chances, kind="stable").tolist():
        if chances[peak] < LEAST:
            return
        if not free[peak]:
            continue
        start, stop = peak, peak + 1
        while stop - start < WIDEST:
            sides = [
                (float(chances[at]), at)
                for at in (start - 1, stop)
                if 0 <= at < len(chances) and free[at] and chances[at] >= DRAWN * chances[peak]
            ]
            if not sides:
                break
            at = max(sides)[1]
            start, stop = min(start, at), max(stop, at + 1)
        free[start:stop] = False
        yield start, stop


def _likeliest(
    talk: Talked,
    place: tuple[int, int],
    near: Iterable[tuple[float, int, tuple[int, int]]],
    guessable: Guessable,
) -> tuple[str, ...]:
    """The OFFERED best of the terms that are near by sound, weighed by subject and neighbours."""
    company = _company(talk, *place)
    worth: dict[str, float] = {}
    for far, right, window in near:
        words = guessable.words[right]
        value = SUBJECT * _likeness(words, company) + FIT * _fit(talk, window, words) - far
        name = guessable.names[right]
        worth[name] = max(value, worth.get(name, value))
    best: list[str] = []
    for name in sorted(worth, key=lambda name: (-worth[name], name)):
        words = tuple(spoken(name))
        if not any(same_stem(words, tuple(spoken(other))) for other in best):
            best.append(name)
    return tuple(best[:OFFERED])


def _fit(talk: Talked, window: tuple[int, int], words: Sequence[str]) -> float:
    """How much likelier the term is between its neighbours than the words that stand there (nats)."""
    model = language_model()
    first, last = int(talk.offsets[window[0]]), int(talk.offsets[window[1]])
    before, behind = talk.flat[max(0, first - 2) : first], talk.flat[last : last + 2]
    written, instead = (
        float(model.surprise(model.encode([*before, *middle, *behind]))[len(before) :].sum())
        for middle in (talk.flat[first:last], words)
    )
    return min(max(written - instead, -MOST_FIT), MOST_FIT)


def _windows(start: int, stop: int, size: int) -> list[tuple[int, int]]:
    """The place itself, with a word more on one side or both, and with one less."""
    ways = [(start + a, stop + b) for a in (-1, 0, 1) for b in (-1, 0, 1)]
    return [
        (low, high)
        for low, high in ways
        if 0 <= low < min(high, stop) and start < high <= size and high - low <= WIDEST + 1
    ]


def _company(talk: Talked, start: int, stop: int) -> Floats:
    """What is talked about around a place."""
    first, last = int(talk.offsets[start]), int(talk.offsets[stop])
    words = [*talk.flat[max(0, first - COMPANY) : first], *talk.flat[last : last + COMPANY]]
    return np.asarray(topics().of(words).sum(axis=0), dtype=np.float32)


def _likeness(words: Iterable[str], company: Floats) -> float:
    return float(likeness(topics().of(words).sum(axis=0)[None], company[None])[0])


def _same(talk: Talked, window: tuple[int, int], words: tuple[str, ...]) -> bool:
    """Whether the term is what is written, or stands in it."""
    written = talk.flat[talk.offsets[window[0]] : talk.offsets[window[1]]]
    bare = [word for word in written if word not in FUNCTION]
    stands = f" {' '.join(words)} " in f" {' '.join(written)} "
    return stands or "".join(words) in ("".join(written), "".join(bare))
