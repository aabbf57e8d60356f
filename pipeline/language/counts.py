"""How common words and pairs of words are in English: symspellpy's lists, and its splitting of joins.

82,765 words and 243,342 pairs, counted in Google's n-grams of web and books. symspellpy corrects
spelling too, but a misheard word is spelled right; so it serves here for counts, joins and splits.
"""

from functools import cache
from importlib.resources import files
from math import log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from symspellpy import SymSpell

# The 3,000th word of the list stands at 24 million: the words everybody uses all day.
VERY_COMMON = 24_000_000
# The 20,000th: words that most people know.
IN_USE = 1_000_000
TOKENS = 1.0e12  # behind the counts


def count(word: str) -> int:
    """How often `word` (lower case) was counted; 0 for a word that is not English."""
    return int(_speller().words.get(word, 0))


def pair_count(first: str, second: str) -> int:
    """How often the two words were counted side by side; 0 for pairs not in the list."""
    return _pairs().get(f"{first} {second}", 0)


def together(first: str, second: str) -> float:
    """How much more often the two words stand side by side than chance would have it (log)."""
    by_chance = (count(first) + 1e6) * (count(second) + 1e6)
    return log((pair_count(first, second) + 1e5) * TOKENS / by_chance)


def common(word: str) -> bool:
    """Whether everybody uses `word` all day: one of the 3,000 most common."""
    return count(word) >= VERY_COMMON


@cache
def split(word: str) -> tuple[str, ...]:
    """The words that `word` is joined of: "hyperparameter", and "facebook" too, which the list knows
    whole; `word` alone if it is not joined of two words in common use."""
    if not count(word):
        parts = _speller().word_segmentation(word, max_edit_distance=0).corrected_string.split()
        return tuple(parts) if "".join(parts) == word else (word,)
    cuts = ((word[:n], word[n:]) for n in range(3, len(word) - 2))
    rarest, parts = max(((min(map(count, cut)), cut) for cut in cuts), default=(0, (word,)))
    return parts if rarest >= IN_USE else (word,)


@cache
def _pairs() -> dict[str, int]:
    # A tenth of the time that symspellpy takes to load its own list, which it would only look up.
    path = files("symspellpy").joinpath("frequency_bigramdictionary_en_243_342.txt")
    rows = (line.rpartition(" ") for line in path.read_text(encoding="utf-8-sig").splitlines())
    return {pair: int(number) for pair, _, number in rows}


@cache
def _speller() -> "SymSpell":
    from symspellpy import SymSpell

    path = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    # Nothing is looked up by edit distance, so no index of deletions: four times faster to load.
    speller = SymSpell(max_dictionary_edit_distance=0, prefix_length=1)
    speller.load_dictionary(str(path), 0, 1)
    return speller
