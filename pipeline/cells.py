"""Tables that people open in a spreadsheet, and their cells."""

import csv
import io
import re
from collections.abc import Iterable

# What a spreadsheet takes for a formula; a quote before it makes it a text again.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
QUOTED = re.compile(r"'+[=+\-@\t\r]")


def table(headings: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV with a line of headings; texts that a spreadsheet would run as formulas are quoted."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in row)
    return out.getvalue()


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if FORMULA.match(text) else text


def plain(cell: str) -> str:
    """The text that `harmless` made a cell of."""
    return cell[1:] if QUOTED.match(cell) else cell
