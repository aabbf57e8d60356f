"""The small encoder that punctuator, doubter and judge read with: words in pieces, pieces in
windows, and each network's own layers on top of the shared ones (models/encoder_MODEL_CARD.md).

    scores(flat(cuts), "sentences.onnx.gz", features=...)

Read by onnxruntime, one thread; 4-bit weights in the file, 8-bit ones in memory.
"""

import gzip
import os
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.language.wordpiece import WordPieces

VOCABULARY, SHARED = "encoder_pieces.txt", "encoder.onnx.gz"
WINDOW = 128  # pieces, as in training, the two at the ends included
MARGIN = 14  # pieces at a window's edge that lack context: read in another window
LONGEST = WINDOW - 2 - 2 * MARGIN  # pieces of a stretch
# The least pieces from one stretch to the next, and half of what is usual: every piece is read three times in
# the mean, or once or twice.
DENSE, SPARSE = 16, 40
# 2^64 by the golden ratio: a hash by multiplication (Knuth).
SCATTER = np.uint64(0x9E3779B97F4A7C15)


def cut(word: str) -> tuple[int, ...]:
    """The numbers of a word's pieces, whatever its case; at least one."""
    return _pieces().cut(word)


def flat(cuts: Iterable[tuple[int, ...]]) -> NDArray[np.int64]:
    """The pieces of several words as one row."""
    return np.array([n for each in cuts for n in each], np.int64)


def scores(
    pieces: NDArray[np.int64], network: str, apart: int = DENSE, **known: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The scores of `network` for every piece, a row each: the mean of all readings of it that see enough on
    both sides, one for each of the `stretches`. `known` are further inputs of the network, a row a piece.
    """
    size = min(WINDOW - 2, len(pieces))
    sums: NDArray[np.float32] | None = None
    times = np.zeros((len(pieces), 1), np.float32)
    for low, high in stretches(pieces, apart):
        start = min(max(0, (low + high - size) // 2), len(pieces) - size)
        stop = start + size
        here = {name: rows[start:stop] for name, rows in known.items()}
        found = window(pieces[start:stop], network, **here)
        if sums is None:
            sums = np.zeros((len(pieces), found.shape[1]), np.float32)
        first, last = start + MARGIN * (start > 0), stop - MARGIN * (stop < len(pieces))
        sums[first:last] += found[first - start : last - start]
        times[first:last] += 1
    return np.zeros((0, 0), np.float32) if sums is None else sums / times


def stretches(pieces: NDArray[np.int64], apart: int) -> list[tuple[int, int]]:
    """What stands in the middle of one window, mostly `apart` pieces long or longer: where the next begins
    depends on the pieces around that place alone.

    So a word that is put right changes what is read near it, and nothing far behind: windows of equal
    steps would all shift. (Content-defined chunking, by local maxima: Bjorner, Blass and Gurevich 2010.)
    """
    if not len(pieces):
        return []
    pairs = (pieces << 16) + np.append(pieces[1:], 0)
    marks = (pairs.astype(np.uint64) * SCATTER) >> np.uint64(32)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(marks, apart), 2 * apart + 1)
    # Of equal ones the first: in "no no no no" there is one at most.
    peaks = np.flatnonzero(around.argmax(axis=1) == apart).tolist()
    edges = sorted({0, *peaks, len(pieces)})
    return [
        (first + (last - first) * n // parts, first + (last - first) * (n + 1) // parts)
        for first, last in pairwise(edges)
        for parts in (-(-(last - first) // LONGEST),)
        for n in range(parts)
    ]


def window(
    pieces: NDArray[np.int64], network: str, **known: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The scores of one window of at most WINDOW - 2 pieces.

    One at a time: 8-bit sums are scaled by the largest number in the batch, so a window read with
    others would depend on them; and a small one stays in the processor's cache.
    """
    ids = np.pad(pieces, 1, constant_values=(_pieces().first, _pieces().last))
    (read,) = _session(SHARED).run(None, {"pieces": ids[None]})
    more = {name: np.pad(rows, ((1, 1), (0, 0)))[None] for name, rows in known.items()}
    (found,) = _session(network).run(None, {"read": read, **more})
    return np.asarray(found[0, 1:-1], np.float32)


@cache
def _pieces() -> WordPieces:
    text = (files("pipeline.language") / "models" / VOCABULARY).read_text(encoding="utf-8")
    return WordPieces(text.split("\n"))


@cache
def _session(network: str) -> Any:
    """A network, loaded at its first use in this process; one thread, no word to anyone."""
    # Some releases of onnxruntime report their use over the network from the import on.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # One thread and one order of sums: the same bytes each time, and a batch has its own processes.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    path = files("pipeline.language") / "models" / network
    return onnxruntime.InferenceSession(
        gzip.decompress(path.read_bytes()), options, providers=["CPUExecutionProvider"]
    )
