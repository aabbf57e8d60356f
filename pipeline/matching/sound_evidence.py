"""What speaks for and against each candidate: a row of numbers, in the order of FEATURES.

Sound alone finds hundreds of times more than is there. What decides is how improbable the written
words are in their place, how well the term would fit there, and what else the talk says.
"""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pipeline.language.counts import count, pair_count
from pipeline.language.phones import known
from pipeline.language.topics import likeness, topics
from pipeline.matching.sound_index import FUNCTION, WIDEST, Found, SoundIndex, Talked, standing
from pipeline.matching.sound_lines import FAR_PRICE, Heard, Lines, hopeful

Floats = NDArray[np.float32]
COMPANY = 25  # words on either side that tell the subject
NEAR = 6  # words around it that tell how garbled the place is
RARE = (
    14.0  # nats by which a word outside the model's vocabulary is rarer than all of those together
)
ENGLISH_WORDS = 1.0e12  # tokens behind symspellpy's counts


def weigh(
    talk: Talked, index: SoundIndex, found: Found, taken: Sequence[str] = ()
) -> tuple[Found, Floats]:
    """The candidates that are not hopeless, and their features, a row each.

    `taken` names the terms settled elsewhere in the talk.
    """
    heard = Heard.of(talk)
    lines = Lines.of(talk, index, found, heard)
    rows = hopeful(index, found, lines)
    found = found.take(rows)
    if not len(rows):
        return found, np.zeros((0, len(FEATURES)), dtype=np.float32)
    context = _Context(talk, index, found, taken, heard, lines.take(rows))
    return found, np.column_stack([of(context) for of in FEATURES.values()]).astype(np.float32)


class _Context:
    """What several features share, worked out once for all candidates."""

    def __init__(
        self,
        talk: Talked,
        index: SoundIndex,
        found: Found,
        taken: Sequence[str],
        heard: Heard,
        lines: Lines,
    ) -> None:
        self.talk, self.index, self.found, self.heard, self.lines = talk, index, found, heard, lines
        self.term_phones = _of_forms(index, lambda n: len(index.spelled[n].phones))[found.which]
        phones = np.array([0, *np.cumsum([len(said) for said in talk.phones])])
        self.heard_phones = phones[found.stop] - phones[found.start]
        self.standing = standing(talk, index)
        self.taken = Counter(taken)
        self.spans = list(zip(found.start.tolist(), found.stop.tolist(), strict=True))
        self.span_set = sorted(set(self.spans))
        at = {span: n for n, span in enumerate(self.span_set)}
        self.span_at = np.array([at[span] for span in self.spans], dtype=np.int64)
        self.near, self.whole = _company(self)

    def by_span(self, value: Callable[[int, int], float]) -> Floats:
        """A value of each span of words, for all candidates of it."""
        each = np.array([value(start, stop) for start, stop in self.span_set], dtype=np.float32)
        return each[self.span_at] if len(each) else np.zeros(0, np.float32)

    def by_flat(self, value: Callable[[int, int], float]) -> Floats:
        """A value of each span, given by its words in the language model's form."""
        offsets = self.talk.offsets.tolist()
        return self.by_span(lambda start, stop: value(offsets[start], offsets[stop]))

    def words(self, start: int, stop: int) -> tuple[str, ...]:
        """The words of a span in the language model's form."""
        return self.talk.flat[self.talk.offsets[start] : self.talk.offsets[stop]]


def _of_forms(index: SoundIndex, value: Callable[[int], float]) -> Floats:
    return np.array([value(n) for n in range(len(index.spelled))], dtype=np.float32)


def _company(c: _Context) -> tuple[Floats, Floats]:
    """Topic vectors: of what is said around each candidate, and running sums of the whole talk's."""
    vectors = topics().of(c.talk.flat)
    sums = np.vstack([np.zeros((1, vectors.shape[1]), np.float32), np.cumsum(vectors, axis=0)])
    low = np.maximum(c.lines.first - COMPANY, 0)
    high = np.minimum(c.lines.last + COMPANY, len(vectors))
    return sums[high] - sums[low] - (sums[c.lines.last] - sums[c.lines.first]), sums


def _rarest(c: _Context) -> Floats:
    counts = [math.log1p(count(word)) for word in c.talk.flat]
    return c.by_flat(lambda first, last: min(counts[first:last], default=0.0))


def _rarest_pair(c: _Context) -> Floats:
    """Of the neighbours from the word before to the word behind: the least at home side by side."""
    flat = c.talk.flat
    together = [
        math.log((pair_count(a, b) + 1e5) * ENGLISH_WORDS / ((count(a) + 1e6) * (count(b) + 1e6)))
        for a, b in pairwise(flat)
    ]
    return c.by_flat(lambda first, last: min(together[max(first - 1, 0) : last], default=0.0))


def _bursts(c: _Context) -> Floats:
    """How much more often the words stand in this talk than in English."""
    sizes = range(1, 8)
    flat = c.talk.flat
    seen = Counter(flat[n : n + size] for size in sizes for n in range(len(flat) - size + 1))

    sums = c.heard.alone_sums

    def value(first: int, last: int) -> float:
        expected = math.exp(sums[first] - sums[last]) * len(flat)
        return math.log((seen[flat[first:last]] + 0.2) / (expected + 0.2))

    return c.by_flat(value)


def _said_elsewhere(c: _Context) -> Floats:
    """How often the term is written out in the talk (log), in any of its forms."""
    names = {entry.words: entry.term for entry in c.index.spelled}
    said = Counter(names[words] for words in c.standing.values())
    said.update(c.taken)
    return _of_forms(c.index, lambda n: math.log1p(said[c.index.spelled[n].term]))[c.found.which]


def _parts_said(c: _Context) -> Floats:
    """How often the rarest of the term's words is said in the talk (log)."""
    said = Counter(c.talk.flat)
    return _of_forms(
        c.index, lambda n: math.log1p(min((said[w] for w in c.index.spelled[n].words), default=0))
    )[c.found.which]


def _stands(c: _Context) -> Floats:
    """Whether the written words are a term themselves."""
    return c.by_span(lambda a, b: float((a, b) in c.standing))


def _holds(c: _Context) -> Floats:
    """Whether a term stands within the written words."""
    starts: dict[int, list[int]] = {}
    for start, stop in c.standing:
        starts.setdefault(start, []).append(stop)
    return c.by_span(
        lambda a, b: float(
            any(s <= b for n in range(a, b) for s in starts.get(n, ())) and (a, b) not in c.standing
        )
    )


def _shared(c: _Context) -> Floats:
    """Share of the written words that are words of the term as well."""
    forms = [frozenset(entry.words) for entry in c.index.spelled]
    heard = [frozenset(c.words(*span)) for span in c.span_set]
    pairs = zip(c.span_at.tolist(), c.found.which.tolist(), strict=True)
    shared = [len(heard[at] & forms[which]) / max(1, len(heard[at])) for at, which in pairs]
    return np.array(shared, dtype=np.float32)


def _stem(c: _Context) -> Floats:
    """Length of the beginning that the written words share with the term, by the shorter."""
    forms = ["".join(entry.words) for entry in c.index.spelled]
    heard = ["".join(c.words(*span)) for span in c.span_set]
    pairs = zip(c.span_at.tolist(), c.found.which.tolist(), strict=True)
    return np.array(
        [
            _common(heard[at], forms[which]) / max(1, min(len(heard[at]), len(forms[which])))
            for at, which in pairs
        ],
        dtype=np.float32,
    )


def _common(one: str, other: str) -> int:
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size


def _rivals(c: _Context) -> Floats:
    """How much nearer the nearest candidate that begins in the same words is."""
    best = np.full(len(c.talk.texts) + 1, np.inf, dtype=np.float32)
    np.minimum.at(best, c.found.start, c.found.distance)
    return np.asarray(c.found.distance - best[c.found.start], dtype=np.float32)


def _rival_gain(c: _Context) -> Floats:
    """How much better the best candidate over any of the same words fits, sound and text together."""
    fit = c.lines.raw - c.lines.term - FAR_PRICE * c.found.distance
    best = np.full(len(c.talk.texts) + 1, -np.inf)
    for step in range(WIDEST):
        inside = c.found.start + step < c.found.stop
        np.maximum.at(best, c.found.start[inside] + step, fit[inside])
    over = fit.copy()
    for step in range(WIDEST):
        inside = c.found.start + step < c.found.stop
        over[inside] = np.maximum(over[inside], best[c.found.start[inside] + step])
    return np.asarray(over - fit, dtype=np.float32)


def _plural(c: _Context) -> Floats:
    """Whether the term ends in the sound of a plural where the written words do not (1; -1)."""
    ends = _of_forms(c.index, lambda n: float(c.index.spelled[n].phones[-1] in "sz"))
    heard = np.array([float(said[-1:] in ("s", "z")) for said in c.talk.phones], dtype=np.float32)
    return ends[c.found.which] - heard[c.found.stop - 1]


def _mass(c: _Context) -> Floats:
    """In how many places of the talk the term is a near candidate (log)."""
    near = c.found.distance < 0.2
    terms = {name: n for n, name in enumerate(dict.fromkeys(e.term for e in c.index.spelled))}
    number = _of_forms(c.index, lambda n: terms[c.index.spelled[n].term]).astype(np.int64)[
        c.found.which
    ]
    places = {
        (n, s) for n, s in zip(number[near].tolist(), c.found.start[near].tolist(), strict=True)
    }
    tally = np.bincount([n for n, _ in places] or [0], minlength=len(terms))
    return np.log1p(tally[number]).astype(np.float32)


def _per_form(value: Callable[[str], float]) -> Callable[[_Context], Floats]:
    return lambda c: _of_forms(c.index, lambda n: value(c.index.spelled[n].text))[c.found.which]


def _per_text(value: Callable[[str], bool]) -> Callable[[_Context], Floats]:
    def column(c: _Context) -> Floats:
        sums = np.concatenate([[0], np.cumsum([value(text) for text in c.talk.texts])])
        return np.asarray(sums[c.found.stop] - sums[c.found.start], dtype=np.float32)

    return column


def _function(text: str) -> bool:
    return text.lower().strip(".,?!;:\"'") in FUNCTION


def _strange(text: str) -> bool:
    word = text.lower().strip(".,?!;:\"'").replace("\u2019", "'")
    return bool(word) and not known(word) and not count(word)


def _capital(text: str) -> bool:
    return text[:1].isupper() and not text.startswith(("I'", "I\u2019")) and text != "I"


def _ends(step: int) -> Callable[[_Context], Floats]:
    def column(c: _Context) -> Floats:
        flags = np.array([_function(text) for text in c.talk.texts], dtype=np.float32)
        return flags[c.found.start] if step == 0 else flags[c.found.stop - 1]

    return column


def _around(c: _Context) -> Floats:
    low = np.maximum(c.lines.first - NEAR, 0)
    high = np.minimum(c.lines.last + NEAR, len(c.heard.surprise))
    outside = (c.heard.sums[c.lines.first] - c.heard.sums[low]) + (
        c.heard.sums[high] - c.heard.sums[c.lines.last]
    )
    return np.asarray(
        outside / np.maximum(1, (c.lines.first - low) + (high - c.lines.last)), dtype=np.float32
    )


def _worst(c: _Context) -> Floats:
    values = c.heard.surprise.tolist()
    return c.by_flat(lambda first, last: max(values[first:last], default=0.0))


def _topic(c: _Context, company: Floats) -> Floats:
    used, at = np.unique(c.found.which, return_inverse=True)
    forms = [topics().of(c.index.spelled[which].words).sum(axis=0) for which in used]
    return likeness(np.array(forms)[at], company)


def _raw_topic(c: _Context) -> Floats:
    return likeness(c.whole[c.lines.last] - c.whole[c.lines.first], c.near)


def _garbled(c: _Context) -> Floats:
    """How surprising the talk is as a whole (nats a word): how much was misheard in it."""
    width = min(20, len(c.heard.surprise))
    means = (c.heard.sums[width:] - c.heard.sums[:-width]) / width
    return np.full(len(c.spans), np.median(means), dtype=np.float32)


def _crosses(c: _Context) -> Floats:
    return c.by_span(lambda a, b: float(any(n in c.talk.edges for n in range(a + 1, b))))


def _marked(c: _Context) -> Floats:
    """Whether a mark stands within the written words: it is heard at the end of a phrase."""
    flags = [text[-1:] in ",.?!;:" for text in c.talk.texts]
    sums = np.concatenate([[0], np.cumsum(flags)])
    return np.asarray(sums[c.found.stop - 1] - sums[c.found.start], dtype=np.float32)


FEATURES: dict[str, Callable[[_Context], Floats]] = {
    "distance": lambda c: c.found.distance,
    "cost": lambda c: c.found.distance * np.maximum(c.heard_phones, c.term_phones),
    "term_phones": lambda c: c.term_phones,
    "heard_longer": lambda c: c.heard_phones - c.term_phones,
    "heard_words": lambda c: (c.lines.last - c.lines.first).astype(np.float32),
    "term_words": lambda c: _of_forms(c.index, lambda n: len(c.index.spelled[n].words))[
        c.found.which
    ],
    "rival": _rivals,
    "rival_gain": _rival_gain,
    "plural": _plural,
    "raw_surprise": lambda c: c.lines.raw,
    "term_surprise": lambda c: c.lines.term,
    "gain": lambda c: c.lines.raw - c.lines.term,
    "raw_fit": lambda c: c.lines.raw_alone - c.lines.raw,
    "term_fit": lambda c: c.lines.term_alone - c.lines.term,
    "raw_alone": lambda c: c.lines.raw_alone,
    "term_alone": lambda c: c.lines.term_alone,
    "term_unknown": lambda c: c.lines.unknown,
    "worst_word": _worst,
    "around": _around,
    "garbled": _garbled,
    "topic_near": lambda c: _topic(c, c.near),
    "topic_talk": lambda c: _topic(c, np.repeat(c.whole[-1:], len(c.spans), axis=0)),
    "raw_topic": _raw_topic,
    "rarest": _rarest,
    "rarest_pair": _rarest_pair,
    "bursts": _bursts,
    "said": _said_elsewhere,
    "parts_said": _parts_said,
    "mass": _mass,
    "stands": _stands,
    "holds": _holds,
    "shared": _shared,
    "stem": _stem,
    "function_words": _per_text(_function),
    "function_first": _ends(0),
    "function_last": _ends(1),
    "strange": _per_text(_strange),
    "capitals": _per_text(_capital),
    "crosses": _crosses,
    "marked": _marked,
    "term_capital": _per_form(lambda text: float(text[:1].isupper())),
    "term_acronym": _per_form(
        lambda text: float(sum(map(str.isupper, text)) >= 2 and " " not in text)
    ),
}
