"""TOML files that people write: read, and what is wrong with them told."""

import tomllib
from pathlib import Path
from typing import Any

from pipeline.errors import BadConfig


def text_in(path: Path, remedy: str = "") -> str:
    """The text of a file. Raises BadConfig if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise BadConfig(f"cannot be read ({why})", file=str(path), remedy=remedy) from None


def parsed(text: str, file: str = "") -> dict[str, Any]:
    """What a text holds. Raises BadConfig if it is no TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:  # brackets without end
        raise BadConfig(f"not a TOML file: {error}", file=file) from None


def checked(name: str, value: object, *, listed: bool, file: str) -> Any:
    """The value of the key `name`: a text, or several if they are to be `listed`. Raises BadConfig."""
    wanted = list if listed else str
    if not isinstance(value, wanted) or not all(isinstance(item, str) for item in value):
        raise BadConfig(f"{name} must be {'a list of texts' if listed else 'a text'}", file=file)
    return tuple(value) if listed else value
