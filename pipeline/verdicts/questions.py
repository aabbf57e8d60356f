"""What there is to decide: edits that claim one place are one question."""

from collections.abc import Iterable

from pipeline.edits import Edit
from pipeline.model import Cue
from pipeline.run import Step


def clusters(edits: Iterable[Edit]) -> list[list[Edit]]:
    """Edits that share a word, or the place of a segment, together."""
    groups: list[list[Edit]] = []
    ends: dict[bool, tuple[float, float, list[Edit]]] = {}
    placed = sorted(((edit.place, edit) for edit in edits), key=lambda entry: entry[0])
    for place, edit in placed:
        cues = about_cues(edit)
        start, stop, group = ends.get(cues, (-1.0, -1.0, []))
        same = place.start == start if cues else place.start < stop
        if not same:
            start, stop, group = place.start, place.stop, []
            groups.append(group)
        group.append(edit)
        ends[cues] = (start, max(stop, place.stop), group)
    return groups


def about_cues(edit: Edit) -> bool:
    """Whether an edit is about a segment or its speaker, not about words."""
    return any(isinstance(item, Cue) for item in (*edit.before, *edit.after))


def told(edit: Edit) -> tuple[str, str]:
    """What an edit takes out and puts in, in words: segments and speakers have no text of their own."""
    if not about_cues(edit):
        return edit.was, edit.now
    before, after = (
        next((item for item in side if isinstance(item, Cue)), None)
        for side in (edit.before, edit.after)
    )
    if before and after:
        return (before and before.speaker) or "", (after and after.speaker) or ""
    if after is None:
        return "¶", ""
    return "", f"¶ {after.speaker}" if after.speaker else "¶"


def waiting(steps: Iterable[Step]) -> list[list[str]]:
    """The questions that a run left open: the ids of the edits at each place where none was made."""
    open_questions = []
    for step in steps:
        made = {edit.id for edit in step.made}
        groups = ([edit.id for edit in group] for group in clusters((*step.made, *step.held)))
        open_questions += [group for group in groups if made.isdisjoint(group)]
    return open_questions
