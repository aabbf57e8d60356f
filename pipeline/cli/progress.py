"""How far a command is that goes through many talks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from pipeline.probe import Follow


@contextmanager
def progress() -> Iterator[Follow]:
    """What gives things one by one, and shows on a terminal how many are done, and what for; elsewhere it shows
    nothing."""
    console = Console(stderr=True)
    bar = Progress(
        console=console,
        disable=not console.is_terminal,
        redirect_stdout=sys.stdout.isatty(),
        transient=True,
    )
    with bar:
        yield lambda items, what: bar.track(items, description=what)
