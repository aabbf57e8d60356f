"""Endings that a recogniser sets apart: "management 's", "we 're", "do n't"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.stages.normalize.pieces import Change, Piece

ENDING = re.compile(r"(?:['’](?:s|re|ve|ll|d|m)|n['’]t)[.,!?;:…]*", re.IGNORECASE)


def joined_endings(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Such endings joined to their words."""
    for n, (word, ending) in enumerate(pairwise(pieces)):
        if ENDING.fullmatch(ending.text) and word.text[-1:].isalpha() and not ending.breaks:
            text = word.text + ending.text
            yield Change(n, n + 2, text, f"an ending set apart; {ending.text!r}")
