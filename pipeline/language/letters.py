"""Letters to sounds, for words that no pronouncing dictionary has.

The rules (`data/letters.txt.gz`, made by `training/terms/pronunciations.py` from CMU's dictionary)
map a letter and as much of its neighbourhood as they need to none, one or two phones. A context is a
text that grows at its end, so looking for the longest one known is a loop over prefixes.
"""

from collections.abc import Mapping
from functools import cache

from pipeline.language.packaged import packaged

# The neighbours of a letter, in the order of how much they tell about its sound.
ORDER = (0, 1, -1, 2, -2, 3, -3, 4, -4)
EDGE = 4


def padded(word: str) -> str:
    """The word with room for the neighbours of its outer letters."""
    return "_" * EDGE + word + "_" * EDGE


def neighbours(text: str, place: int) -> str:
    """The letter at `place` of the word and its neighbours, the most telling first."""
    return "".join(text[place + EDGE + step] for step in ORDER)


def sound_out(word: str, rules: Mapping[str, str]) -> str:
    """The phones of `word` (letters a to z) by `rules`."""
    text = padded(word)
    return "".join(_part(neighbours(text, place), rules) for place in range(len(word)))


@cache
def rules() -> Mapping[str, str]:
    """The shipped rules, read at their first use in this process."""
    lines = packaged("data/letters.txt.gz").decode().splitlines()
    return dict(line.split("\t") for line in lines)


def _part(context: str, rules: Mapping[str, str]) -> str:
    return next(
        (rules[context[:n]] for n in range(len(context), 0, -1) if context[:n] in rules), ""
    )
