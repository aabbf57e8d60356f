"""What a run notes of itself in a talk's folder, and whether that still holds."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import blake2s
from pathlib import Path

from pipeline.config import Config
from pipeline.finding import STAMP
from pipeline.reports import TalkSummary
from pipeline.verdicts import Question
from pipeline.versions import packages
from pipeline.writing import write

# Why the last run of a talk failed, beside what the one before it made.
FAILED = ".failed.json"
# What the networks said of a talk, by the windows that they read.
READS = ".reads.npz"
# What stands on top of what makes results, and changes none of them.
ABOVE = ("cli", "review", "overview.py", "probe.py", "saving.py", "__main__.py")


@dataclass(frozen=True, slots=True)
class Made:
    """What the last run noted of a talk: a stamp of all that it depends on, its summary, and the questions it `asked`.

    `raw` and `talk` are the raw file and the talk file that was given, as seen from the talk's folder (empty if not
    known, or none). `held` are the edits that would have been made, but for what people decided there; `files` the
    names of what it wrote; `terms` the hash of its dictionary. Where words have moved since a decision, `of` has the
    id of the decision by the id that its edit has today.
    """

    stamp: str
    summary: TalkSummary
    asked: tuple[Question, ...]
    raw: str = ""
    held: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    terms: str = ""
    talk: str = ""
    of: Mapping[str, str] = field(default_factory=dict)

    def raw_from(self, folder: Path) -> Path | None:
        """The raw file that was read, by the talk's folder, if it is known and still there."""
        return _there(folder, self.raw)

    def talk_from(self, folder: Path) -> Path | None:
        """The talk file that it was given, if any, by the talk's folder; it may be gone."""
        return _way(folder, self.talk) if self.talk else None


def last_run(folder: Path) -> Made | None:
    """What the last run noted in a talk's folder; None if there was none."""
    try:
        told = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        summary = told["summary"]
        summary["counts"] = tuple((tuple(which), count) for which, count in summary["counts"])
        summary["rules"] = tuple((name, count) for name, count in summary["rules"])
        for name in ("breaches", "alarms", "unheeded"):
            summary[name] = tuple(summary.get(name, ()))
        questions = tuple(tuple(map(tuple, places)) for places in told.get("asked", ()))
        summary.setdefault("waiting", len(questions))
        held, files = (frozenset(told.get(name, ())) for name in ("held", "files"))
        plain = {name: told[name] for name in ("raw", "terms", "talk", "of") if name in told}
        return Made(
            told["stamp"], TalkSummary(**summary), questions, held=held, files=files, **plain
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def raw_of(folder: Path) -> Path | None:
    """The raw file that the last run of a talk read, by the talk's folder, if it is known and still there."""
    made = last_run(folder)
    return made.raw_from(folder) if made else None


def talk_of(folder: Path) -> Path | None:
    """The talk file that the last run of a talk was given, if any, by the talk's folder; it may be gone."""
    made = last_run(folder)
    return made.talk_from(folder) if made else None


def keep(folder: Path, made: Made) -> None:
    """Note what a run made, in the talk's folder. Raises OSError."""
    write(folder / STAMP, json.dumps(asdict(made), default=sorted))


def keep_failure(folder: Path, raw: Path, why: str) -> None:
    """Keep why a talk could not be cleaned, until it is. Raises OSError."""
    write(folder / FAILED, json.dumps({"failed": why, "raw": seen_from(folder, raw)}))


def failure(folder: Path) -> tuple[str, Path] | None:
    """Why a talk could not be cleaned when it was tried last, and its raw file; None if it was, or the file is gone."""
    try:
        told = json.loads((folder / FAILED).read_text(encoding="utf-8"))
        raw = _there(folder, told["raw"])
        return (str(told["failed"]), raw) if raw else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def forget_failure(folder: Path) -> None:
    """The talk is cleaned. Raises OSError."""
    (folder / FAILED).unlink(missing_ok=True)


@contextmanager
def reads_of(folder: Path, *, keep: bool = False) -> Iterator[None]:
    """Within it, the networks read only those windows that they did not read when the talk in `folder` was cleaned last;
    to `keep`, in place of those, what was asked for. It is only quicker so: what cannot be kept is read again."""
    from pipeline.language.encoder import made_by
    from pipeline.language.reads import Reads, reading

    path = folder / READS
    try:
        reads = Reads.of(path.read_bytes(), made_by())
    except OSError:
        reads = Reads()
    with reading(reads):
        yield
    if keep and not reads.is_as_kept:
        with suppress(OSError):
            write(path, reads.dump(made_by()))


def _there(folder: Path, seen: str) -> Path | None:
    path = _way(folder, seen)
    return path if seen and path.is_file() else None


def _way(folder: Path, seen: str) -> Path:
    return Path(os.path.normpath(folder / seen))


def seen_from(folder: Path, path: Path) -> str:
    """The way to a file from a talk's folder."""
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # on another drive
        return str(path.absolute())


def stamp_of(config: Config, terms: bytes, files: Iterable[Path | None]) -> str:
    """A hash of everything that decides the outputs of a talk: its own `files` (and which are not there), the settings, the
    `terms` of all dictionaries (`terms_hash`), the code and what it runs on."""
    settings = packages(), config.outputs, config.stages, config.apply
    digest = blake2s(repr(settings).encode() + terms + _code(), digest_size=16)
    for path in files:
        content = path.read_bytes() if path and path.is_file() else b""
        digest.update(blake2s(content, digest_size=16).digest())
    return digest.hexdigest()


@cache
def _code() -> bytes:
    """A hash of this package, as far as it makes results: what another version made is made again."""
    package = Path(__file__).parent
    files = sorted(path for path in package.rglob("*") if path.suffix != ".pyc")
    made_by = (path for path in files if path.relative_to(package).parts[0] not in ABOVE)
    contents = (path.read_bytes() for path in made_by if path.is_file())
    return b"".join(blake2s(content, digest_size=8).digest() for content in contents)
