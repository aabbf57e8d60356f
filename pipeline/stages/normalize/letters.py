"""Names of letters set down one by one: "P H D", "LST M.'s". Small ones: `small_letters`."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from pipeline.stages.normalize.pieces import CUT_OFF, Change, Piece

LETTER = re.compile(r"[A-Z][.,!?;:]?")
CAPITALS = re.compile(r"[A-Z]{2,4}")
SPELLED = re.compile(r"[A-Z]{1,3}[.,!?;:]?")
# "M.'s" is how a recogniser writes the plural of a letter's name. With "m.'s" it is less sure of the
# letter: that is left for those who know which words there are.
PLURAL = re.compile(r"([A-Z])\.['’]s([.,!?;:]?)")
# No abbreviation we know of has more letters that are said one by one.
LONGEST = 6
PAIR = 2
WRITTEN = {"PHD": "PhD", "MRNA": "mRNA", "GEV": "GeV", "MEV": "MeV", "KEV": "keV", "TEV": "TeV"}
# What people say of themselves, seldom of an abbreviation.
AFTER_I = frozenset("think guess mean want know say believe hope am dont".split())
# What follows either: "on the C P U I was", "the C P I was".
AFTER_EITHER = frozenset("wanted said was didnt".split())
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
            yield Change(n, stop, text, ("letters", repr(said)))
            n = stop
        else:
            n += 1


def _spelled(pieces: Sequence[Piece], n: int) -> tuple[int, str] | None:
    """Where the word spelled from `n` ends, and how it is written."""
    run = list(run_of(pieces, n, SPELLED))
    for last in _next(pieces, n + len(run)):
        if text := _plural(run, last.text):
            return n + len(run) + 1, text
    letters = list(takewhile(LETTER.fullmatch, run))
    while letters and _is_speaker(letters, _next(pieces, n + len(letters))):
        letters.pop()
    stop = n + len(letters)
    text = _word(letters)
    if not text or is_list(letters) or goes_on(pieces, n, stop):
        return None
    if _is_pronoun(letters, _next(pieces, stop)):
        return None
    return stop, written(text)


def written(word: str) -> str:
    """A word of capitals as it is written: "PhD", "mRNA,"."""
    letters = word.rstrip(".,!?;:")
    return WRITTEN.get(letters, letters) + word[len(letters) :]


def run_of(pieces: Sequence[Piece], n: int, kind: re.Pattern[str]) -> Iterator[str]:
    """Letters and short runs of capitals that stand side by side, to the first other mark."""
    for k, piece in enumerate(pieces[n : n + LONGEST + 1], n):
        if (k > n and not _next(pieces, k)) or not kind.fullmatch(piece.text):
            return
        yield piece.text
        if piece.mark not in ("", "."):
            return


def _next(pieces: Sequence[Piece], n: int) -> Sequence[Piece]:
    """The piece at `n`, if it follows the one before it and nothing was said between, a filler neither: "D, um, K"."""
    follows = 0 < n < len(pieces) and not pieces[n].breaks
    return pieces[n : n + 1] if follows and pieces[n].touches(pieces[n - 1]) else ()


def _plural(run: Sequence[str], last: str) -> str:
    """The plural that a run of letters and one more spell: "LST M.'s"."""
    letters = "".join(run)
    if (match := PLURAL.fullmatch(last)) and CAPITALS.fullmatch(letters):
        return f"{letters}{match[1]}s{match[2]}"
    return ""


def _word(letters: Sequence[str]) -> str:
    """Letters as one word: "U. S." keeps its dots; dots here and there ("P Y. D") are none."""
    dotted = sum(letter.endswith(".") for letter in letters)
    if not 2 <= len(letters) <= LONGEST:
        return ""
    if dotted == len(letters):
        return "".join(letters)
    within = sum(letter.endswith(".") for letter in letters[:-1])
    # "plan B. C is": two letters with a stop between are two sentences; "L. C. M S" is two words.
    if (within and len(letters) == 2) or 1 < within < len(letters) - 1:
        return ""
    # "U S M U S": somebody began anew.
    bare = [letter[0] for letter in letters]
    if len(letters) > PAIR and bare[:PAIR] == bare[-PAIR:]:
        return ""
    return "".join(letter.rstrip(".") for letter in letters[:-1]) + letters[-1]


def is_list(letters: Sequence[str]) -> bool:
    """Names in the order of the alphabet, or one name again: "A B C", "X Y"."""
    steps = {ord(other[0]) - ord(one[0]) for one, other in pairwise(letters)}
    return steps in ({1}, {0})


def _is_pronoun(letters: Sequence[str], after: Sequence[Piece]) -> bool:
    """Whether one of two letters may be a pronoun or an article ("plan B I guess", "group A B"), or the last of more a
    pronoun."""
    if len(letters) == 2 and not {"I", "A", "I."}.isdisjoint(letters):
        return True
    return letters[-1] == "I" and any(piece.key in AFTER_EITHER for piece in after)


def _is_speaker(letters: Sequence[str], after: Sequence[Piece]) -> bool:
    """Whether the last letter is the pronoun: "through G E. I want", "the A P I I think"."""
    if letters[-1] != "I" or not after:
        return False
    return (
        after[0].key in AFTER_I or letters[-2:-1] == ["I"] or "".join(letters[-2:-1]).endswith(".")
    )


def goes_on(pieces: Sequence[Piece], n: int, stop: int) -> bool:
    """Whether a letter or a sign stands beside the run: more than we understand, so we leave it."""
    before = pieces[n - 1 : n] if _next(pieces, n) and not pieces[n - 1].mark.strip(".") else ()
    after = () if pieces[stop - 1].mark.strip(".") else pieces[stop : stop + 2]
    if (
        len(after) == 2
        and after[0].key in LISTS
        and len(after[1].key) == 1
        and after[1].text not in ("a", "i")
    ):
        return True
    beside = (*before, *(_next(pieces, stop) if after else ()))
    return any(
        not piece.key or _is_letter(piece) for piece in beside if not piece.text[:1].isdigit()
    )


def _is_letter(piece: Piece) -> bool:
    """Whether it may be the name of a letter, or of several; no pronoun or article, and nothing begun ("w- we")."""
    other = piece.text in ("a", "A", "I", "i") or piece.text.endswith(CUT_OFF)
    return bool(PLURAL.fullmatch(piece.text)) or (len(piece.key) == 1 and not other)
