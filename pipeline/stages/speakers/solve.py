"""Who speaks each unit: the decoder run to and fro with what it teaches of how each person talks."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipeline.stages.speakers.cast import Cast
from pipeline.stages.speakers.decode import Grid, Scores, chances, course, moves, shares
from pipeline.stages.speakers.evidence import Sign
from pipeline.stages.speakers.likeness import style, subjects
from pipeline.stages.speakers.scores import basic, read_out
from pipeline.stages.speakers.style import Manner
from pipeline.stages.speakers.units import Unit

# How people talk is learned from several starts, in so many passes each; the ends are
# averaged.
STARTS, PASSES = 8, 5
# Log-likelihood by which an end counts e times less.
SPREAD = 4.0
# How far the starts differ, and the log-odds of a change that part one stretch from the next.
SHAKE, BLOCK = 1.5, -1.5


class Course(NamedTuple):
    """Who speaks each unit, how probable everybody is, and the log-odds of a change before it; and what nearness to a
    subject, and ways of talking, say for everybody."""

    path: list[int]
    sure: Grid
    turns: Grid
    subject: Grid
    manner: Grid


def decoded(said: Sequence[Unit], cast: Cast, heard: Sequence[Sequence[Sign]]) -> Course:
    """The course of a talk; ways of talking are learned on the way."""
    table = moves(cast)
    plain = basic(said, cast, heard)
    first, _ = chances(plain, table)
    blocks = _blocks(plain)
    manner = Manner.of(said, blocks)
    counts = _counts(said, cast)
    ends = []
    for seed in range(STARTS):
        likely = _shaken(first, blocks, seed)
        for _ in range(PASSES):
            styled = replace(plain, speaks=plain.speaks + style(manner, cast, likely))
            likely, fit = chances(styled, table + shares(cast, likely, counts))
        ends.append((fit, likely))
    likely = _agreed(ends)
    ways = style(manner, cast, likely)
    scores = replace(plain, speaks=plain.speaks + ways)
    table = table + shares(cast, likely, counts)
    return Course(
        path=course(scores, table),
        sure=chances(scores, table)[0],
        turns=plain.turns,
        subject=subjects(said, cast),
        manner=ways,
    )


def _counts(said: Sequence[Unit], cast: Cast) -> Grid:
    """How much each unit tells of who will speak again: in a call the words of what is read out, as long as anything
    is; elsewhere all units alike."""
    read = read_out(said, cast)
    if not read.any():
        return np.ones(len(said))
    return np.where(read, [float(len(unit.said.words)) for unit in said], 0.0)


def _agreed(ends: Sequence[tuple[float, Grid]]) -> Grid:
    """What the ends say together, those that fit better counting for more.

    One end alone is a matter of luck: a word more or less, and another one fits best.
    """
    fits = np.array([fit for fit, _ in ends])
    weights = np.exp((fits - fits.max()) / SPREAD)
    grids = np.array([likely for _, likely in ends])
    return np.asarray(np.tensordot(weights / weights.sum(), grids, axes=1))


def _blocks(scores: Scores) -> NDArray[np.intp]:
    """A number for each unit, the same for neighbours that one person hardly did not say."""
    return np.asarray(np.cumsum(scores.turns > BLOCK), dtype=np.intp)


def _shaken(likely: Grid, blocks: NDArray[np.intp], seed: int) -> Grid:
    """Another start: people alike in all that is known must differ in something to part."""
    if not seed:
        return likely
    # Always the same numbers for the same seed: chance that repeats.
    noise = np.random.default_rng(seed).normal(0, SHAKE, (int(blocks[-1]) + 1, likely.shape[1]))
    grid = likely * np.exp(noise[blocks])
    return np.asarray(grid / grid.sum(axis=1, keepdims=True))
