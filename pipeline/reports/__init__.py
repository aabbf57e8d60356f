"""Reports by name: what was changed, for people and for tables. A new one is a module and a line."""

from collections.abc import Callable, Sequence

from pipeline.reports.changes import alarms
from pipeline.reports.html import html
from pipeline.reports.summary import TalkSummary, summary
from pipeline.reports.table import frame, table
from pipeline.reports.text import coloured, text
from pipeline.run import Step

Report = Callable[[Sequence[Step]], str]

REPORTS: dict[str, Report] = {
    "html": html,
    "text": text,
    "table": table,
}

__all__ = [
    "REPORTS",
    "Report",
    "TalkSummary",
    "alarms",
    "coloured",
    "frame",
    "html",
    "summary",
    "table",
    "text",
]
