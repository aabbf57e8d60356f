"""A dictionary's terms and a talk's words as sounds, and the places where they come close."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice, pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.dictionary import Term
from pipeline.language.doubt import doubts
from pipeline.language.english import FUNCTION
from pipeline.language.lm import UNKNOWN, language_model, spoken
from pipeline.language.phones import inflected, readings, say
from pipeline.language.topics import topics
from pipeline.matching.sound_search import LONGEST, Floats, Ints, Sounds, alike

WIDEST = 5  # raw words a term may have been heard as
# Cosine that the filter asks for: of real mishearings within FARTHEST, 90 % have .46 and 85 % .49; the rest of
# the dictionary halves from the one to the other, which pays for large ones.
NEARNESS, NEARNESS_OF_MANY, FEW, MANY = 0.48, 0.54, 8_000, 20_000
FARTHEST = 0.36  # distance beyond which a candidate is never right often enough
SHORTEST, SHORTEST_ACRONYM = 3, 2  # phones: nothing shorter can be told from chance; "AI" has two
IDLE = 7  # phones of a stretch that may open or close with function words
ENDING = re.compile(r"(?<=\w{3})(?:'s|(?<!s)s)$")
AT_ONCE = 16  # candidates that begin at one word, nearest first


@dataclass(frozen=True, slots=True)
class Spelled:
    """A term as it may be said: one form of it, one pronunciation."""

    text: str
    term: str
    phones: str
    words: tuple[str, ...]  # as the language model sees them
    person: bool = False
    own: bool = True  # as in `Term.is_own`
    general: bool = False


@dataclass(frozen=True, eq=False)
class SoundIndex:
    """All ways to say the terms of a dictionary. Make one with `of`; it never changes."""

    spelled: tuple[Spelled, ...]
    names: tuple[tuple[str, ...], ...]  # every form's words, to see where a term stands already

    @classmethod
    def of(cls, terms: Iterable[Term]) -> "SoundIndex":
        """The terms with their pronunciations (`sounds` where given) and inflections."""
        found: dict[tuple[str, str], Spelled] = {}
        for term in terms:
            for phones in readings(term.name, term.sounds):
                forms = inflected(term.name, phones, person=term.is_name)
                for text, said in islice(forms, 1 if term.is_single else None):
                    if len(phones) >= (SHORTEST_ACRONYM if _acronym(term.name) else SHORTEST):
                        entry = Spelled(
                            text,
                            term.name,
                            said[:LONGEST],
                            tuple(spoken(text)),
                            term.category == "person",
                            term.is_own,
                            term.is_general,
                        )
                        found.setdefault((text, entry.phones), entry)
        spelled = tuple(found.values())
        return cls(spelled, tuple(dict.fromkeys(entry.words for entry in spelled if entry.words)))

    @cached_property
    def ways(self) -> frozenset[tuple[str, str]]:
        """The text of each with its phones."""
        return frozenset((entry.text, entry.phones) for entry in self.spelled)

    @cached_property
    def sounds(self) -> Sounds:
        """The pronunciations as the search needs them."""
        return Sounds.of([entry.phones for entry in self.spelled])

    @cached_property
    def sizes(self) -> Floats:
        """How many phones each has."""
        return np.array([len(entry.phones) for entry in self.spelled], dtype=np.float32)

    @cached_property
    def text(self) -> Ints:
        """A number for the text of each: several may be said for one."""
        numbers = {text: n for n, text in enumerate(dict.fromkeys(e.text for e in self.spelled))}
        return np.array([numbers[entry.text] for entry in self.spelled], dtype=np.int64)

    @cached_property
    def owner(self) -> Ints:
        """A number for the term of each."""
        numbers = {term: n for n, term in enumerate(dict.fromkeys(e.term for e in self.spelled))}
        return np.array([numbers[entry.term] for entry in self.spelled], dtype=np.int64)

    @cached_property
    def is_own(self) -> NDArray[np.bool_]:
        """Whether each is of a term that somebody listed for these talks."""
        return np.array([entry.own for entry in self.spelled], dtype=np.bool_)

    @cached_property
    def is_general(self) -> NDArray[np.bool_]:
        """Whether each is of a term of a field's general dictionary."""
        return np.array([entry.general for entry in self.spelled], dtype=np.bool_)

    @cached_property
    def lengths(self) -> Ints:
        """How many words each has."""
        return np.array([len(entry.words) for entry in self.spelled], dtype=np.int64)

    @cached_property
    def coded(self) -> Ints:
        """The words of each as numbers of the language model, in a row as long as the longest."""
        rows = np.full((len(self.spelled), int(self.lengths.max(initial=0))), UNKNOWN)
        for row, entry in zip(rows, self.spelled, strict=True):
            row[: len(entry.words)] = language_model().encode(entry.words)
        return rows

    @cached_property
    def vectors(self) -> Floats:
        """What each is about (`topics`)."""
        words = [entry.words for entry in self.spelled]
        vectors = np.zeros((len(words), topics().vectors.shape[1]), dtype=np.float32)
        for place in range(int(self.lengths.max(initial=0))):
            rows = np.flatnonzero(self.lengths > place)
            vectors[rows] += topics().of(words[row][place] for row in rows.tolist())
        return vectors

    @cached_property
    def looks(self) -> Floats:
        """Of each, a row each: whether it ends in the sound of a plural, has a capital, is an acronym."""
        return np.array(
            [
                [entry.phones[-1] in "sz" for entry in self.spelled],
                [entry.text[:1].isupper() for entry in self.spelled],
                [_acronym(entry.text) for entry in self.spelled],
            ],
            dtype=np.float32,
        )

    @cached_property
    def form_of(self) -> Mapping[tuple[str, ...], int]:
        """The last of those that are written with these words."""
        return {entry.words: row for row, entry in enumerate(self.spelled)}

    @cached_property
    def lemmas(self) -> Mapping[tuple[str, ...], set[int]]:
        """The terms (as in `owner`) whose form consists of these words, without endings."""
        found: dict[tuple[str, ...], set[int]] = {}
        for entry, term in zip(self.spelled, self.owner.tolist(), strict=True):
            found.setdefault(without_endings(entry.words), set()).add(term)
        return found

    @cached_property
    def by_first_word(self) -> Mapping[str, list[tuple[str, ...]]]:
        """The `names` that open with a word."""
        forms: dict[str, list[tuple[str, ...]]] = {}
        for words in self.names:
            forms.setdefault(words[0], []).append(words)
        return forms


@dataclass(frozen=True, eq=False)
class Talked:
    """A talk's words as the search and the language model see them."""

    texts: tuple[str, ...]
    edges: frozenset[int]

    @cached_property
    def phones(self) -> tuple[str, ...]:
        """How each token sounds."""
        return tuple(map(say, self.texts))

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """Each token's words, in the language model's form: usually one."""
        return tuple(tuple(spoken(text)) for text in self.texts)

    @cached_property
    def flat(self) -> tuple[str, ...]:
        """All words one after the other."""
        return tuple(word for words in self.words for word in words)

    @cached_property
    def offsets(self) -> Ints:
        """Where each token's words begin in `flat`, and where the last one's end."""
        return np.array([0, *accumulate(map(len, self.words))], dtype=np.int64)

    @cached_property
    def doubts(self) -> Floats:
        """The log odds that each token was misheard, as the network sees it."""
        return doubts(self.texts)

    @cached_property
    def ids(self) -> Ints:
        """The numbers of `flat` in the language model."""
        return np.array(language_model().encode(self.flat), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Found:
    """Candidates, a row each: words `start` to `stop` may be `which` of the index's forms."""

    start: Ints
    stop: Ints
    which: Ints
    distance: Floats

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> "Found":
        """Some of the rows."""
        return Found(self.start[rows], self.stop[rows], self.which[rows], self.distance[rows])


def _acronym(text: str) -> bool:
    return sum(map(str.isupper, text)) >= 2 and " " not in text


def find(
    talk: Talked,
    index: SoundIndex,
    taken: Iterable[tuple[int, int]] = (),
    only: Sequence[int] = (),
    asked: Iterable[tuple[int, int, str]] = (),
) -> Found:
    """Where some form of a term sounds like what was written, nearest first at every start; `only` some of the forms,
    by their rows, if any are given.

    Leaves out what already reads so, what cuts through a span of `taken` or a standing term, and what touches a place
    of `asked` and is not its term.
    """
    windows = _windows(talk)
    said = list(windows)
    # By degrees: nobody's next entry may change what is found for all others.
    nearness = float(np.interp(len(index.spelled), (FEW, MANY), (NEARNESS, NEARNESS_OF_MANY)))
    sounds = Sounds.of([index.spelled[row].phones for row in only]) if only else index.sounds
    pairs = alike(Sounds.of(said), sounds, nearness, FARTHEST)
    which = np.array(only, dtype=np.int64)[pairs.right] if only else pairs.right
    spans = [windows[text] for text in said]
    counts = np.array([len(places) for places in spans], dtype=np.int64)
    firsts = np.array([0, *accumulate(counts)], dtype=np.int64)
    every = np.array([place for places in spans for place in places], dtype=np.int64).reshape(-1, 2)
    repeat = counts[pairs.left]
    rows = np.repeat(np.arange(len(pairs.left)), repeat)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    place = every[firsts[pairs.left[rows]] + within]
    found = Found(place[:, 0], place[:, 1], which[rows], pairs.distance[rows])
    return _sifted(found.take(_owned(found, talk, index, asked)), talk, index, taken)


def standing(talk: Talked, index: SoundIndex) -> dict[tuple[int, int], tuple[str, ...]]:
    """The places (start, stop) where a form of a term is written out, with its words."""
    token_of = np.repeat(np.arange(len(talk.texts)), np.diff(talk.offsets))
    here = {}
    for at, word in enumerate(talk.flat):
        for words in index.by_first_word.get(word, ()):
            if talk.flat[at : at + len(words)] == words:
                place = int(token_of[at]), int(token_of[at + len(words) - 1]) + 1
                here[place] = words
    return here


def _windows(talk: Talked) -> dict[str, list[tuple[int, int]]]:
    """Every stretch of up to WIDEST words by its sound, with the places where it is heard."""
    phones = talk.phones
    idle = _idle(talk)
    windows: dict[str, list[tuple[int, int]]] = {}
    for start, opens in enumerate(phones):
        if not opens:
            continue
        said = ""
        for stop in range(start + 1, min(start + WIDEST, len(phones)) + 1):
            closes = phones[stop - 1]
            said += closes
            if len(said) > LONGEST:
                break
            if closes and len(said) >= SHORTEST_ACRONYM and not idle(start, stop, len(said)):
                windows.setdefault(said, []).append((start, stop))
    return windows


def _idle(talk: Talked) -> Callable[[int, int, int], bool]:
    """Whether a stretch (start, stop, phones) has a better one inside: without the two function words
    that open or close it. If it is long, it may be "this is cue humbert" for "versus cucumber"."""
    little = [text.lower().strip(".,?!;:") in FUNCTION for text in talk.texts]
    both = [one and other for one, other in pairwise(little)]
    seen = [0, *accumulate(little)]

    def idle(start: int, stop: int, size: int) -> bool:
        words = stop - start
        if not (words > 2 and both[start]) and not (words > 3 and both[stop - 2]):
            return False
        return size < IDLE or seen[stop] - seen[start] == words

    return idle


def _sifted(
    found: Found, talk: Talked, index: SoundIndex, taken: Iterable[tuple[int, int]]
) -> Found:
    here = standing(talk, index)
    # A longer standing term, and what was settled before, must not be cut or swallowed.
    closed = [*taken, *((start, stop) for (start, stop) in here if stop - start > 1)]
    inside = np.zeros(len(talk.texts) + 1, dtype=np.int64)
    for start, stop in closed:
        inside[start:stop] = 1
    covered = np.concatenate([[0], np.cumsum(inside)])
    free = covered[found.stop] == covered[found.start]
    found = found.take(free)
    return _unsaid(_nearest(found, index), talk, index)


def _owned(
    found: Found, talk: Talked, index: SoundIndex, asked: Iterable[tuple[int, int, str]]
) -> NDArray[np.bool_]:
    """Which candidates are of the term of every place of `asked` that they touch."""
    places, own = list(asked), np.ones(len(found.start), dtype=np.bool_)
    if not places:
        return own
    numbers = {entry.term: n for entry, n in zip(index.spelled, index.owner.tolist(), strict=True)}
    free, nobody = -1, -2
    owner = np.full(len(talk.texts), free)
    for start, stop, term in places:
        owner[start:stop] = numbers.get(term, nobody)
    for step in range(WIDEST):
        inside = np.flatnonzero(found.start + step < found.stop)
        at = owner[found.start[inside] + step]
        own[inside] &= (at == free) | (at == index.owner[found.which[inside]])
    return own


def _unsaid(found: Found, talk: Talked, index: SoundIndex) -> Found:
    """Without those where a form of the term stands among the words already: nothing is wrong there."""
    longest = max(map(len, index.lemmas), default=0)
    said = without_endings(talk.flat)
    # Where each term stands: from its first word on, to behind its last.
    stands: dict[int, list[tuple[int, int]]] = {}
    for at in range(len(said)):
        for stop in range(at + 1, min(at + longest, len(said)) + 1):
            for term in index.lemmas.get(said[at:stop], ()):
                stands.setdefault(term, []).append((at, stop))
    first, last = talk.offsets[found.start], talk.offsets[found.stop]
    which = index.owner[found.which]
    suspect = np.flatnonzero(np.isin(which, np.array([*stands], dtype=np.int64)))
    free = np.ones(len(which), dtype=np.bool_)
    for row in suspect.tolist():
        free[row] = not any(first[row] <= a and b <= last[row] for a, b in stands[int(which[row])])
    return found.take(free)


def without_endings(words: Sequence[str]) -> tuple[str, ...]:
    """The words without the endings that make a plural or possessive of them."""
    return tuple(ENDING.sub("", word) if word.endswith("s") else word for word in words)


def _nearest(found: Found, index: SoundIndex) -> Found:
    """The best AT_ONCE candidates of each start, one for each span and form."""
    # Short terms come near to everything: the same distance says less of them.
    badness = found.distance + 0.5 / index.sizes[found.which]
    # One number for start, stop and text: sorting by one key takes a third of the time.
    span = found.start * (WIDEST + 1) + found.stop - found.start
    where = span * (len(index.spelled) + 1) + index.text[found.which]
    order = np.lexsort((found.which, badness, where))
    found, where, badness = found.take(order), where[order], badness[order]
    first = np.diff(where, prepend=-1) != 0
    found, badness = found.take(first), badness[first]
    order = np.lexsort((found.which, found.stop, badness, found.start))
    found = found.take(order)
    opens = np.flatnonzero(np.diff(found.start, prepend=-1))
    rank = np.arange(len(order)) - np.repeat(opens, np.diff([*opens, len(order)]))
    return found.take(rank < AT_ONCE)
