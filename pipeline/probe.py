"""What a change of the dictionary would change in the talks at hand, before it is saved."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pipeline import verdicts
from pipeline.batch import read, verdict_file
from pipeline.config import (
    Config,
    by_file,
    dictionaries_of,
    dictionary_of,
    shipped,
    stages_of,
    with_dictionary,
)
from pipeline.dictionary import Dictionary, check, clashes, merge, overruled
from pipeline.edits import Edit
from pipeline.errors import PipelineError
from pipeline.finding import search
from pipeline.language.counts import common
from pipeline.model import Transcript, key
from pipeline.record import entries
from pipeline.run import Accept, Stage, Step
from pipeline.verdicts import Axis, Decisions, Known, Proposed, Verdict

AROUND = 5
NAMED = re.compile(r"\[([^\]]+)\]")
TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Change:
    """An edit that only one of two dictionaries proposes; `new` says whether it is the later one."""

    talk: str
    time: int
    left: str
    right: str
    edit: Edit
    made: bool
    new: bool

    @property
    def held(self) -> bool:
        """Whether it would be made, but for what people decided of its place."""
        return self.new and verdicts.is_held(self.edit)


def probe(
    config: Config,
    changed: Dictionary,
    own: Path | None = None,
    unread: Callable[[PipelineError], None] | None = None,
) -> Iterator[Change]:
    """How the project's talks would change with `changed` in the place of the file `own`.

    A talk that cannot be read is left out if somebody, `unread`, is to be told why; else it raises BadInput.
    """
    others = [dictionary for path, dictionary in by_file(config).items() if path != own]
    later = with_dictionary(config, merge([*others, changed]))
    for path in search([config.raw], config.aside, config.name_of).files:
        try:
            raw = read(path, name=config.name_of(path))
            decided, _ = verdicts.load(verdict_file(config, raw.name))
        except PipelineError as error:
            if unread is None:
                raise
            unread(error)
            continue
        standing = verdicts.standing(decided)
        yield from compare(raw, stages_of(config), later, config.accept(), standing)


def warnings(config: Config, new: Dictionary) -> Iterator[str]:
    """What speaks against new entries, beside those that there are, a sentence each."""
    names = [f"[{term.name}]" for term in new.terms]
    found = check(merge([dictionary_of(config), new]), common)
    told = chain(located(found, config), spelled_otherwise(config, new))
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


def spelled_otherwise(config: Config, new: Dictionary) -> Iterator[str]:
    """The names of new entries that the dictionaries in use write otherwise, a sentence each."""
    general, own = dictionaries_of(config)
    names = {key(term.name) for term in new.terms}
    near = [Dictionary(tuple(t for t in d.terms if key(t.name) in names)) for d in own]
    yield from clashes([*near, new])
    yield from overruled(general, [new])


def compare(
    raw: Transcript,
    before: Sequence[Stage],
    after: Sequence[Stage],
    accept: Accept,
    standing: Sequence[Verdict] = (),
) -> Iterator[Change]:
    """What the terms stage does otherwise, in the order of the talk, but for edits that people decided upon."""
    at = next((n for n, stage in enumerate(before) if stage.name == TERMS), None)
    if at is None or before[at] == after[at]:
        return

    def step(stages: Sequence[Stage]) -> Step:
        """What that stage does among these, those after it saying nothing."""
        silent = (Proposed(stage.name, stage.licence, ()) for stage in stages[at + 1 :])
        told, _ = verdicts.decided(raw, [*stages[: at + 1], *silent], accept, standing)
        return told[at]

    done = step(before)
    old, new = _proposed(done), _proposed(step(after))
    known = Known({name: edit for name, (edit, _) in (old | new).items()})
    settled = Decisions.of(Axis(raw), standing).about(known, done.stage)
    gone = [(*old[name], False) for name in old.keys() - new.keys() - settled.keys()]
    come = [(*new[name], True) for name in new if name not in settled and not _same(name, old, new)]
    changes = [_change(done.before, edit, made, new=later) for edit, made, later in gone + come]
    yield from sorted(changes, key=lambda change: (change.edit.place, change.new))


def _proposed(step: Step) -> dict[str, tuple[Edit, bool]]:
    return {edit.id: (edit, made) for edit, made in entries(step)}


def _same(name: str, old: dict[str, tuple[Edit, bool]], new: dict[str, tuple[Edit, bool]]) -> bool:
    """Whether both make the edit, or both only suggest it."""
    return name in old and old[name][1] == new[name][1]


def _change(raw: Transcript, edit: Edit, made: bool, *, new: bool) -> Change:
    start, stop = edit.place
    before = [token.text for token in raw.tokens if start - AROUND <= token.at.start < start]
    after = [token.text for token in raw.tokens if stop <= token.at.start < stop + AROUND]
    return Change(raw.name, raw.time(start), " ".join(before), " ".join(after), edit, made, new)
