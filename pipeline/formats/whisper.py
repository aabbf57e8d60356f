"""Whisper's JSON, and that of its relatives: faster-whisper, WhisperX (with speakers), whisper.cpp, podcasts',
Hugging Face's pipelines (with speakers: insanely-fast-whisper), and a bare list of segments."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from pipeline.formats import labels
from pipeline.formats.data import as_text, entries, has, lists, parsed, seconds
from pipeline.formats.lines import Line, segments
from pipeline.formats.spoken import Heard, Timed, filled, line_of, runs
from pipeline.formats.timecode import LONGEST, SECOND, from_seconds
from pipeline.language.words import mark
from pipeline.model import Segment, letters

# What the same things are called in the JSON transcripts of podcast feeds.
PODCAST = {"startTime": "start", "endTime": "end", "body": "text"}
# Whole numbers are milliseconds if a segment lasts as many of them or more in the mean.
LASTS = 100
# Where the segments are, and what the first has.
PLACES = (
    ("segments", "text"),
    ("segments", "body"),
    ("transcription", "offsets", "text"),
    ("chunks", "timestamp", "text"),
)


def sniff(text: str) -> bool:
    """Whether it has segments with texts, or is a list of them."""
    listed = all(has(text, 0, key) for key in ("start", "end", "text"))
    return listed or any(lists(text, *place) for place in PLACES)


def read(text: str) -> Iterator[Segment]:
    """The segments, cut where the speaker changes; words keep their times.

    Raises BadInput.
    """
    file = parsed(text)
    name = "the file"
    if isinstance(file, list):
        told = entries(file, name)
        told = [_in_seconds(entry) for entry in told] if _counts_milliseconds(told) else told
    else:
        # What speakers say is in chunks, too, without them.
        spoken = has(text, "speakers", 0, "timestamp")
        name = "speakers" if spoken else next(name for name, *_ in PLACES if name in file)
        told = entries(file[name], name)
    lines = [line for n, entry in enumerate(told, 1) for line in _lines(_known(entry), n)]
    # Only these may be lists of words; a segment of Whisper's that is a word stays one.
    return segments(_joined(lines) if name in ("the file", "chunks") else lines)


def _counts_milliseconds(told: Sequence[dict[str, Any]]) -> bool:
    """Whether the times of segments are milliseconds, as in AssemblyAI's list of who says what: nobody takes so many
    seconds, and one for each letter."""
    times = [entry.get(key) for entry in told for key in ("start", "end")]
    whole = [time for time in times if type(time) is int]
    last = sum(whole[1::2]) - sum(whole[::2])
    size = sum(letters(str(entry.get("text"))) for entry in told)
    return len(whole) == len(times) and last >= max(size, LASTS * len(told))


def _in_seconds(told: dict[str, Any]) -> dict[str, Any]:
    """A segment, and its words, whose times are milliseconds."""
    parts = told.get("words")
    words = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    return {**_scaled(told), "words": [_scaled(word) for word in words]}


def _scaled(told: dict[str, Any]) -> dict[str, Any]:
    return told | {key: _seconds_of(told[key]) for key in ("start", "end") if key in told}


def _seconds_of(time: Any) -> Any:
    """Whole milliseconds as seconds; what is no time of a talk as it stands, to be told where it is asked for."""
    return time / SECOND if isinstance(time, int) and abs(time) <= LONGEST else time


def _known(told: dict[str, Any]) -> dict[str, Any]:
    """A segment as Whisper would write it: whisper.cpp counts milliseconds, and has marks of its own among the words;
    Hugging Face's times are pairs."""
    if isinstance(told.get("tokens"), list) and "offsets" in told:
        parts = [part for part in told["tokens"] if isinstance(part, dict)]
        words = [_known(part) for part in parts if not str(part.get("text")).startswith("[_")]
        told = {**told, "words": words}
    span = told.get("offsets")
    if isinstance(span, dict):
        told = {**told, "start": _seconds_of(span.get("from")), "end": _seconds_of(span.get("to"))}
    pair = told.get("timestamp")
    if isinstance(pair, list) and len(pair) == 2:
        told = {**told, "start": pair[0], "end": pair[1]}
    return {PODCAST.get(key, key): value for key, value in told.items()}


def _lines(entry: dict[str, Any], number: int) -> Iterator[Line]:
    what = f"segment {number}"
    start = seconds(entry, "start", what)
    end = seconds(entry, "end", what) if entry.get("end") is not None else None
    text = as_text(entry.get("text"), f"{what}: text")
    words = _words(entry)
    whos = [word.speaker for word in words if word.speaker]
    speaker = _speaker(entry) or next((who for who, _ in Counter(whos).most_common(1)), None)
    said = "".join(word.text for word in words)
    # Where the words are not those of the text (they may lack some), the text counts.
    if end is None or not words or said.replace(" ", "") != text.replace(" ", ""):
        yield Line(0, start, text, speaker, end)
        return
    timed = _spaced(list(filled(_owned(words, speaker), start, end)), text)
    yield from (line_of(list(run)) for _, run in groupby(timed, key=attrgetter("speaker")))


def _speaker(entry: dict[str, Any]) -> str | None:
    label = entry.get("speaker")
    told = "" if label is None else str(label)
    return labels.speaker(f"Speaker {told}" if told.isdecimal() else told)


def _words(segment: dict[str, Any]) -> list[Heard]:
    """The words of a segment. Whisper's begin with a space, unless they go on with the word before."""
    told = segment.get("words")
    found: list[Heard] = []
    parts = [entry for entry in told if isinstance(entry, dict)] if isinstance(told, list) else []
    texts = [str(entry.get("word", entry.get("text", ""))) for entry in parts]
    spaced = any(text.startswith(" ") for text in texts)
    for entry, text in zip(parts, texts, strict=True):
        begins, ends = from_seconds(entry.get("start")), from_seconds(entry.get("end"))
        if spaced and found and not text.startswith(" "):
            before = found.pop()
            found.append(replace(before, text=before.text + text.strip(), end=ends or before.end))
        elif text.strip():
            found.append(Heard(" ".join(text.split()), begins, ends, _speaker(entry)))
    return found


def _owned(words: Sequence[Heard], speaker: str | None) -> list[Heard]:
    """The words, those without a speaker (WhisperX tells none where it finds no time: numbers) given to who says the
    word before, or the next if that one opens the segment or a sentence; to `speaker` if nobody is known."""
    following = speaker
    after = [following := word.speaker or following for word in reversed(words)][::-1]
    owned: list[Heard] = []
    for word, then in zip(words, after, strict=True):
        opens = not owned or mark(owned[-1].text) in {".", "?"}
        who = word.speaker or (then if opens else owned[-1].speaker)
        owned.append(replace(word, speaker=who))
    return owned


def _spaced(words: Sequence[Timed], text: str) -> Iterator[Timed]:
    """The words with the spaces of the text: a part of one that stands apart there ("here .") begins when it ends."""
    letters = [(word, n) for word in words for n, _ in enumerate(word.text.replace(" ", ""))]
    for part in text.split():
        (word, within), (last, _) = letters[0], letters[len(part) - 1]
        yield replace(word, text=part, start=word.end if within else word.start, end=last.end)
        del letters[: len(part)]


def _joined(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines; those of one word each, as Hugging Face times words, in sentences."""
    if len(lines) < 2 or any(len(line.text.split()) != 1 for line in lines):
        return lines
    return [
        *runs(Timed(line.text, line.start, line.end or line.start, line.speaker) for line in lines)
    ]
