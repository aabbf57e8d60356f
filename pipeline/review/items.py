"""What a reviewer decides upon: the edits a stage proposed at one place, as one question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.edits import Edit
from pipeline.model import Cue, Place, key
from pipeline.reports import rule
from pipeline.run import Step
from pipeline.verdicts import Settled, Verdict

CUES = ("break", "speaker")


@dataclass(frozen=True, slots=True)
class Item:
    """Edits of one stage that claim one place: the one made first, then the surest first."""

    number: int
    stage: str
    place: Place
    edits: tuple[Edit, ...]
    made: frozenset[str]

    @property
    def lead(self) -> Edit:
        """The edit the question is about: the one made, else the surest."""
        return self.edits[0]

    @property
    def is_about_cues(self) -> bool:
        """Whether it is about a segment or its speaker, not about words."""
        return self.lead.kind in CUES

    @property
    def rule(self) -> str:
        """The rule behind the lead edit."""
        return rule(self.lead.why)

    def status(self, of: Mapping[str, Verdict]) -> str:
        """made, waiting, accepted, rejected or other: what is decided, or what the run did."""
        told = {of[edit.id].verdict for edit in self.edits if edit.id in of}
        for verdict, status in (("accept", "accepted"), ("other", "other"), ("reject", "rejected")):
            if verdict in told:
                return status
        return "made" if self.made else "waiting"

    def wanted(self, of: Mapping[str, Verdict]) -> frozenset[str]:
        """The edits that are to be made, as decided."""
        if not any(edit.id in of for edit in self.edits):
            return self.made
        settled = Settled(edit.place for edit in self.edits if edit.id in of)
        return frozenset(
            edit.id
            for edit in self.edits
            if (of[edit.id].verdict == "accept" if edit.id in of else self._stays(edit, settled))
        )

    def _stays(self, edit: Edit, settled: Settled) -> bool:
        return edit.id in self.made and not settled.has(edit.place)


def items(steps: Iterable[Step]) -> list[Item]:
    """The questions of a run, in the order of the talk."""
    groups = [
        (step.stage, group, frozenset(edit.id for edit in step.made))
        for step in steps
        for group in clusters((*step.made, *step.held))
    ]
    groups.sort(key=lambda entry: min(edit.place for edit in entry[1]))
    return [_item(number, *entry) for number, entry in enumerate(groups)]


def clusters(edits: Iterable[Edit]) -> list[list[Edit]]:
    """Edits that share a word, or the place of a segment, together."""
    groups: list[list[Edit]] = []
    ends: dict[bool, tuple[float, float, list[Edit]]] = {}
    for edit in sorted(edits, key=lambda edit: edit.place):
        about_cues = edit.kind in CUES
        start, stop, group = ends.get(about_cues, (-1.0, -1.0, []))
        same = edit.place.start == start if about_cues else edit.place.start < stop
        if not same:
            start, stop, group = edit.place.start, edit.place.stop, []
            groups.append(group)
        group.append(edit)
        ends[about_cues] = (start, max(stop, edit.place.stop), group)
    return groups


def told(edit: Edit) -> tuple[str, str]:
    """What an edit takes out and puts in, in words: segments and speakers have no text of their own."""
    if edit.kind not in CUES:
        return edit.was, edit.now
    before, after = (
        next((item for item in side if isinstance(item, Cue)), None)
        for side in (edit.before, edit.after)
    )
    if edit.kind == "speaker":
        return (before and before.speaker) or "", (after and after.speaker) or ""
    if after is None:
        return "¶", ""
    return "", f"¶ {after.speaker}" if after.speaker else "¶"


def likeness(edit: Edit) -> tuple[str, str, str, str]:
    """What edits have in common that are the same question in other places."""
    was, now = told(edit)
    return edit.stage, edit.kind, _said(was), _said(now)


def _said(text: str) -> str:
    return " ".join(map(key, text.split())) or text


def _item(number: int, stage: str, group: Sequence[Edit], made: frozenset[str]) -> Item:
    edits = tuple(sorted(group, key=lambda e: (e.id not in made, -e.confidence, e.id)))
    place = Place(min(e.place.start for e in edits), max(e.place.stop for e in edits))
    return Item(number, stage, place, edits, frozenset(e.id for e in edits if e.id in made))
