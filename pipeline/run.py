"""Running stages: each proposes edits; what is accepted is made, what is not is held for review."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, replace
from itertools import combinations
from typing import Any, ClassVar, Protocol

from pipeline.edits import Edit, Item, Kind, apply, meet, span
from pipeline.errors import EditConflict
from pipeline.model import Transcript

Accept = Callable[[Edit], bool]
# An edit at least as sure as this is made, unless a project has another threshold for its stage.
MADE_FROM = 0.5


class Stage(Protocol):
    """Reads a transcript and proposes edits; changes nothing. A dataclass: its fields are its settings,
    but for the `dictionary` that it is given, if it has any use for one."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    @property
    def name(self) -> str:
        """The stage's name in the table of stages, the settings and the reports."""

    @property
    def licence(self) -> frozenset[Kind]:
        """The kinds of edit the stage may make: a stage that breaks it is not heard."""

    def __call__(self, transcript: Transcript) -> Iterable[Edit]:
        """The edits the stage would make, with reasons and confidences."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one stage did: the edits made, those held back for a person, and the text after."""

    stage: str
    before: Transcript
    made: tuple[Edit, ...]
    held: tuple[Edit, ...]
    after: Transcript
    breach: str = ""

    @property
    def proposed(self) -> tuple[Edit, ...]:
        """Every edit of the stage: those made, then those held."""
        return (*self.made, *self.held)


def text_after(steps: Sequence[Step], raw: Transcript) -> Transcript:
    """The text as the last of some steps left it; `raw` if there is none."""
    return steps[-1].after if steps else raw


def steps(transcript: Transcript, stages: Iterable[Stage], accept: Accept) -> Iterator[Step]:
    """Run `stages` in order, each on what the one before left; `accept` picks what is made."""
    for stage in stages:
        step = run(transcript, stage, accept)
        yield step
        transcript = step.after


def run(transcript: Transcript, stage: Stage, accept: Accept) -> Step:
    """Run one stage. If it breaks its licence, or its edits do not fit, none of them is made."""
    edits = [replace(edit, stage=stage.name) for edit in stage(transcript)]
    if outside := [edit for edit in edits if edit.kind not in stage.licence]:
        return Step(stage.name, transcript, (), (), transcript, _breach(stage, outside))
    there = {*transcript.tokens, *transcript.cues}
    if strange := [item for edit in edits for item in edit.before if item not in there]:
        return Step(stage.name, transcript, (), (), transcript, str(EditConflict(strange[:1])))
    chosen = compatible(transcript, filter(accept, edits))
    made = tuple(edit for edit in edits if id(edit) in chosen)
    held = tuple(edit for edit in edits if id(edit) not in chosen)
    return Step(stage.name, transcript, made, held, apply(transcript, made))


def compatible(transcript: Transcript, edits: Iterable[Edit]) -> set[int]:
    """The identities of those edits that can be made together, the surest first.

    Several readings of one place may all be proposed; one of them is made. None is made that takes a word out twice,
    or puts two words in one place.
    """
    free: set[Item] = {*transcript.tokens, *transcript.cues}
    there: defaultdict[int, set[Item]] = defaultdict(set)  # what stands at each raw word
    for item in free:
        for cell in span(item).cells:
            there[cell].add(item)
    chosen = set()
    for edit in sorted(edits, key=lambda edit: -edit.confidence):
        old, new = set(edit.before), set(edit.after) - set(edit.before)
        if (
            free >= old
            and _is_possible(edit)
            and not any(_blocked(item, there, old) for item in new)
        ):
            free -= old
            for item in old:
                for cell in span(item).cells:
                    there[cell].discard(item)
            for item in edit.after:
                for cell in span(item).cells:
                    there[cell].add(item)
            chosen.add(id(edit))
    return chosen


def _is_possible(edit: Edit) -> bool:
    """Whether an edit takes each item out once, and what it puts in has room beside one another."""
    once = len(set(edit.before)) == len(edit.before)
    return once and not any(meet(one, other) for one, other in combinations(edit.after, 2))


def _blocked(item: Item, there: Mapping[int, set[Item]], leaving: set[Item]) -> bool:
    """Whether the place of `item` is taken by something that is not `leaving`."""
    others = (other for cell in span(item).cells for other in there.get(cell, ()))
    return any(meet(item, other) for other in others if other not in leaving)


def _breach(stage: Stage, outside: list[Edit]) -> str:
    first = outside[0]
    return (
        f"{stage.name} may make {', '.join(sorted(stage.licence))} edits, and proposed "
        f"{len(outside)} of another kind, first: {first.kind}, {first.was!r} -> {first.now!r} ({first.why})"
    )
