"""Reports: what was changed, for people and for tables."""

from pipeline.reports.changes import alarms
from pipeline.reports.html import html
from pipeline.reports.summary import TalkSummary, summary
from pipeline.reports.table import frame, table
from pipeline.reports.text import coloured, text

__all__ = ["TalkSummary", "alarms", "coloured", "frame", "html", "summary", "table", "text"]
