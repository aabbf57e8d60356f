"""Why an edit is proposed: the rule, what speaks for it at its place, and what has become of it since.

The pieces are for programs; `str` puts them into words for people, here and nowhere else, and no program reads the
words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class Reason:
    """A `rule`, and what it `told`, clause by clause; where it has words of the talk in it, it is `quoted` with them.

    `term` is the dictionary's that it is about, `by_sound` whether nobody listed what was heard for it, `near` its
    words of context that are said around, `ships` whether nobody listed the term for this talk, `known` whether the talk says
    it, or what was heard is said just as it is. `shown_only` says of what kind it is, where only a reader can tell. `doubted` says why its stage
    does not believe it, `refused` how often people rejected it, `held` what they decided of its place, `recalled` that
    they accepted it and its stage proposes it no longer.
    """

    rule: str
    told: tuple[str, ...] = ()
    quoted: str = ""
    term: str = ""
    by_sound: bool = False
    near: tuple[str, ...] = ()
    ships: bool = False
    known: bool = False
    shown_only: str = ""
    doubted: str = ""
    refused: str = ""
    held: str = ""
    recalled: bool = False

    def __str__(self) -> str:
        """The reason in words."""
        return "; ".join(self._clauses())

    @property
    def evidence(self) -> str:
        """The reason in words, but for the rule."""
        return "; ".join(islice(self._clauses(), 1, None))

    def _clauses(self) -> Iterator[str]:
        yield self.quoted or self.rule
        if self.near:
            yield f"near: {', '.join(self.near)}"
        yield from self.told
        if self.shown_only:
            yield f"only a reader can tell: {self.shown_only}"
        if self.recalled:
            yield "no longer proposed"
        yield from (f"doubted: {doubt}" for doubt in (self.doubted, self.refused) if doubt)
        if self.held:
            yield f"held: {self.held}"


# A reason, or its rule alone.
Why = Reason | str
