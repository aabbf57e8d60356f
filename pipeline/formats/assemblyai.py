"""AssemblyAI's JSON: words with times in milliseconds and lettered speakers."""

from collections.abc import Iterator
from typing import Any

from pipeline.formats.data import as_text, entries, lists, milliseconds, parsed
from pipeline.formats.lines import segments
from pipeline.formats.spoken import Timed, runs
from pipeline.model import Segment


def sniff(text: str) -> bool:
    """Whether it has words with texts."""
    return lists(text, "words", "text", "start")


def read(text: str) -> Iterator[Segment]:
    """A segment for each sentence of a speaker without a silence. Raises BadInput."""
    told = entries(parsed(text)["words"], "words")
    return segments(runs(map(_word, told, range(1, len(told) + 1))))


def _word(entry: dict[str, Any], number: int) -> Timed:
    what = f"word {number}"
    speaker = entry.get("speaker")
    return Timed(
        as_text(entry.get("text"), what),
        milliseconds(entry, "start", what),
        milliseconds(entry, "end", what),
        f"Speaker {speaker}" if speaker else None,
    )
