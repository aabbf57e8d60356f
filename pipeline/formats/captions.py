"""Caption pages: a line with a time, below it the line that was said then, as sites show them.

What stands before the first time and after the last caption is the page, not the talk; `page` reads
the programme there.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline.formats import labels
from pipeline.formats.lines import Line, joined, labelled, segments
from pipeline.formats.timecode import CLOCK, SECOND, from_clock
from pipeline.model import Segment

STAMP = re.compile(rf"\s*[\[(]?({CLOCK})[\])]?\s*")
# Lines from one time to the next, and lines of the page above the first, at most.
DENSE, TALLEST = 6, 20
# YouTube's transcript panel says each time once more, for screen readers.
ALOUD = re.compile(r"((\d{1,9}) hours?)?,? ?((\d{1,9}) minutes?)?,? ?((\d{1,9}) seconds?)?")
# Headings of the parts of a page that follow the transcript.
FURNITURE = re.compile(
    r"\s*(embed code|share this talk:?|conference program(me)?|recommended talks"
    r"|note: this content has been automatically generated\.?)\s*",
    re.IGNORECASE,
)


def sniff(text: str) -> bool:
    """Whether times stand alone on their lines, every few lines, from near the top on."""
    lines = [line for line in text.split("\n") if line.strip()]
    times = [n for n, line in enumerate(lines) if stamp(line) is not None]
    if not times:
        return False
    dense = len(times) * DENSE >= times[-1] - times[0]
    return dense and times[0] <= TALLEST and (len(times) > 1 or times[0] == 0)


def read(text: str) -> Iterator[Segment]:
    """The captions of a page. Raises BadInput if the clock runs backwards."""
    return segments(labelled(_captions(text.split("\n"))))


def stamp(line: str) -> int | None:
    """The time that stands alone on a line, in milliseconds."""
    match = STAMP.fullmatch(line)
    return from_clock(match[1]) if match else None


def below(lines: Sequence[str]) -> Sequence[str]:
    """The lines of the page below the last caption; all of them if there is none."""
    times = _times(lines)
    return lines[_ends(lines, times[-1]) :] if times else lines


def _captions(lines: list[str]) -> Iterator[Line]:
    times = _times(lines)
    names = _names(lines, times)
    heads = [at - 1 if at in names else at for at in times]
    stops = [*heads[1:], _ends(lines, times[-1])] if times else []
    speaker = None
    for at, stop in zip(times, stops, strict=True):
        time = stamp(lines[at]) or 0
        said = [line for line in lines[at + 1 : stop] if not FURNITURE.fullmatch(line)]
        if said and _aloud(said[0]) == time // SECOND:
            del said[0]
        speaker = labels.speaker(names[at]) if at in names else speaker
        yield Line(at + 1, time, "\n".join(said), speaker)


def _times(lines: Sequence[str]) -> list[int]:
    return [n for n, line in enumerate(lines) if stamp(line) is not None]


def _names(lines: Sequence[str], times: Sequence[int]) -> dict[int, str]:
    """The names that stand alone right above times, after an empty line, and come again."""
    above = {
        at: joined(lines[at - 1]) for at in times if at and (at < 2 or not lines[at - 2].strip())
    }
    counts = Counter(above.values())
    return {at: name for at, name in above.items() if counts[name] > 1 and labels.is_label(name)}


def _aloud(line: str) -> int | None:
    """The seconds that a line says in words ("1 minute, 4 seconds")."""
    said = joined(line)
    match = ALOUD.fullmatch(said) if said else None
    if not match:
        return None
    hours, minutes, seconds = (int(match[n] or 0) for n in (2, 4, 6))
    return hours * 3600 + minutes * 60 + seconds


def _ends(lines: Sequence[str], last: int) -> int:
    """Where the page goes on after the last caption: at the first empty line below its text."""
    for n in range(last + 1, len(lines)):
        if FURNITURE.fullmatch(lines[n]) or (n > last + 1 and not lines[n].strip()):
            return n
    return len(lines)
