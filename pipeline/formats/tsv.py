"""Lines of columns: a time, a tab, the text; a column more for an end (Audacity's labels) or a speaker.

A first line may name the columns (`start`, `end`, `speaker`, `text`); Whisper's TSV does, and counts
milliseconds.
"""

import csv as commas
from collections.abc import Callable, Iterator, Sequence

from pipeline.errors import BadInput
from pipeline.formats.lines import Line, joined, labelled, segments
from pipeline.formats.timecode import LONGEST, from_clock, from_seconds
from pipeline.model import Segment

# What the columns are called in files of other programs.
COLUMNS = {
    "time": "start", "start": "start", "start_time": "start", "starttime": "start", "begin": "start",
    "timecode": "start", "timestamp": "start", "end": "end", "end_time": "end", "endtime": "end",
    "stop": "end", "speaker": "speaker", "speaker_label": "speaker", "name": "speaker",
    "text": "text", "transcript": "text", "caption": "text", "words": "text",
}  # fmt: skip
# Whole numbers are milliseconds if a line lasts as many of them or more: no line takes so many seconds, and
# none so few milliseconds.
LASTS = 100
REMEDY = "each line is a time (HH:MM:SS), a tab, the text; or name the columns in a first line"
SURPLUS = 'put a text that holds what parts the columns into quotation marks: "Hello, all"; in TSV, take the tab out'

Row = tuple[int, list[str]]  # its line in the file, its cells


def sniff(text: str) -> bool:
    """Whether the first line is a time, two times in seconds, or names of columns, and a tab after it."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    cells = first.split("\t")
    spans = len(cells) == 3 and _is_span(cells)
    return len(cells) > 1 and (
        spans or from_clock(cells[0]) is not None or _names(cells) is not None
    )


def read(text: str) -> Iterator[Segment]:
    """The lines of a TSV file. Nothing is quoted there: a quotation mark is a quotation mark.

    Raises BadInput for a line that has no time.
    """
    lines = enumerate(text.split("\n"), 1)
    return _segments([(n, line.split("\t")) for n, line in lines if line.strip()])


def read_csv(text: str) -> Iterator[Segment]:
    """The rows of a CSV file, whose first line names the columns. Raises BadInput."""
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = list(_table([f"{line}\n" for line in text.split("\n")], delimiter))
    if rows and _names(rows[0][1]) is None:
        raise BadInput(
            "the columns have no names",
            line=rows[0][0],
            remedy="the first line must name them: start,end,speaker,text",
        )
    return _segments(rows)


def _table(lines: Sequence[str], delimiter: str) -> Iterator[Row]:
    """The rows of a CSV table, without empty ones. Raises BadInput, also for a quote that swallows further rows."""
    table = commas.reader(lines, delimiter=delimiter)
    names: Sequence[str] = ()
    begins = 1
    try:
        for cells in table:
            names = names or _names(cells) or ()
            within = commas.reader(lines[begins : table.line_num], delimiter=delimiter)
            if names and any(_is_row(one, names) for one in within):
                raise BadInput(
                    "a quotation mark opens here and closes only behind further rows, or never",
                    line=begins,
                    remedy='close it; one that was said is written twice ("")',
                )
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = table.line_num + 1
    except commas.Error as error:
        raise BadInput(
            f"not a CSV table: {error}", line=begins, remedy="is a quotation mark left open there?"
        ) from None


def _is_row(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Whether the cells could be a row of their own, with times where the columns have them."""
    times = [cell for name, cell in zip(names, cells, strict=False) if name in ("start", "end")]
    return len(cells) >= len(names) and all(_clock_or_seconds(cell) is not None for cell in times)


def _segments(rows: Sequence[Row]) -> Iterator[Segment]:
    if not rows:
        return iter(())
    names = _names(rows[0][1])
    rows, columns = (rows[1:], names) if names else (rows, _guessed(rows))
    spans = columns[:2] == ["start", "end"]
    moment = _milliseconds if spans and _counts_milliseconds(rows) else _clock_or_seconds
    return segments(labelled(_line(row, columns, moment) for row in rows))


def _names(cells: Sequence[str]) -> list[str] | None:
    """What the columns are, if these cells name them."""
    names = [COLUMNS.get(cell.strip().casefold(), "") for cell in cells]
    return names if {"start", "text"} <= set(names) else None


def _guessed(rows: Sequence[Row]) -> list[str]:
    """What the columns are, told by their content: of two texts the shorter is the speaker."""
    width = max(len(cells) for _, cells in rows)
    if width <= 2:
        return ["start", "text"]
    if width > 3:
        line = next(n for n, cells in rows if len(cells) == width)
        raise BadInput(f"{width} columns without names", line=line, remedy=REMEDY)
    # Speakers may be numbers as ends may, but soon they are less than the times before them.
    clocked = from_clock("".join(rows[0][1][1:2])) is not None
    if clocked or all(_is_span(cells) for _, cells in rows):
        return ["start", "end", "text"]
    lengths = [sum(len(cells[n]) for _, cells in rows if n < len(cells)) for n in (1, 2)]
    return ["start", *(("speaker", "text") if lengths[0] <= lengths[1] else ("text", "speaker"))]


def _line(row: Row, columns: Sequence[str], moment: Callable[[str], int | None]) -> Line:
    number, cells = row
    if any(map(str.strip, cells[len(columns) :])):
        raise BadInput(
            f"{len(cells)} columns where there are {len(columns)}", line=number, remedy=SURPLUS
        )
    values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    if "text" not in values:
        raise BadInput("a line without all its columns", line=number, remedy=REMEDY)
    times = {name: moment(values[name]) for name in ("start", "end") if values.get(name)}
    for name in ("start", *times):
        if times.get(name) is None:
            raise BadInput(f"{values[name]!r} is no time", line=number, remedy=REMEDY)
    speaker = joined(values.get("speaker", "")) or None
    return Line(number, times["start"] or 0, values["text"], speaker, times.get("end"))


def _is_span(cells: Sequence[str]) -> bool:
    """Whether a row begins with two times, the second no earlier than the first."""
    start, end = (_clock_or_seconds(cell) for cell in (*cells, "", "")[:2])
    return start is not None and end is not None and start <= end


def _counts_milliseconds(rows: Sequence[Row]) -> bool:
    """Whether the starts and ends are milliseconds, as in Whisper's TSV; elsewhere a number is seconds."""
    spans = [cells[:2] for _, cells in rows if len(cells) > 1]
    whole = bool(spans) and all(cell.strip().isdecimal() for span in spans for cell in span)
    return whole and sum(int(end) - int(start) for start, end in spans) >= LASTS * len(spans)


def _clock_or_seconds(cell: str) -> int | None:
    time = from_clock(cell)
    return from_seconds(cell) if time is None else time


def _milliseconds(cell: str) -> int | None:
    return int(cell) if int(cell) <= LONGEST else None
