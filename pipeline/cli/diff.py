"""`mondegreen diff`: what the stages changed, in the terminal."""

from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from pipeline.cli.project import (
    CleanTalk,
    ConfigOption,
    JsonOption,
    LeastOption,
    TalkArgument,
    clean_talk,
    decided,
    print_json,
)
from pipeline.config import Config, load_config
from pipeline.errors import Unknown
from pipeline.reports import coloured, frame, text
from pipeline.run import Step
from pipeline.summing import questions


def diff(
    talk: TalkArgument,
    stage: Annotated[str | None, typer.Option(help="Only this stage's changes.")] = None,
    least: LeastOption = 0.0,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what each stage changed in a talk, place by place, and what it suggests.

    The same as a page: DIR/TALK/diff.html. As a table: DIR/TALK/edits.csv.

    Examples:

        mondegreen diff day-1-questions-and-answers --stage terms

        mondegreen diff day-1-questions-and-answers --stage terms --least 0.3

        mondegreen diff day-1-questions-and-answers --json | jq '.[].now'
    """
    settings = load_config(config)
    found = clean_talk(talk, settings)
    steps = tuple(_surer(step, least) for step in _chosen(found, stage, settings))
    of = decided(found, settings)
    if as_json:
        print_json(frame(steps, of).to_dict("records"))
        return
    _, waiting = questions(steps, settings, of)
    # rich knows whether this is a terminal, and heeds NO_COLOR.
    Console(soft_wrap=True).print(coloured(text(steps, waiting, of)))


def _surer(step: Step, least: float) -> Step:
    """A stage without the suggestions that are less sure."""
    return replace(step, held=tuple(edit for edit in step.held if edit.is_sure(least)))


def _chosen(talk: CleanTalk, stage: str | None, config: Config) -> tuple[Step, ...]:
    if stage is None:
        return talk.steps
    if found := tuple(step for step in talk.steps if step.stage == stage):
        return found
    # The record has no stage that had nothing to say.
    if stage not in (known := {name for name, _ in config.stages}):
        raise Unknown("stage", stage, known.union(step.stage for step in talk.steps))
    return (Step(stage, talk.clean, (), (), talk.clean),)
