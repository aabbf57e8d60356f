"""The small transformer encoder that punctuator, doubter and judge read with: words in pieces (WordPiece), pieces in
windows, and each network's own layers on top of the shared ones (models/encoder_MODEL_CARD.md).

    scores(flat(cuts), "sentences.onnx.gz", features=...)

Read by onnxruntime, one thread a window; 4-bit weights in the file, 8-bit ones in memory.
"""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache, lru_cache
from hashlib import blake2s
from importlib.resources import files
from itertools import pairwise
from threading import Lock
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from pipeline.language.packaged import packaged
from pipeline.language.reads import Scores, found
from pipeline.language.wordpiece import WordPieces
from pipeline.language.words import core
from pipeline.versions import packages

VOCABULARY, SHARED = "encoder_pieces.txt", "encoder.onnx.gz"
WINDOW = 128  # pieces, as in training, the two at the ends included
MARGIN = 14  # pieces at a window's edge that lack context: read in another window
LONGEST = WINDOW - 2 - 2 * MARGIN  # pieces of a stretch
# The least pieces from one stretch to the next, and half of what is usual: every piece is read three times in
# the mean, or once or twice.
DENSE, SPARSE = 16, 40
# 2^64 by the golden ratio: a hash by multiplication (Knuth).
SCATTER = np.uint64(0x9E3779B97F4A7C15)
# Windows whose scores are kept: those of a long talk, so that what is tried on it again reads only what changed.
REMEMBERED = 8192
_LOADING = Lock()
Pieces = NDArray[np.int64]  # numbers of the vocabulary
Floats = NDArray[np.float32]
Item = TypeVar("Item")
Read = TypeVar("Read")


def cut(word: str) -> tuple[int, ...]:
    """The numbers of a word's pieces, whatever its case; at least one."""
    return _pieces().cut(word)


def cuts(text: str) -> list[tuple[int, ...]]:
    """The pieces of each word in `text`, without its marks; a word with a hyphen is several."""
    words = map(core, text.replace("\u2019", "'").replace("-", " ").split())
    return [cut(word) for word in words if word]


def flat(cuts: Iterable[tuple[int, ...]]) -> Pieces:
    """The pieces of several words as one row."""
    return np.array([n for each in cuts for n in each], np.int64)


def scores(pieces: Pieces, network: str, apart: int = DENSE, **known: Floats) -> Floats:
    """The scores of `network`, a row a piece and a column an output: the mean of all readings of the piece that see enough
    on both sides, one for each of the `stretches`. `known` are further inputs of the network, by name, a row a piece.
    Without pieces there are no columns either.
    """
    size = min(WINDOW - 2, len(pieces))
    starts = [
        min(max(0, (low + high - size) // 2), len(pieces) - size)
        for low, high in stretches(pieces, apart)
    ]

    def _read(start: int) -> Floats:
        here = {name: rows[start : start + size] for name, rows in known.items()}
        return window(pieces[start : start + size], network, **here)

    readings = each(_read, starts)
    if not readings:
        return np.zeros((0, 0), np.float32)
    sums = np.zeros((len(pieces), readings[0].shape[1]), np.float32)
    times = np.zeros((len(pieces), 1), np.float32)
    for start, rows in zip(starts, readings, strict=True):
        stop = start + size
        first, last = start + MARGIN * (start > 0), stop - MARGIN * (stop < len(pieces))
        sums[first:last] += rows[first - start : last - start]
        times[first:last] += 1
    return sums / times


def stretches(pieces: Pieces, apart: int) -> list[tuple[int, int]]:
    """What stands in the middle of one window, from which piece to which (exclusive), mostly `apart` pieces long or
    longer: where the next begins depends on the pieces around that place alone.

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


def window(pieces: Pieces, network: str, **known: Floats) -> Floats:
    """The scores of one window of at most WINDOW - 2 pieces, as those of `scores`: a row a piece, a column an output.

    One at a time: 8-bit sums are scaled by the largest number in the batch, so a window read with
    others would depend on them; and a small one stays in the processor's cache.
    """
    more = tuple((name, rows.shape[1], rows.tobytes()) for name, rows in known.items())
    key = b"\0".join([network.encode(), pieces.tobytes(), *(rows for *_, rows in more)])
    return found(key, lambda: _window(pieces.tobytes(), network, more)).astype(np.float32)


@lru_cache(maxsize=REMEMBERED)
def _window(pieces: bytes, network: str, known: tuple[tuple[str, int, bytes], ...]) -> Scores:
    ids = np.frombuffer(pieces, np.int64)
    ids = np.pad(ids, 1, constant_values=(_pieces().first, _pieces().last))
    (read,) = _session(SHARED).run(None, {"pieces": ids[None]})
    more = {
        name: np.pad(np.frombuffer(rows, np.float32).reshape(-1, width), ((1, 1), (0, 0)))[None]
        for name, width, rows in known
    }
    (scores,) = _session(network).run(None, {"read": read, **more})
    # In 16 bits, known or read anew: of the 8 bits of the networks' products less is exact.
    return np.asarray(scores[0, 1:-1], np.float16)


def each(read: Callable[[Item], Read], items: Iterable[Item]) -> list[Read]:
    """What `read` makes of each item, in their order, as many at once as this process has processors (or as
    OMP_NUM_THREADS says). A window is one thread's, so its scores are the same among any number of others."""
    todo = [*items]
    if not todo:
        return []
    # The first one here: what loads the networks leaves gaps in the memory of the thread it is.
    first, rest = read(todo[0]), todo[1:]
    if _many() == 1:
        return [first, *map(read, rest)]
    here = [copy_context() for _ in rest]  # each thread knows what its caller does (`reads.py`)
    return [first, *_threads().map(lambda context, item: context.run(read, item), here, rest)]


@cache
def made_by() -> str:
    """What decides what the networks say: their weights and the packages that they are read with."""
    models = sorted(each.name for each in (files("pipeline.language") / "models").iterdir())
    weights = (packaged(f"models/{name}") for name in models if name.endswith(".onnx.gz"))
    digest = blake2s(b"".join(blake2s(each).digest() for each in weights), digest_size=8)
    return f"{digest.hexdigest()}, {packages()}"


def _many() -> int:
    told = os.environ.get("OMP_NUM_THREADS", "").split(",")[0]
    return int(told) if told.isdecimal() and int(told) else _processors()


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_many())


def _processors() -> int:
    # Not all of the machine's may be for this process; not every system tells.
    mine = getattr(os, "sched_getaffinity", None)
    return len(mine(0)) if mine else os.cpu_count() or 1


@cache
def _pieces() -> WordPieces:
    return WordPieces(packaged(f"models/{VOCABULARY}").decode().split("\n"))


def _session(network: str) -> Any:
    with _LOADING:
        return _loaded(network)


@cache
def _loaded(network: str) -> Any:
    """A network, loaded at its first use in this process; one thread, no word to anyone."""
    # Some releases of onnxruntime report their use over the network from the import on.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    # One thread and one order of sums: the same bytes each time, and a batch has its own processes.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(
        packaged(f"models/{network}"), options, providers=["CPUExecutionProvider"]
    )
