"""`mondegreen clean`: raw transcripts in, clean ones and diff reports out."""

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from pipeline.batch import Job, Outcome, asked, clean_all, refused, strays
from pipeline.cli.progress import bar
from pipeline.cli.project import ConfigOption, JsonOption, counted, print_json
from pipeline.config import Config, load_config, stages_of
from pipeline.errors import BadInput
from pipeline.overview import write_summary

# What a signal ends has it added to this as its exit code: 130 at Ctrl-C.
STOPPED = 128
# The signal of an output that nobody reads any more, which not every system knows.
UNREAD = 13


def clean(
    raw: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Raw transcripts, or folders of them; the project's raw folder if none."
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Where a folder for each talk is written.")
    ] = None,
    dictionary: Annotated[
        list[Path] | None,
        typer.Option(help="A dictionary (.toml) or a list of terms (.txt); may be given again."),
    ] = None,
    own_alone: Annotated[
        bool,
        typer.Option(
            "--no-shipped-dictionaries",
            help="Leave out the dictionaries that ship with mondegreen.",
        ),
    ] = False,
    talk: Annotated[
        Path | None, typer.Option(help="What is known of the talk, for one raw file.")
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=1, metavar="N", help="How many processes share the work.")
    ] = 1,
    again: Annotated[bool, typer.Option("--again", help="Clean what is up to date, too.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Tell nothing but what went wrong.")
    ] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Clean raw transcripts.

    Writes DIR/TALK/transcript.json, .md, .srt, .vtt and .txt, the record of every edit
    (edits.jsonl, edits.csv), a diff report a stage (diff-terms.html ...), and DIR/index.html over
    all talks. What is up to date is left as it is.

    Examples:

        mondegreen clean

        mondegreen clean talks/*.srt --out clean --dictionary physics.toml

        mondegreen clean day1.txt --out clean --talk day1.toml --no-shipped-dictionaries
    """
    for path in (talk, *(dictionary or ())):
        if path and not path.exists():
            raise BadInput("there is no such file", file=str(path))
    settings = _configured(load_config(config), out, dictionary, own_alone=own_alone)
    found = asked(settings, raw or ())
    if talk and len(found.files) > 1:
        raise BadInput(
            "one talk file cannot serve several talks",
            file=str(talk),
            remedy="put NAME.talk.toml beside each raw file",
        )
    stages_of(settings)  # a wrong setting or dictionary is told before any work begins
    todo = [Job(path, settings, talk, again) for path in found.files]
    tell = _silent if as_json else partial(_tell, quiet=quiet)
    shown = not (quiet or as_json)
    outcomes, stopped = _followed(clean_all(todo, jobs), len(todo), tell, shown=shown)
    for bad in refused(found, settings):
        outcomes.append(bad)
        tell(bad)
    # What came of each talk is told even if there is no room for the overview.
    fault = _overview(outcomes, settings, found.left_told)
    if found.left and not quiet:
        typer.echo(found.left_told, err=True)
    for file in strays(settings, found) if not raw else ():
        remedy = "if the raw file was renamed, rename this one, too"
        typer.echo(f"{file}: decisions about a talk that is not there; {remedy}", err=True)
    if as_json:
        print_json([_plain(outcome) for outcome in outcomes])
    if fault:
        typer.echo(f"no overview: {fault}", err=True)
    elif shown:
        typer.echo(f"results in {settings.clean}, overview in {settings.clean / 'index.html'}")
        typer.echo(_tally(outcomes))
    if stopped:
        done = f"{len(outcomes) - len(found.refused)} of {len(todo)} talks are done"
        typer.echo(f"stopped: {done}; `mondegreen clean` goes on with the others", err=True)
        raise typer.Exit(STOPPED + stopped)
    raise typer.Exit(1 if fault or any(done.failed for done in outcomes) else 0)


def _configured(
    config: Config, out: Path | None, dictionaries: list[Path] | None, *, own_alone: bool
) -> Config:
    return replace(
        config,
        clean=out or config.clean,
        dictionaries=(*config.dictionaries, *(dictionaries or ())),
        shipped_dictionaries=config.shipped_dictionaries and not own_alone,
    )


def _followed(
    outcomes: Iterable[Outcome], total: int, tell: Callable[[Outcome], None], *, shown: bool
) -> tuple[list[Outcome], int]:
    """The outcomes, each told when it is there, with a progress bar on a terminal; and the signal that cut them off, if
    one did."""
    followed = list[Outcome]()
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with bar(shown=shown) as progress:
            for done in progress.track(outcomes, total, description="cleaning"):
                followed.append(done)
                tell(done)
    except KeyboardInterrupt as stop:
        return followed, next(iter(stop.args), signal.SIGINT)
    except BrokenPipeError:
        _fall_silent()
        return followed, UNREAD
    finally:
        signal.signal(signal.SIGTERM, before)
    return followed, 0


def _stop(number: int, _: object) -> None:
    """End as at Ctrl-C."""
    raise KeyboardInterrupt(number)


def _fall_silent() -> None:
    """What is told from now on goes nowhere: nobody reads it, as where `head` has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _overview(outcomes: list[Outcome], config: Config, left: str) -> str:
    """Write the overview; why that was not possible, if it was not."""
    try:
        write_summary(outcomes, config, left)
    except OSError as error:
        return f"{error.filename}: {error.strerror}"
    return ""


def _silent(_: Outcome) -> None:
    """Tell nothing: all is told at the end."""


def _tell(outcome: Outcome, *, quiet: bool) -> None:
    """A line for a talk, and one for each thing to know of it; of what is up to date nothing but what is to be done."""
    talk = outcome.summary
    if outcome.failed:
        typer.echo(f"{talk.name}: failed: {outcome.failed}", err=True)
        return
    if outcome.fresh and not quiet:
        told = counted({"word": talk.words, "edit": talk.made, "question": talk.waiting})
        loaded = ", loading included" if talk.loaded else ""
        typer.echo(f"{talk.name}: {told} waiting ({talk.took:.1f} s{loaded})")
        for alarm in talk.alarms:
            typer.echo(f"  only suggested: {alarm}")
        if talk.foreign:
            typer.echo("  says next to nothing of your dictionaries: give it one of its field")
    if outcome.fresh:
        for breach in talk.breaches:
            typer.echo(f"{talk.name}: a stage was not heard: {breach}", err=True)
    for lost in talk.unheeded:
        typer.echo(lost, err=True)


def _tally(outcomes: Iterable[Outcome]) -> str:
    """How many talks there are of each end: "2,992 up to date, 8 failed"."""
    ends = Counter(
        "failed" if one.failed else "cleaned" if one.fresh else "up to date" for one in outcomes
    )
    order = ("up to date", "cleaned", "failed")
    return ", ".join(f"{ends[end]:,} {end}" for end in order if ends[end]) or "nothing done"


def _plain(outcome: Outcome) -> dict[str, object]:
    talk = outcome.summary
    if outcome.failed:
        return {"talk": talk.name, "failed": outcome.failed}
    counts = [
        {"stage": stage, "kind": kind, "made": made, "edits": count}
        for (stage, kind, made), count in talk.counts
    ]
    plain = {**asdict(talk), "counts": counts, "rules": dict(talk.rules), "fresh": outcome.fresh}
    return {"talk": plain.pop("name"), **plain}
