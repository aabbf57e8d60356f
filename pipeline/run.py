"""Running stages: each proposes edits; what is accepted is made, what is not is held for review."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from pipeline.edits import Edit, Item, Kind, apply
from pipeline.errors import PipelineError
from pipeline.model import Transcript

Accept = Callable[[Edit], bool]


class Stage(Protocol):
    """Reads a transcript and proposes edits; changes nothing. Its fields are its settings."""

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
    chosen = compatible(transcript, filter(accept, edits))
    made = tuple(edit for edit in edits if id(edit) in chosen)
    held = tuple(edit for edit in edits if id(edit) not in chosen)
    try:
        return Step(stage.name, transcript, made, held, apply(transcript, made))
    except PipelineError as error:
        return Step(stage.name, transcript, (), (), transcript, str(error))


def compatible(transcript: Transcript, edits: Iterable[Edit]) -> set[int]:
    """The identities of those edits that can be made together, the surest first.

    Several readings of one place may all be proposed; one of them is made.
    """
    free: set[Item] = {*transcript.tokens, *transcript.cues}
    placed: set[Item] = set()
    chosen = set()
    for edit in sorted(edits, key=lambda edit: -edit.confidence):
        new = set(edit.after) - set(edit.before)
        if free.issuperset(edit.before) and not new & (free | placed):
            free.difference_update(edit.before)
            placed |= new
            chosen.add(id(edit))
    return chosen


def _breach(stage: Stage, outside: list[Edit]) -> str:
    first = outside[0]
    return (
        f"{stage.name} may make {', '.join(sorted(stage.licence))} edits, and proposed "
        f"{len(outside)} of another kind, first: {first.kind}, {first.was!r} -> {first.now!r} ({first.why})"
    )
