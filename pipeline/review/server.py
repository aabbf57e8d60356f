"""The review server: routes to views of the project. Nothing here decides anything.

A request names talks, edits and places, never files: names are looked up in what the project has.
"""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from threading import Timer
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from pipeline.errors import BadInput, PipelineError
from pipeline.reports.page import templates
from pipeline.review import views
from pipeline.review.guard import Guard
from pipeline.review.project import Project
from pipeline.review.work import Work
from pipeline.talks import talk_file

# Files that the page is made of.
STATIC = {".css": "text/css", ".js": "text/javascript"}
MEDIA = {
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".opus": "audio/ogg",
    ".wav": "audio/wav", ".flac": "audio/flac", ".mp4": "video/mp4", ".webm": "video/webm",
    ".mov": "video/mp4", ".m4v": "video/mp4",
}  # fmt: skip
# Seconds after which the next talk is opened ahead: at once beside the list, later beside a talk.
SOON, LATER = 0.1, 4.0


def app(project: Project, work: Work, token: str, hosts: list[str], ticket: str = "") -> Starlette:
    """The application that serves `project` to whoever has `token`, or the `ticket` once, under one of `hosts`."""
    pages = templates("pipeline.review")
    project.is_settling = lambda name: name in work.busy()

    def batch(_: Request) -> Response:
        """All talks."""
        rows = project.rows()
        first = next((row.name for row in rows if row.waiting), "")
        ahead(first, SOON)
        page = pages.get_template("batch.html.jinja")
        return HTMLResponse(
            page.render(rows=rows, who=project.who, working=work.busy(), older=project.older())
        )

    def ahead(name: str, seconds: float) -> None:
        """Open the talk that will probably be asked for, once the page that is has been drawn."""
        if name:
            timer = Timer(seconds, project.prepare, [name])
            timer.daemon = True
            timer.start()

    def talk(request: Request) -> Response:
        """A talk: the frame; its script asks for the rest."""
        name = request.path_params["name"]
        raw = project.raw(name)
        desk = project.open(name).desk
        known = desk.raw.talk
        later = views.next_talk(project, name)
        ahead(later, LATER)
        work.foresee(project.config, project.source(name))
        return HTMLResponse(
            pages.get_template("talk.html.jinja").render(
                name=name,
                talk=known,
                who=project.who,
                media=_media_kind(media_file(raw, known.media)),
                silent=silent(raw, known.media),
                timed=desk.timed,
                next=later,
            )
        )

    def media(request: Request) -> Response:
        """The recording, in the ranges that are asked for."""
        name = request.path_params["name"]
        found = media_file(project.raw(name), project.open(name).desk.raw.talk.media)
        if found is None:
            raise BadInput("this talk has no audio or video file beside it")
        return FileResponse(found, media_type=MEDIA[found.suffix.lower()])

    def answer(view: views.View) -> Callable[[Request], Any]:
        """An endpoint that answers with what a view gives."""

        async def endpoint(request: Request) -> Response:
            """Plain data in and out."""
            plain = await request.json() if request.method == "POST" else dict(request.query_params)
            if not isinstance(plain, dict):
                raise BadInput("the request is not an object")
            name = request.path_params.get("name", "")
            return JSONResponse(await run_in_threadpool(view, project, work, name, plain))

        return endpoint

    routes = [
        Route("/", batch),
        Route("/static/{file}", _static()),
        Route("/talk/{name}", talk),
        Route("/talk/{name}/media", media),
        *(Route(f"/talk/{{name}}/{path}", answer(view)) for path, view in views.READ.items()),
        *(
            Route(f"/talk/{{name}}/{path}", answer(view), methods=["POST"])
            for path, view in views.WRITE.items()
        ),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, token=token, hosts=hosts, ticket=ticket)],
        # Brackets nested without end are a RecursionError of the JSON reader.
        exception_handlers={
            PipelineError: _error,
            ValueError: _malformed,
            RecursionError: _malformed,
        },
    )


def media_file(raw: Path, named: str) -> Path | None:
    """The audio or video file a talk names, if it lies in the folder of its raw file."""
    if not named:
        return None
    folder = raw.parent.resolve()
    path = (folder / named).resolve()
    inside = path.is_relative_to(folder) and path.suffix.lower() in MEDIA
    return path if inside and path.is_file() else None


def silent(raw: Path, named: str) -> str:
    """Why the recording that a talk names is not to be heard, and what to do; empty if it is."""
    if media_file(raw, named):
        return ""
    if not named:
        told = (talk_file(raw) or raw.with_suffix(".talk.toml")).name
        return f'This talk names no recording: put it beside {raw.name} and write media = "its name" into {told}.'
    if Path(named).suffix.lower() not in MEDIA:
        return f"“{named}” is no recording that the page plays: {', '.join(MEDIA)}."
    return (
        f"The recording “{named}” does not lie beside {raw.name}: put it there and reload the page."
    )


def _media_kind(path: Path | None) -> str:
    return MEDIA[path.suffix.lower()].partition("/")[0] if path else ""


def _static() -> Callable[[Request], Response]:
    # Read at the start, whole: no request can ask for anything else.
    contents = {
        path.name: (path.read_bytes(), STATIC[Path(path.name).suffix])
        for package in ("pipeline.reports", "pipeline.review")
        for path in (files(package) / "static").iterdir()
        if Path(path.name).suffix in STATIC
    }

    def static(request: Request) -> Response:
        """One of our own files."""
        name = request.path_params["file"]
        if name not in contents:
            return Response("There is no such file.", 404, media_type="text/plain")
        content, kind = contents[name]
        return Response(content, media_type=kind)

    return static


def _error(request: Request, error: Exception) -> Response:
    """An error in words: as JSON for the script, as text for a person."""
    if request.method == "POST" or "application/json" in request.headers.get("accept", ""):
        return JSONResponse({"error": str(error)}, 400)
    return Response(f"{error}\n", 404, media_type="text/plain; charset=utf-8")


def _malformed(request: Request, error: Exception) -> Response:
    return _error(request, BadInput(f"the request cannot be read ({error})"))
