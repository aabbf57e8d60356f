"""Whisper's JSON, and that of its relatives: faster-whisper, WhisperX (with speakers), whisper.cpp."""

from collections.abc import Iterator
from typing import Any

from pipeline.formats import labels
from pipeline.formats.data import entries, has, parsed, seconds, words
from pipeline.formats.lines import Line, segments
from pipeline.formats.spoken import Timed, runs
from pipeline.formats.timecode import from_seconds
from pipeline.model import Segment


def sniff(text: str) -> bool:
    """Whether it has segments with texts."""
    return has(text, "segments") and (
        has(text, "segments", 0, "text") or not parsed(text)["segments"]
    )


def read(text: str) -> Iterator[Segment]:
    """The segments, cut at silences and changes of speaker where the words have times.

    Raises BadInput.
    """
    told = entries(parsed(text)["segments"], "segments")
    return segments(line for n, entry in enumerate(told, 1) for line in _lines(entry, n))


def _lines(entry: dict[str, Any], number: int) -> Iterator[Line]:
    what = f"segment {number}"
    start, end = seconds(entry, "start", what), seconds(entry, "end", what)
    speaker = labels.speaker(str(entry.get("speaker") or ""))
    text = words(entry.get("text"), f"{what}: text")
    timed = list(_timed(entry.get("words"), start, end, speaker))
    # Words may lack times, or be written otherwise than in the text: then the text counts.
    if timed and " ".join(word.text for word in timed) == text:
        yield from runs(timed, sentences=False)
    else:
        yield Line(0, start, text, speaker, end)


def _timed(told: Any, start: int, end: int, speaker: str | None) -> Iterator[Timed]:
    """The words of a segment; one without times (a number, in WhisperX) has those of its neighbours."""
    before = start
    for entry in told if isinstance(told, list) else ():
        if not isinstance(entry, dict):
            return
        text = " ".join(str(entry.get("word", entry.get("text", ""))).split())
        begins, ends = from_seconds(entry.get("start")), from_seconds(entry.get("end"))
        begins = before if begins is None else min(max(begins, before), end)
        ends = begins if ends is None else min(max(ends, begins), end)
        before = ends
        who = labels.speaker(str(entry["speaker"])) if entry.get("speaker") else speaker
        if text:
            yield Timed(text, begins, ends, who)
