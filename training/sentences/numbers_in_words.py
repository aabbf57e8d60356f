"""Numbers as people say them: training text writes "2010", many recognisers "two thousand ten"."""

import re

from pipeline.language.numerals import ONES, TENS

SCALES = ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
NUMBER = re.compile(r"(\$?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?(%?)$")


def words(number: int) -> list[str]:
    """`number` in words: 2010 gives two thousand ten."""
    if number < 20:
        return [ONES[number]]
    if number < 100:
        return [TENS[number // 10 - 2], *(words(number % 10) if number % 10 else [])]
    for size, name in SCALES:
        if number >= size:
            rest = words(number % size) if number % size else []
            return [*words(number // size), name, *rest]
    raise ValueError(number)


def year(number: int) -> list[str]:
    """A year in words: 1998 gives nineteen ninety eight."""
    high, low = divmod(number, 100)
    if 2000 <= number < 2010 or not low:
        return words(number)
    return [*words(high), *(["oh"] if low < 10 else []), *words(low)]


def spoken(text: str) -> list[str]:
    """`text` in words if it is a plain number, a price or a share; as it is otherwise."""
    found = NUMBER.match(text)
    if not found or len(found[2]) > 12:
        return [text]
    dollar, whole, part, percent = found.groups()
    number = int(whole.replace(",", ""))
    plain = not (dollar or part or percent or "," in whole)
    out = year(number) if plain and 1900 <= number <= 2099 else words(number)
    if part:
        out = [*out, "point", *(ONES[int(digit)] for digit in part)]
    return [*out, *(["percent"] if percent else []), *(["dollars"] if dollar else [])]
