"""Dictionaries as tables (CSV), for people who keep their terms in a spreadsheet.

A row a term, the lists in one cell each: "gone; gun". A form that has a semicolon in it is quoted.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from pipeline.cells import plain, table
from pipeline.dictionary.terms import FIELDS, LISTS, Dictionary, Term, usable
from pipeline.errors import BadInput

COLUMNS = ("term", *FIELDS)
SINGULAR = {"alias": "aliases", "sound": "sounds"}
# Excel writes semicolons where the comma is the decimal point.
DELIMITERS = ",;\t"


def dump_table(dictionary: Dictionary) -> str:
    """The terms as CSV."""
    return table(COLUMNS, map(_cells, dictionary.terms))


def parse_table(text: str, file: str = "") -> Dictionary:
    """The terms of a table as people write it; of the columns only `term` must be there, and others are `left_out`.

    Commas, semicolons or tabs part the columns; headings are read whatever their capitals, also in the singular. Raises
    BadInput, naming the line, for what is no such table, BadConfig for a term that cannot be used.
    """
    rows = records(
        text,
        ("term",),
        COLUMNS,
        file=file,
        missing=f"name the columns in the first line: {', '.join(COLUMNS)}",
        crowded='put several forms into one cell: "gone; gun"',
    )
    terms = ((_term(row), number) for number, row in rows)
    found = tuple(usable(term, file, number) for term, number in terms if term.name)
    return Dictionary().with_all(Dictionary(found))


def left_out(text: str, file: str = "") -> list[str]:
    """The headings of a table of terms that a term has nothing for. Raises BadInput if it is no table."""
    _, headings = next(_rows(text, file), (1, []))
    return [name for name in _columns(headings) if name and name not in COLUMNS]


def records(
    text: str,
    needed: Iterable[str],
    known: Sequence[str] = (),
    *,
    file: str,
    missing: str,
    crowded: str,
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of any table as a spreadsheet saves it, by the headings of its columns; each with its line.

    Raises BadInput if a `needed` column is not there, or a row has more cells than there are columns; `missing` and
    `crowded` say what to do about it. It does so for a `known` column that is there twice.
    """
    (number, headings), *rows = [*_rows(text, file)] or [(1, [])]
    columns = _columns(headings)
    for name in needed:
        if name not in columns:
            raise BadInput(f"no column named {name}", file=file, line=number, remedy=missing)
    for name in known:
        if columns.count(name) > 1:
            raise BadInput(
                f"two columns named {name}", file=file, line=number, remedy="take one out"
            )
    for number, cells in rows:
        if any(map(str.strip, cells[len(columns) :])):
            raise BadInput(
                f"{len(cells)} cells in {len(columns)} columns",
                file=file,
                line=number,
                remedy=crowded,
            )
        yield number, dict(zip(columns, cells, strict=False))


def _columns(headings: Iterable[str]) -> list[str]:
    names = (heading.strip().casefold() for heading in headings)
    return [SINGULAR.get(name, name) for name in names]


def _rows(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the line it ends in."""
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            if any(map(str.strip, row)):
                yield reader.line_num, row
    except csv.Error as error:
        raise BadInput(f"not a table ({error})", file=file, line=reader.line_num) from None


def _term(row: dict[str, str]) -> Term:
    texts = {name: plain(cell.strip()) for name, cell in row.items()}
    lists = {field: tuple(_items(texts.get(field, ""))) for field in LISTS}
    return Term(_joined(texts.get("term", "")), _joined(texts.get("category", "")), **lists)


def _cells(term: Term) -> list[str]:
    values = (getattr(term, field) for field in FIELDS)
    lists = (value if isinstance(value, str) else "; ".join(map(_item, value)) for value in values)
    return [term.name, *lists]


def _item(text: str) -> str:
    quoted = ";" in text or text.startswith('"')
    return '"' + text.replace('"', '""') + '"' if quoted else text


def _items(cell: str) -> Iterator[str]:
    """The items of a cell, parted by semicolons or on lines of their own."""
    rows: Iterable[list[str]] = csv.reader(cell.split("\n"), delimiter=";", skipinitialspace=True)
    return (item for item in map(_joined, chain.from_iterable(rows)) if item)


def _joined(text: str) -> str:
    return " ".join(text.split())
