"""Transcripts for readers: title, speakers, a paragraph for each thought, in Markdown."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.formats.text import parted
from pipeline.formats.timecode import clock
from pipeline.model import Segment, Speaker, Talk, Transcript

# What would be mark-up if it stood as it is; "&" only where it would open an entity.
MARKUP = re.compile(r"[\\`*_{}\[\]|~$]|&(?=#?\w+;)|<|>")
# At the head of a paragraph these would make it a list, a heading, a rule, a quotation.
OPENING = re.compile(r"(?:[-+=#:]|(?P<number>\d{1,9})(?=[.)]))")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
NOBODY = "Unknown speaker"


def write(transcript: Transcript) -> str:
    """A page of Markdown: the talk's title and speakers, then its turns with name and time.

    Nothing that was said can become mark-up. Times are left out where the transcript has none.
    """
    told = list(transcript.segments)
    timed = any(segment.end for segment in told)
    named = any(segment.speaker for segment in told)
    turns = [list(turn) for _, turn in groupby(told, key=lambda segment: segment.speaker)]
    body = [block for turn in turns for block in _turn(turn, timed=timed, named=named)]
    head = list(_head(transcript.talk, transcript.name, told))
    return "\n\n".join([*head, "---", *body]) + "\n"


def escaped(text: str) -> str:
    """`text` as Markdown that reads just so, wherever in a paragraph it stands."""
    safe = MARKUP.sub(lambda sign: ENTITIES.get(sign[0], "\\" + sign[0]), " ".join(text.split()))
    opening = OPENING.match(safe)
    if opening and opening["number"]:
        return f"{opening['number']}\\{safe[opening.end() :]}"
    return "\\" + safe if opening else safe


def _head(talk: Talk, name: str, told: Sequence[Segment]) -> Iterator[str]:
    yield f"# {escaped(talk.title or name)}"
    if about := ", ".join(part for part in (talk.event, talk.date) if part):
        yield escaped(about)
    speaking = dict.fromkeys(segment.speaker for segment in told if segment.speaker)
    if speaking:
        roster = {speaker.name: speaker for speaker in talk.speakers}
        yield "Speakers: " + ", ".join(_introduced(name, roster.get(name)) for name in speaking)


def _introduced(name: str, speaker: Speaker | None) -> str:
    affiliation = f" ({escaped(speaker.affiliation)})" if speaker and speaker.affiliation else ""
    return escaped(name) + affiliation


def _turn(turn: Sequence[Segment], *, timed: bool, named: bool) -> Iterator[str]:
    if named:
        time = f" [{clock(turn[0].start)}]" if timed else ""
        yield f"**{escaped(turn[0].speaker or NOBODY)}**{time}"
    for n, paragraph in enumerate(parted(turn)):
        text = escaped(" ".join(segment.text for segment in paragraph))
        stamp = f"[{clock(paragraph[0].start)}] " if timed and (n or not named) else ""
        yield stamp + text
