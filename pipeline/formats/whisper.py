"""Whisper's JSON, and that of its relatives: faster-whisper, WhisperX (with speakers), and podcasts'."""

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
    """Whether it has segments with texts."""
    return lists(text, "segments", "text") or lists(text, "segments", "body")


def read(text: str) -> Iterator[Segment]:
    """The segments, cut where the speaker changes; words keep their times.

    Raises BadInput.
    """
    told = entries(parsed(text)["segments"], "segments")
    return segments(line for n, entry in enumerate(told, 1) for line in _lines(entry, n))


def _lines(told: dict[str, Any], number: int) -> Iterator[Line]:
    entry = {PODCAST.get(key, key): value for key, value in told.items()}
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
