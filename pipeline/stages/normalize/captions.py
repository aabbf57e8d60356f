"""What captions hold that nobody said: marks of another speaker, and a caption that is there twice."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from pipeline.language.captioning import MARK
from pipeline.model import Segment, Token, Transcript
from pipeline.stages.normalize.pieces import Change, Piece, key_of

# Nobody speaks faster: 150 words a minute are 400 milliseconds a word.
FASTEST = 100
# So many words, said again at once and filling a caption both times, are a copy. Shorter ones are as
# often what people do: "thank you | thank you".
LONG = 5
TOUCHING = 100  # milliseconds


class Caption(NamedTuple):
    """A segment, and the indices of its tokens."""

    start: int
    stop: int
    segment: Segment
    keys: tuple[str, ...]


def without_marks(pieces: Sequence[Piece]) -> Iterator[Change]:
    """ ">> Thank you." and "- Thank you." without their marks: nobody said them, and the next stages tell who speaks."""
    for n, piece in enumerate(pieces):
        if piece.marked and (mark := MARK.match(piece.text)):
            yield Change(
                n, n + 1, piece.text[mark.end() :], ("the mark of another speaker, not said",)
            )


def doubled_captions(transcript: Transcript) -> Iterator[Change]:
    """The second of two captions that one thing was written in."""
    for one, other in pairwise(_captions(transcript)):
        if one.keys == other.keys and one.segment.speaker == other.segment.speaker:
            why = _copied(one, other)
            if why:
                yield Change(other.start, other.stop, "", ("caption written twice", why), 0.9)


def _copied(one: Caption, other: Caption) -> str:
    """Why the second caption was not said, if so."""
    first, second, words = one.segment, other.segment, len(one.keys)
    if second.start <= first.start:
        return "at the same time"
    if second.end - second.start < FASTEST * words:
        return "too fast to be said"
    if words >= LONG and second.start - first.end <= TOUCHING:
        return "word for word, without a pause"
    return ""


def _captions(transcript: Transcript) -> Iterator[Caption]:
    """The captions that have words."""
    groups: Sequence[tuple[Token, ...]] = [group for group in transcript.by_cue() if group]
    start = 0
    for group, segment in zip(groups, transcript.segments, strict=True):
        keys = tuple(key for token in group if (key := key_of(token.text)))
        yield Caption(start, start + len(group), segment, keys)
        start += len(group)
