"""What several commands share that change the dictionary: they show what comes of it, and ask before they save."""

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

import typer

from pipeline.batch import raw_files
from pipeline.cli.effects import effects, summed, told
from pipeline.cli.progress import progress
from pipeline.cli.project import warn
from pipeline.config import Config
from pipeline.dictionary import Dictionary
from pipeline.errors import PipelineError
from pipeline.model import key
from pipeline.probe import Change, Follow, probe
from pipeline.saving import keep, kept


def has_talks(config: Config) -> bool:
    """Whether the project has talks in which something could change; that it has none is told."""
    try:
        return bool(raw_files(config))
    except PipelineError as error:
        warn([f"there is no talk to show changes in: {error}"])
        return False


def changes_of(config: Config, changed: Dictionary, path: Path, follow: Follow) -> Iterator[Change]:
    """What changes in the project's talks with `changed` in the place of the dictionary at `path`; talks that
    cannot be read are told and left out."""
    return probe(config, changed, path, lambda error: warn([f"{error}; left out here"]), follow)


def changed_terms(before: Dictionary, after: Dictionary) -> set[str]:
    """The keys of the terms that one dictionary has otherwise than the other."""
    return {key(term.name) for term in {*before.terms} ^ {*after.terms}}


def show_changes(changes: Iterable[Change], own: Collection[str], *, every: bool) -> None:
    """Print what would change in the talks; `own` are the keys of the terms that are changed. If Ctrl-C ends
    it, what was found by then is printed."""
    found = list[Change]()
    try:
        for change in changes:
            found.append(change)
    finally:
        some = effects(found)
        for line in told(some, own, every=every):
            typer.echo(line)
    typer.echo(summed(some))


def add_shown(
    config: Config, path: Path, new: Dictionary, question: str, *, yes: bool, every: bool
) -> None:
    """The same as `save_shown`, where the change is that `new` terms are added."""
    done = f"saved in {path}; `mondegreen clean` applies it"
    save_shown(config, path, lambda own: own.with_all(new), question, done, yes=yes, every=every)


def save_shown(
    config: Config,
    path: Path,
    change: Callable[[Dictionary], Dictionary],
    question: str,
    done: str,
    *,
    yes: bool,
    every: bool,
) -> None:
    """Show what a change of the dictionary at `path` does to the talks, and make it if the `question` is answered with yes.

    With `yes` it is made first, so that Ctrl-C loses nothing. Without, Ctrl-C ends the showing, and the question comes.
    """

    def save() -> None:
        """Save it, and tell."""
        keep(path, change)
        typer.echo(done)

    before = kept(path)
    after = change(before)
    with progress() as follow:
        changes = changes_of(config, after, path, follow)
        if yes:
            save()
        try:
            if has_talks(config):
                show_changes(changes, changed_terms(before, after), every=every)
        except KeyboardInterrupt:
            if yes:
                raise
            typer.echo("stopped: what else it changes is not told", err=True)
    if yes:
        return
    if typer.confirm(question, default=True):
        save()
    else:
        typer.echo("not saved")
