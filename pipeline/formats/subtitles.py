"""Subtitle formats of other players, as pysubs2 reads them: Advanced SubStation, SAMI."""

from collections.abc import Iterator

from pipeline.errors import BadInput
from pipeline.formats.lines import Line, labelled, segments
from pipeline.model import Segment


def read(text: str) -> Iterator[Segment]:
    """The subtitles of a file, with the speakers that SubStation knows. Raises BadInput."""
    from pysubs2 import SSAFile
    from pysubs2.exceptions import Pysubs2Error

    try:
        told = SSAFile.from_string(text)
    # Its readers raise what they like.
    except (Pysubs2Error, ValueError, SyntaxError, LookupError, NotImplementedError) as error:
        raise BadInput(
            f"not a subtitle file that pysubs2 can read ({error or type(error).__name__})",
            remedy="save the subtitles as SRT or WebVTT",
        ) from None
    events = sorted((event for event in told if event.is_text), key=lambda event: event.start)
    return segments(
        labelled(
            Line(0, max(0, event.start), event.plaintext, event.name.strip() or None, event.end)
            for event in events
        )
    )
