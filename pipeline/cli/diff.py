"""`mondegreen diff`: what the stages changed, in the terminal."""

from typing import Annotated

import typer
from rich.console import Console

from pipeline.cli.project import ConfigOption, JsonOption, TalkArgument, clean_talk, print_json
from pipeline.config import load_config
from pipeline.errors import Unknown
from pipeline.reports import coloured, frame, text
from pipeline.run import Step


def diff(
    talk: TalkArgument,
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
    steps = _chosen(clean_talk(talk, load_config(config)).steps, stage)
    if as_json:
        print_json(frame(steps).to_dict("records"))
        return
    # rich knows whether this is a terminal, and heeds NO_COLOR.
    Console(soft_wrap=True).print(coloured(text(steps)))


def _chosen(steps: tuple[Step, ...], stage: str | None) -> tuple[Step, ...]:
    if stage is None:
        return steps
    if stage not in (known := [step.stage for step in steps]):
        raise Unknown("stage", stage, known)
    return tuple(step for step in steps if step.stage == stage)
