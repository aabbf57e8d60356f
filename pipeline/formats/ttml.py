"""Timed Text: the subtitles of broadcasters, YouTube's, and Apple's of podcasts, which know speakers and time each word."""

import re
from collections.abc import Iterator, Mapping
from operator import attrgetter
from xml.etree.ElementTree import Element

from pipeline.errors import BadInput
from pipeline.formats import labels
from pipeline.formats.elements import parsed, text_of
from pipeline.formats.lines import Line, labelled, segments
from pipeline.formats.timecode import HOUR, LONGEST, MINUTE, SECOND, from_clock
from pipeline.model import Segment, timed

FRAMES = re.compile(r"(\d+:\d\d:\d\d):(\d+)")
# "1.5s"; Apple leaves the unit out.
OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t|)")
FRAME_RATE = 30.0
BEGIN = attrgetter("start")


def read(text: str) -> Iterator[Segment]:
    """The paragraphs of a Timed Text file, with their agents as speakers. Raises BadInput."""
    root = parsed(text)
    agents = {node.get("id"): text_of(node) for node in root.iter("agent")}
    lines = [
        _line(node, since, agents, _units(root))
        for node, since in _paragraphs(root, 0, _units(root))
        if text_of(node).strip()
    ]
    return segments(labelled(sorted(lines, key=BEGIN)))


def _units(root: Element) -> Mapping[str, float]:
    """The milliseconds of each unit of time in a file."""
    rate, multiplier, ticks = (
        root.get(name, "") for name in ("frameRate", "frameRateMultiplier", "tickRate")
    )
    above, _, below = multiplier.partition(" ")
    frames = _number(rate, FRAME_RATE) * _number(above, 1) / _number(below, 1)
    units = {"h": HOUR, "m": MINUTE, "s": SECOND, "": SECOND, "ms": 1}
    return {**units, "f": SECOND / frames, "t": SECOND / _number(ticks, frames)}


def _number(text: str, default: float) -> float:
    return float(text) if text.isdecimal() and float(text) else default


def _paragraphs(
    parent: Element, since: int, units: Mapping[str, float]
) -> Iterator[tuple[Element, int]]:
    """The paragraphs, each with the moment from which its times count."""
    for node in parent:
        if node.tag == "p":
            yield node, since
        elif node.tag in ("body", "div"):
            yield from _paragraphs(node, since + (_time(node, "begin", units) or 0), units)


def _line(
    node: Element, since: int, agents: Mapping[str | None, str], units: Mapping[str, float]
) -> Line:
    text = text_of(node)
    spans = [span for span in node.iter("span") if span.get("begin") and span.find("span") is None]
    start, end = _span(node, units)
    parts = [(*_span(span, units), text_of(span)) for span in spans]
    if start is None:
        start = parts[0][0] if parts else None
    if start is None:
        raise BadInput(f"{text[:40]!r} has no time", remedy='give it one: begin="00:01:02.500"')
    # Of a span within, Timed Text counts the time from the paragraph's beginning; Apple does not.
    inner = since + (start if parts and (parts[0][0] or 0) < start else 0)
    words = tuple(
        word
        for begins, ends, said in parts
        if begins is not None and ends is not None
        for word in timed(Segment(inner + begins, inner + max(begins, ends), said))
    )
    whole = [word.text for word in words] == text.split() and list(words) == sorted(
        words, key=BEGIN
    )
    who = node.get("agent")
    return Line(
        0,
        since + start,
        text,
        labels.speaker(agents.get(who) or who),
        None if end is None else since + end,
        words if whole else (),
    )


def _span(node: Element, units: Mapping[str, float]) -> tuple[int | None, int | None]:
    """When a node begins and ends."""
    start, end, length = (_time(node, name, units) for name in ("begin", "end", "dur"))
    return start, (start or 0) + length if end is None and length is not None else end


def _time(node: Element, name: str, units: Mapping[str, float]) -> int | None:
    """The time in an attribute, in milliseconds. Raises BadInput if it is none."""
    told = node.get(name)
    if told is None:
        return None
    time: float | None = from_clock(told)
    if frames := FRAMES.fullmatch(told.strip()):
        time = (from_clock(frames[1]) or 0) + int(frames[2]) * units["f"]
    elif offset := OFFSET.fullmatch(told.strip()):
        time = float(offset[1]) * units[offset[2]]
    if time is None or time > LONGEST:
        raise BadInput(f"{name} is {told!r}", remedy='write it as begin="00:01:02.500"')
    return round(time)
