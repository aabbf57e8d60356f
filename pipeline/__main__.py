"""`python -m pipeline`, and the `mondegreen` command."""

import os
import sys
from io import TextIOWrapper

from pipeline.cli import app
from pipeline.errors import NotInstalled, PipelineError


def main() -> None:
    """Run the command line; an error a user can act on is told without a traceback."""
    # Tables that go into a file are UTF-8 on every system; what an older terminal cannot show is spelled out.
    if isinstance(sys.stdout, TextIOWrapper):
        chosen = sys.stdout.isatty() or "PYTHONIOENCODING" in os.environ
        encoding = sys.stdout.encoding if chosen else "utf-8"
        sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
    try:
        app()
    except PipelineError as error:
        sys.exit(_report(str(error)))
    except ImportError as error:
        sys.exit(_report(str(NotInstalled(error))))
    except OSError as error:  # a file that is not there, a folder that may not be written
        if error.filename is None:
            raise
        sys.exit(_report(f"{error.filename}: {error.strerror}"))


def _report(error: str) -> int:
    sys.stderr.write(f"mondegreen: {error}\n")
    return 2


if __name__ == "__main__":
    main()
