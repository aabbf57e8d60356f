"""What it costs to part two words of a text, where a line or a subtitle ends: nothing where a sentence does, most
behind a word that waits for the next."""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from pipeline.language.english import OPEN
from pipeline.language.numerals import NUMBERS
from pipeline.language.words import core, mark, may_end, tail

# Behind a comma and the like; before a word that opens a phrase; within one; behind a word that waits for the next
# ("of the | network"), and within a name ("Carnegie | Mellon") or a number ("three point four | million").
MARKED, OPENS, WITHIN, WAITS = 20, 60, 100, 200
# What it costs more where FEW letters of a sentence are left alone.
STUB, FEW = 100, 12
# What joins two: "a < b", "source -> tokens", "R & D".
SIGN = re.compile(r"[<>=+&|×÷±→]")
CLOSED = (")", "]", "”", '"', "-")
WAITING = OPEN | frozenset(
    "what where why how whether whose each every some any over under through between after before during without "
    "within across since until per".split()
)


def partings(texts: Sequence[str], ends: Sequence[int]) -> list[int]:
    """What it costs to part each word from the next; `ends` are the counts of words behind which sentences end. Signs
    may stand before a word (">> Ann Lee: The").
    """
    words = [core(text.rpartition(" ")[2]) for text in texts]  # less the signs before it
    small = [word.lower().replace("’", "'") for word in words]
    numbers = [word in NUMBERS or word[:1].isdigit() for word in small]
    waiting = [word in WAITING or "'" in word for word in small]
    costs = []
    for n in range(len(texts) - 1):
        if not words[n] and SIGN.search(texts[n]):
            cost = WAITS
        elif not words[n] or _is_marked(texts[n]):
            cost = MARKED
        elif waiting[n]:
            cost = WAITS
        elif waiting[n + 1]:
            cost = OPENS
        elif numbers[n] or (n and numbers[n - 1] and numbers[n + 1]):
            cost = WAITS
        else:
            named = words[n][0].isupper() and words[n + 1][:1].isupper()
            cost = WAITS if named else WITHIN
        costs.append(cost)
    edges = [0, *accumulate(len(text) + 1 for text in texts)]
    for begins, end in pairwise([0, *ends]):
        for n in range(begins + 1, end):
            alone = min(edges[n] - edges[begins], edges[end] - edges[n])
            costs[n - 1] += STUB * (alone <= FEW)
        if end < len(texts):
            costs[end - 1] = 0
    return costs


def _is_marked(text: str) -> bool:
    return (mark(text) != "" and not may_end(text)) or tail(text).endswith(CLOSED)
