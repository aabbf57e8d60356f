"""Changes that reviewers keep rejecting: after a few times the rest of them are asked, not made."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from pipeline.edits import SPOKEN, Edit
from pipeline.model import Place, keys_in
from pipeline.verdicts.lines import Verdict

# A change rejected in so many places of a talk, and accepted in fewer, is not made in any other.
AGAINST = 2
Rule = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Refused:
    """The changes that were rejected too often in a talk, with how often: stage, heard, reading."""

    rules: dict[Rule, tuple[int, int]]

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> "Refused":
        """What the verdicts of a talk refuse."""
        no, yes = defaultdict[Rule, list[Place]](list), defaultdict[Rule, list[Place]](list)
        for verdict in verdicts:
            # A line of another program may not tell the kind.
            if verdict.is_about_edits and verdict.kind in ("", *SPOKEN):
                rule = verdict.stage, keys_in(verdict.was), keys_in(verdict.now)
                (yes if verdict.verdict == "accept" else no)[rule].append(verdict.place)
        counts = {rule: (_apart(places), _apart(yes[rule])) for rule, places in no.items()}
        return cls({r: (n, y) for r, (n, y) in counts.items() if n >= AGAINST and n > y})

    def has(self, edit: Edit) -> bool:
        """Whether an edit is such a change: a comma rejected here says nothing of another there."""
        return edit.kind in SPOKEN and rule_of(edit) in self.rules

    def told(self, edits: Iterable[Edit]) -> list[Edit]:
        """The edits; those that are refused say so in their reasons."""
        return [
            replace(edit, reason=replace(edit.reason, refused=self._often(edit))) for edit in edits
        ]

    def _often(self, edit: Edit) -> str:
        if not self.has(edit):
            return ""
        no, yes = self.rules[rule_of(edit)]
        return f"rejected {no} times in this talk" + (f", accepted {yes}" if yes else "")


def _apart(places: Iterable[Place]) -> int:
    """How many places there are: readings of the same words are decided upon together."""
    count, stop = 0, -1.0
    for place in sorted(places):
        count += place.start >= stop
        stop = max(stop, place.stop)
    return count


def rule_of(edit: Edit) -> Rule:
    """What an edit has in common with the same change in other places."""
    return edit.stage, keys_in(edit.was), keys_in(edit.now)
