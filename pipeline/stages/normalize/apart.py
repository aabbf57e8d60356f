"""What a recogniser sets apart: "management 's", "do n't", "it is so , and"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.stages.normalize.pieces import MARKS, STOPS, Change, Piece

ENDING = re.compile(r"(?:['’](?:s|re|ve|ll|d|m)|n['’]t)[.,!?;:…]*", re.IGNORECASE)
ALONE = re.compile(r"[.,!?;:…]+")


def joined_endings(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Such endings joined to their words."""
    for n, (word, ending) in enumerate(pairwise(pieces)):
        if ENDING.fullmatch(ending.text) and word.text[-1:].isalpha() and not ending.breaks:
            text = word.text + ending.text
            yield Change(n, n + 2, text, ("an ending set apart", repr(ending.text)))


def joined_marks(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Marks that stand alone joined to the word before: to one that has a mark, the stronger of the two."""
    done = -1
    for n, (word, mark) in enumerate(pairwise(pieces)):
        if n <= done or not word.key or mark.breaks or not ALONE.fullmatch(mark.text):
            continue
        stop = next(
            (k for k in range(n + 1, len(pieces)) if not ALONE.fullmatch(pieces[k].text)),
            len(pieces),
        )
        bare = word.text.rstrip(MARKS)
        signs = [word.text[len(bare) :], *(piece.text for piece in pieces[n + 1 : stop])]
        ends = [sign for sign in signs if any(one in sign for one in STOPS)]
        text = bare + (ends or list(filter(None, signs)))[0]
        yield Change(n, stop, text, ("a mark set apart", repr(mark.text)))
        done = stop - 1
