"""Sentences cut into subtitles that can be read: two lines of 42 letters, seven seconds.

The limits are those of the broadcasters' guidelines (BBC, Netflix).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.formats.lines import joined
from pipeline.model import Transcript

WIDTH, LONGEST = 42, 7_000
# What a subtitle costs in itself, and one that ends where the sentence does not pause: in squares of
# letters, since squares of lengths are what makes the parts alike.
EACH, TORN = 20_000, 1_200
PAUSES = (",", ";", ":", ".", "?", "!", "…", "–", "—", "”", '"')


@dataclass(frozen=True, slots=True)
class Subtitle:
    """One or two lines of text and when they are shown, in milliseconds."""

    start: int
    end: int
    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """A word and its time."""

    text: str
    start: int
    end: int


def cut(transcript: Transcript) -> Iterator[Subtitle]:
    """The transcript as subtitles; none goes on from one segment to the next."""
    for cue, tokens in zip(transcript.cues, transcript.by_cue(), strict=True):
        words = [
            Said(token.text, transcript.time(token.at.start), transcript.end(token.at.stop))
            for token in tokens
        ]
        for low, high in _parts(words):
            start, end = words[low].start, words[high - 1].end
            lines = wrapped([word.text for word in words[low:high]])
            yield Subtitle(
                start, max(start, min(end, start + LONGEST)), "\n".join(lines or ()), cue.speaker
            )


def wrapped(words: Sequence[str]) -> tuple[str, ...] | None:
    """The words in one line, or two as alike as can be; None if they do not fit.

    A single word always fits, since there is nowhere to break it.
    """
    whole = " ".join(words)
    if len(whole) <= WIDTH or len(words) == 1:
        return (whole,)
    if len(whole) > 2 * WIDTH + 1:
        return None
    ways = ((" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words)))
    fitting = [way for way in ways if max(map(len, way)) <= WIDTH]
    return min(fitting, key=lambda way: abs(len(way[0]) - len(way[1])), default=None)


def _parts(words: Sequence[Said]) -> Iterator[tuple[int, int]]:
    """Where to cut: the fewest parts that fit, alike in length, preferably at commas and stops."""
    costs, opens = [0.0], [0]
    for stop in range(1, len(words) + 1):
        cost, start = min(
            (costs[start] + _cost(words, start, stop), start) for start in _starts(words, stop)
        )
        costs.append(cost)
        opens.append(start)
    edges, at = [], len(words)
    while at:
        edges.append((opens[at], at))
        at = opens[at]
    yield from reversed(edges)


def _starts(words: Sequence[Said], stop: int) -> Iterator[int]:
    """The words at which a part that ends before `stop` may begin."""
    yield stop - 1
    for start in range(stop - 2, -1, -1):
        if words[stop - 1].end - words[start].start > LONGEST:
            return
        if sum(len(word.text) + 1 for word in words[start:stop]) > 2 * WIDTH + 2:
            return
        if wrapped([word.text for word in words[start:stop]]):
            yield start


def _cost(words: Sequence[Said], start: int, stop: int) -> float:
    letters = len(joined(" ".join(word.text for word in words[start:stop])))
    torn = stop < len(words) and not words[stop - 1].text.endswith(PAUSES)
    return EACH + letters**2 + TORN * torn
