"""Plain text: what was said and nothing else, so all times are zero."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter

from pipeline.formats import labels
from pipeline.language.captioning import is_sound
from pipeline.model import Segment, Transcript, text_of

# A line is as wide as it was broken for; longer lines are paragraphs.
WIDEST = 120
FEW = 4  # lines side by side are too few to tell
LOOSE = 0.2  # of the lines may be short without ending a sentence
STOPS = (".", "?", "!", ":", '"', "”", ")")
# A paragraph has three to seven sentences, and best five.
FEWEST, BEST, MOST = labels.PARTED, 5, 7
# A second of silence before a sentence is worth as much as a sentence more or less; four at most.
SILENCE, LONGEST = 1_000, 4
# So is the first word. Among 1,751 paragraphs within turns of human transcripts (Bitcoin talks), and
# the 264,000 sentences inside them, these open paragraphs 1.2 to 6 times as often as sentences ...
TURNING = frozenset("yeah okay another right so well let's also now".split())
# ... and these, which lean on the sentence before, a third to three quarters as often. A reader who
# meets one at the head of a paragraph looks back: that costs more than an odd length.
LEANING = frozenset("it it's that that's this these they".split())
TURN, LEAN = 1, 3
# Paragraphs of the file are kept up to so many sentences.
KEPT = 15


def read(text: str) -> Iterator[Segment]:
    """A segment for each line; lines that were broken to fit a page are put together again."""
    lines = text.split("\n")
    for paragraph in paragraphs(lines, width_of(lines)):
        yield Segment(0, 0, paragraph)


def write(transcript: Transcript) -> str:
    """Paragraphs of three to seven sentences; the first of a turn opens with the speaker's name.

    If anybody is named, a turn of nobody known is labelled, too: else it would read as a part of the turn before. Sounds
    that are nobody's are not. If one person alone speaks, and has no name, there is no label. If a label that does not
    look like a name ("ali's iPhone") is read again only behind chevrons, all labels stand behind chevrons.
    """
    told = labelled(transcript)
    unknown = labels.UNKNOWN if any(segment.speaker for segment in told) else None
    runs = [list(turn) for _, turn in groupby(told, attrgetter("speaker"))]
    turns = [(None if is_aside(turn) else turn[0].speaker or unknown, turn) for turn in runs]
    odd = {who for who, _ in turns if who and not labels.is_label(who)}
    plain, marked = (
        [block for who, turn in turns for block in _turn(who, turn, opening)]
        for opening in ("", ">> ")
    )
    chosen = plain if odd <= labels.known(plain) or not odd <= labels.known(marked) else marked
    return "\n\n".join(chosen) + "\n"


def labelled(transcript: Transcript) -> list[Segment]:
    """The segments with their speakers' labels, but where these tell nothing: one speaks, and has no name."""
    told = list(transcript.segments)
    speaking = {one.speaker for one in told if one.speaker or not is_sound(one.text)}
    if len(speaking) == 1 and labels.is_nameless(*speaking):
        return [replace(one, speaker=None) for one in told]
    return told


def _turn(speaker: str | None, turn: Sequence[Segment], opening: str) -> Iterator[str]:
    for n, part in enumerate(parted(turn)):
        name = f"{opening}{speaker}: " if speaker and not n else ""
        yield name + text_of(part)


def is_aside(turn: Sequence[Segment]) -> bool:
    """Whether a turn is nothing but sounds of nobody."""
    return not turn[0].speaker and all(is_sound(segment.text) for segment in turn)


def width_of(lines: Sequence[str]) -> int:
    """The width to which the lines of a text were broken, in letters; 0 if they were not.

    They were if most lines leave no room for the first word of the next, and those that do end a
    sentence.
    """
    told = [line.rstrip() for line in lines]
    width = max(map(len, told), default=0)
    inner = [(one, other) for one, other in pairwise(told) if one and other]
    ends = [one for one, other in inner if _has_room(one, other, width)]
    odd = sum(not line.endswith(STOPS) for line in ends)
    broken = len(inner) >= FEW and len(ends) < len(inner) / 2 and odd <= LOOSE * len(inner)
    return width if broken and width <= WIDEST else 0


def paragraphs(lines: Sequence[str], width: int) -> Iterator[str]:
    """The lines that hold text; those that were broken at `width` are joined.

    A line that leaves room for the first word of the next ends a paragraph as an empty one does.
    """
    run: list[str] = []
    for line, following in pairwise([*lines, ""]):
        run += line.split()
        if run and (not width or not following.strip() or _has_room(line, following, width)):
            yield " ".join(run)
            run = []


def _has_room(line: str, following: str, width: int) -> bool:
    return len(line.rstrip()) + 1 + len(following.split()[0]) <= width


def parted(turn: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
    """A long turn in paragraphs: those of the file, if it has any; else, and in one that is too long, three to seven
    sentences each, opened after silences where there are any."""
    given = list(_given(turn))
    most = KEPT if len(given) > 1 else MOST
    for part in given:
        yield from _by_length(part) if len(part) > most else (part,)


def _given(turn: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
    """A turn in the paragraphs of the file; the shortest are joined to what stands before."""
    start = 0
    for n, segment in enumerate(turn):
        if segment.opens and min(n - start, len(turn) - n) >= FEWEST:
            yield turn[start:n]
            start = n
    yield turn[start:]


def _by_length(turn: Sequence[Segment]) -> Iterator[Sequence[Segment]]:
    silences = [0, *(max(0, after.start - before.end) for before, after in pairwise(turn))]
    opens = [
        min(silence / SILENCE, LONGEST) + _turns(segment.text)
        for silence, segment in zip(silences, turn, strict=True)
    ]
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(turn) + 1):
        ways = (
            (best[start][0] + (stop - start - BEST) ** 2 - opens[start], start)
            for start in range(max(0, stop - MOST), stop - FEWEST + 1)
        )
        best.append(min(ways, default=(float("inf"), 0)))
    edges, at = [], len(turn)
    while at:
        edges.append((best[at][1], at))
        at = best[at][1]
    yield from (turn[start:stop] for start, stop in reversed(edges))


def _turns(sentence: str) -> int:
    """How much a sentence by its first word seems to open a thought, or (below 0) to go on with one."""
    first, _, rest = sentence.partition(" ")
    if first.endswith("?") and not rest:  # "Right?"
        return -LEAN
    word = first.lower().rstrip(",.?!").replace("’", "'")
    return TURN * (word in TURNING) - LEAN * (word in LEANING)
