"""`mondegreen score`: a cleaned transcript measured against a human reference."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.project import ConfigOption, JsonOption, clean_talk, print_json
from pipeline.config import load_config
from pipeline.errors import BadInput
from pipeline.formats import load, readable
from pipeline.formats.timecode import clock
from pipeline.model import Transcript
from pipeline.scoring import Rate, Score
from pipeline.scoring import score as measure

# Word error rate beyond which two texts are hardly of one talk: the worst recognisers have half of it.
ANOTHERS = 0.8


def score(
    talk: Annotated[
        str,
        typer.Argument(
            help="A cleaned talk: its name, or its folder; or a transcript, in any format that can be read."
        ),
    ],
    reference: Annotated[
        Path, typer.Argument(help="What was really said, in any format that can be read.")
    ],
    raw: Annotated[
        Path | None,
        typer.Option(
            help="The raw transcript: shows what was improved and harmed. Of a cleaned talk it is known."
        ),
    ] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Measure a cleaned transcript against a human reference. Of one that has times, and only a part of the talk, that part counts.

    Examples:

        mondegreen score talk talk-by-hand.vtt

        mondegreen score data/clean/talk/transcript.json talk-by-hand.vtt --raw data/raw/talk.srt
    """
    clean, heard = _cleaned(talk, config)
    truth = load(reference)
    if not truth.words:
        raise BadInput("the reference has no words", file=str(reference))
    result = measure(clean, truth, load(raw) if raw else heard)
    for note in _notes(result):
        typer.echo(note, err=True)
    if as_json:
        print_json(asdict(result))
    else:
        typer.echo(_as_lines(result))


def _cleaned(talk: str, config: Path | None) -> tuple[Transcript, Transcript | None]:
    """The transcript of that name, with its raw one if it is a talk of the project."""
    path = Path(talk)
    if path.is_file() or readable(path):
        return load(path), None
    found = clean_talk(talk, load_config(config))
    return found.clean, found.raw


def _notes(result: Score) -> Iterator[str]:
    """What to know of a reference that has only a part of the talk, or is none of it."""
    if result.span:
        yield f"the reference covers {' to '.join(map(clock, result.span))} of the talk: only that is measured"
    if result.short:
        yield (
            f"warning: the reference has {result.words:,} words, the talk {result.short:,}, and no times that are the "
            "talk's tell which part it is of: what it lacks counts as errors"
        )
    if result.word_error_rate > ANOTHERS:
        yield "warning: hardly a word is the same: is the reference of another talk, or of another part?"


def _as_lines(result: Score) -> str:
    lines = []
    for name, value in ((field, getattr(result, field)) for field in Score.__dataclass_fields__):
        if name in ("span", "short"):
            continue
        if isinstance(value, Rate):
            value = f"F1 {value.f1:.3f}  precision {value.precision:.3f}  recall {value.recall:.3f}  of {value.true}"
        elif isinstance(value, float):
            value = f"{value:.4f}"
        if value is not None:
            lines.append(f"{name.replace('_', ' '):<22}{value}")
    return "\n".join(lines)
