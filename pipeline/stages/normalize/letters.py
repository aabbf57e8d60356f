"""Names of letters set down one by one: "P H D", "LST M.'s", "GP use"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.stages.normalize.pieces import Change, Piece

LETTER = re.compile(r"[A-Z]")
DOTTED = re.compile(r"[A-Z]\.")
FRAGMENT = re.compile(r"[A-Z]{2,3}")
# "M.'s" is how a recogniser writes the plural of a letter's name.
PLURAL = re.compile(r"([A-Za-z])\.['’]s([.,!?;:]?)")
MARKED = re.compile(r"([A-Z])([.,!?;:])")
USE = re.compile(r"use([.,!?;:]?)")
# Letters after which a recogniser's "use" is the plural of U: no other word ends so.
BEFORE_US = frozenset(("CP", "GP", "TP", "NP"))
# "X Y and Z", "A B or C" are lists.
LISTS = frozenset(("and", "or"))


def joined_letters(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Letters that spell one word, joined."""
    n = 0
    while n < len(pieces):
        found = _spelled(pieces, n) if pieces[n].text[:1].isupper() else None
        if found:
            stop, text = found
            said = " ".join(piece.text for piece in pieces[n:stop])
            yield Change(n, stop, text, f"letters: {said!r}")
            n = stop
        else:
            n += 1


def _spelled(pieces: Sequence[Piece], n: int) -> tuple[int, str] | None:
    """Where the word spelled from `n` ends, and how it is written."""
    stop = n
    while stop < len(pieces) and (stop == n or not pieces[stop].breaks):
        if not (LETTER.fullmatch(pieces[stop].text) or FRAGMENT.fullmatch(pieces[stop].text)):
            break
        stop += 1
    first = [piece.text for piece in pieces[n:stop]]
    last = pieces[stop].text if stop < len(pieces) and not pieces[stop].breaks else ""
    return _plural(first, last, stop) or _dotted(pieces, n) or _single(pieces, n, stop)


def _plural(first: Sequence[str], last: str, stop: int) -> tuple[int, str] | None:
    """ "LST M.'s" and "GP use"."""
    letters = "".join(first)
    if (match := PLURAL.fullmatch(last)) and 2 <= len(letters) <= 4:
        return stop + 1, f"{letters}{match[1].upper()}s{match[2]}"
    if letters in BEFORE_US and (match := USE.fullmatch(last)):
        return stop + 1, f"{letters}Us{match[1]}"
    return None


def _dotted(pieces: Sequence[Piece], n: int) -> tuple[int, str] | None:
    """ "U. S. A.": the dots stay."""
    stop = n
    while (
        stop < len(pieces)
        and DOTTED.fullmatch(pieces[stop].text)
        and not (stop > n and pieces[stop].breaks)
    ):
        stop += 1
    if stop - n < 2:
        return None
    return stop, "".join(piece.text for piece in pieces[n:stop])


def _single(pieces: Sequence[Piece], n: int, stop: int) -> tuple[int, str] | None:
    """ "P H D", "G P U": single letters only, and neither a list of names nor a pronoun."""
    while stop > n and not LETTER.fullmatch(pieces[stop - 1].text):
        stop -= 1
    letters = [piece.text for piece in pieces[n:stop]]
    mark = ""
    ends = stop < len(pieces) and not pieces[stop].breaks and MARKED.fullmatch(pieces[stop].text)
    if ends:
        letters.append(ends[1])
        mark, stop = ends[2], stop + 1
    if any(len(letter) > 1 for letter in letters) or not 2 <= len(letters) <= 5:
        return None
    if _is_list(pieces, stop, letters) or _is_pronoun(letters):
        return None
    return stop, "".join(letters) + mark


def _is_list(pieces: Sequence[Piece], stop: int, letters: Sequence[str]) -> bool:
    follows = [piece.key for piece in pieces[stop : stop + 2]]
    if follows and follows[0] in LISTS and len(follows[-1]) == 1:
        return True
    steps = {ord(other) - ord(one) for one, other in pairwise(letters)}
    return steps == {1} or steps == {0}


def _is_pronoun(letters: Sequence[str]) -> bool:
    """ "plan B I guess", "A B": a pronoun or an article may stand at either end of two letters."""
    return len(letters) == 2 and ("I" in letters or letters[0] == "A")
