"""The edits as a table: one row an edit, for spreadsheets and pandas."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipeline import cells
from pipeline.formats.timecode import clock
from pipeline.reports.changes import UNDECIDED, Change, Decided, changes
from pipeline.run import Step

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "talk", "stage", "kind", "time", "seconds", "speaker", "was", "now", "why", "confidence", "status", "id",
    "left", "right",
)  # fmt: skip


def table(steps: Sequence[Step], of: Decided = UNDECIDED) -> str:
    """The edits as CSV with a line of headings; texts that a spreadsheet would run as formulas are quoted. `of` is what is
    decided of the edits."""
    return cells.table(COLUMNS, map(_row, changes(steps, of)))


def frame(steps: Sequence[Step], of: Decided = UNDECIDED) -> "pd.DataFrame":
    """The same as a pandas table with the columns `COLUMNS`."""
    import pandas as pd

    return pd.DataFrame(map(_row, changes(steps, of)), columns=list(COLUMNS))


def _row(change: Change) -> tuple[str | float, ...]:
    shown: dict[str, Any] = {"time": clock(change.time), "seconds": change.time / 1000}
    return tuple(shown[name] if name in shown else getattr(change, name) for name in COLUMNS)
