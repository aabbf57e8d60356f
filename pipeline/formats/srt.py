"""SubRip subtitles."""

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.formats.cues import OVERRIDE, captions, unrolled
from pipeline.formats.cut import Subtitle, cut
from pipeline.formats.lines import Line, joined, labelled, segments
from pipeline.formats.signs import signs
from pipeline.formats.timecode import ARROW, exact
from pipeline.model import Segment, Transcript

TIMES = re.compile(rf"^\s*\d+:\d\d[\d:.,;]*\s*{ARROW}\s*[\d:.,;]+", re.MULTILINE)
# What SubRip knows of mark-up, and what others added.
MARKUP = re.compile(rf"</?(?:i|b|u|s|font|c)(?:[ .][^<>]*)?>|{OVERRIDE}", re.IGNORECASE)
# What players and converters show as mark-up, or not at all, whatever stands in it.
TAG = re.compile(r"<([^<>]*)>")


def sniff(text: str) -> bool:
    """Whether there is a line of times with an arrow at its head."""
    return TIMES.search(text) is not None


def read(text: str) -> Iterator[Segment]:
    """The subtitles of a SubRip file; names that stand before a colon again and again are speakers.

    Raises BadInput for times that cannot be read.
    """
    told = captions(MARKUP.sub("", text).split("\n"), is_name=str.isdigit)
    return segments(
        labelled(
            Line(cue.number, cue.start, "\n".join(cue.lines), end=cue.end) for cue in unrolled(told)
        )
    )


def write(transcript: Transcript) -> str:
    """Subtitles of two lines and seven seconds at most. SubRip has no place for speakers: so captioners' signs stand in
    the text, with names as far as they are read again. Nor can its own signs be written as text: others that look alike
    stand for them.
    """
    speakers = {segment.speaker for segment in transcript.segments}
    names = {speaker for speaker in speakers if speaker and len(speakers) > 1}
    while True:
        cues = [
            replace(cue, text=_safe(cue.text)) for cue in cut(transcript, signs(transcript, names))
        ]
        told = {line.speaker for line in labelled(map(_line, cues))}
        if all(joined(name) in told for name in names):
            break
        names = {name for name in names if joined(name) in told}
    blocks = (
        f"{number}\n{exact(cue.start, ',')} --> {exact(cue.end, ',')}\n{cue.text}\n"
        for number, cue in enumerate(cues, 1)
    )
    return "\n".join(blocks)


def _line(cue: Subtitle) -> Line:
    return Line(0, cue.start, MARKUP.sub("", cue.text), end=cue.end)


def _safe(text: str) -> str:
    # An arrow in the text would be read as a line of times.
    return TAG.sub(r"‹\1›", text.replace("-->", "->"))
