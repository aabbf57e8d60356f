"""The phones of American English, a letter each, and how alike two of them sound.

A pronunciation is a text of such letters, so it can be hashed, sliced and compared like any other.
"""

from functools import cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from pipeline.language.packaged import packaged

# Letters follow X-SAMPA where one letter does. "@" is the unstressed AH0 of CMU's dictionary.
LETTERS = {
    "AA": "A", "AE": "{", "AH": "V", "AX": "@", "AO": "O", "AW": "W", "AY": "Y", "EH": "E",
    "ER": "R", "EY": "e", "IH": "I", "IY": "i", "OW": "o", "OY": "X", "UH": "U", "UW": "u",
    "B": "b", "CH": "C", "D": "d", "DH": "D", "F": "f", "G": "g", "HH": "h", "JH": "J", "K": "k",
    "L": "l", "M": "m", "N": "n", "NG": "N", "P": "p", "R": "r", "S": "s", "SH": "S", "T": "t",
    "TH": "T", "V": "v", "W": "w", "Y": "j", "Z": "z", "ZH": "Z",
}  # fmt: skip
SYMBOLS = {letter: symbol for symbol, letter in LETTERS.items()}
# Words said in two ways too often to choose: "a" is a schwa or EY, "the" ends in a schwa or IY.
EITHER = {"1": "@e", "2": "@i"}
PHONES = "".join(LETTERS.values()) + "".join(EITHER)
# The phones as rows of `costs()`; row 0 stands for no phone.
NUMBERS = {phone: number for number, phone in enumerate(PHONES, start=1)}


def from_arpabet(text: str) -> str:
    """The letters of a pronunciation written as ARPAbet ("JH IY P IY Y UW"); stress marks may stand.

    Raises KeyError for a symbol that is none.
    """
    return "".join(
        LETTERS["AX" if symbol == "AH0" else symbol.rstrip("012")] for symbol in text.split()
    )


def to_arpabet(phones: str) -> str:
    """A pronunciation as `from_arpabet` reads it."""
    return " ".join(SYMBOLS[phone] for phone in phones)


@cache
def costs() -> NDArray[np.float32]:
    """What hearing one phone as another costs, 0 to 1.2, by their NUMBERS; row and column 0: dropping or adding it.

    Learned by `training/terms/sounds.py` from real mishearings.
    """
    with np.load(BytesIO(packaged("models/terms_sounds.npz"))) as parts:
        return np.asarray(parts["costs"] / 1000, dtype=np.float32)
