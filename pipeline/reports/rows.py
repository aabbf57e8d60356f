"""What reports show, as plain data: edits with their surroundings, and a text with marks in it.

Nothing here knows how a report looks. `changes` is one record an edit (tables, counts, filters);
`rows` is the text in paragraphs, each a run of plain text and marks (pages, terminals).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.edits import Edit
from pipeline.model import Cue, Place, Token, Transcript
from pipeline.run import Step

# Words of a paragraph after which the next segment opens another: about four lines on a page.
PARAGRAPH = 40
# Words told on each side of an edit.
CONTEXT = 6
# From what a reader must look at to what hardly shows.
KINDS = ("words", "number", "drop", "spacing", "form", "speaker", "break")
CUES = ("speaker", "break")
QUIET = ("form", *CUES)
# Where a segment opens, when that itself is what changed.
OPENS = "¶"
# What a reason says of one place only: words of the talk, and a figure at its end.
DETAIL = re.compile(r"\s*“[^”]*”|\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Change:
    """One edit, made or held, with where it stands and what stands round it. Time in milliseconds."""

    id: str
    talk: str
    stage: str
    kind: str
    made: bool
    place: Place
    time: int
    speaker: str
    was: str
    now: str
    why: str
    confidence: float
    left: str
    right: str

    @property
    def status(self) -> str:
        """Whether the text has it, or a person is asked."""
        return "made" if self.made else "suggested"

    @property
    def rule(self) -> str:
        """What the reason has in common with others."""
        return rule(self.why)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that changed, or might: what it was, what it is now, and through which edits.

    Edits that touch the same words share a mark, so that a word changed by three stages shows once.
    """

    was: str
    now: str
    changes: tuple[Change, ...]

    @property
    def made(self) -> bool:
        """Whether any of its edits was made."""
        return bool(self.done)

    @property
    def done(self) -> tuple[Change, ...]:
        """The edits that were made, in the order of the stages."""
        return tuple(change for change in self.changes if change.made)

    @property
    def offers(self) -> tuple[Change, ...]:
        """The edits a person is asked about, the surest first."""
        held = [change for change in self.changes if not change.made]
        return tuple(sorted(held, key=lambda change: -change.confidence))

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """A suggestion of marks or case alone, as `parts`; none if there is more to say."""
        first = next(iter(self.offers), None)
        if self.made or first is None or first.kind != "form" or first.was != self.now:
            return ()
        return alike(self.now, first.now)

    @property
    def kind(self) -> str:
        """The weightiest kind among its edits, those made first."""
        counted = self.done or self.changes
        return min((change.kind for change in counted), key=KINDS.index)

    @property
    def is_cue(self) -> bool:
        """Whether it stands between words, where a segment opens, closed or was named."""
        return all(change.kind in CUES for change in self.changes)

    @property
    def quiet(self) -> bool:
        """Whether only marks, case or segments changed: the same words are read."""
        return self.kind in QUIET

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """Both texts in pieces, old and new side by side: letters that stay are the same in both."""
        return alike(self.was, self.now)


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of the result: when it starts (milliseconds), who speaks, its text and marks."""

    start: int
    speaker: str
    pieces: tuple[str | Mark, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of the paragraph."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Mark))


def changes(steps: Iterable[Step]) -> list[Change]:
    """Every edit of every step, stage by stage, each stage's in the order of the talk."""
    return [change for step in steps for change in _changes(step)]


def rows(steps: Sequence[Step]) -> list[Row]:
    """What came of the text that the first step found, with every edit of all `steps` marked in it."""
    if not steps:
        return []
    raw, clean = steps[0].before, steps[-1].after
    told = changes(steps)
    words = [change for change in told if change.kind not in CUES]
    marks = list(_word_marks(raw, clean, words))
    elements: list[tuple[Place, int, str | Mark]] = [
        *((place, 1, mark) for place, mark in marks),
        *((token.at, 1, token.text) for token in _unmarked(clean, [at for at, _ in marks])),
        *((place, 0, mark) for place, mark in _cue_marks(raw, clean, told)),
    ]
    return list(_paragraphs(clean, sorted(elements, key=lambda element: element[:2])))


def clock(milliseconds: int) -> str:
    """A time as people write it: 0:12:34."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


def rule(why: str) -> str:
    """The rule a reason names: what stands before its evidence, without “words of the talk” or a figure
    in brackets."""
    return DETAIL.sub("", why.partition(";")[0]).strip()


def alike(was: str, now: str) -> tuple[tuple[str, str], ...]:
    """Two texts letter by letter: pairs of old and new, equal where nothing changed."""
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return tuple((was[low:high], now[first:last]) for _, low, high, first, last in codes)


def _changes(step: Step) -> Iterator[Change]:
    edits = [(edit, made) for made in (True, False) for edit in (step.made, step.held)[not made]]
    starts = [token.at.start for token in step.before.tokens]
    cues = [cue.at for cue in step.after.cues]
    for edit, made in sorted(edits, key=lambda entry: _order(*entry)):
        place = edit.place
        low, high = bisect_left(starts, place.start), bisect_left(starts, place.stop)
        cue = bisect_right(cues, place.start) - 1
        was, now = _told(edit)
        yield Change(
            edit.id,
            step.before.name,
            edit.stage,
            edit.kind,
            made,
            place,
            step.before.time(place.start),
            (step.after.cues[cue].speaker or "") if cue >= 0 else "",
            was,
            now,
            edit.why,
            edit.confidence,
            _read(step.before.tokens[max(0, low - CONTEXT) : low]),
            _read(step.before.tokens[high : high + CONTEXT]),
        )


def _order(edit: Edit, made: bool) -> tuple[Place, bool, float]:
    return edit.place, not made, -edit.confidence


def _told(edit: Edit) -> tuple[str, str]:
    """What an edit takes out and puts in, as text: a segment that opens or closes is a pilcrow."""
    if edit.tokens_before or edit.tokens_after or edit.kind not in CUES:
        return edit.was, edit.now
    named = edit.kind == "speaker"
    before, after = (
        " ".join(_cue(item, named=named) for item in items if isinstance(item, Cue))
        for items in (edit.before, edit.after)
    )
    return before, after


def _cue(cue: Cue | None, *, named: bool = False) -> str:
    if cue is None:
        return ""
    if named:
        return cue.speaker or ""
    return f"{OPENS} {cue.speaker}" if cue.speaker else OPENS


def _word_marks(
    raw: Transcript, clean: Transcript, words: Iterable[Change]
) -> Iterator[tuple[Place, Mark]]:
    old = [token.at.start for token in raw.tokens]
    new = [token.at.start for token in clean.tokens]
    for place, group in _clusters(words):
        was = raw.tokens[bisect_left(old, place.start) : bisect_left(old, place.stop)]
        now = clean.tokens[bisect_left(new, place.start) : bisect_left(new, place.stop)]
        yield place, Mark(_read(was), _read(now), tuple(group))


def _clusters(words: Iterable[Change]) -> Iterator[tuple[Place, list[Change]]]:
    """Edits that overlap, together; those that only touch stay apart. In a group, in stage order."""
    told = list(words)
    order = {id(change): number for number, change in enumerate(told)}
    groups: list[tuple[Place, list[Change]]] = []
    for change in sorted(told, key=lambda change: change.place):
        if groups and change.place.start < groups[-1][0].stop:
            place, group = groups.pop()
            stop = max(place.stop, change.place.stop)
            groups.append((Place(place.start, stop), [*group, change]))
        else:
            groups.append((change.place, [change]))
    for place, group in groups:
        yield place, sorted(group, key=lambda change: order[id(change)])


def _cue_marks(
    raw: Transcript, clean: Transcript, told: Iterable[Change]
) -> Iterator[tuple[Place, Mark]]:
    old = {cue.at: cue for cue in raw.cues}
    new = {cue.at: cue for cue in clean.cues}
    groups: dict[float, list[Change]] = {}
    for change in told:
        if change.kind in CUES:
            groups.setdefault(change.place.start, []).append(change)
    for at, group in groups.items():
        yield Place(at, at), Mark(_cue(old.get(at)), _cue(new.get(at)), tuple(group))


def _unmarked(clean: Transcript, places: Sequence[Place]) -> Iterator[Token]:
    starts = [place.start for place in places]
    for token in clean.tokens:
        before = bisect_right(starts, token.at.start) - 1
        if before < 0 or places[before].stop <= token.at.start:
            yield token


def _paragraphs(
    clean: Transcript, elements: Iterable[tuple[Place, int, str | Mark]]
) -> Iterator[Row]:
    """Paragraphs open where a speaker changes, or at the first segment after enough words."""
    cues = list(clean.cues)
    speaker, start, length, next_cue = "", 0, 0, 0
    pieces: list[str | Mark] = []
    for place, _, piece in elements:
        turned = False
        while next_cue < len(cues) and cues[next_cue].at <= place.start:
            turned |= (named := cues[next_cue].speaker or "") != speaker or length >= PARAGRAPH
            speaker_before, speaker, next_cue = speaker, named, next_cue + 1
            if turned and pieces:
                yield Row(start, speaker_before, _joined(pieces))
                pieces, length = [], 0
        if not pieces:
            start = clean.time(place.start)
        pieces.append(piece)
        length += len((piece if isinstance(piece, str) else piece.now).split())
    if pieces:
        yield Row(start, speaker, _joined(pieces))


def _joined(pieces: Iterable[str | Mark]) -> tuple[str | Mark, ...]:
    """Neighbouring plain words as one text."""
    joined: list[str | Mark] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += f" {piece}"
        else:
            joined.append(piece)
    return tuple(joined)


def _read(tokens: Iterable[Token]) -> str:
    return " ".join(token.text for token in tokens)
