"""Edits that what people decided keeps from being made unasked, whichever stage proposes them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.edits import Edit
from pipeline.model import Place, Token, text_of
from pipeline.run import Accept
from pipeline.verdicts.anchor import comes_to
from pipeline.verdicts.lines import Verdict


@dataclass(frozen=True)
class Barred:
    """What was rejected, by the raw words it touches; and the edges of what is written over a run, sorted."""

    rejected: Mapping[int, Sequence[Verdict]]
    edges: Sequence[float]

    @classmethod
    def by(cls, found: Iterable[Verdict], stages: Container[str]) -> "Barred":
        """What the verdicts of a talk bar in a run of `stages`."""
        rejected: defaultdict[int, list[Verdict]] = defaultdict(list)
        edges: set[float] = set()
        for verdict in found:
            if verdict.verdict in ("reject", "other"):
                for cell in verdict.place.cells:
                    rejected[cell].append(verdict)
            if not verdict.is_about_cues and _is_written_last(verdict, stages):
                # Within a word that a stage splits, an earlier one may well write the whole.
                edges.update(edge for edge in verdict.place if not edge % 1)
        return cls(rejected, sorted(edges))

    def has(self, edit: Edit) -> bool:
        """Whether an edit is not to be made unasked."""
        return bool(self.why(edit))

    def why(self, edit: Edit) -> str:
        """Why an edit is not to be made unasked; empty if nothing speaks against it."""
        for no in self._near(edit.place):
            if _makes(edit, no) or (
                no.settles and no.stage == edit.stage and _shares_words(edit, no)
            ):
                return f"rejected here, by {no.who}" if no.who else "rejected here"
        if any(map(self._reaches_over, edit.tokens_after)):
            return "reaches over the edge of what is written by hand"
        return ""

    def told(self, edits: Iterable[Edit], decided: Container[str], accept: Accept) -> list[Edit]:
        """The edits; those that would be made but for this, and are not `decided` upon, say so in their
        reasons."""

        def held(edit: Edit) -> str:
            why = self.why(edit) if accept(edit) else ""
            return why if why and edit.id not in decided else ""

        return [replace(edit, reason=replace(edit.reason, held=held(edit))) for edit in edits]

    def _near(self, place: Place) -> Iterator[Verdict]:
        return (no for cell in place.cells for no in self.rejected.get(cell, ()))

    def _reaches_over(self, token: Token) -> bool:
        inside = bisect_right(self.edges, token.at.start)
        return inside < bisect_left(self.edges, token.at.stop)


def _is_written_last(verdict: Verdict, stages: Container[str]) -> bool:
    """Whether its words are written over what the stages made of a talk."""
    unheard = verdict.verdict == "accept" and verdict.stage not in stages
    return unheard or verdict.verdict in ("words", "other")


def _makes(edit: Edit, no: Verdict) -> bool:
    """Whether an edit makes what was rejected, by itself or with more."""
    if no.is_about_cues or edit.is_about_cues or not no.settles:
        return edit.place == no.place and edit.told == (no.was, no.now)
    if not edit.place.covers(no.place):
        return False
    was, now = (
        text_of(t for t in side if no.place.start <= t.at.start < no.place.stop)
        for side in (edit.tokens_before, edit.tokens_after)
    )
    return comes_to(no, now) and not comes_to(no, was)


def _shares_words(edit: Edit, no: Verdict) -> bool:
    """Whether an edit is about words that were rejected to be changed; a segment leaves room for another
    speaker."""
    if no.is_about_cues or edit.is_about_cues:
        return False
    return edit.place.overlaps(no.place)
