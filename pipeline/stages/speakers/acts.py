"""What people do with words at an event: hand over, ask, answer, add a remark.

The trained models know podcasts best; a question round has phrases of its own. A new one is a line
in `ACTS`, one of the beginning and the end of an interview a line in `SHOW`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.stages.speakers.cast import Part


@dataclass(frozen=True, slots=True)
class Act:
    """A phrase: who says it, its log-odds, and what it adds to a change before it.

    `opens`: it counts only where the unit begins with it (after a "yeah", "so", "okay").
    """

    part: Part
    weight: float
    turn: float
    opens: bool
    phrase: re.Pattern[str]


def _act(part: Part, weight: float, turn: float, opens: bool, phrase: str) -> Act:
    # Keys carry no apostrophes.
    phrase = phrase.replace("'", "")
    start = r"^(?:(?:um|uh|so|okay|ok|yeah|yes|and|but|well|right|hi|hello|no|oh|i mean)\s+)*"
    return Act(
        part, weight, turn, opens, re.compile((start if opens else r"\b") + f"(?:{phrase})\\b")
    )


GIVES_NAME = _act("audience", 8.0, 2.5, False, r"my name(?: is|s|'s)")
ACTS = (
    _act("chair", 2.5, 1.0, False, r"(?:next|last|first|another|final) (?:\w+ )?question|one more question|(?:any|more|other|time for|few) (?:\w+ )?questions"),
    _act("chair", 2.5, 1.0, False, r"questions? (?:\w+ ){0,2}from (?:the|our|an|slack|chat|line)"),
    _act("chair", 2.5, 1.5, False, r"(?:select|take|read|pick|mix|mixing|collect|collected) (?:out |up |in )?(?:some|a few|one|two|another|more|the) (?:\w+ )?questions?"),
    _act("chair", 2.0, 1.0, False, r"(?:in the back|raised? (?:their|your|his|her) hands?|the microphone|over there|go ahead|the floor|hands up)"),
    _act("chair", 2.5, 1.0, False, r"(?:thank (?:all )?(?:our|the|all) (?:speakers?|panel\w*)|round of applause|let's (?:move on|thank|start with)|run out of time|out of time|our next|my next question|turn (?:it )?over to)"),
    _act("chair", 1.5, 0.5, False, r"(?:what do you (?:all|guys|each) think|anyone else|anybody else|who wants to)"),
    GIVES_NAME,
    _act("audience", 2.5, 1.5, False, r"(?:my question (?:is|was|would)|i have (?:a|one|two|another) (?:[\w-]+ ){0,3}questions?|i (?:was|am|'m) wondering|i'm wondering|i wanted to ask|i want to ask|i would like to (?:ask|know|have|get back|come back)|i'd like to (?:ask|know|come back))"),
    _act("audience", 2.5, 1.5, True, r"(?:thank you|thanks)(?: (?:very|so) much)? (?:\w+ )?for (?:the|your|this|that|these|a|an|being|coming)"),
    _act("audience", 1.5, 0.5, False, r"(?:in|during|after) your (?:talk|presentation|slides?)|you (?:mentioned|presented|talked about|showed)|(?:he|she) (?:mentioned|presented) in"),
    _act("panel", 2.0, 2.0, True, r"(?:that's|that is|this is|it's) (?:\w+ )?(?:a|an|another) (?:\w+ )?(?:question|point|area|one|problem|topic)"),
    _act("panel", 1.5, 1.5, True, r"(?:i (?:totally |fully |completely |would |also )?agree|there (?:is|are) a lot|there's a lot|it depends|i think (?:it|that|there|the|we|you)|to answer|regarding your|exactly|absolutely)"),
    _act("panel", 2.0, 2.5, True, r"(?:i just (?:want|wanna)|(?:can|could|may|let me|if i (?:can|may)|maybe) (?:i )?(?:just |also )?(?:add|say|comment|respond|jump)|just (?:a|one|to)(?: \w+)? (?:quick|short|brief|add|comment|remark)|i (?:just )*(?:a )?quick comment|i(?:'d| would)? (?:just |also )?like to (?:add|comment|say|call))"),
    _act("panel", 1.5, 1.5, True, r"(?:i|we|i've|we've) (?:have |had |also |actually |just )?(?:been )?(?:work|worked|working) (?:on|in|at|with|for)"),
    _act("panel", 1.0, 0.0, False, r"(?:as i (?:said|mentioned)|i don't know|in my (?:lab|group|team)|what (?:i|we)(?:'ve| have)? (?:found|see|do|did|used))"),
)  # fmt: skip
SHOW = (
    _act("chair", 4.0, 1.0, False, r"(?:welcome (?:back )?to (?:the|this|another|my)|let's welcome|(?:i'm|i am) your host|my guest|(?:today's|our) guest|(?:today|with me|here) (?:i have|is|we have) with (?:me|us)|welcome (?:back )?to (?:the )?(?:show|podcast))"),
    _act("chair", 3.0, 1.0, False, r"(?:thank you|thanks) (?:\w+ ){0,3}for (?:listening|tuning in|joining|coming on|being (?:on|here|with))|(?:it was|it's|it has been) (?:\w+ ){0,3}(?:pleasure|great) (?:having|talking to|talking with) you|before we (?:end|wrap|close|let you go)"),
    _act("panel", 4.0, 1.5, False, r"(?:thank you|thanks) (?:\w+ ){0,3}for (?:having|inviting|the invitation|the invite)|(?:happy|glad|excited|pleasure|great|good|honou?red) to be (?:here|on)|pleasure (?:is|was) mine"),
)  # fmt: skip


def acts_in(words: Sequence[str], table: tuple[Act, ...] = ACTS) -> list[Act]:
    """The acts of a table in a unit, by its words' keys."""
    text = " ".join(words)
    return [act for act in table if act.phrase.search(text)]


def asks(words: Sequence[str]) -> bool:
    """Whether one of the audience says what he asks, and not who he is alone."""
    return any(act.part == "audience" and act is not GIVES_NAME for act in acts_in(words))
