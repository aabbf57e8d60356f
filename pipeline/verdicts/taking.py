"""What of a filled-in table is taken in, and why the rest is not.

What was changed in the table counts, as if it were decided on the page: an earlier reading of the same
words gives way to it. Only a rejection is narrower: beside a reading that is written it says nothing of
that one. What would change nothing, or not what its author means, is left out and told.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.edits import Edit
from pipeline.model import Transcript
from pipeline.record import entries
from pipeline.run import Step
from pipeline.verdicts.anchor import Axis, Decisions
from pipeline.verdicts.hand import STAGE
from pipeline.verdicts.lines import Verdict
from pipeline.verdicts.questions import clusters
from pipeline.verdicts.sheet import DROP, IN_TABLES, Filled, current, said

SINCE = "decided otherwise since and left so; decide on the page, or export again"
STRANGE = "about edits there are not"
UNKNOWN = f"with a verdict that is none of {', '.join(IN_TABLES)}"
CLEARED = "cleared, which takes nothing back; write another verdict, or undo it on the page"
BY_HAND = "about what was written by hand; change or undo it on the page"
WITHOUT_TEXT = "other without a text; write one, or the verdict drop to leave the words out"
RIVALS = "about the same words as another row, each with another reading; choose one"


@dataclass(frozen=True)
class Taken:
    """The rows that are taken in, as verdicts; what gives way to them; and the rows left out, by the reason."""

    lines: Sequence[Verdict]
    ways: Sequence[Verdict]
    left: Mapping[str, Sequence[str]]


def take(
    filled: Sequence[Filled], raw: Transcript, steps: Sequence[Step], standing: Sequence[Verdict]
) -> Taken:
    """What of a talk's rows is taken in beside the `standing` verdicts."""
    axis = Axis(raw)
    edits = {edit.id: edit for step in steps for edit, _ in entries(step)}
    of = current(raw, steps, standing)
    earlier = Readings(Decisions.of(axis, standing).found)
    written = _written(steps, of, {row.line.id for row in filled if row.line.verdict == "reject"})
    then = {row.line.id: row.decided or "" for row in filled}
    left: defaultdict[str, list[str]] = defaultdict(list)
    new: list[tuple[Filled, Verdict]] = []
    for row in filled:
        now = of.get(row.line.id)
        if said(row.line) in (said(now), row.decided or ""):
            continue
        if why := _unusable(row, edits):
            left[why].append(_named(row))
            continue
        line = axis.anchored(row.line, edits[row.line.id])
        if line.verdict == "reject":
            line = replace(line, reads=written.get(line.id, ""))
        others = [v for v in earlier.beside(line) if _is_since(v, row, then)]
        if others or said(now) != (row.decided or ""):
            left[SINCE].append(f"{_named(row)} ({_decision(others[0] if others else now)})")
        else:
            new.append((row, line))
    among = Readings(line for _, line in new)
    lines = []
    for row, line in new:
        if among.contradict(line):
            left[RIVALS].append(_named(row))
        else:
            lines.append(line)
    return Taken(lines, _ways(lines, earlier), left)


def _written(
    steps: Iterable[Step], of: Mapping[str, Verdict], rejected: Container[str]
) -> dict[str, str]:
    """What stands in the place of edits that were not made, by their ids: other edits, which nobody rejects."""
    found = {}
    for step in steps:
        made = {
            edit.id
            for edit in step.made
            if edit.id not in rejected and said(of.get(edit.id)) != "reject"
        }
        for group in clusters(step.proposed):
            standing = [edit for edit in group if edit.id in made]
            for edit in group if standing else ():
                if edit.id not in made:
                    there = (other for other in standing if _meet(edit, other))
                    found[edit.id] = " ".join(other.told[1] or DROP for other in there)
    return found


def _ways(lines: Sequence[Verdict], earlier: "Readings") -> list[Verdict]:
    """The lines by which readings chosen earlier give way."""
    decided = {line.id for line in lines}
    ways = {
        other.id: replace(other, verdict="reject", text="", who=line.who)
        for line in lines
        for other in earlier.beside(line)
        if other.id not in decided
    }
    return list(ways.values())


class Readings:
    """The readings that people chose: of the edits a stage proposes for the same words, one can be made."""

    def __init__(self, verdicts: Iterable[Verdict]) -> None:
        self._at: defaultdict[tuple[str, int], list[Verdict]] = defaultdict(list)
        for verdict in verdicts:
            if verdict.verdict in ("accept", "other"):
                for cell in verdict.place.cells:
                    self._at[verdict.stage, cell].append(verdict)

    def beside(self, line: Verdict) -> Iterator[Verdict]:
        """Those that the reading of `line` excludes; none if it is rejected."""
        if line.verdict == "reject":
            return
        for cell in line.place.cells:
            for other in self._at.get((line.stage, cell), ()):
                if other.id != line.id and _meet(line, other):
                    yield other

    def contradict(self, line: Verdict) -> bool:
        """Whether another reading than that of `line` is among them."""
        return any(
            line.verdict == "accept" or said(other) != said(line) for other in self.beside(line)
        )


def _meet(one: Verdict | Edit, other: Verdict | Edit) -> bool:
    if one.is_about_cues or other.is_about_cues:
        return one.is_about_cues == other.is_about_cues and one.place.start == other.place.start
    return one.place.overlaps(other.place)


def _unusable(row: Filled, edits: Mapping[str, Edit]) -> str:
    """Why a row cannot be taken in, whatever else the table says; empty if it can."""
    if row.line.id not in edits:
        return STRANGE
    if edits[row.line.id].stage == STAGE:
        return BY_HAND
    if not row.line.verdict:
        return CLEARED
    if row.line.verdict not in IN_TABLES:
        return UNKNOWN
    return "" if row.has_text else WITHOUT_TEXT


def _is_since(verdict: Verdict, row: Filled, then: Mapping[str, str]) -> bool:
    """Whether a reading was chosen after the table was made, as far as the table tells."""
    return row.decided is None or then.get(verdict.id, said(verdict)) != said(verdict)


def _named(row: Filled) -> str:
    return f"{row.line.id} in line {row.number}"


def _decision(verdict: Verdict | None) -> str:
    if verdict is None:
        return "undone"
    by = f" by {verdict.who}" if verdict.who else ""
    return f"{said(verdict)}{by}"
