"""How likely a listed mishearing is one, where it stands: its words are often good English.

Gradient-boosted trees over what a reader would weigh, too: is the phrase odd there, would the term be
likelier, does its company stand around, is it said elsewhere. Trained by `training/terms/listed.py`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log1p

import numpy as np
from rapidfuzz.distance import Prefix

from pipeline.language.counts import common, count, pair_count
from pipeline.language.doubt import read
from pipeline.language.lm import language_model, spoken
from pipeline.language.scorer import for_talk, scorer, times_odds
from pipeline.language.topics import likeness, topics
from pipeline.matching.forms import Form
from pipeline.matching.literal import Match
from pipeline.matching.sound_search import Floats
from pipeline.model import key, keys_in

FEATURES = (
    "gain", "mean", "worst", "strange", "unusual", "common", "near", "elsewhere", "fits", "stem", "words",
    "letters", "repeated", "company", "subject", "field", "garbled",
    "heard_worst", "heard_mean", "heard_near", "term_worst", "term_mean", "term_near",
)  # fmt: skip
# Two words on either side are what a trigram model can see.
SEEN = 2
MOST_NEAR = 4
STRETCH = 20  # words that tell together how garbled a talk is
MARKS = '.,?!;:"()'
# The share of right places in what the trees learned from; how many such places a talk must outweigh,
# and how far it moves the odds: in a talk of the terms' own field a listed form is nearly always right.
RIGHT, WEIGHT, MOST_MOVED = 0.145, 20.0, 20.0
# Beyond this many nats a gain says nothing more.
LEAST_GAIN, MOST_GAIN = -15.0, 25.0


@dataclass(frozen=True)
class Context:
    """The words of a talk as texts and keys, and how many on either side count as company."""

    texts: Sequence[str]
    keys: tuple[str, ...]
    window: int = 25

    def near(self, match: Match, form: Form) -> list[str]:
        """The term's `near` words that stand around, in the singular or the plural."""
        low, high = max(0, match.start - self.window), match.stop + self.window
        words = (*self.keys[low : match.start], "|", *self.keys[match.stop : high])
        around = f" {' '.join(words)} "
        return [word for word in form.term.near if _stands(word, around)]

    def row(self, match: Match, form: Form, said: Mapping[str, int]) -> list[float]:
        """The FEATURES of reading `match` as `form`; `said` counts each term's sure places."""
        words = form.words
        return [
            *self._surprise(match, form.reads),
            float(any(count(word) == 0 and not word.isdigit() for word in words)),
            float(len(words) > 1 and any(pair_count(a, b) == 0 for a, b in pairwise(words))),
            float(all(map(common, words))),
            float(min(len(self.near(match, form)), MOST_NEAR)),
            log1p(said.get(form.term.name, 0)),
            float(self._fits(match)),
            _shared_stem("".join(words), key(form.reads)),
            float(len(words)),
            float(form.how == "letters"),
            log1p(self._times(words)),
            *self._company(match, form),
            self._garbled,
            *read(self.texts, match.start, match.stop),
            *read(self.texts, match.start, match.stop, form.reads),
        ]

    def _company(self, match: Match, form: Form) -> tuple[float, float, float]:
        """Cosines: the term and what is talked about around, and in the whole talk; its company and that."""
        around = self._topics[max(0, match.start - self.window) : match.stop + self.window]
        own = self._topics[match.start : match.stop].sum(axis=0)
        term, near = _subject(form.reads), _subject(" ".join(form.term.near))
        here, talk = around.sum(axis=0) - own, self._whole - own
        one, two, three = likeness(np.stack([term, term, near]), np.stack([here, talk, talk]))
        return float(one), float(two), float(three)

    @cached_property
    def _whole(self) -> Floats:
        return np.asarray(self._topics.sum(axis=0))

    @cached_property
    def _garbled(self) -> float:
        """How surprising the talk is (median of the nats a word): how much was misheard in it."""
        model = language_model()
        surprise = model.surprise(model.encode(spoken(" ".join(self.texts))))
        return float(np.median(_means(surprise)))

    @cached_property
    def _topics(self) -> Floats:
        """A topic vector for each word."""
        return topics().of(text.lower().strip(MARKS) for text in self.texts)

    def _surprise(self, match: Match, reads: str) -> tuple[float, float, float]:
        """By how many nats the reading is likelier than the words; their mean and worst surprise."""
        left = spoken(" ".join(self.texts[max(0, match.start - SEEN) : match.start]))
        right = spoken(" ".join(self.texts[match.stop : match.stop + SEEN]))
        heard = spoken(" ".join(self.texts[match.start : match.stop]))
        model = language_model()
        as_heard = model.surprise(model.encode([*left, *heard, *right]))[len(left) :]
        as_read = model.surprise(model.encode([*left, *spoken(reads), *right]))[len(left) :]
        gain = min(max(float(as_heard.sum() - as_read.sum()), LEAST_GAIN), MOST_GAIN)
        own = as_heard[: len(heard)] if heard else np.zeros(1)
        return gain, float(own.mean()), float(own.max())

    def _fits(self, match: Match) -> bool:
        """Whether the words stand together, and with their neighbours, in English at large."""
        words = self.keys[max(0, match.start - 1) : match.stop + 1]
        return all(pair_count(one, other) for one, other in pairwise(words))

    def _times(self, words: tuple[str, ...]) -> int:
        """How often the phrase is said in this talk."""
        size = len(words)
        return sum(self.keys[n : n + size] == words for n in self._places.get(words[0], ()))

    @cached_property
    def _places(self) -> Mapping[str, Sequence[int]]:
        """Where each word is said."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for n, word in enumerate(self.keys):
            found[word].append(n)
        return found


def chances(
    context: Context,
    places: Sequence[tuple[Match, Form]],
    said: Mapping[str, int],
    field: Mapping[str, float],
) -> list[float]:
    """For each place the probability that its form is meant as its term there, in a talk that is so far of the term's
    `field` (`by_term`)."""
    if not places:
        return []
    rows = np.array([context.row(match, form, said) for match, form in places], dtype=np.float32)
    near = np.array([field[form.term.name] for _, form in places], dtype=np.float32)
    moved = for_talk(scorer("terms_listed")(rows), RIGHT, MOST_MOVED, WEIGHT)
    return [round(float(chance), 3) for chance in times_odds(moved, near)]


def _subject(text: str) -> Floats:
    """What a text is about: the sum of its words' vectors."""
    return np.asarray(topics().of(spoken(text)).sum(axis=0))


def _means(values: Floats) -> Floats:
    """The mean of each stretch of STRETCH values."""
    sums = np.concatenate([[0], np.cumsum(values)])
    width = max(1, min(STRETCH, len(values)))
    return np.asarray((sums[width:] - sums[:-width]) / width, dtype=np.float32)


def _stands(near: str, around: str) -> bool:
    """Whether a word stands among others, written in one or in its parts: "fine-tuning", "fine tuning"."""
    ways = {" ".join(keys_in(near)), " ".join(keys_in(near.replace("-", " ")))}
    return any(f" {way} " in around or f" {way}s " in around for way in ways)


def _shared_stem(one: str, other: str) -> float:
    """How much of the longer of two words both begin with: "trained in" and "training" share most."""
    return Prefix.similarity(one, other) / max(len(one), len(other), 1)
