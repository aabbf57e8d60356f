"""The other network: spaCy's hash embeddings and convolutions, to compare with the encoder.

Made of spaCy's own parts (`MultiHashEmbed`, `MaxoutWindowEncoder`: together HashEmbedCNN), it reads
the same words with the same hints as the encoder, and says the same of them:

    read = reader(Path("cnn.bin"))
    tags = read(heard(transcript))
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model
from spacy.tokens import Doc
from spacy.vocab import Vocab
from thinc.api import Linear, Model, chain, with_array

from pipeline.language.heard import CUE, PAUSE, SLACK, Heard, bits
from pipeline.language.tags import Tags
from pipeline.language.words import core

HEADS = ((0, 4), (4, 7), (7, 9))  # mark, case, turn
LENGTH = 400  # words read at once; the network sees DEPTH on each side of a word
WIDTH, DEPTH = 128, 6
# What was heard beside the word has no attribute of its own in spaCy: it goes where a word of a raw
# transcript has nothing yet.
HINTS = ("LEMMA", "DEP", "ENT_TYPE")
LETTERS = {"NORM": 10_000, "PREFIX": 2_000, "SUFFIX": 4_000, "SHAPE": 1_000}
ROWS = {**LETTERS, **dict.fromkeys(HINTS, 200)}


def network() -> Model[list[Doc], list[np.ndarray]]:
    """Docs in; for each, nine scores a word."""
    embed = MultiHashEmbed(WIDTH, list(ROWS), list(ROWS.values()), include_static_vectors=False)
    encode = MaxoutWindowEncoder(WIDTH, window_size=1, maxout_pieces=3, depth=DEPTH)
    net = chain(build_Tok2Vec_model(embed, encode), with_array(Linear(HEADS[-1][1], WIDTH)))
    net.initialize([doc(_vocabulary(), [Heard("a")])])
    return net


def doc(vocabulary: Vocab, words: Sequence[Heard]) -> Doc:
    """Words as spaCy reads them: the recogniser's mark, line ends and silences as attributes."""
    made = Doc(vocabulary, [core(word.text) or "." for word in words])
    codes = [bits(word) for word in words]
    # Three groups of bits: capital and mark; line end, speaker and slow line; silence.
    hints = [
        (code & (CUE - 1), code & (3 * CUE) | code >> SLACK << SLACK, code >> PAUSE & 31)
        for code in codes
    ]
    made.from_array(list(HINTS), np.array([[_hash(n) for n in some] for some in hints], np.uint64))
    return made


def reader(path: Path) -> Callable[[Sequence[Heard]], list[Tags]]:
    """What reads words with the network in `path`."""
    net, vocabulary = network().from_disk(path), _vocabulary()
    return lambda words: list(_tags(net, vocabulary, words))


def shares(scores: np.ndarray) -> np.ndarray:
    """Scores as probabilities, each head for itself."""
    out = np.empty_like(scores)
    for low, high in HEADS:
        powers = np.exp(scores[:, low:high] - scores[:, low:high].max(axis=1, keepdims=True))
        out[:, low:high] = powers / powers.sum(axis=1, keepdims=True)
    return out


def _tags(net: Model, vocabulary: Vocab, words: Sequence[Heard]) -> Iterator[Tags]:
    for low in range(0, len(words), LENGTH):
        start = max(0, low - DEPTH)
        (scores,) = net.predict([doc(vocabulary, words[start : low + LENGTH + DEPTH])])
        for row in shares(scores[low - start :][:LENGTH]).astype(float).round(4).tolist():
            yield Tags._make([*row[:7], row[8]])


def _hash(code: int) -> int:
    # Zero is "no value" in spaCy, and small numbers are names of its own.
    return code + 1_000_000


def _vocabulary() -> Vocab:
    return spacy.blank("en").vocab
