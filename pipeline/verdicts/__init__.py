"""Verdicts: what people decided about a talk, kept apart from what can be made again."""

from pipeline.verdicts.anchor import Axis, Decisions, Known
from pipeline.verdicts.hand import STAGE, Text, by_hand, renamed, suited
from pipeline.verdicts.lines import (
    Verdict,
    append,
    dump,
    hand_id,
    history,
    load,
    parse,
    signed,
    standing,
)
from pipeline.verdicts.obey import Proposed, Settled, decided, is_recalled, unasked
from pipeline.verdicts.questions import clusters, held, is_held, told, waiting

__all__ = [
    "STAGE",
    "Axis",
    "Decisions",
    "Known",
    "Proposed",
    "Settled",
    "Text",
    "Verdict",
    "append",
    "by_hand",
    "clusters",
    "decided",
    "dump",
    "hand_id",
    "held",
    "history",
    "is_held",
    "is_recalled",
    "load",
    "parse",
    "renamed",
    "signed",
    "standing",
    "suited",
    "told",
    "unasked",
    "waiting",
]
