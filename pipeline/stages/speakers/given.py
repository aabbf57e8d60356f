"""Labels that came with a file which names its speakers here and there: they stand, and tell of the rest.

Who speaks elsewhere is decided as in a file without labels, only that here and there it is known.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.language.naming import is_voice
from pipeline.reason import Reason
from pipeline.stages.speakers.called import ALONE, PRESENTED
from pipeline.stages.speakers.cast import ASKS, CHAIRS, GUEST, PANEL, Cast, Part
from pipeline.stages.speakers.evidence import Sign
from pipeline.stages.speakers.turns import Label, Turn
from pipeline.stages.speakers.units import DASH, TOLD, Unit

# Where so many words have a label, the others are nobody's; fewer are enough where no mark tells of others.
THROUGHOUT, MOSTLY = 0.8, 0.5
# What a label says of who speaks.
LABELLED = 5.0
# So often a label must come before whoever sounds the same has it, too; in a lecture, once at the beginning.
TIMES = 2

Labels = Sequence[str | None]


def labels_of(said: Sequence[Unit]) -> list[str | None]:
    """The label that each unit came with."""
    labels: list[str | None] = []
    for unit in said:
        labels.append(unit.cue.speaker if unit.cue else labels[-1])
    return labels


def throughout(said: Sequence[Unit], labels: Labels) -> bool:
    """Whether a file names its speakers, so that what has no label is nobody's."""
    sizes = [len(unit.tokens) for unit in said]
    named = sum(size for size, label in zip(sizes, labels, strict=True) if label) / sum(sizes)
    marked = any(unit.marked > 0 for unit, label in zip(said, labels, strict=True) if not label)
    return named >= (THROUGHOUT if marked else MOSTLY)


def opened(said: Sequence[Unit], labels: Labels) -> list[Unit]:
    """The units, those marked with which a label begins: it stands where a mark would."""
    mark = TOLD if any(unit.marked >= TOLD for unit in said) else DASH
    begins = [False, *(label is not None and label != last for last, label in pairwise(labels))]
    return [
        replace(unit, marked=max(unit.marked, mark)) if begun else unit
        for unit, begun in zip(said, begins, strict=True)
    ]


def told(labels: Labels, cast: Cast, heard: Sequence[Sequence[Sign]]) -> list[tuple[Sign, ...]]:
    """The signs in each unit, and what its label says."""
    return [
        (*signs, *_signs(label, cast)) if label else tuple(signs)
        for label, signs in zip(labels, heard, strict=True)
    ]


def _signs(label: str, cast: Cast) -> list[Sign]:
    """What a label says of the cast: it is one's name, or tells his part."""
    names = [n for n, one in enumerate(cast.people) if one.label.lower() == label.lower()]
    part = _part(label)
    people = names or [n for n, one in enumerate(cast.people) if one.part == part]
    return [Sign(n, "now", LABELLED, f"labelled “{label}”") for n in people]


def _part(label: str) -> Part | None:
    if CHAIRS.search(label):
        return "chair"
    if ASKS.search(label):
        return "audience"
    return "panel" if GUEST.search(label) or PANEL.search(label) else None


def carried(turns: Sequence[Turn], cast: Cast) -> dict[int, Label]:
    """The labels of turns that came without one: of whoever goes on, and of whoever alone plays a part and has one
    elsewhere."""
    names = _names(turns, cast)
    out: dict[int, Label] = {}
    for n, turn in enumerate(turns):
        before = turns[n - 1] if n else None
        if turn.given:
            continue
        if before and before.given and before.person == turn.person and turn.units[0].marked <= 0:
            sure = float(turn.sure[turn.person])
            out[n] = Label(
                before.given, sure, Reason("goes on", quoted=f"“{before.given}” goes on")
            )
        elif turn.person in names:
            label = names[turn.person]
            why = Reason("labelled elsewhere", quoted=f"labelled “{label}” elsewhere")
            out[n] = Label(label, PRESENTED, why)
    return out


def _names(turns: Sequence[Turn], cast: Cast) -> dict[int, str]:
    """The label of each person who has one and no other, in a talk where each part is one person's."""
    if cast.kind not in ALONE:
        return {}
    found: dict[int, list[str]] = {}
    for turn in turns:
        if turn.given and not is_voice(turn.given):
            found.setdefault(turn.person, []).append(turn.given)
    opens = turns[0].given if cast.kind == "lecture" else None
    return {
        person: labels[0]
        for person, labels in found.items()
        if len(set(labels)) == 1 and (len(labels) >= TIMES or labels[0] == opens)
    }
