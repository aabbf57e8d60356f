"""What there is to decide: edits that claim one place are one question."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from pipeline.edits import Edit
from pipeline.run import Accept, Step

PlaceT = TypeVar("PlaceT")
Question = tuple[tuple[str, ...], ...]  # the ids of the edits at each of its places


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


def ordered(group: Sequence[Edit], made: Container[int]) -> Sequence[Edit]:
    """The edits of one place, the one they are about first: the one whose id() is in `made`, then one that is held, then
    the surest."""
    if len(group) == 1:
        return group
    return sorted(group, key=lambda e: (id(e) not in made, not e.reason.held, -e.confidence, e.now))


def turns(places: Iterable[PlaceT], lead: Callable[[PlaceT], Edit]) -> Iterator[list[PlaceT]]:
    """What is asked about speakers, the sentences of a turn, or of a voice, together: the stage has one reason for
    them, and gives it with each. They are one question; `lead` tells the edit that a place is about."""
    for _, same in groupby(places, key=lambda place: (lead(place).why, lead(place).told)):
        yield [*same]


def asked(steps: Iterable[Step], accept: Accept) -> list[Question]:
    """The questions of a run, each about one place, but for a turn's: where, if nobody had decided anything, no edit would
    be made, or another one. So those that were accepted stay questions: that may be taken back."""
    questions = []
    for step in steps:
        made = {id(edit) for edit in step.made}
        places = [ordered(group, made) for group in clusters(step.proposed)]
        speaks = step.stage == "speakers"
        for same in turns(places, itemgetter(0)) if speaks else ([place] for place in places):
            asking = (place for place in same if _asks(place, made, accept))
            questions.append(tuple(tuple(edit.id for edit in place) for place in asking))
    return [*filter(None, questions)]


def _asks(place: Sequence[Edit], made: Container[int], accept: Accept) -> bool:
    by_itself = any(id(e) in made and accept(e) and not e.reason.recalled for e in place)
    return not by_itself or any(id(e) not in made and e.reason.held for e in place)


def is_decided(question: Question, held: Container[str], of: Mapping[str, str]) -> bool:
    """Whether a question is settled in all its places, by what is decided `of` edits: not by rejections alone where
    there is another reading that is `held`."""

    def is_settled(place: Sequence[str]) -> bool:
        """Whether it is in one place."""
        told = {of[name] for name in place if name in of}
        asks = any(name in held and name not in of for name in place)
        return bool(told - {"reject"}) or (bool(told) and not asks)

    return all(map(is_settled, question))
