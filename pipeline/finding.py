"""Which files are raw transcripts: those named, and those in folders, without what lies beside them.

What cannot be cleaned costs nothing but itself: it is told, and the others are found all the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from unicodedata import category, normalize

from pipeline.errors import BadInput
from pipeline.formats import beside, lone, readable

# What a run leaves in each folder of results, last: their content is no raw transcript.
STAMP = ".made.json"
# What it leaves beside those folders: the page of all talks.
OVERVIEW = "index.html"
# Forms in which Whisper writes one transcript side by side, the fullest first.
FULLEST = (".json", ".vtt", ".srt", ".tsv", ".txt")
# So many of what is left alone for one reason are named, the others counted.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Found:
    """The raw files that are there, one of each name; what was wanted and cannot be cleaned, and why; and what in the
    folders is left alone: files that no format reads and that do not lie beside transcripts either, links that are
    not followed, folders that may not be opened; and, of files that were named, those that are no transcripts and lie
    where others are, as where a shell wrote `talks/*` out.
    """

    files: tuple[Path, ...] = ()
    refused: tuple[BadInput, ...] = ()
    left: tuple[Path, ...] = ()

    @property
    def left_told(self) -> str:
        """What is left alone, and why, in a line; empty if there is nothing."""
        told = defaultdict[str, list[str]](list)
        for path in self.left:
            told[_why_left(path)].append(_written(path.name))
        return "; ".join(f"left alone, {why}: {_named(names)}" for why, names in told.items())


def search(
    paths: Iterable[Path],
    aside: Iterable[Path] = (),
    name_of: Callable[[Path], str] = lambda path: path.stem,
) -> Found:
    """The raw files that `paths` name, folders searched through, but for results and for what lies `aside` in them.

    Files of talks of one name would write into one folder, so none of them is taken.
    """
    asked, named, missing, left = [], [], [], []
    shut = {path.resolve() for path in aside}
    for path in paths:
        if path.is_dir():
            for file in _within(path, shut):
                if file.is_file() and readable(file):
                    asked.append(file)
                elif not (file.is_file() and beside(file)):
                    left.append(file)
        elif path.exists():
            named.append(path)
        else:
            missing.append(BadInput("there is no such file", file=_written(path)))
    taken, companions = _apart(named, {path.parent.resolve() for path in asked})
    asked, left = [*asked, *taken], [*left, *companions]
    missing += filter(None, map(lone, asked))
    asked = [path for path in asked if not lone(path)]
    wrong = {path: why for path in asked if (why := unfit(path, name_of(path)))}
    strange = [
        BadInput(why, file=_written(path), remedy="rename it") for path, why in wrong.items()
    ]
    by_name = _by_name((path for path in asked if path not in wrong), name_of)
    clashes = [clash for files in by_name.values() if files[1:] for clash in _clashes(files)]
    files = tuple(files[0] for files in by_name.values() if not files[1:])
    return Found(files, (*missing, *strange, *clashes), tuple(left))


def _within(folder: Path, shut: set[Path]) -> Iterator[Path]:
    """The files in a folder and those below it, in order, but for folders of results, what is hidden (a file manager's
    bin, a snapshot), and what is `shut`."""
    try:
        there = sorted(folder.iterdir())
    except OSError:
        yield folder  # it may not be looked into: it is left alone, and told
        return
    if folder / STAMP in there:
        return
    for path in (path for path in there if not path.name.startswith(".")):
        # A link to a folder is not followed: it may lead back.
        linked = path.is_symlink()
        if not linked and path.is_dir():
            yield from () if path.resolve() in shut else _within(path, shut)
        elif linked or path.resolve() not in shut:
            yield path


def _apart(named: Sequence[Path], folders: set[Path]) -> tuple[list[Path], list[Path]]:
    """Files that were named, and those of them that are no transcripts by their names, and lie where others that are were
    named, or where the `folders` are."""
    talks = {path.parent.resolve() for path in named if readable(path)} | folders
    left = [path for path in named if not readable(path) and path.parent.resolve() in talks]
    return [path for path in named if path not in left], left


def _why_left(path: Path) -> str:
    if path.is_file() and beside(path):
        return "as they lie beside transcripts"
    if path.is_file():
        return "as no format reads them (`mondegreen formats` lists those that are read)"
    if not path.is_symlink():
        return "as they may not be opened"
    if not path.exists():
        return "as these links lead nowhere"
    return "as links to folders are not followed (name them, or put the folders there themselves)"


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED:,} more" if names[NAMED:] else ""
    return ", ".join(names[:NAMED]) + more


def unfit(file: Path, name: str) -> str:
    """Why no folder of results can have the name of a file's talk; empty if one can."""
    if _text(str(file)) != str(file):
        return "its name is not in UTF-8"
    if any(map(_is_control, name)):
        return "its name has a control character, such as a line break"
    if name.casefold() == OVERVIEW:
        return f"its results would lie where the overview is written, {OVERVIEW}"
    return "its results would lie outside their folder" if name in (".", "..") else ""


def _written(path: Path | str) -> str:
    """A path as text that can be written, in a line, whatever bytes it is made of."""
    return "".join(ascii(sign)[1:-1] if _is_control(sign) else sign for sign in _text(str(path)))


def _text(path: str) -> str:
    """A path without the half letters that stand for bytes that are no text."""
    return path.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_control(sign: str) -> bool:
    return category(sign) == "Cc"


def _by_name(files: Iterable[Path], name_of: Callable[[Path], str]) -> dict[str, list[Path]]:
    """The files by their talks' names, each once, though it was named by several ways. Not every disk tells capitals
    apart, or one writing of an accent from another."""
    named: dict[str, dict[Path, Path]] = defaultdict(dict)
    for file in files:
        named[normalize("NFC", name_of(file)).casefold()].setdefault(file.resolve(), file)
    return {name: list(ways.values()) for name, ways in named.items()}


def _clashes(files: Sequence[Path]) -> Iterator[BadInput]:
    forms = {file.suffix.lower(): file for file in files if file.parent == files[0].parent}
    one_talk = len(forms) == len(files) and forms.keys() <= {*FULLEST}
    fullest = min(files, key=lambda file: FULLEST.index(file.suffix.lower())) if one_talk else None
    for file in files:
        yield shared_folder(file, [other for other in files if other is not file], fullest)


def shared_folder(file: Path, others: Sequence[Path], fullest: Path | None = None) -> BadInput:
    """Why a file cannot be cleaned that has the name of others. They may all be one talk, told best by the `fullest`."""
    told = ", ".join(map(str, others))
    apart = all(other.stem == file.stem and other.parent != file.parent for other in others)
    setting = 'write names = "path" into mondegreen.toml: talks are then named by folder and file'
    alone = "clean it by itself into another folder (--out)"
    if fullest:
        alone = (
            f"if they are one talk clean the fullest alone: mondegreen clean {quote(str(fullest))}"
        )
    return BadInput(
        f"its results would lie in one folder with those of {told}",
        file=str(file),
        remedy=f"rename one of them, or {setting if apart else alone}",
    )
