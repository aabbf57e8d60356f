"""Keeping entries: a dictionary file is changed by one at a time, as it stands at that moment.

Between the look at a file and the answer to "Save?" the review page, another command or an editor may have
written it. So whoever saves says how it is to change, not what it is to hold.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from pipeline.dictionary import Dictionary, load, text_of, usable
from pipeline.errors import unsaved
from pipeline.writing import write

if sys.platform != "win32":
    import fcntl

_THREADS = Lock()


def kept(path: Path) -> Dictionary:
    """What a dictionary file holds: nothing if it is not there yet. Raises BadInput."""
    return load(path) if path.exists() else Dictionary()


def keep(path: Path, change: Callable[[Dictionary], Dictionary]) -> tuple[Dictionary, Dictionary]:
    """Change a dictionary file, and give what it held before and after.

    Raises BadInput if it cannot be read, could not be read afterwards, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.parent):
            before = kept(path)
            after = change(before)
            for term in after.terms:
                usable(term, str(path))
            write(path, text_of(after, path))
    except OSError as error:
        raise unsaved("cannot be saved", error, str(path)) from None
    return before, after


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """While this lasts nobody else is here: no thread, and where the system can, no program.

    What is locked is the folder: the file is replaced by each that writes it.
    """
    with _THREADS:
        if sys.platform == "win32":
            yield
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)
