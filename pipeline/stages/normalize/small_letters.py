"""Small letters said one by one for a word: "a g p s", "my p h d"."""

import re
from collections.abc import Iterator, Sequence

from pipeline.language.counts import common, pair_count
from pipeline.language.lm import language_model
from pipeline.stages.normalize.letters import AFTER_I, LONGEST, goes_on, is_list, run_of, written
from pipeline.stages.normalize.pieces import Change, Piece

LETTER = re.compile(r"[a-z][.,!?;:]?")
LEAST = 3
# Two letters may be anything ("f x"), and three that spell a common word: these are known, behind a determiner.
SAID = frozenset(("eu", "uk", "un", "us", "tv", "pc", "who"))
DETERMINERS = frozenset(
    "the a an this that these those my your our his her its their every each another any no".split()
)


def joined_small_letters(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Letters that people say for a word, joined in capitals."""
    n = 0
    while n < len(pieces):
        found = _spelled(pieces, n) if LETTER.fullmatch(pieces[n].text) else None
        if found:
            start, stop, text = found
            said = " ".join(piece.text for piece in pieces[start:stop])
            yield Change(start, stop, text, ("letters", repr(said)))
        n = found[1] if found else n + 1


def _spelled(pieces: Sequence[Piece], n: int) -> tuple[int, int, str] | None:
    """Where the word that letters from `n` spell begins and ends, and how it is written."""
    run = list(run_of(pieces, n, LETTER))
    letters, stop = "".join(text[0] for text in run), n + len(run)
    before = pieces[n - 1].key if n and not pieces[n].breaks else ""
    after = pieces[stop].key if stop < len(pieces) and not pieces[stop].breaks else ""
    if not 2 <= len(letters) <= LONGEST or is_list(letters) or goes_on(pieces, n, stop):
        return None
    word = _word(letters, before, after)
    if word is None:
        return None
    low, high = word
    return n + low, n + high, _written(letters[low:high].upper()) + run[high - 1][1:]


def _word(letters: str, before: str, after: str) -> tuple[int, int] | None:
    """Which of the letters make a word. A first "a" or "i" and a last one may be words of their own: the first is one
    but behind a determiner, the last where it seems to go on with what comes."""
    named = before in DETERMINERS
    low, high = (0 if named or letters[0] not in "ai" else 1), len(letters)
    ways: tuple[int, ...] = (high,)
    if letters[-1] == "a":
        ways = (high - 1, high) if pair_count("a", after) else (high, high - 1)
    elif letters[-1] == "i":
        ways = (high, high - 1) if named and after not in AFTER_I else (high - 1,)
    return next(
        ((low, stop) for stop in ways if _is_said(letters[low:stop], named or low > 0)), None
    )


def _is_said(letters: str, named: bool) -> bool:
    """Whether people say these letters for a word; `named`: behind a determiner."""
    if letters in SAID:
        return named
    return len(letters) >= LEAST and letters in language_model().ids and not common(letters)


def _written(word: str) -> str:
    """A word of capitals as it is written: "PhD", "SSDs"."""
    if word.endswith("S") and word != "HTTPS" and _is_said(word[:-1].lower(), named=False):
        return written(word[:-1]) + "s"
    return written(word)
