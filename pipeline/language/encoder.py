"""The small encoder that punctuator, doubter and judge read with: words in pieces, pieces in
windows, and each network's own layers on top of the shared ones (models/encoder_MODEL_CARD.md).

    scores(flat(cuts), "sentences.onnx", features=...)

Read by onnxruntime, with 8-bit weights, one thread.
"""

import os
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.language.wordpiece import WordPieces

VOCABULARY, SHARED = "encoder_pieces.txt", "encoder.onnx"
WINDOW = 128  # pieces, as in training, the two at the ends included
MARGIN = 14  # pieces at a window's edge that lack context: read again in the next window
STEP = WINDOW - 2 - 2 * MARGIN  # pieces from one window to the next


def cut(word: str) -> tuple[int, ...]:
    """The numbers of a word's pieces, whatever its case; at least one."""
    return _pieces().cut(word)


def flat(cuts: Iterable[tuple[int, ...]]) -> NDArray[np.int64]:
    """The pieces of several words as one row."""
    return np.array([n for each in cuts for n in each], np.int64)


def scores(
    pieces: NDArray[np.int64], network: str, **known: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The scores of `network` for every piece, a row each; each is judged where it stands best.

    `known` are further inputs of the network, a row a piece.
    """
    size = min(WINDOW - 2, len(pieces))
    out: NDArray[np.float32] | None = None
    for low in range(0, max(1, len(pieces) - 2 * MARGIN), STEP):
        # Every window is full: the last one ends where the text ends, and reads some of it again.
        start = min(low, len(pieces) - size)
        here = {name: rows[start : start + size] for name, rows in known.items()}
        found = window(pieces[start : start + size], network, **here)
        if out is None:
            out = np.zeros((len(pieces), found.shape[1]), np.float32)
        # What stands at the front has been judged, with more before it, by the window before.
        skip = low - start + (MARGIN if low else 0)
        out[start + skip : start + size] = found[skip:]
    return np.zeros((0, 0), np.float32) if out is None else out


def steady(
    pieces: NDArray[np.int64], network: str, **known: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The mean of two readings, the windows of one half a step behind the other's.

    A word that is put right early in a talk shifts all windows after it; this keeps what is far from it
    from tipping over.
    """
    once = scores(pieces, network, **known)
    if len(pieces) > WINDOW - 2:
        shift = STEP // 2
        again = scores(
            pieces[shift:], network, **{name: rows[shift:] for name, rows in known.items()}
        )
        once[shift + MARGIN :] = (once[shift + MARGIN :] + again[MARGIN:]) / 2
    return once


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
        path.read_bytes(), options, providers=["CPUExecutionProvider"]
    )
