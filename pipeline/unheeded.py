"""Decisions that a run cannot heed: which they are and what to do, in words. None is lost in silence."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.model import Transcript
from pipeline.verdicts import Verdict, told

# So many are named, the others counted.
NAMED = 5


def unheeded(
    file: Path, damaged: Sequence[str], lost: Sequence[Verdict], raw: Transcript
) -> Iterator[str]:
    """What is to be said of the lines of a verdict file that are damaged, and of verdicts about a talk that are lost."""
    for note in damaged[:NAMED]:
        yield f"{file}: {note}; mend the line, or take it out"
    if damaged[NAMED:]:
        yield f"{file}: {len(damaged) - NAMED:,} more lines cannot be read"
    if lost:
        named = "; ".join(told(one, raw) for one in lost[:NAMED])
        more = f"; and {len(lost) - NAMED:,} more" if lost[NAMED:] else ""
        yield (
            f"{file}: decided, but could not be done: {named}{more}. `mondegreen review` lists it and says why: "
            "decide again, or take the lines out"
        )
