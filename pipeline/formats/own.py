"""`transcript.json`, the form in which mondegreen gives a transcript to other programs.

`{"title": …, "event": …, "date": …, "speakers": [{"name": …, …}, …], "sentences": [{"start": seconds,
"end": seconds, "speaker": name or null, "text": …}, …]}`
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, fields, replace

from pipeline.errors import BadInput
from pipeline.formats.data import as_text, entries, has, parsed, seconds
from pipeline.formats.lines import Line, segments
from pipeline.model import Segment, Speaker, Talk, Transcript, timed

LISTS = ("aliases", "tells")


def sniff(text: str) -> bool:
    """Whether it is an object with sentences."""
    return has(text, "sentences")


def read(text: str) -> Iterator[Segment]:
    """The sentences. Raises BadInput."""
    return segments(_lines(text))


def talk(text: str, _name: str) -> Talk:
    """What the file says of its talk. Raises BadInput."""
    told = parsed(text)
    if not isinstance(told, dict) or "sentences" not in told:
        return Talk()
    title, event, date, media = (
        as_text(told.get(name) or "", name) for name in ("title", "event", "date", "media")
    )
    roster = entries(told.get("speakers") or [], "speakers")
    speakers = tuple(_speaker(entry, n) for n, entry in enumerate(roster, 1))
    return Talk(title=title, event=event, date=date, speakers=speakers, media=media)


def write(transcript: Transcript) -> str:
    """The transcript as JSON, a sentence a line, so that versions can be compared line by line."""
    about = transcript.talk
    head = {
        "title": about.title,
        "event": about.event,
        "date": about.date,
        "media": about.media,
        "speakers": [_known(speaker) for speaker in about.speakers],
    }
    lines = [f"  {_json(name)}: {_json(value)}," for name, value in head.items()]
    rows = ",\n".join(f"    {_json(_sentence(segment))}" for segment in transcript.segments)
    return "\n".join(("{", *lines, '  "sentences": [', *([rows] if rows else []), "  ]", "}", ""))


def _lines(text: str) -> Iterator[Line]:
    told = parsed(text)
    if not isinstance(told, dict) or "sentences" not in told:
        raise BadInput(
            "JSON of no form that is known", remedy="docs/formats.md shows those that are"
        )
    for n, entry in enumerate(entries(told["sentences"], "sentences"), 1):
        what = f"sentence {n}"
        start = seconds(entry, "start", what)
        end = seconds(entry, "end", what) if entry.get("end") is not None else None
        speaker = as_text(entry.get("speaker") or "", f"{what}: speaker") or None
        line = Line(0, start, as_text(entry.get("text"), f"{what}: text"), speaker, end)
        # All of it is speech.
        words = () if end is None else tuple(timed(Segment(start, end, line.text)))
        yield replace(line, words=words)


def _speaker(entry: dict[str, object], number: int) -> Speaker:
    what = f"speaker {number}"
    texts = {
        field.name: as_text(entry.get(field.name) or "", f"{what}: {field.name}")
        for field in fields(Speaker)
        if field.name not in LISTS
    }
    if not texts["name"]:
        raise BadInput(f"{what} has no name", remedy="give each speaker a name")
    return Speaker(**texts, **{name: _texts(entry.get(name), f"{what}: {name}") for name in LISTS})  # type: ignore[arg-type]


def _texts(value: object, what: str) -> tuple[str, ...]:
    if value is not None and not isinstance(value, list):
        raise BadInput(f"{what} is {value!r}", remedy="give a list of texts")
    return tuple(as_text(text, what) for text in value or ())


def _known(speaker: Speaker) -> dict[str, object]:
    return {name: value for name, value in asdict(speaker).items() if value}


def _sentence(segment: Segment) -> dict[str, object]:
    return {
        "start": segment.start / 1000,
        "end": segment.end / 1000,
        "speaker": segment.speaker,
        "text": segment.text,
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
