"""`mondegreen review`: the page where people read the changes, decide, and teach the dictionary."""

from typing import Annotated

import typer

from pipeline.cli.project import ConfigOption, LeastOption
from pipeline.config import load_config
from pipeline.errors import BadInput


def review(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen on; a free one if 0.")
    ] = 0,
    browser: Annotated[bool, typer.Option(help="Whether to open the page in a browser.")] = True,
    terminal: Annotated[
        str | None, typer.Option(metavar="TALK", help="Review this talk here in the terminal.")
    ] = None,
    who: Annotated[
        str, typer.Option(help="Your name, kept with each decision; the account's if not given.")
    ] = "",
    least: LeastOption = 0.0,
    config: ConfigOption = None,
) -> None:
    """Review what was changed and what is suggested, decide, and teach the dictionary.

    Opens a page in the browser that only this machine can reach. Decisions are kept in the
    project's verdicts folder the moment they are made; `mondegreen clean` obeys them.

    Examples:

        mondegreen review

        mondegreen review --port 8800 --no-browser

        mondegreen review --terminal day-1-questions-and-answers --least 0.3
    """
    # Here, not above: the other commands work without the packages of the review page.
    try:
        from pipeline.review import serve
    except ModuleNotFoundError as error:
        raise BadInput(
            f"the review page needs {error.name}",
            remedy='in the folder of mondegreen: pip install ".[review]"',
        ) from None
    if least and not terminal:
        raise BadInput(
            "--least is for the terminal", remedy="give --terminal TALK; the page has a filter"
        )
    settings = load_config(config)
    if terminal:
        serve.in_terminal(settings, terminal, who, least)
    else:
        serve.in_browser(settings, port, who, browser=browser)
