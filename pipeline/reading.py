"""Text files, read whole as UTF-8."""

from pathlib import Path

from pipeline.errors import BadInput

SAVE = "save it as that (Notepad: Save as, Encoding; PowerShell: Out-File -Encoding utf8)"


def text_in(path: Path, remedy: str = SAVE) -> str:
    """The text of a file. Raises BadInput if it cannot be read or is not in UTF-8: with a guessed encoding, terms would be
    written wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror})", file=str(path)) from None
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # as in UTF-16
        raise BadInput("this is no text in UTF-8", file=str(path), remedy=remedy)
    return text
