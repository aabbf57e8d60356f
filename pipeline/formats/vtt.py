"""WebVTT subtitles, with voices; since players do not show these, the text names who begins, too."""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape, unescape
from itertools import pairwise

from pipeline.formats import labels
from pipeline.formats.cues import OVERRIDE, Caption, captions, unrolled
from pipeline.formats.cut import cut
from pipeline.formats.lines import Line, joined, labelled, segments
from pipeline.formats.signs import signs, unsigned
from pipeline.formats.spoken import timed_by
from pipeline.formats.timecode import exact, from_clock
from pipeline.model import Segment, Transcript, Word, shares

# A time inside a text says when the next word begins; the other tags are for looks.
TAGS = re.compile(
    rf"<\d[\d:.]*>|</?(?:c|i|b|u|ruby|rt|lang)(?:[ .][^<>]*)?>|</v>|{OVERRIDE}", re.IGNORECASE
)
MARK = re.compile(r"<(\d[\d:.]*)>")
VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s+([^<>]*))?>", re.IGNORECASE)
ASIDE = re.compile(r"(NOTE|STYLE|REGION)(\s.*)?")


def sniff(text: str) -> bool:
    """Whether the file says that it is WebVTT."""
    return text.lstrip().startswith("WEBVTT")


def read(text: str) -> Iterator[Segment]:
    """The captions of a WebVTT file, each voice a segment; rolling captions are read once. Where a text repeats the name
    of its voice (">> Ann Lee: …"), that was not said.

    Raises BadInput for times that cannot be read.
    """
    told = unrolled(captions(_without_asides(text.split("\n")), is_name=bool), _plain)
    return segments(labelled(_lines(told)))


def write(transcript: Transcript) -> str:
    """Captions of two lines and seven seconds at most, each with the voice of its speaker; whoever begins is named in the
    text, behind chevrons."""
    names = {segment.speaker for segment in transcript.segments if segment.speaker}
    blocks = (
        f"{exact(cue.start)} --> {exact(cue.end)}\n{_voice(cue.speaker)}{escape(cue.text, quote=False)}\n"
        for cue in cut(transcript, signs(transcript, names))
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


def _lines(told: Iterable[Caption]) -> Iterator[Line]:
    """A line for each voice of the captions, less the signs that another begins where the voice tells it."""
    before = ""
    for cue in told:
        voices = []
        for name, part in _voices(cue):
            text = _text(part)
            said = text if name == before else unsigned(text, name)
            before = name if text else before
            if said:
                voices.append((name, part, said))
        yield from _timed(cue, voices)


def _text(part: str) -> str:
    return unescape(_plain(part)).strip()


def _voices(cue: Caption) -> Iterator[tuple[str, str]]:
    """The voices of a caption, "" if there is none, and what each says, as it stands in the file."""
    before, *parts = VOICE.split("\n".join(cue.lines))
    yield "", before
    for name, part in zip(parts[::2], parts[1::2], strict=True):
        yield joined(unescape(name or "")), part


def _timed(cue: Caption, voices: Sequence[tuple[str, str, str]]) -> Iterator[Line]:
    """A line for each voice; they share the time of the caption by the length of what they say."""
    times = shares(cue.start, cue.end, (len(text) for _, _, text in voices))
    for (name, part, text), (start, end) in zip(voices, pairwise(times), strict=True):
        words = _words(part, start, end)[-len(text.split()) :]
        yield Line(cue.number, start, text, labels.speaker(name), end, words)


def _words(part: str, start: int, end: int) -> tuple[Word, ...]:
    """The words of a voice as the times within its text tell them."""
    first, *rest = MARK.split(part)
    marks = [
        (start, first),
        *((from_clock(time) or 0, said) for time, said in zip(rest[::2], rest[1::2], strict=True)),
    ]
    parts = [(time, unescape(_plain(said))) for time, said in marks if _plain(said)]
    return timed_by(parts, end, _text(part))


def _voice(speaker: str | None) -> str:
    return f"<v {escape(joined(speaker), quote=False)}>" if speaker else ""
