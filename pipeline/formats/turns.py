"""Text in turns: a speaker, a time or both at the head of a line, and below or beside it what was said.

Otter, Rev, Descript, tstbtc, f4 and people by hand write it in a dozen ways:

    Speaker 0: 00:00:12                 [00:00:12] **Ann Lee:** What is said
    **Ann Lee**  0:12                   **Ann Lee:** [00:00:12] What is said
    Ann Lee (00:12):                    [00:12.000 --> 00:15.500]  What is said
    Ann Lee: What is said #00:00:15-5#
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from pipeline.formats import labels
from pipeline.formats.lines import Line, segments
from pipeline.formats.text import paragraphs, width_of
from pipeline.formats.timecode import ARROW, CLOCK, HOUR, SECOND, from_clock
from pipeline.model import Segment

STAMP = rf"[\[(<]?\s*(?P<time>{CLOCK})(?:\s*(?:{ARROW}|[-–—])\s*(?P<end>{CLOCK}))?\s*[\])>]?"
# A dash behind a time in brackets was said; behind a bare time it only parts the two.
AHEAD = re.compile(rf"\s*{STAMP}(?:(?<=\d)\s*[-–—:])?(?:\s+|\s*$)(?P<rest>.*)")
BEHIND = re.compile(rf"\s*:?\s*{STAMP}\s*:?(?:\s+|$)(?P<rest>.*)")
BOLD = re.compile(rf"\s*\*\*(?P<name>{labels.LOOSE})(?P<colon>\s?:)?\*\*(?P<after>:)?(?P<rest>.*)")
PLAIN = re.compile(rf"\s*(?P<name>{labels.NAME})(?P<colon>\s?:)(?P<rest>.*)")
# Brackets part a name from the text as a colon does, if it is one.
BRACKETED = re.compile(rf"\s*\[(?P<name>{labels.NAME})\](?P<colon>\s?:)?(?P<rest>.*)")
# A time in the middle of a text; behind a colon or bold print it belongs to a name.
WITHIN = re.compile(rf"(?<=[\w.,;?!'\"”’)])\s*(?=\[{CLOCK}\](?:\s|$))")
# A name without a colon is one only if a time stands apart from it and nothing else on the line.
APART = re.compile(
    rf"\s*(?P<open>\[)?(?P<name>{labels.LOOSE})(?(open)\])"
    rf"(?P<apart>\s{{2,}}|\t|\s*[|·•]\s*|\s*(?=[\[(])|\s){STAMP}:?\s*"
)
# A time that stands before a name: "[00:00:10.43] - Ann Lee", "00:00:10 Speaker 2".
NAMED_BELOW = re.compile(rf"\s*(?P<dash>[-–—]\s+)?(?P<name>{labels.NAME})\s*")
# A time as f4 and easytranscript write it, tenths last: at the end of a paragraph, when the next begins.
F4, CLOCKED = re.compile(r"#(\d{1,2}:\d\d:\d\d)-(\d)#"), r"\n[\1.\2] "
HEADING = re.compile(r"\s*#{1,6}\s+\S.*|\s*(-{3,}|\*{3,}|_{3,})\s*")
RULE = re.compile(r"\s*-{3,}\s*")
FOOT = re.compile(
    r"\s*(transcribed by https?://otter\.ai|transcript(ion)? (by|outsourcing) .{0,60}"
    r"|\S.{0,60} (started|stopped) transcription)\s*",
    re.IGNORECASE,
)
# Zoom's saved captions tell the time of day.
ZOOMED = re.compile(r"\s*\[[^\]]+\]\s*(\d\d:\d\d:\d\d)\s*")
# There is no time for what stands above a first turn that begins as early: it is a head.
AT_ONCE = 5 * SECOND
# Lines that the head of a page may take: title, event, speakers, and empty lines between.
TALLEST = 12


@dataclass(frozen=True, slots=True)
class Head:
    """What opens a turn: its time and end if they are told, its label, the text on the same line."""

    time: int | None
    end: int | None
    label: str | None
    rest: str


@dataclass(frozen=True, slots=True)
class Habits:
    """What one file does throughout."""

    names: frozenset[str]  # the labels it uses, with or without a time before them
    clocked: bool  # nearly every line begins with a time

    @classmethod
    def of(cls, lines: Sequence[str]) -> Self:
        """The habits of a file with these lines."""
        told = [line for line in lines if line.strip()]
        ahead = [AHEAD.fullmatch(line) for line in told]
        rests = [match["rest"] if match else line for line, match in zip(told, ahead, strict=True)]
        clocked = sum(match is not None for match in ahead) >= labels.NEARLY_ALL * len(told)
        return cls(labels.known(rests) | _headings(told), clocked)


@dataclass(frozen=True, slots=True)
class Turn:
    """A head, the number of its line in the file, and the lines below it."""

    number: int
    head: Head
    lines: tuple[str, ...]


def sniff(text: str) -> bool:
    """Whether the text begins with a turn, or has three of them."""
    if F4.search(text):
        return True
    lines = labels.examined(text.split("\n"))
    habits = Habits.of(lines)
    heads = [_head(line, habits) for line in lines if line.strip() and not HEADING.fullmatch(line)]
    return bool(heads) and (heads[0] is not None or sum(head is not None for head in heads) > 2)


def read(text: str) -> Iterator[Segment]:
    """The paragraphs of the turns, each with its speaker; a turn lasts until the next that has a time.

    Raises BadInput if the clock runs backwards.
    """
    return segments(lines_of(text))


def lines_of(text: str) -> Iterator[Line]:
    """The paragraphs of the turns as lines. Headings and what stands above the first turn are left out."""
    lines = labels.examined(text.split("\n"))
    told, since = _turns(lines), _zoomed(lines)
    timed = any(turn.head.time is not None for turn in told)
    width = width_of([line for turn in told for line in (*turn.lines, "")])
    time, speaker = 0, None
    for turn in told:
        head = turn.head
        time = time if head.time is None else head.time - since
        speaker = labels.speaker(head.label) if head.label else speaker
        end = head.end if timed else 0
        # The line was broken with its head on it, so it counts as full, however short the rest is.
        for paragraph in paragraphs([head.rest.rjust(width), *turn.lines], width):
            yield Line(turn.number, time, paragraph, speaker, end)
        # A turn without a word still ends the one before it.
        if timed and not any(line.strip() for line in (head.rest, *turn.lines)):
            yield Line(turn.number, time, "", speaker, end)


def _zoomed(lines: Sequence[str]) -> int:
    """The time of day at which captions saved by Zoom begin; 0 for other files, and for what may be a recording's time."""
    found = next((found for line in lines if (found := ZOOMED.fullmatch(line))), None)
    time = from_clock(found[1]) if found else None
    return time if time and time >= HOUR else 0


def _turns(lines: Sequence[str]) -> list[Turn]:
    told = [F4.sub("", line) for line in lines]
    habits = Habits.of(told[_front(told) :])
    parts = [(number, part) for number, row in _rows(lines) for part in _parts(row, habits.names)]
    lines = [part for _, part in parts]
    front = _front(lines)
    heads = [
        (n, head) for n, line in enumerate(lines) if n >= front and (head := _head(line, habits))
    ]
    first = heads[0][0] if heads else len(lines)
    above = _spoken(lines[front:first])
    early = heads and heads[0][1].time is not None and heads[0][1].time <= AT_ONCE
    kept = [] if early or not any(above) else [Turn(1, Head(None, None, None, ""), tuple(above))]
    stops = [n for n, _ in heads[1:]] + [len(lines)] * bool(heads)
    return kept + [
        Turn(parts[n][0], head, tuple(_spoken(lines[n + 1 : stop])))
        for (n, head), stop in zip(heads, stops, strict=True)
    ]


def _rows(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The lines with their numbers; those of f4, which end with the time when the next begins, each with its own at its
    head."""
    rows = [
        (n, row) for n, line in enumerate(lines, 1) for row in F4.sub(CLOCKED, line).split("\n")
    ]
    if len(rows) > len(lines):
        rows.insert(_front(lines), (1, "[0:00]"))
    return rows


def _parts(line: str, names: frozenset[str]) -> Iterator[str]:
    """A line, cut before the times that stand within its text ("of the [00:12:00] tests")."""
    cuts = [] if _apart(line, names) else [match.start() for match in WITHIN.finditer(line)]
    for start, stop in pairwise([0, *cuts, len(line)]):
        yield line[start:stop]


def _spoken(lines: Sequence[str]) -> list[str]:
    """The lines without headings, rules and the programs' advertisements; each leaves a gap."""
    return ["" if HEADING.fullmatch(line) or FOOT.fullmatch(line) else line for line in lines]


def _front(lines: Sequence[str]) -> int:
    """Where the head of a file ends: at the rule below YAML, or below title and speakers."""
    opening = next((line for line in lines if line.strip()), "")
    rules = [n for n, line in enumerate(lines) if RULE.fullmatch(line)]
    if RULE.fullmatch(opening):
        return rules[1] + 1 if len(rules) > 1 else 0
    return rules[0] + 1 if opening.startswith("# ") and rules and rules[0] < TALLEST else 0


def _head(line: str, habits: Habits) -> Head | None:
    """The head in a line, if it opens a turn."""
    ahead = AHEAD.fullmatch(line)
    if ahead and from_clock(ahead["time"]) is None:
        ahead = None
    named = _named(ahead["rest"] if ahead else line, habits.names, timed=ahead is not None)
    if named:
        label, behind, rest = named
        stamp = behind or ahead
        return Head(_time(stamp, "time"), _time(stamp, "end"), label, rest)
    if not ahead or not _is_stamp(line, ahead, clocked=habits.clocked):
        return None
    return Head(_time(ahead, "time"), _time(ahead, "end"), None, ahead["rest"])


def _is_stamp(line: str, ahead: re.Match[str], *, clocked: bool) -> bool:
    """Whether a time at the head of a line is a time of the recording, not one that is spoken of.

    It stands in brackets, shows seconds of an hour, is alone, or every line has one.
    """
    shown = ahead["time"].count(":") > 1 or not ahead["rest"]
    return clocked or shown or line.lstrip()[0] in "[(<"


def _named(
    text: str, names: frozenset[str], *, timed: bool
) -> tuple[str, re.Match[str] | None, str] | None:
    """Label, time behind it and text, if `text` opens with a speaker."""
    if apart := _apart(text, names):
        return apart["name"], apart, ""
    below = NAMED_BELOW.fullmatch(text) if timed else None
    if below and (
        labels.is_generic(below["name"]) or (below["dash"] and labels.is_name(below["name"]))
    ):
        return below["name"], None, ""
    match = BOLD.fullmatch(text) or BRACKETED.fullmatch(text) or PLAIN.fullmatch(text)
    if not match:
        label, rest = labels.split(text, names)
        return (label, None, rest) if label else None
    name, behind = match["name"], BEHIND.fullmatch(match["rest"])
    bold = match.re is BOLD
    colon = match["colon"] or (bold and match["after"]) or (match.re is BRACKETED and name in names)
    headed = not match["rest"].strip() or labels.is_plain(name)
    told = behind is not None or timed or (colon and headed)
    alone = (bold or colon) and behind is not None and not behind["rest"]
    sure = name in names or (bold and told) or alone
    if not sure or not (colon or behind):
        return None
    return name, behind, behind["rest"] if behind else match["rest"].strip()


def _apart(line: str, names: frozenset[str]) -> re.Match[str] | None:
    """A name and a time, with nothing else on the line."""
    found = _set_apart(line)
    named = found and (labels.is_label(found["name"]) or found["name"] in names)
    return found if named else None


def _set_apart(line: str) -> re.Match[str] | None:
    """Something and a time, with nothing else on the line; a single space parts them where the time shows hours or
    what stands before it is a program's label."""
    found = APART.fullmatch(line)
    if not found:
        return None
    sure = found["open"] or found["apart"] != " " or line[found.end("apart")] in "[("
    hours = found["time"].count(":") > 1
    return found if sure or hours or labels.is_generic(found["name"]) else None


def _headings(lines: Sequence[str]) -> frozenset[str]:
    """The labels among what stands apart from a time as a name does. What comes but once must stand far apart: a text may
    end with a time."""
    apart = [found for line in lines if (found := _set_apart(line))]
    counts = Counter(found["name"] for found in apart)
    return labels.headings(
        found["name"]
        for found in apart
        if counts[found["name"]] > 1 or found["open"] or found["apart"] not in ("", " ")
    )


def _time(stamp: re.Match[str] | None, part: str) -> int | None:
    return from_clock(stamp[part]) if stamp and stamp[part] else None
