"""`mondegreen diff`: what the stages changed, in the terminal."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console

from pipeline import verdicts
from pipeline.batch import verdict_file
from pipeline.cli.project import (
    CleanTalk,
    ConfigOption,
    JsonOption,
    LeastOption,
    TalkArgument,
    clean_talk,
    print_json,
)
from pipeline.config import Config, load_config
from pipeline.errors import Unknown
from pipeline.reports import coloured, frame, text
from pipeline.run import Step
from pipeline.summing import questions
from pipeline.verdicts.sheet import current


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
    if as_json:
        print_json(frame(steps).to_dict("records"))
        return
    # rich knows whether this is a terminal, and heeds NO_COLOR.
    Console(soft_wrap=True).print(coloured(text(steps, _waiting(found, steps, settings))))


def _surer(step: Step, least: float) -> Step:
    """A stage without the suggestions that are less sure."""
    return replace(step, held=tuple(edit for edit in step.held if edit.is_sure(least)))


def _waiting(talk: CleanTalk, steps: Sequence[Step], config: Config) -> dict[str, int]:
    """How many questions of each stage wait, by what was decided until now."""
    lines, _ = verdicts.load(verdict_file(config, talk.raw.name))
    about = current(talk.raw, talk.steps, verdicts.standing(lines))
    return questions(steps, config, {name: said.verdict for name, said in about.items()})[1]


def _chosen(talk: CleanTalk, stage: str | None, config: Config) -> tuple[Step, ...]:
    if stage is None:
        return talk.steps
    if found := tuple(step for step in talk.steps if step.stage == stage):
        return found
    # The record has no stage that had nothing to say.
    if stage not in (known := {name for name, _ in config.stages}):
        raise Unknown("stage", stage, known.union(step.stage for step in talk.steps))
    return (Step(stage, talk.clean, (), (), talk.clean),)
