"""Weights in four bits, and activations without outliers: what `compact.py` puts into the networks.

A matrix of `inputs` rows and a column an output is `codes * steps * scale`: whole numbers of -8 to 7, a whole
step of 1 to 15 for every GROUP rows of a column, a fraction a column. So codes times steps fit into 8 bits.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

GROUP = 32  # rows of a column that share a step
LOWEST, HIGHEST, STEPS = -8, 7, 15
DAMP = 0.01  # of the mean square of an input, added to each: the inverse must exist
PAIR = 128  # levels that two neighbouring rows of a column have together at most: 255 * 128 < 2^15
CLIP = 0.95  # of the largest weights of a column, what the largest step reaches
# Shares of the largest activation to which louder inputs may be turned down.
CALMS = (0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.08)


class FourBit(NamedTuple):
    """A matrix as above."""

    codes: NDArray[np.int8]  # inputs, outputs
    steps: NDArray[np.uint8]  # inputs / GROUP, outputs
    scale: NDArray[np.float32]  # outputs

    @property
    def weights(self) -> Floats:
        """The matrix that this stands for."""
        return self.codes * np.repeat(self.steps, GROUP, axis=0).astype(np.float64) * self.scale


def fourbit(weights: Floats, squares: Floats | None = None) -> FourBit:
    """The matrix in four bits: rows are rounded one after the other, and those still to come make good
    what a row's rounding does to the outputs (GPTQ: Frantar, Ashkboos, Hoefler and Alistarh 2023).

    `squares` are the products of the inputs with each other, inputs by inputs, summed over much text; without
    them every weight is rounded by itself.
    """
    inputs, outputs = weights.shape
    largest = np.abs(weights).reshape(-1, GROUP, outputs).max(axis=1).max(axis=0)
    scale = np.maximum(CLIP * largest / (HIGHEST * STEPS), 1e-12).astype(np.float32)
    left = weights / scale
    passed = np.eye(inputs) if squares is None else _passed_on(squares)
    codes = np.zeros((inputs, outputs), np.int8)
    steps = np.zeros((inputs // GROUP, outputs), np.uint8)
    for group in range(inputs // GROUP):
        first, last = group * GROUP, (group + 1) * GROUP
        steps[group] = _steps(left[first:last])
        wrong = np.zeros((GROUP, outputs))
        for row in range(first, last):
            codes[row] = np.clip(np.rint(left[row] / steps[group]), LOWEST, HIGHEST)
            wrong[row - first] = (left[row] - codes[row] * steps[group].astype(float)) / passed[
                row, row
            ]
            left[row + 1 : last] -= np.outer(passed[row, row + 1 : last], wrong[row - first])
        left[last:] -= passed[first:last, last:].T @ wrong
    return FourBit(codes, steps, scale)


def _passed_on(squares: Floats) -> Floats:
    """How a row's error is passed on to those below it: the upper Cholesky factor of the inverse."""
    damped = squares + np.eye(len(squares)) * DAMP * np.diag(squares).mean()
    return np.asarray(np.linalg.cholesky(np.linalg.inv(damped)).T)


def _steps(rows: Floats) -> NDArray[np.uint8]:
    """The step that rounds each column of a group best."""
    errors = [
        ((np.clip(np.rint(rows / step), LOWEST, HIGHEST) * step - rows) ** 2).sum(axis=0)
        for step in range(1, STEPS + 1)
    ]
    return (np.argmin(errors, axis=0) + 1).astype(np.uint8)


def calm(weights: Floats, texts: list[Floats]) -> NDArray[np.float32]:
    """What each input is best divided by, so that one loud input does not take the 256 levels of all others;
    its weights are multiplied by it instead (SmoothQuant: Xiao and others 2023).

    `texts` are activations, a row a piece of one window; each window has levels of its own.
    """
    loudest = np.abs(np.concatenate(texts)).max(axis=0)
    wanted = [text @ weights for text in texts]

    def error(divisor: Floats) -> float:
        rounded = eight_bit(weights * divisor[:, None])
        return sum(
            float(((_levels(text / divisor) @ rounded - right) ** 2).sum())
            for text, right in zip(texts, wanted, strict=True)
        )

    divisors = [np.ones(len(weights))]
    divisors += [np.maximum(1, loudest / (share * loudest.max())) for share in CALMS]
    return np.asarray(min(divisors, key=error), np.float32)


def eight_bit(weights: Floats) -> Floats:
    """The weights rounded to the levels of `level`."""
    scale = level(weights)
    return np.asarray(np.rint(weights / scale) * scale)


def level(weights: Floats) -> NDArray[np.float32]:
    """How large a level of 8 bits is in each column.

    Processors without VNNI add the products of two neighbouring rows in 16 bits and cut off what is too large
    (VPMADDUBSW). With inputs of at most 255 nothing is if the two have PAIR levels at most. That costs a fifth of
    the levels, where to halve them would do, too; rows of which one is large and the other small cost none.
    """
    heights = np.abs(weights)
    scale = np.maximum(heights.max(axis=0) / 127, _pairs(heights).max(axis=0) / PAIR)
    scale = np.maximum(scale, 1e-12).astype(np.float32)
    while (over := crowded(weights / scale)).any():
        scale[over] *= np.float32(1.001)  # both of a pair were rounded up
    return scale


def crowded(levels: Floats) -> NDArray[np.bool_]:
    """The columns in which two neighbours have more levels together than PAIR."""
    return np.asarray((_pairs(np.abs(np.rint(levels))) > PAIR).any(axis=0))


def _pairs(heights: Floats) -> Floats:
    return np.asarray(heights[0::2] + heights[1::2])


def _levels(text: Floats) -> Floats:
    """Activations as they are rounded when the network runs: 256 levels from the least to the greatest."""
    low, high = min(0.0, text.min()), max(0.0, text.max())
    step = (high - low) / 255
    return np.asarray(np.rint(text / step) * step)
