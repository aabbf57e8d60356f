"""The normalize stage: spacing, encoding, letters, fillers, stutters, number forms; never a word.

A new repair is a pass (see `pieces`) and a line in `Normalize.passes`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from pipeline.dictionary import Dictionary
from pipeline.edits import Edit, Kind
from pipeline.errors import Unknown
from pipeline.model import Transcript
from pipeline.stages.normalize import pieces as passing
from pipeline.stages.normalize.apart import joined_endings, joined_marks
from pipeline.stages.normalize.capitals import lowered
from pipeline.stages.normalize.captions import doubled_captions, without_marks
from pipeline.stages.normalize.characters import characters
from pipeline.stages.normalize.fillers import marked_fillers, with_fillers, without_fillers
from pipeline.stages.normalize.letters import joined_letters
from pipeline.stages.normalize.numbers import in_digits
from pipeline.stages.normalize.pieces import Pass
from pipeline.stages.normalize.repeats import marked_repeats, without_false_starts, without_repeats
from pipeline.stages.normalize.small_letters import joined_small_letters
from pipeline.stages.normalize.ticks import without_ticks

# What each level does unless a setting says otherwise.
LEVELS: dict[str, dict[str, str]] = {
    "verbatim": {"fillers": "keep", "repeats": "keep", "ticks": "keep", "numbers": "keep"},
    "clean": {"fillers": "remove", "repeats": "remove", "ticks": "keep", "numbers": "keep"},
    "readable": {"fillers": "remove", "repeats": "remove", "ticks": "remove", "numbers": "digits"},
}
PASSES: dict[str, dict[str, tuple[Pass, ...]]] = {
    "fillers": {"keep": (), "mark": (marked_fillers,), "remove": (without_fillers,)},
    # Before repeats: "you can, you know, you can" is a stutter once the tick is out.
    "ticks": {"keep": (), "remove": (without_ticks,)},
    "repeats": {
        "keep": (),
        "mark": (marked_repeats,),
        "remove": (without_repeats, without_false_starts),
    },
    "numbers": {"keep": (), "digits": (in_digits,)},
}


@dataclass(frozen=True, slots=True)
class Normalize:
    """Proposes what makes the text clean without touching a word.

    `level` is verbatim (as said), clean (fillers and stutters out) or readable (ticks out and
    number words in digits, too). `fillers` and `repeats` (keep, mark, remove), `ticks` (keep,
    remove) and `numbers` (keep, digits) each override it; empty, they are as the level has them.
    What sounds like a filler in a form of the `dictionary` is none. Raises Unknown if there is no such level or
    choice.
    """

    name: ClassVar[str] = "normalize"
    licence: ClassVar[frozenset[Kind]] = frozenset({"form", "spacing", "drop", "number"})

    level: str = "clean"
    fillers: str = ""
    repeats: str = ""
    ticks: str = ""
    numbers: str = ""
    dictionary: Dictionary = field(default=Dictionary(), repr=False)

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise Unknown("level of normalize", self.level, LEVELS)
        for setting, choices in PASSES.items():
            if self._choice(setting) not in choices:
                raise Unknown(f"choice of normalize.{setting}", self._choice(setting), choices)

    def __call__(self, transcript: Transcript) -> Iterator[Edit]:
        """Edits of spacing, form, fillers and stutters, one for each stretch that changes."""
        passes = (lambda _: doubled_captions(transcript), *self.passes())
        pieces = passing.pieces(transcript, with_fillers(self.dictionary))
        for edit in passing.edits(passing.run(pieces, passes)):
            # A repair may find another word under the damage; words are not this stage's to change.
            if edit.kind in self.licence:
                yield edit

    def passes(self) -> tuple[Pass, ...]:
        """The passes that the settings ask for, in their order."""
        fillers, *others = (PASSES[setting][self._choice(setting)] for setting in PASSES)
        return (
            without_marks,
            lowered,
            characters,
            joined_marks,
            joined_endings,
            *fillers,  # before letters: these are told by what stands beside them
            joined_letters,
            joined_small_letters,
            *(each for passes in others for each in passes),
        )

    def _choice(self, setting: str) -> str:
        own: str = getattr(self, setting)
        return own or LEVELS[self.level][setting]
