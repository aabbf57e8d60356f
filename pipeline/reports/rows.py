"""The text with its changes in place, as plain data: paragraphs of plain words and marks.

Nothing here knows how a report looks: pages and terminals read the same rows.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from operator import itemgetter

from pipeline.edits import SPOKEN, opening
from pipeline.model import Place, Transcript, key, spanned, stretches, text_of
from pipeline.reports.changes import CUES, KINDS, UNDECIDED, Change, Decided, changes
from pipeline.run import Step

# Words of a paragraph after which the next segment opens another: about four lines on a page.
PARAGRAPH = 40
# Words after which one opens anyway: a talk that came as one long segment is still to be read.
LONGEST = 120
# Letters up to which two texts are compared one by one: more takes long, and nobody reads it so.
LEGIBLE = 1000


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
    def core(self) -> tuple[str, str, str, str]:
        """The words both texts open with, what was taken out, what was put in, what both end with."""
        was, now = self.was.split(), self.now.split()
        length = min(len(was), len(now))
        head = next((n for n in range(length) if was[n] != now[n]), length)
        rest = range(length - head)
        tail = next((n for n in rest if was[-1 - n] != now[-1 - n]), length - head)
        stop, end = len(was) - tail, len(now) - tail
        pieces = was[:head], was[head:stop], now[head:end], now[end:]
        opening, out, into, ending = (" ".join(words) for words in pieces)
        return opening, out, into, ending

    @property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """A suggestion of marks or case alone, as `parts`; none if there is more to say."""
        first = next(iter(self.offers), None)
        if self.made or first is None or first.kind != "form" or first.was != self.now:
            return ()
        return alike(self.now, first.now)

    def around(self, offer: Change) -> tuple[str, str, str]:
        """What reads before the words that a suggestion is for, these words, and what reads after.

        The words are missing where another edit has changed more of them than case and marks.
        """
        words, wanted = self.now.split(), [key(word) for word in offer.was.split()]
        keys = [key(word) for word in words]
        for start in range(len(keys) - len(wanted) + 1):
            stop = start + len(wanted)
            if keys[start:stop] == wanted:
                return " ".join(words[:start]), " ".join(words[start:stop]), " ".join(words[stop:])
        return self.now, "", ""

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
        return self.kind not in SPOKEN

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


def rows(steps: Sequence[Step], of: Decided = UNDECIDED) -> list[Row]:
    """What came of the text that the first step found, with every edit of all `steps` marked in it; `of` is what is decided
    of them."""
    if not steps:
        return []
    raw, clean = steps[0].before, steps[-1].after
    told = changes(steps, of)
    # Where a segment opens, its mark stands before the word.
    pieces = [*_cue_marks(raw, clean, told), *_words(raw, clean, told)]
    return list(_paragraphs(clean, sorted(pieces, key=itemgetter(0))))


def alike(was: str, now: str) -> tuple[tuple[str, str], ...]:
    """Two texts letter by letter, if they can be read so: pairs of old and new, equal where nothing changed."""
    if max(len(was), len(now)) > LEGIBLE:
        return ((was, now),)
    codes = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return tuple((was[low:high], now[first:last]) for _, low, high, first, last in codes)


def _words(
    raw: Transcript, clean: Transcript, told: Sequence[Change]
) -> Iterator[tuple[Place, str | Mark]]:
    order = {id(change): number for number, change in enumerate(told)}
    words = (change for change in told if change.kind not in CUES)
    for place, tokens, group in stretches(clean.tokens, words):
        was, now = text_of(raw.tokens[slice(*spanned(raw.tokens, place))]), text_of(tokens)
        by_stage = sorted(group, key=lambda change: order[id(change)])
        yield place, Mark(was, now, tuple(by_stage)) if group else now


def _cue_marks(
    raw: Transcript, clean: Transcript, told: Iterable[Change]
) -> Iterator[tuple[Place, Mark]]:
    old, new = ({cue.at: opening(cue) for cue in text.cues} for text in (raw, clean))
    groups: dict[float, list[Change]] = {}
    for change in told:
        if change.kind in CUES:
            groups.setdefault(change.place.start, []).append(change)
    for at, group in groups.items():
        yield Place(at, at), Mark(old.get(at, ""), new.get(at, ""), tuple(group))


def _paragraphs(clean: Transcript, elements: Iterable[tuple[Place, str | Mark]]) -> Iterator[Row]:
    """Paragraphs open where a speaker changes, at the first segment after enough words, or at last."""
    cues = deque(clean.cues)
    speaker, start, length = "", 0, 0
    pieces: list[str | Mark] = []
    for place, piece in elements:
        while cues and cues[0].at <= place.start:
            named = cues.popleft().speaker or ""
            if pieces and (named != speaker or length >= PARAGRAPH):
                yield Row(start, speaker, _joined(pieces))
                pieces, length = [], 0
            speaker = named
        if length >= LONGEST:
            yield Row(start, speaker, _joined(pieces))
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
