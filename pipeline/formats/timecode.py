"""Times as people and files write them. Inside, every time is a whole number of milliseconds."""

import re

from pipeline.errors import BadInput

SECOND, MINUTE, HOUR, DAY = 1_000, 60_000, 3_600_000, 86_400_000
# Nobody talks for a hundred hours: a greater number is not a time in the unit we took it for.
LONGEST = 100 * HOUR

CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,9})?"
# What parts a start from an end, and what word processors make of it ("\uf0e0" is Word's arrow).
ARROW = r"(?:--?>|--?&gt;|[–—]>|[→⟶⇒🡒🡪\uf0e0])"
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,9}))?")


def from_clock(text: str) -> int | None:
    """Milliseconds of `[[h]hh:]mm:ss[.fff]`; None where the text is no time.

    Minutes may pass 59 where there are no hours ("118:44").
    """
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups()[:3])
    if seconds > 59 or (match[1] and minutes > 59):
        return None
    return hours * HOUR + minutes * MINUTE + seconds * SECOND + _fraction(match[4])


def parse_clock(text: str) -> int:
    """Milliseconds of a moment as a person types it: 14:02, 1:02:03 or 842.5 (seconds).

    Raises BadInput.
    """
    time = from_clock(text)
    if time is None:
        time = from_seconds(text)
    if time is None:
        raise BadInput(
            f"{text!r} is no time", remedy="write it as 14:02, 1:02:03 or 842.5 (seconds)"
        )
    return time


def from_seconds(value: object) -> int | None:
    """Milliseconds of seconds given as a number or as text; None where it is no time."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
    except (ValueError, OverflowError):
        return None
    # Written so that "not a number" is refused too.
    return round(seconds * SECOND) if 0 <= seconds * SECOND <= LONGEST else None


def clock(time: int) -> str:
    """`h:mm:ss`, cut to the second: how times are shown to people."""
    hours, minutes, seconds, _ = _parts(time)
    return f"{hours}:{minutes:02}:{seconds:02}"


def exact(time: int, point: str = ".") -> str:
    """`hh:mm:ss.fff` with the decimal `point` of the format: "," in SRT, "." in WebVTT."""
    hours, minutes, seconds, milliseconds = _parts(time)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{milliseconds:03}"


def _parts(time: int) -> tuple[int, int, int, int]:
    return time // HOUR, time // MINUTE % 60, time // SECOND % 60, time % SECOND


def _fraction(digits: str | None) -> int:
    return int((digits or "0")[:3].ljust(3, "0"))
