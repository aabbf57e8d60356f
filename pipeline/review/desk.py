"""A talk on the reviewer's desk: what the stages did, what was decided, how it reads now.

Nothing here opens a file: lines of verdicts come in, what changed goes out.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import attrgetter

from pipeline.edits import Edit
from pipeline.errors import BadInput
from pipeline.language.english import may_be_small
from pipeline.language.spelling import capitalised
from pipeline.language.words import STOPS
from pipeline.model import Cue, Place, Token, Transcript, cue_at, speaker_at, text_of
from pipeline.review.again import Again
from pipeline.review.drawn import Changed, Drawn
from pipeline.review.items import Item, by_turn, items, likeness
from pipeline.review.paragraphs import Block, blocks
from pipeline.run import Accept, Step, text_after
from pipeline.verdicts import (
    ABOUT_ACTS,
    STAGE,
    Anchor,
    Axis,
    Decisions,
    Known,
    Verdict,
    hand_id,
    history,
    renamed,
    standing,
)

# Where a question or a paragraph starts, and where a segment does.
_start, _at = attrgetter("place.start"), attrgetter("at")


class Desk:
    """One talk being reviewed."""

    def __init__(
        self,
        raw: Transcript,
        steps: Sequence[Step],
        lines: Iterable[Verdict],
        accept: Accept | None = None,
        stages: Sequence[str] = (),
    ) -> None:
        """`accept` tells what the next run makes unasked, `stages` its stages: without them what the last one made
        counts, and its own."""
        lines, steps = [*lines], [step for step in steps if step.stage != STAGE]
        # What lies here, whatever is decided.
        self.raw = raw
        self.timed = any(word.end for word in raw.words)
        self.items: list[Item] = items(steps)
        self.axis = Axis(raw)
        self.blocks: list[Block] = blocks(text_after(steps, raw), self._whole(lines))
        self._edits = {n: (edit, item) for item in self.items for n, edit in item.readings}
        names = [step.stage for step in steps]
        self._known = {
            stage: Known({n: e for n, (e, item) in self._edits.items() if item.stage == stage})
            for stage in names
        }
        self._turns = by_turn(self.items)
        # What is decided, and how it reads by now.
        self.lines: list[Verdict] = []
        self.decisions = Decisions()
        self.of: dict[str, Verdict] = {}
        self.hand: Sequence[Verdict] = ()
        self.beside: Sequence[Verdict] = ()  # of `hand`, about edits that are not proposed
        self.unfit: Sequence[Verdict] = ()  # of `hand`, about other words than stand there by now
        made = frozenset[str]().union(*(item.made for item in self.items))
        self._again = Again(
            raw,
            steps,
            stages if {*names} <= {*stages} else names,
            accept or (lambda edit: edit.id in made),
            [block.place for block in self.blocks],
            [self.items_in(block) for block in self.blocks],
        )
        self.drawn = Drawn()
        self.read(lines)

    @property
    def cues(self) -> list[Cue]:
        """The segments of the talk as it reads now."""
        return self._again.cues

    def _whole(self, lines: Iterable[Verdict]) -> list[Place]:
        """The places of questions, and of what people decided about words."""
        found = Decisions.of(self.axis, standing(lines)).found
        decided = [verdict.place for verdict in found if not verdict.is_about_cues]
        return [*(item.place for item in self.items), *decided]

    # ---- decisions ---------------------------------------------------------------------------

    def read(self, lines: Iterable[Verdict]) -> Changed:
        """Take in lines that were added to the talk's file."""
        news = list(lines)
        self.lines += news
        decisions = self.decisions = Decisions.of(self.axis, standing(self.lines))
        placed = Decisions.of(self.axis, (v for v in news if v.verdict not in ABOUT_ACTS))
        anew = self._again.hear((*placed.found, *placed.over), decisions.found, self._block_of)
        asked = [item for number in anew for item in self.items_in(self.blocks[number])]
        before, cues, renames = [*map(self._known_of, asked)], self.cues, self._again.renames
        self.of = {}
        for stage, known in self._known.items():
            self.of |= decisions.about(known, stage)
        self._again.make(anew)
        self.hand = self._again.by_hand(decisions)
        written, self.unfit = self._again.write(self.hand)
        anew = sorted({*anew, *written})
        answered = {id(verdict) for verdict in self.of.values()}
        unasked = decisions.by_hand(self.of.values())
        self.beside = [v for v in unasked if v.is_about_edits and id(v) not in answered]
        for number in anew:
            self.drawn.paragraphs.pop(number, None)
        pairs = zip(asked, before, strict=True)
        touched = frozenset(item.number for item, was in pairs if was != self._known_of(item))
        changed = Changed(touched, self._spoken_otherwise(cues).union(anew))
        if renames == self._again.renames:
            return changed
        return replace(changed, names=self._named_otherwise(renames))

    def _block_of(self, verdict: Verdict) -> int:
        """The paragraph of a verdict; of one by another program, which tells no place, that of its edit."""
        named = verdict.id in self._edits and not verdict.anchor.has_words
        place = self._edits[verdict.id][0].place if named else verdict.place
        return self.blocks_at(place)[0]

    def _known_of(self, item: Item) -> tuple[str, list[Verdict | None]]:
        """What is known of a question."""
        return self.status(item), [self.of.get(name) for name in item.ids]

    def _named_otherwise(self, before: Sequence[Verdict]) -> frozenset[int]:
        """The questions that tell other names than with the renamings before."""
        self.drawn.columns = {}
        return frozenset(
            item.number
            for item in self.items
            if item.is_about_cues
            and any(renamed(e, before) != renamed(e, self._again.renames) for e in item.edits)
        )

    def _spoken_otherwise(self, before: Sequence[Cue]) -> frozenset[int]:
        """The paragraphs with other segments or speakers than before."""
        if before == self.cues:
            return frozenset()
        different = set(before) ^ set(self.cues)
        changed = {n for cue in different for n in self.blocks_at(Place(cue.at, cue.at))}
        starts = ((block.number, block.place.start) for block in self.blocks)
        named = {n for n, at in starts if speaker_at(before, at) != self.speaker_at(at)}
        # The paragraph after one says whether it goes on in the same voice.
        after = {n + 1 for n in named if n + 1 < len(self.blocks)}
        return frozenset(changed | named | after)

    def about(self, edit_id: str, verdict: str, text: str = "") -> list[Verdict]:
        """The lines of a verdict about an edit. Raises BadInput if there is no such edit (any more).

        To reject one of several readings, or to write another, rejects them all. Questions about one
        turn of a speaker, which a stage asks sentence by sentence, are answered together.
        """
        if edit_id not in self._edits:
            raise BadInput("this edit is no longer there", remedy="reload the page")
        edit, item = self._edits[edit_id]
        if verdict == "other" and not item.takes_text:
            raise BadInput("a segment opens here or does not", remedy="accept it, or reject it")
        others = [
            (name, other)
            for name, other in item.readings
            # A reading that was chosen before gives way; the rest yields to an acceptance by itself.
            if name != edit_id and (verdict != "accept" or self._stands(name))
        ]
        lines = [self._line(edit_id, edit, verdict, text)]
        if verdict != "reject":
            lines += [
                replace(other, verdict="reject", text="", who="") for other in self._overruled(edit)
            ]
        lines += [self._line(name, other, "reject") for name, other in others]
        same = [one for one in self._turns[item.number] if self.status(one) == self.status(item)]
        return lines + [
            self._line(one.ids[0], one.lead, verdict, text) for one in same if one != item
        ]

    def _overruled(self, edit: Edit) -> list[Verdict]:
        """What was decided earlier about words of `edit` that nobody proposes to change any more."""
        return [
            verdict
            for verdict in self.beside
            if not verdict.is_about_cues
            and verdict.stage == edit.stage
            and verdict.place.overlaps(edit.place)
        ]

    def given_way(self, place: Place) -> list[Verdict]:
        """The lines that settle the waiting questions about words that were written otherwise."""
        inside = (
            item
            for number in self.blocks_at(place)
            for item in self.items_in(self.blocks[number])
            if place.covers(item.place)
        )
        asked = [i for i in inside if not i.is_about_cues and self.status(i) == "waiting"]
        return [self._line(name, edit, "reject") for i in asked for name, edit in i.readings]

    def _stands(self, edit_id: str) -> bool:
        return edit_id in self.of and self.of[edit_id].verdict != "reject"

    def by_hand(self, verdict: str, place: Place, text: str, was: str = "") -> Verdict:
        """The line of a hand edit. Raises BadInput if the place is not one of this talk."""
        if not 0 <= place.start <= place.stop <= len(self.raw.words):
            raise BadInput("no such place in this talk", remedy="reload the page")
        name = hand_id(verdict, place, was)
        line = Verdict(name, verdict, text, anchor=Anchor(place), stage=STAGE, was=was, now=text)
        if line.names:
            return self.axis.spoken(line, self.cues)
        return replace(line, anchor=self.axis.around(place))

    def marks_of(self, verdict: str, at: float) -> list[Verdict]:
        """The full stop and capital that a sentence opened by hand wants; or, closed, does not."""
        block = self.blocks[self.blocks_at(Place(at, at))[0]]
        near = [self.blocks[max(0, block.number - 1)], block]
        tokens = [token for one in dict.fromkeys(near) for token in self.tokens_in(one)]
        before = next((token for token in reversed(tokens) if token.at.start < at), None)
        first = next((token for token in tokens if token.at.start >= at), None)
        if before is None or first is None:
            return []
        if verdict == "open":
            stop = before.text if before.text.endswith(STOPS) else before.text.rstrip(",;:") + "."
            texts = (stop, capitalised(first.text))
        else:
            heard = (word.text for word in self.raw.words)
            text = first.text.lower() if may_be_small(first.text, heard) else first.text
            texts = (before.text.rstrip("".join(STOPS)), text)
        pairs = zip((before, first), texts, strict=True)
        return [
            self.by_hand("words", token.at, text, token.text)
            for token, text in pairs
            if text and text != token.text
        ]

    def _line(self, name: str, edit: Edit, verdict: str, text: str = "") -> Verdict:
        return self.axis.anchored(Verdict(name, verdict, text), edit)

    def next_undo(self) -> str:
        """The action that undo takes back; empty if there is none."""
        return (self.history()[0] or [""])[-1]

    def acts(self) -> int:
        """How many actions could be undone."""
        return len(self.history()[0])

    def next_redo(self) -> str:
        """The action that redo makes again; empty if there is none."""
        return (self.history()[1] or [""])[-1]

    def history(self) -> tuple[list[str], list[str]]:
        """The actions that can be undone, and those that can be made again; the next one last."""
        return history(self.lines)

    # ---- views -------------------------------------------------------------------------------

    def edit(self, edit_id: str) -> tuple[Edit, Item] | None:
        """The edit of that id, and the question it belongs to."""
        return self._edits.get(edit_id)

    def told(self, edit: Edit) -> tuple[str, str]:
        """What an edit takes out and puts in, in words: speakers by the names they have by now."""
        return renamed(edit, self._again.renames).told

    def status(self, item: Item) -> str:
        """What is decided about a question, or becomes of it."""
        return item.status(self.of, *self._becomes(item))

    def turn(self, item: Item) -> int:
        """The number of the first item that is one question with this one."""
        return self._turns[item.number][0].number

    def questions(self) -> list[Item]:
        """What there is to decide: of the items about one turn that stand alike the first."""
        found = dict[tuple[int, str], Item]()
        for item in self.items:
            found.setdefault((self.turn(item), self.status(item)), item)
        return [*found.values()]

    def counts(self) -> Counter[str]:
        """How many questions there are of each status."""
        return Counter(map(self.status, self.questions()))

    def _becomes(self, item: Item) -> tuple[frozenset[str], frozenset[str]]:
        """The edits that are made by now, and those held for what people decided, with those of a question among them."""
        part = self._again.parts[self.blocks_at(item.place)[0]]
        if part.said.isdisjoint(item.ids):  # its words are others by now
            return item.made, frozenset()
        return part.made, part.held

    def spot(self, item: Item) -> Place:
        """The words that a question is about: those that are changed by now, else those that its first reading would
        change. Other readings may reach further."""
        made, _ = self._becomes(item)
        changed = [edit.place for name, edit in item.readings if name in made or self._stands(name)]
        return Place.over(changed or [item.lead.place])

    def asked(self) -> set[str]:
        """The edits of the questions that wait or are decided."""
        return {name for item in self.items if self.status(item) != "made" for name in item.ids}

    def like(self, wanted: tuple[str, str, str, str]) -> list[tuple[str, Edit, Item]]:
        """The edits of one likeness: the same question in several places."""
        return [
            (name, edit, item)
            for name, (edit, item) in self._edits.items()
            if item.stage == wanted[0] and likeness(edit) == wanted
        ]

    def blocks_at(self, place: Place) -> range:
        """The numbers of the paragraphs that a place touches."""
        first = max(0, bisect_right(self.blocks, place.start, key=_start) - 1)
        last = bisect_left(self.blocks, place.stop, key=_start)
        return range(first, max(first + 1, last))

    def items_in(self, block: Block) -> list[Item]:
        """The questions that begin in a paragraph."""
        low, high = (bisect_left(self.items, edge, key=_start) for edge in block.place)
        return self.items[low:high]

    def written_in(self, block: Block) -> list[Verdict]:
        """The words that a person wrote in a paragraph, other than as the answer to a question."""
        return [
            verdict
            for verdict in (*self.beside, *(v for v in self.hand if v.verdict == "words"))
            if not verdict.is_about_cues
            and block.place.start <= verdict.place.start < block.place.stop
        ]

    def tokens_in(self, block: Block) -> Sequence[Token]:
        """The words of a paragraph as they read now."""
        return self._again.tokens[block.number]

    def reads(self, place: Place) -> str:
        """What stands at a place now."""
        return text_of(
            token
            for number in self.blocks_at(place)
            for token in self.tokens_in(self.blocks[number])
            if place.start <= token.at.start < place.stop
        )

    def cues_in(self, block: Block) -> list[Cue]:
        """The segments that open in a paragraph, the one it opens in first."""
        low = max(0, bisect_right(self.cues, block.place.start, key=_at) - 1)
        high = bisect_left(self.cues, block.place.stop, key=_at)
        return self.cues[low:high]

    def opens_at(self, place: float) -> bool:
        """Whether a segment opens at a place."""
        cue = cue_at(self.cues, place)
        return cue is not None and cue.at == place

    def turn_at(self, place: float) -> Place:
        """The stretch around a place in which one voice speaks."""
        at = max(0, bisect_right(self.cues, place, key=_at) - 1)
        speaker = self.cues[at].speaker
        low, high = at, at + 1
        while low and self.cues[low - 1].speaker == speaker:
            low -= 1
        while high < len(self.cues) and self.cues[high].speaker == speaker:
            high += 1
        end = self.cues[high].at if high < len(self.cues) else float(len(self.raw.words))
        return Place(self.cues[low].at, end)

    def speaker_at(self, place: float) -> str:
        """Who speaks at a place."""
        return speaker_at(self.cues, place)

    def speakers(self) -> list[str]:
        """Everybody who speaks, or is on the programme."""
        programme = [speaker.name for speaker in self.raw.talk.speakers]
        spoken = [cue.speaker for cue in self.cues if cue.speaker]
        return list(dict.fromkeys([*spoken, *programme]))

    def transcript(self) -> Transcript:
        """The talk as it reads now."""
        tokens = [token for block in self.blocks for token in self.tokens_in(block)]
        return replace(self.raw, tokens=tuple(tokens), cues=tuple(self.cues))
