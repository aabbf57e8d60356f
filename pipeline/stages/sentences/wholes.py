"""What no mark parts: numbers in words, addresses on the web, letters said one by one."""

from collections.abc import Sequence
from itertools import pairwise

from pipeline.language import numerals
from pipeline.language.heard import Heard
from pipeline.language.numerals import ONES, TENS
from pipeline.language.words import core

SCALES = frozenset((*numerals.SCALES, "point"))
NUMBERS = numerals.NUMBERS | SCALES
DIGITS = {word: n for n, word in enumerate(ONES[:10])} | {"oh": 0}
TEENS = frozenset((*ONES[10:], "twenty"))
UNITS = frozenset("percent dollars euros pounds cents".split())
PARTS = {("and", "a", part) for part in ("half", "third", "quarter")}
DOMAINS = frozenset("com org net io ai edu gov dev uk".split())
# Words that are letters as well.
WORDS = ("a", "i")
# So many digits side by side are one number, unless somebody counts.
MANY = 3


def goes_on(heard: Sequence[Heard], n: int) -> bool:
    """Whether what word `n` belongs to goes on with the next: "two | thousand", "example | dot | com", "r | n a",
    "Bath | & Beyond"."""
    words = [core(item.text).lower() for item in heard[max(0, n - MANY) : n + MANY + 2]]
    at = min(n, MANY)
    joined = "&" in (item.text for item in heard[n : n + 2])
    return (
        joined
        or _number(words, at)
        or _digits(words, at)
        or _address(words, at)
        or _letters(words, at)
    )


def _number(words: Sequence[str], n: int) -> bool:
    """Whether a number in words goes on: "two | thousand", "nineteen | ninety", "a year | and a half"."""
    here, after = words[n : n + 2]
    if after in SCALES or after in UNITS:
        return here in NUMBERS or here[-1:].isdigit()
    if here in SCALES and after in NUMBERS:
        # "That is the point. Three people ..."
        return here != "point" or (n > 0 and words[n - 1] in NUMBERS)
    if here in TEENS and after in TENS:
        return True
    return any(_part(words, n + ahead) for ahead in (1, 0, -1) if n + ahead >= 0)


def _part(words: Sequence[str], n: int) -> bool:
    """Whether "and a half" stands at `n`, and no clause begins: "and a half of them left"."""
    return tuple(words[n : n + 3]) in PARTS and words[n + 3 : n + 4] != ["of"]


def _digits(words: Sequence[str], n: int) -> bool:
    """Whether digits go on: behind "point", or several of them, if they do not rise or fall as one who counts does."""
    if not {words[n], words[n + 1]} <= DIGITS.keys():
        return False
    low, high = n, n + 2
    while low and words[low - 1] in DIGITS:
        low -= 1
    while high < len(words) and words[high] in DIGITS:
        high += 1
    if low and words[low - 1] == "point":
        return True
    steps = {
        (DIGITS[b] > DIGITS[a]) - (DIGITS[b] < DIGITS[a]) for a, b in pairwise(words[low:high])
    }
    return high - low >= MANY and (len(steps) > 1 or steps == {0})


def _address(words: Sequence[str], n: int) -> bool:
    """Whether an address on the web goes on: "example | dot | com"."""
    here, after, last = [*words[n : n + 3], "", ""][:3]
    return (here == "dot" and after in DOMAINS) or (after == "dot" and last in DOMAINS)


def _letters(words: Sequence[str], n: int) -> bool:
    """Whether letters go on that are no list: "b | r c a", and not "plan b, c"."""
    here, after = words[n : n + 2]
    letters = len(here) == len(after) == 1 and here.isalpha() and after.isalpha()
    return letters and not {here, after} & {*WORDS} and ord(after) - ord(here) != 1
