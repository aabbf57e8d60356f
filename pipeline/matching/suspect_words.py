"""Which words of a talk were hardly said: improbable where they stand, whatever the dictionary knows.

Gradient-boosted trees over what a reader would stumble at: a word that surprises, neighbours that do not
go together, a word from another subject, one that the network doubts. Marks and capitals are not looked
at: they tell more about the recogniser than about the word. Trained by `training/terms/suspects.py`.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, starmap
from math import log1p

import numpy as np
from numpy.typing import NDArray

from pipeline.language import doubt
from pipeline.language.counts import count, pair_count, together
from pipeline.language.english import FUNCTION
from pipeline.language.lm import UNKNOWN, language_model
from pipeline.language.phones import known
from pipeline.language.scorer import scorer
from pipeline.language.topics import likeness, topics
from pipeline.matching.sound_index import Talked
from pipeline.matching.sound_lines import Surprise
from pipeline.matching.sound_search import Floats

COMPANY = 25  # words on either side that tell the subject
NEAR = 4  # words on either side that tell how garbled the place is

FEATURES = (
    "surprise", "before", "after", "after_two", "skipped", "around", "garbled", "rank", "alone", "fit",
    "count", "rarest_before", "rarest_pair", "pair_before", "pair_after", "topic", "has_topic", "times",
    "bursts", "unknown", "strange", "function", "function_before", "function_after", "letters",
    "network", "network_near",
)  # fmt: skip


def doubts(texts: Sequence[str]) -> Floats:
    """For each word the probability that another one was said there, a term or a name."""
    talk = Talked(tuple(texts), frozenset())
    if not talk.flat:
        return np.zeros(len(texts), dtype=np.float32)
    return _of_words(talk, scorer("terms_doubts")(features(talk)))


def _of_words(talk: Talked, chances: Floats) -> Floats:
    """A token of several words ("state-of-the-art") is as doubtful as its most doubtful one."""
    result = np.zeros(len(talk.texts), dtype=np.float32)
    tokens = np.repeat(np.arange(len(talk.texts)), np.diff(talk.offsets))
    np.maximum.at(result, tokens, chances)
    return result


def features(talk: Talked) -> Floats:
    """A row of FEATURES for each word of `talk.flat`."""
    flat, surprising = talk.flat, Surprise.of(talk)
    surprise = surprising.in_place
    alone = np.diff(surprising.alone_sums).astype(np.float32)
    counts = np.array([log1p(count(word)) for word in flat], dtype=np.float32)
    pairs = np.array([0.0, *starmap(together, pairwise(flat)), 0.0], dtype=np.float32)
    listed = np.array([0.0, *(float(pair_count(*two) > 0) for two in pairwise(flat)), 0.0])
    little = np.array([word in FUNCTION for word in flat], dtype=np.float32)
    strange = [not known(word) and not count(word) for word in flat]
    topic, has_topic = _topic(flat)
    said = Counter(flat)
    times = np.array([said[word] for word in flat], dtype=np.float32)
    expected = np.exp(-alone.astype(np.float64)) * len(flat)
    network = np.maximum(doubt.doubts(flat), doubt.LOWEST)
    ranks = np.argsort(np.argsort(surprise, kind="stable"), kind="stable") / len(flat)
    columns = [
        surprise,
        _shifted(surprise, -1),
        _shifted(surprise, 1),
        _shifted(surprise, 2),
        _skipped(talk),
        _around(surprising.sums),
        np.full(len(flat), np.median(surprise)),
        ranks,
        alone,
        alone - surprise,
        counts,
        np.minimum(_shifted(counts, -1), _shifted(counts, 1)),
        np.minimum(pairs[:-1], pairs[1:]),
        listed[:-1],
        listed[1:],
        topic,
        has_topic,
        np.log1p(times),
        np.log((times + 0.2) / (expected + 0.2)),
        talk.ids == UNKNOWN,
        strange,
        little,
        _shifted(little, -1),
        _shifted(little, 1),
        [len(word) for word in flat],
        network,
        np.maximum(_shifted(network, -1), _shifted(network, 1)),
    ]
    return np.column_stack(columns).astype(np.float32)


def _shifted(values: NDArray[np.floating], by: int) -> NDArray[np.floating]:
    """Each word's neighbour's value, `by` words on; 0 beyond the ends."""
    result = np.zeros_like(values)
    if by > 0:
        result[:-by] = values[by:]
    else:
        result[-by:] = values[:by]
    return result


def _skipped(talk: Talked) -> Floats:
    """How much less the next word would surprise if this one had not been said."""
    ids = np.concatenate([[1, 1], talk.ids, [1]])
    model = language_model()
    without = -model.log_probability(ids[:-3], ids[1:-2], ids[3:])
    with_it = -model.log_probability(ids[1:-2], ids[2:-1], ids[3:])
    return np.asarray(with_it - without, dtype=np.float32)


def _around(sums: Floats) -> NDArray[np.floating]:
    """The mean surprise of the words on either side."""
    at = np.arange(len(sums) - 1)
    low, high = np.maximum(at - NEAR, 0), np.minimum(at + NEAR + 1, len(sums) - 1)
    own = sums[at + 1] - sums[at]
    return np.asarray((sums[high] - sums[low] - own) / np.maximum(high - low - 1, 1))


def _topic(flat: Sequence[str]) -> tuple[Floats, Floats]:
    """How close each word is to what is talked about around it, and whether it has a subject."""
    vectors = topics().of(flat)
    sums = np.vstack([np.zeros((1, vectors.shape[1]), np.float32), np.cumsum(vectors, axis=0)])
    at = np.arange(len(flat))
    low, high = np.maximum(at - COMPANY, 0), np.minimum(at + COMPANY + 1, len(flat))
    company = sums[high] - sums[low] - vectors
    return likeness(vectors, company), np.any(vectors != 0, axis=1).astype(np.float32)
