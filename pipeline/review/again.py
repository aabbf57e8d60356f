"""The last run made again as people decide by now: its stages say again what they said.

The page takes its text from the function that a run obeys decisions by, over what the stages are
remembered to have proposed; only a run that thinks anew comes after. A paragraph is made by itself, for
a decision must be seen at once.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter
from typing import get_args

from pipeline.edits import TRAILING, Edit, Kind, recue, rewrite
from pipeline.language.spelling import capitalised
from pipeline.model import Cue, Place, Token, Transcript, spanned, speaker_at
from pipeline.probe import TERMS
from pipeline.review.items import Item
from pipeline.run import Accept, Step, text_after
from pipeline.verdicts import Decisions, Order, Refused, Rule, Verdict, held, rule_of, written

SPEAKERS = "speakers"


@dataclass(frozen=True)
class Remembered:
    """A stage that says again what it said in the last run, as far as that fits.

    `spoken` is who spoke where after it.
    """

    name: str
    edits: Sequence[Edit]
    spoken: Sequence[Cue] = ()
    licence: frozenset[Kind] = frozenset(get_args(Kind))

    @classmethod
    def of(cls, name: str, step: Step | None) -> "Remembered":
        """A stage that did what `step` tells."""
        if step is None:
            return cls(name, ())
        return cls(name, step.proposed, step.after.cues if name == SPEAKERS else ())

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """Its edits; of words and segments that are others now, their marks, capitals and voices."""
        there = {*transcript.tokens, *transcript.cues}
        misfits = [edit for edit in self.edits if not there.issuperset(edit.before)]
        gone = {id(edit) for edit in misfits}
        fits = [edit for edit in self.edits if id(edit) not in gone]
        yield from fits
        if self.name != TERMS:
            yield from refitted(misfits, transcript.tokens)
        if self.spoken:
            told = {item for edit in fits for item in edit.before}
            yield from voiced((cue for cue in transcript.cues if cue not in told), self.spoken)


def refitted(misfits: Iterable[Edit], tokens: Iterable[Token]) -> Iterator[Edit]:
    """The marks and capitals that edits gave to words which are others now, for those."""
    forms = [edit for edit in misfits if edit.kind == "form"]
    ends = {edit.place.stop: edit for edit in forms}
    starts = {edit.place.start: edit for edit in forms}
    for token in tokens if forms else ():
        text = token.text
        last, first = ends.get(token.at.stop), starts.get(token.at.start)
        if last and (mark := TRAILING.search(last.now)) and not TRAILING.search(text):
            text += mark.group()
        if first and first.now[:1].isupper() and first.was[:1].islower():
            text = capitalised(text)
        if text != token.text:
            both = [edit for edit in (first, last) if edit]
            yield rewrite([token], text, both[0].reason, min(edit.confidence for edit in both))


def voiced(cues: Iterable[Cue], spoken: Sequence[Cue]) -> Iterator[Edit]:
    """Names for segments that nobody named, as whoever spoke there."""
    for cue in cues:
        if not cue.speaker and (voice := speaker_at(spoken, cue.at)):
            yield recue(cue, Cue(cue.at, voice), "goes on in the voice there")


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph as the stages leave it: its words, and the segments that they open in it; the ids of the edits that
    are said, made, and held for what people decided; the decisions that these edits obey."""

    tokens: tuple[Token, ...]
    cues: tuple[Cue, ...]
    said: frozenset[str]
    made: frozenset[str]
    held: frozenset[str] = frozenset()
    obeyed: tuple[Verdict, ...] = ()

    @classmethod
    def of(cls, raw: Transcript, stages: Iterable[Remembered], order: Order) -> "Part":
        """What `raw`, a paragraph, becomes in a run under an order."""
        steps, of = order.steps(raw, stages)
        after = text_after(steps, raw)
        left = frozenset(edit.id for step in steps for edit in step.held)
        made = frozenset(edit.id for step in steps for edit in step.made)
        asked = frozenset(held(steps))
        return cls(after.tokens, after.cues, left | made, made, asked, tuple(of.values()))


class Again:
    """The paragraphs of a talk: as the last run left them, and those that somebody ever decided anything about as
    the next one makes them."""

    def __init__(
        self,
        raw: Transcript,
        steps: Sequence[Step],
        stages: Iterable[str],
        accept: Accept,
        places: Sequence[Place],
        questions: Sequence[Sequence[Item]],
    ) -> None:
        """`places` are those of the paragraphs, `questions` what is asked in each."""
        done = {step.stage: step for step in steps}
        self._raw = raw
        self._stages = [Remembered.of(name, done.get(name)) for name in stages]
        self._accept = accept
        self._places = places
        self._questions = questions
        self._here: Mapping[int, list[Verdict]] = {}
        self._refused: Refused | None = None
        clean = text_after(steps, raw)
        self.parts = [
            Part(
                *within(clean, place),
                frozenset(name for item in asked for name in item.ids),
                frozenset(name for item in asked for name in item.made),
            )
            for place, asked in zip(places, questions, strict=True)
        ]
        # The words of each paragraph and the segments of the talk, with what people wrote.
        self.tokens = [part.tokens for part in self.parts]
        self.cues = [*clean.cues]
        self.renames: list[Verdict] = []  # as they were obeyed

    def hear(
        self, news: Iterable[Verdict], found: Iterable[Verdict], number: Callable[[Verdict], int]
    ) -> list[int]:
        """Take in what counts by now, given the lines that are new; the paragraphs that are to be made again. `number`
        tells the one of a verdict."""
        found, news = list(found), list(news)
        here, refused = _by_paragraph(found, number), Refused.of(found)
        if self._refused is None:  # the last run may have heeded what was taken back since
            earlier = Refused.of(line for line in news if line.verdict != "accept")
            rules = {*earlier.rules, *refused.rules}
        else:
            rules = {*self._refused.rules} ^ {*refused.rules}
        anew = {*_by_paragraph(news, number)}
        anew |= {n for n in {*here, *self._here} if here.get(n) != self._here.get(n)}
        anew = anew.union(*(self._with_rule.get(rule, ()) for rule in rules))
        self._here, self._refused = here, refused
        return sorted(anew)

    def make(self, numbers: Iterable[int]) -> None:
        """Make paragraphs again."""
        for number in numbers:
            edits: defaultdict[str, list[Edit]] = defaultdict(list)
            for item in self._questions[number]:
                edits[item.stage] += item.edits
            stages = [replace(stage, edits=edits[stage.name]) for stage in self._stages]
            decisions = Decisions(tuple(self._here.get(number, ())))
            names = {stage.name for stage in stages}
            order = Order.of(decisions, names, self._accept, self._refused)
            tokens, cues = within(self._raw, self._places[number])
            part = replace(self._raw, tokens=tokens, cues=cues)
            self.parts[number] = Part.of(part, stages, order)

    def by_hand(self, decisions: Decisions) -> tuple[Verdict, ...]:
        """The verdicts that change the text by themselves, for no edit obeys them."""
        obeyed = {verdict for part in self.parts for verdict in part.obeyed}
        return decisions.by_hand(v for v in decisions.found if v in obeyed)

    def write(self, hand: Iterable[Verdict]) -> tuple[list[int], list[Verdict]]:
        """Write what people wrote over the talk as it is made by now: the paragraphs that read otherwise than before,
        and what does not fit."""
        tokens = tuple(token for part in self.parts for token in part.tokens)
        cues = tuple(cue for part in self.parts for cue in part.cues)
        text, unfit = written(replace(self._raw, tokens=tokens, cues=cues), hand)
        before, tokens = self.tokens, tuple(text.tokens)
        starts = [token.at.start for token in tokens]
        edges = [[bisect_left(starts, edge) for edge in place] for place in self._places]
        self.tokens = [tokens[low:high] for low, high in edges]
        self.cues, self.renames = text.cues, text.renames
        pairs = zip(before, self.tokens, strict=True)
        return [number for number, (was, now) in enumerate(pairs) if was != now], unfit

    @cached_property
    def _with_rule(self) -> Mapping[Rule, set[int]]:
        """The paragraphs in which a change is proposed."""
        numbers: defaultdict[Rule, set[int]] = defaultdict(set)
        for number, asked in enumerate(self._questions):
            for item in asked:
                for edit in () if item.is_about_cues else item.edits:
                    numbers[rule_of(edit)].add(number)
        return numbers


def within(transcript: Transcript, place: Place) -> tuple[tuple[Token, ...], tuple[Cue, ...]]:
    """The words and segments that begin at a place."""
    tokens, cues = transcript.tokens, transcript.cues
    low, high = spanned(tokens, place)
    first, last = (bisect_left(cues, edge, key=attrgetter("at")) for edge in place)
    return tokens[low:high], cues[first:last]


def _by_paragraph(
    verdicts: Iterable[Verdict], number: Callable[[Verdict], int]
) -> Mapping[int, list[Verdict]]:
    """What is decided in each paragraph; without what people wrote over segments, which may be about the talk."""
    here: defaultdict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.is_about_edits or not verdict.is_about_cues:
            here[number(verdict)].append(verdict)
    return here
