"""Transcripts for readers: title, speakers, a paragraph for each thought, in Markdown."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.formats import labels
from pipeline.formats.lines import segments
from pipeline.formats.text import is_aside, labelled, parted
from pipeline.formats.timecode import clock
from pipeline.formats.turns import lines_of
from pipeline.model import Segment, Speaker, Talk, Transcript, text_of

# What would be mark-up if it stood as it is; "&" only where it would open an entity, "_" only at the
# edge of a word.
MARKUP = re.compile(r"[\\`*{}\[\]|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|<|>")
# At the head of a paragraph these would make it a list, a heading, a rule, a quotation.
OPENING = re.compile(r"(?:[-+=#:]|(?P<number>\d{1,9})(?=[.)]))")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
ESCAPED = re.compile(r"\\([\\`*_{}\[\]|~$\-+=#:.)])")
# What captions have before the extension of their file: "lecture-7.en.vtt", "lecture-7.en-GB.vtt".
LANGUAGE = re.compile(
    r"(?<=\w)\.(en|de|fr|es|it|pt|nl|sv|da|no|nb|fi|pl|cs|ru|uk|tr|ar|hi|ja|ko|zh"  # and no "vue.js"
    r"|eng|deu|ger|fra|fre|spa|ita|por|nld|dut|swe|dan|nor|fin|pol|ces|cze|rus|ukr|tur|ara|hin|jpn"
    r"|kor|zho|chi)([-_](\w{2,4}|\d{3}))?$"
)
FRONT = re.compile(r"\s*---\n(.*?)\n---\n", re.DOTALL)


def write(transcript: Transcript) -> str:
    """A page of Markdown: the talk's title and speakers, then its turns with name and time.

    Nothing that was said can become mark-up. Times are left out where the transcript has none.
    """
    told = labelled(transcript)
    timed = any(segment.end for segment in told)
    named = any(segment.speaker for segment in told)
    turns = [list(turn) for _, turn in groupby(told, key=lambda segment: segment.speaker)]
    body = [block for turn in turns for block in _turn(turn, timed=timed, named=named)]
    head = list(_head(transcript.talk, transcript.name, told))
    return "\n\n".join([*head, "---", *body]) + "\n"


def read(text: str) -> Iterator[Segment]:
    """The paragraphs of a Markdown file, with speakers and times where their heads tell them.

    Raises BadInput if the clock runs backwards.
    """
    return segments(
        replace(line, text=_plain(line.text), speaker=line.speaker and _plain(line.speaker))
        for line in lines_of(text)
    )


def talk(text: str, name: str) -> Talk:
    """Title, date and speakers as the head of the file tells them, in YAML or as the first heading.

    A heading that is the file's `name` and no more is no title: `write` opens with it for want of one.
    """
    heading = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
    title = _plain(heading[1].strip() if heading else "")
    told = _front(text)
    names = told.get("speakers") or []
    return Talk(
        title=" ".join(told.get("title", []))
        or (title if title not in (name, titled(name)) else ""),
        date=" ".join(told.get("date", [])),
        speakers=tuple(Speaker(name) for name in names),
    )


def escaped(text: str) -> str:
    """`text` as Markdown that reads just so, wherever in a paragraph it stands."""
    safe = MARKUP.sub(lambda sign: ENTITIES.get(sign[0], "\\" + sign[0]), " ".join(text.split()))
    opening = OPENING.match(safe)
    if opening and opening["number"]:
        return f"{opening['number']}\\{safe[opening.end() :]}"
    return "\\" + safe if opening else safe


def titled(name: str) -> str:
    """The name of a file as a title: without the language that captions have there."""
    return LANGUAGE.sub("", name)


def _head(talk: Talk, name: str, told: Sequence[Segment]) -> Iterator[str]:
    yield f"# {escaped(talk.title or titled(name))}"
    if about := ", ".join(part for part in (talk.event, talk.date) if part):
        yield escaped(about)
    speaking = dict.fromkeys(segment.speaker for segment in told if segment.speaker)
    if speaking:
        roster = {speaker.name: speaker for speaker in talk.speakers}
        names = [_introduced(name, roster.get(name)) for name in speaking]
        yield "Speakers: " + ("; " if any("," in name for name in names) else ", ").join(names)


def _introduced(name: str, speaker: Speaker | None) -> str:
    affiliation = f" ({escaped(speaker.affiliation)})" if speaker and speaker.affiliation else ""
    return escaped(name) + affiliation


def _turn(turn: Sequence[Segment], *, timed: bool, named: bool) -> Iterator[str]:
    headed = named and not is_aside(turn)
    if headed:
        # A name in bold with neither time nor colon might as well be a heading.
        time = f"** [{clock(turn[0].start)}]" if timed else ":**"
        yield f"**{escaped(turn[0].speaker or labels.UNKNOWN)}{time}"
    for n, paragraph in enumerate(parted(turn)):
        text = escaped(text_of(paragraph))
        stamp = f"[{clock(paragraph[0].start)}] " if timed and (n or not headed) else ""
        yield stamp + text


def _plain(text: str) -> str:
    """The text that `escaped` made safe."""
    bare = ESCAPED.sub(r"\1", text)
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        bare = bare.replace(entity, sign)
    return bare


def _front(text: str) -> dict[str, list[str]]:
    """The values of YAML front matter, as far as it is plain: `key: text`, `key: [a, b]`, `- a`."""
    match = FRONT.match(text)
    told: dict[str, list[str]] = {}
    key = ""
    for line in match[1].split("\n") if match else ():
        name, colon, value = line.partition(":")
        if colon and name.strip() == name:
            key = name
            listed = value.strip().startswith("[")
            parts = value.strip().strip("[]").split(",") if listed else [value]
        else:
            parts = [line.strip().removeprefix("-")]
        told.setdefault(key, []).extend(part.strip().strip("\"'") for part in parts if part.strip())
    return told
