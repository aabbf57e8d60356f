"""JSON as text, with errors that say where."""

import json
import re
from functools import lru_cache
from typing import Any

from pipeline.errors import BadInput
from pipeline.formats.timecode import HOUR, LONGEST, from_seconds

# Escapes, among them each half of a pair that stands alone: a letter that was cut in two; and control characters, which
# no text has and a terminal obeys.
ESCAPE = re.compile(
    r"\\ud[89ab]..\\ud[c-f]..|\\(?P<half>ud[89a-f]..)|\\(?P<control>u00(?:0[0-8ef]|1.|7f)|(?-i:b))|\\.",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)  # every format that looks at a file, and then reads it, needs it parsed
def parsed(text: str) -> Any:
    """What a JSON text holds. Raises BadInput, naming the line."""
    return _loads(text, dict)


def pairs(text: str) -> Any:
    """The same with lists of pairs for objects, in which a key may stand twice. Raises BadInput."""
    return _loads(text, list)


def has(text: str, *path: str | int) -> bool:
    """Whether a JSON text has something at `path`, by keys and indexes."""
    try:
        found = parsed(text)
        for step in path:
            found = found[step]
    except (BadInput, KeyError, IndexError, TypeError):
        return False
    return True


def lists(text: str, name: str, *keys: str) -> bool:
    """Whether a JSON text has a list under `name`: an empty one, or one whose first entry has all `keys`.

    It is empty where nobody spoke.
    """
    empty = has(text, name) and parsed(text)[name] == []
    return empty or all(has(text, name, 0, key) for key in keys)


def seconds(entry: dict[str, Any], key: str, what: str) -> int:
    """The time under `key` in seconds, as milliseconds. Raises BadInput, naming the entry by `what`."""
    time = from_seconds(entry.get(key))
    if time is None:
        hours = LONGEST // HOUR
        raise BadInput(
            f"{what}: {key} is {entry.get(key)!r}", remedy=f"give seconds, from 0 to {hours} hours"
        )
    return time


def milliseconds(entry: dict[str, Any], key: str, what: str) -> int:
    """The time under `key`, a whole number of milliseconds. Raises BadInput, naming the entry."""
    value = entry.get(key)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LONGEST:
        return value
    raise BadInput(f"{what}: {key} is {value!r}", remedy="give milliseconds, a whole number")


def entries(value: Any, what: str) -> list[dict[str, Any]]:
    """`value` as a list of objects. Raises BadInput if it is something else."""
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise BadInput(
            f"{what} is not a list of objects", remedy="see docs/formats.md for the form"
        )
    return value


def as_text(value: Any, what: str) -> str:
    """`value` as a text. Raises BadInput if it is something else."""
    if not isinstance(value, str):
        raise BadInput(f"{what} is {value!r}", remedy="give a text")
    return " ".join(value.split())


def _loads(text: str, hook: type[dict[str, Any] | list[Any]]) -> Any:
    try:
        return json.loads(ESCAPE.sub(_sound, text), object_pairs_hook=hook)
    except json.JSONDecodeError as error:
        raise BadInput(
            f"not JSON: {error.msg}",
            line=error.lineno,
            remedy="the file may have been cut off; fetch or export it again",
        ) from None
    except RecursionError:
        raise BadInput("JSON nested too deeply to be a transcript") from None
    except ValueError:
        raise BadInput(
            "a number of thousands of digits is in it, which no transcript has"
        ) from None


def _sound(escape: re.Match[str]) -> str:
    """An escape as it is, or what stands for it in a text."""
    if escape["control"]:
        return ""
    return r"\ufffd" if escape["half"] else escape[0]
