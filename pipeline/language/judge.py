"""The network that judges (a cross-encoder): was this term said where other words were heard?

It reads both, side by side, in what is said around them:

    ... of course [ back drop / backprop ] works very well ...

and gives the log odds that the term was said. It learned from candidates of the search by sound, in talk
that was misheard by hand and by recognisers (training/terms/judge_make.py, models/encoder_MODEL_CARD.md).
"""

from collections.abc import Sequence

import numpy as np

from pipeline.language.encoder import Floats, Pieces, cut, cuts, flat, window

NETWORK = "judge.onnx.gz"
PIECES = 62  # of a row, without the two at its ends
BEHIND = 26  # pieces behind the place at most; what is left over is before it
LEFT, RIGHT = 40, 24  # words around a place that may be needed for that
HEARD, TERM = 0, 1  # what a piece belongs to, beside the talk around


def judged(texts: Sequence[str], start: int, stop: int, term: str) -> float:
    """The log odds that `term` was said where words `start` to `stop` (exclusive) of a talk were heard."""
    left, right = texts[max(0, start - LEFT) : start], texts[stop : stop + RIGHT]
    pieces, parts = row(left, texts[start:stop], term, right)
    at = int(parts[:, TERM].argmax())
    return float(window(pieces, NETWORK, features=parts)[at, 0])


def row(
    left: Sequence[str],
    heard: Sequence[str],
    term: str,
    right: Sequence[str],
    behind: int = BEHIND,
) -> tuple[Pieces, Floats]:
    """The pieces that are read, at most PIECES of them and `behind` of what follows; and a row of two flags for each, 1 or
    0: whether it is of what was HEARD, and whether of the TERM."""
    opens, between, closes = (cut(sign) for sign in "[/]")
    was, now, after = _cut(heard), _cut(term.split()), _cut(right)[:behind]
    middle = (*opens, *was, *between, *now, *closes)
    before = _cut(left)[-(PIECES - len(middle) - len(after)) :]
    pieces = flat((before, middle, after))[:PIECES]
    parts = np.zeros((len(pieces), 2), np.float32)
    first = len(before) + len(opens)
    parts[first : first + len(was), HEARD] = 1
    first += len(was) + len(between)
    parts[first : first + len(now), TERM] = 1
    return pieces, parts


def _cut(words: Sequence[str]) -> tuple[int, ...]:
    return tuple(piece for each in cuts(" ".join(words)) for piece in each)
