"""Files are written whole or not at all."""

import os
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all: beside it first, then renamed over it, or over what it is a link to. Who may
    read and write it stays. Raises OSError, naming the file."""
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, text)
    except OSError as error:  # that of a full disk names no file, others the one beside
        raise OSError(error.errno, error.strerror, str(path)) from None


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with beside.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(S_IMODE(path.stat().st_mode))
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
