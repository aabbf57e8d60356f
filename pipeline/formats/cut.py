"""What is said, cut into subtitles that can be read: two lines of 42 letters, seven seconds, at a reader's pace.

These limits are those of the broadcasters' guidelines (BBC, Netflix). Of all ways to cut that keep them the cheapest
is taken: what it costs to part two words tells where subtitles end, and where their lines do.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain, groupby, pairwise, zip_longest
from math import ceil, inf
from operator import attrgetter, itemgetter
from types import MappingProxyType

from pipeline.formats.breaks import MARKED, partings
from pipeline.language.captioning import is_sound
from pipeline.model import Token, Transcript, Word, text_of

WIDTH, LONGEST = 42, 7_000
PACE = 17  # letters a second that people read
# The shortest that is shown if the screen is free: 20 frames. Gaps below half a second are closed but for two frames.
SHORTEST, GAP, FRAMES = 833, 500, 83
# Costs, in the units of `breaks`. Of a subtitle: in itself; of its length, since squares make them alike; of each
# millisecond that it is shown less than EASY, or less than it takes to read; where there is nothing to read. Of a
# break within it, beside letters that its lines differ by.
EACH, ALIKE, EASY, BRIEF, MUTE, BREAK = 100, 1 / 100, 1_500, 1 / 5, 1_000, 1 / 2
# Of where the next begins: what it gains with a sentence, with a line of the file behind a mark, since whoever wrote it
# cut there, and by each millisecond of a pause, up to LONG; and what it costs to guess its time, since the file tells
# but those of lines.
SENTENCE, CAPTION, PAUSE, LONG, GUESS = 130, 100, 1 / 5, 1_500, 80
NOTES = "♪♫"
NOTHING: Mapping[Token, str] = MappingProxyType({})
# What somebody says in a sentence, and in a turn.
Said = tuple[str | None, Sequence[Token]]
Turn = tuple[str | None, list[Sequence[Token]]]


@dataclass(frozen=True, slots=True)
class Subtitle:
    """One or two lines of text and when they are shown, in milliseconds."""

    start: int
    end: int
    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class _Part:
    """The words of a subtitle, line by line, and when they are said."""

    start: int
    end: int
    first: Sequence[Token]
    second: Sequence[Token]
    speaker: str | None

    def shown(self, opens: Mapping[Token, str]) -> Subtitle:
        """The subtitle, with its signs."""
        lines = [
            " ".join(opens.get(token, "") + token.text for token in line)
            for line in (self.first, self.second)
            if line
        ]
        return Subtitle(self.start, self.end, "\n".join(lines), self.speaker)


def cut(transcript: Transcript, opens: Mapping[Token, str] = NOTHING) -> Iterator[Subtitle]:
    """The transcript as subtitles; none goes on from one speaker to the next, or from speech to what is told of a sound.
    `opens` are signs to stand before a word.
    """
    told = [part.shown(opens) for part in _cut(transcript, turns(transcript), opens)]
    if not any(cue.end for cue in told):  # there are no times
        yield from told
        return
    # Where people speak at once, signs may have moved a cut behind the beginning of what another says.
    starts = [*accumulate((cue.start for cue in reversed(told)), min)][::-1]
    for cue, start in zip(told, starts, strict=True):
        later = bisect_right(starts, start)
        yield _lasting(replace(cue, start=start), starts[later] if later < len(starts) else None)


def turns(transcript: Transcript) -> list[Turn]:
    """Who speaks, turn by turn, and the words of each sentence. A turn in which another begins is parted between two
    subtitles, so that what begins first is shown first.
    """
    told = zip(transcript.cues, transcript.by_cue(), strict=True)
    sentences: list[Said] = [(cue.speaker, said) for cue, said in told if said]
    starts = [transcript.time(token.at.start) for _, said in sentences for token in said]
    if starts != sorted(starts):
        sentences = list(_in_time(transcript, sentences))
    return _joined(sentences)


def _joined(sentences: Iterable[Said]) -> list[Turn]:
    runs = groupby(sentences, key=itemgetter(0))
    return [(speaker, [said for _, said in run]) for speaker, run in runs]


def _in_time(transcript: Transcript, sentences: Sequence[Said]) -> Iterator[Said]:
    """The sentences in the order of time, each parted where others speak between two of its subtitles."""
    parts = sorted(_cut(transcript, _joined(sentences), NOTHING), key=attrgetter("start"))
    behind = {one: other for _, said in sentences for one, other in pairwise(said)}
    told = [(part.speaker, token) for part in parts for token in (*part.first, *part.second)]
    opens = [n for n in range(len(told)) if not n or behind.get(told[n - 1][1]) != told[n][1]]
    for low, high in pairwise([*opens, len(told)]):
        yield told[low][0], [token for _, token in told[low:high]]


def _stretches(told: Sequence[Turn]) -> Iterator[Turn]:
    """The turns, cut where a sound is told of."""
    for speaker, sentences in told:
        for _, run in groupby(sentences, lambda said: is_sound(text_of(said))):
            yield speaker, list(run)


def _cut(
    transcript: Transcript, told: Sequence[Turn], opens: Mapping[Token, str]
) -> Iterator[_Part]:
    told, begins = list(_stretches(told)), {line.first for line in transcript.lines}
    for (speaker, sentences), following in zip_longest(told, told[1:]):
        tokens = list(chain.from_iterable(sentences))
        words = [
            Word(
                opens.get(token, "") + token.text,
                transcript.time(token.at.start),
                transcript.end(token.at.stop),
            )
            for token in tokens
        ]
        last = words[-1].end
        then = transcript.time(following[1][0][0].at.start) if following else last + LONGEST
        ends = list(accumulate(map(len, sentences)))
        breaks = partings([word.text for word in words], ends)
        known = [token.at.start in begins for token in tokens]
        cuts = _cuts(words, breaks, frozenset(ends), known if begins else [])
        for low, middle, high in _parts(words, breaks, cuts, max(then, last)):
            start, end = words[low].start, words[high - 1].end
            end = max(start, min(end, start + LONGEST))
            yield _Part(start, end, tokens[low:middle], tokens[middle:high], speaker)


def _lasting(cue: Subtitle, then: int | None) -> Subtitle:
    """The subtitle, shown for as long as it takes to read, or until `then`, when the next begins that begins later; in
    running speech until then.

    Recognisers give words no time at all; where another begins at the same moment, the two are shown at once, since
    a subtitle that ends when it starts is none. So are they where two people speak at once, but not for a moment.
    """
    need = min(LONGEST, max(SHORTEST, ceil(len(cue.text) * 1000 / PACE)))
    shown = cue.end - cue.start
    if then is None:
        return replace(cue, end=cue.start + max(shown, need))
    free = then - cue.start
    if free >= SHORTEST and 0 < shown - free < GAP:
        return replace(cue, end=cue.start + free)
    if free >= SHORTEST + FRAMES:
        free -= FRAMES
    shown = max(shown, min(need, free))
    if free - shown < GAP - FRAMES:
        shown = max(shown, min(free, LONGEST))
    return replace(cue, end=cue.start + shown)


def _cuts(
    words: Sequence[Word], breaks: Sequence[int], ends: Collection[int], known: Sequence[bool]
) -> list[float]:
    """What it costs, or gains, that a subtitle ends behind each word but the last; `known` tells which words open a
    line of the file, if the file times nothing but lines."""
    costs = []
    for n, (word, then) in enumerate(pairwise(words), 1):
        cost = breaks[n - 1] - PAUSE * min(LONG, max(0, then.start - word.end))
        if n in ends:
            cost -= SENTENCE
        if known and not known[n]:
            cost += GUESS
        elif known and breaks[n - 1] <= MARKED:
            cost -= CAPTION
        costs.append(cost)
    return costs


def _edges(words: Sequence[Word]) -> list[int]:
    """Letters before each word, a space after every word: the length of any stretch is a difference."""
    return [0, *accumulate(len(word.text) + 1 for word in words)]


def _parts(
    words: Sequence[Word], breaks: Sequence[int], cuts: Sequence[float], then: int
) -> list[tuple[int, int, int]]:
    """Where to cut: the first word of each part, the first of its second line, the first of the next part."""
    edges = _edges(words)
    starts = [*(word.start for word in words), then]
    spoken = [0, *accumulate(any(c.isalnum() or c in NOTES for c in word.text) for word in words)]
    # The last line of a part fits from word `early` on, the first line before word `reach`.
    early, reach = 0, [bisect_right(edges, edge + WIDTH + 1) for edge in edges]
    costs, best = [0.0], [(0, 0)]
    for stop, word in enumerate(words, 1):
        while edges[stop] - edges[early] > WIDTH + 1:
            early += 1
        least, way = inf, (0, 0)
        for start in range(stop - 1, -1, -1):
            cost, middle = costs[start], stop
            if start < stop - 1 and word.end - starts[start] > LONGEST:
                break
            if start < early and start < stop - 1:
                if early >= reach[start]:
                    break
                whole = edges[start] + edges[stop]
                more, middle = min(
                    (breaks[n - 1] * BREAK + abs(2 * edges[n] - whole), n)
                    for n in range(early, reach[start])
                )
                cost += more
            length = edges[stop] - edges[start] - 1
            missing = max(EASY, length * 1000 / PACE) - (starts[stop] - starts[start])
            if missing > 0:
                cost += missing * BRIEF
            cost += length * length * ALIKE + MUTE * (spoken[start] == spoken[stop])
            if cost < least:
                least, way = cost, (start, middle)
        costs.append(least + EACH + (cuts[stop - 1] if stop < len(words) else 0))
        best.append(way)
    parts, at = [], len(words)
    while at:
        parts.append((*best[at], at))
        at = best[at][0]
    return parts[::-1]
