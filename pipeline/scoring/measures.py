"""The measures: of the words, whether they are right; of marks, case, sentence ends and speakers, on the words that
transcript and reference share.

Fillers and repetitions that a cleaner takes out are no errors, nor are numbers in digits.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from pipeline.language.english import FILLERS
from pipeline.language.numerals import NUMBERS
from pipeline.model import Transcript
from pipeline.scoring.aligning import aligned
from pipeline.scoring.cover import covered
from pipeline.scoring.words import ScoredWord, words

MARKS = {",": "comma", ".": "period", "?": "question"}
# A change of speaker counts as found if it stands within so many words of the true one.
TURN_TOLERANCE = 3
# Words that a number in digits may stand for.
IN_DIGITS = NUMBERS | {"percent", "first", "second", "third", "and", "point"}
# Digits stand for a word so many pairs away; a harmed word is looked for so many words away, and so many further where
# nothing stands in its place.
NEAR, WINDOW, FAR = 4, 3, 12


class Heard(Enum):
    """What stands in the place of a true word."""

    RIGHT = "right"
    WRONG = "wrong"
    EXCUSED = "excused"  # other words that say the same, or a word that need not be written


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and F1 of something found; `true` is how many there were to find."""

    precision: float
    recall: float
    f1: float
    true: int


@dataclass(frozen=True, slots=True)
class Score:
    """The measures, in the order in which they are told. Shares from 0 to 1; `None` where there is nothing to measure.

    `edit_precision` is the share of those words that came nearer to what was said, of all that came nearer or were
    harmed: right in the raw text, and wrong after. `span` and `short` tell what of the talk the reference covers, as
    those of `Cover`.
    """

    words: int
    raw_word_error_rate: float | None
    word_error_rate: float
    improved: int | None
    harmed: int | None
    harmed_per_1000: float | None
    edit_precision: float | None
    sentence: Rate
    period: Rate
    comma: Rate
    question: Rate
    case_accuracy: float
    turn: Rate | None
    speaker_error_rate: float | None
    speaker_named: float | None
    span: tuple[int, int] | None
    short: int


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text beside the true one: what stands in the place of each true word, and how many words are too many."""

    ours: Sequence[ScoredWord]
    partner: Sequence[int | None]
    heard: Sequence[Heard]
    inserted: int

    @property
    def error_rate(self) -> float:
        """Words that are wrong or too many, of the true ones."""
        return (self.heard.count(Heard.WRONG) + self.inserted) / max(1, len(self.heard))


def score(clean: Transcript, reference: Transcript, raw: Transcript | None = None) -> Score:
    """Measure `clean` against `reference`, there where that has something; with `raw`, also which words were improved or
    harmed."""
    truth, cover = list(words(reference)), covered(clean, reference, raw)
    ours = cover.ours
    after, before = _align(truth, ours), _align(truth, cover.heard) if raw else None
    shared = [
        (word, ours[at]) for word, at in zip(truth, after.partner, strict=True) if at is not None
    ]
    right = [(word, other) for word, other in shared if word.key == other.key]
    labels = [(word.speaker, other.speaker) for word, other in shared]
    spoken = len({label for label, _ in labels}) > 1 and any(ours for _, ours in labels)
    better, worse = _changed(truth, before, after) if before else (0, 0)
    return Score(
        words=len(truth),
        raw_word_error_rate=before.error_rate if before else None,
        word_error_rate=after.error_rate,
        improved=better if before else None,
        harmed=worse if before else None,
        harmed_per_1000=1000 * worse / max(1, len(truth)) if before else None,
        edit_precision=better / (better + worse) if better + worse else None,
        sentence=_rate([word.ends for word, _ in right], [other.ends for _, other in right]),
        **{name: _mark_rate(right, mark) for mark, name in MARKS.items()},
        case_accuracy=_share([word.text == other.text for word, other in right]),
        turn=_turns(labels) if spoken else None,
        speaker_error_rate=1 - _mapped(labels) / len(labels) if spoken else None,
        speaker_named=_share([one == other for one, other in labels]) if spoken else None,
        span=cover.span,
        short=cover.short,
    )


def _align(truth: Sequence[ScoredWord], ours: Sequence[ScoredWord]) -> Aligned:
    true, said = [word.key for word in truth], [word.key for word in ours]
    pairs = aligned(true, said)
    heard, inserted = [Heard.WRONG] * len(true), 0
    partner: list[int | None] = [None] * len(true)
    for n, (i, j) in enumerate(pairs):
        if i is None:
            inserted += j is not None and not _may_be_added(said, j)
            continue
        partner[i] = j
        if j is not None and true[i] == said[j]:
            heard[i] = Heard.RIGHT
        elif _need_not_stand(true, i) or (
            true[i] in IN_DIGITS
            and any(
                _has_digit(said[other])
                for _, other in pairs[max(0, n - NEAR) : n + NEAR + 1]
                if other is not None
            )
        ):
            heard[i] = Heard.EXCUSED
    return Aligned(ours, partner, heard, inserted)


def _need_not_stand(keys: Sequence[str], at: int) -> bool:
    """Whether a word is a filler, or one of two that are the same."""
    return keys[at] in FILLERS or keys[at] in (*keys[max(0, at - 1) : at], *keys[at + 1 : at + 2])


def _may_be_added(keys: Sequence[str], at: int) -> bool:
    return _need_not_stand(keys, at) or _has_digit(keys[at])


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)


def _changed(truth: Sequence[ScoredWord], before: Aligned, after: Aligned) -> tuple[int, int]:
    """How many true words were wrong and are right now, and the other way round."""
    changes = list(zip(before.heard, after.heard, strict=True))
    better = changes.count((Heard.WRONG, Heard.RIGHT))
    worse = [n for n, change in enumerate(changes) if change == (Heard.RIGHT, Heard.WRONG)]
    return better, sum(not _is_there_in_pieces(truth, after, n) for n in worse)


def _is_there_in_pieces(truth: Sequence[ScoredWord], after: Aligned, n: int) -> bool:
    """Whether a word stands there with a neighbour, parted otherwise: "data set" is "dataset"."""
    at = _near(after.partner, n)
    there = "".join(word.key for word in after.ours[max(0, at - WINDOW) : at + WINDOW + 1])
    twos = [truth[low : low + 2] for low in (n, n - 1) if 0 <= low <= len(truth) - 2]
    return truth[n].key in there and any("".join(w.key for w in two) in there for two in twos)


def _near(partner: Sequence[int | None], n: int) -> int:
    """The partner of a true word, or of the nearest that has one."""
    for distance in range(FAR):
        for at in (n - distance, n + distance):
            if 0 <= at < len(partner) and (found := partner[at]) is not None:
                return found
    return 0


def _mark_rate(right: Sequence[tuple[ScoredWord, ScoredWord]], mark: str) -> Rate:
    return _rate(
        [word.mark == mark for word, _ in right], [other.mark == mark for _, other in right]
    )


def _rate(true: Sequence[bool], found: Sequence[bool]) -> Rate:
    hits = sum(a and b for a, b in zip(true, found, strict=True))
    return _f1(hits, sum(true), sum(found))


def _f1(hits: int, true: int, found: int) -> Rate:
    precision, recall = hits / found if found else 0.0, hits / true if true else 0.0
    return Rate(precision, recall, 2 * hits / (true + found) if hits else 0.0, true)


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else 0.0


def _turns(labels: Sequence[tuple[str, str]]) -> Rate:
    true, found = (
        [n for n in range(1, len(labels)) if labels[n][side] != labels[n - 1][side]]
        for side in (0, 1)
    )
    left, hits = list(found), 0
    for turn in true:
        near = min(left, key=lambda other: abs(other - turn), default=None)
        if near is not None and abs(near - turn) <= TURN_TOLERANCE:
            left.remove(near)
            hits += 1
    return _f1(hits, len(true), len(found))


def _mapped(labels: Sequence[tuple[str, str]]) -> int:
    """Words whose speaker is right under a one-to-one mapping of our labels to the true ones: that by the most words
    shared first, and then as long as to change two of them over wins more."""
    table = Counter(labels)
    chosen: dict[str, str | None] = {}
    for (true, ours), _ in table.most_common():
        if ours not in chosen and true not in chosen.values():
            chosen[ours] = true
    names = sorted({ours for _, ours in labels})
    gains = True
    while gains:
        gains = False
        for one in names:
            for other in names:
                gains |= _swapped(chosen, table, one, other)
    return sum(table[true, ours] for ours, true in chosen.items() if true is not None)


def _swapped(
    chosen: dict[str, str | None], table: Counter[tuple[str, str]], one: str, other: str
) -> bool:
    """Change the true labels of two of ours over if more words are right then; whether that was so."""
    ours, theirs = chosen.get(one), chosen.get(other)

    def hits(first: str | None, second: str | None) -> int:
        pairs = ((first, one), (second, other))
        return sum(table[true, label] for true, label in pairs if true is not None)

    if one == other or hits(theirs, ours) <= hits(ours, theirs):
        return False
    chosen[one], chosen[other] = theirs, ours
    return True
