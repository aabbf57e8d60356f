"""Talks as the terms stage meets them, packed, so that an entry is tried on two million words at once."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pipeline import record, verdicts
from pipeline.batch import read
from pipeline.config import Config
from pipeline.edits import Edit
from pipeline.errors import PipelineError
from pipeline.made import talk_of
from pipeline.matching.literal import spaced
from pipeline.model import Cue, Place, Talk, Token, Transcript, text_of
from pipeline.probe import until_terms
from pipeline.run import Step, text_after
from pipeline.verdicts import Axis, Decisions

# Words shown on each side of a place in a list.
AROUND = 7
# What is seen of a file without reading it: its size, and when it was last written (nanoseconds).
Seen = tuple[int, int]
# The same of several: where the clock is coarse, the size tells what is written again in one tick.
Version = tuple[Seen, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a talk lies: its raw file, the record of its last run, and what was decided, if it has them."""

    name: str
    raw: Path
    record: Path | None = None
    verdicts: Path | None = None

    @property
    def version(self) -> Version:
        """What is seen of its files."""
        return version_of(self.raw, self.record)

    def transcript(self) -> Transcript:
        """The raw transcript, with what was known of the talk in its last run. Raises BadInput."""
        return read(self.raw, talk_of(self.record.parent) if self.record else None)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place that an entry is about. `time` in milliseconds; `now` is empty where nothing is known
    but that a form of the entry is written there."""

    time: int
    left: str
    heard: str
    right: str
    now: str = ""
    sure: float = 0.0
    made: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What the terms stage said of a place when the talk was cleaned."""

    place: Place
    now: str
    made: bool
    confidence: float


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The words of a talk before the terms stage; ten bytes a word beside their letters.

    `keys` has a space on either side of every word. Tokens that are marks alone are left out: the
    stage does not look at them.
    """

    version: Version
    texts: str
    keys: str
    starts: "array[float]"
    stops: "array[float]"
    times: "array[int]"
    cues: tuple[Cue, ...]
    talk: Talk
    known: tuple[Said, ...]

    @classmethod
    def of(cls, version: Version, before: Transcript, step: Step | None) -> "Kept":
        """A talk as it was `before` the terms stage, and what the stage said of it."""
        tokens = [token for token in before.tokens if token.key]
        known = (
            Said(edit.place, edit.now, made, edit.confidence)
            for edit, made in (record.entries(step) if step else ())
        )
        return cls(
            version,
            text_of(tokens),
            spaced([token.key for token in tokens]),
            array("d", (token.at.start for token in tokens)),
            array("d", (token.at.stop for token in tokens)),
            array("q", (before.time(token.at.start) for token in tokens)),
            before.cues,
            before.talk,
            tuple(known),
        )

    def transcript(self) -> Transcript:
        """The transcript again, as far as the terms stage looks at it."""
        places = zip(self.texts.split(" "), self.starts, self.stops, strict=True)
        tokens = tuple(Token(text, Place(start, stop)) for text, start, stop in places)
        return Transcript("", (), tokens if self.starts else (), self.cues, self.talk)

    def has(self, forms: Iterable[str]) -> bool:
        """Whether one of `forms` (keys, spaces round each) is written here."""
        return any(form in self.keys for form in forms)

    def count(self, forms: Iterable[str]) -> int:
        """How many times one of `forms` (keys, spaces round each) is written here."""
        return sum(self.keys.count(form) for form in forms)

    def written(self, forms: Iterable[str]) -> list[Spot]:
        """The places where one of `forms` (keys, spaces round each) is written."""
        ends = [
            (self.keys.count(" ", 0, at), form.count(" ") - 1)
            for form in forms
            for at in _all(self.keys, form)
        ]
        texts = self.texts.split(" ")
        return [self._spot(texts, first, first + size) for first, size in sorted(ends)]

    def spots(self, edits: Iterable[tuple[Edit, bool]]) -> list[Spot]:
        """The places of edits, as they stand here; of each edit, whether it would be made."""
        texts = self.texts.split(" ")
        found = []
        for edit, made in edits:
            first = bisect_left(self.starts, edit.place.start)
            bare = self._spot(texts, first, bisect_left(self.starts, edit.place.stop))
            found.append(replace(bare, now=edit.now, sure=edit.confidence, made=made))
        return found

    def _spot(self, texts: Sequence[str], first: int, stop: int) -> Spot:
        left, right = texts[max(0, first - AROUND) : first], texts[stop : stop + AROUND]
        heard = " ".join(texts[first:stop])
        return Spot(self.times[first], " ".join(left), heard, " ".join(right))


def keep(config: Config, source: Source, kept: dict[str, Kept]) -> Kept | None:
    """The talk packed, from `kept` if its files are as they were; None if it cannot be read."""
    version = source.version
    known = kept.get(source.name)
    if known and known.version == version:
        return known
    try:
        kept[source.name] = Kept.of(version, *_before_terms(config, source))
    except (PipelineError, OSError):
        kept.pop(source.name, None)
        return None
    return kept[source.name]


def decisions(source: Source) -> Decisions:
    """What people decided about a talk. Raises BadInput or OSError if that cannot be read."""
    return _decisions(source, version_of(source.raw, source.verdicts))


@lru_cache(maxsize=256)
def _decisions(source: Source, version: Version) -> Decisions:
    del version  # it tells files that were written since from those that were read
    standing = verdicts.standing_in(source.verdicts) if source.verdicts else []
    return Decisions.of(Axis(read(source.raw)), standing) if standing else Decisions()


def _before_terms(config: Config, source: Source) -> tuple[Transcript, Step | None]:
    raw = source.transcript()
    done, terms = until_terms(config, raw, source.record)
    return text_after(done, raw), terms


def _all(text: str, form: str) -> Iterable[int]:
    at = text.find(form)
    while at >= 0:
        yield at
        at = text.find(form, at + 1)


def seen_of(path: Path) -> Seen:
    """What is seen of a file; zeros if it is not there."""
    try:
        told = path.stat()
    except OSError:
        return 0, 0
    return told.st_size, told.st_mtime_ns


def version_of(*paths: Path | None) -> Version:
    """What is seen of several files: another if one of them is written again."""
    return tuple(seen_of(path) for path in paths if path)
