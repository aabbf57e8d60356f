"""How a talk reads with what was decided: the last run, its edits turned on or off, and hand edits.

The exact text is what the next run makes of the verdicts; this is its image at once, by places: what
a later stage made of a word (a capital, a full stop) is kept.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pipeline.edits import Edit
from pipeline.model import Cue, Place, Token, Transcript
from pipeline.review.items import Item
from pipeline.verdicts import Text, Verdict, suited

# Words after which the next segment opens another paragraph: about four lines.
PARAGRAPH = 45
# The ids of the edits of a question that are to be made.
Wanted = Callable[[Item], frozenset[str]]


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
        if length and turns and cue.at not in inside:
            edges.append(cue.at)
            length = 0
        speaker, length = cue.speaker, length + len(tokens)
    stops = [*edges[1:], float(len(clean.words))]
    return [
        Block(number, Place(start, stop), clean.time(start))
        for number, (start, stop) in enumerate(zip(edges, stops, strict=True))
    ]


def words_of(
    tokens: Iterable[Token],
    questions: Iterable[Item],
    wanted_of: Wanted,
    by_hand: Iterable[Verdict],
) -> tuple[list[Token], tuple[Verdict, ...]]:
    """The tokens of a stretch with the questions in it answered, and hand edits made; and those that do
    not fit what stands there by then."""
    text = Text(tokens, (), 0.0)
    for edit, on in _flips(questions, wanted_of, about_cues=False):
        _turn_words(text, edit if on else edit.undo)
    unfit = tuple(v for v in by_hand if not v.is_about_cues and not text.obey(v))
    return text.tokens, unfit


def cues_of(
    clean: Transcript,
    questions: Iterable[Item],
    wanted_of: Wanted,
    by_hand: Iterable[Verdict],
) -> list[Cue]:
    """The segments of the talk with the questions about them answered, and hand edits made."""
    text = Text((), clean.cues, float(len(clean.words)))
    for edit, on in _flips(questions, wanted_of, about_cues=True):
        _turn_cue(text, edit if on else edit.undo)
    for verdict in by_hand:
        if verdict.is_about_cues:
            text.obey(verdict)
    return text.cues


def _flips(
    questions: Iterable[Item], wanted_of: Wanted, *, about_cues: bool
) -> Iterator[tuple[Edit, bool]]:
    """Edits that are to be on and are not, or the other way round; those that go come first."""
    for item in questions:
        if item.is_about_cues != about_cues or (wanted := wanted_of(item)) == item.made:
            continue
        named = list(zip(item.ids, item.edits, strict=True))
        yield from ((edit, False) for name, edit in named if name in item.made - wanted)
        yield from ((edit, True) for name, edit in named if name in wanted - item.made)


def _turn_words(text: Text, edit: Edit) -> None:
    here = [t for t in text.tokens if edit.place.start <= t.at.start < edit.place.stop]
    if tuple(here) == edit.tokens_before:
        rest = [token for token in text.tokens if token not in here]
        text.tokens = sorted([*rest, *edit.tokens_after], key=lambda token: token.at)
    else:
        text.words(edit.place, suited(edit.now, edit.was, here), "", keep_marks=True)


def _turn_cue(text: Text, edit: Edit) -> None:
    before = [item for item in edit.before if isinstance(item, Cue)]
    if all(cue in text.cues for cue in before):
        after = [item for item in edit.after if isinstance(item, Cue)]
        places = {cue.at for cue in after}
        rest = [cue for cue in text.cues if cue not in before and cue.at not in places]
        text.cues = sorted([*rest, *after], key=lambda cue: cue.at)
