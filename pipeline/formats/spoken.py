"""Recognisers that tell the time of every word: their words as lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.formats.lines import SLOWEST, Line
from pipeline.language.words import mark
from pipeline.model import Segment, Word, timed

# Milliseconds of silence that make a new line: longer than the stops within a word, shorter than a
# breath.
SILENCE = 700


@dataclass(frozen=True, slots=True)
class Heard:
    """A word as a file tells it, which may lack its times, or who says it. Times in milliseconds."""

    text: str
    start: int | None
    end: int | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Timed:
    """A word, its punctuation with it, as a recogniser heard it. Times in milliseconds."""

    text: str
    start: int
    end: int
    speaker: str | None = None


def runs(words: Iterable[Timed]) -> Iterator[Line]:
    """A line for each sentence of one speaker without a silence."""
    run: list[Timed] = []
    for word in words:
        if run and _parted(run[-1], word):
            yield line_of(run)
            run = []
        run.append(word)
    if run:
        yield line_of(run)


def line_of(run: Sequence[Timed]) -> Line:
    """Words of one speaker, at least one, as a line."""
    text = " ".join(word.text for word in run)
    words = tuple(Word(part, word.start, word.end) for word in run for part in word.text.split())
    return Line(0, run[0].start, text, run[0].speaker, max(word.end for word in run), words)


def timed_by(marks: Sequence[tuple[int, str]], end: int, text: str) -> tuple[Word, ...]:
    """The words of `text`, given in parts by the moment each begins; none if the parts tell no more.

    Parts that are no whole words, and times that fall, tell nothing either. The last part ends at `end`, where the text
    goes out of sight, or sooner: no word takes so long.
    """
    starts = [start for start, _ in marks]
    slowest = (len(marks[-1][1].strip()) + 1) * round(SLOWEST) if marks else 0
    ends = [*starts[1:], starts[-1] + min(max(0, end - starts[-1]), slowest)] if starts else []
    words = tuple(
        word
        for (start, part), stop in zip(marks, ends, strict=True)
        for word in timed(Segment(start, stop, part))
    )
    sound = len(marks) > 1 and starts == sorted(starts)
    return words if sound and [word.text for word in words] == text.split() else ()


def glued(words: Iterable[tuple[str, Timed | None]]) -> Iterator[Timed]:
    """Words with the marks that follow them: each item is a word's own text, or a mark (None)."""
    held: Timed | None = None
    for text, word in words:
        if word:
            if held:
                yield held
            held = word
        elif held:
            held = replace(held, text=held.text + text)
    if held:
        yield held


def filled(words: Sequence[Heard], start: int, end: int) -> Iterator[Timed]:
    """Words of a segment in order; what lacks a time fills the gap there.

    Times stay within the segment and do not fall.
    """
    if not words:
        return
    following = [end]
    for word in reversed(words[1:]):
        following.append(following[-1] if word.start is None else word.start)
    before = start
    for word, after in zip(words, reversed(following), strict=True):
        low = min(max(before if word.start is None else word.start, before), max(end, before))
        high = min(max(after if word.end is None else word.end, low), max(end, low))
        yield Timed(word.text, low, high, word.speaker)
        before = high


def _parted(word: Timed, following: Timed) -> bool:
    return (
        word.speaker != following.speaker
        or following.start - word.end >= SILENCE
        or mark(word.text) in {".", "?"}
    )
