"""What hearing one phone as another costs, as differences of articulation have it: where learning begins."""

import numpy as np

from pipeline.language.alphabet import EITHER, LETTERS, NUMBERS, PHONES

VOWELS = frozenset("A{V@OWYERIeioXUu12")
# Vowels: height (0 low .. 3 high), backness (0 front .. 2 back), rounding, glide it ends in, r-colour.
VOWEL_SHAPES: dict[str, tuple[float, float, float, float, float]] = {
    "i": (3, 0, 0, 0, 0), "I": (2.5, 0.4, 0, 0, 0), "e": (2, 0, 0, 1, 0), "E": (1.5, 0.2, 0, 0, 0),
    "{": (0.6, 0.2, 0, 0, 0), "A": (0, 1.4, 0, 0, 0), "O": (0.9, 2, 1, 0, 0), "o": (2, 2, 1, -1, 0),
    "U": (2.5, 1.7, 1, 0, 0), "u": (3, 1.8, 1, 0, 0), "V": (1, 1.2, 0, 0, 0),
    "@": (1.5, 1, 0, 0, 0), "R": (1.6, 1, 0.3, 0, 1), "Y": (0.3, 1, 0, 1, 0),
    "W": (0.3, 1.2, 0, -1, 0), "X": (1, 1.8, 1, 1, 0),
}  # fmt: skip
VOWEL_WEIGHTS = np.array([0.16, 0.12, 0.10, 0.14, 0.40])
# Consonants: place (0 lips .. 5 throat), manner (0 stop, 1 affricate, 2 fricative, 3 nasal, 4 glide),
# voice, sibilance, how lateral or r-like.
CONSONANT_SHAPES: dict[str, tuple[float, float, float, float, float]] = {
    "p": (0, 0, 0, 0, 0), "b": (0, 0, 1, 0, 0), "m": (0, 3, 1, 0, 0), "f": (0.4, 2, 0, 0, 0),
    "v": (0.4, 2, 1, 0, 0), "T": (1.2, 2, 0, 0, 0), "D": (1.2, 2, 1, 0, 0), "t": (2, 0, 0, 0, 0),
    "d": (2, 0, 1, 0, 0), "n": (2, 3, 1, 0, 0), "s": (2, 2, 0, 1, 0), "z": (2, 2, 1, 1, 0),
    "l": (2, 4, 1, 0, 1), "r": (2.5, 4, 1, 0, 0.5), "C": (3, 1, 0, 1, 0), "J": (3, 1, 1, 1, 0),
    "S": (3, 2, 0, 1, 0), "Z": (3, 2, 1, 1, 0), "j": (3.3, 4, 1, 0, 0), "k": (4, 0, 0, 0, 0),
    "g": (4, 0, 1, 0, 0), "N": (4, 3, 1, 0, 0), "w": (2.2, 4, 1, 0, 0), "h": (5, 2, 0, 0, 0),
}  # fmt: skip
CONSONANT_WEIGHTS = np.array([0.13, 0.16, 0.16, 0.22, 0.25])
# A dropped or added phone: weak vowels and sounds that come and go in speech cost less.
DROP = {"@": 0.45, "I": 0.55, "h": 0.4, "t": 0.55, "d": 0.55, "j": 0.5, "1": 0.45, "2": 0.45,
        "n": 0.6, "r": 0.55, "l": 0.65, "w": 0.6, "z": 0.6, "s": 0.65, "V": 0.6, "D": 0.55}  # fmt: skip
DROP_OTHER = 0.75


def articulated() -> np.ndarray:
    """The costs before anything was learned."""
    size = len(PHONES) + 1
    table = np.ones((size, size), dtype=np.float32)
    for one in LETTERS.values():
        for other in LETTERS.values():
            table[NUMBERS[one], NUMBERS[other]] = _difference(one, other)
    for phone, either in EITHER.items():
        rows = [NUMBERS[way] for way in either]
        table[NUMBERS[phone]] = table[rows].min(axis=0)
        table[:, NUMBERS[phone]] = table[:, rows].min(axis=1)
        table[NUMBERS[phone], NUMBERS[phone]] = 0
    for phone, number in NUMBERS.items():
        table[0, number] = table[number, 0] = DROP.get(phone, DROP_OTHER)
    table[0, 0] = 0
    return table


def _difference(one: str, other: str) -> float:
    if one == other:
        return 0.0
    if (one in VOWELS) != (other in VOWELS):
        # "year" and "layer", "real" and "ReLU": glides pass for vowels, "er" for "r".
        pair = {one, other}
        near = pair in (
            {"j", "i"},
            {"w", "u"},
            {"r", "R"},
            {"w", "U"},
            {"w", "o"},
            {"l", "o"},
            {"l", "@"},
        )
        return 0.5 if near else 1.0
    shapes, weights = (
        (VOWEL_SHAPES, VOWEL_WEIGHTS) if one in VOWELS else (CONSONANT_SHAPES, CONSONANT_WEIGHTS)
    )
    gap = np.abs(np.array(shapes[one]) - np.array(shapes[other]))
    gap[1 if one not in VOWELS else 0] = min(gap[1 if one not in VOWELS else 0], 3)
    return float(min(1.0, 0.1 + gap @ weights))
