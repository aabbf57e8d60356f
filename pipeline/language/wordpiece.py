"""Words in pieces, as the encoder's vocabulary has them."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from pipeline.language.words import unaccented

FIRST, LAST, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
# Longer words are cut: nobody says them.
MOST = 8  # pieces


class WordPieces:
    """A vocabulary that cuts words into its pieces: the longest that fit, from the left."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._ids = {piece: n for n, piece in enumerate(vocabulary)}
        self._longest = max(map(len, self._ids))
        self._known: dict[str, tuple[int, ...]] = {}
        self.first, self.last = self._ids[FIRST], self._ids[LAST]

    def cut(self, word: str) -> tuple[int, ...]:
        """The numbers of the pieces of `word`; at least one, at most MOST."""
        if word not in self._known:
            pieces = [n for part in _parts(word) for n in self._of_part(part)]
            self._known[word] = tuple(pieces[:MOST]) or (self._ids[UNKNOWN],)
        return self._known[word]

    def _of_part(self, part: str) -> list[int]:
        out, start = [], 0
        while start < len(part):
            stop = min(len(part), start + self._longest)
            while (piece := ("##" if start else "") + part[start:stop]) not in self._ids:
                stop -= 1
                if stop == start:
                    return [self._ids[UNKNOWN]]
            out.append(self._ids[piece])
            start = stop
        return out


def _parts(word: str) -> Iterator[str]:
    """Runs of letters and digits without accents, and each other sign by itself."""
    for kind, chars in groupby(unaccented(word.lower()), str.isalnum):
        if kind:
            yield "".join(chars)
        else:
            yield from chars
