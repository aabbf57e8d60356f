"""Finding again what a verdict was about, after reruns, new dictionaries and repairs of the raw file.

By its place if the raw words there and on both sides are still the same; else by the same words in the
same surroundings, if they stand in one place only; else by them and one whole side, if no place speaks
against it. What is not found is told, never guessed.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from pipeline.edits import Edit
from pipeline.model import NOT_KEY, Cue, Place, Transcript, key, text_of
from pipeline.verdicts.lines import Anchor, Turn, Verdict
from pipeline.verdicts.voices import longest

# Raw words kept of either side of a place, to know it again.
CONTEXT = 5


@dataclass(frozen=True)
class Axis:
    """The raw words of a talk, for finding places again."""

    raw: Transcript

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The words as they are compared."""
        return tuple(key(word.text) for word in self.raw.words)

    def around(self, place: Place, width: int = CONTEXT) -> Anchor:
        """A place, with the raw words in it and on both sides."""
        low, high = _whole(place)
        texts = [word.text for word in self.raw.words[max(0, low - width) : high + width]]
        first = min(low, width)
        middle = first + high - low
        parts = texts[:first], texts[first:middle], texts[middle:]
        return Anchor(place, *map(" ".join, parts))

    def anchored(self, line: Verdict, edit: Edit) -> Verdict:
        """The verdict with the place of its edit, and the words round it."""
        (was, now), anchor = edit.told, self.around(edit.place)
        return replace(line, anchor=anchor, stage=edit.stage, kind=edit.kind, was=was, now=now)

    def spoken(self, line: Verdict, cues: Sequence[Cue]) -> Verdict:
        """The decision about who speaks, with what it is known again by: the first and last words of its stretch, and
        turns of the voices it is about."""
        talk = Place(0.0, float(len(self.keys)))
        places = {"rename": talk, "speaker-on": Place(line.place.start, talk.stop)}
        own = longest(cues, places[line.verdict]) if line.was and line.verdict in places else ()
        voices = [
            *((name, turn) for name, turn in longest(cues, talk) if name == line.text),
            *((name, turn) for name, turn in own if name != line.text),
        ]
        turns = (Turn(name, turn, self._opening(turn)) for name, turn in voices)
        anchor = line.anchor if line.verdict == "rename" else self.around(line.place)
        words = anchor.heard.split()
        if len(words) > 2 * CONTEXT:
            ends = (*words[:CONTEXT], "…", *words[-CONTEXT:])
            anchor = anchor._replace(heard=" ".join(ends))
        return replace(line, anchor=anchor, turns=tuple(turns))

    def placed(self, verdict: Verdict) -> Verdict | None:
        """The verdict where its place is now, with the turns that are found; None if that cannot be said for sure,
        or if less than half of what is kept of the voice it is about is found."""
        place = self._place(verdict)
        if place is None:
            return None
        turns = tuple(found for turn in verdict.turns if (found := self._turn(turn)))
        if 2 * _said(verdict.was, turns) < _said(verdict.was, verdict.turns):
            return None
        if (place, turns) == (verdict.place, verdict.turns):
            return verdict
        return replace(verdict, anchor=verdict.anchor._replace(place=place), turns=turns)

    def _place(self, verdict: Verdict) -> Place | None:
        if verdict.verdict == "rename":
            return verdict.place
        if verdict.verdict in ("speaker", "speaker-on") and verdict.anchor.has_words:
            return self._stretch(verdict)
        return self.find(verdict.anchor)

    def _opening(self, place: Place) -> str:
        first = int(place.start)
        return text_of(self.raw.words[first : first + CONTEXT])

    def _turn(self, turn: Turn) -> Turn | None:
        """A turn where it is now."""
        by = self._moved(turn.place.start, "", turn.words)
        return (
            None if by is None else turn._replace(place=Place(*(edge + by for edge in turn.place)))
        )

    def _stretch(self, verdict: Verdict) -> Place | None:
        """Where a stretch is now that somebody speaks, by its beginning and, unless it is open, its end."""
        (start, stop), *words = verdict.anchor
        left, heard, right = map(str.split, words)
        before, after = (left + heard)[-CONTEXT:], (heard + right)[:CONTEXT]
        first = self._moved(int(start), " ".join(left), " ".join(after))
        if verdict.verdict == "speaker-on":
            return None if first is None else Place(start + first, float(len(self.keys)))
        last = self._moved(ceil(stop), " ".join(before), " ".join(right))
        if first is None or last is None or start + first > stop + last:
            return None
        return Place(start + first, stop + last)

    def _moved(self, at: float, left: str, right: str) -> float | None:
        """How far a point moved that lay between these words."""
        point = Place(float(int(at)), float(int(at)))
        place = self.find(Anchor(point, left, "", right))
        return None if place is None else place.start - point.start

    def find(self, anchor: Anchor) -> Place | None:
        """Where an anchor's place is now; None if that cannot be said for sure."""
        place, *words = anchor
        low, high = _whole(place)
        left, heard, right = map(_keys, words)
        if not anchor.has_words:  # its place is all there is
            return place if high <= len(self.keys) else None
        if self._reads(low - len(left), (*left, *heard, *right)):
            return place
        if len(left) + len(right) < CONTEXT:
            return None
        whole = self._all(left, heard, right)
        sides = [(left, self._all(left, heard, ())), (right, self._all((), heard, right))]
        known = {at for side, places in sides if len(side) >= CONTEXT for at in places}
        likely = {at for side, places in sides if side for at in places}
        # Where the place itself still has one side, the other may have been repaired.
        found = whole | ({low} & known) if whole else likely
        if len(found) != 1 or not found <= whole | known:
            return None
        by = found.pop() - low
        return Place(place.start + by, place.stop + by)

    def _all(self, left: Sequence[str], heard: Sequence[str], right: Sequence[str]) -> set[int]:
        """Where the heard words stand between these."""
        if not (sought := (*left, *heard, *right)):
            return set()
        places = self._starts.get(sought[0], ())
        return {at + len(left) for at in places if self._reads(at, sought)}

    def _reads(self, at: int, sought: Sequence[str]) -> bool:
        return at >= 0 and self.keys[at : at + len(sought)] == tuple(sought)

    @cached_property
    def _starts(self) -> Mapping[str, list[int]]:
        starts: dict[str, list[int]] = {}
        for place, word in enumerate(self.keys):
            starts.setdefault(word, []).append(place)
        return starts


class Known:
    """The edits a stage proposed today, by their ids, and by their places."""

    def __init__(self, edits: Mapping[str, Edit]) -> None:
        self.edits = edits

    def has(self, verdict: Verdict) -> bool:
        """Whether the edit that a verdict names is among them, and stands where the verdict's place is now."""
        edit = self.edits.get(verdict.id)
        return edit is not None and (edit.place == verdict.place or not verdict.anchor.has_words)

    @cached_property
    def there(self) -> Mapping[Place, list[tuple[str, str]]]:
        """The ids of the edits at a place, and what they let it read."""
        there: dict[Place, list[tuple[str, str]]] = {}
        for name, edit in self.edits.items():
            there.setdefault(edit.place, []).append((name, edit.told[1]))
        return there


@dataclass(frozen=True)
class Decisions:
    """The verdicts of a talk, each where its place is now; `lost` are those that have none, `over` those that were
    overwritten: somebody who had not seen them later wrote some of their words otherwise."""

    found: tuple[Verdict, ...] = ()
    lost: tuple[Verdict, ...] = ()
    over: tuple[Verdict, ...] = ()

    @classmethod
    def of(cls, axis: Axis, standing: Iterable[Verdict]) -> "Decisions":
        """The verdicts that count, placed on the raw words of today."""
        placed = [(verdict, axis.placed(verdict)) for verdict in standing]
        found = _without_later([now for _, now in placed if now])
        over = written_over(found)
        return cls(
            tuple(verdict for verdict in found if id(verdict) not in over),
            tuple(verdict for verdict, now in placed if now is None),
            tuple(verdict for verdict in found if id(verdict) in over),
        )

    def about(self, known: "Known", stage: str) -> dict[str, Verdict]:
        """The verdicts about the edits of a stage, by the ids the edits have today."""
        here = [v for v in self.found if v.stage == stage and not v.is_by_hand]
        of = {verdict.id: verdict for verdict in here if known.has(verdict)}
        for verdict in here:
            if not known.has(verdict):
                there = known.there.get(verdict.place, [])
                names = [name for name, text in there if comes_to(verdict, text)]
                if len(names) == 1:
                    of.setdefault(names[0], verdict)
        return of

    def by_hand(self, obeyed: Iterable[Verdict]) -> tuple[Verdict, ...]:
        """Those that change the text by themselves, in the order they were made; `obeyed` are those that
        edits of a stage carry out.

        What was accepted comes first. Speakers that were confirmed are among it anyway: they stand whatever
        the stage thinks by now, and renaming reaches them.
        """
        done = {id(verdict) for verdict in obeyed}
        accepted = [v for v in self.found if v.verdict == "accept"]
        return (
            *(v for v in accepted if v.confirms or id(v) not in done),
            *(v for v in self.found if v.is_by_hand or v.verdict == "other"),
        )


def _without_later(found: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts without those turns of which somebody said later who speaks there: such a turn no longer tells whose
    voice it was."""
    later: list[float] = []
    kept: list[Verdict] = []
    for verdict in reversed([*found]):
        turns = tuple(
            turn
            for turn in verdict.turns
            if bisect_left(later, turn.place.start) == bisect_left(later, turn.place.stop)
        )
        kept.append(verdict if turns == verdict.turns else replace(verdict, turns=turns))
        if verdict.is_about_edits and verdict.is_about_cues:
            insort(later, verdict.place.start)
    return kept[::-1]


def written_over(verdicts: Iterable[Verdict]) -> set[int]:
    """The identities of readings of which a part was written by hand later, by somebody who saw there what was heard, and
    not the reading. If both stood, the text would read as nobody wrote it."""
    over: set[int] = set()
    there: defaultdict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.is_about_cues or verdict.verdict not in ("accept", "other", "words"):
            continue
        if verdict.verdict == "words" and same_words(verdict.was, verdict.anchor.heard):
            over |= {
                id(other)
                for cell in verdict.place.cells
                for other in there[cell]
                if not verdict.place.covers(other.place) and not _has(other, verdict.was)
            }
        for cell in verdict.place.cells:
            there[cell].append(verdict)
    return over


def _said(name: str, turns: Iterable[Turn]) -> float:
    """How many words somebody said in some turns."""
    return sum(turn.place.length for turn in turns if turn.name == name)


def comes_to(verdict: Verdict, text: str) -> bool:
    """Whether `text` is what the edit read that a verdict is about, as far as its change goes: a word is
    the same in other case and marks, a capital is one before any mark."""
    look = next((look for look in LOOKS if look(verdict.was) != look(verdict.now)), str.split)
    return look(text) == look(verdict.now)


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same words, in whatever case and marks."""
    return _keys(one) == _keys(other)


def _keys(text: str) -> tuple[str, ...]:
    return tuple(map(key, text.split()))


def _has(verdict: Verdict, text: str) -> bool:
    """Whether the reading of a verdict has the words of a text in it."""
    return f" {' '.join(_keys(text))} " in f" {' '.join(_keys(verdict.text or verdict.now))} "


def _bare(text: str) -> tuple[str, ...]:
    return tuple(NOT_KEY.sub("", word) for word in text.split())


# How texts are compared, the most lenient first: without case and marks, without marks, as they stand.
LOOKS: tuple[Callable[[str], Sequence[str]], ...] = (_keys, _bare, str.split)


def _whole(place: Place) -> tuple[int, int]:
    """The raw words a place covers, as a range."""
    return int(place.start), ceil(place.stop)
