"""Number words as digits, where print has digits: from ten on, years, decimals, per cent.

"two or three" and "one of the" stay, and so does whatever is not plainly one number: speech runs
numbers together ("four five six", "two thousand ten twelve"), and half a number in digits is worse
than words.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.language.numerals import ONES, TENS
from pipeline.stages.normalize.pieces import Change, Piece

UNITS, TEENS = ONES[1:10], ONES[10:]
SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
VALUES = {
    "zero": 0,
    **{word: n for n, word in enumerate(UNITS, 1)},
    **{word: n for n, word in enumerate(TEENS, 10)},
    **{word: 10 * n for n, word in enumerate(TENS, 2)},
    "hundred": 100,
    **SCALES,
}
# A run of words as a run of signs, so that grammar is a pattern: u(nit), e (teen), t(ens),
# h(undred), k m b r (thousand, million ...), z(ero), o(h), a(nd), p(oint).
SIGNS = {
    "zero": "z",
    "oh": "o",
    "and": "a",
    "point": "p",
    "hundred": "h",
    **dict.fromkeys(UNITS, "u"),
    **dict.fromkeys(TEENS, "e"),
    **dict.fromkeys(TENS, "t"),
    **dict(zip(SCALES, "kmbr", strict=True)),
}
BELOW_100 = "(?:tu?|e|u)"
BELOW_1000 = f"(?:[ue]h(?:a?{BELOW_100})?|{BELOW_100})"
WHOLE = re.compile(
    f"(?:{BELOW_1000}r)?(?:{BELOW_1000}b)?(?:{BELOW_1000}m)?(?:{BELOW_1000}k)?(?:a?{BELOW_1000})?"
)
DECIMAL = re.compile(f"(?P<whole>{BELOW_1000}|z)p(?P<part>[uzo]+|{BELOW_100})(?P<scale>[mbr]?)")
YEAR = re.compile(r"(?P<century>[et])(?P<rest>tu|t|e|ou)")
CENTURIES = ("eighteen", "nineteen", "twenty")
# Two round numbers side by side ("twenty thirty people") are a year only where one is expected.
EXPECTS_YEAR = frozenset(
    "in since until till by year late early mid spring summer autumn fall winter january february "
    "march april may june july august september october november december".split()
)
# "at one point five people came".
BEFORE_ONE_POINT = frozenset("at this that some any which".split())
# "two or three", "ten to twenty", "one in ten": both ends in digits or neither.
BETWEEN = frozenset(("or", "to", "and", "in"))
# "twenty first", "nineteen nineties", "twenty something", "one hundred and first".
SPOIL = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth twenties thirties forties "
    "fifties sixties seventies eighties nineties something odd hundreds thousands millions oh o "
    "hundredth thousandth vision ish point".split()
)
# "one hundred and fifty"; otherwise "and" stands between two numbers.
BEFORE_AND = frozenset(("hundred", *SCALES))
# "half a million", "what a hundred", "many a thousand".
BEFORE_ARTICLE = frozenset("half quarter such what many".split())
# What stands between number words, and not at their end.
JOINTS = frozenset(("and", "point", "oh"))
# No number has more words: "nine hundred ninety nine trillion ..." is 24.
MOST = 24
PERCENT = "percent"
FIRST_IN_DIGITS = 10


class Run(NamedTuple):
    """Number words side by side: the pieces, and the words in them."""

    start: int
    stop: int
    words: tuple[str, ...]


def in_digits(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Number words written in digits."""
    runs = list(_runs(pieces))
    written = {run.start: _written(run, pieces) for run in runs}
    for run, before, after in zip(runs, [None, *runs], [*runs[1:], None], strict=False):
        partners = [
            other.start
            for one, other, edge in ((before, before, run), (run, after, after))
            if one and other and edge and _is_range(pieces, one.stop, edge.start)
        ]
        if written[run.start] and all(written[partner] for partner in partners):
            said = " ".join(piece.text for piece in pieces[run.start : run.stop])
            mark = pieces[run.stop - 1].mark
            yield Change(
                run.start, run.stop, written[run.start] + mark, ("number in digits", repr(said))
            )


def value(words: Sequence[str]) -> int | None:
    """The number that `words` say, if they say one and no more: not "four five"."""
    signs = "".join(SIGNS.get(word, "?") for word in words)
    if not signs or words[0] == "and" or not WHOLE.fullmatch(signs):
        return 0 if signs == "z" else None
    total = group = 0
    for word in words:
        if word in SCALES:
            total, group = total + group * SCALES[word], 0
        elif word == "hundred":
            group *= 100
        elif word != "and":
            group += VALUES[word]
    return total + group


def _runs(pieces: Sequence[Piece]) -> Iterator[Run]:
    """Stretches of number words, each to the first mark, with the "percent" that follows."""
    n = 0
    while n < len(pieces):
        words = list(_number_words(pieces, n))
        while words and words[-1][-1] in JOINTS:
            words.pop()
        stop = n + len(words)
        if words and _is_percent(pieces, stop):
            words.append([PERCENT])
            stop += 1
        if words:
            run = tuple(word for said in words for word in said)
            article = _has_article(pieces, n, run)
            yield Run(n - article, stop, ("one", *run) if article else run)
        n = max(stop, n + 1)


def _has_article(pieces: Sequence[Piece], n: int, words: Sequence[str]) -> bool:
    """Whether the "a" before `n` is the one of a number: "a hundred and fifty"; "a hundred" stays."""
    if not n or pieces[n - 1].text.lower() != "a" or pieces[n].breaks:
        return False
    if n > 1 and pieces[n - 2].key in BEFORE_ARTICLE:
        return False
    # "a million five" is one and a half.
    plain = words[0] == "hundred" or "and" in words or words[-1] in BEFORE_AND
    return plain and words[0] in BEFORE_AND and len(words) > 1 and words[1] != PERCENT


def _number_words(pieces: Sequence[Piece], n: int) -> Iterator[list[str]]:
    """The number words of the pieces from `n` on."""
    before = ""
    for at, piece in enumerate(pieces[n : n + MOST], n):
        said = _words(piece)
        known = VALUES.keys() if not before else SIGNS.keys()
        if not known >= set(said) or (at > n and piece.breaks):
            return
        if said == ["and"] and before not in BEFORE_AND:
            return
        yield said
        before = said[-1]
        if piece.mark:
            return


def _words(piece: Piece) -> list[str]:
    """The words of a piece, in lower case: "twenty-five" is two."""
    return piece.text[: len(piece.text) - len(piece.mark)].lower().split("-")


def _is_percent(pieces: Sequence[Piece], n: int) -> bool:
    return n < len(pieces) and pieces[n].key == PERCENT and not pieces[n - 1].mark


def _written(run: Run, pieces: Sequence[Piece]) -> str:
    """The run in digits; empty if it should stay in words."""
    before = pieces[run.start - 1].key if run.start and not pieces[run.start].breaks else ""
    after = pieces[run.stop].key if run.stop < len(pieces) and not pieces[run.stop - 1].mark else ""
    half = [piece.key for piece in pieces[run.stop : run.stop + 3]] == ["and", "a", "half"]
    if after in SPOIL or half or before in SPOIL:
        return ""
    words = run.words
    if words[-1] == PERCENT:
        return _percent(words[:-1], before)
    return _decimal(words, before) or _year(words, before) or _whole(words, before)


def _percent(words: Sequence[str], before: str) -> str:
    number = value(words)
    text = _decimal(words, before) or (f"{number:,}" if number is not None else "")
    return f"{text}%" if text else ""


def _decimal(words: Sequence[str], before: str) -> str:
    """A number with a point: "three point five", "two point five million"."""
    match = DECIMAL.fullmatch("".join(SIGNS[word] for word in words))
    if not match or (match["whole"] == "u" and words[0] == "one" and before in BEFORE_ONE_POINT):
        return ""
    point = words.index("point")
    part = words[point + 1 : len(words) - len(match["scale"])]
    whole = value(words[:point])
    if set(match["part"]) <= set("uzo"):
        digits = "".join(str(VALUES.get(word, 0)) for word in part)
    else:
        digits = str(value(part))
    scale = f" {words[-1]}" if match["scale"] else ""
    return f"{whole}.{digits}{scale}"


def _year(words: Sequence[str], before: str) -> str:
    """A year: "twenty sixteen", "nineteen eighty four", "twenty oh eight", "two thousand ten"."""
    signs = "".join(SIGNS[word] for word in words)
    number = value(words)
    if words[:2] == ("two", "thousand") and number and 2000 < number < 2100:
        return str(number)
    match = YEAR.fullmatch(signs)
    if not match or words[0] not in CENTURIES:
        return ""
    rest = words[2:] if match["rest"] == "ou" else words[1:]
    side_by_side = match["rest"] == "t" or (match["century"] == "e" and match["rest"] == "e")
    if side_by_side and before not in EXPECTS_YEAR:
        return ""
    return f"{VALUES[words[0]]}{value(rest):02}"


def _whole(words: Sequence[str], before: str) -> str:
    """A whole number: "one hundred and fifty", "fifty thousand", "5 million"."""
    number = value(words)
    # "in two thousand" may be a year or the beginning of a count.
    if number is None or number < FIRST_IN_DIGITS or (number == 2000 and before in EXPECTS_YEAR):
        return ""
    if words[1:2] == ("hundred",) and 1100 <= number < 2000 and before in EXPECTS_YEAR:
        return str(number) if number % 100 else ""  # so may "in nineteen hundred"
    for name in ("trillion", "billion", "million"):
        if words[-1] == name and (count := value(words[:-1])) and number == count * SCALES[name]:
            return f"{count} {name}"
    return f"{number:,}" if number >= 1000 else str(number)


def _is_range(pieces: Sequence[Piece], stop: int, start: int) -> bool:
    """Whether two numbers are the ends of one: "five to ten", "five ten"."""
    between = pieces[stop:start]
    return not between or (len(between) == 1 and between[0].key in BETWEEN)
