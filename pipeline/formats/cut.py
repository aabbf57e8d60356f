"""Sentences cut into subtitles that can be read: two lines of 42 letters, half a second to seven seconds.

The upper limits are those of the broadcasters' guidelines (BBC, Netflix).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest

from pipeline.model import Transcript, Word

WIDTH, SHORTEST, LONGEST = 42, 500, 7_000
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


def cut(transcript: Transcript) -> Iterator[Subtitle]:
    """The transcript as subtitles; none goes on from one segment to the next."""
    told = list(_cut(transcript))
    if not any(cue.end for cue in told):  # there are no times
        yield from told
        return
    for cue, following in zip_longest(told, told[1:]):
        yield _lasting(cue, following)


def _cut(transcript: Transcript) -> Iterator[Subtitle]:
    for cue, tokens in zip(transcript.cues, transcript.by_cue(), strict=True):
        words = [
            Word(token.text, transcript.time(token.at.start), transcript.end(token.at.stop))
            for token in tokens
        ]
        for low, high in _parts(words):
            start, end = words[low].start, words[high - 1].end
            text = wrapped([word.text for word in words[low:high]])
            yield Subtitle(start, max(start, min(end, start + LONGEST)), text, cue.speaker)


def _lasting(cue: Subtitle, following: Subtitle | None) -> Subtitle:
    """The subtitle, shown for half a second at least, or until the next begins.

    Recognisers give words no time at all; where the next begins at the same moment, the two are shown at once, since
    a subtitle that ends when it starts is none.
    """
    free = following.start - cue.start if following else SHORTEST
    least = min(SHORTEST, free) if free > 0 else SHORTEST
    return replace(cue, end=max(cue.end, cue.start + least))


def wrapped(words: Sequence[str]) -> str:
    """The words in one line, or in two as alike as can be."""
    whole = " ".join(words)
    if len(whole) <= WIDTH or len(words) == 1:
        return whole
    ways = ((" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words)))
    return "\n".join(min(ways, key=lambda way: max(map(len, way))))


def _parts(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where to cut: the fewest parts that fit, alike in length, preferably at commas and stops."""
    # Letters before each word, a space after every word: the length of any stretch is a difference.
    edges = [0, *accumulate(len(word.text) + 1 for word in words)]
    costs, opens = [0], [0]
    for stop in range(1, len(words) + 1):
        torn = TORN * (stop < len(words) and not words[stop - 1].text.endswith(PAUSES))
        cost, start = min(
            (costs[start] + EACH + (edges[stop] - edges[start] - 1) ** 2 + torn, start)
            for start in _starts(words, edges, stop)
        )
        costs.append(cost)
        opens.append(start)
    parts, at = [], len(words)
    while at:
        parts.append((opens[at], at))
        at = opens[at]
    yield from reversed(parts)


def _starts(words: Sequence[Word], edges: Sequence[int], stop: int) -> Iterator[int]:
    """The words at which a part that ends before `stop` may begin."""
    yield stop - 1
    for start in range(stop - 2, -1, -1):
        # The fullest first line leaves the shortest second one.
        second = min(bisect_right(edges, edges[start] + WIDTH + 1) - 1, stop)
        late = words[stop - 1].end - words[start].start > LONGEST
        if late or second == start or edges[stop] - edges[second] - 1 > WIDTH:
            return
        yield start
