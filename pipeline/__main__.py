"""`python -m pipeline`, and the `mondegreen` command."""

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper

from pipeline.errors import NotInstalled, PipelineError

INTERRUPTED = 130  # the exit code after Ctrl-C


def main() -> None:
    """Run the command line; an error a user can act on is told without a traceback."""
    _open_outputs()
    # Tables that go into a file are UTF-8 on every system; what an older terminal cannot show is spelled out.
    if isinstance(sys.stdout, TextIOWrapper):
        chosen = sys.stdout.isatty() or "PYTHONIOENCODING" in os.environ
        encoding = sys.stdout.encoding if chosen else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        with _ended_at_once():
            from pipeline.cli import app  # all that takes a moment to load
        app()
    except PipelineError as error:
        sys.exit(_report(str(error)))
    except ImportError as error:
        sys.exit(_report(str(NotInstalled(error))))
    except OSError as error:  # a file that is not there, a folder that may not be written
        if error.filename is not None:
            sys.exit(_report(f"{error.filename}: {error.strerror}"))
        if error.errno != errno.ENOSPC:
            raise
        sys.exit(_report(f"what is told cannot be written: {error.strerror}"))


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """Ctrl-C ends the program without a word: nothing is begun yet. Where it is ignored, as in the background, it stays so."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    # No exception: Python prints those that come while an import cleans up, and goes on.
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _open_outputs() -> None:
    """A job may be started with its outputs closed: what is told then goes nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
            setattr(sys, name, nowhere)


def _report(error: str) -> int:
    sys.stderr.write(f"mondegreen: {error}\n")
    return 2


if __name__ == "__main__":
    main()
