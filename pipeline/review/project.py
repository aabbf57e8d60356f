"""The project under review: its talks, their desks, and the files decisions are kept in."""

import gc
import secrets
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pipeline import record, verdicts
from pipeline.batch import (
    RECORD,
    SUSPECTS,
    Job,
    raw_files,
    read,
    remembered,
    verdict_file,
)
from pipeline.config import Config, terms_hash
from pipeline.dictionary import Term
from pipeline.edits import Edit
from pipeline.errors import BadInput, PipelineError, there_are
from pipeline.finding import STAMP, search
from pipeline.made import Made, seen_from, talk_of
from pipeline.model import Transcript
from pipeline.reports import TalkSummary
from pipeline.review import render
from pipeline.review.desk import Desk
from pipeline.review.drawn import Changed
from pipeline.review.kept import Seen, Source, Version, seen_of, version_of
from pipeline.run import Step
from pipeline.suspects import Listed, load
from pipeline.talks import talk_file
from pipeline.verdicts import Verdict

# Desks kept ready; an hour of talk is about 15 MB of them.
DESKS = 12


@dataclass
class Open:
    """A talk that is open: its desk, which files it was made of, and what changed since then."""

    desk: Desk
    version: Version
    seen: Seen = (0, 0)  # of the talk's file of decisions, when it was read last
    notes: list[str] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    entries: tuple[Term, ...] = ()  # that took effect here and are not yet in the files
    laid: bool = False  # whether it reads by other entries than the files were made with
    # What a page was drawn of: of a desk opened anew, also of the same files, it knows no changes.
    edition: str = field(default_factory=partial(secrets.token_hex, 8))
    _counted: tuple[int, tuple[int, int]] = (-1, (0, 0))  # at which `seq`, and what

    @property
    def seq(self) -> int:
        """How many times something was decided since the talk was opened."""
        return len(self.changes)

    def counts(self) -> tuple[int, int]:
        """How many questions wait, and how many are decided."""
        if self._counted[0] != self.seq:
            told = self.desk.counts()
            waiting = told["waiting"]
            self._counted = self.seq, (waiting, told.total() - waiting - told["made"])
        return self._counted[1]

    def since(self, seq: int) -> Changed:
        """What was touched after the `seq`-th time."""
        late = self.changes[seq:]
        return Changed(
            frozenset().union(*(change.items for change in late)),
            frozenset().union(*(change.blocks for change in late)),
            frozenset().union(*(change.names for change in late)),
        )


History = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Taught:
    """An entry that was saved from a talk: the one of its name before and after, and how many actions of the talk
    counted then."""

    before: Term | None
    after: Term
    acts: int


@dataclass(frozen=True, slots=True)
class Row:
    """A talk in the overview: its last run, and how many of its questions wait or are decided: as its desk tells, if
    the talk is open, else of those that the run asked."""

    name: str
    summary: TalkSummary | None
    waiting: int
    decided: int

    @property
    def title(self) -> str:
        """What the talk is called."""
        return (self.summary and self.summary.title) or self.name

    @property
    def by_stage(self) -> list[tuple[str, int]]:
        """How many edits each stage made."""
        made: dict[str, int] = {}
        for (stage, _, was_made), count in self.summary.counts if self.summary else ():
            made[stage] = made.get(stage, 0) + count * was_made
        return list(made.items())


class Project:
    """Everything that may be reviewed. Safe to use from several threads."""

    def __init__(self, config: Config, who: str) -> None:
        self.config = config
        self.who = who
        # Whether a talk is still being cleaned: until then what was laid over its last run stands.
        self.is_settling: Callable[[str], bool] = lambda _: False
        # What was saved from each talk, the last one last, while this lasts.
        self.taught: defaultdict[str, list[Taught]] = defaultdict(list)
        # What of it was taken back, and what could be undone and made again just then.
        self.untaught: defaultdict[str, list[tuple[Term, History]]] = defaultdict(list)
        self.lock = threading.RLock()
        self._raw: dict[str, Path] = {}
        self._open: OrderedDict[str, Open] = OrderedDict()
        self._opening: dict[str, threading.Lock] = {}
        self._keeping = threading.Lock()  # while `_open` changes
        self._decided: dict[str, tuple[Seen, dict[str, str]]] = {}
        self._runs: dict[str, tuple[Version, Made | None]] = {}

    # ---- talks -------------------------------------------------------------------------------

    def talks(self) -> dict[str, Path]:
        """The raw files of the project by the names of their talks, looked for anew: among thousands that takes a while."""
        self._raw = {self.config.name_of(path): path for path in raw_files(self.config)}
        return self._raw

    def known(self) -> dict[str, Path]:
        """The same, as they were found last."""
        return self._raw or self.talks()

    def raw(self, name: str) -> Path:
        """The raw file of a talk. Raises BadInput if there is none of that name."""
        if name not in self._raw and name not in self.talks():
            raise BadInput(f"there is no talk {name!r}", remedy=there_are(name, [*self._raw]))
        return self._raw[name]

    def record(self, name: str) -> bytes:
        """The record of a talk's last run as it lies on the disk; nothing if there is none."""
        path = self.job(name).folder / RECORD
        return path.read_bytes() if path.exists() else b""

    def suspects(self, name: str) -> list[Listed]:
        """What the talk's last run listed as suspect. Raises BadInput if its list is damaged."""
        path = self.job(name).folder / SUSPECTS
        return load(path) if path.exists() else []

    def job(self, name: str) -> Job:
        """The work of cleaning a talk, with the talk file that it was cleaned with."""
        given = talk_of(self.config.clean / name)
        return Job(self.raw(name), self.config, given)

    def source(self, name: str) -> Source:
        """Where a talk lies."""
        raw = self.raw(name)
        decided = verdict_file(self.config, name)
        return Source(name, raw, self.config.clean / name / RECORD, decided)

    def others(self, name: str) -> list[Source]:
        """Where all talks lie but the one named."""
        return [self.source(other) for other in self.known() if other != name]

    def control(self) -> list[Source]:
        """Where the clean control text lies, if the project names some."""
        there = [path for path in self.config.control if path.exists()]
        root = self.config.file.parent
        return [Source(seen_from(root, path), path) for path in search(there, (), str).files]

    def rows(self) -> list[Row]:
        """All talks, with what waits in each."""
        return [self.row(name) for name in self.talks()]

    def older(self) -> int:
        """How many talks were cleaned by other terms than the dictionaries have now, as far as that is known."""
        with suppress(PipelineError, OSError):
            now = terms_hash(self.config).hex()
            talks = map(self._made, self.known())
            return sum(made is not None and made.terms not in ("", now) for made in talks)
        return 0

    def row(self, name: str) -> Row:
        """A talk, with what waits in it."""
        made = self._made(name)
        if made is None:
            return Row(name, None, 0, 0)
        opened, seen = self._open.get(name), seen_of(verdict_file(self.config, name))
        if opened and (opened.version, opened.seen) == (self._version(name), seen):
            return Row(name, made.summary, *opened.counts())
        own = self._decisions(name)
        of = {edit: own[line] for edit, line in made.of.items() if line in own} | own
        decided = sum(verdicts.is_decided(question, made.held, of) for question in made.asked)
        return Row(name, made.summary, len(made.asked) - decided, decided)

    def _made(self, name: str) -> Made | None:
        """What is known of a talk's last run."""
        folder = self.config.clean / name
        version = version_of(self.raw(name), folder / RECORD, folder / STAMP)
        if self._runs.get(name, ((), None))[0] != version:
            with suppress(PipelineError, OSError):
                self._runs[name] = version, remembered(self.job(name))
        return self._runs.get(name, ((), None))[1]

    def _decisions(self, name: str) -> dict[str, str]:
        """What is decided, by the ids of the edits it is about."""
        path = verdict_file(self.config, name)
        seen = seen_of(path)
        if name not in self._decided or self._decided[name][0] != seen:
            standing = verdicts.standing_in(path)
            over = verdicts.written_over(standing)
            told = {v.id: v.verdict for v in standing if id(v) not in over}
            self._decided[name] = seen, told
        return self._decided[name][1]

    # ---- desks -------------------------------------------------------------------------------

    def open(self, name: str) -> Open:
        """The talk's desk, up to date with its files. Raises BadInput saying what to do."""
        with self.lock:
            opened = self._ready(name)
            self._keep(name, opened)
            self._catch_up(name, opened)
            return opened

    def prepare(self, name: str, *, draw: bool = True) -> bool:
        """Open a talk, and draw it, before somebody asks for it; decisions elsewhere do not wait. Whether it can be
        opened."""
        with suppress(PipelineError, OSError):
            self._ready(name, draw=draw)
            return True
        return False

    def _ready(self, name: str, *, draw: bool = False) -> Open:
        path = self.job(name).folder / RECORD
        with self._opening.setdefault(name, threading.Lock()):
            version = self._version(name)
            if not path.exists():
                raise BadInput(f"{name} is not cleaned yet", remedy="run `mondegreen clean`")
            opened = self._open.get(name)
            laid = bool(opened and opened.laid and self.is_settling(name))
            if opened is None or (opened.version != version and not laid):
                with _no_collection():
                    opened = self._opened(name, path, version)
                    if draw:
                        render.page(opened.desk)
                self._keep(name, opened)
            return opened

    def _keep(self, name: str, opened: Open) -> None:
        """Keep a talk open as the one last used, and put away the one used least of late. Nothing is waited for
        meanwhile: whoever opens a talk may hold the other lock, and whoever opens one ahead does not."""
        with self._keeping:
            self._open[name] = opened
            self._open.move_to_end(name)
            while len(self._open) > DESKS:
                self._open.popitem(last=False)

    def _version(self, name: str) -> Version:
        """What is seen of the files that a talk's desk is made of."""
        raw = self.raw(name)
        told = talk_file(raw)  # its title, its recording
        return version_of(raw, self.job(name).folder / RECORD, told)

    def lay(self, name: str, entries: Sequence[Term], made: Iterable[tuple[Edit, bool]]) -> None:
        """Let a talk read as with `entries`, by another record than the one on the disk, until it is
        cleaned again."""
        with self.lock:
            opened = self.open(name)
            raw = opened.desk.raw
            desk = self._desk(raw, record.replay(raw, made), opened.desk.lines)
            laid = Open(desk, opened.version, entries=tuple(entries), laid=True)
            self._keep(name, laid)
            self._catch_up(name, laid)

    def opened(self) -> list[str]:
        """The talks that are open, the one last used first."""
        with self._keeping:
            return list(reversed(self._open))

    def _opened(self, name: str, path: Path, version: Version) -> Open:
        try:
            raw = read(self.raw(name), self.job(name).talk)
        except FileNotFoundError:
            raise BadInput(
                "the raw file is gone",
                file=str(self.raw(name)),
                remedy="put it back; what was decided is kept",
            ) from None
        steps = record.remembered(raw, path, self.raw(name))
        decided = verdict_file(self.config, name)
        lines = verdicts.load(decided)[0] if any(seen_of(decided)) else []
        return Open(self._desk(raw, steps, lines), version)

    def _desk(self, raw: Transcript, steps: Iterable[Step], lines: Iterable[Verdict]) -> Desk:
        stages = [name for name, _ in self.config.stages]
        return Desk(raw, [*steps], lines, self.config.accept(), stages)

    def _catch_up(self, name: str, opened: Open) -> None:
        """Take in what another window's server, a terminal or git wrote into the talk's file."""
        path = verdict_file(self.config, name)
        seen = seen_of(path)
        if seen == opened.seen:
            return
        lines, opened.notes = verdicts.load(path)
        known = opened.desk.lines
        if lines[: len(known)] != known:
            opened.desk.lines = []
            known = []
        opened.changes.append(opened.desk.read(lines[len(known) :]))
        opened.seen = seen

    # ---- decisions ---------------------------------------------------------------------------

    def save(self, name: str, lines: Sequence[Verdict], who: str, act: str = "") -> Changed:
        """Keep decisions: on the disk first, then on the desk."""
        with self.lock:
            opened = self.open(name)
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            act = act or secrets.token_hex(4)
            known = opened.desk.lines
            told = verdicts.signed(lines, known, who=who or self.who, now=now, act=act)
            path = verdict_file(self.config, name)
            size = opened.seen[0] + verdicts.append(path, told)
            changed, seen = opened.desk.read(told), seen_of(path)
            # What another program wrote meanwhile is taken in when the talk is opened next.
            opened.seen = seen if seen[0] == size else (0, 0)
            opened.changes.append(changed)
            return changed

    def undo(self, name: str, who: str, *, again: bool = False) -> list[str]:
        """Take back the last action of a talk (or make it `again`); the talks that it touched."""
        with self.lock:
            desk = self.open(name).desk
            act = desk.next_redo() if again else desk.next_undo()
            if not act:
                return []
            touched = [name]
            if act.startswith(BATCH):
                touched = [other for other in self.known() if self._has(other, act)]
            for other in touched:
                self.save(other, [Verdict(act, "redo" if again else "undo")], who)
            return touched

    def _has(self, name: str, act: str) -> bool:
        path = verdict_file(self.config, name)
        return path.exists() and f'"act": "{act}"' in path.read_text(
            encoding="utf-8", errors="replace"
        )

    def save_all(self, lines: Iterable[tuple[str, Sequence[Verdict]]], who: str) -> None:
        """Keep one action that touches several talks: undone in one of them, it is undone in all."""
        act = BATCH + secrets.token_hex(4)
        for name, told in lines:
            self.save(name, told, who, act)


# How the name of an action opens that may have written into several talks.
BATCH = "all-"


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without garbage collection: with half a million new objects, all of them kept, it is a third of the wait."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
