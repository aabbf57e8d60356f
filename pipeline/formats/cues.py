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
from pipeline.formats.timecode import ARROW, from_clock

TIMES_LINE = re.compile(rf"\s*([\d:.,]+)\s*{ARROW}\s*([\d:.,]+)(\s.*)?")
# A line that was meant for times: nothing but digits and arrows, and more than a time of day; or a time beside an
# arrow that nobody writes in a text.
BROKEN = re.compile(
    r"(?=.*(--|[>;→]|\d[.,]\d|:\d\d\s+\d))[\s\d:.,;=>→–—-]*\d:\d\d[\s\d:.,;=>→–—-]*"
    r"|.*\d:\d\d\S*\s*--+>.*|.*--+>\s*\d+:\d\d.*"
)
# What SubStation has for places on the screen and looks, and others took over: "{\an8}", "{\i1}".
OVERRIDE = r"\{(?:\\(?:an?\d+|[ibus][01]|pos\([\d.,]+\)))+\}"
# The number of a caption; Python reads none of thousands of digits.
COUNT = re.compile(r"\d{1,9}")
TIMES = "write it as 00:01:02,500 --> 00:01:04,000, the text below it"
# Rolling captions repeat in nearly every cue what is still on the screen; talk in hardly any.
ROLLING = 0.3
# Milliseconds for which YouTube shows a line alone before it rolls: 10.
FLASH = 50


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
    stops = heads[1:] + [_cut(lines, head) for head in heads[-1:]]
    return [
        _caption(lines[mark], mark + 1, lines[mark + 1 : stop])
        for mark, stop in zip(marks, stops, strict=True)
    ]


def unrolled(told: Sequence[Caption], plain: Callable[[str], str] = str) -> list[Caption]:
    """The captions with every line only where it first appears; `plain` takes mark-up out of a line.

    In rolling captions (YouTube's) a line is shown again while the next is spoken. That is told by the
    whole file; where captions do not roll, a repeated line was said twice and stays. Captions and
    lines that show nothing are left out.
    """
    shown = [
        replace(caption, lines=tuple(line for line in caption.lines if plain(line).strip()))
        for caption in told
    ]
    full = [caption for caption in shown if caption.lines]
    texts = [[plain(line).strip() for line in caption.lines] for caption in full]
    flashes = [caption.end - caption.start <= FLASH for caption in full]
    pairs = zip(pairwise([[], *texts]), flashes, strict=True)
    again = [_again(before, after, flash=flash) for (before, after), flash in pairs]
    # Only a line shown again above a new one is sure to have rolled.
    rolled = any(0 < count < len(caption.lines) for count, caption in zip(again, full, strict=True))
    rolls = sum(count > 0 for count in again)
    if not rolled or rolls < 2 or rolls < ROLLING * (len(full) - 1):
        return full
    return [
        replace(caption, lines=caption.lines[count:])
        for caption, count in zip(full, again, strict=True)
        if caption.lines[count:]
    ]


def _again(before: Sequence[str], after: Sequence[str], *, flash: bool) -> int:
    """How many lines at the head of a caption stood at the foot of the one before.

    A line said twice in a row stands there twice, so the longest overlap is what was on the screen.
    The very same lines, shown for longer than a flash, were said again. In a flash nothing is said: where a file was
    cut off, it shows the beginning of that line.
    """
    if before == after and not flash:
        return 0
    if flash and len(after) == 1 and before and before[-1].startswith(after[0]):
        return 1
    counts = range(min(len(before), len(after)), 0, -1)
    return next((count for count in counts if before[-count:] == after[:count]), 0)


def _caption(times: str, number: int, below: Sequence[str]) -> Caption:
    match = TIMES_LINE.fullmatch(times)
    moments = [from_clock(match[n]) for n in (1, 2)] if match else [None, None]
    start, end = moments
    if start is None or end is None:
        raise BadInput(f"{times.strip()!r} are no times", line=number, remedy=TIMES)
    return Caption(number, start, end, tuple(line.strip() for line in below if line.strip()))


def _is_times(line: str, number: int) -> bool:
    if TIMES_LINE.fullmatch(line):
        return True
    if BROKEN.fullmatch(line):
        raise BadInput(f"{line.strip()!r} are no times", line=number, remedy=TIMES)
    return False


def _cut(lines: Sequence[str], head: int) -> int:
    """Where the text of the last caption ends: above the number of one more, of which nothing else is there."""
    number = lines[head].strip()
    last = max(n for n, line in enumerate(lines) if line.strip())
    left = lines[last].strip()
    counted = COUNT.fullmatch(number) and COUNT.fullmatch(left)
    more = counted and str(int(number) + 1).startswith(left)
    return last if more and last > head + 2 and not lines[last - 1].strip() else len(lines)


def _head(lines: Sequence[str], mark: int, is_name: Callable[[str], bool]) -> int:
    """The line at which a caption begins: its times, or the name above them."""
    above = lines[mark - 1].strip() if mark else ""
    # A line of spaces is none: YouTube opens captions with one.
    alone = mark < 2 or not lines[mark - 2]
    return mark - 1 if above and is_name(above) and (alone or above.isdigit()) else mark
