"""Caption pages: a line with a time, below it the line that was said then, as sites show them.

What stands before the first time and after the last caption is the page, not the talk; `page` reads
the programme there.
"""

import re
from collections.abc import Iterator

from pipeline.formats.lines import Line, joined, segments
from pipeline.formats.timecode import CLOCK, from_clock
from pipeline.model import Segment

STAMP = re.compile(rf"\s*[\[(]?({CLOCK})[\])]?\s*")
# Headings of the parts of a page that follow the transcript.
FURNITURE = re.compile(
    r"\s*(embed code|share this talk:?|conference program(me)?|recommended talks"
    r"|note: this content has been automatically generated\.?)\s*",
    re.IGNORECASE,
)


def sniff(text: str) -> bool:
    """Whether times stand alone on their lines, every few lines."""
    lines = [line for line in text.split("\n") if line.strip()]
    stamps = sum(stamp(line) is not None for line in lines)
    return stamps > 0 and stamps * 4 >= len(lines) - 40


def read(text: str) -> Iterator[Segment]:
    """The captions of a page. Raises BadInput if the clock runs backwards."""
    return segments(_captions(text.split("\n")))


def stamp(line: str) -> int | None:
    """The time that stands alone on a line, in milliseconds."""
    match = STAMP.fullmatch(line)
    return from_clock(match[1]) if match else None


def furniture(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of the page above the first time, and those below the last caption."""
    times = [n for n, line in enumerate(lines) if stamp(line) is not None]
    if not times:
        return lines, []
    return lines[: times[0]], lines[_ends(lines, times[-1]) :]


def _captions(lines: list[str]) -> Iterator[Line]:
    times = [n for n, line in enumerate(lines) if stamp(line) is not None]
    stops = [*times[1:], _ends(lines, times[-1])] if times else []
    for at, stop in zip(times, stops, strict=True):
        said = [line for line in lines[at + 1 : stop] if not FURNITURE.fullmatch(line)]
        yield Line(at + 1, stamp(lines[at]) or 0, joined(" ".join(said)))


def _ends(lines: list[str], last: int) -> int:
    """Where the page goes on after the last caption: at the first empty line below its text."""
    for n in range(last + 1, len(lines)):
        if FURNITURE.fullmatch(lines[n]) or (n > last + 1 and not lines[n].strip()):
            return n
    return len(lines)
