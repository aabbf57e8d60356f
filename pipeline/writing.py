"""Files are written whole or not at all."""

import os
import re
import time
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE

# How a file is called until it is whole: ".transcript.txt.8e5d9d3f".
LEFT = re.compile(r"\..+\.[0-9a-f]{8}")
# A write is over in less (seconds).
GOES_ON = 3600
# Seconds after which it is tried again to replace a file that somebody holds, as on Windows a scanner of viruses does for
# a moment, and a spreadsheet for as long as it shows it.
PAUSES = (0.05, 0.1, 0.2, 0.4)


def write(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all: beside it first, then renamed over it, or over what it is a link to. Who may
    read and write it stays. Raises OSError, naming the file."""
    try:
        target = path.resolve()
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, content.encode() if isinstance(content, str) else content)
    except OSError as error:  # that of a full disk names no file, others the one beside
        raise OSError(error.errno, error.strerror, str(path)) from None


def sweep(folder: Path) -> None:
    """Remove what a write that was killed left beside its file. What is younger may belong to one that goes on."""
    with suppress(OSError):
        for path in folder.iterdir():
            if LEFT.fullmatch(path.name) and time.time() - path.stat().st_mtime > GOES_ON:
                path.unlink()


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            beside.chmod(S_IMODE(path.stat().st_mode))
        _replace(path, beside)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _replace(path: Path, beside: Path) -> None:
    for pause in (*PAUSES, None):
        try:
            beside.replace(path)
            return
        except PermissionError as error:
            if pause is None:
                why = f"{error.strerror}; if it is open in another program, close it there"
                raise PermissionError(error.errno, why) from None
            time.sleep(pause)
