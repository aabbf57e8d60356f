"""Small letters said one by one for a word: "a g p s", "my p h d"."""

import re
from collections.abc import Iterator, Sequence

from pipeline.language.counts import common, pair_count
from pipeline.language.lm import language_model
from pipeline.stages.normalize.letters import (
    AFTER_EITHER,
    AFTER_I,
    LONGEST,
    goes_on,
    is_list,
    run_of,
    written,
)  # fmt: skip
from pipeline.stages.normalize.pieces import Change, Piece

LETTER = re.compile(r"[a-z][.,!?;:]?")
# Behind others, "I" is a letter as well as the pronoun.
NEXT = re.compile(rf"{LETTER.pattern}|[AI]")
LEAST = 3
# What an article goes with, and hardly a name: "in the u s a lot of it", "ten b o e a day".
AFTER_A = frozenset("lot few bit little couple day".split())
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
    run = list(run_of(pieces, n, NEXT))
    letters, stop = "".join(text[0].lower() for text in run), n + len(run)
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
    but behind a determiner, the last where what comes goes with nothing else. If it only may be one, nothing is
    joined: "m r s a patients", "s s r i was" are no "MRS" and "SSR"."""
    named = before in DETERMINERS
    low, high = (0 if named or letters[0] not in "ai" else 1), len(letters)
    part, whole = (_is_said(letters[low:stop], named or low > 0) for stop in (high - 1, high))
    if letters[-1] in "ai" and part and _is_own(letters[-2:], after, whole):
        return low, high - 1
    if letters[-1] == "i" and (not named or after in AFTER_I | AFTER_EITHER):
        return None
    if letters[-1] == "a" and part and pair_count("a", after):
        return None
    return (low, high) if whole else None


def _is_own(last: str, after: str, whole: bool) -> bool:
    """Whether the last letter is surely a word of its own; `whole`: the letters are a word with it, too."""
    twice = last[0] == last[1] and not whole
    return twice or after in (AFTER_A if last[1] == "a" else AFTER_I)


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
