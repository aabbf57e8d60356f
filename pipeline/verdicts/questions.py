"""What there is to decide: edits that claim one place are one question."""

from collections.abc import Container, Iterable, Mapping, Sequence

from pipeline.edits import Edit
from pipeline.run import Accept, Step


def clusters(edits: Iterable[Edit]) -> list[list[Edit]]:
    """Edits that share a word, or the place of a segment, together."""
    groups: list[list[Edit]] = []
    ends: dict[bool, tuple[float, float, list[Edit]]] = {}
    placed = sorted(((edit.place, edit) for edit in edits), key=lambda entry: entry[0])
    for place, edit in placed:
        cues = edit.is_about_cues
        start, stop, group = ends.get(cues, (-1.0, -1.0, []))
        same = place.start == start if cues else place.start < stop
        if not same:
            start, stop, group = place.start, place.stop, []
            groups.append(group)
        group.append(edit)
        ends[cues] = (start, max(stop, place.stop), group)
    return groups


def held(steps: Iterable[Step]) -> list[str]:
    """The ids of the edits that a run would have made, but for what people decided of their places."""
    return [edit.id for step in steps for edit in step.held if edit.reason.held]


def asked(steps: Iterable[Step], accept: Accept) -> list[list[str]]:
    """The questions of a run, each as the ids of the edits at one place: where, if nobody had decided anything, no edit
    would be made, or another one. So those that were accepted stay questions: that may be taken back."""
    questions = []
    for step in steps:
        made = {id(edit) for edit in step.made}
        for group in clusters(step.proposed):
            by_itself = any(id(e) in made and accept(e) and not e.reason.recalled for e in group)
            if not by_itself or any(id(e) not in made and e.reason.held for e in group):
                questions.append([edit.id for edit in group])
    return questions


def is_decided(question: Sequence[str], held: Container[str], of: Mapping[str, str]) -> bool:
    """Whether a question is settled, by what is decided `of` edits: not by rejections alone if it has another
    reading that is `held`."""
    told = {of[name] for name in question if name in of}
    asks = any(name in held and name not in of for name in question)
    return bool(told - {"reject"}) or (bool(told) and not asks)
