"""A progress bar for commands that go through many talks."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from pipeline.probe import Follow


def bar(*, shown: bool = True, transient: bool = False) -> Progress:
    """A progress bar on a terminal, if it is to be `shown`; elsewhere none."""
    console = Console(stderr=True)
    return Progress(
        console=console,
        disable=not (shown and console.is_terminal),
        # What is printed goes round the bar, which is on the terminal; what goes to a file goes there.
        redirect_stdout=sys.stdout.isatty(),
        transient=transient,
    )


@contextmanager
def progress() -> Iterator[Follow]:
    """A function that passes things on one by one, and shows on a terminal how many are done, and of what work; elsewhere
    it shows nothing."""
    with bar(transient=True) as shown:
        yield lambda items, what: shown.track(items, description=what)
