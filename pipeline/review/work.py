"""Heavy work in a process of its own: cleaning talks again, trying dictionary entries.

The page stays quick while a talk is recomputed, and the models are loaded once.
"""

import threading
from collections.abc import Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from pathlib import Path

from pipeline import config as project
from pipeline.batch import Job, Outcome, outcome, read
from pipeline.config import Config
from pipeline.dictionary import Dictionary, Term, check, merge
from pipeline.edits import Edit
from pipeline.language.counts import common, pair_count
from pipeline.matching.forms import forms
from pipeline.model import Talk, Transcript, key
from pipeline.stages import STAGES

Text = tuple[str, tuple[int, ...]]
# Pairs of words counted more often than this in a trillion words of English are everyday ones.
OFTEN_SAID = 1_000_000


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying an entry: edits, the forms it is written in, and what speaks against it."""

    edits: tuple[Edit, ...]
    forms: tuple[tuple[str, ...], ...]
    warnings: list[str]


class Work:
    """A worker process, started at its first job, and what it has in hand."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._cleaning: dict[str, Future[Outcome]] = {}
        self._failed: dict[str, str] = {}
        self._given = ""
        # The words of talks without case and punctuation, and when each is said (milliseconds).
        self.texts: dict[str, Text] = {}

    def clean(self, jobs: Iterable[Job]) -> None:
        """Clean talks again, in this order, in the background."""
        with self._lock:
            for job in jobs:
                self._failed.pop(job.name, None)
                self._cleaning[job.name] = self._worker().submit(outcome, job)

    def busy(self) -> list[str]:
        """The talks that are being cleaned, or wait for it."""
        with self._lock:
            for name, future in list(self._cleaning.items()):
                if future.done():
                    del self._cleaning[name]
                    error = future.exception()
                    self._failed[name] = str(error) if error else future.result().failed
            return list(self._cleaning)

    def failed(self, name: str) -> str:
        """Why the last cleaning of a talk failed; empty if it did not."""
        self.busy()
        return self._failed.get(name, "")

    def try_entry(
        self, config: Config, entry: Term, name: str = "", transcript: Transcript | None = None
    ) -> "Tried":
        """What the terms stage would do to a transcript with this entry alone, and what speaks
        against the entry. A transcript of one `name` travels once."""
        with self._lock:
            given = None if name == self._given else transcript
            self._given = name or self._given
            future = self._worker().submit(_try_entry, config, entry, name, given)
        return future.result()

    def read_ahead(self, raws: dict[str, Path]) -> None:
        """Read the words of all talks in the background, so that an entry's places are found."""
        with self._lock:
            for name, path in raws.items():
                self._worker().submit(_text, path).add_done_callback(partial(self._read, name))

    def _read(self, name: str, future: "Future[Text]") -> None:
        if not future.cancelled() and not future.exception():
            self.texts[name] = future.result()

    def close(self) -> None:
        """Let the worker go; what it has not begun is not done."""
        with self._lock:
            if self._pool:
                self._pool.shutdown(wait=False, cancel_futures=True)

    def _worker(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        return self._pool


# The transcript that the worker tries entries on, by its name.
_given: dict[str, Transcript] = {}


def _try_entry(config: Config, entry: Term, name: str, given: Transcript | None) -> Tried:
    if given:
        _given.clear()
        # Without what is known of the talk: its own vocabulary is not what is tried.
        _given[name] = replace(given, talk=Talk())
    whole = merge([project.dictionary_of(config), Dictionary((entry,))])
    problems = [text for text in check(whole, common) if f"[{entry.name}]" in text]
    written = {form.words for form in forms(Dictionary((entry,))) if form.how != "name"}
    problems += [problem for form, _ in entry.readings() if (problem := _ordinary(form))]
    settings = dict(dict(config.stages).get("terms", ()))
    stage = STAGES["terms"](**settings, dictionary=Dictionary((entry,)))
    edits = tuple(stage(_given[name])) if name else ()
    return Tried(edits, tuple(sorted(written)), problems)


def _ordinary(form: str) -> str:
    """What to say of a heard form that is ordinary English."""
    words = form.casefold().split()
    pairs = [pair_count(one, other) for one, other in pairwise(words)]
    if len(words) < 2 or min(pairs) < OFTEN_SAID:
        return ""
    return f"English at large says {form!r} often: let `near` words decide where it is meant"


def _text(path: Path) -> Text:
    words = read(path).words
    joined = " ".join(key(word.text) or "-" for word in words)
    return f" {joined} ", tuple(word.start for word in words)
