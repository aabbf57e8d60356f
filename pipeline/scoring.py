"""How good a cleaned transcript is, measured against a human reference.

Words are compared without case and punctuation, and fillers do not count; marks, case, sentence ends
and speakers are compared on the words that both share.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.language.english import FILLERS
from pipeline.language.words import tail
from pipeline.model import Transcript, key

MARKS = {",": "comma", ".": "period", "?": "question"}
# A change of speaker counts as found if it stands within so many words of the true one.
TURN_TOLERANCE = 3


@dataclass(frozen=True, slots=True)
class ScoredWord:
    """One word with all that is compared: its key, text, mark after it, sentence end, speaker."""

    key: str
    text: str
    mark: str
    ends: bool
    speaker: str


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and F1 of something found; `true` is how many there were to find."""

    precision: float
    recall: float
    f1: float
    true: int


@dataclass(frozen=True, slots=True)
class Score:
    """The measures. Shares from 0 to 1; `None` where there is nothing to measure."""

    words: int
    word_error_rate: float
    sentence: Rate
    comma: Rate
    period: Rate
    question: Rate
    case_accuracy: float
    turn: Rate | None
    speaker_error_rate: float | None
    speaker_named: float | None
    raw_word_error_rate: float | None = None
    improved: int | None = None
    harmed: int | None = None


def score(clean: Transcript, reference: Transcript, raw: Transcript | None = None) -> Score:
    """Measure `clean` against `reference`; with `raw`, also which words were improved or harmed."""
    ours, truth = list(words(clean)), list(words(reference))
    pairs = partners(truth, ours)
    shared = [(word, ours[at]) for word, at in zip(truth, pairs, strict=True) if at is not None]
    right = [(word, other) for word, other in shared if word.key == other.key]
    labels = [(word.speaker, other.speaker) for word, other in shared]
    spoken = len({label for label, _ in labels}) > 1 and any(ours for _, ours in labels)
    better, worse = _changed(truth, pairs, ours, raw) if raw else (None, None)
    return Score(
        words=len(truth),
        word_error_rate=_error_rate(truth, ours),
        sentence=_rate([word.ends for word, _ in right], [other.ends for _, other in right]),
        **{name: _mark_rate(right, mark) for mark, name in MARKS.items()},
        case_accuracy=_share([word.text == other.text for word, other in right]),
        turn=_turns(labels) if spoken else None,
        speaker_error_rate=1 - _mapped(labels) / len(labels) if spoken else None,
        speaker_named=_share([one == other for one, other in labels]) if spoken else None,
        raw_word_error_rate=_error_rate(truth, list(words(raw))) if raw else None,
        improved=better,
        harmed=worse,
    )


def words(transcript: Transcript) -> Iterator[ScoredWord]:
    """The words of a transcript as they are compared; fillers are left out."""
    for segment in transcript.segments:
        texts = segment.text.split()
        for n, text in enumerate(texts):
            if (said := key(text)) and said not in FILLERS:
                bare = text.strip("\"'“”‘’()[].,!?;:…-–—")
                mark = next((sign for sign in reversed(tail(text)) if sign in MARKS), "")
                yield ScoredWord(said, bare, mark, n == len(texts) - 1, segment.speaker or "")


def partners(truth: Sequence[ScoredWord], ours: Sequence[ScoredWord]) -> list[int | None]:
    """For each true word the index of ours that stands in its place, by least edits."""
    from rapidfuzz.distance import Levenshtein

    found: list[int | None] = [None] * len(truth)
    codes = Levenshtein.opcodes([word.key for word in truth], [word.key for word in ours])
    for code in codes:
        if code.tag in ("equal", "replace"):
            for offset in range(code.src_end - code.src_start):
                found[code.src_start + offset] = code.dest_start + offset
    return found


def _error_rate(truth: Sequence[ScoredWord], ours: Sequence[ScoredWord]) -> float:
    from rapidfuzz.distance import Levenshtein

    distance = Levenshtein.distance([word.key for word in truth], [word.key for word in ours])
    return distance / max(1, len(truth))


def _changed(
    truth: Sequence[ScoredWord],
    pairs: Sequence[int | None],
    ours: Sequence[ScoredWord],
    raw: Transcript,
) -> tuple[int, int]:
    """How many true words raw had wrong and we have right, and the other way round."""
    heard = list(words(raw))
    before = [
        at is not None and heard[at].key == word.key
        for word, at in zip(truth, partners(truth, heard), strict=True)
    ]
    after = [
        at is not None and ours[at].key == word.key for word, at in zip(truth, pairs, strict=True)
    ]
    changes = Counter(zip(before, after, strict=True))
    return changes[False, True], changes[True, False]


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
    """Words whose speaker is right under a one-to-one mapping of our labels to the true ones.

    The mapping is greedy, by the most words shared: an optimal one can only be better.
    """
    chosen: dict[str, str] = {}
    for (true, ours), _ in Counter(labels).most_common():
        if ours not in chosen and true not in chosen.values():
            chosen[ours] = true
    return sum(chosen.get(ours) == true for true, ours in labels)
