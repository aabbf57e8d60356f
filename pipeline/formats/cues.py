"""What SRT and WebVTT have in common: a line of times, lines of text below it.

pysubs2 reads both, but takes what it does not know (notes, names of cues, a broken line of times) for
text of the cue above, drops a last line that is a number, and keeps neither voices nor the numbers of
lines; here all of these matter.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.errors import BadInput
from pipeline.formats.timecode import from_clock

ARROW = re.compile(r"\s*([\d:.,]+)\s*--?>\s*([\d:.,]+)(\s.*)?")
# A line that was meant for times: nothing but digits and arrows, and more than a time of day.
BROKEN = re.compile(r"(?=.*(--|>|\d[.,]\d|:\d\d\s+\d))[\s\d:.,>-]*\d:\d\d[\s\d:.,>-]*")
TIMES = "write it as 00:01:02,500 --> 00:01:04,000, the text below it"
# Rolling captions repeat in nearly every cue what is still on the screen; talk in hardly any.
ROLLING = 0.3


@dataclass(frozen=True, slots=True)
class Caption:
    """A block of a subtitle file, its text line by line as it stands there. Times in milliseconds."""

    number: int  # the line of its times in the file
    start: int
    end: int
    lines: tuple[str, ...]


def captions(lines: Sequence[str], is_name: Callable[[str], bool]) -> list[Caption]:
    """The captions in the lines of a subtitle file, in its order.

    `is_name` tells whether a line right above the times is a number or a name of the cue. Empty lines
    in a text are no end of it. Raises BadInput for times that cannot be read, and for text without.
    """
    marks = [n for n, line in enumerate(lines) if _is_times(line, n + 1)]
    heads = [_head(lines, mark, is_name) for mark in marks]
    first = heads[0] if heads else len(lines)
    stray = next((n for n in range(first) if lines[n].strip()), None)
    if stray is not None:
        raise BadInput("text before the first time", line=stray + 1, remedy=TIMES)
    return [
        _caption(lines[mark], mark + 1, lines[mark + 1 : stop])
        for mark, stop in zip(marks, [*heads[1:], len(lines)], strict=True)
    ]


def unrolled(told: Sequence[Caption]) -> list[Caption]:
    """The captions with every line only where it first appears.

    In rolling captions (YouTube's) a line is shown again while the next is spoken. That is told by the
    whole file; where captions do not roll, a repeated line was said twice and stays.
    """
    pairs = list(pairwise([caption for caption in told if caption.lines]))
    rolls = sum(_shown(one.lines, other.lines) > 0 for one, other in pairs)
    if rolls < 2 or rolls < ROLLING * len(pairs):
        return list(told)
    new = [told[0]]
    before = told[0].lines
    for caption in told[1:]:
        if not caption.lines:
            continue
        new.append(replace(caption, lines=caption.lines[_shown(before, caption.lines) :]))
        before = caption.lines
    return new


def _shown(before: Sequence[str], after: Sequence[str]) -> int:
    """How many lines at the head of a caption stood at the foot of the one before.

    The caption before was one line longer or had the same lines at most: a line said twice in a row
    stands there twice, so the longest overlap is what was on the screen.
    """
    for count in range(min(len(before), len(after)), 0, -1):
        if before[-count:] == after[:count]:
            return count
    return 0


def _caption(times: str, number: int, below: Sequence[str]) -> Caption:
    match = ARROW.fullmatch(times)
    moments = [from_clock(match[n]) for n in (1, 2)] if match else [None, None]
    start, end = moments
    if start is None or end is None:
        raise BadInput(f"{times.strip()!r} are no times", line=number, remedy=TIMES)
    return Caption(number, start, end, tuple(line.strip() for line in below if line.strip()))


def _is_times(line: str, number: int) -> bool:
    if ARROW.fullmatch(line):
        return True
    if BROKEN.fullmatch(line):
        raise BadInput(f"{line.strip()!r} are no times", line=number, remedy=TIMES)
    return False


def _head(lines: Sequence[str], mark: int, is_name: Callable[[str], bool]) -> int:
    """The line at which a caption begins: its times, or the name above them."""
    above = lines[mark - 1].strip() if mark else ""
    # A line of spaces is none: YouTube opens captions with one.
    alone = mark < 2 or not lines[mark - 2]
    return mark - 1 if above and is_name(above) and (alone or above.isdigit()) else mark
