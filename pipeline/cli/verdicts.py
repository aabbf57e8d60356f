"""`mondegreen verdicts`: decisions as a table, out to a spreadsheet and back."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline import verdicts
from pipeline.batch import verdict_file
from pipeline.cli.progress import progress
from pipeline.cli.project import (
    ConfigOption,
    OutputOption,
    clean_talk,
    cleaned_talks,
    counted,
    decoded,
    hand_out,
)
from pipeline.config import Config, load_config
from pipeline.errors import BadInput, PipelineError
from pipeline.review.desk import Desk
from pipeline.verdicts import sheet
from pipeline.verdicts.sheet import Filled
from pipeline.verdicts.taking import Taken, take

# Rows named of those that could not be taken in.
SHOWN = 5

app = typer.Typer(help="Decisions as a table, out to a spreadsheet and back.", no_args_is_help=True)


@app.command("export")
def export(
    talk: Annotated[
        list[str] | None, typer.Argument(help="Cleaned talks; all of the project if none.")
    ] = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Every edit; else what waits or is decided."),
    ] = False,
    output: OutputOption = None,
    config: ConfigOption = None,
) -> None:
    """Print a table (CSV) of what waits and what was decided; write accept, reject or other into
    its column `verdict`, another reading into `text`; drop leaves the words out. A talk that cannot be
    read is told and left out.

    Example:

        mondegreen verdicts export --output verdicts.csv
    """
    settings = load_config(config)
    names = talk or cleaned_talks(settings)
    if not names:
        raise BadInput(
            "no cleaned talks", file=str(settings.clean), remedy="run `mondegreen clean`"
        )
    table: list[dict[str, object]] = []
    failed = []
    with progress() as follow:
        for name in follow(names, "reading"):
            try:
                table += _rows(name, settings, everything=everything)
            except PipelineError as error:
                failed.append(f"{name}: left out: {error}")
    hand_out(sheet.write(table), output, settings)
    _end(failed)


def _rows(name: str, config: Config, *, everything: bool) -> list[dict[str, object]]:
    """The rows of a talk. Raises PipelineError."""
    found = clean_talk(name, config)
    lines, _ = verdicts.load(verdict_file(config, found.raw.name))
    stages = [name for name, _ in config.stages]
    asked = Desk(found.raw, found.steps, lines, config.accept(), stages).asked()
    rows = sheet.rows(found.raw, found.steps, verdicts.standing(lines))
    return [row for row in rows if everything or row["verdict"] or row["id"] in asked]


def _end(problems: list[str]) -> None:
    """Tell what went wrong, and end with an error if anything did."""
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)


def _taken_in(filled: Sequence[Filled], name: str, config: Config, who: str, now: str) -> Taken:
    """What of a talk's rows is taken in, once it is kept as decided by `who`. Raises PipelineError."""
    found = clean_talk(name, config)
    path = verdict_file(config, found.raw.name)
    lines, _ = verdicts.load(path)
    taken = take(filled, found.raw, found.steps, verdicts.standing(lines))
    told = (*taken.ways, *taken.lines)
    if new := verdicts.signed(told, lines, who=who, now=now, act=f"import {now}"):
        verdicts.append(path, new)
    return taken


@app.command("import")
def import_table(
    table: Annotated[Path, typer.Argument(help="A table as `export` prints it, filled in.")],
    who: Annotated[str, typer.Option(help="Who decided, where the table does not say.")] = "",
    config: ConfigOption = None,
) -> None:
    """Take in the verdicts of a table: those that were filled in or changed since it was exported. What
    was decided otherwise since then stays, and is told; so is a talk that cannot be read.

    Example:

        mondegreen verdicts import verdicts.csv --who Ann
    """
    settings = load_config(config)
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    count, failed, left = 0, [], defaultdict[str, list[str]](list)
    with progress() as follow:
        for name, filled in follow([*sheet.read(decoded(table), str(table)).items()], "reading"):
            try:
                taken = _taken_in(filled, name, settings, who, now)
            except PipelineError as error:
                failed.append(f"{name}: nothing taken in: {error}")
                continue
            count += len(taken.lines)
            for why, rows in taken.left.items():
                left[why] += [f"{name}/{row}" for row in rows]
    typer.echo(f"{counted({'verdict': count})} taken in; `mondegreen clean` obeys them")
    _end(
        [
            *failed,
            *(f"{len(rows):,} {why}: {', '.join(rows[:SHOWN])}" for why, rows in left.items()),
        ]
    )
