"""What a reviewer decides upon: the edits a stage proposed at one place, as one question."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.edits import Edit
from pipeline.model import Place, keys_in
from pipeline.run import Step
from pipeline.verdicts import Verdict, clusters, ordered, turns


@dataclass(frozen=True, slots=True)
class Item:
    """Edits of one stage that claim one place: the one made first, then one that is held, then the surest.

    `ids` are the edits' ids, in their order: each is a hash, so they are made once.
    """

    number: int
    stage: str
    kind: str
    place: Place
    edits: tuple[Edit, ...]
    ids: tuple[str, ...]
    made: frozenset[str]

    @property
    def lead(self) -> Edit:
        """The edit the question is about: the one made, else one that is held, else the surest."""
        return self.edits[0]

    @property
    def readings(self) -> Iterator[tuple[str, Edit]]:
        """The edits, each after its id."""
        return zip(self.ids, self.edits, strict=True)

    @property
    def is_about_cues(self) -> bool:
        """Whether it is about a segment or its speaker, not about words."""
        return self.kind in ("break", "speaker")

    @property
    def takes_text(self) -> bool:
        """Whether a person may write another answer: a segment opens or does not."""
        return self.kind != "break"

    @property
    def rule(self) -> str:
        """The rule behind the lead edit."""
        return self.lead.reason.rule

    def status(self, of: Mapping[str, Verdict], made: Container[str], held: Container[str]) -> str:
        """made, waiting, accepted, rejected or other: what is decided, or what becomes of its edits by themselves, by
        those that are `made`, and those `held` for what people decided.

        What was rejected asks again if there is a reading by now that would be made otherwise; beside the one that
        is made it changes nothing.
        """
        told = {of[name].verdict for name in self.ids if name in of}
        for verdict, status in (("accept", "accepted"), ("other", "other")):
            if verdict in told:
                return status
        free = [name for name in self.ids if name not in of]
        if told and any(name in held for name in free):
            return "waiting"
        if any(name in made for name in free):
            return "made"
        return "rejected" if told else "waiting"


def items(steps: Iterable[Step]) -> list[Item]:
    """The questions of a run, in the order of the talk."""
    groups: list[tuple[list[Place], str, list[Edit], set[int]]] = []
    for step in steps:
        made = {id(edit) for edit in step.made}
        groups += [
            ([edit.place for edit in group], step.stage, group, made)
            for group in clusters(step.proposed)
        ]
    groups.sort(key=lambda entry: min(entry[0]))
    return [_item(number, *entry) for number, entry in enumerate(groups)]


def by_turn(places: Sequence[Item]) -> Mapping[int, list[Item]]:
    """By the number of each item, those that are one question with it: about the same turn of the same speaker. Those
    about words stand alone."""
    found = {item.number: [item] for item in places}
    spoken = (item for item in places if item.stage == "speakers")
    for turn in turns(spoken, lambda item: item.lead):
        found |= dict.fromkeys((item.number for item in turn), turn)
    return found


def likeness(edit: Edit) -> tuple[str, str, str, str]:
    """What edits have in common that are the same question in other places."""
    was, now = edit.told
    return edit.stage, edit.kind, _said(was), _said(now)


def _said(text: str) -> str:
    return " ".join(keys_in(text)) or text


def _item(
    number: int, places: Sequence[Place], stage: str, group: Sequence[Edit], made: set[int]
) -> Item:
    order = ordered(group, made)
    ids = tuple(edit.id for edit in order)
    on = frozenset(name for name, edit in zip(ids, order, strict=True) if id(edit) in made)
    return Item(number, stage, order[0].kind, Place.over(places), tuple(order), ids, on)
