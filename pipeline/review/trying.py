"""Trying a dictionary entry before it is saved: what it changes here, elsewhere, in clean text.

Everything runs in the worker process, which keeps the talks (`kept`). An entry is tried as the terms
stage would weigh it: words, context, and in the talk at hand sound.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from pipeline import config as project
from pipeline.config import Config
from pipeline.dictionary import Dictionary, Term, merge
from pipeline.edits import Edit
from pipeline.language.counts import common
from pipeline.language.lm import per_million
from pipeline.matching.forms import forms
from pipeline.matching.literal import spaced
from pipeline.matching.sound import SoundIndex
from pipeline.model import Segment, Transcript, key
from pipeline.probe import TERMS, warnings
from pipeline.review.kept import Kept, Source, Spot, decisions, keep
from pipeline.run import steps
from pipeline.stages.terms import Terms
from pipeline.verdicts import Decisions, Known, Order, Settled, Verdict

# Seconds after which further talks are told by the written form alone.
BUDGET = 0.6
# Places listed of each talk, and talks listed.
PLACES, TALKS = 12, 30
# Terms of the dictionary that are listened for beside the entry: how likely a likeness of sound is
# depends on how many there are in the talk.
SAMPLE = 100
# Trials that are remembered: of one that is asked for again, further talks are weighed.
TRIALS = 8
# Tried before anybody tries an entry.
WARM = Term("Warm", heard=("could always",))
# A form that people say this often in a million words is not to be left to context unasked.
OFTEN_SAID = 1.0


@dataclass(frozen=True, slots=True)
class There:
    """What an entry would do in another talk. If not `exact`, the places are those where a form of it
    is written, whatever stands around."""

    talk: str
    spots: tuple[Spot, ...]
    made: int
    asked: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of trying an entry.

    `said` tells of each form how often a million words of ordinary talk have it; `unread` counts the
    talks that are not read yet.
    """

    here: tuple[Spot, ...]
    there: tuple[There, ...]
    control: tuple[There, ...]
    control_words: int
    said: tuple[tuple[str, float], ...]
    warnings: tuple[str, ...]
    unread: int


def tried(
    config: Config,
    entry: Term,
    here: Source,
    others: Sequence[Source],
    control: Sequence[Source],
    kept: dict[str, Kept],
) -> Tried:
    """Try an entry; what is not in `kept` counts as unread, but for the talk at hand."""
    until = time.monotonic() + BUDGET
    trial = Trial.of(config, entry)
    own = keep(config, here, kept)
    sought = [*map(spaced, trial.forms)]
    read = [source for source in others if source.name in kept]
    holding = [source for source in read if kept[source.name].has(sought)]
    clean = [(source, found) for source in control if (found := keep(config, source, kept))]
    said = tuple((form, per_million(form)) for form in _told_forms(entry))
    return Tried(
        tuple(own.spots(_news(config, here, own, by_sound(config, entry, own)))) if own else (),
        tuple(
            _there(trial, source, kept, until if n < TALKS else 0.0)
            for n, source in enumerate(holding)
        ),
        tuple(_exact(trial, source, found) for source, found in clean if found.has(sought)),
        sum(len(found.starts) for _, found in clean),
        said,
        tuple(_warnings(config, entry, said)),
        len(others) - len(read),
    )


@lru_cache(maxsize=TRIALS)
def by_sound(config: Config, entry: Term, kept: Kept) -> list[tuple[Edit, bool]]:
    """The edits of an entry in a talk by words and by sound: kept from the trial to the saving."""
    return _edits(Trial.of(config, entry), kept, sound=True)


def touched(
    config: Config, entry: Term, others: Iterable[Source], kept: Mapping[str, Kept]
) -> list[str]:
    """The talks in which a form of the entry is written, of those that are read."""
    sought = [*map(spaced, Trial.of(config, entry).forms)]
    names = (source.name for source in others)
    return [name for name in names if name in kept and kept[name].has(sought)]


def warm(config: Config) -> None:
    """Load what the first trial would have to wait for: models, forms, and the code itself."""
    words = "so we could always try that again on another machine"
    said = Transcript.of("", [Segment(0, 1000, words)])
    _edits(Trial.of(config, WARM), Kept.of((), said, None), sound=True)
    for _ in steps(said, project.stages_of(config), config.accept()):
        pass


def foresee(config: Config, here: Source, kept: dict[str, Kept]) -> None:
    """Read in a talk what every trial of an entry reads there: then the first takes no longer than the others."""
    if own := keep(config, here, kept):
        by_sound(config, WARM, own)


@dataclass(frozen=True)
class Sampled(Terms):
    """The terms stage, listening for some of its terms alone: to listen for all takes seconds."""

    listened: tuple[Term, ...] = field(default=(), repr=False)

    @cached_property
    def sounds(self) -> SoundIndex:
        """Those that are listened for, as they are said."""
        return SoundIndex.of(self.listened)


@dataclass(frozen=True, eq=False)
class Trial:
    """An entry among the dictionary's, ready to be tried on talks: what else is listed may claim its words, and
    tells how much of what is listed is meant in a talk."""

    config: Config
    entry: Term
    stage: Sampled
    forms: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, config: Config, entry: Term) -> "Trial":
        """The entry as the configured terms stage will have it."""
        return _trial(config, entry, project.dictionary_of(config))


@lru_cache(maxsize=TRIALS)
def _trial(config: Config, entry: Term, known: Dictionary) -> Trial:
    every = merge([known, Dictionary((entry,))])
    own = tuple(term for term in every.terms if term.name == entry.name)
    sample = every.terms[:: max(1, len(every.terms) // SAMPLE)]
    listened = (*(term for term in sample if term not in own), *own)
    settings: dict[str, Any] = dict(dict(config.stages).get(TERMS, ()))
    stage = Sampled(**settings, dictionary=every, listened=listened)
    words = tuple(sorted({form.words for form in forms(Dictionary(own))}))
    return Trial(config, entry, stage, words)


@lru_cache(maxsize=TRIALS * TALKS)
def _edits(trial: Trial, kept: Kept, *, sound: bool) -> list[tuple[Edit, bool]]:
    """The edits of the entry's term in a talk, and whether each would be made."""
    accept = trial.config.accept()
    stage = trial.stage if sound else replace(trial.stage, sound=False)
    own = (edit for edit in stage(kept.transcript()) if edit.reason.term == trial.entry.name)
    found = sorted((replace(edit, stage=TERMS) for edit in own), key=lambda edit: edit.place)
    return [(edit, accept(edit) and not _outdone(edit, kept)) for edit in found]


def _there(trial: Trial, source: Source, kept: dict[str, Kept], until: float) -> There:
    if time.monotonic() < until and (found := keep(trial.config, source, kept)):
        return _exact(trial, source, found)
    own = {form.words for form in forms(Dictionary((trial.entry,))) if form.how != "name"}
    sought, words = [*map(spaced, sorted(own))], kept[source.name]
    spots = words.written(sought)[:PLACES] if until else []
    return There(source.name, tuple(spots), 0, words.count(sought), exact=False)


def _exact(trial: Trial, source: Source, found: Kept) -> There:
    news = _news(trial.config, source, found, _edits(trial, found, sound=False))
    made = sum(on for _, on in news)
    return There(source.name, tuple(found.spots(news[:PLACES])), made, len(news) - made, exact=True)


def _news(
    config: Config, source: Source, kept: Kept, edits: Iterable[tuple[Edit, bool]]
) -> list[tuple[Edit, bool]]:
    """Those that tell something new, and whether each would be made: what people rejected is not made by another
    way, and of words they decided upon nothing more is asked."""
    news = _new_in(kept, edits)
    decided = decisions(source) if news else Decisions()
    if not decided.found:
        return news
    order = Order.of(decided, {name for name, _ in config.stages}, config.accept())
    done = decided.about(Known({edit.id: edit for edit, _ in news}), TERMS)
    settled = Settled(v.place for v in decided.found if _settles(v))
    return [
        (edit, made and order.unasked(edit))
        for edit, made in news
        if edit.id not in done and not settled.has(edit.place)
    ]


def _settles(verdict: Verdict) -> bool:
    """Whether a verdict tells how words read."""
    chosen = verdict.stage == TERMS and verdict.verdict in ("accept", "other")
    return chosen or verdict.verdict == "words"


def _new_in(kept: Kept, edits: Iterable[tuple[Edit, bool]]) -> list[tuple[Edit, bool]]:
    """Those the last run did not say already: the same reading, made or left open alike."""
    said = {(known.place, known.now): known.made for known in kept.known}
    return [
        (edit, made)
        for edit, made in edits
        if (place := (edit.place, edit.now)) not in said or (made and not said[place])
    ]


def _outdone(edit: Edit, kept: Kept) -> bool:
    """Whether the last run made something surer of the same words."""
    return any(
        known.made and known.confidence >= edit.confidence and known.place.overlaps(edit.place)
        and (known.place, known.now) != (edit.place, edit.now)
        for known in kept.known
    )  # fmt: skip


def _told_forms(entry: Term) -> list[str]:
    """The forms an entry lists."""
    return list(dict.fromkeys([*(form for form, _ in entry.readings()), *entry.aliases]))


def _warnings(config: Config, entry: Term, said: Iterable[tuple[str, float]]) -> Iterator[str]:
    yield from warnings(config, Dictionary((entry,)), config.own)
    for form, often in said:
        if often < OFTEN_SAID:
            continue
        if form in entry.aliases:
            yield f"people say {form!r}, and an alias is always changed: list it as heard instead"
        elif not entry.near and (" " in form or not common(key(form))):  # else it is told above
            yield f"people say {form!r}: let “near” words tell where it is meant"
