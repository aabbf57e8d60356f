"""A saved entry takes effect at once: the proposals of *terms* that it adds, all else as it was. So does one that was
taken back: what was proposed of a term that is no more goes.

Cleaning the talk as a whole, which thinks anew, comes after.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline import record, verdicts
from pipeline.config import Config, dictionary_of
from pipeline.dictionary import Term
from pipeline.edits import Edit
from pipeline.model import Transcript
from pipeline.probe import TERMS
from pipeline.review.again import Remembered
from pipeline.review.kept import Kept, Source, keep
from pipeline.review.trying import by_sound
from pipeline.run import Step
from pipeline.stages.terms import with_vocabulary
from pipeline.verdicts import Verdict


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
    raw = source.transcript()
    done = {step.stage: step for step in _last_steps(raw, source.record)}
    own = keep(config, source, kept)
    news = [edit for entry in entries if own for edit, _ in by_sound(config, entry, own)]
    known = {term.name for term in with_vocabulary(dictionary_of(config), raw.talk).terms}
    known.update(entry.name for entry in entries)
    stages = [_with(news, known, Remembered.of(name, done.get(name))) for name, _ in config.stages]
    steps, _ = verdicts.decided(raw, stages, config.accept(), standing)
    return [
        entry for step in steps if step.stage != verdicts.STAGE for entry in record.entries(step)
    ]


def _last_steps(raw: Transcript, path: Path | None) -> list[Step]:
    """What the last run did, by its record; nothing if there is none.

    Raises EditConflict if the raw file is another one since.
    """
    if path is None or not path.exists():
        return []
    return list(record.replay(raw, record.load(path)))


def _with(news: Iterable[Edit], known: Container[str], stage: Remembered) -> Remembered:
    """A stage, if it is *terms* with what is new, and without what is of no term that is `known`."""
    if stage.name != TERMS:
        return stage
    said = (edit for edit in stage.edits if not edit.reason.term or edit.reason.term in known)
    return replace(stage, edits=[*joined(said, news)])


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
