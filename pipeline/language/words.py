"""A word as it is written: its capitals, and the marks round it."""

import re
import unicodedata

# Accents behind their letter ("x̂" is no character of its own), and what makes an emoji of a digit.
ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
# A word's text without the marks round it; what stands inside stays ("don't", "U.S.A", "3.5").
_CORE = re.compile(rf"[^\W_](?:.*[^\W_])?[{ACCENTS}]*[+#%]*", re.DOTALL)
_LETTERS = re.compile(r"[^\W\d_]{1,2}(?:\.[^\W\d_])+")  # U.S, e.g, Ph.D
# With a dot of their own; a sentence may end behind some of them.
ABBREVIATIONS = frozenset("dr mr mrs ms prof vs jr sr st".split())
MAY_END = frozenset("jr sr st".split())
# So too, but only with a capital ("the last gen"): a name follows.
TITLES = frozenset("adm capt col gen gov hon lt maj messrs mt rep rev sen sgt".split())
STOPS = (".", "?", "!")  # what ends a sentence
MARKS = {".": ".", "!": ".", "…": ".", "?": "?", ",": ",", ";": ",", ":": ",", "–": ",", "—": ","}
# Shapes of words, bits of a number.
CAPITAL, UPPER, MIXED = 1 << 0, 1 << 1, 1 << 2


def core(text: str) -> str:
    """The word in `text` without the marks round it; nothing where it is all marks."""
    found = _CORE.search(text)
    return found.group() if found else ""


def head(text: str) -> str:
    """What stands before the word in `text`: opening quotes and brackets."""
    found = _CORE.search(text)
    return text[: found.start()] if found else ""


def tail(text: str) -> str:
    """What stands after the word in `text`: marks, closing quotes and brackets."""
    found = _CORE.search(text)
    return text[found.end() :] if found else text


def mark(text: str) -> str:
    """The mark that ends `text`: one of , . ? or nothing. The dot of "Dr." and "U.S." is none."""
    signs = tail(text)
    last = next((MARKS[sign] for sign in reversed(signs) if sign in MARKS), "")
    found = "?" if last == "." and "?" in signs else last
    return "" if found == "." and signs.startswith(".") and is_abbreviation(core(text)) else found


def is_abbreviation(word: str) -> bool:
    """Whether a dot after `word` belongs to it."""
    small = word.lower()
    known = small in ABBREVIATIONS or (small in TITLES and small != word)
    return known or bool(_LETTERS.fullmatch(word))


def may_end(text: str) -> bool:
    """Whether the dot at the end of `text` may end a sentence or belong to its letters: "the U.S.",
    "Samuel L.", and not "I had a."."""
    word = core(text)
    initial = len(word) == 1 and word not in ("a", "i", "I")
    dotted = initial or word.lower() in MAY_END or bool(_LETTERS.fullmatch(word))
    return tail(text).startswith(".") and dotted


def unaccented(text: str) -> str:
    """The text without the accents that can be taken off its letters."""
    return "".join(
        char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn"
    )


def shape(word: str) -> int:
    """The bits of a word's capitals: none, Capital, UPPER or miXed."""
    if word == word.lower():
        return 0
    if len(word) > 1 and word == word.upper():
        return UPPER
    if word[0].isupper() and word[1:] == word[1:].lower():
        return CAPITAL
    return MIXED
