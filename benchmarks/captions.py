"""Human transcripts as captions of a recogniser that heard all right: small letters, no marks, short lines."""

from collections.abc import Iterable

from pipeline.model import Segment, Talk, Transcript

WORDS, LASTS = 7, 3_000  # of a caption: words, milliseconds


def bare(text: str) -> list[str]:
    """The words of a text in small letters, without the marks round them."""
    return [plain for word in text.split() if (plain := word.lower().strip('.,?!;:"()'))]


def captioned(name: str, words: Iterable[str], talk: Talk | None = None) -> Transcript:
    """Words as a transcript of captions, one behind the other."""
    said = list(words)
    lines = [" ".join(said[n : n + WORDS]) for n in range(0, len(said), WORDS)]
    segments = [Segment(LASTS * n, LASTS * n + LASTS, line) for n, line in enumerate(lines)]
    return Transcript.of(name, segments, talk)
