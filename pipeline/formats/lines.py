"""From lines of a file, which may know only when they begin, to segments in time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, islice, pairwise, zip_longest
from operator import attrgetter
from statistics import median

from pipeline.errors import BadInput
from pipeline.formats import labels
from pipeline.formats.timecode import DAY, HOUR, MINUTE, SECOND, clock
from pipeline.language.captioning import is_sound
from pipeline.model import Segment, Word, letters, shares

# Recognisers round: a line may seem to begin, or to end, a moment too early.
JITTER = 2 * SECOND
# A clock that shows no hours (or no days) falls back to zero; what follows is soon after.
SOON = 15 * MINUTE
# Lines that know their ends may be out of order by as much, where two people speak at once.
OVERLAP = 2 * MINUTE
# Milliseconds a letter takes: 150 words a minute, six letters and spaces a word. The bounds are
# half and twice that.
PACE, FASTEST, SLOWEST = 66.0, 33.0, 132.0
# So many milliseconds before the next line begins, or fewer, a line ends for its sake: captions leave two frames.
TOUCHING = 100
# A line that lasts so much longer than its words can has a silence; clocks that show no less are no surer.
SILENCE = SECOND
# Nobody needs longer to read what is told of a sound, and it is not said word by word.
SOUND = 7 * SECOND
# A last line that lasts so much longer than its letters has an end that only says "the last" (99:59:59).
ENDLESS = 10 * MINUTE
# As often a name must stand before a colon to be a speaker's; "Option B:" may well come twice.
LABELS = 3
# If one person alone is ever named, the name holds to the end of a sentence, or for so many captions: without marks no
# end is seen.
HELD, ENDS = 3, (".", "?", "!")
REMEDY = "correct the time; if two recordings were joined, make them two files"


@dataclass(frozen=True, slots=True)
class Line:
    """Some text and the moments, in milliseconds, when it begins and (if known) ends.

    `number` is its line in the file, for messages; `words` are those of the text, where each is timed.
    """

    number: int
    start: int
    text: str
    speaker: str | None = None
    end: int | None = None
    words: tuple[Word, ...] = ()


def segments(lines: Iterable[Line]) -> Iterator[Segment]:
    """The lines as segments, in the order of time; lines without text are dropped.

    Without ends, a line lasts until the next begins, less the silence in it. Raises BadInput if times run backwards.
    """
    told = list(lines)
    if all(line.end is None for line in told):
        return _closed(told)
    return _spans(told)


def labelled(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines with the speakers that their texts name ("Ann Lee: …"), each until another is named or begins (">>"),
    or to the end of a sentence where nobody else is ever named.

    For formats that have no place for speakers. Line breaks in a text are those of the file: where two are named in
    one caption it is cut between them. If the file has a place for speakers and names some there, nothing is done.
    """
    told = list(lines)
    if any(line.speaker for line in told):
        yield from (replace(line, text=joined(line.text)) for line in told)
        return
    told = _examined(told)
    cut = [replace(line, text=labels.marks_apart(line.text)) for line in told]
    rows = [row for line in cut for row in line.text.split("\n")]
    names = labels.known(rows, LABELS) | labels.heading(line.text for line in cut)
    told = cut if names else told
    mark = labels.marks(rows, names)
    told = [replace(line, text=labels.apart(line.text, names)) for line in told]
    alone = labels.is_alone(rows, names)
    speaker, left = None, 0
    for part in _parted(told, lambda row: bool(labels.split(row, names)[0] or mark.match(row))):
        label, text = labels.split(part.text, names)
        if label or mark.match(part.text):
            speaker, left = labels.speaker(label), HELD
        elif alone and not left:
            speaker = None
        left = 0 if text.rstrip().endswith(ENDS) else max(0, left - 1)
        words = part.words[-len(text.split()) :] if text.split() else ()
        yield replace(part, text=joined(text), speaker=speaker, words=words)


def _examined(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of a deposition with its labels as others write them."""
    rows = iter(labels.examined([row for line in lines for row in line.text.split("\n")]))
    counts = [line.text.count("\n") + 1 for line in lines]
    return [
        replace(line, text="\n".join(islice(rows, count)))
        for line, count in zip(lines, counts, strict=True)
    ]


def _parted(lines: Iterable[Line], opens: Callable[[str], bool]) -> Iterator[Line]:
    """The lines, cut where a row within their text opens what another says; the parts share the time by their letters."""
    for line in lines:
        parts = [""]
        for row in line.text.split("\n"):
            if opens(row) and parts[-1]:
                parts.append(row)
            else:
                parts[-1] = f"{parts[-1]} {row}".strip()
        counts = [0, *accumulate(len(part.split()) for part in parts)]
        last = line.start if line.end is None else line.end
        times = shares(line.start, last, map(letters, parts))
        if line.words:
            times[1:-1] = [line.words[count].start for count in counts[1:-1]]
        for text, (start, stop), (low, high) in zip(
            parts, pairwise(times), pairwise(counts), strict=True
        ):
            end = None if line.end is None else stop
            yield replace(line, start=start, end=end, text=text, words=line.words[low:high])


def joined(text: str) -> str:
    """The text with one space between two words, and no line breaks."""
    return " ".join(text.split())


def steady(lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines with starts that never fall: jitter is levelled, a clock that began anew at the
    hour (or at midnight) goes on.

    Raises BadInput, naming the line, if the clock runs backwards otherwise.
    """
    passed, before = 0, 0
    for line in lines:
        start = line.start + passed
        lap = next((lap for lap in (HOUR, DAY) if 0 <= start + lap - before <= SOON), None)
        if start >= before - JITTER:
            start = max(start, before)
        elif lap:
            passed, start = passed + lap, start + lap
        else:
            raise _backwards(line.number, before, start)
        before = start
        yield replace(line, start=start)


def _closed(lines: Iterable[Line]) -> Iterator[Segment]:
    """Each line lasts until the next begins, less the silence in it, lines of one moment share that time, and the last
    lasts as long as its letters take at the pace of the others.
    """
    groups = [list(group) for _, group in groupby(steady(lines), key=attrgetter("start"))]
    edges = pairwise(group[0].start for group in groups)
    pace = _pace(
        (end - start, _letters(group)) for (start, end), group in zip(edges, groups, strict=False)
    )
    for group, following in pairwise([*groups, []]):
        start = group[0].start
        end = following[0].start if following else start + round(_letters(group) * pace)
        yield from _shared(group, start, end, _silence(group, end - start, pace))


def _spans(lines: Sequence[Line]) -> Iterator[Segment]:
    """Lines that know their ends, sorted: where people speak at once, files may be out of order."""
    latest = 0
    for line in lines:
        if line.end is not None and line.end < line.start - JITTER:
            raise BadInput(
                f"it ends ({clock(line.end)}) before it starts ({clock(line.start)})",
                line=line.number,
                remedy="correct its times",
            )
        if line.start < latest - OVERLAP:
            raise _backwards(line.number, latest, line.start)
        latest = max(latest, line.start)
    told = sorted((line for line in lines if line.text), key=attrgetter("start"))
    ends = [max(line.start, _end(line, after)) for line, after in zip_longest(told, told[1:])]
    pace = _pace(
        (end - line.start, letters(line.text)) for line, end in zip(told, ends, strict=True)
    )
    for line, end, after in zip_longest(told, ends, told[1:]):
        touches = after is not None and 0 <= after.start - end <= TOUCHING
        rest = _silence([line], end - line.start, pace, touches=touches)
        words = tuple(replace(word, end=max(word.start, min(word.end, end))) for word in line.words)
        yield Segment(line.start, end - rest, line.text, line.speaker, words, rest)


def _end(line: Line, following: Line | None) -> int:
    """When a line ends. It may be shown while the next is spoken; where that ends first, or another says it, people
    speak at once."""
    if not following:
        size = letters(line.text)
        if line.end is not None and line.end - line.start < size * SLOWEST + ENDLESS:
            return line.end
        return line.start + round(size * PACE)
    after = following.start
    ends = after if line.end is None else line.end
    still = following.speaker == line.speaker and following.end is not None
    rolls = still and line.start < after < ends <= (following.end or 0)
    return after if rolls else ends


def _backwards(number: int, before: int, after: int) -> BadInput:
    what = f"the clock runs backwards, from {clock(before)} to {clock(after)}"
    return BadInput(what, line=number, remedy=REMEDY)


def _pace(times: Iterable[tuple[int, int]]) -> float:
    """Milliseconds a letter takes, given how long lines last and their letters."""
    paces = [time / size for time, size in times if size]
    return min(max(median(paces), FASTEST), SLOWEST) if paces else PACE


def _letters(group: Sequence[Line]) -> int:
    return sum(letters(line.text) for line in group)


def _silence(group: Sequence[Line], time: int, pace: float, *, touches: bool = True) -> int:
    """How long nobody speaks while lines last. If they end where the next begins, and that is later than their words can
    take, these take the usual pace; timed words take their own, and sounds what there is."""
    size = _letters(group)
    if any(line.words for line in group):
        return 0
    if all(is_sound(line.text) for line in group if line.text):
        return max(0, time - SOUND)
    silent = size and touches and time >= size * SLOWEST + SILENCE
    return time - round(size * pace) if silent else 0


def _shared(group: Sequence[Line], start: int, end: int, rest: int) -> Iterator[Segment]:
    said = [line for line in group if line.text]
    times = shares(start, end - rest, (letters(line.text) for line in said))
    for line, (begins, ends) in zip(said, pairwise(times), strict=True):
        behind = rest if line is said[-1] else 0
        yield Segment(begins, ends, line.text, line.speaker, line.words, behind)
