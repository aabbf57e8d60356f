"""How work is spread: an engine is `(work, items, jobs) -> results`, in the order of the items.

A new engine is a function here and a line in `ENGINES`. `work` and its results must pickle for any
engine but the serial one; transcripts never travel, only paths and small outcomes. None stands for the
result of an item that ended the process which worked on it.
"""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
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
            for future in [pool.submit(work, item) for item in todo]:
                yield future.result()
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


@contextmanager
def _pool(jobs: int) -> Iterator[ProcessPoolExecutor]:
    """Processes to work in; whoever leaves before all is done, as at Ctrl-C, waits for none of them."""
    before = active_children()
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_alone)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for process in set(active_children()).difference(before):
            process.terminate()
        raise
    finally:
        pool.shutdown()


def _alone() -> None:
    # Ctrl-C reaches every process of the terminal; what comes of it is up to the one that started this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
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
