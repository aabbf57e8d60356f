"""What a silence says about a change of speaker: it depends on the talk, and is learned from it.

Where a microphone is passed round, nobody takes over within half a second; a recogniser that
stamps whole lines shows next to no silence at all. What the words make of each place tells, for the
silences of each length, how often the speaker changes there.
"""

from collections.abc import Sequence

import numpy as np

from pipeline.stages.speakers.decode import Grid

# Lengths, in seconds, that part the silences; and the log-odds of each length where nothing is known.
LENGTHS = (0.3, 0.6, 1.0, 2.0, 3.0, 5.0)
USUALLY = np.array([-0.6, -0.3, 0.3, 0.3, 0.6, 1.2, 1.9])
# The usual counts as much as so many places of the talk.
AS_MANY = 10
PASSES = 4
# Shares of changes are kept within these, among the silences of one length and in the whole talk.
LEAST, MOST = 0.003, 0.9
RARE, OFTEN = 0.01, 0.5
# Words that speak for a change ("yeah") count less, the more the silence speaks against one: a share of
# 1 / e for so many log-odds.
AGAINST = 2.0


def silences(pauses: Sequence[float | None], words: Grid) -> Grid:
    """What the silence before each unit adds to the log-odds of a change, given what its `words` say."""
    if all(pause is None for pause in pauses):
        return np.zeros(len(words))
    length = np.searchsorted(LENGTHS, [pause or 0.0 for pause in pauses], side="right")
    times = np.bincount(length, minlength=len(USUALLY))
    says = USUALLY
    for _ in range(PASSES):
        changes = 1 / (1 + np.exp(-(words + says[length])))
        overall = np.clip(changes.mean(), RARE, OFTEN)
        share = (np.bincount(length, changes, len(USUALLY)) + overall) / (times + 1)
        here = _odds(np.clip(share, LEAST, MOST)) - _odds(overall)
        says = (USUALLY * AS_MANY + here * times) / (AS_MANY + times)
    return np.asarray(says[length])


def together(words: Grid, quiet: Grid) -> Grid:
    """The log-odds of a change in a round by the words and the silence before each unit.

    Where a microphone goes round, a "yeah" without a silence goes on.
    """
    believed = np.where(words > 0, np.exp(np.minimum(quiet, 0) / AGAINST), 1.0)
    return np.asarray(words * believed + quiet)


def _odds(share: Grid) -> Grid:
    return np.asarray(np.log(share / (1 - share)))
