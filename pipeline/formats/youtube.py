"""YouTube's own caption JSON ("json3"): events with times in milliseconds, their words as segments."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.formats.data import entries, lists, milliseconds, parsed
from pipeline.formats.lines import Line, labelled, segments
from pipeline.formats.spoken import timed_by
from pipeline.model import Segment


def sniff(text: str) -> bool:
    """Whether it has events with times."""
    return lists(text, "events", "tStartMs")


def read(text: str) -> Iterator[Segment]:
    """A segment for each caption, until the next begins: what is shown longer is not said longer.

    Raises BadInput.
    """
    file = parsed(text)
    told = entries(file.get("events") if isinstance(file, dict) else None, "events")
    lines = [line for n, event in enumerate(told, 1) for line in _lines(event, n)]
    return segments(labelled(map(_cut, lines, [*lines[1:], None])))


def _lines(event: dict[str, Any], number: int) -> Iterator[Line]:
    parts = entries(event.get("segs") or [], f"event {number}: segs")
    texts = [str(part.get("utf8", "")) for part in parts]
    text = "".join(texts).strip()
    # An event that only appends a line break to the window says nothing.
    if not text:
        return
    what = f"event {number}"
    start = milliseconds(event, "tStartMs", what)
    offsets = [milliseconds({"tOffsetMs": 0, **part}, "tOffsetMs", what) for part in parts]
    pairs = zip(texts, offsets, strict=True)
    marks = [(start + offset, part) for part, offset in pairs if part.strip()]
    yield Line(0, start, text, words=timed_by(marks, start + _length(event), text))


def _length(event: dict[str, Any]) -> int:
    return milliseconds({"dDurationMs": 0, **event}, "dDurationMs", "the length of an event")


def _cut(line: Line, following: Line | None) -> Line:
    """A line whose last word ends when the next line begins: it is shown on."""
    if not following or not line.words or line.words[-1].end <= following.start:
        return line
    *words, last = line.words
    end = max(last.start, following.start)
    return replace(line, words=(*words, replace(last, end=end)))
