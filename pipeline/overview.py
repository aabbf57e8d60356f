"""The overview of all talks, from what each run noted of itself: this run and earlier ones."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pipeline.batch import Outcome, asked, refused
from pipeline.config import Config, plain
from pipeline.errors import PipelineError
from pipeline.finding import OVERVIEW, Found
from pipeline.formats import readable
from pipeline.made import FAILED, failure, last_run
from pipeline.reports import TalkSummary, summary
from pipeline.writing import sweep, write


def write_summary(outcomes: Sequence[Outcome], config: Config, left: str = "") -> None:
    """Write the overview, `index.html`, of all talks whose results lie in the project's folder, and of those that
    failed when they were tried last.

    `left` tells which files were left alone.
    """
    sweep(config.clean)
    folders = [*config.clean.glob("*/")]
    done = {one.summary.name: one for one in outcomes}
    unmade = {
        folder.name: known
        for folder in folders
        if folder.name not in done and (known := _failure(folder, config))
    }
    rows: list[tuple[TalkSummary, Path | None]] = [(one.summary, one.raw) for one in outcomes]
    rows += [(TalkSummary(name, failed=why), raw) for name, (why, raw) in unmade.items()]
    failed = {plain(raw) for talk, raw in rows if raw and talk.failed}
    behind = {*unmade, *(name for name, one in done.items() if one.failed)}
    for folder in folders:
        made = None if folder.name in done.keys() - behind else last_run(folder)
        raw = made.raw_from(folder) if made else None
        # What lies there of an earlier run is told beside a failure, too, unless it is of the same raw file.
        if made and not (raw and plain(raw) in failed):
            gone = _gone(folder, raw, config) if made.raw and folder.name not in behind else ""
            rows.append((replace(made.summary, gone=gone), raw))
    parents = _folders(raw for talk, raw in rows if raw and not talk.failed)
    talks = (replace(talk, folder=parents.get(raw, "")) for talk, raw in rows)
    page = summary(sorted(talks, key=lambda talk: talk.name), left)
    write(config.clean / OVERVIEW, page)


def renew_summary(config: Config) -> None:
    """Write the overview anew after talks were cleaned one by one."""
    found = Found()
    with suppress(PipelineError):  # no raw file is there any more
        found = asked(config)
    write_summary(refused(found, config), config, found.left_told)


def _failure(folder: Path, config: Config) -> tuple[str, Path] | None:
    """Why the talk of a folder failed when it was tried last, and its raw file. If that is gone, another talk by now, or
    left alone today, nothing is left of it."""
    known = failure(folder)
    if known and config.name_of(known[1]) == folder.name and _is_talk(known[1], config):
        return known
    with suppress(OSError):
        (folder / FAILED).unlink()
        folder.rmdir()
    return None


def _is_talk(raw: Path, config: Config) -> bool:
    """Whether a run that does not name a file takes it for a raw transcript."""
    return readable(raw) and raw.resolve() not in (path.resolve() for path in config.dictionaries)


def _gone(folder: Path, raw: Path | None, config: Config) -> str:
    """Why no raw file is that of a talk's folder any more; empty if one is."""
    if not raw:
        return "its raw file is gone"
    name = config.name_of(raw)
    return "" if name == folder.name else f"its raw file is the talk {name} now"


def _folders(files: Iterable[Path]) -> dict[Path | None, str]:
    """The folder of each file, from where their ways part; empty for those that lie there."""
    parents = {file: plain(file.parent) for file in files}
    with suppress(ValueError):  # none, or on several drives
        top = os.path.commonpath([*parents.values()])
        parents = {file: Path(os.path.relpath(parent, top)) for file, parent in parents.items()}
    return {file: "" if parent == Path() else str(parent) for file, parent in parents.items()}
