"""TOML files that people write: read, and what is wrong with them told."""

import tomllib
from pathlib import Path
from typing import Any

from pipeline.errors import BadConfig


def text_in(path: Path) -> str:
    """The text of a file. Raises BadConfig if it cannot be read, or is none in UTF-8: of what is guessed, terms would be
    written wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadConfig(f"cannot be read ({error.strerror})", file=str(path)) from None
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # as in UTF-16
        raise BadConfig(
            "this is no text in UTF-8",
            file=str(path),
            remedy="save it as that (Notepad: Save as, Encoding; PowerShell: Out-File -Encoding utf8)",
        )
    return text


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
