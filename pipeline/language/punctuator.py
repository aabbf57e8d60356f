"""The network that restores punctuation: for each word it says which mark follows it, its case, whether a new speaker
begins, and what the speaker plays (see models/encoder_MODEL_CARD.md).

    tags(heard(transcript))
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np

from pipeline.language.encoder import Floats, cut, flat, scores
from pipeline.language.heard import FEATURES, Heard, bits
from pipeline.language.tags import Tags
from pipeline.language.words import core

NETWORK = "sentences.onnx.gz"
# Of a word's scores, in this order; the last three: that its speaker answers, leads, or asks from the audience.
MARKS, CASES, TURNS = 4, 3, 2


def tags(words: Sequence[Heard]) -> list[Tags]:
    """What the network says of each word; the last texts' answers are remembered."""
    return list(_tags(tuple(words)))


@lru_cache(maxsize=4)
def _tags(words: tuple[Heard, ...]) -> tuple[Tags, ...]:
    if not words:
        return ()
    cuts = [cut(core(word.text)) for word in words]
    sizes = list(map(len, cuts))
    codes = np.repeat(np.array([bits(word) for word in words], np.uint32), sizes)
    features = ((codes[:, None] >> np.arange(FEATURES, dtype=np.uint32)) & 1).astype(np.float32)
    firsts = [0, *accumulate(sizes)][:-1]
    found = scores(flat(cuts), NETWORK, features=features)[firsts]
    *kinds, parts = np.split(found, np.cumsum((MARKS, CASES, TURNS)), axis=1)
    marks, cases, turns = map(_softmax, kinds)
    answers, leads, asks = parts.T
    odds = np.column_stack([np.logaddexp(leads, asks) - answers, leads - asks])
    told = np.concatenate([marks, cases, turns[:, 1:], odds], axis=1)
    return tuple(map(Tags._make, told.astype(float).round(4).tolist()))


def _softmax(scores: Floats) -> Floats:
    """The probabilities of each row."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)
