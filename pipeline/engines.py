"""How work is spread: an engine is `(work, items, jobs) -> results`, in the order of the items.

A new engine is a function here and a line in `ENGINES`. `work` and its results must pickle for any
engine but the serial one; transcripts never travel, only paths and small outcomes. None stands for the
result of an item that ended the process which worked on it.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import Any

Work = Callable[[Any], Any]
Engine = Callable[[Work, Iterable[Any], int], Iterator[Any]]


def serial(work: Work, items: Iterable[Any], jobs: int) -> Iterator[Any]:  # noqa: ARG001
    """One after the other, here."""
    return map(work, items)


def processes(work: Work, items: Iterable[Any], jobs: int) -> Iterator[Any]:
    """In `jobs` processes of this machine. Started afresh, as models and threads do not fork well."""
    todo = list(items)
    done = 0
    try:
        with _pool(jobs) as pool:
            for result in pool.map(work, todo):
                yield result
                done += 1
    except BrokenProcessPool:
        # Nobody tells which item had the process that was ended. What is left is done in one at a time, which takes
        # less memory (the usual cause), and if it happens again the item is known.
        yield from _one_by_one(work, todo[done:])


def _one_by_one(work: Work, items: Iterable[Any]) -> Iterator[Any]:
    left = list(items)
    while left:
        try:
            with _pool(1) as pool:
                while left:
                    yield pool.submit(work, left[0]).result()
                    left.pop(0)
        except BrokenProcessPool:
            yield None
            left.pop(0)


def _pool(jobs: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_alone)


def _alone() -> None:
    end_with_parent()
    # The others keep the other processors busy.
    os.environ["OMP_NUM_THREADS"] = "1"


def end_with_parent() -> None:
    """End this process when the one that started it is gone: if that is killed, it tells nobody, and its workers
    would wait for more to do, with their models in memory."""
    Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)


ENGINES: dict[str, Engine] = {"serial": serial, "processes": processes}
