"""What captions put where another person begins."""

from collections.abc import Iterator, Sequence

from pipeline.language.captioning import MARK
from pipeline.stages.normalize.pieces import Change, Piece


def without_marks(pieces: Sequence[Piece]) -> Iterator[Change]:
    """ ">> Thank you." and "- Thank you." without their marks: nobody said them, and the next stages tell who speaks."""
    for n, piece in enumerate(pieces):
        if piece.marked and (mark := MARK.match(piece.text)):
            yield Change(
                n, n + 1, piece.text[mark.end() :], ("the mark of another speaker, not said",)
            )
