"""RTTM: who spoke when, as diarisation of the sound tells it, to name the speakers of a transcript."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.errors import BadInput
from pipeline.formats import labels
from pipeline.formats.timecode import from_seconds
from pipeline.model import Segment, Transcript, Word, text_of

FIELDS = "SPEAKER file channel start duration <NA> <NA> name <NA> <NA>"
# One who speaks for as much of a segment spoke all of it: the times of captions are rough.
NEARLY_ALL = 0.8


@dataclass(frozen=True, slots=True)
class Span:
    """Somebody speaks. Times in milliseconds."""

    start: int
    end: int
    speaker: str


def parse(text: str) -> tuple[Span, ...]:
    """The spans of an RTTM file, in order of time. Raises BadInput."""
    lines = enumerate(text.split("\n"), 1)
    return tuple(
        sorted(
            (_span(n, line.split()) for n, line in lines if line.startswith("SPEAKER")),
            key=lambda span: (span.start, span.end, span.speaker),
        )
    )


def named(segments: Iterable[Segment], spans: Sequence[Span]) -> Iterator[Segment]:
    """The segments with the speakers of `spans`, cut where the speaker changes.

    What was said in nobody's time keeps the speaker it had.
    """
    starts = [span.start for span in spans]
    longest = max((span.end - span.start for span in spans), default=0)
    for segment in segments:
        low = bisect_left(starts, segment.start - longest)
        high = bisect_left(starts, _until(segment))
        yield from _named(segment, [span for span in spans[low:high] if span.end > segment.start])


def _named(segment: Segment, spans: Sequence[Span]) -> Iterator[Segment]:
    length = _until(segment) - segment.start
    whole = next((s for s in spans if _common(s, segment) >= NEARLY_ALL * length), None)
    if whole or not spans:
        yield replace(segment, speaker=whole.speaker if whole else segment.speaker)
        return
    words = Transcript.of("", [segment]).spread
    told = [(_speaker(word, spans) or segment.speaker, word) for word in words]
    for speaker, run in groupby(told, key=lambda pair: pair[0]):
        part = tuple(word for _, word in run)
        yield Segment(part[0].start, part[-1].end, text_of(part), speaker, part)


def _speaker(word: Word, spans: Sequence[Span]) -> str | None:
    """Who speaks in the middle of a word, or nearest to it."""
    middle = (word.start + word.end) / 2
    nearest = min(spans, key=lambda span: max(span.start - middle, middle - span.end, 0))
    return nearest.speaker


def _common(span: Span, segment: Segment) -> int:
    return min(span.end, _until(segment)) - max(span.start, segment.start)


def _until(segment: Segment) -> int:
    """Until when its words may have been said."""
    return segment.end + segment.rest


def _span(number: int, cells: Sequence[str]) -> Span:
    times = [from_seconds(cell) for cell in cells[3:5]]
    if len(cells) < 8 or None in times:
        raise BadInput("not a line of RTTM", line=number, remedy=f"its fields are: {FIELDS}")
    start, length = (time or 0 for time in times)
    return Span(start, start + length, labels.speaker(cells[7]) or cells[7])
