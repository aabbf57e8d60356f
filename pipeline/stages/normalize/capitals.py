"""Text that is all in capitals, as captions of broadcasts are."""

from collections.abc import Iterator, Sequence

from pipeline.stages.normalize.pieces import Change, Piece

# So many of the words are in capitals, and no fewer than so many.
NEARLY_ALL, LEAST = 0.9, 20


def lowered(pieces: Sequence[Piece]) -> Iterator[Change]:
    """All words in small letters where nearly all are in capitals: these tell nothing there."""
    words = [piece.text for piece in pieces if sum(map(str.isalpha, piece.text)) > 1]
    if len(words) < LEAST or sum(map(str.isupper, words)) < NEARLY_ALL * len(words):
        return
    for n, piece in enumerate(pieces):
        if piece.text.isupper():
            yield Change(n, n + 1, piece.text.lower(), "all is in capitals")
