"""`mondegreen explain`: a word's life through the stages."""

from collections.abc import Iterator
from typing import Annotated

import typer

from pipeline.cli.project import (
    CleanTalk,
    ConfigOption,
    JsonOption,
    TalkArgument,
    clean_talk,
    print_json,
)
from pipeline.config import load_config
from pipeline.edits import Edit
from pipeline.errors import BadInput
from pipeline.formats.timecode import clock, parse_clock
from pipeline.model import Cue, Place, Transcript
from pipeline.record import entries

AROUND = 4


def explain(
    talk: TalkArgument,
    time: Annotated[str, typer.Argument(help="A moment: 14:02, 1:02:03 or 842.5 (seconds).")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was heard at a moment, what each stage made of it, and why.

    Example:

        mondegreen explain day-1-questions-and-answers 14:02
    """
    found = clean_talk(talk, load_config(config))
    place = _place(found.raw, parse_clock(time))
    life = list(_life(found, place))
    if as_json:
        print_json(life)
        return
    for line in life:
        _tell(line)


def _place(raw: Transcript, time: int) -> Place:
    """The raw words round a moment, in milliseconds."""
    if not raw.words or time > raw.words[-1].end:
        last = clock(raw.words[-1].end) if raw.words else "0:00:00"
        raise BadInput("no words at that time", remedy=f"the talk ends at {last}")
    at = max((n for n, word in enumerate(raw.words) if word.start <= time), default=0)
    return Place(max(0, at - AROUND), min(len(raw.words), at + AROUND + 1))


def _life(talk: CleanTalk, place: Place) -> Iterator[dict[str, object]]:
    yield {
        "stage": "raw",
        "time": clock(talk.raw.time(place.start)),
        "text": _text(talk.raw, place),
    }
    for step in talk.steps:
        touching = [(edit, made) for edit, made in entries(step) if _meets(edit.place, place)]
        yield {
            "stage": step.stage,
            "text": _text(step.after, place),
            "edits": [_edit(edit, made=made) for edit, made in touching],
        }


def _edit(edit: Edit, *, made: bool) -> dict[str, object]:
    return {
        "id": edit.id,
        "kind": edit.kind,
        "made": made,
        "was": edit.was,
        "now": edit.now,
        "speaker": next((cue.speaker for cue in edit.after if isinstance(cue, Cue)), None),
        "why": edit.why,
        "confidence": edit.confidence,
    }


def _text(transcript: Transcript, place: Place) -> str:
    opens = {cue.at: cue.speaker for cue in transcript.cues}
    words = []
    for token in transcript.tokens:
        if _meets(token.at, place):
            if token.at.start in opens:
                words.append(f"| {speaker}:" if (speaker := opens[token.at.start]) else "|")
            words.append(token.text)
    return " ".join(words)


def _meets(one: Place, other: Place) -> bool:
    return one.start < other.stop and other.start < max(one.stop, one.start + 0.5)


def _tell(line: dict[str, object]) -> None:
    typer.secho(f"{line['stage']:<10}", bold=True, nl=False)
    typer.echo(f"{line['text']}" + (f"   (from {line['time']})" if "time" in line else ""))
    for edit in line.get("edits", []):  # type: ignore[attr-defined]
        change = (
            f"{edit['was']!r} -> {edit['now']!r}" if edit["was"] or edit["now"] else edit["kind"]
        )
        if edit["kind"] == "speaker":
            change = f"speaker: {edit['speaker']}"
        state = "" if edit["made"] else " (suggested)"
        typer.echo(f"{'':10}  {change}{state}  {edit['confidence']:.2f}  {edit['why']}")
