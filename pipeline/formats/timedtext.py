"""YouTube's captions as XML: srv3, whose words have times, and srv1."""

from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

from pipeline.errors import BadInput
from pipeline.formats.elements import parsed
from pipeline.formats.timecode import from_seconds
from pipeline.formats.youtube import Event, spoken
from pipeline.model import Segment


def read(text: str) -> Iterator[Segment]:
    """A segment for each caption, until the next begins. Raises BadInput."""
    root = parsed(text)
    return spoken([*map(_paragraph, root.iter("p")), *map(_text, root.iter("text"))])


def _paragraph(node: Element) -> Event:
    """A caption of srv3: its times are milliseconds, those of its words count from its beginning."""
    start, length = _time(node, "t", "e-3"), _time(node, "d", "e-3")
    words = [(_time(word, "t", "e-3") or 0, "".join(word.itertext())) for word in node.iter("s")]
    return Event(start or 0, length, [(0, node.text or ""), *words])


def _text(node: Element) -> Event:
    """A caption of srv1: its times are seconds, and its text is escaped once more."""
    text = unescape("".join(node.itertext()))
    return Event(_time(node, "start") or 0, _time(node, "dur"), [(0, text)])


def _time(node: Element, name: str, power: str = "") -> int | None:
    told = node.get(name)
    if told is None:
        return None
    time = from_seconds(told + power)
    if time is None:
        raise BadInput(f"{name} is {told!r}", remedy="fetch the captions again")
    return time
