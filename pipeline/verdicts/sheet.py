"""Questions and verdicts as a table, for people who review in a spreadsheet."""

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline.cells import harmless, plain
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
    "why", "verdict", "text", "who",
)  # fmt: skip


def rows(
    talk: str, raw: Transcript, steps: Iterable[Step], standing: Iterable[Verdict]
) -> Iterator[dict[str, object]]:
    """A row for each edit of a run, with its verdict if there is one."""
    axis = Axis(raw)
    decisions = Decisions.of(axis, standing)
    for step in steps:
        edits = {edit.id: (edit, made) for edit, made in entries(step)}
        of = decisions.about(Known({name: edit for name, (edit, _) in edits.items()}), step.stage)
        for name, (edit, made) in sorted(edits.items(), key=lambda entry: entry[1][0].place):
            left, _, right = axis.around(edit.place)
            was, now = told(edit)
            verdict = of.get(name, Verdict(name, ""))
            values = (
                talk, name, raw.time(edit.place.start) / 1000, step.stage, edit.kind, left, was, now,
                right, made, round(edit.confidence, 3), edit.why, verdict.verdict, verdict.text,
                verdict.who,
            )  # fmt: skip
            yield dict(zip(COLUMNS, values, strict=True))


def write(table: Iterable[Mapping[str, object]]) -> str:
    """The table as CSV; texts that a spreadsheet would run as formulas are quoted."""
    import pandas as pd

    frame = pd.DataFrame(list(table), columns=list(COLUMNS))
    texts = [name for name in COLUMNS if name not in ("time", "made", "confidence")]
    frame[texts] = frame[texts].map(lambda cell: harmless(str(cell)))
    return str(frame.to_csv(index=False, lineterminator="\n"))


def read(text: str, file: str = "") -> dict[str, list[Verdict]]:
    """The verdicts a table holds, by talk; rows without one are left out. Raises BadInput."""
    import pandas as pd

    try:
        frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    except ValueError as error:
        raise BadInput(f"not a table ({error})", file=file) from None
    if missing := {"talk", "id", "verdict"} - set(frame.columns):
        raise BadInput(f"no column {min(missing)!r}", file=file, remedy="export one to see")
    found: dict[str, list[Verdict]] = {}
    for number, row in enumerate(frame.to_dict("records"), 2):
        verdict = str(row["verdict"]).strip().casefold()
        if verdict and verdict not in ABOUT_EDITS:
            known = ", ".join(ABOUT_EDITS)
            raise BadInput(
                f"no verdict {verdict!r}", file=file, line=number, remedy=f"write {known}"
            )
        if verdict:
            talk, text, who = (plain(str(row.get(name, ""))) for name in ("talk", "text", "who"))
            found.setdefault(talk, []).append(Verdict(str(row["id"]), verdict, text, who=who))
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
