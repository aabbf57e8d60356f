"""Passes over a text, and one edit for what they come to.

A pass reads the pieces of a text, in the beginning its tokens, and yields changes: these pieces,
let them read this, because. Several passes may touch one token (an "um," goes, and the "the" after
it proves a stutter), and the edits of one stage must not: so the changes are made on the pieces,
and each piece that came out otherwise than it went in becomes one edit, with all its reasons.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from pipeline.edits import Edit, rewrite
from pipeline.language.captioning import MARK, marks
from pipeline.model import Token, Transcript, Word, key
from pipeline.reason import Reason

STOPS = (".", "?", "!", "…")
MARKS = ".,!?;:…-–—"
# A begun word ends in one: "w- we".
CUT_OFF = ("-", "–", "—")
# A silence this long, in milliseconds, is more than somebody looking for a word.
LONG_SILENCE = 3000

# How many words on either side of a form count as what is said around it.
AROUND = 25

key_of = lru_cache(maxsize=1 << 16)(key)


@dataclass(frozen=True, slots=True)
class Piece:
    """Tokens that stand side by side, what they shall read (nothing: dropped), and why."""

    tokens: tuple[Token, ...]
    text: str
    key: str
    breaks: bool  # another speaker begins here, or speech after a long silence
    marked: bool = False  # the raw text has a mark of another speaker here
    whys: tuple[tuple[str, ...], ...] = ()
    confidence: float = 1.0
    listed: bool = False  # part of a form that the dictionary lists

    @property
    def mark(self) -> str:
        """The punctuation at the end of the text."""
        return self.text[len(self.text.rstrip(MARKS + "\"'”’)]")) :]

    @property
    def stops(self) -> bool:
        """Whether a sentence ends with the text."""
        return any(stop in self.mark for stop in STOPS)

    def touches(self, before: "Piece") -> bool:
        """Whether nothing was said between the two, a filler neither."""
        return before.tokens[-1].at.stop == self.tokens[0].at.start


class Change(NamedTuple):
    """Let the pieces from `start` to `stop` read `text`; no text drops them. `why` is the rule, and what it saw."""

    start: int
    stop: int
    text: str
    why: tuple[str, ...]
    confidence: float = 1.0


class Listed(NamedTuple):
    """A form (keys) that the dictionary lists; if it has words for `near`, one of them is said around it."""

    words: Sequence[str]
    near: frozenset[str] = frozenset()


# Gives changes in the order of the text that do not overlap.
Pass = Callable[[Sequence[Piece]], Iterable[Change]]


def pieces(transcript: Transcript, forms: Iterable[Listed] = ()) -> list[Piece]:
    """The tokens of a transcript, each a piece; it knows whether it is part of one of `forms`."""
    marked = marks(transcript)
    # Behind a mark that stands alone, too: it will be dropped.
    told = marked | {n + 1 for n in marked if MARK.fullmatch(transcript.tokens[n].text)}
    breaks = _breaks(transcript)
    found = [
        Piece(
            (token,),
            token.text,
            key_of(token.text),
            n in told or token.at.start in breaks,
            n in marked,
        )
        for n, token in enumerate(transcript.tokens)
    ]
    listed = set(_standing(found, list(forms)))
    return [replace(piece, listed=True) if n in listed else piece for n, piece in enumerate(found)]


def _standing(pieces: Sequence[Piece], forms: Sequence[Listed]) -> Iterator[int]:
    """The numbers of the pieces that make one of some forms: said by one, without a mark between."""
    keys = [piece.key for piece in pieces] if forms else []
    for n, word in enumerate(keys):
        for form in forms:
            stop = n + len(form.words)
            if word != form.words[0] or keys[n:stop] != [*form.words]:
                continue
            if form.near and form.near.isdisjoint(keys[max(0, n - AROUND) : stop + AROUND]):
                continue
            inner = zip(pieces[n : stop - 1], pieces[n + 1 : stop], strict=True)
            if not any(one.mark or other.breaks for one, other in inner):
                yield from range(n, stop)


def run(pieces: list[Piece], passes: Iterable[Pass]) -> list[Piece]:
    """The pieces after all passes. A pass does not see what an earlier one dropped."""
    for each in passes:
        seen = [n for n, piece in enumerate(pieces) if piece.text]
        changes = list(each([pieces[n] for n in seen]))
        if changes:
            pieces = list(_changed(pieces, seen, changes))
    return pieces


def edits(pieces: Iterable[Piece]) -> Iterator[Edit]:
    """One edit for each piece that reads otherwise than its tokens."""
    for piece in pieces:
        if piece.whys and piece.text != " ".join(token.text for token in piece.tokens):
            rule, *told = chain.from_iterable(dict.fromkeys(piece.whys))
            yield rewrite(piece.tokens, piece.text, Reason(rule, tuple(told)), piece.confidence)


def _breaks(transcript: Transcript) -> set[float]:
    """The places where an imported label changes the speaker, or speech follows a long silence."""
    heard = [Word("", 0, 0), *transcript.spread]
    return {
        cue.at
        for before, cue in pairwise(transcript.cues)
        if cue.speaker != before.speaker
        or heard[int(cue.at) + 1].start - heard[int(cue.at)].end >= LONG_SILENCE
    }


def _changed(
    pieces: Sequence[Piece], seen: Sequence[int], changes: Iterable[Change]
) -> Iterator[Piece]:
    """The pieces with `changes` made; `seen` says where the pieces are that the changes count."""
    done = 0
    for change in changes:
        start, stop = seen[change.start], seen[change.stop - 1] + 1
        yield from pieces[done:start]
        # What was dropped between two pieces that become one goes with them: the new token stands
        # on its place.
        yield _merged(pieces[start:stop], change)
        done = stop
    yield from pieces[done:]


def _merged(pieces: Sequence[Piece], change: Change) -> Piece:
    return Piece(
        tuple(token for piece in pieces for token in piece.tokens),
        change.text,
        key_of(change.text),
        pieces[0].breaks,
        pieces[0].marked,
        (*(why for piece in pieces for why in piece.whys), change.why),
        min(change.confidence, *(piece.confidence for piece in pieces)),
    )
