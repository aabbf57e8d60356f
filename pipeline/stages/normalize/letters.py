"""Names of letters set down one by one: "P H D", "LST M.'s", "GP use", "g p s"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from pipeline.language.counts import common, pair_count
from pipeline.language.lm import language_model
from pipeline.stages.normalize.pieces import Change, Piece

LETTER = re.compile(r"[A-Z][.,!?;:]?")
CAPITALS = re.compile(r"[A-Z]{2,4}")
SPELLED = re.compile(r"[A-Z]{1,3}[.,!?;:]?")
# "M.'s" is how a recogniser writes the plural of a letter's name. With "m.'s" it is less sure of the
# letter: that is left for those who know which words there are.
PLURAL = re.compile(r"([A-Z])\.['’]s([.,!?;:]?)")
USE = re.compile(r"use([.,!?;:]?)")
# Letters after which a recogniser's "use" is the plural of U: no other word ends so.
BEFORE_US = frozenset(("CP", "GP", "TP", "NP"))
SMALL = re.compile(r"[a-z][.,!?;:]?")
LEAST = 3
# Two small letters may be anything ("f x"), and three that spell a common word; these are known.
SAID = frozenset(("eu", "uk", "un", "us", "tv", "pc", "who"))
# What is a word as well as a letter may stand beside an abbreviation.
WORDS = frozenset("ai")
# No abbreviation we know of has more letters that are said one by one.
LONGEST = 6
# What people say of themselves, seldom of an abbreviation.
AFTER_I = frozenset(
    "think guess mean want wanted know say said believe hope am was dont didnt".split()
)
# "X Y and Z", "A B or C" are lists.
LISTS = frozenset(("and", "or"))


def joined_letters(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Letters that spell one word, joined."""
    n = 0
    while n < len(pieces):
        found = _spelled(pieces, n) if pieces[n].text[:1].isupper() else _small(pieces, n)
        if found:
            start, stop, text = found
            said = " ".join(piece.text for piece in pieces[start:stop])
            yield Change(start, stop, text, f"letters; {said!r}")
            n = stop
        else:
            n += 1


def _small(pieces: Sequence[Piece], n: int) -> tuple[int, int, str] | None:
    """Where the word that small letters from `n` spell begins and ends, and how it is written: "a g p s" as "a GPS"."""
    run = list(_run(pieces, n, SMALL))
    letters = "".join(text[0] for text in run)
    after = pieces[n + len(run)].key if n + len(run) < len(pieces) else ""
    if not 2 <= len(letters) <= LONGEST or _is_list(letters) or _goes_on(pieces, n, n + len(run)):
        return None
    ways = [(low, len(letters) - aside) for aside in (0, 1) for low in (0, 1)]
    known = [
        (low, high)
        for low, high in ways
        if set(letters[:low] + letters[high:]) <= WORDS and _is_said(letters[low:high])
    ]
    if not known:
        return None
    # "a t v card", "the u s a lot" and "an a p i i think": here what is a word as well is likelier to be one.
    words = [
        (low, high)
        for low, high in known
        if (low and letters[low:high] in SAID)
        or (
            high < len(letters)
            and (pair_count("a", after) if letters[-1] == "a" else after in AFTER_I)
        )
    ]
    low, high = (words or known)[0]
    return n + low, n + high, _written(letters[low:high].upper()) + run[high - 1][1:]


def _is_said(letters: str) -> bool:
    """Whether people say these letters for a word."""
    return letters in SAID or (
        len(letters) >= LEAST and letters in language_model().ids and not common(letters)
    )


def _written(word: str) -> str:
    """A word of capitals as it is written: "PhD", "SSDs"."""
    if word.endswith("S") and word != "HTTPS" and _is_said(word[:-1].lower()):
        return _written(word[:-1]) + "s"
    return "PhD" if word == "PHD" else word


def _spelled(pieces: Sequence[Piece], n: int) -> tuple[int, int, str] | None:
    """Where the word spelled in capitals from `n` begins and ends, and how it is written."""
    run = list(_run(pieces, n))
    last = pieces[n + len(run)] if n + len(run) < len(pieces) else None
    if last and not last.breaks and (text := _plural(run, last.text)):
        return n, n + len(run) + 1, text
    letters = list(takewhile(LETTER.fullmatch, run))
    if len(run) > len(letters) and len(run[len(letters)]) == len("DS"):
        return None
    while letters and _is_speaker(letters, pieces[n + len(letters) : n + len(letters) + 1]):
        letters.pop()
    stop = n + len(letters)
    text = _word(letters)
    if not text or _is_pronoun(letters) or _is_list(letters) or _goes_on(pieces, n, stop):
        return None
    return n, stop, "PhD" + text[3:] if text.startswith("PHD") else text


def _run(pieces: Sequence[Piece], n: int, kind: re.Pattern[str] = SPELLED) -> Iterator[str]:
    """Letters and short runs of capitals that stand side by side, to the first other mark."""
    for piece in pieces[n : n + LONGEST + 1]:
        if (piece.breaks and piece is not pieces[n]) or not kind.fullmatch(piece.text):
            return
        yield piece.text
        if piece.mark not in ("", "."):
            return


def _plural(run: Sequence[str], last: str) -> str:
    """The plural that a run of letters and one more word spell: "LST M.'s", "GP use"."""
    letters = "".join(run)
    if (match := PLURAL.fullmatch(last)) and CAPITALS.fullmatch(letters):
        return f"{letters}{match[1]}s{match[2]}"
    if letters in BEFORE_US and (match := USE.fullmatch(last)):
        return f"{letters}Us{match[1]}"
    return ""


def _word(letters: Sequence[str]) -> str:
    """Letters as one word: "U. S." keeps its dots; dots here and there ("P Y. D") are none."""
    dotted = sum(letter.endswith(".") for letter in letters)
    if not 2 <= len(letters) <= LONGEST:
        return ""
    if dotted == len(letters):
        return "".join(letters)
    within = sum(letter.endswith(".") for letter in letters[:-1])
    # "plan B. C is": two letters with a stop between are two sentences.
    if within and len(letters) == 2:
        return ""
    return "".join(letter.rstrip(".") for letter in letters[:-1]) + letters[-1]


def _is_list(letters: Sequence[str]) -> bool:
    """Names in the order of the alphabet, or one name again: "A B C", "X Y"."""
    steps = {ord(other[0]) - ord(one[0]) for one, other in pairwise(letters)}
    return steps in ({1}, {0})


def _is_pronoun(letters: Sequence[str]) -> bool:
    """Whether one of two letters may be a pronoun or an article: "plan B I guess", "group A B"."""
    return len(letters) == 2 and not {"I", "A", "I."}.isdisjoint(letters)


def _is_speaker(letters: Sequence[str], after: Sequence[Piece]) -> bool:
    """Whether the last letter is the pronoun: "through G E. I want", "the A P I I think"."""
    if letters[-1] != "I" or not after:
        return False
    return (
        after[0].key in AFTER_I or letters[-2:-1] == ["I"] or "".join(letters[-2:-1]).endswith(".")
    )


def _goes_on(pieces: Sequence[Piece], n: int, stop: int) -> bool:
    """Whether a letter or a sign stands beside the run: more than we understand, so we leave it."""
    before = pieces[n - 1 : n] if n and not pieces[n].breaks else []
    after = [] if pieces[stop - 1].mark.strip(".") else pieces[stop : stop + 2]
    if (
        len(after) == 2
        and after[0].key in LISTS
        and len(after[1].key) == 1
        and after[1].text not in WORDS
    ):
        return True
    return any(
        not piece.key or (len(piece.key) == 1 and piece.text not in ("a", "A", "I", "i"))
        for piece in (*before, *after[:1])
        if not piece.text[:1].isdigit()
    )
