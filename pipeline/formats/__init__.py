"""Formats by name. A new one is a module here and a line in `FORMATS`.

The first of the formats that share a suffix and knows the content reads it; a format without `sniff`
reads anything, so it stands last.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from pipeline import talks
from pipeline.errors import BadInput
from pipeline.formats import (
    assemblyai,
    aws,
    captions,
    clockmap,
    deepgram,
    markdown,
    own,
    page,
    rttm,
    sbv,
    srt,
    subtitles,
    teams,
    text,
    timedtext,
    tsv,
    ttml,
    turns,
    vtt,
    whisper,
    youtube,
)
from pipeline.formats.encodings import decode, seen
from pipeline.model import Segment, Talk, Transcript

T = TypeVar("T")
Reader = Callable[[str], Iterable[Segment]]
Writer = Callable[[Transcript], str]

LARGEST = 100_000_000  # bytes; a day of talk is 1
# Files that lie beside transcripts and are none.
NOT_TRANSCRIPTS = {"readme", "license", "licence", "source", "sources", "notice", "changelog"}
# And what their names end in: the text of a talk's slides, what yt-dlp keeps of a video, the overview of a batch.
NOT_ENDINGS = (".slides.txt", ".info.json", "index.html")
# And their suffixes: recordings, pictures, slides, what is known of a talk, who speaks when.
COMPANIONS = frozenset(
    ".mp3 .m4a .wav .flac .ogg .opus .aac .wma .aiff .mp4 .m4v .mkv .webm .mov .avi .wmv .mpg .mpeg "
    ".jpg .jpeg .png .gif .webp .svg .pptx .ppt .odp .key .toml .rttm".split()
)
# What those tell that are read with the transcript beside them.
TELLING = {".toml": "what is known of a talk", ".rttm": "who speaks when"}


@dataclass(frozen=True, slots=True)
class Format:
    """A form of transcript files. The first suffix is the one that is written."""

    suffixes: tuple[str, ...]
    about: str
    read: Reader | None = None
    write: Writer | None = None
    sniff: Callable[[str], bool] | None = None  # does this text look like it?
    talk: Callable[[str, str], Talk] | None = None  # what text and name of the file say of the talk


FORMATS = {
    "json": Format(
        (".json",), "transcript.json of mondegreen: sentences with times and speakers",
        own.read, own.write, own.sniff, own.talk,
    ),
    "whisper": Format(
        (".json",), "Whisper, WhisperX, whisper.cpp, Hugging Face: segments, words with times, speakers",
        whisper.read, sniff=whisper.sniff,
    ),
    "aws": Format((".json",), "Amazon Transcribe", aws.read, sniff=aws.sniff),
    "deepgram": Format((".json",), "Deepgram", deepgram.read, sniff=deepgram.sniff),
    "assemblyai": Format((".json",), "AssemblyAI", assemblyai.read, sniff=assemblyai.sniff),
    "youtube": Format(
        (".json", ".json3"), "YouTube's json3, and what youtube-transcript-api gives",
        youtube.read, sniff=youtube.sniff,
    ),
    "timedtext": Format((".srv3", ".srv1"), "YouTube's srv3 and srv1", timedtext.read),
    "clockmap": Format(
        (".json",), 'an object {"00:04": "text", …}', clockmap.read, sniff=clockmap.sniff
    ),
    "teams": Format(
        (".txt",), "Teams, as a Word document of before 2024 saved as text: two times, a name, the text",
        teams.read, sniff=teams.sniff,
    ),
    "vtt": Format(
        (".vtt", ".srt", ".txt"), "WebVTT: voices, YouTube's rolling captions",
        vtt.read, vtt.write, vtt.sniff,
    ),
    "srt": Format((".srt", ".txt"), "SubRip subtitles", srt.read, srt.write, srt.sniff),
    "sbv": Format((".sbv", ".srt", ".txt"), "SubViewer, as YouTube gives it", sbv.read, sniff=sbv.sniff),
    "ttml": Format(
        (".ttml", ".dfxp"), "Timed Text: YouTube's, broadcasters', Apple's of podcasts", ttml.read
    ),
    "subtitles": Format(
        (".ass", ".ssa", ".smi"), "subtitles of other players: SubStation, SAMI", subtitles.read
    ),
    "captions": Format(
        (".txt",), "a caption page: a line with a time, a line of text; its programme is read too",
        captions.read, sniff=captions.sniff, talk=page.talk,
    ),
    "tsv": Format((".tsv", ".txt"), "a time, a tab, the text; columns may have names", tsv.read, sniff=tsv.sniff),
    "csv": Format((".csv",), "a table whose first line names start, end, speaker, text", tsv.read_csv),
    "turns": Format(
        (".txt",), "speakers and times at the head of paragraphs: Otter, Rev, Descript, by hand",
        turns.read, sniff=turns.sniff, talk=markdown.talk,
    ),
    "markdown": Format(
        (".md", ".markdown"), "a page for readers: title, speakers, turns",
        markdown.read, markdown.write, talk=markdown.talk,
    ),
    "txt": Format((".txt", ".text"), "plain text, without times", text.read, text.write),
}  # fmt: skip


WRITERS = {name: form.write for name, form in FORMATS.items() if form.write}


def transcript_file(name: str) -> str:
    """What the file is called that has a clean transcript in the format of that name."""
    return f"transcript{FORMATS[name].suffixes[0]}"


def reader_for(suffix: str, text: str) -> Format:
    """The format to read `text` with, by its file's suffix (".srt") and by what it looks like.

    Raises BadInput if there is none.
    """
    sharing = [form for form in FORMATS.values() if form.read and suffix in form.suffixes]
    if not sharing:
        known = sorted({end for form in FORMATS.values() if form.read for end in form.suffixes})
        raise BadInput(
            f"no format for {suffix or 'files without a suffix'!r}",
            remedy=f"rename it to one of {' '.join(known)}",
        )
    fitting = (form for form in sharing if form.sniff is None or form.sniff(text))
    # What looks like none of them is read as what its suffix says, to tell what is wrong with it.
    return next(fitting, None) or next(
        (form for form in sharing if form.suffixes[0] == suffix), sharing[0]
    )


def load(path: Path) -> Transcript:
    """The raw transcript in a file, with what the file says of its talk.

    If the file names no speakers and an RTTM file of the same name lies beside it, those of the RTTM
    are taken. Raises BadInput, naming file, line and remedy; OSError if a file cannot be opened.
    """
    voices = talks.companion(path, ".rttm")
    spans = _parsed(voices, rttm.parse) if voices else ()
    return _parsed(path, lambda told: _transcript(told, path, spans))


def readable(path: Path) -> bool:
    """Whether a file found in a folder of transcripts is one, by its name."""
    suffixes = {suffix for form in FORMATS.values() if form.read for suffix in form.suffixes}
    return path.suffix.lower() in suffixes and not beside(path)


def beside(path: Path) -> bool:
    """Whether a file is one that lies beside transcripts, by its name: a recording, slides, a README."""
    name = path.name.lower()
    return (
        name.startswith(".")
        or path.stem.lower() in NOT_TRANSCRIPTS
        or name.endswith(NOT_ENDINGS)
        or path.suffix.lower() in COMPANIONS
    )


def lone(path: Path) -> BadInput | None:
    """Why a file that is read with a transcript is none by itself; None if it may be one."""
    if not (told := TELLING.get(path.suffix.lower())):
        return None
    talk = path.stem.removesuffix(".talk")
    return BadInput(
        f"this tells {told}, and is no transcript",
        file=str(path),
        remedy=f"name the transcript, as {talk}.srt: what lies beside it under its name is read with it",
    )


def _parsed(path: Path, parse: Callable[[str], T]) -> T:
    """What `parse` makes of the text in a file; what is wrong is told of the file."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(
                f"larger than {LARGEST // 1_000_000} MB",
                remedy="is it a transcript? If so, split it",
            )
        text = decode(path.read_bytes())
        if not text.strip():
            raise BadInput("the file is empty", remedy="fetch or export it again")
        return parse(text)
    except BadInput as error:
        raise error.within(str(path)) from None


def _transcript(told: str, path: Path, spans: Sequence[rttm.Span]) -> Transcript:
    form = reader_for(path.suffix.lower(), told)
    talk = form.talk(told, path.stem) if form.talk else None
    segments = list(form.read(told)) if form.read else []
    if spans and not any(segment.speaker for segment in segments):
        segments = list(rttm.named(segments, spans))
    segments = [replace(s, speaker=seen(s.speaker or "") or None) for s in segments]
    transcript = Transcript.of(path.stem, segments, talk)
    if not transcript.words:
        raise BadInput("no words in it", remedy="see docs/formats.md for the forms that are read")
    return transcript
