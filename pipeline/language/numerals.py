"""Small numbers in words, as they are said in names: ResNet-50, GPT-4."""

import re
from collections.abc import Iterable

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen".split()
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = "hundred thousand million billion trillion".split()
NUMBERS = frozenset((*ONES, *TENS, *SCALES))
DIGITS = re.compile(r"\d+")
STEM = 3  # letters in which nine, nineteen and ninety are alike


def is_number(word: str) -> bool:
    """Whether a word (a key) is a number, in digits or in words."""
    return word.isdecimal() or word in NUMBERS


def in_words(digits: str) -> tuple[str, ...]:
    """The words of a number below a thousand, three digits as names are read ("one oh one"); the digits
    themselves where there is no one way to say them."""
    if not digits.isdecimal() or len(digits) > 3 or (digits[0] == "0" and digits != "0"):
        return (digits,)
    number = int(digits)
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        head = (ONES[hundreds],)
        if not rest:
            return (*head, "hundred")
        return (*head, "oh", ONES[rest]) if rest < 10 else (*head, *in_words(str(rest)))
    if number < len(ONES):
        return (ONES[number],)
    tens, ones = divmod(number, 10)
    return (TENS[tens - 2], *([ONES[ones]] if ones else []))


def is_other_number(words: Iterable[str], name: str) -> bool:
    """Whether a number is among the words (keys) that does not begin as one of the name's: "clay twenty" is no COVID-19,
    "cove in nine" may be."""
    own = {word[:STEM] for digits in DIGITS.findall(name) for word in in_words(digits)}
    said = (part for word in words if is_number(word) for part in in_words(word))
    return bool(own) and any(part[:STEM] not in own for part in said)
