"""`mondegreen diff`: what the stages changed, in the terminal."""

import json
import os
import sys
from typing import Annotated

import typer

from pipeline.cli.project import ConfigOption, JsonOption, clean_talk
from pipeline.errors import Unknown
from pipeline.reports import REPORTS, frame
from pipeline.run import Step


def diff(
    talk: Annotated[str, typer.Argument(help="A cleaned talk: its name, or its folder.")],
    stage: Annotated[str | None, typer.Option(help="Only this stage's changes.")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what each stage changed in a talk, place by place.

    The same as a page: DIR/TALK/diff.html. As a table: DIR/TALK/edits.csv.

    Examples:

        mondegreen diff day-1-questions-and-answers --stage terms

        mondegreen diff day-1-questions-and-answers --json | jq '.[].now'
    """
    steps = _chosen(clean_talk(talk, config).steps, stage)
    if as_json:
        typer.echo(json.dumps(frame(steps).to_dict("records"), ensure_ascii=False))
        return
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    typer.echo(REPORTS["ansi" if colour else "text"](steps))


def _chosen(steps: tuple[Step, ...], stage: str | None) -> tuple[Step, ...]:
    if stage is None:
        return steps
    if stage not in (known := [step.stage for step in steps]):
        raise Unknown("stage", stage, known)
    return tuple(step for step in steps if step.stage == stage)
