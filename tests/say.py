"""Transcripts in a line of text, so that a test shows only what it is about.

    say("Ann> the GP | use is fast")     two caption lines, the first with a speaker
    say("so um |2| and then")            two seconds of silence between the lines
    read(transcript)                     the same notation back; silences are not shown

Each word lasts 400 milliseconds. Cases are data in `cases/*.toml`:

    [[case]]
    name = "letters are joined, and the line break stays"
    said = "the GP | use is fast"
    want = "the GPUs | is fast"          # left out: the text stays as it was said
    fails = "why it does not work yet"   # only for known failures: a case that starts to pass says so
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.model import Segment, Talk, Transcript

WORD = 400  # milliseconds
EDGE = re.compile(r" \|(?:(\d+(?:\.\d+)?)\|)? ")
NAMED = re.compile(r"(?:([^>]+)> )?(.*)")
# A raw transcript as a recogniser writes it: a time, then what was said from there on.
TALK = """\
00:00:00
So um today we talk about hyper
00:00:04
parameters and about image net
00:00:08
any questions
00:00:12
Yes I have one what is cuda
"""
CASES = Path(__file__).parent / "cases"


def say(text: str, talk: Talk | None = None, name: str = "talk") -> Transcript:
    """The transcript that `text` describes."""
    return Transcript.of(name, segments(text), talk)


def segments(text: str) -> Iterator[Segment]:
    """The segments that `text` describes, one after the other from 0:00."""
    start = 0
    lines, silences = EDGE.split(text)[::2], [*EDGE.split(text)[1::2], None]
    for line, silence in zip(lines, silences, strict=True):
        speaker, said = NAMED.fullmatch(line).groups()
        end = start + WORD * len(said.split())
        yield Segment(start, end, said, speaker)
        start = end + round(1000 * float(silence or 0))


def read(transcript: Transcript) -> str:
    """What `transcript` now reads, in the notation of `say`."""
    return " | ".join(
        f"{segment.speaker}> {segment.text}" if segment.speaker else segment.text
        for segment in transcript.segments
    )


def cases(name: str) -> list[Any]:
    """The cases of `cases/<name>.toml`, each a parameter for `pytest.mark.parametrize`.

    A case is a dict with all the keys of its table; `want` is what was said, unless given.
    """
    table = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    return [_parameter(case) for case in table["case"]]


def _parameter(case: dict[str, Any]) -> Any:
    reason = case.get("fails")
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(
        {"want": EDGE.sub(" | ", case["said"]), **case}, id=case["name"], marks=marks
    )
