"""Changes that reviewers keep rejecting: after a few times the rest of them are asked, not made."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.edits import Edit
from pipeline.model import keys_in
from pipeline.verdicts.lines import Verdict

# A change rejected in so many places of a talk, and accepted in fewer, is not made in any other.
AGAINST = 2
# What changes words; a comma rejected here says nothing of another there.
KINDS = ("words", "spacing", "number", "drop")
Rule = tuple[str, tuple[str, ...], tuple[str, ...]]
DOUBTED = "; doubted: rejected "


@dataclass(frozen=True, slots=True)
class Refused:
    """The changes that were rejected too often in a talk, with how often: stage, heard, reading."""

    rules: dict[Rule, tuple[int, int]]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Refused":
        """What the verdicts of a talk refuse."""
        no: Counter[Rule] = Counter()
        yes: Counter[Rule] = Counter()
        for verdict in verdicts:
            # A line of another program may not tell the kind.
            if verdict.kind in ("", *KINDS) and verdict.verdict in ("accept", "reject", "other"):
                rule = verdict.stage, keys_in(verdict.was), keys_in(verdict.now)
                (yes if verdict.verdict == "accept" else no)[rule] += 1
        return cls({r: (n, yes[r]) for r, n in no.items() if n >= AGAINST and n > yes[r]})

    def has(self, edit: Edit) -> bool:
        """Whether an edit is such a change."""
        return edit.kind in KINDS and _rule(edit) in self.rules

    def told(self, edits: Iterable[Edit]) -> list[Edit]:
        """The edits; those that are refused say so in their reasons."""
        return [self._told(edit) if self.has(edit) else edit for edit in edits]

    def _told(self, edit: Edit) -> Edit:
        no, yes = self.rules[_rule(edit)]
        often = f"{no} times in this talk" + (f", accepted {yes}" if yes else "")
        return replace(edit, why=f"{bare(edit.why)}{DOUBTED}{often}")


def bare(why: str) -> str:
    """A reason without what was said of its rejections: an edit may be told of them again."""
    return why.partition(DOUBTED)[0]


def _rule(edit: Edit) -> Rule:
    return edit.stage, keys_in(edit.was), keys_in(edit.now)
