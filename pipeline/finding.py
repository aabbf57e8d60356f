"""Which files are raw transcripts: those named, and those in folders, without what lies beside them.

What cannot be cleaned costs nothing but itself: it is told, and the others are found all the same.
"""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BadInput
from pipeline.formats import beside, readable

# What a run leaves in each folder of results, last: their content is no raw transcript.
STAMP = ".made.json"
# So many of the files left alone are named, the others counted.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Found:
    """The raw files that are there, one of each name; what was wanted and cannot be cleaned, and why; and the files
    in the folders that no format reads (or that lead nowhere), and that do not lie beside transcripts either.
    """

    files: tuple[Path, ...] = ()
    refused: tuple[BadInput, ...] = ()
    left: tuple[Path, ...] = ()

    @property
    def left_told(self) -> str:
        """The files left alone, in a line; empty if there are none."""
        named = ", ".join(map(_told, self.left[:NAMED]))
        more = f" and {len(self.left) - NAMED} more" if self.left[NAMED:] else ""
        return f"left alone, as no format reads them: {named}{more}" if named else ""


def search(paths: Iterable[Path], aside: Iterable[Path] = ()) -> Found:
    """The raw files that `paths` name, folders searched through, but for results and for what lies `aside` in them.

    Files of one name would write into one folder, so none of them is taken.
    """
    asked, missing, left = [], [], []
    shut = {path.resolve() for path in aside}
    for path in paths:
        if path.is_dir():
            there = list(_within(path, shut))
            asked += [file for file in there if file.is_file() and readable(file)]
            left += [
                file for file in there if not file.is_file() or not (readable(file) or beside(file))
            ]
        elif path.exists():
            asked.append(path)
        else:
            missing.append(BadInput("there is no such file", file=_written(path)))
    strange = [_misnamed(path) for path in asked if _written(path) != str(path)]
    named = _by_name(path for path in asked if _written(path) == str(path))
    clashes = [clash for files in named.values() if files[1:] for clash in _clashes(files)]
    files = tuple(files[0] for files in named.values() if not files[1:])
    return Found(files, (*missing, *strange, *clashes), tuple(left))


def _within(folder: Path, shut: set[Path]) -> Iterator[Path]:
    """The files in a folder and those below it, in order, but for folders of results, and for what is `shut`."""
    try:
        there = sorted(folder.iterdir())
    except OSError:
        yield folder  # it may not be looked into: it is left alone, and told
        return
    if folder / STAMP in there:
        return
    for path in there:
        # A link to a folder is not followed: it may lead back.
        linked = path.is_symlink()
        if not linked and path.is_dir():
            yield from () if path.resolve() in shut else _within(path, shut)
        elif linked or path.resolve() not in shut:
            yield path


def _told(path: Path) -> str:
    if path.is_file():
        return _written(path.name)
    kind = "a link to nothing" if not path.exists() else "a link to a folder"
    return f"{_written(path.name)} ({kind if path.is_symlink() else 'a folder that may not be opened'})"


def _written(path: Path | str) -> str:
    """A path as text that can be written, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "replace")


def _misnamed(file: Path) -> BadInput:
    return BadInput("its name is not in UTF-8", file=_written(file), remedy="rename it")


def _by_name(files: Iterable[Path]) -> dict[str, list[Path]]:
    """The files by their talks' names, each once, though it was named by several ways."""
    named: dict[str, dict[Path, Path]] = defaultdict(dict)
    for file in files:
        named[file.stem].setdefault(file.resolve(), file)
    return {name: list(ways.values()) for name, ways in named.items()}


def _clashes(files: Sequence[Path]) -> Iterator[BadInput]:
    for file in files:
        yield shared_folder(file, [other for other in files if other is not file])


def shared_folder(file: Path, others: Sequence[Path]) -> BadInput:
    """Why a file cannot be cleaned that has the name of others."""
    told = ", ".join(map(str, others))
    return BadInput(
        f"its results would lie in one folder with those of {told}",
        file=str(file),
        remedy="rename one of them, or clean it by itself into another folder (--out)",
    )
