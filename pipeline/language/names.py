"""Names of many countries, to tell "I'm Gloria" from "I'm Canadian" and Peter Novak from Peter Norvig."""

from functools import cache

from pipeline.language.packaged import packaged
from pipeline.language.words import unaccented

# Letters of which no accent can be taken off, as English writes them.
PLAIN = str.maketrans(
    {
        "\u2019": "'",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ı": "i",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
# Words that stand small within a family name.
PARTICLES = frozenset(
    "van von der den de da di del della dos du la le el al bin ibn ter ten zu st".split()
)


def is_first_name(word: str) -> bool:
    """Whether `word` is a first name; case and accents do not matter."""
    return folded(word) in _names("first")


def is_last_name(word: str) -> bool:
    """Whether `word` is a family name; case and accents do not matter."""
    return folded(word) in _names("last")


def folded(word: str) -> str:
    """Without case, accents and curly apostrophes."""
    return unaccented(word.lower().translate(PLAIN))


@cache
def _names(kind: str) -> frozenset[str]:
    return frozenset(packaged(f"data/{kind}_names.txt.gz").decode().split())
