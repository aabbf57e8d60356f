"""What people do with words at an event: hand over, ask, answer, add a remark.

The trained models know podcasts best; a question round has phrases of its own. A new one is a line
in `ACTS`, one of the beginning and the end of an interview a line in `SHOW`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Token
from pipeline.stages.speakers.cast import Part


@dataclass(frozen=True, slots=True)
class Act:
    """A phrase: who says it, its log-odds, and what it adds to a change before it."""

    part: Part
    weight: float
    turn: float
    phrase: re.Pattern[str]


def _act(part: Part, weight: float, turn: float, opens: bool, phrase: str) -> Act:
    """An act; if it `opens`, it counts only where a unit begins with it (after a "yeah", "so", "okay")."""
    start = r"^(?:(?:so|okay|yeah|yes|and|but|well|right|hi|no|oh)\s+)*" if opens else r"\b"
    said = phrase.replace("'", "")  # keys carry no apostrophes
    return Act(part, weight, turn, re.compile(rf"{start}(?:{said})\b"))


MARKS = ".,?!;:"
# With these words a chair begins to read out what others wrote. It reads like one of the audience.
READS = re.compile(
    r"\b(?:(?:select|read|pick|mix|collect)\w* (?:\w+ ){0,3}questions?|questions? from (?:the|our) (?:board|chat|app))\b"
)
GIVES_NAME = _act("audience", 8.0, 2.5, False, r"my name(?: is|s)")
ACTS = (
    _act("chair", 2.5, 1.0, False, r"(?:next|last|first|another) (?:\w+ )?question|(?:any|more|time for|few) (?:\w+ )?questions"),
    _act("chair", 2.5, 1.5, False, READS.pattern),
    _act("chair", 2.0, 1.0, False, r"raised? \w+ hands?|over there|go ahead|the floor"),
    _act("chair", 2.5, 1.0, False, r"let's (?:move on|start with)|out of time|our next|turn (?:it )?over to"),
    _act("chair", 1.5, 0.5, False, r"what do you (?:all|guys) think|anyone else|anybody else|who wants to"),
    GIVES_NAME,
    _act("audience", 2.5, 1.5, False, r"my question (?:is|was)|i have (?:a|another) (?:[\w-]+ ){0,3}questions?|i(?:'m| was) wondering|i want(?:ed)? to ask|i(?:'d| would) like to (?:ask|know|(?:come|get) back)"),
    _act("audience", 2.5, 1.5, True, r"(?:thank you|thanks)(?: (?:very|so) much)? (?:\w+ )?for (?:the|your|that|a|being|coming)"),
    _act("audience", 1.5, 0.5, False, r"in your (?:talk|presentation)|you (?:mentioned|talked about)"),
    _act("panel", 2.0, 2.0, True, r"(?:that's|that is|it's) (?:\w+ )?(?:a|an|another) (?:\w+ )?(?:question|point|area|one|problem|topic)"),
    _act("panel", 1.5, 1.5, True, r"i (?:totally |completely |would )?agree|there (?:is|are) a lot|there's a lot|it depends|i think (?:it|that|there|the|we|you)|to answer|exactly|absolutely"),
    _act("panel", 2.0, 2.5, True, r"i just wan(?:t|na)|(?:let me|(?:can|may) i) (?:just )?(?:add|say)|i (?:just )*(?:a )?quick comment|just (?:a|to) (?:quick|add|comment)|i(?:'d| would)? (?:just )?like to (?:add|say|call)"),
    _act("panel", 1.5, 1.5, True, r"(?:i|we)(?:'ve)? (?:have |also )?(?:been )?work(?:ed|ing)? (?:on|at|with|for)"),
    _act("panel", 1.0, 0.0, False, r"as i (?:said|mentioned)|i don't know|in my (?:lab|group)|what (?:i|we) (?:found|see|do|did)"),
)  # fmt: skip
SHOW = (
    _act("chair", 4.0, 1.0, False, r"welcome (?:back )?to (?:the|this|another|my)|let's welcome|i'm your host|(?:my|our) guest"),
    _act("chair", 3.0, 1.0, False, r"(?:thank you|thanks) (?:\w+ ){0,3}for (?:listening|joining|coming on|being (?:on|here))"),
    _act("panel", 4.0, 1.5, False, r"(?:thank you|thanks) (?:\w+ ){0,3}for (?:having|the invitation)|(?:happy|glad|excited|pleasure|great|good|honou?red) to be (?:here|on)"),
)  # fmt: skip


def acts_in(words: Sequence[str], table: tuple[Act, ...] = ACTS) -> list[Act]:
    """The acts of a table in a unit, by its words' keys."""
    text = " ".join(words)
    return [act for act in table if act.phrase.search(text)]


def phrases(tokens: Sequence[Token], part: Part, table: tuple[Act, ...] = ACTS) -> Iterator[str]:
    """The phrases of a table by which those of one part are known, as they stand in a unit."""
    said = [token for token in tokens if token.key]
    text = " ".join(token.key for token in said)
    for act in table:
        if act.part == part and (found := act.phrase.search(text)):
            first, last = (text.count(" ", 0, at) for at in (found.start(), found.end()))
            yield " ".join(token.text for token in said[first : last + 1]).rstrip(MARKS)


def asks(words: Sequence[str]) -> bool:
    """Whether one of the audience says what he asks, and not who he is alone."""
    return any(act.part == "audience" and act is not GIVES_NAME for act in acts_in(words))
