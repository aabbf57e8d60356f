"""Questions and verdicts as a table, for people who review in a spreadsheet.

A row tells what was decided when the table was made, so that only what was changed in it counts, and
does not go over what somebody decided since.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.cells import harmless, plain
from pipeline.dictionary.table import records
from pipeline.edits import Edit
from pipeline.errors import BadInput
from pipeline.model import Transcript
from pipeline.record import entries
from pipeline.run import Step
from pipeline.verdicts.anchor import Axis, Decisions, Known
from pipeline.verdicts.lines import ABOUT_EDITS, Verdict
from pipeline.verdicts.questions import told

COLUMNS = (
    "talk", "id", "time", "stage", "kind", "left", "was", "now", "right", "made", "confidence",
    "why", "decided", "by", "verdict", "text", "who",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filled:
    """A row that has a verdict; and what was decided when the table was made, None if it does not tell."""

    line: Verdict
    decided: str | None = None


def rows(
    talk: str, raw: Transcript, steps: Iterable[Step], standing: Iterable[Verdict]
) -> Iterator[dict[str, object]]:
    """A row for each edit of a run, with its verdict if there is one."""
    steps = list(steps)
    axis = Axis(raw)
    of = current(raw, steps, standing)
    for step in steps:
        edits = {edit.id: (edit, made) for edit, made in entries(step)}
        for name, (edit, made) in sorted(edits.items(), key=lambda entry: entry[1][0].place):
            left, _, right = axis.around(edit.place)
            was, now = told(edit)
            verdict = of.get(name, Verdict(name, ""))
            values = (
                talk, name, raw.time(edit.place.start) / 1000, step.stage, edit.kind, left, was, now,
                right, made, round(edit.confidence, 3), edit.why, said(verdict), verdict.who,
                verdict.verdict, verdict.text, "",
            )  # fmt: skip
            yield dict(zip(COLUMNS, values, strict=True))


def current(
    raw: Transcript, steps: Iterable[Step], standing: Iterable[Verdict]
) -> dict[str, Verdict]:
    """The verdicts about the edits of a run, by the ids of the edits."""
    decisions = Decisions.of(Axis(raw), standing)
    of: dict[str, Verdict] = {}
    for step in steps:
        edits = {edit.id: edit for edit, _ in entries(step)}
        of |= decisions.about(Known(edits), step.stage)
    return of


def said(verdict: Verdict | None) -> str:
    """A verdict as the column `decided` tells it; empty if there is none."""
    if verdict is None:
        return ""
    return f"other: {verdict.text}" if verdict.verdict == "other" else verdict.verdict


def news(
    filled: Iterable[Filled], of: Mapping[str, Verdict]
) -> tuple[list[Verdict], list[Verdict]]:
    """Of a table's rows those that say something new; and those against which somebody decided since."""
    new: list[Verdict] = []
    late: list[Verdict] = []
    for row in filled:
        says, now = said(row.line), said(of.get(row.line.id))
        if says not in (now, row.decided):
            (new if now == (row.decided or "") else late).append(row.line)
    return new, late


def write(table: Iterable[Mapping[str, object]]) -> str:
    """The table as CSV; texts that a spreadsheet would run as formulas are quoted."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in table:
        cells = (row[name] for name in COLUMNS)
        writer.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in cells)
    return file.getvalue()


def read(text: str, file: str = "") -> dict[str, list[Filled]]:
    """The rows of a table that have a verdict, by talk. Raises BadInput."""
    found: dict[str, list[Filled]] = {}
    rows = records(
        text,
        ("talk", "id", "verdict"),
        file=file,
        missing="`mondegreen verdicts export` prints such a table",
        crowded="quote a text that has a comma or semicolon in it",
    )
    for number, cells in rows:
        row = {name: plain(cell) for name, cell in cells.items()}
        verdict = row.get("verdict", "").strip().casefold()
        if verdict and verdict not in ABOUT_EDITS:
            known = ", ".join(ABOUT_EDITS)
            raise BadInput(
                f"no verdict {verdict!r}", file=file, line=number, remedy=f"write {known}"
            )
        if verdict:
            text, who = (" ".join(row.get(name, "").split()) for name in ("text", "who"))
            line = Verdict(row["id"], verdict, text, who=who)
            found.setdefault(row["talk"], []).append(Filled(line, row.get("decided")))
    return found


def placed(
    lines: Iterable[Verdict], raw: Transcript, steps: Iterable[Step]
) -> tuple[list[Verdict], list[str]]:
    """Verdicts of a table with all that finds them again; and the ids of edits there are not."""
    edits: dict[str, Edit] = {edit.id: edit for step in steps for edit, _ in entries(step)}
    axis = Axis(raw)
    known, unknown = [], []
    for line in lines:
        if line.id in edits:
            known.append(about(line, edits[line.id], axis))
        else:
            unknown.append(line.id)
    return known, unknown


def about(line: Verdict, edit: Edit, axis: Axis) -> Verdict:
    """The verdict with the place of its edit, and the words round it."""
    left, heard, right = axis.around(edit.place)
    was, now = told(edit)
    return replace(
        line, place=edit.place, stage=edit.stage, kind=edit.kind, was=was, now=now,
        heard=heard, left=left, right=right,
    )  # fmt: skip
