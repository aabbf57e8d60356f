"""Questions and verdicts as a table, for people who review in a spreadsheet.

A row tells what was decided when the table was made, so that only what was changed in it counts, and
does not go over what somebody decided since.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.cells import plain, table
from pipeline.dictionary.table import records
from pipeline.model import Transcript
from pipeline.record import entries
from pipeline.run import Step, text_after
from pipeline.verdicts.anchor import Axis, Decisions, Known
from pipeline.verdicts.hand import Text
from pipeline.verdicts.lines import ABOUT_EDITS, Verdict

COLUMNS = (
    "talk", "id", "time", "stage", "kind", "left", "was", "now", "reads", "right", "made", "confidence",
    "why", "decided", "by", "verdict", "text", "who",
)  # fmt: skip
# Another reading that is none: the words are left out. A cell that was forgotten must not do it.
DROP = "drop"
IN_TABLES = (*ABOUT_EDITS, DROP)


@dataclass(frozen=True, slots=True)
class Filled:
    """A row: its verdict, if it has one; what was `decided` when the table was made, None if it does not
    tell; its line; and whether it says how the words read, if they are to read otherwise."""

    line: Verdict
    decided: str | None = None
    number: int = 0
    has_text: bool = True


def rows(
    raw: Transcript, steps: Iterable[Step], standing: Iterable[Verdict]
) -> Iterator[dict[str, object]]:
    """A row for each edit of a run, with its verdict if there is one."""
    steps = list(steps)
    axis = Axis(raw)
    text = Text.of(text_after(steps, raw))
    of = current(raw, steps, standing)
    for step in steps:
        edits = {edit.id: (edit, made) for edit, made in entries(step)}
        for name, (edit, made) in sorted(edits.items(), key=lambda entry: entry[1][0].place):
            around = axis.around(edit.place)
            was, now = edit.told
            verdict = of.get(name, Verdict(name, ""))
            values = (
                raw.name, name, raw.time(edit.place.start) / 1000, step.stage, edit.kind, around.left, was, now,
                text.reads(edit.place, cues=edit.is_about_cues), around.right, made, round(edit.confidence, 3), edit.why, said(verdict), verdict.who,
                DROP if said(verdict) == DROP else verdict.verdict, verdict.text, "",
            )  # fmt: skip
            yield dict(zip(COLUMNS, values, strict=True))


def current(
    raw: Transcript, steps: Iterable[Step], standing: Iterable[Verdict]
) -> dict[str, Verdict]:
    """The verdicts about the edits of a run, by the ids of the edits."""
    decisions = Decisions.of(Axis(raw), standing)
    if not decisions.found:
        return {}
    of: dict[str, Verdict] = {}
    for step in steps:
        edits = {edit.id: edit for edit, _ in entries(step)}
        of |= decisions.about(Known(edits), step.stage)
    return of


def said(verdict: Verdict | None) -> str:
    """A verdict as the column `decided` tells it; empty if there is none."""
    if verdict is None:
        return ""
    if verdict.verdict != "other":
        return verdict.verdict
    return f"other: {verdict.text}" if verdict.text else DROP


def write(rows: Iterable[Mapping[str, object]]) -> str:
    """The rows as CSV."""
    return table(COLUMNS, ([row[name] for name in COLUMNS] for row in rows))


def read(text: str, file: str = "") -> dict[str, list[Filled]]:
    """The rows of the talks about which a table tells anything. Raises BadInput if it is no such table."""
    found: dict[str, list[Filled]] = {}
    rows = records(
        text,
        ("talk", "id", "verdict"),
        file=file,
        missing="`mondegreen verdicts export` prints such a table",
        crowded="quote a text that has a comma or semicolon in it",
    )
    for number, cells in rows:
        row = {name: plain(cell) for name, cell in cells.items()}
        found.setdefault(row.get("talk", ""), []).append(_filled(row, number))
    return {talk: told for talk, told in found.items() if any(map(_tells, told))}


def _filled(row: Mapping[str, str], number: int) -> Filled:
    written = row.get("verdict", "").strip().casefold()
    text, who = (" ".join(row.get(name, "").split()) for name in ("text", "who"))
    verdict, text = ("other", "") if written == DROP else (written, text)
    line = Verdict(row.get("id", ""), verdict, text, who=who)
    return Filled(line, row.get("decided"), number, written != "other" or bool(text))


def _tells(row: Filled) -> bool:
    return bool(row.line.verdict or row.decided)
