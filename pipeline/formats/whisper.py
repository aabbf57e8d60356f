"""Whisper's JSON, and that of its relatives: faster-whisper, WhisperX (with speakers), whisper.cpp, and podcasts'."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from pipeline.formats import labels
from pipeline.formats.data import as_text, entries, lists, parsed, seconds
from pipeline.formats.lines import Line, segments
from pipeline.formats.spoken import Timed, filled, line_of
from pipeline.formats.timecode import from_seconds
from pipeline.model import Segment

# What the same things are called in the JSON transcripts of podcast feeds.
PODCAST = {"startTime": "start", "endTime": "end", "body": "text"}


def sniff(text: str) -> bool:
    """Whether it has segments with texts, or whisper.cpp's transcription."""
    podcast = lists(text, "segments", "text") or lists(text, "segments", "body")
    return podcast or lists(text, "transcription", "offsets", "text")


def read(text: str) -> Iterator[Segment]:
    """The segments, cut where the speaker changes; words keep their times.

    Raises BadInput.
    """
    file = parsed(text)
    name = "segments" if "segments" in file else "transcription"
    told = entries(file[name], name)
    return segments(line for n, entry in enumerate(told, 1) for line in _lines(_known(entry), n))


def _known(told: dict[str, Any]) -> dict[str, Any]:
    """A segment as Whisper would write it: whisper.cpp counts milliseconds, and has marks of its own among the words."""
    if isinstance(told.get("tokens"), list) and "offsets" in told:
        parts = [part for part in told["tokens"] if isinstance(part, dict)]
        words = [_known(part) for part in parts if not str(part.get("text")).startswith("[_")]
        told = {**told, "words": words}
    span = told.get("offsets")
    if isinstance(span, dict):
        times = (span.get("from"), span.get("to"))
        start, end = (time / 1_000 if isinstance(time, int) else time for time in times)
        told = {**told, "start": start, "end": end}
    if str(told.get("speaker")).isdecimal():
        told = {**told, "speaker": f"Speaker {told['speaker']}"}
    return {PODCAST.get(key, key): value for key, value in told.items()}


def _lines(entry: dict[str, Any], number: int) -> Iterator[Line]:
    what = f"segment {number}"
    start, end = seconds(entry, "start", what), seconds(entry, "end", what)
    speaker = labels.speaker(str(entry.get("speaker") or ""))
    text = as_text(entry.get("text"), f"{what}: text")
    timed = list(_timed(entry.get("words"), start, end, speaker))
    # Where the words are not those of the text (they may lack some), the text counts.
    if timed and " ".join(word.text for word in timed) == text:
        yield from (line_of(list(run)) for _, run in groupby(timed, key=attrgetter("speaker")))
    else:
        yield Line(0, start, text, speaker, end)


def _timed(told: Any, start: int, end: int, speaker: str | None) -> Iterator[Timed]:
    """The words of a segment. Whisper's begin with a space, unless they go on with the word before."""
    found: list[tuple[str, int | None, int | None, str | None]] = []
    parts = [entry for entry in told if isinstance(entry, dict)] if isinstance(told, list) else []
    texts = [str(entry.get("word", entry.get("text", ""))) for entry in parts]
    spaced = any(text.startswith(" ") for text in texts)
    for entry, text in zip(parts, texts, strict=True):
        begins, ends = from_seconds(entry.get("start")), from_seconds(entry.get("end"))
        if spaced and found and not text.startswith(" "):
            before = found.pop()
            found.append((before[0] + text.strip(), before[1], ends or before[2], before[3]))
        elif text.strip():
            who = labels.speaker(str(entry["speaker"])) if entry.get("speaker") else speaker
            found.append((" ".join(text.split()), begins, ends, who))
    return filled(found, start, end)
