"""Verdicts: what people decided about a talk, kept apart from what can be made again."""

from pipeline.verdicts.anchor import Axis, Decisions, Known, written_over
from pipeline.verdicts.hand import STAGE, by_hand, renamed, written
from pipeline.verdicts.lines import (
    ABOUT_ACTS,
    ABOUT_EDITS,
    BY_HAND,
    CONTROL,
    Anchor,
    Verdict,
    act_of,
    append,
    dump,
    hand_id,
    history,
    load,
    parse,
    signed,
    standing,
    standing_in,
)
from pipeline.verdicts.obey import Order, Proposed, Settled, decided
from pipeline.verdicts.questions import Question, asked, clusters, held, is_decided, ordered, turns
from pipeline.verdicts.refused import Refused, Rule, rule_of
from pipeline.verdicts.telling import told, unheeded, why

__all__ = [
    "ABOUT_ACTS", "ABOUT_EDITS", "BY_HAND", "CONTROL", "STAGE", "Anchor", "Axis", "Decisions", "Known", "Order",
    "Proposed", "Question", "Refused", "Rule", "Settled", "Verdict", "act_of", "append", "asked", "by_hand", "clusters", "decided", "dump",
    "hand_id", "held", "history", "is_decided", "load", "ordered", "parse", "renamed", "rule_of",
    "signed", "standing", "standing_in", "told", "turns", "unheeded", "why", "written", "written_over",
]  # fmt: skip
