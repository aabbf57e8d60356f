"""Amazon Transcribe's JSON: words with times, and speakers where it was asked for them."""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats import labels
from pipeline.formats.data import entries, has, parsed, seconds
from pipeline.formats.lines import segments
from pipeline.formats.spoken import Timed, glued, runs
from pipeline.model import Segment


def sniff(text: str) -> bool:
    """Whether its results have items."""
    return has(text, "results", "items")


def read(text: str) -> Iterator[Segment]:
    """A segment for each sentence of a speaker without a silence; channels are people. Raises BadInput."""
    results = parsed(text)["results"]
    speakers = dict(_speakers(results.get("speaker_labels")))
    apart = has(text, "results", "channel_labels", "channels", 0)
    parts = entries(results["channel_labels"]["channels"], "channels") if apart else [results]
    lines = (
        line
        for part in parts
        for line in runs(glued(_words(entries(part.get("items"), "items"), speakers, part)))
    )
    return segments(sorted(lines, key=attrgetter("start")))


def _speakers(told: Any) -> Iterator[tuple[str, str]]:
    """Who speaks at which time, as the older form tells it, apart from the words."""
    if not isinstance(told, dict):
        return
    for segment in entries(told.get("segments") or [], "speaker_labels"):
        for item in entries(segment.get("items") or [], "speaker_labels"):
            yield str(item.get("start_time")), str(item.get("speaker_label"))


def _words(
    items: list[dict[str, Any]], speakers: dict[str, str], part: dict[str, Any]
) -> Iterator[tuple[str, Timed | None]]:
    for n, item in enumerate(items, 1):
        text = _content(item, n)
        if item.get("type") == "punctuation":
            yield text, None
            continue
        start, end = (seconds(item, key, f"item {n}") for key in ("start_time", "end_time"))
        label = item.get("speaker_label") or speakers.get(str(item.get("start_time")))
        label = label or part.get("channel_label")
        yield text, Timed(text, start, end, labels.speaker(label))


def _content(item: dict[str, Any], number: int) -> str:
    try:
        return str(item["alternatives"][0]["content"])
    except (KeyError, IndexError, TypeError):
        raise BadInput(f"item {number} has no content", remedy="export the file again") from None
