"""What can go wrong, in words a user can act on. The command line prints these without a traceback."""

from collections.abc import Iterable, Sequence

# So many names are told in full; of more, the nearest few.
TOLD, NEAREST = 10, 5


class PipelineError(Exception):
    """Base of every error this package raises on purpose. One from a worker process reads the same here."""


class NotInstalled(PipelineError):
    """A package that this one needs does not load."""

    def __str__(self) -> str:
        (error,) = self.args
        return (
            f"mondegreen is not installed as it should be ({error}); install it anew, and on Windows Microsoft's "
            "Visual C++ Redistributable, if that is missing"
        )


class BadInput(PipelineError):
    """A file cannot be read as what it should be: says which file, which line and what to do."""

    def __init__(self, what: str, *, file: str = "", line: int = 0, remedy: str = "") -> None:
        self.what, self.file, self.line, self.remedy = what, file, line, remedy
        super().__init__(what)

    def __str__(self) -> str:
        place = ":".join(filter(None, (self.file, str(self.line or ""))))
        told = "; ".join(filter(None, (self.what, self.remedy)))
        return f"{place}: {told}" if place else told

    def within(self, file: str) -> "BadInput":
        """The same error, told of `file`: parsers see text only and do not know its name."""
        return type(self)(self.what, file=file, line=self.line, remedy=self.remedy)


def unsaved(what: str, error: OSError, file: str) -> BadInput:
    """That something of the user's could not be written, and what to do."""
    remedy = "see that the folder can be written to and the disk is not full"
    return BadInput(f"{what} ({error.strerror})", file=file, remedy=remedy)


class BadConfig(BadInput):
    """A setting, a talk file or a dictionary that cannot be used as written."""


class Unknown(PipelineError):
    """A name that is not in a table; names the ones that are."""

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        super().__init__(what, name, sorted(known))

    def __str__(self) -> str:
        what, name, known = self.args
        return f"no {what} {name!r}; {there_are(name, known)}"


def there_are(name: str, known: Sequence[str]) -> str:
    """Which names there are, where one was asked for that is none: of many the nearest few."""
    if len(known) <= TOLD:
        return f"there are: {', '.join(known)}"
    from difflib import get_close_matches  # so that the program is there a little sooner

    holding = [other for other in known if name.casefold() in other.casefold()]
    close = get_close_matches(name, known, NEAREST, 0.5)
    near = list(dict.fromkeys([*holding, *close]))
    told = f"the nearest: {', '.join(near[:NEAREST])}" if near else f"such as {known[0]}"
    return f"there are {len(known):,}, {told}"


class EditConflict(PipelineError):
    """Edits that cannot all be made: one takes out what is not there, or two put in the same place."""

    def __init__(self, items: Sequence[object]) -> None:
        super().__init__(items)

    def __str__(self) -> str:
        (items,) = self.args
        more = f" and {len(items) - 1} more" if len(items) > 1 else ""
        return f"edits do not fit the transcript at {items[0]!r}{more}"
