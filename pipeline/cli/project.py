"""What several commands need: the project's options, and finding a talk by its name."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from pipeline import record, verdicts
from pipeline.batch import RECORD, raw_files, read, verdict_file
from pipeline.config import PROJECT_FILE, Config, all_dictionaries, plain
from pipeline.errors import BadInput, there_are
from pipeline.formats import beside, readable
from pipeline.formats.encodings import decode
from pipeline.made import raw_of, talk_of
from pipeline.model import Transcript
from pipeline.run import Step, text_after
from pipeline.verdicts import Verdict
from pipeline.verdicts.sheet import current
from pipeline.writing import write

ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", help="The project file; ./mondegreen.toml if there is one."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for a script to read.")]
TalkArgument = Annotated[str, typer.Argument(help="A cleaned talk: its name, or its folder.")]
ToOption = Annotated[
    Path | None, typer.Option(help="The dictionary file; the project's own if not given.")
]
LeastOption = Annotated[
    float,
    typer.Option(min=0, max=1, help="Leave out suggestions that are less sure, as 0.3 is 30 %."),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write it into this file, as UTF-8, and print nothing."),
]
# Of 134 questions in a talk that were less sure than this, the first reading of 21 was said (docs/review.md).
LIGHT = 0.3
EveryOption = Annotated[
    bool, typer.Option("--all", help=f"List the questions of little weight, too (below {LIGHT}).")
]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Save without asking.")]
# More than these are better read by `dict check`.
WARNINGS = 20


def print_json(told: object) -> None:
    """Print something for a script to read."""
    typer.echo(json.dumps(told, ensure_ascii=False))


def hand_out(text: str, into: Path | None, config: Config) -> None:
    """Print a text, or write it into a file: what a shell makes of `>` may be UTF-16. Raises BadInput for a file that the
    project is made of."""
    if into is None:
        typer.echo(text, nl=False)
        return
    if any(_is_one(into, path) for path in _own_files(config)):
        raise BadInput(
            "the project is made of it: it would be lost", file=str(into), remedy="name another"
        )
    write(into, text)


def _is_one(one: Path, other: Path) -> bool:
    there = one.exists() and other.exists()
    return one.samefile(other) if there else one.resolve() == other.resolve()


def _own_files(config: Config) -> Iterator[Path]:
    """The files of people that a project has: its settings, dictionaries, decisions, and transcripts with what lies
    beside them."""
    yield from (config.file, *config.dictionaries, *all_dictionaries(config), *config.control)
    yield from config.verdicts.glob("*.jsonl")
    for folder in (config.raw, *config.control):
        yield from (path for path in folder.rglob("*") if readable(path) or beside(path))
    for name in cleaned_talks(config):  # files from elsewhere, too
        folder = config.clean / name
        yield from filter(None, (raw_of(folder), talk_of(folder)))


def counted(counts: dict[str, int]) -> str:
    """How many there are of each noun: "1 file, 2,813 terms"."""
    return ", ".join(f"{count:,} {noun}{'s' * (count != 1)}" for noun, count in counts.items())


def warn(problems: Iterable[str]) -> None:
    """Tell what speaks against something; of many, the first."""
    told = list(problems)
    for problem in told[:WARNINGS]:
        typer.secho(f"warning: {problem}", fg="yellow", err=True)
    if told[WARNINGS:]:
        more = f"and {len(told) - WARNINGS:,} more: see `mondegreen dict check`"
        typer.secho(more, fg="yellow", err=True)


def decoded(path: Path) -> str:
    """The text of a file that people hand in, whatever program wrote it. Raises BadInput naming the file."""
    try:
        return decode(path.read_bytes())
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror})", file=str(path)) from None
    except BadInput as error:
        raise error.within(str(path)) from None


@dataclass(frozen=True, slots=True)
class CleanTalk:
    """A talk that was cleaned before: its raw transcript and what every stage did."""

    folder: Path
    raw: Transcript
    steps: tuple[Step, ...]

    @property
    def clean(self) -> Transcript:
        """The transcript as the last stage left it."""
        return text_after(self.steps, self.raw)


def clean_talk(name: str, config: Config) -> CleanTalk:
    """The talk of that name in the project (or at that folder). Raises BadInput saying what to do."""
    folder = Path(name) if (Path(name) / RECORD).exists() else config.clean / name
    path = folder / RECORD
    if not path.exists():
        there = cleaned_talks(config)
        known = there_are(name, there) if there else "run `mondegreen clean`"
        raise BadInput(
            f"no cleaned talk {name!r} in {config.clean}",
            remedy=f"{known}; if it lies elsewhere, give its folder, or write into {PROJECT_FILE} where: "
            'clean = "clean"',
        )
    talk = plain(folder).name  # of the folder "." it is that of where one is
    source = _raw_of(folder, talk, config)
    raw = read(source, talk_of(folder), talk)
    return CleanTalk(folder, raw, tuple(record.remembered(raw, path, source)))


def decided(talk: CleanTalk, config: Config) -> Mapping[str, Verdict]:
    """What was decided until now about the edits of a talk, by their ids."""
    standing = verdicts.standing_in(verdict_file(config, talk.raw.name))
    return current(talk.raw, talk.steps, standing)


def _raw_of(folder: Path, talk: str, config: Config) -> Path:
    if raw := raw_of(folder):
        return raw
    for path in raw_files(config):
        if config.name_of(path) == talk:
            return path
    raise BadInput(
        f"the raw file of {talk!r} is no longer in {config.raw}",
        remedy=f"put it back, or delete {folder} if the talk is gone; what was decided is kept",
    )


def cleaned_talks(config: Config) -> list[str]:
    """The names of the project's talks that were cleaned."""
    return sorted(path.parent.name for path in config.clean.glob(f"*/{RECORD}"))
