"""A saved entry takes effect at once: the proposals of *terms* that it adds, all else as it was.

What the other stages said of the last run stands where it fits; a word that is another now keeps the
mark and the capital of what stood there. Cleaning the talk as a whole, which thinks anew, comes after.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline import record, verdicts
from pipeline.batch import read
from pipeline.config import Config, stages_of
from pipeline.dictionary import Term
from pipeline.edits import TRAILING, Edit, Kind, rewrite
from pipeline.language.spelling import capitalised
from pipeline.model import Token, Transcript
from pipeline.review.kept import TERMS, Kept, Source, keep, last_steps
from pipeline.review.trying import by_sound
from pipeline.run import Stage, Step
from pipeline.verdicts import Verdict


@dataclass(frozen=True)
class Remembered:
    """A stage that says again what it said in the last run, as far as that fits."""

    name: str
    licence: frozenset[Kind]
    edits: Sequence[Edit]

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """Its edits; of words that are others now, their marks and capitals."""
        there = {*transcript.tokens, *transcript.cues}
        misfits = [edit for edit in self.edits if not there.issuperset(edit.before)]
        gone = {id(edit) for edit in misfits}
        yield from (edit for edit in self.edits if id(edit) not in gone)
        if self.name != TERMS:
            yield from refitted(misfits, transcript.tokens)


def laid(
    config: Config,
    entries: Sequence[Term],
    source: Source,
    standing: Sequence[Verdict],
    kept: dict[str, Kept],
) -> list[tuple[Edit, bool]]:
    """The record of a talk as it is with more entries, from what the last run left.

    Raises BadInput or EditConflict if that is no longer to be read.
    """
    raw = read(source.raw)
    done = {step.stage: step for step in last_steps(raw, source.record)}
    own = keep(config, source, kept)
    news = [edit for entry in entries if own for edit, _ in by_sound(config, entry, own)]
    stages = [_remembered(stage, done.get(stage.name), news) for stage in stages_of(config)]
    steps, _ = verdicts.decided(raw, stages, config.accept(), standing)
    return [
        entry for step in steps if step.stage != verdicts.STAGE for entry in record.entries(step)
    ]


def _remembered(stage: Stage, step: Step | None, news: Sequence[Edit]) -> Remembered:
    said = (*step.made, *step.held) if step else ()
    edits = joined(said, news) if stage.name == TERMS else said
    return Remembered(stage.name, stage.licence, tuple(edits))


def joined(said: Iterable[Edit], news: Iterable[Edit]) -> Iterator[Edit]:
    """What the terms stage said, and what an entry adds: a listed form silences likenesses of sound."""
    old = list(said)
    listed = {token for edit in old if not edit.reason.by_sound for token in edit.tokens_before}
    added = [e for e in news if not (e.reason.by_sound and listed.intersection(e.tokens_before))]
    ids = {edit.id for edit in added}
    heard = {token for edit in added if not edit.reason.by_sound for token in edit.tokens_before}
    yield from (
        edit
        for edit in old
        if edit.id not in ids
        and not (edit.reason.by_sound and heard.intersection(edit.tokens_before))
    )
    yield from added


def refitted(misfits: Iterable[Edit], tokens: Iterable[Token]) -> Iterator[Edit]:
    """The marks and capitals that edits gave to words which are others now, for those."""
    forms = [edit for edit in misfits if edit.kind == "form"]
    ends = {edit.place.stop: edit for edit in forms}
    starts = {edit.place.start: edit for edit in forms}
    for token in tokens:
        text = token.text
        last, first = ends.get(token.at.stop), starts.get(token.at.start)
        if last and (mark := TRAILING.search(last.now)) and not TRAILING.search(text):
            text += mark.group()
        if first and first.now[:1].isupper() and first.was[:1].islower():
            text = capitalised(text)
        if text != token.text:
            both = [edit for edit in (first, last) if edit]
            yield rewrite([token], text, both[0].reason, min(edit.confidence for edit in both))
