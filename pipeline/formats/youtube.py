"""YouTube's captions: its own JSON ("json3"), whose words have times, and the list that youtube-transcript-api gives."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from pipeline.formats.data import as_text, entries, has, lists, milliseconds, parsed, seconds
from pipeline.formats.lines import Line, labelled, segments
from pipeline.formats.spoken import timed_by
from pipeline.formats.timecode import LONGEST
from pipeline.model import Segment


class Event(NamedTuple):
    """A caption: when it is shown and for how long, and its parts with the moments at which they are said, counted
    from there. Times in milliseconds."""

    start: int
    length: int | None
    parts: list[tuple[int, str]]


def sniff(text: str) -> bool:
    """Whether it has events with times, or is a list of texts with durations."""
    return lists(text, "events", "tStartMs") or all(
        has(text, 0, key) for key in ("text", "duration")
    )


def read(text: str) -> Iterator[Segment]:
    """A segment for each caption, until the next begins: what is shown longer is not said longer.

    Raises BadInput.
    """
    file = parsed(text)
    if isinstance(file, list):
        return spoken(_snippet(entry, n) for n, entry in enumerate(entries(file, "the file"), 1))
    told = entries(file.get("events") if isinstance(file, dict) else None, "events")
    return spoken(_event(event, n) for n, event in enumerate(told, 1))


def spoken(events: Iterable[Event]) -> Iterator[Segment]:
    """The captions as segments."""
    return segments(labelled(line for event in events for line in _lines(event)))


def _event(told: dict[str, Any], number: int) -> Event:
    what = f"event {number}"
    parts = entries(told.get("segs") or [], f"{what}: segs")
    offsets = [milliseconds({"tOffsetMs": 0, **part}, "tOffsetMs", what) for part in parts]
    texts = [str(part.get("utf8", "")) for part in parts]
    start = milliseconds(told, "tStartMs", what) if texts else 0
    length = milliseconds(told, "dDurationMs", what) if "dDurationMs" in told else None
    return Event(start, length, list(zip(offsets, texts, strict=True)))


def _snippet(told: dict[str, Any], number: int) -> Event:
    what = f"caption {number}"
    start, length = (seconds(told, name, what) for name in ("start", "duration"))
    return Event(start, length, [(0, as_text(told.get("text"), f"{what}: text"))])


def _lines(event: Event) -> Iterator[Line]:
    text = "".join(part for _, part in event.parts).strip()
    # An event that only appends a line break to the window says nothing.
    if text:
        start, length = event.start, event.length
        marks = [(start + offset, part) for offset, part in event.parts if part.strip()]
        words = timed_by(marks, start + (LONGEST if length is None else length), text)
        yield Line(0, start, text, end=None if length is None else start + length, words=words)
