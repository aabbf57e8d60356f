"""What several commands share that change the dictionary: they show what comes of it, and ask before they save."""

from collections.abc import Callable, Iterator
from pathlib import Path

import typer

from pipeline.cli.progress import progress
from pipeline.cli.project import show_changes, warn
from pipeline.config import Config
from pipeline.dictionary import Dictionary
from pipeline.probe import Change, Follow, probe
from pipeline.saving import keep, kept


def changes_of(config: Config, changed: Dictionary, path: Path, follow: Follow) -> Iterator[Change]:
    """What changes in the project's talks with `changed` in the place of the dictionary at `path`; talks that
    cannot be read are told and left out."""
    return probe(config, changed, path, lambda error: warn([f"{error}; left out here"]), follow)


def save_shown(
    config: Config,
    path: Path,
    change: Callable[[Dictionary], Dictionary],
    question: str,
    done: str,
    *,
    yes: bool,
) -> None:
    """Change the dictionary at `path` if whoever is asked the `question` wants it, after showing what comes of it in
    the talks; or, if it was wanted beforehand, first: so Ctrl-C loses nothing. While it is shown, Ctrl-C ends that."""

    def save() -> None:
        """Save it, and tell."""
        keep(path, change)
        typer.echo(done)

    with progress() as follow:
        changes = changes_of(config, change(kept(path)), path, follow)
        if yes:
            save()
        try:
            show_changes(changes)
        except KeyboardInterrupt:
            if yes:
                raise
            typer.echo("stopped: what else it changes is not told", err=True)
    if not yes and typer.confirm(question, default=True):
        save()
