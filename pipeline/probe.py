"""What a change of the dictionary would change in the talks at hand, before it is saved."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, takewhile
from pathlib import Path
from typing import Protocol, TypeVar

from pipeline import record, verdicts
from pipeline.batch import RECORD, Job, read, still_holds, verdict_file
from pipeline.config import (
    Config,
    by_file,
    dictionary_of,
    shipped,
    stages_of,
    terms_hash,
    with_dictionary,
)
from pipeline.dictionary import CATEGORIES, Dictionary, check, clashes, merge, overruled
from pipeline.edits import Edit
from pipeline.errors import PipelineError, there_are
from pipeline.finding import search
from pipeline.language.counts import common
from pipeline.made import reads_of, talk_of
from pipeline.model import Place, Transcript, key
from pipeline.run import Accept, Stage, Step, steps, text_after
from pipeline.verdicts import Axis, Decisions, Known, Proposed, Verdict

AROUND = 5
NAMED = re.compile(r"\[([^\]]+)\]")
TERMS = "terms"
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that only one of two dictionaries proposes, or makes; `new` says whether it is the later one, `lost` whether
    the later one only suggests what the other makes."""

    talk: str
    time: int
    left: str
    right: str
    edit: Edit
    made: bool
    new: bool
    lost: bool = False

    @property
    def place(self) -> Place:
        """The stretch of raw words that it is about."""
        return self.edit.place

    @property
    def held(self) -> bool:
        """Whether it would be made, but for what people decided of its place."""
        return self.new and bool(self.edit.reason.held)


@dataclass(frozen=True, slots=True)
class Met:
    """A talk as the terms stage meets it: its raw transcript, what the stages before did, what people decided, and what
    the stage did, if that is known."""

    raw: Transcript
    done: tuple[Step, ...]
    standing: tuple[Verdict, ...]
    told: Step | None = None

    @property
    def text(self) -> Transcript:
        """The talk before the terms stage."""
        return text_after(self.done, self.raw)


class Follow(Protocol):
    """Passes things on one by one, so that whoever made it can show how far it is."""

    def __call__(self, items: Sequence[Item], what: str, /) -> Iterable[Item]:
        """The items, one by one; `what` says what is being looked for."""


def probe(
    config: Config,
    changed: Dictionary,
    own: Path | None = None,
    unread: Callable[[PipelineError], None] | None = None,
    follow: Follow = lambda talks, _: talks,
) -> Iterator[Change]:
    """How the project's talks would change with `changed` in the place of the file `own`: first those in which its
    forms are written, then those in which something sounds like it. What the last run of a talk did is taken from its
    record, if it would do the same today.

    The dictionaries are those of now, also if one is saved before the changes are asked for. The talks are
    gone through by way of `follow`. If one cannot be read, `unread` is told why, and it is left out; without `unread`
    BadInput is raised.
    """
    others = [dictionary for path, dictionary in by_file(config).items() if path != own]
    before, after = stages_of(config), with_dictionary(config, merge([*others, changed]))
    return _changes(config, terms_hash(config), before, after, unread, follow)


def _changes(
    config: Config,
    known: bytes,
    before: Sequence[Stage],
    after: Sequence[Stage],
    unread: Callable[[PipelineError], None] | None,
    follow: Follow,
) -> Iterator[Change]:
    # The stages bring numpy with them: not for `--help`.
    from pipeline.stages.terms import Terms
    from pipeline.stages.terms.reach import Reach

    terms = [stage for stage in (*before, *after) if isinstance(stage, Terms)]
    if not terms or terms[0] == terms[1]:
        return
    reach, heard, accept = Reach.of(*terms), list[Path](), config.accept()

    def met(talks: Sequence[Path], what: str) -> Iterator[tuple[Path, Met]]:
        """Those of the talks that can be read."""
        for path in follow(talks, what):
            try:
                yield path, _met(config, path, known)
            except PipelineError as error:
                if unread is None:
                    raise
                unread(error)

    def compared(talk: Met) -> list[Change]:
        with reads_of(config.clean / talk.raw.name):
            return list(compare(talk, before, after, accept))

    talks = search([config.raw], config.aside, config.name_of).files
    for path, talk in met(talks, "what is written"):
        if reach.is_written(talk.text):
            yield from compared(talk)
        elif reach.is_written(talk.raw):  # the stages before terms may see it otherwise, too
            yield from compared(replace(talk, done=()))
        elif reach.is_heard(talk.text):
            heard.append(path)
    # To weigh takes longer than to look: what is written is told first.
    for _, talk in met(heard, "what sounds alike"):
        yield from compared(talk)


def _met(config: Config, path: Path, known: bytes) -> Met:
    """A talk as the terms stage meets it, where the dictionary's hash is `known`. Raises BadInput if it cannot be read."""
    name = config.name_of(path)
    folder = config.clean / name
    given = talk_of(folder)
    raw = read(path, given, name)
    standing = verdicts.standing_in(verdict_file(config, name))
    done, told = until_terms(config, raw, folder / RECORD)
    if told and not still_holds(Job(path, config, given), known):
        told = None
    return Met(raw, tuple(done), tuple(standing), told)


def until_terms(
    config: Config, raw: Transcript, path: Path | None
) -> tuple[list[Step], Step | None]:
    """What the stages before terms did, and terms, by the record of the last run at `path`. If that is not there, or of
    another raw file, what they do now, and nothing."""
    earlier = [*takewhile(lambda stage: stage.name != TERMS, stages_of(config))]
    names, done = {stage.name for stage in earlier}, list[Step]()
    try:
        for step in record.replay(raw, record.load(path) if path else ()):
            if step.stage not in names:
                return done, step if step.stage == TERMS else None
            done.append(step)
    except (PipelineError, OSError):
        done = []
    return done or list(steps(raw, earlier, config.accept())), None


def warnings(config: Config, new: Dictionary, own: Path) -> Iterator[str]:
    """What speaks against new entries in the file `own`, beside those that there are, a sentence each."""
    names = [f"[{term.name}]" for term in new.terms]
    found = check(merge([dictionary_of(config), new]), common)
    told = chain(
        located(found, config),
        _spelled_otherwise(config, new, own),
        _of_no_category(new, dictionary_of(config)),
    )
    return (problem for problem in told if any(name in problem for name in names))


def located(problems: Iterable[str], config: Config) -> Iterator[str]:
    """The sentences, with where the entries that they name stand, and what to do about one that ships."""
    files, general = by_file(config), {*shipped()}
    for problem in problems:
        told = [problem]
        for name in dict.fromkeys(NAMED.findall(problem)):
            holding = [path for path, dictionary in files.items() if dictionary.spelled(name)]
            told += [f"[{name}] stands in {path}" for path in holding if path not in general]
            if not general.isdisjoint(holding):
                without = f"without = {json.dumps([name], ensure_ascii=False)} in mondegreen.toml"
                told.append(f"[{name}] ships with mondegreen: {without} leaves it out")
        yield "; ".join(told)


def _of_no_category(new: Dictionary, known: Dictionary) -> Iterator[str]:
    """The new entries whose category no other entry has, and nobody is told of, a sentence each."""
    every = Counter(term.category for term in new.terms)
    there = sorted({*CATEGORIES, *(term.category for term in known.terms if term.category)})
    for term in new.terms:
        if term.category and term.category not in there and every[term.category] == 1:
            yield f"[{term.name}] has the category {term.category!r}, and nothing else has; {there_are(term.category, there)}"


def _spelled_otherwise(config: Config, new: Dictionary, own: Path) -> Iterator[str]:
    """The names of new entries that the dictionaries, once these are in the file `own`, write otherwise, a sentence each."""
    files, general = by_file(config), shipped()
    files[own] = files.get(own, Dictionary()).with_all(new)
    names = {key(term.name) for term in new.terms}
    near = {
        path: Dictionary(tuple(term for term in dictionary.terms if key(term.name) in names))
        for path, dictionary in files.items()
    }
    yield from clashes([dictionary for path, dictionary in near.items() if path not in general])
    yield from overruled(
        [dictionary for path, dictionary in near.items() if path in general], [new]
    )


def compare(
    talk: Met, before: Sequence[Stage], after: Sequence[Stage], accept: Accept
) -> Iterator[Change]:
    """What the terms stage does otherwise, in the order of the talk, but for edits that people decided upon."""
    at = next(n for n, stage in enumerate(before) if stage.name == TERMS)
    said = {step.stage: step.proposed for step in talk.done}

    def step(stages: Sequence[Stage]) -> Step:
        """What that stage does among these: those before it say what they said, those after it nothing."""
        earlier = (
            Proposed(one.name, one.licence, said[one.name]) if one.name in said else one
            for one in stages[:at]
        )  # fmt: skip
        silent = (Proposed(one.name, one.licence, ()) for one in stages[at + 1 :])
        told, _ = verdicts.decided(talk.raw, [*earlier, stages[at], *silent], accept, talk.standing)
        return told[at]

    done = talk.told or step(before)
    old, new = _proposed(done), _proposed(step(after))
    known = Known({name: edit for name, (edit, _) in (old | new).items()})
    settled = Decisions.of(Axis(talk.raw), talk.standing).about(known, TERMS)
    gone = [
        _change(done.before, *old[name], new=False)
        for name in old.keys() - new.keys() - settled.keys()
    ]
    come = [
        replace(_change(done.before, *new[name], new=True), lost=name in old and old[name][1])
        for name in new
        if name not in settled and not _same(name, old, new)
    ]
    changes = gone + come
    yield from sorted(changes, key=lambda change: (change.edit.place, change.new))


def _proposed(step: Step) -> dict[str, tuple[Edit, bool]]:
    return {edit.id: (edit, made) for edit, made in record.entries(step)}


def _same(name: str, old: dict[str, tuple[Edit, bool]], new: dict[str, tuple[Edit, bool]]) -> bool:
    """Whether both make the edit, or both only suggest it."""
    return name in old and old[name][1] == new[name][1]


def _change(raw: Transcript, edit: Edit, made: bool, *, new: bool) -> Change:
    start, stop = edit.place
    before = [token.text for token in raw.tokens if start - AROUND <= token.at.start < start]
    after = [token.text for token in raw.tokens if stop <= token.at.start < stop + AROUND]
    return Change(raw.name, raw.time(start), " ".join(before), " ".join(after), edit, made, new)
