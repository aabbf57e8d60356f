"""Recognisers that tell the time of every word: their words as lines."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.formats.lines import Line

# Milliseconds of silence that make a new line: longer than the stops within a word, shorter than a
# breath.
SILENCE = 700


@dataclass(frozen=True, slots=True)
class Timed:
    """A word, its punctuation with it, as a recogniser heard it. Times in milliseconds."""

    text: str
    start: int
    end: int
    speaker: str | None = None


def runs(words: Iterable[Timed], *, sentences: bool) -> Iterator[Line]:
    """A line for each stretch of one speaker without a silence; with `sentences`, for each sentence."""
    run: list[Timed] = []
    for word in words:
        if run and _parted(run[-1], word, sentences=sentences):
            yield _line(run)
            run = []
        run.append(word)
    if run:
        yield _line(run)


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


def filled(
    words: Sequence[tuple[str, int | None, int | None, str | None]], start: int, end: int
) -> Iterator[Timed]:
    """Words of a segment (text, start, end, speaker) in order; what lacks a time fills the gap there.

    Times stay within the segment and do not fall.
    """
    before = start
    for n, (text, begins, ends, speaker) in enumerate(words):
        following = next((time for _, time, _, _ in words[n + 1 :] if time is not None), end)
        low = min(max(before if begins is None else begins, before), max(end, before))
        high = min(max(following if ends is None else ends, low), max(end, low))
        yield Timed(text, low, high, speaker)
        before = high


def _parted(word: Timed, following: Timed, *, sentences: bool) -> bool:
    return (
        word.speaker != following.speaker
        or following.start - word.end >= SILENCE
        or (sentences and word.text.endswith((".", "?", "!")))
    )


def _line(run: Sequence[Timed]) -> Line:
    text = " ".join(word.text for word in run)
    return Line(0, run[0].start, text, run[0].speaker, max(word.end for word in run))
