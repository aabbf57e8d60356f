"""Edits as plain data: one record an edit, with where it stands, what stands round it, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from pipeline.edits import SPOKEN, Edit
from pipeline.model import Place, spanned, speaker_at, text_of
from pipeline.record import entries
from pipeline.run import Step
from pipeline.verdicts import Verdict, why

# Kinds that stand between words, where a segment opens.
CUES = ("speaker", "break")
# From what a reader must look at to what hardly shows.
KINDS = (*SPOKEN, "form", *CUES)
# Words told on each side of an edit.
CONTEXT = 6
# What is decided about edits, by their ids; here nothing is.
Decided = Mapping[str, Verdict]
UNDECIDED: Decided = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """One edit, made or held, with where it stands and what stands round it, and whether a person `decided` about it. Time
    in milliseconds."""

    id: str
    talk: str
    stage: str
    kind: str
    made: bool
    place: Place
    time: int
    speaker: str
    was: str
    now: str
    why: str
    rule: str
    confidence: float
    left: str
    right: str
    decided: bool

    @property
    def status(self) -> str:
        """Whether the text has it, or a person is asked."""
        return "made" if self.made else "suggested"


def changes(steps: Iterable[Step], of: Decided = UNDECIDED) -> list[Change]:
    """Every edit of every step, stage by stage, each stage's in the order of the talk; `of` is what is decided of them."""
    return [change for step in steps for change in _changes(step, of)]


def alarms(steps: Iterable[Step]) -> list[str]:
    """The rules that were turned down to suggestions in a talk, each with the reason, in words."""
    doubted = {
        (edit.was.casefold(), edit.now, why): None
        for step in steps
        for edit in step.held
        if (why := edit.reason.doubted or edit.reason.refused)
    }
    return [f"{was} -> {now or 'left out'}: {why}" for was, now, why in doubted]


def _changes(step: Step, of: Decided) -> Iterator[Change]:
    tokens = step.before.tokens
    for edit, made in sorted(entries(step), key=lambda entry: _order(*entry)):
        place = edit.place
        low, high = spanned(tokens, place)
        was, now = edit.told
        yield Change(
            id=edit.id,
            talk=step.before.name,
            stage=edit.stage,
            kind=edit.kind,
            made=made,
            place=place,
            time=step.before.time(place.start),
            speaker=speaker_at(step.after.cues, place.start),
            was=was,
            now=now,
            why=why(edit, of),
            rule=edit.reason.rule,
            confidence=edit.confidence,
            left=text_of(tokens[max(0, low - CONTEXT) : low]),
            right=text_of(tokens[high : high + CONTEXT]),
            decided=edit.id in of,
        )


def _order(edit: Edit, made: bool) -> tuple[Place, bool, float]:
    return edit.place, not made, -edit.confidence
