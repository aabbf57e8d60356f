"""Lines of columns: a time, a tab, the text; a column more for an end (Audacity's labels) or a speaker.

A first line may name the columns (`start`, `end`, `speaker`, `text`, "Speaker Name", …); Whisper's TSV does, and
counts milliseconds.
"""

import csv as commas
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from pipeline.errors import BadInput
from pipeline.formats import labels
from pipeline.formats.lines import Line, joined, labelled, segments
from pipeline.formats.timecode import LONGEST, SECOND, from_clock, from_seconds
from pipeline.model import Segment

# What a column is, by a word of its heading; the last that tells counts. "Time" and "name" only go with these
# ("end time"), or are all that is told: "file name" is nobody's.
MEANINGS = {
    word: meaning
    for meaning, words in {
        "start": "start starts starttime begin begins in",
        "end": "end ends endtime stop out",
        "time": "time timecode timestamp",
        "speaker": "speaker participant person who",
        "name": "name",
        "text": "text transcript transcription caption words utterance",
    }.items()
    for word in words.split()
}
# A column whose heading has one of these words holds numbers, no text and no time. Only a "speaker id" still tells who
# speaks; a "speaker confidence" does not.
NUMBERS = frozenset("id number no index".split())
MEASURES = frozenset("count confidence score language lang".split())
# What else may stand for a speaker ("spk_0", "p1"); and what looks like a name and is none: "True", a file, a sentence.
CODE = re.compile(r"[^\W\d_]+[ _-]?\d+")
OTHER = re.compile(r"^(?i:true|false)$|\.[a-z\d]{2,4}$|[?!…]$|[^\W_]{3}\.$")
WORD = re.compile(r"[A-Z]?[^\W\d_A-Z]+|[A-Z]+")
MOST_WORDS = 3
# Times of video editors end with a frame. They do not tell how many a second has: the first of these that is not too few.
FRAMED = re.compile(r"\s*(\d\d:\d\d:\d\d)[:;](\d\d)\s*")
RATES = (24, 25, 30, 50, 60, 120)
# A cell in quotation marks, those within it doubled.
QUOTED = re.compile(r'^"((?:[^"]|"")*)"$')
# Whole numbers are milliseconds if a line lasts as many of them or more: no line takes so many seconds, and
# none so few milliseconds.
LASTS = 100
REMEDY = "each line is a time (HH:MM:SS), a tab, the text; or name the columns in a first line"
NAMES = "the first line must name them: start, end, speaker, text"
SURPLUS = 'put a text that holds what parts the columns into quotation marks: "Hello, all"; in TSV, take the tab out'

Row = tuple[int, list[str]]  # its line in the file, its cells


def sniff(text: str) -> bool:
    """Whether the first line is a time, two times in seconds, or names of columns, and a tab after it."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    cells = first.replace('"', "").split("\t")
    spans = len(cells) == 3 and _is_span(cells)
    return len(cells) > 1 and (
        spans or from_clock(cells[0]) is not None or _names(cells) is not None
    )


def read(text: str) -> Iterator[Segment]:
    """The lines of a TSV file. A quotation mark belongs to the text, unless every cell that begins with one is quoted as
    in CSV.

    Raises BadInput for a line that has no time.
    """
    lines = enumerate(text.split("\n"), 1)
    rows = [(n, line.split("\t")) for n, line in lines if line.strip()]
    marked = [cell for _, cells in rows for cell in cells if cell.startswith('"')]
    sure = text.lstrip().startswith('"') or any('""' in cell or "," in cell for cell in marked)
    if sure and all(map(QUOTED.fullmatch, marked)):
        rows = [(n, [QUOTED.sub(_bare, cell) for cell in cells]) for n, cells in rows]
    return _segments(rows)


def read_csv(text: str) -> Iterator[Segment]:
    """The rows of a CSV file, parted by commas, semicolons or tabs; its first line names the columns. Raises BadInput."""
    first = text.lstrip("\n").split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(_table([f"{line}\n" for line in text.split("\n")], delimiter))
    if rows and any(_time(cell) is not None for cell in rows[0][1]):
        raise BadInput("the columns have no names", line=rows[0][0], remedy=NAMES)
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
    return len(cells) >= len(names) and all(_time(cell) is not None for cell in times)


def _segments(rows: Sequence[Row]) -> Iterator[Segment]:
    if not rows:
        return iter(())
    (number, heading), *below = rows
    names = _names(heading)
    if names:
        _look_for_speakers(number, heading, names, below)
    elif len(heading) > 1 and all(_time(cell) is None for cell in heading):
        told = {_meaning(cell)[1] for cell in heading}
        missing = " or ".join(name for name in ("start", "text") if name not in told)
        raise BadInput(f"no column is named {missing}", line=number, remedy=NAMES)
    rows, columns = (below, names) if names else (rows, _guessed(rows))
    moment = _moment(rows, columns)
    return segments(labelled(_line(row, columns, moment) for row in rows))


def _names(cells: Sequence[str]) -> list[str] | None:
    """What the columns are, if these cells name them; of two for the same thing the one that is named more surely."""
    told = [_meaning(cell) for cell in cells]
    best = {meaning: max(sure for sure, other in told if other == meaning) for _, meaning in told}
    names = []
    for sure, meaning in told:
        names.append("" if meaning in names or sure < best[meaning] else meaning)
    return names if {"start", "text"} <= set(names) else None


def _meaning(heading: str) -> tuple[int, str]:
    """What the column under a heading is (empty if that does not say), behind how sure this is."""
    words = _words(heading)
    told = [MEANINGS.get(word, "") for word in words]
    strong = [meaning for meaning in told if meaning not in ("", "time", "name")]
    numbered = not NUMBERS.isdisjoint(words) and strong[-1:] != ["speaker"]
    if numbered or not MEASURES.isdisjoint(words):
        return 0, ""
    if strong and len(words) <= MOST_WORDS:
        with_it = (strong[-1], "name" if strong[-1] == "speaker" else "time")
        return sum(1 if word in with_it else -2 for word in told), strong[-1]
    if "time" in told and len(words) <= MOST_WORDS:
        return -len(words), "start"
    return 0, "speaker" if told == ["name"] else ""


def _words(heading: str) -> list[str]:
    return [word.casefold() for word in WORD.findall(heading)]


def _look_for_speakers(
    number: int, heading: Sequence[str], names: Sequence[str], rows: Sequence[Row]
) -> None:
    """Raises BadInput where no column is the speaker and one that nobody knows may be: it has texts in most rows, the
    same ones again and again, and most look like names or codes."""
    for n, name in enumerate(names):
        cells = [cells[n].strip() for _, cells in rows if n < len(cells)]
        told = [cell for cell in cells if any(map(str.isalpha, cell))]
        comes_again = 1 < len(set(told)) <= len(told) / 2
        many = sum(map(_may_be_speaker, told)) > len(told) / 2 and len(told) > len(rows) / 2
        free = "speaker" not in names and not name and MEASURES.isdisjoint(_words(heading[n]))
        if free and comes_again and many:
            raise BadInput(
                f"the column {heading[n].strip()!r} may be who speaks",
                line=number,
                remedy="name it speaker if it is, or take it out",
            )


def _may_be_speaker(cell: str) -> bool:
    return bool(CODE.fullmatch(cell)) or (labels.is_label(cell) and not OTHER.search(cell))


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
    start, end = (_time(cell) for cell in (*cells, "", "")[:2])
    return start is not None and end is not None and start <= end


def _moment(rows: Sequence[Row], columns: Sequence[str]) -> Callable[[str], int | None]:
    """How the times of these rows are read."""
    places = [n for n, name in enumerate(columns) if name in ("start", "end")]
    spans = [[cells[n] for n in places] for _, cells in rows if len(cells) > max(places)]
    if len(places) > 1 and _counts_milliseconds(spans):
        return _milliseconds
    frames = [int(found[2]) for span in spans for cell in span if (found := FRAMED.fullmatch(cell))]
    rate = next((rate for rate in RATES if rate > max(frames, default=0)), RATES[-1])
    return partial(_time, rate=rate)


def _counts_milliseconds(spans: Sequence[Sequence[str]]) -> bool:
    """Whether starts and ends are milliseconds, as in Whisper's TSV; elsewhere a number is seconds."""
    whole = bool(spans) and all(cell.strip().isdecimal() for span in spans for cell in span)
    return whole and sum(int(end) - int(start) for start, end in spans) >= LASTS * len(spans)


def _time(cell: str, rate: int = RATES[-1]) -> int | None:
    """The time in a cell: a clock, one with frames, or seconds."""
    if framed := FRAMED.fullmatch(cell):
        time = from_clock(framed[1])
        return None if time is None else time + int(framed[2]) * SECOND // rate
    time = from_clock(cell)
    return from_seconds(cell.replace(",", ".")) if time is None else time


def _milliseconds(cell: str) -> int | None:
    return int(cell) if int(cell) <= LONGEST else None


def _bare(quoted: re.Match[str]) -> str:
    return quoted[1].replace('""', '"')
