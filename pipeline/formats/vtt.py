"""WebVTT subtitles, with voices."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import pairwise

from pipeline.formats.cues import Caption, captions, unrolled
from pipeline.formats.cut import cut
from pipeline.formats.lines import Line, joined, segments
from pipeline.formats.timecode import exact
from pipeline.model import Segment, Transcript

# A time inside a text says when the next word begins; the other tags are for looks.
TAGS = re.compile(r"<\d[\d:.]*>|</?(?:c|i|b|u|ruby|rt|lang)(?:[ .][^<>]*)?>|</v>", re.IGNORECASE)
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s+([^<>]*))?>", re.IGNORECASE)
ASIDE = re.compile(r"(NOTE|STYLE|REGION)(\s.*)?")


def sniff(text: str) -> bool:
    """Whether the file says that it is WebVTT."""
    return text.lstrip().startswith("WEBVTT")


def read(text: str) -> Iterator[Segment]:
    """The captions of a WebVTT file, each voice a segment; rolling captions are read once.

    Raises BadInput for times that cannot be read.
    """
    told = captions(_without_asides(text.split("\n")), is_name=bool)
    plain = [replace(cue, lines=tuple(filter(None, map(_plain, cue.lines)))) for cue in told]
    return segments(line for cue in unrolled(plain) for line in _voices(cue))


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
    text = " ".join(cue.lines)
    before, *parts = VOICE.split(text)
    told = [(None, before), *zip(parts[::2], parts[1::2], strict=True)]
    said = [(name, words) for name, part in told if (words := joined(unescape(part)))]
    whole, done = sum(len(words) for _, words in said), 0
    for name, words in said:
        start = cue.start + (cue.end - cue.start) * done // whole
        done += len(words)
        end = cue.start + (cue.end - cue.start) * done // whole
        yield Line(cue.number, start, words, joined(unescape(name or "")) or None, end)


def _voice(speaker: str | None) -> str:
    return f"<v {_escaped(joined(speaker))}>" if speaker else ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
