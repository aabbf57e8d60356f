"""Text that is all in capitals, as captions of broadcasts are."""

import re
from collections.abc import Iterator, Sequence

from pipeline.language.counts import count
from pipeline.language.names import is_first_name, is_last_name
from pipeline.language.words import is_abbreviation
from pipeline.stages.normalize.pieces import Change, Piece

# So many of the words are in capitals, and no fewer than so many.
NEARLY_ALL, LEAST = 0.8, 20
# What has capitals elsewhere, too: "O.J.", "AT&T", and in all likelihood what is no word and no name, as "ESPN".
INITIALS = re.compile(r"\W*(?:[^\W\d_]\.){2,}\W*")
ACRONYM = re.compile(r"[A-Z]{3,5}")


def lowered(pieces: Sequence[Piece]) -> Iterator[Change]:
    """All words in small letters where nearly all are in capitals: these tell nothing there."""
    words = [piece.text for piece in pieces if sum(map(str.isalpha, piece.text)) > 1]
    if len(words) < LEAST or sum(map(str.isupper, words)) < NEARLY_ALL * len(words):
        return
    for n, piece in enumerate(pieces):
        if piece.text.isupper() and not _keeps(piece):
            yield Change(n, n + 1, piece.text.lower(), ("all is in capitals",))


def _keeps(piece: Piece) -> bool:
    """Whether the word would be written in capitals in any text."""
    word = "".join(char for char in piece.text if char.isalnum() or char in "&'’")
    if INITIALS.fullmatch(piece.text) or ("&" in word and word[0] != "&"):
        return True
    known = count(piece.key) or is_abbreviation(word) or is_first_name(word) or is_last_name(word)
    return bool(ACRONYM.fullmatch(word)) and not known
