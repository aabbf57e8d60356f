"""A run that obeys what people decided: their verdicts first, the thresholds for the rest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.edits import Edit, Kind
from pipeline.model import Place, Transcript
from pipeline.run import Accept, Stage, Step, run
from pipeline.verdicts.anchor import Axis, Decisions, Known
from pipeline.verdicts.hand import by_hand
from pipeline.verdicts.lines import Verdict
from pipeline.verdicts.refused import Refused


@dataclass(frozen=True)
class Proposed:
    """A stage that has spoken already: its edits, to be chosen from with all of them in sight."""

    name: str
    licence: frozenset[Kind]
    edits: Sequence[Edit]

    def __call__(self, transcript: Transcript) -> Iterable[Edit]:
        """The edits it proposed."""
        del transcript  # it has been read
        return self.edits


def decided(
    raw: Transcript, stages: Iterable[Stage], accept: Accept, standing: Sequence[Verdict]
) -> tuple[list[Step], list[Verdict]]:
    """The steps of a run that obeys `standing` verdicts, and the verdicts that found no place.

    What a person decided stands, at any threshold; what else the same stage proposed at that place
    is held, and so is a change that was rejected often in other places of the talk. Hand edits are a
    last step of their own.
    """
    decisions = Decisions.of(Axis(raw), standing)
    refused = Refused.of(decisions.found)
    results: list[Step] = []
    for stage in stages:
        before = results[-1].after if results else raw
        edits = refused.told(replace(edit, stage=stage.name) for edit in stage(before))
        chosen = choice(edits, decisions, stage.name, lambda e: accept(e) and not refused.has(e))
        results.append(run(before, Proposed(stage.name, stage.licence, edits), chosen))
    lost = list(decisions.lost)
    if decisions.by_hand:
        step, unfit = by_hand(results[-1].after if results else raw, decisions.by_hand)
        results.append(step)
        lost += unfit
    return results, lost


def choice(edits: Sequence[Edit], decisions: Decisions, stage: str, accept: Accept) -> Accept:
    """Which of the stage's edits are made: as decided, else as `accept` says."""
    if not any(verdict.stage == stage for verdict in decisions.found):
        return accept
    of = decisions.about(Known({edit.id: edit for edit in edits}), stage)
    settled = Settled(edit.place for edit in edits if edit.id in of)

    def chosen(edit: Edit) -> bool:
        """Whether the edit is made."""
        if verdict := of.get(edit.id):
            return verdict.verdict == "accept"
        return not settled.has(edit.place) and accept(edit)

    return chosen


class Settled:
    """Places that were decided upon."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._of: dict[int, list[Place]] = {}
        for place in places:
            for cell in _cells(place):
                self._of.setdefault(cell, []).append(place)

    def has(self, place: Place) -> bool:
        """Whether a decided place is this one, or shares a word with it."""
        return any(
            other == place or (other.start < place.stop and place.start < other.stop)
            for cell in _cells(place)
            for other in self._of.get(cell, ())
        )


def _cells(place: Place) -> range:
    """The raw words a place touches; where a segment opens counts as the word it opens with."""
    return range(int(place.start), max(int(place.start) + 1, -int(-place.stop // 1)))
