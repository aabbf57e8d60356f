"""TOML that people write: what it holds, and what is wrong with it told."""

import tomllib
from typing import Any

from pipeline.errors import BadConfig


def parsed(text: str, file: str = "") -> dict[str, Any]:
    """What a text holds. Raises BadConfig if it is no TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:  # brackets without end
        raise BadConfig(f"not a TOML file: {error}", file=file) from None


def text(name: str, value: object, file: str) -> str:
    """The value of the key `name`, a text. Raises BadConfig if it is none."""
    if not isinstance(value, str):
        raise BadConfig(f"{name} must be a text", file=file)
    return value


def texts(name: str, value: object, file: str) -> tuple[str, ...]:
    """The value of the key `name`, a list of texts. Raises BadConfig if it is none."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadConfig(f"{name} must be a list of texts", file=file)
    return tuple(value)
