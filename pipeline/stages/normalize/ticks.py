"""Ticks of speech that a reader skips: "you know", "I mean", "sort of", "like", where they say nothing.

Between commas they say nothing. Where nothing is marked, their neighbours tell: the lists below come
from 12 million words whose transcribers set commas round ticks ("you know" followed by "I": 582 with
commas, 20 without; followed by "what": 101 and 728). "You know" and "I mean" are ticks, too, where the
network that sets marks would set commas round them: in 180,000 words of human transcripts, stripped,
that finds 233 where the lists alone find 114, and 2 of them said something ("by front-end I mean he's
doing UI").
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from pipeline.language import punctuator
from pipeline.language.heard import Heard
from pipeline.language.spelling import capitalised
from pipeline.stages.normalize.pieces import Change, Piece
from pipeline.stages.normalize.repeats import STUTTERED

COMMAS = frozenset((",", "--", "–", "—"))
# After these "you know" and "I mean" belong to a clause, whatever the network says.
GOVERNING = frozenset("when if as by do did does dont didnt let lets what whatever".split())
# Before these they mostly have an object ("you know what I mean": 728 without commas, 101 with).
ASKING = frozenset("what how why where who".split())
LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Tick:
    """A phrase, and between which words it is a tick where no comma says so."""

    words: tuple[str, ...]
    not_after: frozenset[str] = frozenset()
    only_after: frozenset[str] = frozenset()
    not_before: frozenset[str] = frozenset()
    only_before: frozenset[str] = frozenset()
    bare: bool = True  # whether it can be told without commas at all
    asked: bool = False  # whether the network tells

    def stands_between(self, before: str, after: str) -> bool:
        """Whether it says nothing between these two words."""
        return (
            self.bare
            and before not in self.not_after
            and after not in self.not_before
            and (not self.only_after or before in self.only_after)
            and (not self.only_before or after in self.only_before)
        )


CLAUSE = frozenset(
    "i im ive ill id we were weve well they its it theres thats so but because and just maybe people "
    "obviously sometimes actually basically probably in for to with at on from not some a our my".split()
)
VERBS = frozenset(
    "is are was were be been being its thats were theyre im youre hes shes theres just really to and "
    "but so i we you they he she can could would should will might have had has do did then also "
    "actually still almost always never".split()
)
TICKS = (
    Tick(
        ("you", "know"),
        not_after=frozenset(
            "do did does dont didnt if as let letting lets when once before after where what how that "
            "than like since until unless sure say saying says said thought think thing may might would "
            "should will can could must which who whether why now all more much you people things "
            "everything anything something nothing whatever one way time cause i they we".split()
        ),
        only_before=CLAUSE,
        asked=True,
    ),
    Tick(
        ("i", "mean"),
        not_after=frozenset("what that by did do does if how whatever which when than and".split()),
        only_before=CLAUSE - {"to", "for", "with", "from", "on", "at"},
        asked=True,
    ),
    Tick(
        ("sort", "of"),
        only_after=VERBS,
        not_before=frozenset("thing things the like you".split()),
    ),
    Tick(
        ("kind", "of"),
        only_after=VERBS,
        not_before=frozenset("thing things the like you him her them".split()),
    ),
    Tick(("like",), bare=False),
)


def without_ticks(pieces: Sequence[Piece]) -> Iterator[Change]:
    """Ticks taken out, with the commas that set them off where nothing else needs one."""
    n, set_off = 0, _set_off(pieces)
    while n < len(pieces):
        tick = next((tick for tick in TICKS if _is_tick(pieces, n, tick, set_off)), None)
        if not tick:
            n += 1
            continue
        stop = n + len(tick.words)
        said = repr(" ".join(tick.words))
        # "I, you know, went": the first comma was there for the tick.
        if n and pieces[n - 1].mark == "," and pieces[n - 1].key in STUTTERED:
            yield Change(n - 1, n, pieces[n - 1].text.rstrip(","), ("comma of a tick", said))
        yield Change(n, stop, "", ("tick", f"{said} says nothing here"))
        text = pieces[stop].text if stop < len(pieces) else ""
        if pieces[n].text[:1].isupper() and _opens(pieces, n) and text.islower():
            yield Change(stop, stop + 1, capitalised(text), ("capital of a tick", said))
            stop += 1
        n = stop


def _set_off(pieces: Sequence[Piece]) -> frozenset[int]:
    """Where "you know" and "I mean" begin that the network would set between commas."""
    asked = [tick.words for tick in TICKS if tick.asked]
    keys = [piece.key for piece in pieces]
    found = [n for n in range(len(keys) - 2) if tuple(keys[n : n + 2]) in asked]
    if not found:
        return frozenset()
    following = [*pieces[1:], None]
    tags = punctuator.tags(
        [
            Heard(piece.text, 2 if after and after.breaks else 0)
            for piece, after in zip(pieces, following, strict=True)
        ]
    )
    return frozenset(
        n
        for n in found
        if keys[n + 2] not in ASKING
        and tags[n + 1].comma > LIKELY
        and (not n or (tags[n - 1].none < 1 - LIKELY and keys[n - 1] not in GOVERNING))
    )


def _is_tick(pieces: Sequence[Piece], n: int, tick: Tick, set_off: Set[int]) -> bool:
    stop = n + len(tick.words)
    if stop >= len(pieces) or pieces[n].key != tick.words[0]:
        return False
    within = pieces[n:stop]
    if tuple(piece.key for piece in within) != tick.words:
        return False
    if any(piece.breaks for piece in pieces[n + 1 : stop + 1]):
        return False
    if any(piece.mark for piece in within[:-1]):
        return False
    opens, mark = _opens(pieces, n), within[-1].mark
    if mark in COMMAS:
        return opens or pieces[n - 1].mark in COMMAS
    if mark or (n and not opens and pieces[n - 1].mark):
        return False
    if n in set_off:
        return True
    return not opens and tick.stands_between(pieces[n - 1].key, pieces[stop].key)


def _opens(pieces: Sequence[Piece], n: int) -> bool:
    """Whether a sentence or a turn begins at `n`."""
    return not n or pieces[n].breaks or pieces[n - 1].stops
