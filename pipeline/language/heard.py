"""What is known of a word before the network reads it, as it was heard.

The recogniser's own marks and capitals, the edges of caption lines, pauses and slow lines
are evidence for sentences: noisy, but cheap and often right. One place says how they are
counted, so that training and reading agree.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from pipeline.language.captioning import changes
from pipeline.language.words import core, mark, shape
from pipeline.model import Token, Transcript, Word, letters

PAUSES = (0.2, 0.5, 1.0, 2.0)  # seconds: edges of the five kinds of pause
SLACKS = (0.5, 1.5, 3.0, 5.0)  # seconds a line took beyond the talk's usual pace
# Which bit says what, behind those of the word's shape: 18 in all.
COMMA, STOP, QUESTION = 1 << 3, 1 << 4, 1 << 5
CUE, SPEAKER = 1 << 6, 1 << 7
PAUSE, SLACK = 8, 13
FEATURES = 18
# One mark in so many words, and one comma in so many, and the recogniser meant to punctuate.
PUNCTUATED, COMMAS = 25, 100
LINE = 100  # characters: longer than this, a line is a paragraph


class Heard(NamedTuple):
    """A word as the recogniser wrote it, and what came after it."""

    text: str
    cue: int = 0  # 0 within a line, 1 a line ends after it, 2 and another speaker follows
    pause: float = 0.0  # seconds of silence after it; 0 where there is none or nobody knows
    slack: float | None = None  # seconds its line took beyond the usual; None where unknown


def bits(heard: Heard) -> int:
    """All that is known of `heard` but the word itself, as a number of 18 bits."""
    code = shape(core(heard.text))
    code |= {"": 0, ",": COMMA, ".": STOP, "?": QUESTION}[mark(heard.text)]
    code |= (CUE if heard.cue else 0) | (SPEAKER if heard.cue > 1 else 0)
    if heard.pause > 0:
        code |= 1 << (PAUSE + sum(heard.pause >= edge for edge in PAUSES))
    if heard.slack is not None:
        code |= 1 << (SLACK + sum(heard.slack >= edge for edge in SLACKS))
    return code


def slacks(lines: Sequence[tuple[float, int]]) -> list[float | None]:
    """How much longer each line took than lines of its length do: (seconds, characters) in.

    Only short lines with a time of their own tell: nothing is said of long ones, nor
    of talks with fewer than ten lines.
    """
    paces = sorted(seconds / size for seconds, size in lines if seconds > 0 and 0 < size <= LINE)
    if len(paces) < 10:
        return [None] * len(lines)
    pace = paces[len(paces) // 2]
    return [
        seconds - pace * size if seconds > 0 and 0 < size <= LINE else None
        for seconds, size in lines
    ]


def heard(transcript: Transcript) -> list[Heard]:
    """The tokens of `transcript`, each with what is known of it."""
    lines, words = transcript.by_cue(), transcript.spread
    late = slacks(list(_paces(transcript, words)))
    out: list[Heard] = []
    speakers = [cue.speaker for cue in transcript.cues]
    for n, (tokens, slack) in enumerate(zip(lines, late, strict=True)):
        edge = 2 if speakers[n + 1 : n + 2] not in ([], [speakers[n]]) else 1
        if not tokens and out:
            # A line left without words ends where the line before it did.
            out[-1] = out[-1]._replace(cue=max(out[-1].cue, edge))
        for token in tokens:
            at_edge = edge if token is tokens[-1] else 0
            out.append(Heard(token.text, at_edge, _silence(words, token), slack))
    for n in changes(transcript):
        out[n - 1] = out[n - 1]._replace(cue=2)
    return out


def is_punctuated(heard: Sequence[Heard]) -> bool:
    """Whether the recogniser meant to punctuate, rather than to set a stop now and then."""
    marks = Counter(mark(item.text) for item in heard)
    return marks[","] * COMMAS > len(heard) and (len(heard) - marks[""]) * PUNCTUATED > len(heard)


def _paces(transcript: Transcript, heard: Sequence[Word]) -> Iterator[tuple[float, int]]:
    """Seconds and characters of each line."""
    for low, high in pairwise([*(int(cue.at) for cue in transcript.cues), len(heard)]):
        words = heard[low:high]
        seconds = (words[-1].end - words[0].start) / 1000 if words else 0.0
        yield seconds, sum(letters(word.text) for word in words)


def _silence(words: Sequence[Word], token: Token) -> float:
    """Seconds between the end of a token's last raw word and the next raw word."""
    stop = ceil(token.at.stop)
    if not 0 < stop < len(words):
        return 0.0
    return max(0, words[stop].start - words[stop - 1].end) / 1000
