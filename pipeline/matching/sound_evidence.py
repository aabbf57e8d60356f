"""What speaks for and against each candidate: a row of numbers, in the order of FEATURES.

Sound alone finds hundreds of times more than is there. What decides is how improbable the written
words are in their place, how well the term would fit there, and what else the talk says.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, starmap
from typing import TypeVar

import numpy as np
from rapidfuzz.distance import Prefix

from pipeline.language.counts import count, together
from pipeline.language.english import FUNCTION
from pipeline.language.phones import known
from pipeline.language.topics import likeness, topics
from pipeline.matching.sound_index import WIDEST, Found, SoundIndex, Talked, standing
from pipeline.matching.sound_lines import FAR_PRICE, Lines, Surprise, hopeful
from pipeline.matching.sound_search import Floats, Ints

Made = TypeVar("Made")
COMPANY = 25  # words on either side that tell the subject
LONGEST_PHRASE = 7  # words of a phrase whose repetitions are counted
NEAR = 6  # words around it that tell how garbled the place is
# Terms of the largest dictionaries that the trees learned from: what is larger counts as no larger, or one entry
# more could tip what is found for all the others.
LARGEST = 2785


def weigh(
    talk: Talked, index: SoundIndex, found: Found, taken: Sequence[str] = ()
) -> tuple[Found, Floats]:
    """The candidates that are not hopeless, and their features, a row each.

    `taken` names the terms settled elsewhere in the talk.
    """
    surprise = Surprise.of(talk)
    lines = Lines.of(talk, index, found, surprise)
    rows = hopeful(index, found, lines)
    found = found.take(rows)
    if not len(rows):
        return found, np.zeros((0, len(FEATURES)), dtype=np.float32)
    context = _Context(talk, index, found, taken, surprise, lines.take(rows))
    return found, np.column_stack([of(context) for of in FEATURES.values()]).astype(np.float32)


class _Context:
    """What several features share, worked out once for all candidates."""

    def __init__(
        self,
        talk: Talked,
        index: SoundIndex,
        found: Found,
        taken: Sequence[str],
        surprise: Surprise,
        lines: Lines,
    ) -> None:
        self.talk, self.index, self.found = talk, index, found
        self.surprise, self.lines = surprise, lines
        self.term_phones = index.sizes[found.which]
        phones = np.array([0, *np.cumsum([len(said) for said in talk.phones])])
        self.heard_phones = phones[found.stop] - phones[found.start]
        self.standing = standing(talk, index)
        here = (index.form_of[words] for words in self.standing.values())
        self.said = Counter([*taken, *(index.spelled[form].term for form in here)])
        width = len(talk.texts) + 1
        spans, self.span_at = np.unique(found.start * width + found.stop, return_inverse=True)
        self.spans = list(zip((spans // width).tolist(), (spans % width).tolist(), strict=True))
        # What depends on the form alone is worked out once for those that are candidates.
        self.forms, self.form_at = np.unique(found.which, return_inverse=True)
        self.near, self.whole = _company(self)

    def by_span(self, value: Callable[[int, int], float]) -> Floats:
        """A value of each span of words, for all candidates of it."""
        each = np.array([value(start, stop) for start, stop in self.spans], dtype=np.float32)
        return np.asarray(each[self.span_at], dtype=np.float32)

    def by_form(self, value: Callable[[int], float]) -> Floats:
        """A value of each form, for all candidates of it."""
        each = np.array([value(form) for form in self.forms.tolist()], dtype=np.float32)
        return np.asarray(each[self.form_at], dtype=np.float32)

    def by_pair(
        self, made: Callable[[tuple[str, ...]], Made], value: Callable[[Made, Made], float]
    ) -> Floats:
        """A value of each candidate by its span and its form, each as it is `made` of its words."""
        heard = [made(self.words(*span)) for span in self.spans]
        forms = [made(self.index.spelled[form].words) for form in self.forms]
        pairs = zip(self.span_at.tolist(), self.form_at.tolist(), strict=True)
        return np.array([value(heard[at], forms[which]) for at, which in pairs], dtype=np.float32)

    def by_flat(self, value: Callable[[int, int], float]) -> Floats:
        """A value of each span, given by its words in the language model's form."""
        offsets = self.talk.offsets.tolist()
        return self.by_span(lambda start, stop: value(offsets[start], offsets[stop]))

    def words(self, start: int, stop: int) -> tuple[str, ...]:
        """The words of a span in the language model's form."""
        return self.talk.flat[self.talk.offsets[start] : self.talk.offsets[stop]]


def _company(c: _Context) -> tuple[Floats, Floats]:
    """Topic vectors: of what is said around each candidate, and running sums of the whole talk's."""
    vectors = topics().of(c.talk.flat)
    sums = np.vstack([np.zeros((1, vectors.shape[1]), np.float32), np.cumsum(vectors, axis=0)])
    low = np.maximum(c.lines.first - COMPANY, 0)
    high = np.minimum(c.lines.last + COMPANY, len(vectors))
    return sums[high] - sums[low] - (sums[c.lines.last] - sums[c.lines.first]), sums


def _known_here(c: _Context) -> Floats:
    """What share of the dictionary is written out in the talk (log): its field, or one among many."""
    share = math.log((len(c.said) + 1) / _terms(c))
    return np.full(len(c.found.start), share, dtype=np.float32)


def _terms(c: _Context) -> int:
    """How many terms there are, as far as that tells."""
    return min(int(c.index.owner.max(initial=0)) + 1, LARGEST)


def _terms_near(c: _Context) -> Floats:
    """How many words round it stand in terms (log)."""
    inside = np.zeros(len(c.talk.texts) + 1, dtype=np.int64)
    for start, stop in c.standing:
        inside[start + 1 : stop + 1] = 1
    sums = np.cumsum(inside)
    low = np.maximum(c.found.start - COMPANY, 0)
    high = np.minimum(c.found.stop + COMPANY, len(c.talk.texts))
    near = sums[high] - sums[low] - (sums[c.found.stop] - sums[c.found.start])
    return np.asarray(np.log1p(near), dtype=np.float32)


def _field(c: _Context) -> Floats:
    """What share of the dictionary's forms are further from the subject of the talk."""
    every = likeness(c.index.vectors, np.broadcast_to(c.whole[-1], c.index.vectors.shape))
    return np.asarray(
        np.searchsorted(np.sort(every), every[c.found.which]) / len(every), dtype=np.float32
    )


def _rarest(c: _Context) -> Floats:
    counts = [math.log1p(count(word)) for word in c.talk.flat]
    return c.by_flat(lambda first, last: min(counts[first:last], default=0.0))


def _rarest_pair(c: _Context) -> Floats:
    """Of the neighbours from the word before to the word behind: the least at home side by side."""
    pairs = [*starmap(together, pairwise(c.talk.flat))]
    return c.by_flat(lambda first, last: min(pairs[max(first - 1, 0) : last], default=0.0))


def _bursts(c: _Context) -> Floats:
    """How much more often the words stand in this talk than in English."""
    first, last = c.talk.offsets[np.array(c.spans)].T
    seen = np.zeros(len(first))
    for size, times in enumerate(_repeats(c.talk.flat), start=1):
        rows = np.flatnonzero(last - first == size)
        seen[rows] = times[first[rows]]
    sums = c.surprise.alone_sums
    expected = np.exp(sums[first] - sums[last]) * len(c.talk.flat)
    each = np.log((seen + 0.2) / (expected + 0.2))
    return np.asarray(each[c.span_at], dtype=np.float32)


def _repeats(words: Sequence[str]) -> Iterator[Ints]:
    """How often the one word from each place on comes in all, then the two, up to LONGEST_PHRASE."""
    numbers: dict[str, int] = {}
    single = np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)
    phrase = single
    for size in range(1, LONGEST_PHRASE + 1):
        _, phrase, times = np.unique(phrase, return_inverse=True, return_counts=True)
        yield times[phrase]
        phrase = phrase[:-1] * len(numbers) + single[size:]


def _said_elsewhere(c: _Context) -> Floats:
    """How often the term is written out in the talk (log), in any of its forms."""
    return c.by_form(lambda form: math.log1p(c.said[c.index.spelled[form].term]))


def _parts_said(c: _Context) -> Floats:
    """How often the rarest of the term's words is said in the talk (log)."""
    said = Counter(c.talk.flat)
    spelled = c.index.spelled
    return c.by_form(
        lambda form: math.log1p(min((said[word] for word in spelled[form].words), default=0))
    )


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
    return c.by_pair(frozenset, lambda heard, form: len(heard & form) / max(1, len(heard)))


def _stem(c: _Context) -> Floats:
    """Length of the beginning that the written words share with the term, by the shorter."""

    def share(heard: str, form: str) -> float:
        return Prefix.similarity(heard, form) / max(1, min(len(heard), len(form)))

    return c.by_pair("".join, share)


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
    heard = np.array([float(said[-1:] in ("s", "z")) for said in c.talk.phones], dtype=np.float32)
    return np.asarray(c.index.looks[0, c.found.which] - heard[c.found.stop - 1], dtype=np.float32)


def _mass(c: _Context) -> Floats:
    """In how many places of the talk the term is a near candidate (log)."""
    near = c.found.distance < 0.2
    owner = c.index.owner[c.found.which]
    places = np.unique(owner[near] * len(c.talk.texts) + c.found.start[near])
    tally = np.bincount(places // len(c.talk.texts), minlength=int(owner.max()) + 1)
    return np.asarray(np.log1p(tally[owner]), dtype=np.float32)


def _per_text(value: Callable[[str], bool]) -> Callable[[_Context], Floats]:
    """How many of the written words are of a kind."""

    def column(c: _Context) -> Floats:
        sums = np.concatenate([[0], np.cumsum([value(text) for text in c.talk.texts])])
        return np.asarray(sums[c.found.stop] - sums[c.found.start], dtype=np.float32)

    return column


def _function_at(c: _Context, places: Ints) -> Floats:
    """Whether function words stand at places of the talk."""
    return np.array([_function(text) for text in c.talk.texts], dtype=np.float32)[places]


def _bare(text: str) -> str:
    return text.lower().strip(".,?!;:\"'")


def _function(text: str) -> bool:
    return _bare(text) in FUNCTION


def strange(text: str) -> bool:
    """Whether a token is no English word, and none that is known how to say."""
    word = _bare(text).replace("\u2019", "'")
    return bool(word) and not known(word) and not count(word)


def _capital(text: str) -> bool:
    return text[:1].isupper() and not text.startswith(("I'", "I\u2019")) and text != "I"


def _around(c: _Context) -> Floats:
    low = np.maximum(c.lines.first - NEAR, 0)
    high = np.minimum(c.lines.last + NEAR, len(c.surprise.in_place))
    outside = (c.surprise.sums[c.lines.first] - c.surprise.sums[low]) + (
        c.surprise.sums[high] - c.surprise.sums[c.lines.last]
    )
    return np.asarray(
        outside / np.maximum(1, (c.lines.first - low) + (high - c.lines.last)), dtype=np.float32
    )


def _worst(c: _Context) -> Floats:
    values = c.surprise.in_place.tolist()
    return c.by_flat(lambda first, last: max(values[first:last], default=0.0))


def _topic(c: _Context, company: Floats) -> Floats:
    return likeness(c.index.vectors[c.found.which], company)


def _raw_topic(c: _Context) -> Floats:
    return likeness(c.whole[c.lines.last] - c.whole[c.lines.first], c.near)


def _garbled(c: _Context) -> Floats:
    """How surprising the talk is as a whole (nats a word): how much was misheard in it."""
    width = min(20, len(c.surprise.in_place))
    means = (c.surprise.sums[width:] - c.surprise.sums[:-width]) / width
    return np.full(len(c.found.start), np.median(means), dtype=np.float32)


def _crosses(c: _Context) -> Floats:
    return c.by_span(lambda a, b: float(any(n in c.talk.edges for n in range(a + 1, b))))


def _marked(c: _Context) -> Floats:
    """How many marks stand within the written words: they are heard at the end of a phrase."""
    flags = [text[-1:] in ",.?!;:" for text in c.talk.texts]
    sums = np.concatenate([[0], np.cumsum(flags)])
    return np.asarray(sums[c.found.stop - 1] - sums[c.found.start], dtype=np.float32)


FEATURES: dict[str, Callable[[_Context], Floats]] = {
    "distance": lambda c: c.found.distance,
    "cost": lambda c: c.found.distance * np.maximum(c.heard_phones, c.term_phones),
    "term_phones": lambda c: c.term_phones,
    "heard_longer": lambda c: c.heard_phones - c.term_phones,
    "heard_words": lambda c: (c.lines.last - c.lines.first).astype(np.float32),
    "term_words": lambda c: c.index.lengths[c.found.which].astype(np.float32),
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
    "topic_talk": lambda c: _topic(c, np.repeat(c.whole[-1:], len(c.found.start), axis=0)),
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
    "function_first": lambda c: _function_at(c, c.found.start),
    "function_last": lambda c: _function_at(c, c.found.stop - 1),
    "strange": _per_text(strange),
    "capitals": _per_text(_capital),
    "crosses": _crosses,
    "marked": _marked,
    "term_capital": lambda c: c.index.looks[1, c.found.which],
    "term_acronym": lambda c: c.index.looks[2, c.found.which],
    "terms": lambda c: np.full(len(c.found.start), math.log(_terms(c))),
    "known_here": _known_here,
    "terms_near": _terms_near,
    "field": _field,
}
