"""The network that says, for each word, which mark follows it, its case, and whether a new speaker
begins: a 6-layer encoder with 8-bit weights (see models/sentences_MODEL_CARD.md), read by onnxruntime.

    tags(heard(transcript))

It sees windows of 128 pieces; each word is judged in the window in which it stands best.
"""

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.language.heard import FEATURES, Heard, bits, core
from pipeline.language.tags import Tags
from pipeline.language.wordpiece import WordPieces

MODEL, VOCABULARY = "sentences.onnx", "sentences_pieces.txt"
WINDOW = 128  # pieces, as in training, the two at the ends included
MARGIN = 14  # pieces at a window's edge that lack context: read again in the next window
SCORES = 9  # four marks, three cases, two for the turn


def tags(words: Sequence[Heard]) -> list[Tags]:
    """What the network says of each word; the last texts' answers are remembered."""
    return list(_tags(tuple(words)))


@lru_cache(maxsize=4)
def _tags(words: tuple[Heard, ...]) -> tuple[Tags, ...]:
    if not words:
        return ()
    pieces = [_pieces().cut(core(word.text)) for word in words]
    features = [bits(word) for word in words]
    starts = [0, *accumulate(map(len, pieces))]
    flat = np.array([n for cut in pieces for n in cut], np.int64)
    codes = np.repeat(np.array(features, np.uint32), [len(cut) for cut in pieces])
    scores = _read(flat, codes)[starts[:-1]]
    shares = np.concatenate([_softmax(part) for part in np.split(scores, (4, 7), axis=1)], axis=1)
    return tuple(Tags._make([*row[:7], row[8]]) for row in shares.astype(float).round(4).tolist())


def _read(pieces: NDArray[np.int64], codes: NDArray[np.uint32]) -> NDArray[np.float32]:
    """The network's scores for every piece."""
    size = min(WINDOW - 2, len(pieces))
    out = np.zeros((len(pieces), SCORES), np.float32)
    for low in range(0, max(1, len(pieces) - 2 * MARGIN), WINDOW - 2 - 2 * MARGIN):
        # Every window is full: the last one ends where the text ends, and reads some of it again.
        start = min(low, len(pieces) - size)
        scores = _run(pieces[start : start + size], codes[start : start + size])
        # What stands at the front has been judged, with more before it, by the window before.
        skip = low - start + (MARGIN if low else 0)
        out[start + skip : start + size] = scores[skip:]
    return out


def _run(pieces: NDArray[np.int64], codes: NDArray[np.uint32]) -> NDArray[np.float32]:
    """The scores of one window.

    One at a time: 8-bit sums are scaled by the largest number in the batch, so a window read with
    others would depend on them; and a small one stays in the processor's cache.
    """
    ids = np.pad(pieces, 1, constant_values=(_pieces().first, _pieces().last))
    bits_of = (codes[:, None] >> np.arange(FEATURES, dtype=np.uint32)) & 1
    known = np.pad(bits_of.astype(np.float32), ((1, 1), (0, 0)))
    (scores,) = _session().run(None, {"pieces": ids[None], "features": known[None]})
    return np.asarray(scores[0, 1:-1], np.float32)


def _softmax(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True), np.float32)


@cache
def _pieces() -> WordPieces:
    text = (files("pipeline.language") / "models" / VOCABULARY).read_text(encoding="utf-8")
    return WordPieces(text.split("\n"))


@cache
def _session() -> Any:
    """The network, loaded at its first use in this process; one thread, no word to anyone."""
    # Some releases of onnxruntime report their use over the network from the import on.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # One thread and one order of sums: the same bytes each time, and a batch has its own processes.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = files("pipeline.language") / "models" / MODEL
    return onnxruntime.InferenceSession(
        path.read_bytes(), options, providers=["CPUExecutionProvider"]
    )
