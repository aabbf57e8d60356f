"""`mondegreen rebuild`: the clean text again, from the raw file and the record of edits alone."""

from typing import Annotated

import typer

from pipeline import record
from pipeline.batch import RECORD
from pipeline.cli.project import ConfigOption, TalkArgument, clean_talk
from pipeline.config import load_config
from pipeline.errors import Unknown
from pipeline.formats import WRITERS, transcript_file


def rebuild(
    talk: TalkArgument,
    form: Annotated[str, typer.Option("--format", help="Print it in this format.")] = "txt",
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Tell whether the file written is the same, exit 1 if it differs."
        ),
    ] = False,
    config: ConfigOption = None,
) -> None:
    """Rebuild a clean transcript from the raw file and edits.jsonl, all edits made at once.

    Examples:

        mondegreen rebuild day-1-questions-and-answers --format srt

        mondegreen rebuild day-1-questions-and-answers --format json --check
    """
    if form not in WRITERS:
        raise Unknown("format to write", form, WRITERS)
    found = clean_talk(talk, load_config(config))
    edits = record.load(found.folder / RECORD)
    text = WRITERS[form](record.rebuild(found.raw, edits))
    if not check:
        typer.echo(text, nl=False)
        return
    path = found.folder / transcript_file(form)
    same = path.exists() and path.read_text(encoding="utf-8", errors="replace") == text
    typer.echo(f"{path}: {'the same' if same else 'differs from what raw and edits give'}")
    raise typer.Exit(0 if same else 1)
