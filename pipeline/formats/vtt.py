"""WebVTT subtitles, with voices."""

import re
from collections.abc import Iterator
from html import unescape
from itertools import pairwise

from pipeline.formats import labels
from pipeline.formats.cues import Caption, captions, unrolled
from pipeline.formats.cut import cut
from pipeline.formats.lines import Line, joined, labelled, segments
from pipeline.formats.spoken import timed_by
from pipeline.formats.timecode import exact, from_clock
from pipeline.model import Segment, Transcript, Word, shares

# A time inside a text says when the next word begins; the other tags are for looks.
TAGS = re.compile(r"<\d[\d:.]*>|</?(?:c|i|b|u|ruby|rt|lang)(?:[ .][^<>]*)?>|</v>", re.IGNORECASE)
MARK = re.compile(r"<(\d[\d:.]*)>")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s+([^<>]*))?>", re.IGNORECASE)
ASIDE = re.compile(r"(NOTE|STYLE|REGION)(\s.*)?")


def sniff(text: str) -> bool:
    """Whether the file says that it is WebVTT."""
    return text.lstrip().startswith("WEBVTT")


def read(text: str) -> Iterator[Segment]:
    """The captions of a WebVTT file, each voice a segment; rolling captions are read once.

    Raises BadInput for times that cannot be read.
    """
    told = unrolled(captions(_without_asides(text.split("\n")), is_name=bool), _plain)
    return segments(labelled(line for cue in told for line in _voices(cue)))


def write(transcript: Transcript) -> str:
    """Captions of two lines and seven seconds at most, each with the voice of its speaker."""
    blocks = (
        f"{exact(cue.start)} --> {exact(cue.end)}\n{_voice(cue.speaker)}{_escaped(cue.text)}\n"
        for cue in cut(transcript)
    )
    return "\n".join(("WEBVTT\n", *blocks))


def _without_asides(lines: list[str]) -> list[str]:
    """The lines with notes, styles, regions and the head of the file blanked out."""
    kept, aside = [], True  # the head lasts until the first empty line
    for above, line in pairwise(["", *lines]):
        if not line.strip() or "-->" in line:
            aside = False
        elif not above.strip() and ASIDE.fullmatch(line):
            aside = True
        kept.append("" if aside else line)
    return kept


def _plain(line: str) -> str:
    return TAGS.sub("", line).strip()


def _voices(cue: Caption) -> Iterator[Line]:
    """A line for each voice of a caption; they share its time by the length of what they say."""
    before, *parts = VOICE.split("\n".join(cue.lines))
    told = [("", before), *zip(parts[::2], parts[1::2], strict=True)]
    said = [(name, part, text) for name, part in told if (text := unescape(_plain(part)).strip())]
    times = shares(cue.start, cue.end, (len(text) for _, _, text in said))
    for (name, part, text), (start, end) in zip(said, pairwise(times), strict=True):
        yield Line(
            cue.number,
            start,
            text,
            labels.speaker(unescape(name or "")),
            end,
            _words(part, start, end, text),
        )


def _words(part: str, start: int, end: int, text: str) -> tuple[Word, ...]:
    """The words of a voice as the times within its text tell them."""
    first, *rest = MARK.split(part)
    marks = [
        (start, first),
        *((from_clock(time) or 0, said) for time, said in zip(rest[::2], rest[1::2], strict=True)),
    ]
    return timed_by(
        [(time, unescape(_plain(said))) for time, said in marks if _plain(said)], end, text
    )


def _voice(speaker: str | None) -> str:
    return f"<v {_escaped(joined(speaker))}>" if speaker else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
