"""JSON objects of time and text, `{"00:04": "to be taking …", …}`, in order; times may come twice."""

from collections.abc import Iterator

from pipeline.errors import BadInput
from pipeline.formats.data import as_text, pairs, parsed
from pipeline.formats.lines import Line, labelled, segments
from pipeline.formats.timecode import from_clock
from pipeline.model import Segment


def sniff(text: str) -> bool:
    """Whether it is an object whose first key is a time."""
    try:
        told = parsed(text)
    except BadInput:
        return False
    return isinstance(told, dict) and from_clock(next(iter(told), "")) is not None


def read(text: str) -> Iterator[Segment]:
    """A segment for each time. Raises BadInput."""
    return segments(labelled(_lines(text)))


def _lines(text: str) -> Iterator[Line]:
    for key, value in pairs(text):
        time = from_clock(key)
        if time is None:
            raise BadInput(f"the key {key!r} is no time", remedy="keys are times, such as 01:02:03")
        yield Line(0, time, as_text(value, f"the text at {key}"))
