"""A cache of what the networks said of the windows of a talk, kept in a file until it is cleaned again: only what is new
is read then.

reads = Reads.of(content, made_by)   # of the last run
with reading(reads): ...             # in which `found` gives what is known, and notes what is asked for
content = reads.dump(made_by)        # of what was asked for this time, nothing else
"""

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import blake2s

import numpy as np
from numpy.typing import NDArray

KEY = 16  # bytes
Scores = NDArray[np.float16]  # a row a piece, a column an output of the network


@dataclass
class Reads:
    """Scores by the key of a window: those of the last run, and those that were `asked` for in this one."""

    known: dict[bytes, Scores] = field(default_factory=dict)
    asked: dict[bytes, Scores] = field(default_factory=dict)

    @classmethod
    def of(cls, content: bytes, made_by: str) -> "Reads":
        """What was kept, if it is whole and was made by the same networks and packages; else nothing."""
        try:
            with np.load(io.BytesIO(content)) as kept:
                if str(kept["made_by"]) != made_by:
                    return cls()
                return cls(dict(_unpacked(kept)))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return cls()

    def dump(self, made_by: str) -> bytes:
        """What was asked for, as the content of a file."""
        file = io.BytesIO()
        np.savez(
            file,
            made_by=np.array(made_by),
            keys=np.frombuffer(b"".join(self.asked), np.uint8).reshape(-1, KEY),
            shapes=np.array([each.shape for each in self.asked.values()], np.int64).reshape(-1, 2),
            scores=np.concatenate([np.zeros(0, np.float16), *map(np.ravel, self.asked.values())]),
        )
        return file.getvalue()

    @property
    def is_as_kept(self) -> bool:
        """Whether what was asked for is what is known: nothing is new, and nothing of no use any more."""
        return self.asked.keys() == self.known.keys()


_here: ContextVar[Reads | None] = ContextVar("reads", default=None)


@contextmanager
def reading(reads: Reads) -> Iterator[None]:
    """Let `found` know `reads`, and note there what is asked for: here, not in what else this process does."""
    before = _here.set(reads)
    try:
        yield
    finally:
        _here.reset(before)


def found(window: bytes, read: Callable[[], Scores]) -> Scores:
    """The scores of a window: as they are known, or as they are `read` now."""
    reads = _here.get()
    if reads is None:
        return read()
    key = blake2s(window, digest_size=KEY).digest()
    scores = reads.known.get(key)
    reads.asked[key] = scores = read() if scores is None else scores
    return scores


def _unpacked(kept: np.lib.npyio.NpzFile) -> Iterator[tuple[bytes, Scores]]:
    shapes, scores = kept["shapes"], kept["scores"].astype(np.float16, copy=False)
    ends = np.cumsum(shapes.prod(axis=1))
    if len(shapes) != len(kept["keys"]) or (ends[-1] if len(ends) else 0) != len(scores):
        raise ValueError("not as it was written")
    for key, shape, flat in zip(kept["keys"], shapes, np.split(scores, ends[:-1]), strict=True):
        yield bytes(key), flat.reshape(shape)
