"""The command line: a module a command; each takes options, makes one library call and prints.

Exit codes: 0 all well; 1 a talk could not be cleaned, or a check failed; 2 the call, the project file
or a dictionary is wrong; 130 stopped by Ctrl-C, 143 by SIGTERM, 141 (`clean`) when nobody reads on.
"""

from typing import Annotated

import typer

from pipeline.cli import (
    clean,
    dictionary,
    diff,
    explain,
    learn,
    rebuild,
    review,
    score,
    suspects,
    tables,
    verdicts,
)
from pipeline.versions import versions

app = typer.Typer(
    name="mondegreen",
    help="Cleans up machine transcripts of recorded talks. Every change is explained and can be undone.",
    epilog="Exit codes: 0 all well; 1 a talk failed or a check did; 2 wrong call, project file or dictionary; 130, 141, 143 stopped.",
    rich_markup_mode="markdown",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_versions(wanted: bool) -> None:
    if wanted:
        typer.echo(versions())
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_show_versions,
            is_eager=True,
            help="Show which versions are at work.",
        ),
    ] = False,
) -> None:
    """What is asked for without a command."""


app.command("clean")(clean.clean)
app.command("diff")(diff.diff)
app.command("explain")(explain.explain)
app.command("rebuild")(rebuild.rebuild)
app.command("review")(review.review)
app.command("score")(score.score)
app.command("formats")(tables.formats)
app.command("stages")(tables.stages)
dictionary.app.command("learn")(learn.learn)
dictionary.app.command("suspects")(suspects.tell)
app.add_typer(dictionary.app, name="dict")
app.add_typer(verdicts.app, name="verdicts")
