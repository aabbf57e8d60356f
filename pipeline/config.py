"""The project file, `mondegreen.toml`: folders, stages with their settings, dictionaries, outputs.

Whatever it does not say is as in `default.toml`.
"""

import os
from dataclasses import dataclass, fields, replace
from functools import cache
from hashlib import blake2s
from pathlib import Path
from typing import Any

from pipeline import toml
from pipeline.dictionary import Dictionary, is_list, load, merge
from pipeline.errors import BadConfig, Unknown
from pipeline.formats import WRITERS
from pipeline.model import key
from pipeline.reading import text_in
from pipeline.run import MADE_FROM, Accept, Stage

PROJECT_FILE = "mondegreen.toml"
OWN = "dictionary.toml"
# What talks are named by: their files alone, or the folders below the raw folder, too.
NAMES = (FILE, PATH) = ("file", "path")
DEFAULTS = Path(__file__).parent / "default.toml"
# Of the dictionaries that ship those of what comes up in talks of any field.
ANY_FIELD = ("business",)

# What a setting of a stage may be.
KINDS = {bool: "true or false", int: "a whole number", float: "a number", str: "a text"}

Settings = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Config:
    """What a run needs to know. Hashable, so that a worker builds its stages once."""

    file: Path  # the project file, which may not be there
    raw: Path
    clean: Path
    verdicts: Path
    names: str  # one of NAMES
    control: tuple[Path, ...]
    dictionaries: tuple[Path, ...]
    shipped_dictionaries: bool
    without: tuple[str, ...]  # terms of those that ship that are left out
    outputs: tuple[str, ...]
    stages: tuple[tuple[str, Settings], ...]
    apply: tuple[tuple[str, float], ...]

    @property
    def own(self) -> Path:
        """The dictionary that entries are saved in: the last one that is no plain list."""
        return next(path for path in reversed(self.dictionaries) if not is_list(path))

    @property
    def aside(self) -> tuple[Path, ...]:
        """What may lie in the raw folder and is no raw transcript."""
        return (self.clean, self.verdicts, *self.dictionaries)

    def name_of(self, raw: Path) -> str:
        """The name of the talk that a raw file holds: its results and what is decided about it go by it."""
        ways = (Path.resolve, plain) if self.names == PATH else ()
        for way in ways:
            top, folder = way(self.raw), way(raw.parent)
            if folder.is_relative_to(top):
                return "-".join((*folder.relative_to(top).parts, raw.stem))
        return raw.stem

    def accept(self) -> Accept:
        """Which edits are made: those at least as sure as their stage's threshold."""
        return lambda edit: edit.confidence >= self.threshold(edit.stage)

    def threshold(self, stage: str) -> float:
        """The confidence from which on the edits of a stage are made."""
        return dict(self.apply).get(stage, MADE_FROM)


def plain(path: Path) -> Path:
    """A path as it is written in full, whatever is a link."""
    return Path(os.path.normpath(path.absolute()))


def load_config(path: Path | None = None) -> Config:
    """The project file at `path`, or the one in the current folder, or the defaults.

    Paths in it are relative to the file. Raises BadInput naming the file, BadConfig the key, too.
    """
    chosen = path or Path(PROJECT_FILE)
    own = _read(chosen) if path or chosen.exists() else {}
    return _config(own, chosen)


def shipped() -> tuple[Path, ...]:
    """The dictionaries that ship: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "dictionaries", package.parent / "dictionaries"):
        if found := sorted(folder.glob("*.toml")):
            return tuple(found)
    return ()


def of_all_talks(dictionary: Dictionary, file: Path) -> Dictionary:
    """A dictionary that ships, from its file, as one that is there for all talks of its field, or of any."""
    return dictionary.general(of_any_field=file.stem in ANY_FIELD)


def all_dictionaries(config: Config) -> tuple[Path, ...]:
    """The files a run reads, the general ones first; the project's own may not be there yet."""
    own = (path for path in config.dictionaries if path.exists() or path.name != OWN)
    return (*(shipped() if config.shipped_dictionaries else ()), *own)


def dictionary_of(config: Config) -> Dictionary:
    """The one dictionary that all files of the project make together, as they are now."""
    return _merged(_versions(config), config.without)


def terms_hash(config: Config) -> bytes:
    """A hash of that dictionary: another when a term is, not when a comment is or the order of entries."""
    return _hashed(_versions(config), config.without)


def stages_of(config: Config) -> tuple[Stage, ...]:
    """The stages with their settings, in order. Raises PipelineError for one that they refuse."""
    return _built(config, _versions(config))


def dictionaries_of(config: Config) -> tuple[list[Dictionary], list[Dictionary]]:
    """The dictionaries that ship, as far as the project uses them, and the project's own."""
    general, every = shipped(), by_file(config)
    return (
        [dictionary for path, dictionary in every.items() if path in general],
        [dictionary for path, dictionary in every.items() if path not in general],
    )


def by_file(config: Config) -> dict[Path, Dictionary]:
    """What each file that a run reads holds for it, the general ones first."""
    return {one[0]: _used(*one, config.without) for one in _versions(config)}


def not_shipped(config: Config) -> list[str]:
    """The names that the project leaves out, though no dictionary that ships has them."""
    known = {key(term.name) for path in shipped() for term in load(path).terms}
    return [name for name in config.without if key(name) not in known]


def with_dictionary(config: Config, dictionary: Dictionary) -> tuple[Stage, ...]:
    """The stages as configured, but with another dictionary: to see what an entry changes."""
    return tuple(_knowing(stage, dictionary) for stage in stages_of(config))


def settings_of(stage: Stage) -> dict[str, Any]:
    """The settings a stage has, with the values they stand at."""
    names = [field.name for field in fields(stage) if field.name != "dictionary"]
    return {name: getattr(stage, name) for name in names}


def _knowing(stage: Stage, dictionary: Dictionary) -> Stage:
    """The stage with a dictionary, if it has any use for one."""
    return replace(stage, dictionary=dictionary) if hasattr(stage, "dictionary") else stage


def _versions(config: Config) -> tuple[tuple[Path, int], ...]:
    """The dictionary files with the time each was written: one that changes is read again."""
    paths = all_dictionaries(config)
    return tuple((path, path.stat().st_mtime_ns if path.exists() else 0) for path in paths)


@cache
def _loaded(path: Path, version: int) -> Dictionary:
    del version  # tells a file that was written since from the one that was read
    return load(path)


@cache
def _merged(versions: tuple[tuple[Path, int], ...], without: tuple[str, ...]) -> Dictionary:
    return merge(_used(*one, without) for one in versions)


@cache
def _hashed(versions: tuple[tuple[Path, int], ...], without: tuple[str, ...]) -> bytes:
    return blake2s(repr(_merged(versions, without).terms).encode()).digest()


def _used(path: Path, version: int, without: tuple[str, ...]) -> Dictionary:
    dictionary = _loaded(path, version)
    if path not in shipped():
        return dictionary
    return of_all_talks(dictionary.without_all(without), path)


@cache
def _built(config: Config, versions: tuple[tuple[Path, int], ...]) -> tuple[Stage, ...]:
    from pipeline.stages import STAGES

    dictionary = _merged(versions, config.without)
    return tuple(
        _knowing(replace(STAGES[name](), **dict(settings)), dictionary)
        for name, settings in config.stages
    )


def _read(path: Path) -> dict[str, Any]:
    return toml.parsed(text_in(path), str(path))


def _config(own: dict[str, Any], path: Path) -> Config:
    # The stages bring numpy with them: not for `--help`.
    from pipeline.stages import STAGES

    defaults = _read(DEFAULTS)
    table, known = {**defaults, **own}, {*defaults, *STAGES}
    if unknown := sorted({*table} - known):
        raise BadConfig(
            f"unknown key {unknown[0]!r}",
            file=str(path),
            remedy=f"the keys are {', '.join(sorted(known))}",
        )

    def texts(name: str) -> tuple[str, ...]:
        """The texts listed under a key."""
        return toml.texts(name, table[name], str(path))

    def folder(name: str) -> Path:
        """The folder that a key names."""
        return Path(root, toml.text(name, table[name], str(path)))

    def must(fits: bool, name: str, what: str) -> None:
        """What stands under a key is to fit."""
        if not fits:
            raise BadConfig(f"{name} must be {what}", file=str(path))

    for name in ("apply", *STAGES):
        must(isinstance(table.get(name, {}), dict), name, f"a table: [{name}]")
    settings = {
        name: _settings(table.get(name, {}), stage(), str(path)) for name, stage in STAGES.items()
    }
    shipping, least = table["shipped_dictionaries"], table["apply"]
    must(table["names"] in NAMES, "names", " or ".join(f'"{name}"' for name in NAMES))
    must(isinstance(shipping, bool), "shipped_dictionaries", "true or false")
    root, order, outputs = path.parent, texts("stages"), texts("outputs")
    wanted = (("stage", [*order, *least], [*STAGES]), ("format to write", outputs, [*WRITERS]))
    for kind, names, choices in wanted:
        if wrong := [name for name in names if name not in choices]:
            raise BadConfig(str(Unknown(kind, wrong[0], choices)), file=str(path))
    # Its pages and the ids of its edits go by its name.
    must(len({*order}) == len(order), "stages", "a list that has each stage once")
    for name, value in least.items():
        fits = type(value) in (int, float) and 0 <= value <= 1
        must(fits, f"[apply] {name}", "a number from 0 to 1")
    return Config(
        file=path,
        raw=folder("raw"),
        clean=folder("clean"),
        verdicts=folder("verdicts"),
        names=table["names"],
        control=tuple(root / name for name in texts("control")),
        dictionaries=_with_own([root / name for name in texts("dictionaries")], root),
        shipped_dictionaries=shipping,
        without=texts("without"),
        outputs=outputs,
        stages=tuple((name, settings[name]) for name in order),
        apply=tuple({**defaults["apply"], **least}.items()),
    )


def _with_own(dictionaries: list[Path], root: Path) -> tuple[Path, ...]:
    """The dictionaries, and one to keep entries in: a plain list cannot."""
    keeps = any(not is_list(path) for path in dictionaries)
    return (*dictionaries, *(() if keeps else (root / OWN,)))


def _settings(table: dict[str, object], stage: Stage, file: str) -> Settings:
    """What a table says of the settings of a stage. Raises BadConfig for one that there is not, or of another kind than
    it is by default."""
    known = settings_of(stage)
    for name, value in table.items():
        if name not in known:
            raise BadConfig(
                f"[{stage.name}] has no setting {name!r}",
                file=file,
                remedy=f"the settings are {', '.join(sorted(known)) or 'none'}",
            )
        kind, given = type(known[name]), type(value)
        if given is not kind and (given, kind) != (int, float):
            raise BadConfig(f"[{stage.name}] {name} must be {KINDS[kind]}", file=file)
    return tuple(table.items())
