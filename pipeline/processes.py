"""Work spread over processes of this machine.

Work, items and results must pickle: transcripts never travel, only paths and small outcomes.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import ParamSpec, TypeVar

Item = TypeVar("Item")
Given = ParamSpec("Given")
Gives = TypeVar("Gives")


def spread(
    work: Callable[[Item], Gives], items: Iterable[Item], jobs: int
) -> Iterator[Gives | None]:
    """The results of `items`, in their order, from `jobs` processes. Started afresh, as models and threads do not
    fork well.

    One that is ended from outside is replaced, and the item it had is tried once more by itself: what ends processes
    is a lack of memory, as a rule. None stands for the result of an item that ended its process twice.
    """
    todo = list(items)
    ahead, again = deque(range(len(todo))), deque[int]()
    busy: dict[Future[Gives], tuple[int, Process]] = {}
    came: dict[int, Gives | None] = {}
    told = 0
    with _started() as start:
        free = [start() for _ in range(jobs)]
        while told < len(todo):
            if again and not busy:
                for pool in free:  # the memory they hold is not theirs now
                    pool.shutdown()
                free, number = [start() for _ in free], again.popleft()
                try:
                    came[number] = free[0].submit(work, todo[number]).result()
                except BrokenProcessPool:
                    came[number], free[0] = None, start()
            while free and ahead and not again:
                number, pool = ahead.popleft(), free.pop()
                busy[pool.submit(work, todo[number])] = number, pool
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                number, pool = busy.pop(future)
                try:
                    came[number] = future.result()
                except BrokenProcessPool:
                    again.append(number)
                    pool = start()
                free.append(pool)
            while told in came:
                yield came.pop(told)
                told += 1


@contextmanager
def _started() -> Iterator[Callable[[], "Process"]]:
    """Starts processes to work in, each by itself; whoever leaves before all is done, as at Ctrl-C, waits for none."""
    pools: list[Process] = []

    def start() -> Process:
        pools.append(Process(_alone))
        return pools[-1]

    try:
        yield start
    except BaseException:
        for pool in pools:
            pool.stop()
        raise
    finally:
        for pool in pools:
            pool.shutdown()


class Process(ProcessPoolExecutor):
    """A process of this machine, started afresh, that ends with this one. Ctrl-C, which reaches every process of a
    terminal, does not reach it: what comes of it is up to the one that started it."""

    def __init__(self, begin: Callable[[], None]) -> None:
        super().__init__(1, get_context("spawn"), partial(_begin, begin))

    def submit(
        self, fn: Callable[Given, Gives], /, *args: Given.args, **kwargs: Given.kwargs
    ) -> "Future[Gives]":
        """As the executor's own, which starts the process: a signal that is blocked here is blocked in it from the start."""
        if not hasattr(signal, "pthread_sigmask"):  # on Windows
            return super().submit(fn, *args, **kwargs)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def stop(self) -> None:
        """End it at once, whatever it is at."""
        started = [*(self._processes or {}).values()]
        self.shutdown(wait=False, cancel_futures=True)
        for process in started:
            process.terminate()


def _begin(begin: Callable[[], None]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_after_parent, daemon=True).start()
    begin()


def _alone() -> None:
    # The others keep the other processors busy.
    os.environ["OMP_NUM_THREADS"] = "1"


def _end_after_parent() -> None:
    # If it is killed, it tells nobody, and its workers would wait for more to do, with their models in memory.
    if parent := parent_process():
        parent.join()
        os._exit(1)
