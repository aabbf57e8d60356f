"""SubRip subtitles."""

import re
from collections.abc import Iterator

from pipeline.formats.cues import captions, unrolled
from pipeline.formats.cut import cut, turns
from pipeline.formats.lines import Line, joined, labelled, segments
from pipeline.formats.timecode import ARROW, exact
from pipeline.model import Segment, Token, Transcript

TIMES = re.compile(rf"^\s*\d+:\d\d[\d:.,;]*\s*{ARROW}\s*[\d:.,;]+", re.MULTILINE)
# What SubRip knows of mark-up, and the places on the screen that others added.
MARKUP = re.compile(r"</?(?:i|b|u|s|font|c)(?:[ .][^<>]*)?>|\{\\an?\d+\}", re.IGNORECASE)
# What opens the words of another.
MARK = ">>"
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
    """Subtitles of two lines and seven seconds at most. SubRip has no place for speakers, so captioners' signs stand in
    the text; and no way to write signs of its own as text: others that look like them stand for them.
    """
    blocks = (
        f"{number}\n{exact(cue.start, ',')} --> {exact(cue.end, ',')}\n{_safe(cue.text)}\n"
        for number, cue in enumerate(cut(transcript, _signs(transcript)), 1)
    )
    return "\n".join(blocks)


def _signs(transcript: Transcript) -> dict[Token, str]:
    """Chevrons, and the name if there is one, for the word that opens a turn; not where there is but one speaker, and
    not where it begins with nobody known: nothing changes there.
    """
    told = turns(transcript)
    several = len({speaker for speaker, _ in told}) > 1
    return {
        sentences[0][0]: f"{MARK} {joined(speaker)}: " if speaker else f"{MARK} "
        for n, (speaker, sentences) in enumerate(told)
        if several and (n or speaker)
    }


def _safe(text: str) -> str:
    # An arrow in the text would be read as a line of times.
    return TAG.sub(r"‹\1›", text.replace("-->", "->"))
