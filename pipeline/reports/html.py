"""The diff as a page: the text with its changes in place, each with its reason, and filters for them.

One file without a network, a server or another file; read without JavaScript, searched with it.
"""

from collections.abc import Sequence
from itertools import count

from pipeline.edits import SPOKEN
from pipeline.formats.timecode import clock
from pipeline.reports.changes import KINDS, UNDECIDED, Change, Decided
from pipeline.reports.page import render
from pipeline.reports.rows import Mark, Row, rows
from pipeline.run import Step

# What the kinds are called on a page.
NAMES = {
    "words": "words",
    "number": "numbers",
    "drop": "left out",
    "spacing": "joined or split",
    "form": "marks and case",
    "speaker": "speakers",
    "break": "segments",
}
# The time index has as many lines as fit beside the text.
INDEX_LINES = 32
INDEX_MINUTES = (1, 2, 5, 10, 15, 30, 60)


def html(steps: Sequence[Step], of: Decided = UNDECIDED) -> str:
    """The page for one stage, or for all: from what the first step found to what the last one left; `of` is what is decided
    of their edits."""
    paragraphs = rows(steps, of)
    marks = [mark for row in paragraphs for mark in row.marks]
    edits = [change for mark in marks for change in mark.changes]
    number = count()
    numbers = {id(mark): [next(number) for _ in mark.changes] for mark in marks}
    return render(
        "diff.html.jinja",
        ("base.css", "diff.css"),
        ("theme.js", "diff.js"),
        talk=steps[0].before.talk if steps else None,
        name=steps[0].before.name if steps else "",
        words=len(steps[0].before.words) if steps else 0,
        stages=[step.stage for step in steps],
        breaches=[(step.stage, step.breach) for step in steps if step.breach],
        rows=paragraphs,
        numbers=lambda mark: numbers[id(mark)],
        kinds=[kind for kind in KINDS if any(edit.kind == kind for edit in edits)],
        names=NAMES,
        spoken=any(edit.kind in SPOKEN for edit in edits),
        made=sum(edit.made for edit in edits),
        held=sum(not edit.made for edit in edits),
        data=_columns(edits),
        index=_index(paragraphs),
        shown=_shown,
        title=_title,
    )


def _columns(edits: Sequence[Change]) -> dict[str, list[object]]:
    """The edits as columns, for the script: a tenth of the size of one object an edit."""
    rules = sorted({edit.rule for edit in edits})
    reasons = sorted({edit.why for edit in edits})
    of_rule = {rule: number for number, rule in enumerate(rules)}
    of_reason = {why: number for number, why in enumerate(reasons)}
    return {
        "rules": [*rules],
        "reasons": [*reasons],
        "id": [edit.id for edit in edits],
        "stage": [edit.stage for edit in edits],
        "kind": [edit.kind for edit in edits],
        "made": [int(edit.made) for edit in edits],
        "sure": [round(edit.confidence, 3) for edit in edits],
        "time": [edit.time for edit in edits],
        "was": [edit.was for edit in edits],
        "now": [edit.now for edit in edits],
        "rule": [of_rule[edit.rule] for edit in edits],
        "why": [of_reason[edit.why] for edit in edits],
    }


def _shown(mark: Mark) -> str:
    """How a mark is drawn: its kind, whether made or suggested, and whether it is quiet."""
    classes = [mark.kind, "made" if mark.made else "held"]
    if mark.quiet and mark.made:
        classes.append("quiet")
    return " ".join(classes)


def _title(mark: Mark) -> str:
    """The reasons as one text, for the browser's own hint and for screen readers."""
    return "\n".join(
        f"{clock(edit.time)}, {edit.status}, {edit.confidence:.0%} sure ({edit.stage}): {edit.why}"
        for edit in mark.changes
    )


def _index(paragraphs: Sequence[Row]) -> list[tuple[int, int, int]]:
    """Lines of the time index: time in milliseconds, the paragraph there, edits until the next."""
    if not paragraphs:
        return []
    length = paragraphs[-1].start / 60_000
    minutes = next((m for m in INDEX_MINUTES if length / m <= INDEX_LINES), INDEX_MINUTES[-1])
    lines: dict[int, tuple[int, int]] = {}
    for number, row in enumerate(paragraphs):
        at = row.start // (minutes * 60_000)
        first, edits = lines.get(at, (number, 0))
        lines[at] = first, edits + sum(len(mark.changes) for mark in row.marks)
    return [(at * minutes * 60_000, *line) for at, line in sorted(lines.items())]
