"""The paragraphs of the page."""

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.model import Place, Transcript

# Words after which the next segment opens another paragraph: about four lines.
PARAGRAPH = 45


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the page: a stretch of the axis that stays while the text in it changes."""

    number: int
    place: Place
    time: int


def blocks(clean: Transcript, whole: Iterable[Place]) -> list[Block]:
    """The paragraphs of a transcript: a new one where another speaks, or at a segment after enough.

    No place that is to stay `whole` lies across two.
    """
    inside = {at for place in whole for at in place.cells[1:]}
    edges: list[float] = [0.0]
    length, speaker = 0, clean.cues[0].speaker if clean.cues else None
    for cue, tokens in zip(clean.cues, clean.by_cue(), strict=True):
        turns = cue.speaker != speaker or length >= PARAGRAPH
        if length and turns and not cue.at % 1 and cue.at not in inside:
            edges.append(cue.at)
            length = 0
        speaker, length = cue.speaker, length + len(tokens)
    stops = [*edges[1:], float(len(clean.words))]
    return [
        Block(number, Place(start, stop), clean.time(start))
        for number, (start, stop) in enumerate(zip(edges, stops, strict=True))
    ]
