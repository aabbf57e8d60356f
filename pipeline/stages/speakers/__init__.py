"""The speakers stage: where the speaker changes, what part each plays, and who it is.

One decoder runs over the sentences (`decode`), on scores for a change of speaker and for the parts
(`pipeline.language.dialogue`), on evidence for the programme's people (`evidence`) and on how each
talks (`scores.style`). A label carries its evidence and a probability; where the name is not sure
the part stands alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from pipeline.edits import Edit, Kind, recue
from pipeline.model import Cue, Transcript
from pipeline.stages.speakers.cast import ROLES, Cast, cast_of
from pipeline.stages.speakers.decode import Grid, Scores, best_parts, chances, course, moves, shares
from pipeline.stages.speakers.evidence import Sign, introduced, known_by, signs
from pipeline.stages.speakers.scores import basic, style, turn_odds
from pipeline.stages.speakers.units import Unit, units_of

# How people talk is learned from several starts, in so many rounds each; the likeliest end is taken.
STARTS, ROUNDS = 8, 6
# How far the starts differ, and the log-odds of a change that part one stretch from the next.
SHAKE, BLOCK = 1.5, -1.5


@dataclass(frozen=True)
class Speakers:
    """Names the speakers. A name at least as probable as `named` is given, else the part alone."""

    named: float = 0.5
    name: str = field(default="speakers", init=False)
    licence: frozenset[Kind] = field(default=frozenset({"speaker", "break"}), init=False)

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """A label for every segment that has none; a cue where a speaker changes within one."""
        said = units_of(transcript)
        if not said or any(cue.speaker for cue in transcript.cues):
            return
        cast = cast_of(transcript.talk, transcript.text)
        known = [known_by(person, cast) for person in cast.people]
        heard = [tuple(signs(unit, known)) for unit in said]
        path, sure = decoded(said, cast, heard)
        at = 0
        for person, run in groupby(path):
            size = len(list(run))
            turn = Turn(person, tuple(said[at : at + size]), sure[at : at + size].mean(axis=0))
            yield from self._label(
                turn, cast, [sign for of in heard[at : at + size] for sign in of]
            )
            at += size

    def _label(self, turn: "Turn", cast: Cast, heard: Sequence[Sign]) -> Iterator[Edit]:
        person = cast.people[turn.person]
        chance = float(turn.sure[turn.person])
        parts = best_parts([one.part for one in cast.people], turn.sure)
        why = reason(turn, cast, heard)
        role = ROLES[cast.kind][person.part]
        label, sure = (person.label, chance) if chance >= self.named else (role, parts[person.part])
        if not person.is_named:
            label, sure = role, parts[person.part]
        if person.part == "audience" and (name := turn.introduced):
            label = f"{role} ({name})"
        for first, unit in zip((True, *(False,) * (len(turn.units) - 1)), turn.units, strict=True):
            if unit.cue is not None:
                after = Cue(unit.cue.at, label)
                yield recue(unit.cue, after, why, round(sure, 3))
            elif first:
                yield recue(None, Cue(unit.at, label), why, round(sure, 3))


@dataclass(frozen=True)
class Turn:
    """A run of units by one person of the cast, with the mean probability of everybody."""

    person: int
    units: tuple[Unit, ...]
    sure: Grid

    @property
    def introduced(self) -> str | None:
        """The name the speaker gives himself."""
        return next((name for unit in self.units if (name := introduced(unit))), None)


def decoded(
    said: Sequence[Unit], cast: Cast, heard: Sequence[Sequence[Sign]]
) -> tuple[list[int], Grid]:
    """Who speaks each unit, and how probable everybody is; ways of talking are learned on the way."""
    table = moves(cast)
    plain = basic(said, cast, heard)
    first, _ = chances(plain, table)
    blocks = _blocks(plain)
    best: tuple[float, Scores, Grid] | None = None
    for seed in range(STARTS):
        likely = _shaken(first, blocks, seed)
        for _ in range(ROUNDS):
            scores = replace(plain, speaks=plain.speaks + style(said, len(cast.people), likely))
            likely, fit = chances(scores, table + shares(cast, likely))
        if best is None or fit > best[0]:
            best = fit, scores, likely
    assert best is not None
    _, scores, likely = best
    return course(scores, table + shares(cast, likely)), likely


def _blocks(scores: Scores) -> NDArray[np.intp]:
    """A number for each unit, the same for neighbours that one person hardly did not say."""
    return np.asarray(np.cumsum(scores.turns > BLOCK), dtype=np.intp)


def _shaken(likely: Grid, blocks: NDArray[np.intp], seed: int) -> Grid:
    """Another start: people alike in all that is known must differ in something to part."""
    if not seed:
        return likely
    # Always the same numbers for the same seed: chance that repeats.
    noise = np.random.default_rng(seed).normal(0, SHAKE, (int(blocks[-1]) + 1, likely.shape[1]))
    grid = likely * np.exp(noise[blocks])
    return np.asarray(grid / grid.sum(axis=1, keepdims=True))


def reason(turn: Turn, cast: Cast, heard: Sequence[Sign]) -> str:
    """The evidence for a turn's label, quoted."""
    opening = " ".join(turn.units[0].text.split()[:5])
    parts = [f"turn opens “{opening}” ({turn_odds(turn.units[0], cast):+.1f})"]
    about = [sign for sign in heard if sign.person == turn.person and sign.when == "now"]
    parts += [sign.says for sign in sorted(about, key=lambda sign: -sign.weight)[:3]]
    return "; ".join(parts)
