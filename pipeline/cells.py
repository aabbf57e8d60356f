"""Cells of tables that people open in a spreadsheet."""

import re

# What a spreadsheet takes for a formula; a quote before it makes it a text again.
FORMULA = re.compile(r"'*[=+\-@\t\r]")
QUOTED = re.compile(r"'+[=+\-@\t\r]")


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{text}" if FORMULA.match(text) else text


def plain(cell: str) -> str:
    """The text that `harmless` made a cell of."""
    return cell[1:] if QUOTED.match(cell) else cell
