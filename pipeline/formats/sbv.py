"""SubViewer, as YouTube gives captions away: `0:00:01.000,0:00:03.467`, the text below it."""

import re
from collections.abc import Iterator

from pipeline.errors import BadInput
from pipeline.formats.cues import captions, unrolled
from pipeline.formats.lines import Line, labelled, segments
from pipeline.model import Segment

TIME = r"\d{1,3}:\d\d:\d\d\.\d{1,3}"
TIMES = re.compile(rf"\s*({TIME}),({TIME})\s*")
BREAK = re.compile(r"\[br\]", re.IGNORECASE)
REMEDY = "write it as 0:01:02.500,0:01:04.000, the text below it"


def sniff(text: str) -> bool:
    """Whether the text begins with a line of two times."""
    return TIMES.match(text.lstrip().split("\n", 1)[0]) is not None


def read(text: str) -> Iterator[Segment]:
    """The captions of a SubViewer file; names that stand before a colon again and again are speakers.

    Raises BadInput for times that cannot be read.
    """
    # But for the comma between its times it is SubRip without numbers.
    lines = [TIMES.sub(r"\1 --> \2", line) for line in text.split("\n")]
    try:
        told = unrolled(captions(lines, is_name=lambda _: False))
    except BadInput as error:
        raise BadInput(error.what, line=error.line, remedy=REMEDY) from None
    return segments(
        labelled(
            Line(cue.number, cue.start, BREAK.sub("\n", "\n".join(cue.lines)), end=cue.end)
            for cue in told
        )
    )
