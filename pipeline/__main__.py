"""`python -m pipeline`, and the `mondegreen` command."""

import sys

from pipeline.cli import app
from pipeline.errors import PipelineError


def main() -> None:
    """Run the command line; an error a user can act on is told without a traceback."""
    try:
        app()
    except PipelineError as error:
        sys.stderr.write(f"mondegreen: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
