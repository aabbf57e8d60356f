"""Edits: the only way a transcript changes, and the record of how it did.

An edit takes items out and puts items in. A transcript is a set of items on one axis, so making
edits is arithmetic of sets: their order does not matter, and undoing is the same with `before` and
`after` exchanged.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2s
from html import unescape
from itertools import pairwise
from typing import Literal, Self

from pipeline.errors import EditConflict
from pipeline.model import Cue, Place, Token, Transcript, inaudible, keys, keys_in, text_of
from pipeline.reason import Reason, Why

Item = Token | Cue
# words: another word; number: digits for number words; drop: words taken out; spacing: the same
# letters, joined or split; form: the same word with other marks or case; break: a segment opens or
# closes; speaker: a segment is named.
Kind = Literal["words", "number", "drop", "spacing", "form", "break", "speaker"]
# Those that change what was said, rather than how it is set, from what a reader must look at to what hardly shows.
SPOKEN: tuple[Kind, ...] = ("words", "number", "drop", "spacing")

LEADING = re.compile(r"^[\"“‘(\[¿¡]+")
TRAILING = re.compile(r"[.,!?;:…\"”)\]–—-]+$")
# Letters with dots: the last one belongs to them, and may end a sentence as well.
INITIALS = re.compile(r"^[\"“‘(\[]*(?:[^\W\d_]\.){2,}")
CAPITALS = re.compile(r"^[A-Z]{1,4}$")
# "GP use" is how a recogniser writes the plural of letters that end in U.
SPELLED = {"use": "us"}
# Where a segment opens, when that itself is what changed.
OPENS = "¶"


@dataclass(frozen=True, slots=True)
class Edit:
    """Takes `before` out and puts `after` in, and says why and how sure it is (0 to 1)."""

    before: tuple[Item, ...]
    after: tuple[Item, ...]
    reason: Reason
    confidence: float = 1.0
    stage: str = ""

    @property
    def id(self) -> str:
        """A name that is the same in every run: a hash of stage, before and after."""
        told = json.dumps(
            [self.stage, *map(_as_data, (self.before, self.after))], ensure_ascii=False
        )
        return blake2s(told.encode(), digest_size=8).hexdigest()

    def is_sure(self, least: float) -> bool:
        """Whether it is as sure as that, in the whole per cents in which it is told."""
        return self.confidence >= least - 0.005

    @property
    def why(self) -> str:
        """The reason in words."""
        return str(self.reason)

    @property
    def kind(self) -> Kind:
        """What sort of change this is, read off the items."""
        if self.is_about_cues:
            same = [item.at for item in self.before] == [item.at for item in self.after]
            return "speaker" if same else "break"
        return _kind_of_words(self.tokens_before, self.tokens_after)

    @property
    def is_about_cues(self) -> bool:
        """Whether it is about a segment or its speaker, not about words."""
        return any(isinstance(item, Cue) for item in (*self.before, *self.after))

    @property
    def undo(self) -> Self:
        """The edit that takes this one back."""
        return replace(self, before=self.after, after=self.before)

    @property
    def place(self) -> Place:
        """The stretch of raw words that the edit touches."""
        return Place.over(map(span, (*self.before, *self.after)))

    @property
    def tokens_before(self) -> tuple[Token, ...]:
        """The tokens that are taken out."""
        return tuple(item for item in self.before if isinstance(item, Token))

    @property
    def tokens_after(self) -> tuple[Token, ...]:
        """The tokens that are put in."""
        return tuple(item for item in self.after if isinstance(item, Token))

    @property
    def was(self) -> str:
        """The text that is taken out."""
        return text_of(self.tokens_before)

    @property
    def now(self) -> str:
        """The text that is put in."""
        return text_of(self.tokens_after)

    @property
    def told(self) -> tuple[str, str]:
        """What is taken out and put in, in words: segments and speakers have no text of their own."""
        if not self.is_about_cues:
            return self.was, self.now
        before, after = (
            next((item for item in side if isinstance(item, Cue)), None)
            for side in (self.before, self.after)
        )
        if before and after:
            return before.speaker or "", after.speaker or ""
        return (OPENS, "") if after is None else ("", opening(after))


def rewrite(tokens: Sequence[Token], text: str, why: Why, confidence: float = 1.0) -> Edit:
    """Let `tokens`, which stand side by side, read `text`, mark for mark; no text takes them out.

    As many words as there were tokens keep their places; otherwise the words share the stretch.
    """
    words = text.split()
    if len(words) == len(tokens):
        places = [token.at for token in tokens]
    else:
        places = list(_shares(Place(tokens[0].at.start, tokens[-1].at.stop), len(words)))
    after = tuple(Token(word, place) for word, place in zip(words, places, strict=True))
    return Edit(tuple(tokens), after, _reason(why), confidence)


def reword(
    tokens: Sequence[Token], text: str, why: Why, confidence: float = 1.0, ends: bool = True
) -> Edit:
    """Let `tokens` read `text`, and keep the punctuation that stands round them: of "F.D.A." the last dot only if
    a sentence may end there (`ends`)."""
    lead = LEADING.search(tokens[0].text)
    last = tokens[-1].text
    trail = TRAILING.search(last if ends else INITIALS.sub(lambda dots: dots.group()[:-1], last))
    opening = lead.group() if lead and not LEADING.search(text) else ""
    closing = trail.group() if trail and not TRAILING.search(text) else ""
    return rewrite(tokens, opening + text + closing, why, confidence)


def recue(before: Cue | None, after: Cue | None, why: Why, confidence: float = 1.0) -> Edit:
    """Close a segment (no `after`), open one (no `before`), or name it (both, at one place)."""
    return Edit((before,) if before else (), (after,) if after else (), _reason(why), confidence)


def apply(transcript: Transcript, edits: Iterable[Edit]) -> Transcript:
    """The transcript with `edits` made; their order does not matter.

    Raises EditConflict if an edit takes out what is not there, puts in what is, or if two tokens
    would stand at one place.
    """
    items = Counter[Item]((*transcript.tokens, *transcript.cues))
    for edit in edits:
        items.subtract(edit.before)
        items.update(edit.after)
    if wrong := [item for item, count in items.items() if count not in (0, 1)]:
        raise EditConflict(wrong)
    left = [item for item, count in items.items() if count]
    tokens = sorted((i for i in left if isinstance(i, Token)), key=lambda token: token.at)
    cues = sorted((i for i in left if isinstance(i, Cue)), key=lambda cue: cue.at)
    _refuse_overlaps(tokens, cues)
    return replace(transcript, tokens=tuple(tokens), cues=tuple(cues))


def meet(one: Item, other: Item) -> bool:
    """Whether two items claim one place, so that only one of them can be there."""
    here, there = span(one), span(other)
    return type(one) is type(other) and (here.overlaps(there) or here == there)


def span(item: Item) -> Place:
    """The stretch of raw words that an item stands on; a segment opens at a place of no length."""
    return Place(item.at, item.at) if isinstance(item, Cue) else item.at


def opening(cue: Cue) -> str:
    """Where a segment opens, as text, with its speaker."""
    return f"{OPENS} {cue.speaker or ''}".rstrip()


def _reason(why: Why) -> Reason:
    return Reason(why) if isinstance(why, str) else why


def _kind_of_words(before: tuple[Token, ...], after: tuple[Token, ...]) -> Kind:
    was, now = keys(before), keys(after)
    if was == now:
        return "form"
    if "".join(was) == "".join(now) or spelled(before) == "".join(now):
        return "spacing"
    if _within(now, was):
        return "drop"
    if _decoded(before) == now:
        return "form"
    digits = {word for word in now if any(sign.isdigit() for sign in word)} - set(was)
    return "number" if digits and not set(now) - digits - set(was) else "words"


def _decoded(tokens: Iterable[Token]) -> tuple[str, ...]:
    """Keys of what damaged text meant: entities ("&amp;"), mojibake ("donâ€™t") and "<unk>" read rightly."""
    text = text_of(tokens)
    if "&" in text or not text.isascii():
        from ftfy import fix_encoding

        text = unescape(fix_encoding(text))
    return keys_in(inaudible(text))


def spelled(tokens: Sequence[Token]) -> str:
    """The letters that a run of letter names spells: "GP use" gives "gpus"."""
    *first, last = tokens or [Token("", Place(0, 0))]
    letters = "".join(keys(first))
    if first and last.key in SPELLED and CAPITALS.match(first[-1].text):
        return letters + SPELLED[last.key]
    return letters + last.key


def _within(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether `part` is `whole` with words left out."""
    rest = iter(whole)
    return all(word in rest for word in part)


def _shares(place: Place, count: int) -> Iterator[Place]:
    if not count:
        return
    step = (place.stop - place.start) / count
    edges = [place.start + step * n for n in range(count)] + [place.stop]
    yield from (Place(start, stop) for start, stop in pairwise(edges))


def _refuse_overlaps(tokens: Sequence[Token], cues: Sequence[Cue]) -> None:
    for one, other in pairwise(tokens):
        if one.at.stop > other.at.start:
            raise EditConflict([one, other])
    for first, second in pairwise(cues):
        if first.at == second.at:
            raise EditConflict([first, second])


def _as_data(items: Iterable[Item]) -> list[list[object]]:
    """Items as plain data, for hashing: floats, so that 7 and 7.0 are one place."""
    return [
        [float(item.at), item.speaker]
        if isinstance(item, Cue)
        else [float(item.at.start), float(item.at.stop), item.text]
        for item in items
    ]
