"""Heavy work in processes of its own: one tries dictionary entries, another cleans talks again.

The page stays quick while talks are recomputed, an entry is tried while others are cleaned, and each
process loads its models once.
"""

import os
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import partial
from typing import ParamSpec, TypeVar

from pipeline.batch import Job, Outcome, outcome
from pipeline.config import Config
from pipeline.dictionary import Term
from pipeline.edits import Edit
from pipeline.errors import BadInput
from pipeline.overview import renew_summary
from pipeline.processes import Process
from pipeline.review import laying, trying
from pipeline.review.kept import Kept, Source, keep
from pipeline.review.trying import Tried
from pipeline.verdicts import Verdict

Given = ParamSpec("Given")
Gives = TypeVar("Gives")


class Work:
    """Two worker processes, each started at its first job, and what they have in hand."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._trying, self._cleaning = Worker(), Worker(behind=True)
        self._queue: dict[str, Job] = {}
        self._running = ""
        self._failed: dict[str, str] = {}
        self._ahead: list[tuple[Config, Source]] = []
        self._foreseen: Future[None] = Future()

    # ---- cleaning ----------------------------------------------------------------------------

    def clean(self, jobs: Iterable[Job]) -> None:
        """Clean talks again, in this order, in the background; those asked for last come first."""
        with self._lock:
            asked = {job.name: job for job in jobs}
            for name in asked:
                self._failed.pop(name, None)
            rest = {name: job for name, job in self._queue.items() if name not in asked}
            self._queue = {**asked, **rest}
            self._next()

    def _next(self) -> None:
        if self._running or not self._queue:
            return
        self._running = next(iter(self._queue))
        job = self._queue.pop(self._running)
        future = self._cleaning.start(outcome if self._queue else _cleaned_last, job)
        future.add_done_callback(self._cleaned)

    def _cleaned(self, future: "Future[Outcome]") -> None:
        with self._lock:
            name, self._running = self._running, ""
            if future.cancelled():
                return
            error = future.exception()
            self._failed[name] = str(error) if error else future.result().failed
            self._next()

    def busy(self) -> list[str]:
        """The talks that are being cleaned, or wait for it."""
        with self._lock:
            return [name for name in dict.fromkeys((self._running, *self._queue)) if name]

    def failed(self, name: str) -> str:
        """Why the last cleaning of a talk failed; empty if it did not."""
        return self._failed.get(name, "")

    # ---- entries -----------------------------------------------------------------------------

    def tried(
        self,
        config: Config,
        entry: Term,
        here: Source,
        others: Sequence[Source],
        control: Sequence[Source],
    ) -> Tried:
        """What an entry changes, and what speaks against it. Raises BadInput if it cannot be told."""
        return self._trying.result(_knowing, trying.tried, config, entry, here, others, control)

    def laid(
        self,
        config: Config,
        entries: Sequence[Term],
        source: Source,
        standing: Sequence[Verdict],
    ) -> list[tuple[Edit, bool]]:
        """The record of a talk with more entries, from what its last run left.

        Raises BadInput or EditConflict if that cannot be told.
        """
        return self._trying.result(_knowing, laying.laid, config, entries, source, standing)

    def touched(self, config: Config, entry: Term, others: Sequence[Source]) -> list[str]:
        """The talks in which a form of an entry is written. Raises BadInput."""
        return self._trying.result(_knowing, trying.touched, config, entry, others)

    def read_ahead(self, config: Config, sources: Iterable[Source]) -> None:
        """Read all talks in the background, so that the places of an entry are found.

        One after the other: whoever tries an entry meanwhile waits for one talk at most.
        """
        with self._lock:
            self._ahead += [(config, source) for source in sources]
        self._trying.start(trying.warm, config).add_done_callback(self._read_next)

    def _read_next(self, done: "Future[None]") -> None:
        if done.cancelled():
            return
        with self._lock:
            if self._ahead:
                self._trying.start(_keep, *self._ahead.pop(0)).add_done_callback(self._read_next)

    def foresee(self, config: Config, source: Source) -> None:
        """Read in the background what the first trial in a talk would have to, if the worker runs. A talk that was foreseen
        before, and is not begun, is given up."""
        with self._lock:
            if self._trying.is_running():
                self._foreseen.cancel()
                self._foreseen = self._trying.start(_knowing, trying.foresee, config, source)

    def is_reading(self) -> bool:
        """Whether talks are still to be read."""
        return bool(self._ahead)

    def close(self) -> None:
        """Let the workers go; what they have not done is not done."""
        with self._lock:
            self._queue, self._ahead = {}, []
            for worker in (self._trying, self._cleaning):
                worker.close()


class Worker:
    """A process that does one thing after another; one that stays `behind` lets others go first.

    A thread of ours hands it one piece of work at a time: while a process dies, its executor tells of that
    with its lock held, and from there nothing more could be handed to it.
    """

    def __init__(self, *, behind: bool = False) -> None:
        self._behind = behind
        self._lock = threading.Lock()
        self._closed = False
        self._line: ThreadPoolExecutor | None = None
        self._process: Process | None = None

    def start(
        self, work: Callable[Given, Gives], *args: Given.args, **more: Given.kwargs
    ) -> "Future[Gives]":
        """Do a piece of work; a process that was killed is started again, once. Raises BadInput after
        `close`, and so does the work if its process is killed again."""
        with self._lock:
            if self._closed:
                raise BadInput("the review is closing")
            self._line = self._line or ThreadPoolExecutor(1)
            return self._line.submit(self._done, partial(work, *args, **more))

    def result(
        self, work: Callable[Given, Gives], *args: Given.args, **more: Given.kwargs
    ) -> Gives:
        """Do a piece of work and wait for it."""
        return self.start(work, *args, **more).result()

    def is_running(self) -> bool:
        """Whether anything was started."""
        return self._line is not None

    def close(self) -> None:
        """Let the process go, whatever it is at."""
        with self._lock:
            self._closed = True
            if self._line:
                self._line.shutdown(wait=False, cancel_futures=True)
            if self._process:
                self._process.stop()

    def _done(self, work: Callable[[], Gives]) -> Gives:
        for _ in range(2):
            with suppress(BrokenProcessPool):
                return self._handed(work).result()
            self._process = None
        raise BadInput(
            "the process that works on it was stopped from outside",
            remedy="try again; if it is stopped again, memory may be short",
        )

    def _handed(self, work: Callable[[], Gives]) -> "Future[Gives]":
        with self._lock:
            if self._closed:
                raise BadInput("the review is closing")
            self._process = self._process or Process(partial(_begin, self._behind))
            return self._process.submit(work)


def _cleaned_last(job: Job) -> Outcome:
    """Clean the last talk that waits for it; the overview of all tells then what was decided, too."""
    done = outcome(job)
    renew_summary(job.config)
    return done


def _begin(behind: bool) -> None:
    if behind and hasattr(os, "nice"):  # not on Windows
        os.nice(10)


# The talks that the worker has read, by their names.
_kept: dict[str, Kept] = {}


def _knowing(work: Callable[..., Gives], *args: object) -> Gives:
    """The result of a piece of work that is given the talks that were read as its last argument."""
    return work(*args, _kept)


def _keep(config: Config, source: Source) -> None:
    keep(config, source, _kept)  # which is nothing to be sent
