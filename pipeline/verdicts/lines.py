"""What people decided, one JSON line a decision: appended, never rewritten.

A line names an edit by its id, or a place by itself; of several lines about one thing the last one
counts. Those about segments and speakers all count, one after the other: what a later one finds
there, earlier ones made. Lines written by one action share its `act`; undoing an action is a line,
too, so that a file is a full history and two files merge by putting their lines together.
"""

import json
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import isfinite
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import BadInput, unsaved
from pipeline.model import Place

# About an edit: the first three. By hand: let a place read a text, open or close a segment there,
# name the speaker of a stretch, of all segments from there on that had a name, or of all of them.
# About an action: the last two.
ABOUT_EDITS = ("accept", "reject", "other")
NAMES_BY_HAND = ("speaker", "speaker-on", "rename")
CUES_BY_HAND = ("open", "close", *NAMES_BY_HAND)
BY_HAND = ("words", *CUES_BY_HAND)
ABOUT_ACTS = ("undo", "redo")
VERDICTS = (*ABOUT_EDITS, *BY_HAND, *ABOUT_ACTS)


class Anchor(NamedTuple):
    """Where a decision holds: its place, and the raw words in it and round it, to find it again."""

    place: Place = Place(0.0, 0.0)
    left: str = ""
    heard: str = ""
    right: str = ""

    @property
    def has_words(self) -> bool:
        """Whether it remembers any; another program's may not."""
        return any(self[1:])


# Of what is about the whole talk.
NOWHERE = Anchor()


class Turn(NamedTuple):
    """Where somebody spoke when a decision was made: under which name, the raw words, and the first of these."""

    name: str
    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision. `turns` tell whose voices the names were.

    `reads` is what another edit had written there: then what is rejected is this one reading alone.
    `as_of` is the moment it counts from, if its author knew of lines dated ahead of the author's clock.
    """

    id: str
    verdict: str
    text: str = ""
    who: str = ""
    when: str = ""
    as_of: str = ""
    act: str = ""
    anchor: Anchor = NOWHERE
    stage: str = ""
    kind: str = ""
    was: str = ""
    now: str = ""
    reads: str = ""
    turns: tuple[Turn, ...] = ()

    @property
    def place(self) -> Place:
        """Where it holds."""
        return self.anchor.place

    @property
    def is_by_hand(self) -> bool:
        """Whether it changes the text by itself, not through an edit that a stage proposed."""
        return self.verdict in BY_HAND

    @property
    def is_about_edits(self) -> bool:
        """Whether it is about an edit that a stage proposed."""
        return self.verdict in ABOUT_EDITS

    @property
    def is_about_cues(self) -> bool:
        """Whether it is about a segment or its speaker, not about words."""
        return self.verdict in CUES_BY_HAND or self.kind in ("speaker", "break")

    @property
    def names(self) -> bool:
        """Whether it says by itself who speaks."""
        return self.verdict in NAMES_BY_HAND

    @property
    def settles(self) -> bool:
        """Whether it tells how its place reads; a reading rejected beside the one that is written does not."""
        return not self.reads

    @property
    def confirms(self) -> str:
        """The speaker of a segment that a person confirmed; empty if it is about something else."""
        if self.verdict != "accept" or self.stage != "speakers":
            return ""
        return speaker(self.now)


# A key that was pressed by mistake, or half a character: no transcript that holds it is read again, and a terminal obeys it.
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
# What editors put at the head of a file, and so of a line where files are put together.
BOM = "\ufeff"
# What a line tells, in this order.
FIELDS = (
    "id", "verdict", "text", "who", "when", "as_of", "act", "place", "stage", "kind", "was", "now", "reads",
    "heard", "left", "right", "turns",
)  # fmt: skip


def hand_id(verdict: str, place: Place, was: str = "") -> str:
    """The id of a hand verdict: the same for the same thing."""
    if verdict == "rename":
        return f"rename:{was}"
    stretch = f"{verdict}:{place.start:g}-{place.stop:g}"
    return f"{stretch}:{was}" if verdict == "speaker-on" else stretch


def speaker(told: str) -> str:
    """The speaker of a segment that is told as "¶ Ann", or as "Ann"."""
    return told.removeprefix("¶").strip()


def dump(verdict: Verdict) -> str:
    """The line of a verdict, with its line end; what is empty is left out."""
    plain: dict[str, Any] = {
        name: getattr(verdict.anchor if name in Anchor._fields else verdict, name)
        for name in FIELDS
    }
    plain["place"] = list(verdict.place) if any(verdict.place) else ""
    kept = {name: value for name, value in plain.items() if value or name in ("id", "verdict")}
    return json.dumps(kept, ensure_ascii=False) + "\n"


def parse(text: str) -> tuple[list[Verdict], list[str]]:
    """The verdicts of a file, and what is to be said of lines that cannot be read.

    A crash in the middle of writing leaves half a line: it is told, and costs nothing but itself.
    """
    verdicts, notes = [], []
    for number, line in enumerate(text.split("\n"), 1):
        told = line.removeprefix(BOM).strip()
        if not told:
            continue
        try:
            verdicts.append(_verdict(json.loads(told)))
        # Brackets nested without end are a RecursionError, a number without end is an OverflowError.
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            notes.append(f"line {number} cannot be read and is left out ({error})")
    return verdicts, notes


def load(path: Path) -> tuple[list[Verdict], list[str]]:
    """The verdicts in a file, none if there is no file. Raises BadInput if it cannot be opened."""
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except FileNotFoundError:
        return [], []
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror})", file=str(path)) from None
    return parse(text)


def append(path: Path, verdicts: Iterable[Verdict]) -> int:
    """Add verdicts to a file; they are on the disk when this returns, by how many bytes it does. Raises BadInput if they
    are not, as what nobody can read again.

    One write, so that two programs may append to one file; half a line that a crash left is closed
    first. What a full disk took of it is taken back.
    """
    verdicts = [*verdicts]
    for found in filter(None, (CONTROL.search(line.text + line.who) for line in verdicts)):
        what = f"the decision has a control character (U+{ord(found[0]):04X}) and is not saved"
        raise BadInput(what, remedy="take it out")
    text, size = "".join(map(dump, verdicts)), 0
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            size = file.tell()
            if size and not _ends_line(path):
                text = "\n" + text
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        return len(text.encode())
    except OSError as error:
        _take_back(path, size, text.encode())
        raise unsaved("the decision could not be saved", error, str(path)) from None


def _take_back(path: Path, size: int, new: bytes) -> None:
    """Cut a file back to its size before `new` was begun, unless others have written behind it since."""
    with suppress(OSError):
        begun = path.read_bytes()[size:]
        if begun and new.startswith(begun):
            os.truncate(path, size)


def standing(lines: Iterable[Verdict]) -> list[Verdict]:
    """What counts of the actions not undone, oldest first: of the lines about one thing the last.

    Of those that change segments and speakers by hand every one: Ann may be somebody else by now.
    """
    told = in_order(lines)
    live = set(history(told)[0])
    last: dict[str | Verdict, Verdict] = {}
    for line in told:
        if line.verdict not in ABOUT_ACTS and act_of(line) in live:
            thing = line if line.verdict in CUES_BY_HAND else line.id
            last.pop(thing, None)
            last[thing] = line
    return list(last.values())


def standing_in(path: Path) -> list[Verdict]:
    """The verdicts in a file that are standing. Raises BadInput if it cannot be opened."""
    return standing(load(path)[0])


def history(lines: Iterable[Verdict]) -> tuple[list[str], list[str]]:
    """The actions that can be undone, and those that can be done again; the next one last."""
    done: list[str] = []
    undone: list[str] = []
    seen: set[str] = set()
    for line in in_order(lines):
        if line.verdict == "undo" and line.id in done:
            done.remove(line.id)
            undone.append(line.id)
        elif line.verdict == "redo" and line.id in undone:
            undone.remove(line.id)
            done.append(line.id)
        elif line.verdict not in ABOUT_ACTS and (act := act_of(line)) not in seen:
            seen.add(act)
            done.append(act)
            undone.clear()
    return done, undone


def in_order(lines: Iterable[Verdict]) -> Sequence[Verdict]:
    """The lines by the time they were written; lines of one moment stay as they stand."""
    return sorted(lines, key=_moment)


def signed(
    lines: Iterable[Verdict], known: Iterable[Verdict], *, who: str, now: str, act: str
) -> list[Verdict]:
    """New lines as one action of `who` at the time `now`; they come after those `known`, whatever the
    clocks said."""
    latest = max(map(_moment, known), default="")
    as_of = _next(latest) if latest > now else ""
    return [replace(line, who=line.who or who, when=now, as_of=as_of, act=act) for line in lines]


def _moment(line: Verdict) -> str:
    return line.as_of or line.when


def _next(moment: str) -> str:
    try:
        later = datetime.fromisoformat(moment) + timedelta(milliseconds=1)
    except (ValueError, OverflowError):  # another program's idea of a time
        return moment + "+"
    told = later.isoformat(timespec="milliseconds")
    return told if told > moment else moment + "+"


def act_of(line: Verdict) -> str:
    """The action of a line; a line written by hand or another program is one by itself."""
    return line.act or f"{line.when} {line.id}"


def _verdict(plain: dict[str, Any]) -> Verdict:
    if unknown := sorted(set(plain) - set(FIELDS)):
        raise ValueError(f"unknown field {unknown[0]!r}")
    if plain["verdict"] not in VERDICTS:
        raise ValueError(f"no verdict {plain['verdict']!r}; there are {', '.join(VERDICTS)}")
    turns = tuple(Turn(name, _place(place), words) for name, place, words in plain.get("turns", ()))
    texts = [value for name, value in plain.items() if name not in ("place", "turns")]
    spoken = (text for turn in turns for text in (turn.name, turn.words))
    if not all(isinstance(text, str) for text in (*texts, *spoken)):
        raise TypeError("a field is not a text")
    # Half of a character, as JSON may have it, could not be written anywhere.
    "".join(texts).encode()
    place = _place(plain.pop("place", None) or NOWHERE.place)
    anchor = Anchor(place, *(plain.pop(side, "") for side in ("left", "heard", "right")))
    return Verdict(**{**plain, "anchor": anchor, "turns": turns})


def _place(plain: Sequence[Any]) -> Place:
    start, stop = map(float, plain)
    if not (isfinite(start) and isfinite(stop)):
        raise ValueError("no such place")
    return Place(start, stop)


def _ends_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
