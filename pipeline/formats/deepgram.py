"""Deepgram's JSON: channels of words with times and numbered speakers."""

from collections.abc import Iterator
from typing import Any

from pipeline.formats.data import as_text, entries, has, parsed, seconds
from pipeline.formats.lines import Line, segments
from pipeline.formats.spoken import Timed, runs
from pipeline.model import Segment

PATH = ("results", "channels", 0, "alternatives", 0, "words")


def sniff(text: str) -> bool:
    """Whether its results have channels."""
    return has(text, *PATH)


def read(text: str) -> Iterator[Segment]:
    """A segment for each sentence of a speaker without a silence; more channels than one are people.

    Raises BadInput.
    """
    channels = entries(parsed(text)["results"]["channels"], "channels")
    lines = (
        line
        for n, channel in enumerate(channels)
        for line in _lines(channel, f"Channel {n}" if len(channels) > 1 else None)
    )
    return segments(sorted(lines, key=lambda line: line.start))


def _lines(channel: dict[str, Any], name: str | None) -> Iterator[Line]:
    best = entries(channel.get("alternatives") or [], "alternatives")[:1]
    told = entries(best[0].get("words") or [], "words") if best else []
    return runs((_word(entry, n, name) for n, entry in enumerate(told, 1)))


def _word(entry: dict[str, Any], number: int, name: str | None) -> Timed:
    what = f"word {number}"
    text = as_text(entry.get("punctuated_word") or entry.get("word"), what)
    speaker = entry.get("speaker")
    return Timed(
        text,
        seconds(entry, "start", what),
        seconds(entry, "end", what),
        name if speaker is None else f"Speaker {speaker}",
    )
