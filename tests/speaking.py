"""Talks as the speakers stage leaves them, and a panel for it to name."""

from pipeline.edits import apply
from pipeline.model import Speaker, Talk, Transcript
from pipeline.stages.speakers import Speakers

PANEL = Talk(
    title="Questions and answers",
    speakers=(
        Speaker("Ann Lee", "panellist", "University of Oslo", talk="Learning theory"),
        Speaker("Bob Ray", "panellist", "Facebook", talk="Torch"),
    ),
)


def labelled(transcript: Transcript, least: float = 0.0) -> Transcript:
    """The transcript with the labels, and all that goes with them, that are at least so sure."""
    return apply(transcript, [e for e in Speakers()(transcript) if e.confidence >= least])


def named(transcript: Transcript) -> Transcript:
    """The transcript with the labels that a run gives."""
    return labelled(transcript, 0.5)
