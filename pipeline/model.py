"""The data everything else works on: one axis of recognised words, and immutable items placed on it.

Word 7 of the raw transcript is the place 7-8 for ever. A token that stands for two raw words is at
7-9; the halves of a split word are at 7-7.5 and 7.5-8. Nothing that happens to the text moves an
address, so an edit of an early stage, a verdict of yesterday and the final text speak of the same
places.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from itertools import accumulate, pairwise
from math import ceil
from operator import attrgetter
from typing import NamedTuple, Protocol, Self, TypeVar

# Signs that make another word of a word ("C++", "C#", "R&D", "5%") count; other punctuation does not.
NOT_KEY = re.compile(r"[^\w+#&%$€£@=]|_", re.UNICODE)
# What recognisers write for a word that they do not know; the last is SentencePiece's.
UNKNOWN = re.compile(r"(?<!\w)(?:<unk>|\[unk\]|\u2047)(?!\w)", re.IGNORECASE)

# The lines of a file are paragraphs if each has so many sentences in the mean, and so many begin with one.
SEVERAL, NEARLY_ALL = 2, 0.9


class Place(NamedTuple):
    """A half-open stretch of raw words, `start` <= x < `stop`."""

    start: float
    stop: float

    @classmethod
    def over(cls, places: Iterable["Place"]) -> "Place":
        """The stretch from where the first of some places begins to where the last one ends."""
        starts, stops = zip(*places, strict=True)
        return cls(min(starts), max(stops))

    @property
    def cells(self) -> range:
        """The raw words it touches; where a segment opens counts as the word it opens with."""
        first = int(self.start)
        return range(first, max(first + 1, ceil(self.stop)))

    @property
    def length(self) -> float:
        """How many raw words long it is."""
        return self.stop - self.start

    def covers(self, other: "Place") -> bool:
        """Whether all of another lies in it."""
        return self.start <= other.start and other.stop <= self.stop

    def overlaps(self, other: "Place") -> bool:
        """Whether one of them reaches into the other."""
        return self.start < other.stop and other.start < self.stop


class Placed(Protocol):
    """What stands on a stretch of raw words."""

    @property
    def place(self) -> Place:
        """The stretch."""


Some = TypeVar("Some", bound=Placed)


def overlapping(things: Iterable[Some]) -> list[tuple[Place, list[Some]]]:
    """What stands on stretches that overlap, together; what only touches stays apart."""
    groups: list[tuple[Place, list[Some]]] = []
    for thing in sorted(things, key=attrgetter("place")):
        start, stop = thing.place
        if groups and start < groups[-1][0].stop:
            (start, end), group = groups.pop()
            groups.append((Place(start, max(stop, end)), [*group, thing]))
        else:
            groups.append((thing.place, [thing]))
    return groups


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was recognised; never changes. Times in milliseconds."""

    text: str
    start: int
    end: int


class Line(NamedTuple):
    """A line of the file of which only the times as a whole are known: its words are `first` <= n < `stop`.

    `rest` is how many milliseconds longer it lasted than they can, a silence that lies in it or behind it.
    """

    first: int
    stop: int
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it now reads: what stands between two spaces, punctuation included."""

    text: str
    at: Place

    @property
    def key(self) -> str:
        """The word without case and punctuation: what comparisons go by."""
        return key(self.text)


@dataclass(frozen=True, slots=True)
class Cue:
    """A segment (a caption line, a sentence, a turn) opens here."""

    at: float
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """What readers yield and writers are given. Times in milliseconds.

    `words` are the words of `text` as the recogniser timed them, if it did; `rest` is how much longer the line lasted
    than its words can. With `opens` a paragraph of the file begins.
    """

    start: int
    end: int
    text: str
    speaker: str | None = None
    words: tuple[Word, ...] = field(default=(), compare=False)
    rest: int = field(default=0, compare=False)
    opens: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One entry of a talk's roster."""

    name: str
    role: str = ""
    affiliation: str = ""
    aliases: tuple[str, ...] = ()
    tells: tuple[str, ...] = ()
    talk: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What is known of a talk beforehand: from `talk.toml`, or from the page it was published on.

    `slides` is the text of its slides.
    """

    title: str = ""
    event: str = ""
    date: str = ""
    speakers: tuple[Speaker, ...] = ()
    media: str = ""
    vocabulary: tuple[str, ...] = ()
    abstract: str = ""
    slides: str = ""


@dataclass(frozen=True)
class Transcript:
    """A talk at one point of its way from raw to clean; every version shares the raw `words`.

    `lines` are those of the file whose words share the time of the line, in order.
    """

    name: str
    words: tuple[Word, ...]
    tokens: tuple[Token, ...]
    cues: tuple[Cue, ...]
    talk: Talk = Talk()
    lines: tuple[Line, ...] = ()

    @classmethod
    def of(cls, name: str, segments: Iterable[Segment], talk: Talk | None = None) -> Self:
        """The raw transcript that `segments` hold. A segment without words leaves no trace."""
        words: list[Word] = []
        cues: list[Cue] = []
        lines: list[Line] = []
        for segment in segments:
            spoken = list(segment.words or timed(segment))
            if spoken:
                cues.append(Cue(float(len(words)), segment.speaker))
                if not segment.words:
                    lines.append(Line(len(words), len(words) + len(spoken), segment.rest))
                words += spoken
        tokens = tuple(Token(word.text, Place(n, n + 1)) for n, word in enumerate(words))
        return cls(name, tuple(words), tokens, tuple(cues), talk or Talk(), tuple(lines))

    @property
    def segments(self) -> Iterator[Segment]:
        """The text from each cue to the next, with its times; a cue left without words shows none."""
        stops = [*(cue.at for cue in self.cues), float(len(self.words))][1:]
        opening = self._paragraphs()
        for cue, stop, tokens in zip(self.cues, stops, self.by_cue(), strict=True):
            if tokens:
                times = self.time(cue.at), self.end(stop)
                yield Segment(*times, text_of(tokens), cue.speaker, opens=cue.at in opening)

    def _paragraphs(self) -> Set[float]:
        """Where the file's paragraphs begin: its lines, if most hold several sentences and next to none begins amid one."""
        starts = {float(line.first) for line in self.lines}
        opening = starts.intersection(cue.at for cue in self.cues)
        several = len(self.cues) >= SEVERAL * len(starts)
        return opening if several and len(opening) >= NEARLY_ALL * len(starts) else frozenset()

    def by_cue(self) -> list[tuple[Token, ...]]:
        """The tokens of each cue, in the order of the cues."""
        starts = [token.at.start for token in self.tokens]
        edges = [*(bisect_left(starts, cue.at) for cue in self.cues), len(starts)]
        return [self.tokens[low:high] for low, high in pairwise(edges)]

    @property
    def text(self) -> str:
        """All tokens, a space between two."""
        return text_of(self.tokens)

    def time(self, place: float) -> int:
        """The moment at which `place` begins, in milliseconds."""
        if not self.words:
            return 0
        if place >= len(self.words):
            return self.words[-1].end
        word = self.words[int(place)]
        # Half a word is half its time: the error stays below a syllable.
        return word.start + round((word.end - word.start) * (place % 1)) + self._late(place)

    def end(self, place: float) -> int:
        """The moment at which the speech before `place` ends, in milliseconds."""
        if place % 1 or not 0 < place <= len(self.words):
            return self.time(place)
        return self.words[int(place) - 1].end + self._late(place - 1)

    def _late(self, place: float) -> int:
        """How much of the silence in a line lies before `place`. All of it is put where the last segment within the line
        opens, since people rest between sentences; if none opens there, behind the line."""
        n = bisect_right(self.lines, place, key=attrgetter("first")) - 1
        first, stop, rest = self.lines[n] if n >= 0 else Line(0, 0)
        if not rest or place >= stop:
            return 0
        opens = self.cues[bisect_left(self.cues, stop, key=attrgetter("at")) - 1].at
        return rest if first < opens <= place else 0

    @cached_property
    def spread(self) -> tuple[Word, ...]:
        """The words, each with its share of the rest of its line, where nobody knows better."""
        words = list(self.words)
        for first, stop, rest in self.lines:
            if rest:
                late = shares(0, rest, [letters(word.text) for word in words[first:stop]])
                for n, (before, behind) in enumerate(pairwise(late), first):
                    word = words[n]
                    words[n] = Word(word.text, word.start + before, word.end + behind)
        return tuple(words)

    def heard(self, place: Place) -> tuple[Word, ...]:
        """The raw words that a place covers, wholly or in part."""
        return self.words[int(place.start) : ceil(place.stop)]


def text_of(words: Iterable[Word | Token | Segment]) -> str:
    """What words read, a space between two."""
    return " ".join(word.text for word in words)


def spanned(tokens: Sequence[Token], place: Place) -> tuple[int, int]:
    """Which tokens begin in a place: the number of the first, and of the first behind."""
    start = attrgetter("at.start")
    return bisect_left(tokens, place.start, key=start), bisect_left(tokens, place.stop, key=start)


def stretches(
    tokens: Sequence[Token], things: Iterable[Some]
) -> Iterator[tuple[Place, Sequence[Token], list[Some]]]:
    """A text in its order: each stretch on which things stand, with its tokens; the others one by one, with nothing."""
    done = 0
    for place, group in overlapping(things):
        low, high = spanned(tokens, place)
        yield from ((token.at, [token], []) for token in tokens[done:low])
        yield place, tokens[low:high], group
        done = high
    yield from ((token.at, [token], []) for token in tokens[done:])


def cue_at(cues: Sequence[Cue], place: float) -> Cue | None:
    """The segment that a place lies in; None before the first."""
    number = bisect_right(cues, place, key=attrgetter("at")) - 1
    return cues[number] if number >= 0 else None


def speaker_at(cues: Sequence[Cue], place: float) -> str:
    """Who speaks at a place; empty if nobody knows."""
    cue = cue_at(cues, place)
    return (cue.speaker or "") if cue else ""


def key(text: str) -> str:
    """`text` without case and punctuation, however its letters are encoded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return NOT_KEY.sub("", text).casefold()


def inaudible(text: str) -> str:
    """The text, in which a word that the recogniser did not know ("<unk>") is "[inaudible]", as captioners write."""
    return UNKNOWN.sub("[inaudible]", text)


def cased(name: str) -> str:
    """A name in capitals ("HELEN O'BRIEN") as names are written; one word ("NVIDIA") may be no such name."""
    if not name.isupper() or len(name.split()) < 2:
        return name
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), name)


def keys_in(text: str) -> tuple[str, ...]:
    """The keys of the words of `text`; a word of punctuation alone has none."""
    return tuple(filter(None, map(key, text.split())))


def keys(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The keys of `tokens`; a token of punctuation alone has none."""
    return tuple(key for token in tokens if (key := token.key))


def letters(text: str) -> int:
    """The letters and spaces of a text that take time to say: those of its words, as a reader sees them. A mark that
    stands alone (">>", "-", "♪") takes none."""
    words = unescape(text).split() if "&" in text else text.split()
    return sum(len(word) + 1 for word in words if key(word))


def shares(start: int, end: int, sizes: Iterable[int]) -> list[int]:
    """The edges, in milliseconds, of parts that share a time by their sizes; alike where none has any."""
    parts = list(sizes)
    edges = [0, *accumulate(parts if any(parts) else [1] * len(parts))]
    return [start + (end - start) * edge // (edges[-1] or 1) for edge in edges]


def timed(segment: Segment) -> Iterator[Word]:
    """The words of a segment, each with its share of the segment's times by its length in letters."""
    texts = segment.text.split()
    sizes = list(map(letters, texts))
    times = pairwise(shares(segment.start, segment.end, sizes))
    for text, (start, end) in zip(texts, times, strict=True):
        yield Word(text, start, end)
