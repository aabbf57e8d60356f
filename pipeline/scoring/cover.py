"""Which part of a talk a reference covers: a talk is measured there only."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.model import Transcript
from pipeline.scoring.words import ScoredWord, words

# The times of two transcripts may differ by so much (milliseconds), and what is left over at an end is so many words.
SLACK, REACH = 60_000, 500
# Where a part begins and ends is told by so many words.
EDGE = 40
# A reference without times that has fewer words, by the talk's, is most likely one of a part.
SHORT = 2 / 3


@dataclass(frozen=True, slots=True)
class Cover:
    """What of the talk, and of the raw transcript, is measured; from when to when the reference goes (milliseconds), if
    that is a part of it; and how many words the talk has if the reference is `short` of them, and nobody knows where."""

    ours: Sequence[ScoredWord]
    heard: Sequence[ScoredWord]
    span: tuple[int, int] | None = None
    short: int = 0


def covered(clean: Transcript, reference: Transcript, raw: Transcript | None = None) -> Cover:
    """What is measured of `clean` and `raw`: the time of the reference, or, if that has no times, of `raw`."""
    truth, ours, heard = (list(words(one)) if one else [] for one in (reference, clean, raw))
    given = next((one for one in (reference, raw) if one and _is_timed(one)), None)
    if given and _is_timed(clean):
        span = given.words[0].start, given.words[-1].end
        inside = _within(ours, span)
        if inside and len(inside) < len(ours):
            near = _within(heard, span) if raw and _is_timed(raw) else heard
            # A raw transcript of the same part is taken whole.
            part = _cut(near, truth) if len(near) < len(heard) else heard
            return Cover(_cut(inside, truth), part, span)
    return Cover(ours, heard, short=len(ours) if len(truth) < SHORT * len(ours) else 0)


def _is_timed(transcript: Transcript) -> bool:
    return any(word.end for word in transcript.words)


def _within(told: Iterable[ScoredWord], span: tuple[int, int]) -> list[ScoredWord]:
    """The words of the segments that begin in a time, or close to it."""
    return [word for word in told if span[0] - SLACK <= word.start < span[1] + SLACK]


def _cut(ours: Sequence[ScoredWord], truth: Sequence[ScoredWord]) -> Sequence[ScoredWord]:
    """Ours from where the reference's first words stand to where its last do."""
    size = min(EDGE, len(truth))
    if len(ours) <= size:
        return ours
    last = len(ours) - size
    first = _likest(truth[:size], ours, range(min(last, REACH)))
    end = _likest(truth[-size:], ours, range(last, max(0, last - REACH), -1))
    return ours[first : end + size]


def _likest(wanted: Sequence[ScoredWord], ours: Sequence[ScoredWord], places: Sequence[int]) -> int:
    """The place of ours from which on the words are most like those that are wanted."""
    keys = [word.key for word in wanted]

    def likeness(at: int) -> float:
        there = [word.key for word in ours[at : at + len(keys)]]
        return SequenceMatcher(None, keys, there, autojunk=False).ratio()

    return max(places, key=likeness)
