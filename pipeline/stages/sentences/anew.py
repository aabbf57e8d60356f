"""Stops of the input that are none: where a recogniser began to listen anew ("comparing with. Software").

What was counted: docs/evaluation/sentences_tried.md.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass

from pipeline.language.english import OPEN
from pipeline.language.tags import Tags
from pipeline.language.words import core, tail
from pipeline.stages.sentences.written import Written

# Behind a word that waits for another a stop is doubted to which the network grants less.
DOUBTED = 0.3
# Behind a word that joins or belongs to the next one it is doubted further, whatever the network would put there by itself.
HANGING = frozenset("and or but because the an my your our their its".split())
DOUBTED_HANGING = 0.66
# A text with so many stops that cannot be right, and one in so many stops, is a recogniser's that now and then begins
# anew: there the stop behind any word is doubted as behind one that waits.
MANY, SHARE = 5, 100


@dataclass(frozen=True, slots=True)
class Anew:
    """The words of a text behind which a stop is no stop; behind those that are `hanging` nothing ends at all."""

    doubted: Set[int]
    hanging: Set[int]

    @classmethod
    def of(cls, written: Written, tags: Sequence[Tags]) -> "Anew":
        """What the network's reading of a text says of its stops."""
        stops = [n for n in range(len(tags)) if _is_stop(written, n)]
        hanging = {
            n for n in stops if _word(written, n) in HANGING and tags[n].end < DOUBTED_HANGING
        }
        unlikely = {n for n in stops if tags[n].end < DOUBTED}
        waiting = {n for n in unlikely if _word(written, n) in OPEN}
        found = hanging | waiting | {n for n in range(len(tags)) if written.astray(n)}
        often = len(found) >= max(MANY, len(stops) / SHARE)
        return cls(frozenset(found | unlikely if often else found), frozenset(hanging))


def _is_stop(written: Written, n: int) -> bool:
    return tail(written.heard[n].text) == "." and written.own(n) == "."


def _word(written: Written, n: int) -> str:
    return core(written.heard[n].text).lower()
