"""Suspects of a talk: what the terms stage left that was hardly said, as a list for a person.

A file beside the transcript (`suspects.csv`), read by the command line and the review page. It changes
nothing; what comes of it are dictionary entries.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cells import plain, table
from pipeline.dictionary import Dictionary
from pipeline.errors import BadInput
from pipeline.formats.timecode import clock
from pipeline.model import Place, key
from pipeline.reading import text_in
from pipeline.run import Step

if TYPE_CHECKING:
    from pipeline.matching.suspects import Guessable

STAGE = "terms"
AROUND = 6  # words told on each side
COLUMNS = ("time", "chance", "times", "left", "heard", "right", "guesses", "start", "stop")
JOINT = "; "
ANEW = "clean the talk again"


@dataclass(frozen=True, slots=True)
class Listed:
    """A suspect where it stands first: its time as h:mm:ss, the words around it, what was meant perhaps.

    `chance` is how likely it is that a term or a name was said instead, `times` how often the same words
    stand in the talk.
    """

    time: str
    chance: float
    times: int
    left: str
    heard: str
    right: str
    guesses: tuple[str, ...]
    place: Place


def listed(
    steps: Iterable[Step], dictionary: Dictionary, *, technical: bool = True
) -> list[Listed]:
    """The suspects that the terms stage left, the likeliest first; none if it did not run.

    `technical`: terms of technical talk at large are guessed, too.
    """
    # It brings numpy with it: not for `--help`.
    from pipeline.matching.suspects import guesses, suspects

    step = next((step for step in steps if step.stage == STAGE), None)
    if step is None:
        return []
    tokens = [token for token in step.before.tokens if token.key]
    texts = [token.text for token in tokens]
    found = suspects(texts, _explained(step, dictionary))
    if not found:
        return []
    guessable = _guessable(dictionary, technical)
    guessed = guesses(texts, [(one.start, one.stop) for one in found], guessable)
    places = [Place(tokens[one.start].at.start, tokens[one.stop - 1].at.stop) for one in found]
    return [
        Listed(
            time=clock(step.before.time(place.start)),
            chance=one.chance,
            times=one.times,
            left=" ".join(texts[max(0, one.start - AROUND) : one.start]),
            heard=" ".join(texts[one.start : one.stop]),
            right=" ".join(texts[one.stop : one.stop + AROUND]),
            guesses=guess,
            place=place,
        )
        for one, place, guess in zip(found, places, guessed, strict=True)
    ]


def undecided(every: Iterable[Listed], decided: Sequence[Place]) -> list[Listed]:
    """Those at whose place nobody has decided anything yet."""
    return [one for one in every if not any(map(one.place.overlaps, decided))]


def dump(every: Iterable[Listed]) -> str:
    """The list as CSV."""
    rows = (
        (s.time, s.chance, s.times, s.left, s.heard, s.right, JOINT.join(s.guesses), *s.place)
        for s in every
    )
    return table(COLUMNS, rows)


def load(path: Path) -> list[Listed]:
    """The list in a file. Raises BadInput if it cannot be read."""
    return parse(text_in(path, ANEW), str(path))


def parse(text: str, file: str = "") -> list[Listed]:
    """The list that `dump` wrote. Raises BadInput if it is another file."""
    try:
        return [
            Listed(
                time=row["time"],
                chance=float(row["chance"]),
                times=int(row["times"]),
                left=plain(row["left"]),
                heard=plain(row["heard"]),
                right=plain(row["right"]),
                guesses=tuple(filter(None, plain(row["guesses"]).split(JOINT))),
                place=Place(float(row["start"]), float(row["stop"])),
            )
            for row in csv.DictReader(StringIO(text))
        ]
    except (KeyError, ValueError, TypeError, AttributeError):
        raise BadInput("not a list of suspects", file=file, remedy=ANEW) from None


def _explained(step: Step, dictionary: Dictionary) -> set[int]:
    """The words that a term stands at, or that the stage proposed to change."""
    from pipeline.matching.literal import phrases
    from pipeline.stages.terms import with_vocabulary

    tokens = [token for token in step.before.tokens if token.key]
    touched = {token for edit in step.proposed for token in edit.tokens_before}
    explained = {n for n, token in enumerate(tokens) if token in touched}
    own = with_vocabulary(dictionary, step.before.talk)
    for match in phrases(own).find([token.key for token in tokens]):
        explained.update(range(match.start, match.stop))
    return explained


@lru_cache(maxsize=2)
def _guessable(dictionary: Dictionary, technical: bool) -> "Guessable":
    """The dictionary's own terms, which may have been heard as something far, and those of technical talk."""
    from pipeline.matching.suspects import Guessable, general

    known = {key(term.name) for term in dictionary.terms}
    others = (term for term in general() if technical and key(term.name) not in known)
    return Guessable.of((*dictionary.terms, *others))
