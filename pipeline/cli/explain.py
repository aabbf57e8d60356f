"""`mondegreen explain`: a word's life through the stages."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Annotated

import typer

from pipeline.cli.project import (
    CleanTalk,
    ConfigOption,
    JsonOption,
    TalkArgument,
    clean_talk,
    decided,
    print_json,
)
from pipeline.config import load_config
from pipeline.edits import Edit
from pipeline.errors import BadInput
from pipeline.formats.timecode import clock, parse_clock
from pipeline.model import Cue, Place, Transcript, cue_at, speaker_at
from pipeline.record import entries
from pipeline.verdicts import Verdict, why

AROUND = 4


def explain(
    talk: TalkArgument,
    time: Annotated[str, typer.Argument(help="A moment: 14:02, 1:02:03 or 842.5 (seconds).")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was heard at a moment, what each stage made of it, who speaks there, and why.

    Example:

        mondegreen explain day-1-questions-and-answers 14:02
    """
    settings = load_config(config)
    found = clean_talk(talk, settings)
    of = decided(found, settings)
    at = _word(found.raw, parse_clock(time))
    place = Place(max(0, at - AROUND), min(len(found.raw.words), at + AROUND + 1))
    life = [*_life(found, place, of), *_voice(found, at, of)]
    if as_json:
        print_json(life)
        return
    for line in life:
        _tell(line)


def _word(raw: Transcript, time: int) -> int:
    """The raw word of a moment, in milliseconds."""
    if not raw.words or time > raw.words[-1].end:
        last = clock(raw.words[-1].end) if raw.words else "0:00:00"
        raise BadInput("no words at that time", remedy=f"the talk ends at {last}")
    return max((n for n, word in enumerate(raw.words) if word.start <= time), default=0)


def _life(talk: CleanTalk, place: Place, of: Mapping[str, Verdict]) -> Iterator[dict[str, object]]:
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
            "edits": [_edit(edit, of, made=made) for edit, made in touching],
        }


def _voice(talk: CleanTalk, at: int, of: Mapping[str, Verdict]) -> Iterator[dict[str, object]]:
    """Who speaks at a word, since when, and why; nothing where nobody is named, nor could be."""
    cue = cue_at(talk.clean.cues, at)
    named = [
        (edit, made) for step in talk.steps for edit, made in entries(step) if _names(edit, cue)
    ]
    if cue is None or not (cue.speaker or named):
        return
    yield {
        "stage": "speaker",
        "text": _spoken(
            talk, cue, [edit for edit, made in named if made and cue in edit.after], of
        ),
        "edits": [_edit(edit, of, made=made) for edit, made in named if not made],
    }


def _spoken(talk: CleanTalk, cue: Cue, named: Sequence[Edit], of: Mapping[str, Verdict]) -> str:
    """Whose a segment is, from where on nobody else speaks, and why it was `named` so."""
    if not cue.speaker:
        return "nobody is named"
    until = [other for other in talk.clean.cues if other.at <= cue.at]
    *_, first = takewhile(lambda other: other.speaker == cue.speaker, reversed(until))
    told = f"{cue.speaker} since {clock(talk.clean.time(first.at))}"
    if named:
        return f"{told}, {named[-1].confidence:.0%}, because {why(named[-1], of)}"
    given = speaker_at(talk.raw.cues, cue.at) == cue.speaker
    return f"{told}, as the raw file says" if given else told


def _names(edit: Edit, cue: Cue | None) -> bool:
    """Whether an edit names who speaks where a segment opens."""
    there = (item for item in edit.after if isinstance(item, Cue))
    return edit.kind == "speaker" and cue is not None and cue.at in {item.at for item in there}


def _edit(edit: Edit, of: Mapping[str, Verdict], *, made: bool) -> dict[str, object]:
    return {
        "id": edit.id,
        "kind": edit.kind,
        "made": made,
        "was": edit.was,
        "now": edit.now,
        "speaker": next((cue.speaker for cue in edit.after if isinstance(cue, Cue)), None),
        "why": why(edit, of),
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
