"""What can go wrong, in words a user can act on. The command line prints these without a traceback."""

from collections.abc import Sequence


class PipelineError(Exception):
    """Base of every error this package raises on purpose."""


class BadInput(PipelineError):
    """A file cannot be read as what it should be: says which file, which line and what to do."""

    def __init__(self, what: str, *, file: str = "", line: int = 0, remedy: str = "") -> None:
        self.what, self.file, self.line, self.remedy = what, file, line, remedy
        super().__init__(what)

    def __str__(self) -> str:
        place = ":".join(part for part in (self.file, str(self.line or "")) if part)
        return (
            (f"{place}: " if place else "")
            + self.what
            + (f"; {self.remedy}" if self.remedy else "")
        )

    def within(self, file: str) -> "BadInput":
        """The same error, told of `file`: parsers see text only and do not know its name."""
        return type(self)(self.what, file=file, line=self.line, remedy=self.remedy)

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword-only arguments do not survive the default pickling between worker processes.
        return _bad_input, (type(self), self.what, self.file, self.line, self.remedy)


def unsaved(what: str, error: OSError, file: str) -> BadInput:
    """That something of the user's could not be written, and what to do."""
    remedy = "see that the folder can be written to and the disk is not full"
    return BadInput(f"{what} ({error.strerror})", file=file, remedy=remedy)


def _bad_input(kind: type[BadInput], what: str, file: str, line: int, remedy: str) -> BadInput:
    return kind(what, file=file, line=line, remedy=remedy)


class BadConfig(BadInput):
    """A setting, a talk file or a dictionary that cannot be used as written."""


class Unknown(PipelineError):
    """A name that is not in a table; names the ones that are."""

    def __init__(self, what: str, name: str, known: object) -> None:
        self.args3 = (what, name, known)
        names = ", ".join(sorted(map(str, known)))  # type: ignore[call-overload]
        super().__init__(f"no {what} {name!r}; there are: {names}")

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.args3


class EditConflict(PipelineError):
    """Edits that cannot all be made: one takes out what is not there, or two put in the same place."""

    def __init__(self, items: Sequence[object]) -> None:
        self.items = items
        more = f" and {len(items) - 1} more" if len(items) > 1 else ""
        super().__init__(f"edits do not fit the transcript at {items[0]!r}{more}")
