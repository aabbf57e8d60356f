"""A decision in words, for whoever has to make it again."""

from pipeline.formats.timecode import clock
from pipeline.model import Transcript
from pipeline.verdicts.lines import Verdict

# Words told of a longer text.
SHOWN = 8


def told(verdict: Verdict, raw: Transcript) -> str:
    """What a decision is, and where it was made in a talk."""
    return f"{_what(verdict)} {_where(verdict, raw)}"


def short(text: str) -> str:
    """The first words of a text."""
    words = text.split()
    return " ".join(words[:SHOWN]) + (" …" if words[SHOWN:] else "")


def _what(verdict: Verdict) -> str:
    was, now = verdict.was or verdict.heard, verdict.text or verdict.now
    if verdict.verdict in ("open", "close"):
        opens = "a sentence begins" if verdict.verdict == "open" else "no sentence begins"
        return f"{opens} before {short(verdict.heard or verdict.right)!r}"
    if verdict.is_about_cues:
        was, now = verdict.was or "no name", now or "no name"
    else:
        was, now = repr(short(was)), repr(short(now)) if now else "nothing"
    return f"{was} stays, not {now}," if verdict.verdict == "reject" else f"{was} → {now}"


def _where(verdict: Verdict, raw: Transcript) -> str:
    if verdict.verdict == "rename":
        return "everywhere"
    first, last = (clock(raw.time(max(0.0, edge))) for edge in verdict.place)
    if verdict.names and not raw.time(float(len(raw.words))):  # a text without times
        first, last = repr(short(verdict.heard)), repr(" ".join(verdict.heard.split()[-SHOWN:]))
    if verdict.verdict == "speaker-on":
        return f"from {first} on"
    return f"from {first} to {last}" if verdict.verdict == "speaker" else f"at {first}"
