"""The transcripts that Teams gave as Word documents until 2023: two times, below them a name, below it the text.

    0:0:3.120 --> 0:0:8.10
    Ann Lee
    Thanks, Ben.

No part of a time is padded, so ".10" is ten milliseconds.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from pipeline.formats import labels
from pipeline.formats.lines import Line, joined, segments
from pipeline.formats.timecode import ARROW, HOUR, MINUTE, SECOND
from pipeline.model import Segment

TIME = r"(\d{1,2}):(\d{1,2}):(\d{1,2})\.(\d{1,3})"
TIMES = re.compile(rf"\s*{TIME}\s*{ARROW}\s*{TIME}\s*")
# What tells it from subtitles: minutes or seconds of one digit.
UNPADDED = re.compile(r"\s*\d+:(\d:\d+|\d+:\d)\.\d")


def sniff(text: str) -> bool:
    """Whether its first line of two times has minutes or seconds of one digit."""
    first = next((line for line in text.split("\n") if TIMES.fullmatch(line)), "")
    return UNPADDED.match(first) is not None


def read(text: str) -> Iterator[Segment]:
    """A segment for each two times, with the speaker below them. What stands above the first is the document's head.

    Raises BadInput if the clock runs backwards.
    """
    return segments(_lines(text.split("\n")))


def _lines(lines: list[str]) -> Iterator[Line]:
    marks = [n for n, line in enumerate(lines) if TIMES.fullmatch(line)]
    for mark, stop in pairwise([*marks, len(lines)]):
        below = [line for line in lines[mark + 1 : stop] if line.strip()]
        name, *said = below if len(below) > 1 else ("", *below)
        parts = [int(part) for part in re.findall(r"\d+", lines[mark])]
        start, end = _time(*parts[:4]), _time(*parts[4:])
        yield Line(mark + 1, start, joined(" ".join(said)), labels.speaker(name), end)


def _time(hours: int, minutes: int, seconds: int, milliseconds: int) -> int:
    return hours * HOUR + minutes * MINUTE + seconds * SECOND + milliseconds
