"""How work is spread: an engine is `(work, items, jobs) -> results`, in the order of the items.

A new engine is a function here and a line in `ENGINES`. `work` and its results must pickle for any
engine but the serial one; transcripts never travel, only paths and small outcomes. None stands for the
result of an item that ended the process which worked on it.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import active_children, get_context, parent_process
from threading import Thread
from typing import Any

Work = Callable[[Any], Any]
Engine = Callable[[Work, Iterable[Any], int], Iterator[Any]]


def serial(work: Work, items: Iterable[Any], jobs: int) -> Iterator[Any]:  # noqa: ARG001
    """One after the other, here."""
    return map(work, items)


def processes(work: Work, items: Iterable[Any], jobs: int) -> Iterator[Any]:
    """In `jobs` processes of this machine. Started afresh, as models and threads do not fork well.

    One that is ended from outside is replaced, and the item it had is tried once more by itself: what ends processes
    is a lack of memory, as a rule.
    """
    todo = list(items)
    ahead, again = deque(range(len(todo))), deque[int]()
    busy: dict[Future[Any], tuple[int, ProcessPoolExecutor]] = {}
    came: dict[int, Any] = {}
    told = 0
    with _started() as start:
        free = [start() for _ in range(jobs)]
        while told < len(todo):
            if again and not busy:
                for pool in free:  # the memory they hold is not theirs now
                    pool.shutdown()
                free = [start() for _ in free]
            while free and (not busy if again else ahead):
                number, pool = again[0] if again else ahead.popleft(), free.pop()
                busy[pool.submit(work, todo[number])] = number, pool
            for future in wait(busy, return_when=FIRST_COMPLETED).done:
                number, pool = busy.pop(future)
                is_last = number in again
                try:
                    came[number] = future.result()
                except BrokenProcessPool:
                    pool = start()
                    if is_last:
                        came[number] = None
                    else:
                        again.append(number)
                if is_last:
                    again.popleft()
                free.append(pool)
            while told in came:
                yield came.pop(told)
                told += 1


@contextmanager
def _started() -> Iterator[Callable[[], ProcessPoolExecutor]]:
    """Starts processes to work in, each by itself; whoever leaves before all is done, as at Ctrl-C, waits for none."""
    before = active_children()
    with ExitStack() as pools:
        try:
            yield lambda: pools.enter_context(
                ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_alone)
            )
        except BaseException:
            for process in set(active_children()).difference(before):
                process.terminate()
            raise


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
