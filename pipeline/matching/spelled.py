"""Letters said one by one: "p h d", "the n s f"; and for other letters."""

from collections.abc import Sequence
from itertools import groupby

from pipeline.language.counts import count
from pipeline.language.lm import language_model
from pipeline.model import key

# What is a word as well may stand beside letters without being one of them.
WORDS = ("a", "i")
BETWEEN = ("and", "or", "the")
SHORT = 4  # letters: what is longer is a word


def spells(texts: Sequence[str]) -> str:
    """The letters in `texts` joined, if there are two and more side by side, or with nothing between them but "and"
    and articles: "r and b", "the w and the z"; else nothing."""
    told = [text for text in texts if key(text) not in BETWEEN]
    runs = ("".join(map(key, run)) for is_one, run in groupby(told, _is_letter) if is_one)
    return max((run for run in runs if len(run) > 1), key=len, default="")


def cuts_letters(texts: Sequence[str], start: int, stop: int) -> bool:
    """Whether the words from `start` to `stop` begin or end within letters said one by one: "u AI" of "e u AI"."""
    before, first = texts[start - 1 : start], texts[start]
    last, after = texts[stop - 1], texts[stop : stop + 1]
    return bool(
        (before and _goes_on(before[0], first) and key(before[0]) not in WORDS)
        or (after and _goes_on(last, after[0]) and key(after[0]) not in WORDS)
    )


def initials(heard: str, term: str) -> bool:
    """Whether letters would stand for other letters: PLS and TLS, RC and RSA. Letters that nobody is known
    to say, "NYUV", hardly stand for themselves."""
    short = max(len(heard), len(term)) <= SHORT
    return short and not count(term) and heard in language_model().ids


def _goes_on(one: str, other: str) -> bool:
    return _is_letter(one) and _is_letter(other) and not one.endswith((".", ",", "?", "!"))


def _is_letter(text: str) -> bool:
    letter = key(text)
    return len(letter) == 1 and letter.isalpha()
