"""A run that obeys what people decided: their verdicts first, the thresholds for the rest."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.edits import Edit, Kind
from pipeline.model import Place, Transcript
from pipeline.reason import Reason
from pipeline.run import Accept, Stage, Step, run, text_after
from pipeline.verdicts.anchor import Axis, Decisions, Known
from pipeline.verdicts.barred import Barred
from pipeline.verdicts.hand import Text, by_hand
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


@dataclass(frozen=True)
class Order:
    """What people decided, as the stages of a run obey it: their verdicts first, the thresholds for the rest.

    What a person decided stands, at any threshold, and whether or not its stage still proposes it. What
    else the same stage proposed at that place is held, and so is what would make a rejected change by
    another way, and a change that was rejected often in other places of the talk.
    """

    decisions: Decisions
    refused: Refused
    barred: Barred
    accept: Accept

    @classmethod
    def of(
        cls,
        decisions: Decisions,
        stages: Container[str],
        accept: Accept,
        refused: Refused | None = None,
    ) -> "Order":
        """The order for a run of `stages`; `refused` is what the whole talk refuses, if this is a part of one."""
        return cls(
            decisions,
            Refused.of(decisions.found) if refused is None else refused,
            Barred.by(decisions.found, stages),
            lambda edit: accept(edit) and not edit.reason.recalled,
        )

    def unasked(self, edit: Edit) -> bool:
        """Whether an edit is made if nobody decided upon it."""
        return self.accept(edit) and not (self.refused.has(edit) or self.barred.has(edit))

    def steps(
        self, raw: Transcript, stages: Iterable[Stage]
    ) -> tuple[list[Step], dict[str, Verdict]]:
        """What the stages do, and the verdicts that their edits carry out, by the edits' ids."""
        results: list[Step] = []
        obeyed: dict[str, Verdict] = {}
        for stage in stages:
            before = text_after(results, raw)
            proposed = self.refused.told(replace(e, stage=stage.name) for e in stage(before))
            again, of = recalled(proposed, self.decisions, stage, before)
            edits = self.barred.told([*proposed, *again], of, self.accept)
            chosen = choice(edits, of, self.unasked)
            results.append(run(before, Proposed(stage.name, stage.licence, edits), chosen))
            obeyed |= of
        return results, obeyed


def decided(
    raw: Transcript, stages: Iterable[Stage], accept: Accept, standing: Sequence[Verdict]
) -> tuple[list[Step], list[Verdict]]:
    """The steps of a run that obeys `standing` verdicts, and the verdicts that found no place. Hand edits
    are a last step of their own."""
    stages = list(stages)
    decisions = Decisions.of(Axis(raw), standing)
    order = Order.of(decisions, {stage.name for stage in stages}, accept)
    results, obeyed = order.steps(raw, stages)
    lost = [*decisions.lost, *decisions.over]
    if by_themselves := decisions.by_hand(obeyed.values()):
        step, unfit = by_hand(text_after(results, raw), by_themselves)
        results.append(step)
        lost += unfit
    return results, lost


def recalled(
    edits: Sequence[Edit], decisions: Decisions, stage: Stage, before: Transcript
) -> tuple[list[Edit], dict[str, Verdict]]:
    """The edits that were accepted once and that the stage does not propose any more; and the verdicts
    about its edits, these among them, by their ids."""
    here = [verdict for verdict in decisions.found if verdict.stage == stage.name]
    if not here:
        return [], {}
    known = {edit.id: edit for edit in edits}
    of = decisions.about(Known(known), stage.name)
    done = {id(verdict) for verdict in of.values()}
    again = []
    for verdict in here:
        if verdict.verdict != "accept" or verdict.confirms or id(verdict) in done:
            continue
        edit = _again(verdict, stage, before)
        if edit and of.setdefault(edit.id, verdict) is verdict:
            again.append(edit)
    return [edit for edit in again if edit.id not in known], of


def _again(verdict: Verdict, stage: Stage, before: Transcript) -> Edit | None:
    """The edit that an accepted change is today; None if the text has it, or does not fit it any more."""
    text = Text.of(before)
    if not text.obey(verdict) or len(text.made) != 1 or text.made[0].kind not in stage.licence:
        return None
    reason = Reason("a reviewer's reading", recalled=True)
    return replace(text.made[0], stage=stage.name, reason=reason)


def choice(edits: Iterable[Edit], of: Mapping[str, Verdict], accept: Accept) -> Accept:
    """Which of the stage's edits are made: as decided, else as `accept` says."""
    if not of:
        return accept
    settled = Settled(e.place for e in edits if (verdict := of.get(e.id)) and verdict.settles)

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
            for cell in place.cells:
                self._of.setdefault(cell, []).append(place)

    def has(self, place: Place) -> bool:
        """Whether a decided place is this one, or shares a word with it."""
        return any(
            other == place or other.overlaps(place)
            for cell in place.cells
            for other in self._of.get(cell, ())
        )
