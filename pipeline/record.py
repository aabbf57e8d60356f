"""The record of a run, one JSON line an edit: with the raw file it is the whole clean text.

Nothing is left out: edits made, edits held for review, what they said and why.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

from pipeline.edits import Edit, Item, apply
from pipeline.errors import BadInput, EditConflict
from pipeline.model import Cue, Place, Token, Transcript
from pipeline.reading import text_in
from pipeline.reason import Reason
from pipeline.run import Step

ANEW = "clean the talk again to write a new record"


def dump(steps: Iterable[Step]) -> str:
    """The edits of all steps as JSON lines, in the order of the stages."""
    lines = [_line(edit, made=made) for step in steps for edit, made in entries(step)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


def parse(text: str, file: str = "") -> Iterator[tuple[Edit, bool]]:
    """Each edit of a record, and whether it was made. Raises BadInput naming the line."""
    # Lines end with "\n" alone: a name may hold another sign that str.splitlines takes for an end.
    for number, line in enumerate(StringIO(text), 1):
        try:
            yield _edit(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput(
                f"not a line of an edit record ({type(error).__name__}: {error})",
                file=file,
                line=number,
                remedy=ANEW,
            ) from None


def load(path: Path) -> Iterator[tuple[Edit, bool]]:
    """The same of the record at `path`. Raises BadInput, naming the file, if it cannot be read."""
    return parse(text_in(path, ANEW), str(path))


def replay(raw: Transcript, record: Iterable[tuple[Edit, bool]]) -> Iterator[Step]:
    """The steps that a record tells of, made again on the raw transcript.

    Raises EditConflict if the record belongs to another raw transcript.
    """
    for stage, group in groupby(record, key=lambda entry: entry[0].stage):
        entries = list(group)
        made = tuple(edit for edit, was_made in entries if was_made)
        held = tuple(edit for edit, was_made in entries if not was_made)
        after = apply(raw, made)
        yield Step(stage, raw, made, held, after)
        raw = after


def remembered(raw: Transcript, path: Path, source: Path) -> list[Step]:
    """The steps of a talk's last run, by its record at `path`, again on the raw transcript.

    Raises BadInput, saying what to do, if the raw file, `source`, is another one since, or the record cannot be read.
    """
    try:
        steps = list(replay(raw, load(path)))
        _refuse_strange(steps)
    except EditConflict:
        raise BadInput(
            "the raw file has changed since this talk was cleaned",
            file=str(source),
            remedy="clean the talk again: `mondegreen clean`, or Write files (W) on its review page",
        ) from None
    return steps


def _refuse_strange(steps: Iterable[Step]) -> None:
    """Edits held must fit, too. Raises EditConflict."""
    for step in steps:
        there = {*step.before.tokens, *step.before.cues}
        if strange := [item for edit in step.held for item in edit.before if item not in there]:
            raise EditConflict(strange[:1])


def rebuild(raw: Transcript, record: Iterable[tuple[Edit, bool]]) -> Transcript:
    """The clean transcript, from the raw one and the edits alone: all at once, in no order."""
    return apply(raw, (edit for edit, made in record if made))


def entries(step: Step) -> Iterator[tuple[Edit, bool]]:
    """Each edit a step proposed, and whether it was made."""
    yield from ((edit, True) for edit in step.made)
    yield from ((edit, False) for edit in step.held)


def _line(edit: Edit, *, made: bool) -> dict[str, Any]:
    return {
        "id": edit.id,
        "stage": edit.stage,
        "kind": edit.kind,
        "made": made,
        "confidence": edit.confidence,
        "reason": _reasoned(edit.reason),
        "before": _plain(edit.before),
        "after": _plain(edit.after),
    }


def _edit(line: dict[str, Any]) -> tuple[Edit, bool]:
    before, after = _items(line["before"]), _items(line["after"])
    edit = Edit(before, after, _reason(line), line["confidence"], line["stage"])
    return edit, bool(line["made"])


def _reasoned(reason: Reason) -> dict[str, Any]:
    """A reason as plain data: what it does not say is left out."""
    said = {field.name: getattr(reason, field.name) for field in fields(reason)}
    return {name: value for name, value in said.items() if value or name == "rule"}


def _reason(line: dict[str, Any]) -> Reason:
    if "reason" not in line:  # of a record written when a reason was a text
        rule, *clauses = line["why"].split("; ")
        return Reason(rule, tuple(clauses))
    said = line["reason"].items()
    told: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in said}
    if told.get("shown_only") is True:  # of a record that did not tell the kind
        told["shown_only"] = "by its kind"
    return Reason(**told)


def _plain(items: Sequence[Item]) -> list[dict[str, Any]]:
    return [
        {"cue": item.at, "speaker": item.speaker}
        if isinstance(item, Cue)
        else {"at": list(item.at), "text": item.text}
        for item in items
    ]


def _items(plain: Iterable[dict[str, Any]]) -> tuple[Item, ...]:
    return tuple(
        Cue(item["cue"], item["speaker"])
        if "cue" in item
        else Token(item["text"], Place(*item["at"]))
        for item in plain
    )
