"""What a change of the dictionary does to the talks, in lines: first what is written, then what is asked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.cli.project import LIGHT, counted
from pipeline.formats.timecode import clock
from pipeline.model import key, overlapping
from pipeline.probe import Change
from pipeline.verdicts import clusters

MADE, UNMADE, HELD = "made", "no longer made", "held by what was decided there"
ASKED, OTHERWISE, UNASKED = "asked", "asked otherwise", "no longer asked"
HEADS = (MADE, UNMADE, ASKED, OTHERWISE, UNASKED, HELD)


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes about one term at one place: the readings that are now `made` or `asked`, and those that no longer are,
    the surest first. A reading that was made and is only asked now is among both `unmade` and `asked`."""

    made: Sequence[Change]
    unmade: Sequence[Change]
    asked: Sequence[Change]
    unasked: Sequence[Change]
    held: Sequence[Change]

    @classmethod
    def of(cls, changes: Iterable[Change]) -> "Effect":
        """What these come to."""
        told = sorted(changes, key=lambda change: -change.edit.confidence)
        held = [change for change in told if change.held]
        come = [change for change in told if change.new and not change.held]
        gone = [change for change in told if not change.new]
        return cls(
            [change for change in come if change.made],
            [change for change in told if change.lost or (change in gone and change.made)],
            [change for change in come if not change.made],
            [change for change in gone if not change.made],
            held,
        )

    @property
    def head(self) -> str:
        """Under which head it is told."""
        if self.made or self.unmade:
            return MADE if self.made else UNMADE
        if self.asked:
            return OTHERWISE if self.unasked else ASKED
        return UNASKED if self.unasked else HELD

    @property
    def chief(self) -> Sequence[Change]:
        """What is told of it in a line each: what is written, or held; or the surest of what is asked."""
        return self.made or self.unmade or self.asked[:1] or self.unasked[:1] or self.held

    @property
    def beside(self) -> Mapping[str, Sequence[Change]]:
        """What else there is at its place, and was."""
        if self.made or self.unmade:
            unmade = self.unmade if self.made else ()
            return {"made before": unmade, "asked now": self.asked, "asked before": self.unasked}
        asked, unasked = (self.asked[1:], self.unasked) if self.asked else ((), self.unasked[1:])
        return {"asked now": asked, "asked before": unasked}

    @property
    def term(self) -> str:
        """The term that it is about."""
        return self.chief[0].edit.reason.term

    @property
    def is_light(self) -> bool:
        """Whether it is about questions alone, of little weight."""
        asked = (*self.asked, *self.unasked)
        return self.head in (ASKED, OTHERWISE, UNASKED) and all(
            change.edit.confidence < LIGHT for change in asked
        )


def effects(changes: Iterable[Change]) -> list[Effect]:
    """The changes by talk, term and place."""
    found: defaultdict[tuple[str, str, bool], list[Change]] = defaultdict(list)
    for change in changes:
        found[change.talk, change.edit.reason.term, change.held].append(change)
    return [Effect.of(near) for some in found.values() for _, near in overlapping(some)]


def told(effects: Iterable[Effect], own: Collection[str], *, every: bool) -> Iterator[str]:
    """The effects in lines under their heads, those of the changed terms first, whose keys are `own`. Questions of
    little weight are counted alone, unless `every` one is to be listed."""
    under: defaultdict[str, list[Effect]] = defaultdict(list)
    for effect in sorted(effects, key=lambda effect: key(effect.term) not in own):
        under[effect.head].append(effect)
    for head in filter(under.get, HEADS):
        light = 0 if every else sum(effect.is_light for effect in under[head])
        which = "all" if light == len(under[head]) else f"{light:,} of them"
        more = f", {which} below {LIGHT:.2f}: --all lists them" if light else ""
        yield f"{head}: {sum(len(effect.chief) for effect in under[head]):,}{more}"
        for effect in under[head]:
            if every or not effect.is_light:
                yield from _lines(effect, own)


def summed(effects: Sequence[Effect]) -> str:
    """What the effects come to, in a line."""
    written: defaultdict[str, list[Change]] = defaultdict(list)
    for effect in effects:
        for change in (*effect.made, *effect.unmade):
            written[change.talk].append(change)
    # One reading in the place of another is one change, whichever terms they are of.
    count = sum(len(clusters(change.edit for change in some)) for some in written.values())
    parts = [f"{counted({'change': count}) if count else 'changes nothing'} in your talks"]
    asked = [bool(effect.asked) - bool(effect.unasked) for effect in effects]
    more = ((asked.count(1), "more"), (asked.count(-1), "fewer"))
    if questions := ", ".join(f"{number:,} {which}" for number, which in more if number):
        parts.append(f"questions: {questions}")
    if held := sum(len(effect.held) for effect in effects):
        parts.append(f"{held:,} {HELD}")
    return "; ".join(parts)


def _lines(effect: Effect, own: Collection[str]) -> Iterator[str]:
    *most, last = effect.chief
    yield from map(_line, most)
    parts = [_line(last)]
    for when, changes in effect.beside.items():
        if changes:
            parts.append(f"{when}: {', '.join(_reading(change, last) for change in changes)}")
    if key(effect.term) not in own:
        parts.append(f"of another term, {effect.term}")
    yield "; ".join(parts)


def _line(change: Change) -> str:
    return (
        f"  {change.talk} {clock(change.time)}  … {change.left} [{change.edit.was} -> {change.edit.now}] "
        f"{change.right} …  ({change.edit.confidence:.2f})"
    )


def _reading(change: Change, beside: Change) -> str:
    edit = change.edit
    same = edit.place == beside.edit.place
    return f"{edit.now if same else f'[{edit.was} -> {edit.now}]'} ({edit.confidence:.2f})"
