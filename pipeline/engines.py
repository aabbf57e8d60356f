"""How work is spread: an engine is `(work, items, jobs) -> results`, in the order of the items.

A new engine is a function here and a line in `ENGINES`. `work` and its results must pickle for any
engine but the serial one; transcripts never travel, only paths and small outcomes.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

Work = Callable[[Any], Any]
Engine = Callable[[Work, Iterable[Any], int], Iterator[Any]]


def serial(work: Work, items: Iterable[Any], jobs: int) -> Iterator[Any]:  # noqa: ARG001
    """One after the other, here."""
    return map(work, items)


def processes(work: Work, items: Iterable[Any], jobs: int) -> Iterator[Any]:
    """In `jobs` processes of this machine. Started afresh, as models and threads do not fork well."""
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_alone) as pool:
        yield from pool.map(work, items)


def _alone() -> None:
    # The others keep the other processors busy.
    os.environ["OMP_NUM_THREADS"] = "1"


ENGINES: dict[str, Engine] = {"serial": serial, "processes": processes}
