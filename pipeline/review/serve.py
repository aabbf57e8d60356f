"""Starting the review: on this machine only, at an address with a token in it."""

import getpass
import secrets
import socket
import sys
import webbrowser
from contextlib import closing, suppress
from threading import Thread

import uvicorn

from pipeline.config import Config
from pipeline.errors import BadInput
from pipeline.review.project import Project
from pipeline.review.server import app
from pipeline.review.work import Work

LOOPBACK = "127.0.0.1"
# What `webbrowser` takes where there are no windows: they would take the terminal, and cannot show the page.
IN_TERMINAL = "www-browser links elinks lynx w3m".split()


def in_browser(config: Config, port: int, who: str, *, browser: bool) -> None:
    """Serve the project until interrupted. Raises BadInput if it has no talks, or if the port is taken."""
    project = Project(config, who or _account())
    project.talks()
    with closing(listening(port)) as listener:
        port = listener.getsockname()[1]
        token, ticket = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        hosts = [f"{name}:{port}" for name in (LOOPBACK, "localhost")]
        address = f"http://{LOOPBACK}:{port}/?token="
        sys.stdout.write(
            f"reviewing at {address}{token}\nCtrl-C stops it; decisions are kept as you go\n"
        )
        sys.stdout.flush()
        with closing(Work()) as work:
            work.read_ahead(config, [*map(project.source, project.known()), *project.control()])
            settings = uvicorn.Config(
                app(project, work, token, hosts, ticket), log_level="warning", server_header=False
            )
            # Some browsers are waited for until they are closed; what they ask for meanwhile is answered.
            if browser:
                Thread(target=_open, args=(address + ticket,), name="browser", daemon=True).start()
            uvicorn.Server(settings).run(sockets=[listener])


def in_terminal(config: Config, talk: str, who: str, least: float = 0.0) -> None:
    """Review one talk in the terminal: what is as sure as `least`."""
    from pipeline.review.terminal import review

    review(Project(config, who or _account()), talk, least)


def _open(address: str) -> None:
    with suppress(webbrowser.Error):
        found = webbrowser.get()
        if found.basename not in IN_TERMINAL and found.open(address):
            return
    sys.stderr.write("no browser here: open the address above in one on this machine\n")


def listening(port: int) -> socket.socket:
    """A socket on this machine's loopback address. Raises BadInput if the port is taken."""
    listener = socket.socket()
    # A port that was just let go is free; on Windows it is, and by that option two could listen at one.
    option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
    listener.setsockopt(socket.SOL_SOCKET, option, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen()
    except OSError as error:
        listener.close()
        raise BadInput(
            f"port {port} cannot be used ({error.strerror})",
            remedy="is a review open already? --port 0 takes a free one",
        ) from None
    return listener


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # on Windows it looks for a module that is not there
        return ""
