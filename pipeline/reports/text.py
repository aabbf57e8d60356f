"""The diff for a terminal: the changed places with a few words round them, and why.

Marks are those of wdiff: `[-was-]` is taken out, `{+now+}` put in; `{?was -> now?}` is suggested
and not made. Above each paragraph stands when its first change was said, under it when each was and why, in
the order of its marks; marks of punctuation, case and segments speak for themselves.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from pipeline.edits import OPENS
from pipeline.formats.timecode import clock
from pipeline.reports.changes import CONTEXT, UNDECIDED, Change, Decided
from pipeline.reports.rows import Mark, Row, rows
from pipeline.run import Step

if TYPE_CHECKING:
    from rich.text import Text

GAP = "…"
NONE: Mapping[str, int] = MappingProxyType({})
# Colours that read on light and dark terminals alike, by the marks they belong to.
STYLES = {
    r"\[-.*?-\]": "red strike",
    r"\{\+.*?\+\}": "bold green",
    r"\{\?.*?\?\}": "yellow",
    r"(?m)^\d+:\d\d:\d\d.*$": "cyan",
    r"(?m)^== .*$": "bold",
    r"(?m)^!! .*$": "bold red",
    r"(?m)^    .*$": "dim",
}


def text(steps: Sequence[Step], waiting: Mapping[str, int] = NONE, of: Decided = UNDECIDED) -> str:
    """The diff of each step, one after the other, without colour; `waiting` is how many questions of a stage wait, `of` what
    is decided of edits."""
    told = (line for step in steps for line in _step(step, waiting.get(step.stage, 0), of))
    return "\n".join(told) + "\n" if steps else ""


def coloured(report: str) -> "Text":
    """What `text` gave, in colours, for a rich console to print."""
    from rich.text import Text

    told = Text(report)
    for pattern, style in STYLES.items():
        told.highlight_regex(pattern, style)
    return told


def _step(step: Step, waiting: int, of: Decided) -> Iterator[str]:
    counts = [
        f"{len(step.made):,} made",
        f"{waiting:,} question{'s' * (waiting != 1)} waiting" if waiting else "",
        f"{len(step.held):,} reading{'s' * (len(step.held) != 1)} suggested" if step.held else "",
    ]
    yield f"== {step.stage}: {', '.join(filter(None, counts))}"
    if step.breach:
        yield f"!! {step.breach}"
    yield ""
    for row in rows([step], of):
        if row.marks:
            yield from _row(row)
            yield ""


def _row(row: Row) -> Iterator[str]:
    told = [change for mark in row.marks for change in (*mark.done, *mark.offers)]
    yield f"{clock(min(change.time for change in told))}  {row.speaker}".rstrip()
    yield f"  {_near_marks(row.pieces)}"
    # A reason that names every sentence of a turn is told once.
    times: dict[str, list[int]] = defaultdict(list)
    for change in told:
        if not _speaks_for_itself(change):
            times[_why(change)].append(change.time)
    for reason, at in times.items():
        yield f"    {clock(min(at))} {reason}" + (f" ({len(at)} times)" if len(at) > 1 else "")


def _speaks_for_itself(change: Change) -> bool:
    return change.made and not change.decided and change.kind in ("form", "break")


def _why(change: Change) -> str:
    sure = f"{change.confidence:.0%}"
    edit = f"{change.was} -> {change.now or '(nothing)'}" if change.was else change.now
    return f"{sure:>4}  {edit}: {change.why}"


def _near_marks(pieces: Sequence[str | Mark]) -> str:
    """The paragraph; what is further from a mark than the context left out."""
    last = len(pieces) - 1
    return " ".join(
        _marked(piece)
        if isinstance(piece, Mark)
        else _cut(piece, before=number > 0, after=number < last)
        for number, piece in enumerate(pieces)
    )


def _cut(words: str, *, before: bool, after: bool) -> str:
    """The words nearest to the marks that stand before and after."""
    all_words = words.split()
    head = all_words[:CONTEXT] if before else []
    tail = all_words[-CONTEXT:] if after else []
    if len(all_words) <= len(head) + len(tail):
        return words
    return " ".join([*head, GAP, *tail])


def _marked(mark: Mark) -> str:
    if mark.is_cue:
        told = [_recued(mark.was, mark.now) if mark.made else "", *map(_asked, mark.offers)]
    elif mark.offers and mark.was == mark.now and {o.was for o in mark.offers} == {mark.now}:
        return f"{{?{mark.now} -> {' | '.join(offer.now for offer in mark.offers)}?}}"
    else:
        told = [_replaced(mark), *map(_asked, mark.offers)]
    return " ".join(part for part in told if part)


def _asked(offer: Change) -> str:
    if offer.was and offer.now:
        return f"{{?{offer.was} -> {offer.now}?}}"
    return f"{{?{offer.now or f'without {offer.was}'}?}}"


def _recued(was: str, now: str) -> str:
    """A segment that opens, closes, or gets a name: the name alone, where it was open before."""
    if was and now:
        was, now = was.removeprefix(OPENS).strip(), now.removeprefix(OPENS).strip()
    return f"{_out(was)} {_in(now)}".strip()


def _replaced(mark: Mark) -> str:
    if mark.was == mark.now:
        return mark.now
    if not mark.quiet:
        head, was, now, tail = mark.core
        return " ".join(part for part in (head, _out(was), _in(now), tail) if part)
    return "".join(was if was == now else _letters(was, now) for was, now in mark.parts)


def _letters(was: str, now: str) -> str:
    # A capital that replaces its small letter needs no telling of what it was.
    return _in(now) if was.casefold() == now.casefold() else f"{_out(was)}{_in(now)}"


def _out(words: str) -> str:
    return f"[-{words}-]" if words else ""


def _in(words: str) -> str:
    return f"{{+{words}+}}" if words else ""
