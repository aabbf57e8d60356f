"""Terms that were misheard, found by sound and weighed by their context.

`listen` is the whole interface: a talk's words in, groups of candidates out, each with a calibrated
probability and the reasons a reviewer can judge it by.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz.fuzz import ratio

from pipeline.language.counts import IN_USE, count
from pipeline.language.scorer import scorer, times_odds
from pipeline.matching.related import but_for_the_denial
from pipeline.matching.rivals import Witness
from pipeline.matching.sound_context import WORTH, contenders, groups, reread
from pipeline.matching.sound_evidence import FEATURES, weigh
from pipeline.matching.sound_index import Found, SoundIndex, Talked, find
from pipeline.matching.sound_limits import JUST_SO, SUGGESTED, limited, most_allowed
from pipeline.matching.sound_search import Floats
from pipeline.model import key

__all__ = ["APPLY", "SUGGEST", "Candidate", "SoundIndex", "Witness", "listen"]

# Measured on clean human transcripts (docs/evaluation/terms.md): above APPLY at most 5 words in
# 100,000 are made wrong, above SUGGEST at most 4 places in 1,000 words are shown in vain.
APPLY = 0.75
SUGGEST = 0.045
LEAST = 0.02  # a further candidate below this is not worth reading
MUCH_LIKELIER = 3.0  # times as likely: of a term and its denial, one that is surely meant
# Terms misheard in 1,000 words of usual talk; thousands of words of it that a talk must outweigh; how far
# it moves the odds.
USUAL, ASSUMED, MOST_MOVED = 1.0, 0.3, 12.0
ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words `start` to `stop` (exclusive) may be `reading`, a form of `term`, misheard; `shown_only` says why
    it is never written unasked, if so (`sound_limits.py`), `ships` whether nobody listed the term for this talk, `known`
    whether the talk says it, or the words are said just as it is."""

    start: int
    stop: int
    reading: str
    term: str
    distance: float  # 0 the same sound .. 1 nothing alike
    probability: float
    reasons: tuple[str, ...]
    shown_only: str
    ships: bool = False
    known: bool = False


def listen(
    texts: Sequence[str],
    index: SoundIndex,
    edges: Collection[int] = (),
    known: Iterable[tuple[int, int, str]] = (),
    witnesses: Sequence[Witness] = (),
    field: Mapping[str, float] | None = None,
    asked: Sequence[tuple[int, int, str]] = (),
) -> list[tuple[Candidate, ...]]:
    """Groups of at most OFFERED candidates, likeliest first, a group a place, in the talk's order.

    `edges` are the words that open a segment; `known` the places (start, stop, term) settled before,
    which no candidate touches; `witnesses` those of them that were misheard; `field` how far the talk is of
    the field of each term (`by_term`), all its own if it is not told; `asked` are places like `known` ones where
    a candidate of the same term may be the better find. A group's first candidate has at least the probability
    SUGGEST.
    """
    settled = list(known)
    talk = Talked(tuple(texts), frozenset(edges))
    if not talk.flat or not index.spelled:
        return []
    found = find(talk, index, [(start, stop) for start, stop, _ in settled], asked=asked)
    if not len(found.start):
        return []
    found, rows = weigh(talk, index, found, [term for _, _, term in (*settled, *asked)])
    chances = scorer("terms_scorer")(rows, WORTH)
    best = contenders(talk, found, chances)
    found, rows, chances = found.take(best), rows[best], chances[best]
    likely = by_places(talk, index, found, reread(talk, index, found, chances, witnesses))
    if field is not None:
        near = np.array([field[entry.term] for entry in index.spelled], dtype=np.float32)
        likely = times_odds(likely, near[found.which])
    most, why = most_allowed(talk, index, found, likely)
    weighed = _Weighed(talk, index, found, likely, limited(likely, most))
    places = groups(found, weighed.chances, SUGGEST, LEAST, index.owner[found.which])
    for first, *others in places:
        for row, kind in _contested(weighed, first, others):
            most[row], why[row] = min(most[row], SUGGESTED), why[row] or kind
    weighed = replace(weighed, chances=limited(likely, most))
    columns = dict(zip(FEATURES, rows.T, strict=True))
    return [tuple(_candidate(weighed, row, why[row], columns) for row in group) for group in places]


def may_hear(
    texts: Sequence[str], index: SoundIndex, rows: Sequence[int], edges: Collection[int] = ()
) -> bool:
    """Whether some forms of an index, by their rows, can be among what `listen` gives for a talk: heard without the
    others, and weighed before anything is read, both of which takes a tenth of the time."""
    talk = Talked(tuple(texts), frozenset(edges))
    found = find(talk, index, only=rows) if talk.flat else None
    if found is None or not len(found.start):
        return False
    _, weighed = weigh(talk, index, found)
    return bool((scorer("terms_scorer")(weighed, WORTH) >= WORTH).any())


def by_places(talk: Talked, index: SoundIndex, found: Found, chances: Floats) -> Floats:
    """The probabilities in the light of how much was misheard in this talk.

    As in `by_term`, general terms go by what was misheard of general terms, own ones by all: however many drugs were
    misheard, "pro law" is none the likelier *Prolog*.
    """
    places = [row for row, *_ in groups(found, chances, LEAST, LEAST)]
    general = [row for row in places if index.is_general[found.which[row]]]
    every, other = (_times_usual(talk, found, chances, rows) for rows in (places, general))
    factors = np.where(index.is_own[found.which], np.float32(every), np.float32(other))
    return times_odds(chances, factors)


def _times_usual(talk: Talked, found: Found, chances: Floats, rows: Iterable[int]) -> float:
    """How many times as much as is usual was misheard, by the best candidates of places.

    The probabilities are right for talks in which USUAL terms of 1,000 words were misheard as something new. How many
    were in this one is estimated from the probabilities themselves, as in expectation maximisation for
    a shifted share (Saerens, Latinne and Decaestecker 2002), by places and not by candidates: how
    many of those there are depends on the dictionary. A mishearing that comes back counts once.
    """
    shapes: dict[tuple[str, ...], float] = {}
    for row in rows:
        said = tuple(map(key, talk.texts[found.start[row] : found.stop[row]]))
        shapes[said] = max(shapes.get(said, 0.0), float(chances[row]))
    sums = np.array([*shapes.values()], dtype=np.float32)
    expected = (len(talk.texts) / 1000 + ASSUMED) * USUAL
    factor = 1.0
    for _ in range(ROUNDS):
        total = float(times_odds(sums, factor).sum()) + ASSUMED * USUAL
        factor = float(np.clip(total / expected, 1 / MOST_MOVED, MOST_MOVED))
    return factor


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The candidates of a talk, how `likely` each is, and the `chances` that it is given under its limit."""

    talk: Talked
    index: SoundIndex
    found: Found
    likely: Floats
    chances: Floats


def _contested(weighed: _Weighed, best: int, others: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The candidates of a place that are only shown because of the others, and why."""
    if any(_deny(weighed, best, row) for row in others):
        yield from ((row, "a term or its denial") for row in (best, *others))
    elif any(_leaves_words(weighed, best, row) for row in others):
        yield from ((row, "another term explains more of the words") for row in (best, *others))
    elif any(_is_nearer(weighed, best, row) for row in others):
        yield best, "another term is nearer"


def _deny(weighed: _Weighed, best: int, other: int) -> bool:
    """Whether two candidates of a place say the opposite, and neither is much likelier: of "provides learning"
    nobody but a reader should make *supervised learning*, or *unsupervised*."""
    which, chances = weighed.found.which, weighed.chances
    one, two = (weighed.index.spelled[which[row]] for row in (best, other))
    close = bool(chances[other] * MUCH_LIKELIER > chances[best])
    return close and but_for_the_denial(one.words, two.words)


def _leaves_words(weighed: _Weighed, best: int, other: int) -> bool:
    """Whether the best candidate leaves odd words over which another term, not much less likely, explains: of "dexa meth
    a zone", *dexamethasone*, nobody but a reader should make "dexa *methadone*"."""
    found, texts, owner = weighed.found, weighed.talk.texts, weighed.index.owner
    close = weighed.likely[other] * MUCH_LIKELIER > weighed.likely[best]
    if not close or owner[found.which[best]] == owner[found.which[other]]:
        return False
    before = texts[found.start[other] : found.start[best]]
    after = texts[found.stop[best] : found.stop[other]]
    return any(count(key(word)) < IN_USE for word in (*before, *after))


def _is_nearer(weighed: _Weighed, best: int, other: int) -> bool:
    """Whether a word that nobody knows is more like another term than like the likeliest, in letters and no less in
    sound, and the other not much less likely: the talk may say *UTXO* all the time, but "utrexo" is rather *Utreexo*."""
    talk, index, found, chances = weighed.talk, weighed.index, weighed.found, weighed.chances
    place, one, two = found.start[best], found.which[best], found.which[other]
    said = talk.flat[talk.offsets[place] : talk.offsets[found.stop[best]]]
    same = place == found.start[other] and found.stop[best] == found.stop[other]
    if not same or index.owner[one] == index.owner[two] or len(said) > 1 or count(said[0]):
        return False
    if (
        found.distance[other] > found.distance[best]
        or chances[other] * MUCH_LIKELIER < chances[best]
    ):
        return False
    likeness = [ratio(said[0], "".join(index.spelled[which].words)) for which in (one, two)]
    return likeness[1] > likeness[0]


def _candidate(
    weighed: _Weighed, row: int, shown_only: str, columns: Mapping[str, Floats]
) -> Candidate:
    found = weighed.found
    start = int(found.start[row])
    entry = weighed.index.spelled[found.which[row]]
    value = {name: float(column[row]) for name, column in columns.items()}
    return Candidate(
        start,
        stop=int(found.stop[row]),
        reading=entry.text,
        term=entry.term,
        distance=round(float(found.distance[row]), 3),
        probability=round(float(weighed.chances[row]), 3),
        reasons=_reasons(weighed.talk, entry.text, start, value),
        shown_only=shown_only,
        ships=not entry.own,
        known=bool(value["said"] > 0 or found.distance[row] <= JUST_SO),
    )


def _reasons(talk: Talked, reading: str, start: int, value: Mapping[str, float]) -> tuple[str, ...]:
    """What a reviewer can judge the candidate by, the sound first."""
    reasons = [f"sounds like {reading!r} (distance {value['distance']:.2f})"]
    before = " ".join(talk.texts[max(0, start - 3) : start])
    if value["strange"]:
        reasons.append("no English word")
    if value["gain"] > 3:
        reasons.append(f"likelier after {before!r}" if before else "likelier here")
    elif value["worst_word"] > 9:
        reasons.append("rare here")
    if value["said"]:
        reasons.append("said elsewhere in the talk")
    if value["bursts"] > 3 and not value["strange"]:
        reasons.append("the written words come back oddly often")
    return tuple(reasons)
