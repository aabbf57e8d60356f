"""The edits as a table: one row an edit, for spreadsheets and pandas."""

import csv
from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING

from pipeline.cells import harmless
from pipeline.reports.changes import Change, changes, clock
from pipeline.run import Step

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "talk",
    "stage",
    "kind",
    "time",
    "seconds",
    "speaker",
    "was",
    "now",
    "why",
    "confidence",
    "status",
    "id",
    "left",
    "right",
)


def table(steps: Sequence[Step]) -> str:
    """The edits as CSV with a line of headings; texts that a spreadsheet would run as formulas are quoted."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for change in changes(steps):
        writer.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in _row(change))
    return file.getvalue()


def frame(steps: Sequence[Step]) -> "pd.DataFrame":
    """The edits as a pandas table with the columns `COLUMNS`."""
    import pandas as pd

    return pd.DataFrame([_row(change) for change in changes(steps)], columns=list(COLUMNS))


def _row(change: Change) -> tuple[str | float, ...]:
    return (
        change.talk,
        change.stage,
        change.kind,
        clock(change.time),
        change.time / 1000,
        change.speaker,
        change.was,
        change.now,
        change.why,
        change.confidence,
        change.status,
        change.id,
        change.left,
        change.right,
    )
