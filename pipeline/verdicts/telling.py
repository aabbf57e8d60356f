"""Decisions in words, for whoever has to make them again: none that a run cannot heed is lost in silence."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.edits import Edit
from pipeline.formats.timecode import clock
from pipeline.model import Transcript
from pipeline.verdicts.lines import Verdict

# Words told of a longer text.
SHOWN = 8
# So many decisions, or damaged lines, are named, the others counted.
NAMED = 5
# What verdicts about edits say of them.
SAID = {"accept": "accepted", "reject": "rejected", "other": "written otherwise"}


def why(edit: Edit, of: Mapping[str, Verdict]) -> str:
    """Why an edit is proposed, after what is decided `of` edits by now: the record keeps no decision, so none can outlive
    being taken back."""
    verdict = of.get(edit.id) if of else None
    if verdict is None:
        return edit.why
    return f"{SAID[verdict.verdict]} by {verdict.who or 'a reviewer'}; {edit.why}"


def told(verdict: Verdict, raw: Transcript) -> str:
    """What a decision is, and where it was made in a talk."""
    return f"{_what(verdict)} {_where(verdict, raw)}"


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


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:SHOWN]) + (" …" if words[SHOWN:] else "")


def _what(verdict: Verdict) -> str:
    was, now = verdict.was or verdict.anchor.heard, verdict.text or verdict.now
    if verdict.verdict in ("open", "close"):
        opens = "a sentence begins" if verdict.verdict == "open" else "no sentence begins"
        return f"{opens} before {_short(verdict.anchor.heard or verdict.anchor.right)!r}"
    if verdict.is_about_cues:
        was, now = verdict.was or "no name", now or "no name"
    else:
        was, now = repr(_short(was)), repr(_short(now)) if now else "nothing"
    return f"{was} stays, not {now}," if verdict.verdict == "reject" else f"{was} → {now}"


def _where(verdict: Verdict, raw: Transcript) -> str:
    if verdict.verdict == "rename":
        return "everywhere"
    first, last = (clock(raw.time(max(0.0, edge))) for edge in verdict.place)
    if verdict.names and not raw.time(float(len(raw.words))):  # a text without times
        words = verdict.anchor.heard.split()
        first, last = repr(_short(verdict.anchor.heard)), repr(" ".join(words[-SHOWN:]))
    if verdict.verdict == "speaker-on":
        return f"from {first} on"
    return f"from {first} to {last}" if verdict.verdict == "speaker" else f"at {first}"
